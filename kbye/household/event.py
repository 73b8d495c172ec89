"""One row for each thing that was done: undo, notices, audit and later the offline cursor stand on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F

from kbye.household.household import Household
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member

# What is nobody else's business stays out of the log, too.
UNRECORDED = {
    "debrief": {"rested", "switched_off"},
    "worry": {"words", "how_it_was", "became", "came_true"},
    "link": {"nonce", "token_hash"},
    "notice": {"body", "calendar"},
    "card": {"words", "opened_at"},
    "channel": {"secret"},
    "feed": {"packed", "made_of", "holds_for"},
    "calendarout": {"secret"},
    "calendarsource": {"secret", "kept", "etag", "modified"},
    "calendaraccount": {"secret", "found"},
}
# What stands on an emergency sheet, or decides who has one: a change of it makes the sheet due.
ON_A_SHEET = {
    "fact",
    "contact",
    "collector",
    "member",
    "responsibility",
    "link",
    "timeaway",
    "handover",
    "standin",
}
UNDOABLE = {
    "added",
    "ticked",
    "unticked",
    "gave_credit",
    "called_off",
    "removed",
    "said_yes_for",
    "began",
    "came_back",
    "changed",
    "took_proposal",
    "kept_as_it_is",
    "ended",
    "moved_return",
}


class Event(Owned):
    seq = models.BigIntegerField()
    part_of = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        constraints = [models.UniqueConstraint(fields=["household", "seq"], name="event_seq")]
        indexes = [models.Index(fields=["household", "object_id"], name="event_by_object")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


def snapshot(row: Owned) -> dict[str, Any]:
    """The row's columns as JSON values, without those nobody else may read."""
    hidden = UNRECORDED.get(row._meta.model_name or "", set())
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in hidden
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def record(
    row: Owned,
    verb: str,
    *,
    by: Member | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    part_of: Event | None = None,
) -> Event:
    """Write down what was done to `row`. Call it in the transaction that does it.

    What one action does to several rows is one event and, for the other rows, events that are `part_of` it: they
    are undone together.
    """
    # The counter's row is the lock: on both databases the next writer waits for this one.
    sheet = {"sheet_due_at": None} if row._meta.model_name in ON_A_SHEET else {}
    Household.objects.filter(pk=row.household_id).update(event_seq=F("event_seq") + 1, **sheet)
    seq = Household.objects.values_list("event_seq", flat=True).get(pk=row.household_id)
    return Event.objects.create(
        household_id=row.household_id,
        seq=seq,
        part_of=part_of.seq if part_of else None,
        at=at,
        actor=by,
        verb=verb,
        object_kind=row._meta.model_name or "",
        object_id=row.pk,
        before=before,
        after=snapshot(row),
    )


@contextmanager
def noted(
    row: Owned, verb: str, *, by: Member | None, at: datetime, part_of: Event | None = None
) -> Iterator[list[Event]]:
    """Record a change: the row as it was before the block and as it is after. Yields a list for the event."""
    before = snapshot(row)
    written: list[Event] = []
    yield written
    written.append(record(row, verb, by=by, at=at, before=before, part_of=part_of))


class ChangedSince(Exception):
    """Somebody has changed it since, so it stays as it is."""


def undo(event: Event, *, by: Member | None, at: datetime) -> bool:
    """Put back what the event changed, unless somebody has changed it since. False when that is so.

    Its parts go with it, the last first; if one of them has changed since, all stays as it is.
    """
    if event.verb not in UNDOABLE or event.part_of is not None:
        return False
    parts = Event.objects.filter(household_id=event.household_id, part_of=event.seq).order_by("-seq")
    try:
        with transaction.atomic():
            for one in (*parts, event):
                _put_back(one, by=by, at=at)
    except ChangedSince:
        return False
    return True


def _put_back(event: Event, *, by: Member | None, at: datetime) -> None:
    if event.before is None or event.after is None:
        raise ChangedSince
    changed = [name for name, value in event.after.items() if event.before.get(name) != value]
    model: type[Owned] = apps.get_model("household", event.object_kind)
    row = model._default_manager.filter(household_id=event.household_id, pk=event.object_id)
    as_left = {name: event.after[name] for name in changed if event.after[name] is not None}
    as_left |= {f"{name}__isnull": True for name in changed if event.after[name] is None}
    unchanged_since = row.filter(**as_left)
    if not changed or unchanged_since.update(**{name: event.before[name] for name in changed}) != 1:
        raise ChangedSince
    restored = row.get()
    restored.put_back()
    record(restored, "undid", by=by, at=at, before=event.after)
