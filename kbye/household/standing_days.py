"""What a standing date does: it is proposed, agreed once, comes round by itself, and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, noted, record
from kbye.household.household import Household
from kbye.household.notice import Notice
from kbye.household.occurrences import lay_out
from kbye.household.pencilling import hand_over
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.household.standing_conflicts import surroundings
from kbye.planning.lengths import length_of
from kbye.planning.standing import first_on, is_possible
from kbye.planning.wallclock import DAY_MINUTES, local, local_day

AHEAD = timedelta(weeks=4)
# Who has the children then and does not sign in gets the message with the link so long before.
BROUGHT_BEFORE = timedelta(days=2)
ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """ "Every Thursday from 19:00 for three hours, from this day on": whose it is is said apart."""

    weekday: int
    from_minute: int
    minutes: int
    every_weeks: int
    from_date: date


@transaction.atomic
def propose(*, leaver: Member, stayer: Member, wanted: Wanted, by: Member, now: datetime) -> StandingDate:
    """Propose a standing date; until it is agreed there is none but the first time, which carries the question."""
    row = StandingDate.objects.create(
        household=by.household,
        leaver=leaver,
        stayer=stayer,
        proposed_by=by,
        weekday=wanted.weekday,
        from_minute=wanted.from_minute,
        minutes=wanted.minutes,
        every_weeks=wanted.every_weeks,
        first_date=first_on(wanted.weekday, wanted.from_date),
        created_at=now,
    )
    record(row, "proposed", by=by, at=now)
    return row


@transaction.atomic
def carry_the_question(standing: StandingDate, *, now: datetime) -> TimeAway:
    """The first time it would be, pencilled in: its message asks for all of them, an answer answers for all."""
    by, household = standing.proposed_by, standing.household
    is_offer = by.pk != standing.leaver_id
    day = first_possible(standing, now)
    row = _time_away(
        standing, day, now, manner=TimeAway.Manner.OFFER if is_offer else TimeAway.Manner.QUESTION
    )
    if is_offer:
        row.offered_by = by
        row.save(update_fields=["offered_by"])
    hand_over(row, standing.stayer, HandOver.Part.STAYS, now=now)
    if is_offer:
        hand_over(row, standing.leaver, HandOver.Part.LEAVES, now=now)
    lay_out(row)
    record(row, "pencilled_in", by=by, at=now)
    return TimeAway.objects.of(household).with_people().get(pk=row.pk)


def first_possible(standing: StandingDate, now: datetime) -> date:
    start = max(standing.first_date, local_day(now, standing.household.zone))
    around, there = surroundings(standing.household, start, start + AHEAD), _days_there(standing, start)
    ahead = [
        day
        for day in standing.rhythm.days(start, start + AHEAD)
        if day not in there and standing.rhythm.on(day, around.zone).start > now
    ]
    return next((day for day in ahead if is_possible(around.conflicts(standing, day))), ahead[0])


def still_asked(household: Household, key: UUID) -> StandingDate | None:
    rows = StandingDate.objects.of(household).kept().filter(agreed_at=None).with_people()
    return rows.filter(pk=key).first()


@transaction.atomic
def agree(standing: StandingDate, *, by: Member, now: datetime, answered_for: bool = False) -> bool:
    """Agreed once: from now on each one goes by itself. False if somebody was quicker, or it has ended.

    What was proposed in the same breath ("and Tuesdays are yours") is agreed with it.
    """
    agreed = [row for row in made_together(standing) if StandingDate.objects.agree(row, at=now)]
    for row in agreed:
        row.refresh_from_db(fields=["agreed_at"], from_queryset=StandingDate.objects.of(row.household))
        record(row, "agreed", by=by, at=now)
        _settle_the_first(row, now=now, answered_for=answered_for)
        come_round(row, now=now)
    return any(row.pk == standing.pk for row in agreed)


def agree_with(time_away: TimeAway, *, by: Member, now: datetime, answered_for: bool = False) -> bool:
    """A yes to the time that carries the question is a yes to the standing date. False if it carries none."""
    standing = asked_by(time_away)
    return standing is not None and agree(standing, by=by, now=now, answered_for=answered_for)


def follow(time_away: TimeAway, *, by: Member, now: datetime) -> bool:
    """ "Not Thursday, but Friday works", taken: then every one of them is on Friday, and agreed.

    Something longer than a day cannot come round each week: then it stands for itself alone.
    """
    standing = asked_by(time_away)
    if standing is None:
        return False
    start, end = (local(at, standing.household.zone) for at in (time_away.starts_at, time_away.ends_at))
    minutes = (end.replace(tzinfo=None) - start.replace(tzinfo=None)) // timedelta(minutes=1)
    if not 0 < minutes <= DAY_MINUTES:
        time_away.belong_to(None, None)
        return False
    with noted(standing, "changed", by=by, at=now):
        standing.move(start.date(), from_minute=start.hour * 60 + start.minute, minutes=minutes)
    time_away.belong_to(standing, start.date())
    return agree(standing, by=by, now=now)


def asked_by(time_away: TimeAway) -> StandingDate | None:
    """The standing date that this time away asks for, as long as it is neither agreed nor ended."""
    if time_away.standing_id is None:
        return None
    return still_asked(time_away.household, time_away.standing_id)


def made_together(standing: StandingDate) -> list[StandingDate]:
    """This one, and the one proposed in return in the same breath if there is one."""
    rows = StandingDate.objects.of(standing.household).with_people()
    twins = rows.kept().filter(created_at=standing.created_at, proposed_by=standing.proposed_by_id)
    others = [
        row
        for row in twins
        if (row.leaver_id, row.stayer_id) == (standing.stayer_id, standing.leaver_id)
        and row.pk != standing.pk
    ]
    return [standing, *others]


def _settle_the_first(standing: StandingDate, *, now: datetime, answered_for: bool) -> None:
    rows = TimeAway.objects.of(standing.household).open().with_people().filter(standing=standing)
    for row in rows:
        if not row.is_offer:
            row.manner = TimeAway.Manner.ANNOUNCEMENT
            row.save(update_fields=["manner"])
        row.note_told(at=now)
        for side in row.hand_overs.all():
            if side.told_at is None:
                side.note_told(_known_to(side.person), at=now)
            if side.answer != HandOver.Answer.GOT_IT:
                side.say(HandOver.Answer.GOT_IT, at=now, answered_for=answered_for, words=side.words)


def come_round(standing: StandingDate, *, now: datetime) -> int:
    """Make the times of the next four weeks that are not there yet; returns how many were made.

    Never two for one day, however many try at once. A day on which somebody would be gone and have the
    children at once is left out; it comes by itself once the way is free.
    """
    if not _missing(standing, now):
        return 0
    with transaction.atomic():
        hold(standing)
        if not StandingDate.objects.of(standing.household).in_force().filter(pk=standing.pk).exists():
            return 0
        today = local_day(now, standing.household.zone)
        around = surroundings(standing.household, today, today + AHEAD)
        possible = [day for day in _missing(standing, now) if is_possible(around.conflicts(standing, day))]
        for day in possible:
            _make(standing, day, now)
        return len(possible)


def hold(standing: StandingDate) -> None:
    """The household's row is the lock: on both databases the next one waits, and then finds what was made."""
    Household.objects.filter(pk=standing.household_id).update(event_seq=F("event_seq"))


