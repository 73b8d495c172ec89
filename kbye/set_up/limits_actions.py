"""Changing what is announced and what is asked. Never silently: somebody else agrees, or is told."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.event import record
from kbye.household.household import Household
from kbye.household.language import written_for
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.planning.lengths import Length
from kbye.web.limits import CHANGED, up_to


class Outcome(Enum):
    IN_FORCE = auto()
    PROPOSED = auto()
    DECLINED = auto()
    CHANGED_SINCE = auto()


def others_to_ask(me: Member) -> list[Member]:
    """The other adults who can agree, because they sign in."""
    adults = Member.objects.of(me.household).adults().exclude(user=None)
    return list(adults.exclude(pk=me.pk))


@transaction.atomic
def propose(*, household: Household, length: Length, by: Member, now: datetime) -> Outcome:
    """In force at once where nobody else signs in; the next message tells the others then."""
    others = others_to_ask(by)
    if not others:
        return _apply(household, length, by=by, now=now)
    _set(household, limit_proposed=length.value, limit_proposed_by=by)
    seq = record(by, "proposed_limits", by=by, at=now).seq
    for other in others:
        _write(other, seq, gettext_lazy("%(name)s proposes: %(what)s"), length, by=by, now=now)
    return Outcome.PROPOSED


@transaction.atomic
def agree(*, household: Household, length: Length, by: Member, now: datetime) -> Outcome:
    """Only to what stands there, and only to what somebody else proposed."""
    proposer = _proposer(household, length, by)
    if proposer is None:
        return Outcome.CHANGED_SINCE
    outcome = _apply(household, length, by=by, now=now)
    _write(proposer, household.event_seq, gettext_lazy("%(name)s agrees: %(what)s"), length, by=by, now=now)
    return outcome


@transaction.atomic
def decline(*, household: Household, length: Length, by: Member, now: datetime) -> Outcome:
    """It stays as it is; whoever proposed it takes it back in the same way."""
    if not _is_proposed(household, length):
        return Outcome.CHANGED_SINCE
    proposer = _proposer(household, length, by)
    _set(household, limit_proposed="", limit_proposed_by=None)
    seq = record(by, "declined_limits", by=by, at=now).seq
    if proposer is not None:
        was = Length(household.announces_up_to)
        _write(proposer, seq, gettext_lazy("%(name)s would rather keep it: %(what)s"), was, by=by, now=now)
    return Outcome.DECLINED


def _apply(household: Household, length: Length, *, by: Member, now: datetime) -> Outcome:
    _set(household, announces_up_to=length.value, limit_proposed="", limit_proposed_by=None)
    household.event_seq = record(by, CHANGED, by=by, at=now).seq
    return Outcome.IN_FORCE


def _set(household: Household, **columns: object) -> None:
    for name, value in columns.items():
        setattr(household, name, value)
    household.save(update_fields=list(columns))


def _is_proposed(household: Household, length: Length) -> bool:
    return Household.objects.filter(pk=household.pk, limit_proposed=length.value).exists()


def _proposer(household: Household, length: Length, by: Member) -> Member | None:
    if not _is_proposed(household, length) or household.limit_proposed_by_id is None:
        return None
    others = Member.objects.of(household).here().exclude(pk=by.pk)
    return others.filter(pk=household.limit_proposed_by_id).first()


def _write(person: Member, seq: int, words: Promise, length: Length, *, by: Member, now: datetime) -> None:
    with written_for(person):
        said = str(words) % {"name": by.name, "what": up_to(length)}
        where = _("You find it under More.")
        tell(
            person,
            kind="limits",
            key=f"limits:{person.pk}:{seq}",
            time_away=None,
            subject=_("What is announced, what is asked"),
            body=f"{said}\n\n{where}",
            due_at=now,
        )
