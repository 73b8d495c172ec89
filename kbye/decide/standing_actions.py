"""Standing dates: proposed, agreed, one skipped, ended; whoever is concerned hears of it by the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household import standing_days
from kbye.household.away import TimeAway
from kbye.household.event import Event, noted
from kbye.household.language import written_for
from kbye.household.notices import tell
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.household.standing_days import ENDED, Wanted
from kbye.planning.intervals import Span
from kbye.web import calendar_entry
from kbye.web.reader import Reader
from kbye.web.standing_words import every, whose
from kbye.web.wording import when

TIME_TO_UNDO = timedelta(minutes=2)


@transaction.atomic
def propose(
    *, leaver: Member, stayer: Member, wanted: Wanted, in_return: Wanted | None, by: Member, now: datetime
) -> TimeAway:
    """Propose it, and the one in return with it; returns the first time, whose message asks for all of it."""
    standing = standing_days.propose(leaver=leaver, stayer=stayer, wanted=wanted, by=by, now=now)
    if in_return is not None:
        standing_days.propose(leaver=stayer, stayer=leaver, wanted=in_return, by=by, now=now)
    return standing_days.carry_the_question(standing, now=now)


@transaction.atomic
def agree(*, standing: StandingDate, by: Member, now: datetime) -> bool:
    """A yes of their own, or one that they gave in person. False if it was agreed or ended meanwhile."""
    in_person = by.pk == standing.proposed_by_id
    if not standing_days.agree(standing, by=by, now=now, answered_for=in_person):
        return False
    if not in_person:
        with written_for(standing.proposed_by):
            _tell(
                standing.proposed_by,
                standing,
                kind="answer",
                subject=_("%(name)s: yes, %(every)s.") % {"name": by.name, "every": _every(standing)},
                body=_("Each one goes by itself from now on. Skipping one is a tap."),
                at=now,
                key=f"agreed:{standing.pk}",
            )
    return True


@transaction.atomic
def end(*, standing: StandingDate, by: Member, now: datetime) -> Event | None:
    """No longer; one undo brings all of it back. None if it has ended already."""
    was_agreed, ends = standing.agreed_at is not None, list(standing_days.not_begun(standing, now))
    event = standing_days.end(standing, by=by, now=now)
    if event is not None and was_agreed:
        for other in (standing.leaver, standing.stayer):
            if other.pk != by.pk:
                with written_for(other):
                    _tell(
                        other,
                        standing,
                        kind="called_off",
                        subject=_("No longer: %(every)s") % {"every": _every(standing, other)},
                        body=_("%(name)s ended this: %(whose)s. What was still to come is called off.")
                        % {"name": by.name, "whose": whose(standing, other, _reader(standing, other))},
                        at=now + TIME_TO_UNDO,
                        key=f"{ENDED}:{standing.pk}:{now.isoformat()}",
                        calendar=_struck(ends, other, now=now + TIME_TO_UNDO),
                    )
    return event


def _struck(times: list[TimeAway], person: Member, *, now: datetime) -> str:
    """Only what kbye itself has put into their calendar."""
    known = [row for row in times if calendar_entry.is_in_their_calendar(row, person)]
    return calendar_entry.text_for_all(known, person, now=now, is_off=True).decode() if known else ""


@transaction.atomic
def skip(*, time_away: TimeAway, by: Member, now: datetime) -> Event:
    """Not this one. The others of it hear so, once there was time to take it back."""
    with noted(time_away, "called_off", by=by, at=now) as written:
        time_away.call_off(at=now)
    at = now + TIME_TO_UNDO
    for other in concerned(time_away, by):
        with written_for(other):
            reader = Reader(time_away.household.zone, other.clock)
            tell(
                other,
                kind="called_off",
                subject=_("Skipped: %(when)s") % {"when": when(time_away.span, reader)},
                body=_("%(name)s skips this one: %(when)s. The next one stands as always.")
                % {"name": by.name, "when": when(time_away.span, reader)},
                time_away=time_away,
                key=f"called_off:{time_away.pk}:{other.pk}:{now.isoformat()}",
                calendar=calendar_entry.text_for(time_away, other, now=at, is_off=True).decode(),
                due_at=_once_back(other, at),
            )
    return written[0]


def concerned(time_away: TimeAway, by: Member) -> list[Member]:
    """Those it concerns besides the one who does it."""
    return [one for one in (time_away.leaver, *time_away.stayers) if one.pk != by.pk]


@transaction.atomic
def instead(*, skipped: TimeAway, span: Span, by: Member, now: datetime) -> TimeAway:
    """Another time in place of the skipped one: pencilled in, to be told as any other."""
    is_offer = by.pk != skipped.leaver_id
    return pencil_in(
        leaver=skipped.leaver,
        stayers=skipped.stayers,
        span=span,
        by=by,
        now=now,
        offered_by=by if is_offer else None,
        what_for=skipped.what_for,
    )


def _tell(
    person: Member,
    standing: StandingDate,
    *,
    kind: str,
    subject: str,
    body: str,
    at: datetime,
    key: str,
    calendar: str = "",
) -> None:
    """A notice hangs on a time away: the nearest of this standing date."""
    rows = TimeAway.objects.of(standing.household).filter(standing=standing).order_by("-starts_at")
    nearest = rows.select_related("leaver").first()
    if nearest is not None:
        tell(
            person,
            kind=kind,
            subject=subject,
            body=body,
            time_away=nearest,
            key=key,
            calendar=calendar,
            due_at=_once_back(person, at),
        )


def _once_back(person: Member, at: datetime) -> datetime:
    """Off duty is off duty: what can wait is told to a leaver when they are back."""
    away = TimeAway.objects.of(person.household).open().filter(leaver=person, told_at__isnull=False)
    return max([at, *(row.ends_at for row in away.filter(starts_at__lte=at, ends_at__gt=at))])


def _every(standing: StandingDate, reader_of: Member | None = None) -> str:
    return every(standing, _reader(standing, reader_of or standing.proposed_by))


def _reader(standing: StandingDate, person: Member) -> Reader:
    return Reader(standing.household.zone, person.clock)
