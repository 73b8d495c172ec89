"""The bridge from rows to own time: who has the children, who is away, at work or asleep, as far as it is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from kbye.household.away import TimeAway
from kbye.household.calendar import Commitment
from kbye.household.gap import Gap
from kbye.household.household import Household
from kbye.household.own_time import ChildrenWeek, Correction, Sleep, TripAnswer, WholeDays
from kbye.household.people import Member, UsualHome
from kbye.planning.intervals import Span
from kbye.planning.own_time import Adult, House, Said, SleepTime, Stretch, What, every_week
from kbye.planning.usual_week import HomeTime, UsualWeek
from kbye.planning.wallclock import DAY_MINUTES, nights, wall_span

A_DAY = DAY_MINUTES
LONGEST_TRIP = timedelta(days=30)
ASKED_ABOUT = (timedelta(days=60), timedelta(days=400))
COUNTED_WITHOUT_AN_ANSWER = {TimeAway.Manner.ANNOUNCEMENT}
ByAdult = dict[object, list[Stretch]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A busy time of somebody's calendar, from a time or from whole days; `key` names its row."""

    member_id: UUID
    span: Span
    key: str
    is_whole_days: bool = False


def house_of(household: Household, span: Span) -> House:
    """What the minutes of `span` are counted from, adults in the household's order."""
    adults = list(Member.objects.of(household).adults())
    rows = [row for row in _times_away(household, span) if _is_known(row)]
    own, trips, duty = _by_adult(rows)
    busy, unexplained = _busy(household, span, rows)
    said, sleeps, weeks = _said(household, span), _sleeps(household), _weeks(household)
    return House(
        zone=household.zone,
        adults=tuple(
            Adult(
                id=str(one.pk),
                week=weeks.get(one.pk),
                sleep=sleeps.get(one.pk, SleepTime()),
                own_away=tuple(own[one.pk]),
                trips=tuple(trips[one.pk]),
                on_duty=tuple(duty[one.pk]),
                busy=tuple(busy[one.pk]),
                unexplained=tuple(unexplained[one.pk]),
                said=tuple(said[one.pk]),
            )
            for one in adults
        ),
        with_helper=tuple(_with_helpers(household, rows)),
        children_out=_children_out(household),
    )


def unanswered(household: Household, now: datetime) -> list[Entry]:
    """The long entries of the adults' calendars that may be a work trip, the next one first; each is asked once."""
    back, ahead = ASKED_ABOUT
    span = Span(now - back, now + ahead)
    away = list(_times_away(household, span))
    found = [one for one in _long(household, span) if not _is_explained(one, away)]
    coming = [one for one in found if one.span.end > now]
    return coming + [one for one in reversed(found) if one.span.end <= now]


def _times_away(household: Household, span: Span) -> Iterable[TimeAway]:
    """An emergency counts once it is over: until then nobody knows how long it is."""
    rows = TimeAway.objects.of(household).filter(called_off_at=None).exclude(open_end=True, back_at=None)
    return rows.filter(starts_at__lt=span.end, ends_at__gt=span.start).with_people()


def _is_known(row: TimeAway) -> bool:
    """Whether it is more than a wish. A work trip is as soon as it is written down: nobody asks the employer."""
    return row.is_work_trip or _is_agreed(row)


def _is_agreed(row: TimeAway) -> bool:
    if row.back_at or row.began_at:
        return True
    return row.told_at is not None and (row.manner in COUNTED_WITHOUT_AN_ANSWER or row.is_settled)


def _spent(row: TimeAway) -> Span:
    """From going to coming back; a late tap on "I'm back" does not make it longer."""
    start, end = row.began_at or row.starts_at, min(row.back_at or row.ends_at, row.ends_at)
    return Span(start, end) if start < end else row.span


def _by_adult(rows: list[TimeAway]) -> tuple[ByAdult, ByAdult, ByAdult]:
    own: ByAdult = defaultdict(list)
    trips: ByAdult = defaultdict(list)
    duty: ByAdult = defaultdict(list)
    for row in rows:
        stretch = Stretch(_spent(row), str(row.pk))
        if not row.is_emergency:
            (trips if row.is_work_trip else own)[row.leaver_id].append(stretch)
        for stayer in row.stayers if _is_agreed(row) else []:
            duty[stayer.pk].append(stretch)
    return own, trips, duty


def _with_helpers(household: Household, rows: list[TimeAway]) -> list[Stretch]:
    """When a helper has all the children: the whole of a time away, or a gap in it that one has taken."""
    agreed = {row.pk: row for row in rows if _is_agreed(row)}
    whole = [
        Stretch(_spent(row), str(row.pk))
        for row in agreed.values()
        if row.stayers and not any(one.is_adult for one in row.stayers)
    ]
    children = set(Member.objects.of(household).children().values_list("pk", flat=True))
    gaps = Gap.objects.of(household).filter(time_away__in=list(agreed), state=Gap.State.COVERED).whole()
    return whole + [
        Stretch(shared, str(gap.time_away_id))
        for gap in gaps
        if {one.child_id for one in gap.children.all()} >= children
        and gap.covered_by is not None
        and not gap.covered_by.is_adult
        and (shared := gap.span.shared(_spent(agreed[gap.time_away_id]))) is not None
    ]


