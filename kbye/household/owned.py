"""What every table of a household has in common: it says whose it is, and is only ever asked about with that."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from kbye.household.household import Household

Row = TypeVar("Row", bound="Owned", covariant=True)


class OwnedQuerySet(models.QuerySet[Row]):
    def of(self, household: Household | uuid.UUID) -> Self:
        """Only what belongs to this household. Every query starts here; the tripwire sees to it."""
        return self.filter(household=household)


class Owned(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey("household.Household", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def put_back(self) -> None:
        """Its columns were put back by an undo: what other rows have of them follows. Most have nothing."""

    def _do_update(self, base_qs: Any, *rest: Any) -> Any:
        # Django saves by primary key alone; we never touch a row without naming its household.
        return super()._do_update(base_qs.filter(household_id=self.household_id), *rest)