def _days_there(standing: StandingDate, start: date) -> set[date | None]:
    rows = TimeAway.objects.of(standing.household).filter(standing=standing, on_date__gte=start)
    return set(rows.values_list("on_date", flat=True))


def _missing(standing: StandingDate, now: datetime) -> list[date]:
    zone = standing.household.zone
    today = local_day(now, zone)
    there = _days_there(standing, today)
    return [
        day
        for day in standing.rhythm.days(today, today + AHEAD)
        if day not in there and standing.rhythm.on(day, zone).start > now
    ]


def _make(standing: StandingDate, day: date, now: datetime) -> None:
    row = _time_away(standing, day, now, manner=TimeAway.Manner.ANNOUNCEMENT)
    side = hand_over(row, standing.stayer, HandOver.Part.STAYS, now=now)
    side.note_told(_known_to(standing.stayer), at=now)
    side.say(HandOver.Answer.GOT_IT, at=now)
    row.note_told(at=now)
    lay_out(row)
    record(row, "came_round", by=None, at=now)


def _known_to(person: Member) -> HandOver.Via:
    """Who signs in sees it in kbye; to whoever does not, the message with the link is still to be brought."""
    return HandOver.Via.BY_HAND if person.user_id else HandOver.Via.NOT_YET


def _time_away(standing: StandingDate, day: date, now: datetime, *, manner: TimeAway.Manner) -> TimeAway:
    span = standing.rhythm.on(day, standing.household.zone)
    return TimeAway.objects.create(
        household=standing.household,
        leaver=standing.leaver,
        standing=standing,
        on_date=day,
        length=length_of(span, standing.household.zone),
        manner=manner,
        starts_at=span.start,
        ends_at=span.end,
        created_at=now,
    )


@transaction.atomic
def end(standing: StandingDate, *, by: Member, now: datetime) -> Event | None:
    """No longer: what has not begun is called off with it. None if it has ended already."""
    hold(standing)
    standing.refresh_from_db(fields=["ended_at"], from_queryset=StandingDate.objects.of(standing.household))
    if standing.ended_at is not None:
        return None
    with noted(standing, ENDED, by=by, at=now) as written:
        standing.end(at=now)
    for row in list(not_begun(standing, now)):
        with noted(row, "called_off", by=by, at=now, part_of=written[0]):
            row.call_off(at=now)
    return written[0]


def not_begun(standing: StandingDate, now: datetime) -> Iterable[TimeAway]:
    """Its times that are still to come, told or not."""
    coming = TimeAway.objects.of(standing.household).open().filter(standing=standing, began_at=None)
    return coming.filter(starts_at__gt=now).with_people()


def forget_the_end(event: Event) -> None:
    """After the end of a standing date was taken back: nobody hears of it."""
    waiting = Notice.objects.of(event.household).filter(state=Notice.State.WAITING)
    waiting.filter(key__startswith=f"{ENDED}:{event.object_id}:").delete()