def _busy(household: Household, span: Span, rows: list[TimeAway]) -> tuple[ByAdult, ByAdult]:
    """Busy times from calendars; the long ones only once somebody has said what they are."""
    busy: ByAdult = defaultdict(list)
    unexplained: ByAdult = defaultdict(list)
    for one in _entries(household, span):
        if not _is_long(one, household.zone):
            busy[one.member_id].append(Stretch(one.span, one.key))
    for row in rows:
        if row.is_emergency:
            busy[row.leaver_id].append(Stretch(_spent(row), str(row.pk)))
    answers = list(_answers(household, span))
    for one in _long(household, span, asked_already=True):
        answered = [row for row in answers if _is_about(row, one)]
        if not answered and not _is_explained(one, rows):
            unexplained[one.member_id].append(Stretch(one.span, one.key))
        elif answered and answered[-1].time_away_id is None and one.span.minutes < A_DAY:
            busy[one.member_id].append(Stretch(one.span, one.key))  # a night at work, say
    return busy, unexplained


def _entries(household: Household, span: Span) -> list[Entry]:
    rows = Commitment.objects.of(household).of_own_calendars()
    rows = rows.filter(starts_at__lt=span.end, ends_at__gt=span.start)
    return [
        Entry(row.member_id, Span(row.starts_at, row.ends_at), str(row.pk))
        for row in rows.order_by("starts_at", "ends_at")
    ]


def _long(household: Household, span: Span, *, asked_already: bool = False) -> list[Entry]:
    """Entries over a night, a day or more; by default only those nobody was asked about yet."""
    entries = [one for one in _entries(household, span) if _is_long(one, household.zone)]
    for row in WholeDays.objects.of(household).counting():
        days = (row.last_date - row.first_date).days
        begin = wall_span(row.first_date, 0, DAY_MINUTES, household.zone).start
        end = wall_span(row.first_date + timedelta(days=days), 0, DAY_MINUTES, household.zone).end
        if begin < span.end and end > span.start:
            entries.append(Entry(row.member_id, Span(begin, end), str(row.pk), is_whole_days=True))
    entries = [one for one in entries if one.span.end - one.span.start <= LONGEST_TRIP]
    answers = [] if asked_already else list(_answers(household, span))
    unasked = [one for one in entries if not any(_is_about(row, one) for row in answers)]
    return sorted(unasked, key=lambda one: one.span)


def _is_long(one: Entry, zone: str) -> bool:
    return one.span.minutes >= A_DAY or nights(one.span, zone) > 0


def _answers(household: Household, span: Span) -> Iterable[TripAnswer]:
    rows = TripAnswer.objects.of(household).filter(forgotten_at=None)
    return rows.filter(starts_at__lt=span.end, ends_at__gt=span.start)


def _is_about(answer: TripAnswer, one: Entry) -> bool:
    """Also when the calendar has moved it by a day since: it is not asked about twice."""
    return answer.member_id == one.member_id and answer.span.overlaps(one.span)


def _is_explained(one: Entry, rows: Iterable[TimeAway]) -> bool:
    return any(row.leaver_id == one.member_id and row.span.overlaps(one.span) for row in rows)


def _said(household: Household, span: Span) -> dict[object, list[Said]]:
    found: dict[object, list[Said]] = defaultdict(list)
    rows = Correction.objects.of(household).filter(
        Q(starts_at__lt=span.end), ends_at__gt=span.start, removed_at=None
    )
    for row in rows:
        found[row.member_id].append(Said(row.span, What(row.what), str(row.pk)))
    return found


def sleep_of(row: Sleep | None) -> SleepTime:
    return SleepTime() if row is None else SleepTime(from_minute=row.from_minute, to_minute=row.to_minute)


def _sleeps(household: Household) -> dict[object, SleepTime]:
    return {row.member_id: sleep_of(row) for row in Sleep.objects.of(household)}


def _weeks(household: Household) -> dict[object, UsualWeek]:
    found: dict[object, list[HomeTime]] = defaultdict(list)
    for row in UsualHome.objects.of(household):
        home = HomeTime(weekday=row.weekday, from_minute=row.from_minute, to_minute=row.to_minute)
        found[row.member_id].append(home)
    return {key: UsualWeek(tuple(times)) for key, times in found.items()}


def _children_out(household: Household) -> UsualWeek | None:
    row = ChildrenWeek.objects.of(household).first()
    if row is None:
        return None
    return every_week(weekdays=row.days, from_minute=row.from_minute, to_minute=row.to_minute)
