"""What is kept of a calendar that was read, and the busy times that follow from it.

Whatever a calendar says, it only ever becomes busy times of its owner: nothing in it can grant anybody anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import transaction

from kbye.calendars.busy import (
    Counting,
    all_day_count,
    busy_spans,
    busy_with_titles,
    marked_free_count,
    whole_days,
)
from kbye.calendars.reading import Problem, Reading
from kbye.calendars.rereading import Kept, Reread, fingerprints_of, happenings_of, without_titles
from kbye.household.calendar import Calendar, Commitment, Counts, Doubt, Means
from kbye.household.calendar_source import CalendarSource
from kbye.household.own_time import WholeDays

YEARS_BACK, YEARS_AHEAD = 1, 2
# With fewer entries than this, losing half of them is an ordinary day.
A_HANDFUL = 5
TITLE = 200
Row = tuple[datetime, datetime, str]


def window(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """From a year back to two years ahead in whole months, so that it moves once a month and not with every reading."""
    first = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    begin, end = (
        first.replace(year=first.year - YEARS_BACK),
        after.replace(year=after.year + YEARS_AHEAD),
    )
    return _midnight(begin, zone), _midnight(end, zone)


def fingerprint_of(raw: bytes, *, with_titles: bool) -> str:
    """The same only if the same bytes were read for the same."""
    return sha256(b"titles " + raw if with_titles else raw).hexdigest()


def doubt_about(before: Kept | None, after: Kept) -> Doubt | None:
    """What somebody should be asked before the new copy takes the place of the one before; None if it may."""
    known = fingerprints_of(before) if before else frozenset()
    found = fingerprints_of(after)
    if known and not found:
        return Doubt.EMPTY
    if len(known) < A_HANDFUL:
        return None
    if not known & found:
        return Doubt.ALL_NEW
    return Doubt.SMALLER if len(found) * 2 <= len(known) else None


@transaction.atomic
def take(
    calendar: Calendar,
    source: CalendarSource,
    reread: Reread,
    *,
    fingerprint: str,
    until: datetime,
    now: datetime,
) -> None:
    """Keep a copy that is found good, and its busy times in place of those before. `calendar` with its household.

    What is not a column of the reading stays as it is in both rows.
    """
    zone = calendar.household.zone
    reading = Reading(reread.happenings, reread.problems)
    calendar.read_at, calendar.until_at, calendar.fingerprint = now, until, fingerprint
    calendar.all_day_count = all_day_count(reading, zone)
    calendar.marked_free_count = marked_free_count(reading, zone)
    calendar.problems = _problems(reading.problems)
    calendar.trouble, calendar.doubt = "", ""
    calendar.save(
        update_fields=[
            "read_at",
            "until_at",
            "fingerprint",
            "all_day_count",
            "marked_free_count",
            "problems",
            "trouble",
            "doubt",
        ]
    )
    source.set_copy(reread.kept)
    source.save(update_fields=["kept"])
    _write(calendar, reading)


@transaction.atomic
def count_anew(calendar: Calendar, source: CalendarSource) -> bool:
    """The busy times as they follow from what is kept, after somebody said what the entries mean.

    False if nothing was kept: then they are right with the next reading.
    """
    kept = source.copy
    if kept is None:
        return False
    _write(calendar, Reading(happenings_of(kept), ()))
    return True


@transaction.atomic
def follow(calendar: Calendar) -> None:
    """Busy times are of whoever the calendar is of, and as many as its entries mean by now."""
    household = calendar.household
    Commitment.objects.of(household).filter(calendar=calendar).update(member=calendar.member_id)
    WholeDays.objects.of(household).filter(calendar=calendar).update(member=calendar.member_id)
    source = CalendarSource.objects.of(household).filter(calendar=calendar).first()
    if source is not None:
        count_anew(calendar, source)


def forget_titles(source: CalendarSource) -> None:
    """From what is kept; from the busy times they go when those are counted anew."""
    kept = source.copy
    if kept is not None:
        source.set_copy(without_titles(kept))
        source.save(update_fields=["kept"])


def _write(calendar: Calendar, reading: Reading) -> None:
    household, zone = calendar.household, calendar.household.zone
    rows = Commitment.objects.of(household).filter(calendar=calendar)
    known = {(row.starts_at, row.ends_at, row.title): row.pk for row in rows}
    wanted = _busy(calendar, reading, zone)
    gone = [known[row] for row in known.keys() - wanted]
    for first in range(0, len(gone), 500):
        rows.filter(pk__in=gone[first : first + 500]).delete()
    Commitment.objects.bulk_create(
        (
            Commitment(
                household=household,
                member_id=calendar.member_id,
                calendar=calendar,
                starts_at=start,
                ends_at=end,
                title=title,
            )
            for start, end, title in sorted(wanted - known.keys())
        ),
        batch_size=500,
    )
    WholeDays.objects.of(household).filter(calendar=calendar).delete()
    WholeDays.objects.bulk_create(
        WholeDays(
            household=household,
            member_id=calendar.member_id,
            calendar=calendar,
            first_date=first_day,
            last_date=last_day,
        )
        for first_day, last_day in _unexplained_days(calendar, reading, zone)
    )


def _busy(calendar: Calendar, reading: Reading, zone: str) -> set[Row]:
    is_said = calendar.means == Means.INFORMATION
    # A child is not looked after on the way: there those minutes are how long bringing and fetching takes.
    is_elsewhere = calendar.means == Means.SUPERVISED
    if is_said and not calendar.keeps_titles:
        return set()  # without a title there is nothing to say
    counting = Counting(
        whole_days=is_said or calendar.counts_whole_days,
        marked_free=is_said or calendar.counts_marked_free,
        before=timedelta(minutes=0 if is_elsewhere else calendar.before_minutes),
        after=timedelta(minutes=0 if is_elsewhere else calendar.after_minutes),
    )
    if calendar.keeps_titles:
        titled = busy_with_titles(reading, zone, counting)
        return {(span.start, span.end, title[:TITLE]) for span, title in titled}
    return {(span.start, span.end, "") for span in busy_spans(reading, zone, counting)}


def _unexplained_days(calendar: Calendar, reading: Reading, zone: str) -> tuple[tuple[date, date], ...]:
    """Whole days that nobody has said anything about: perhaps a work trip, which is asked once."""
    if calendar.all_day == Counts.FREE or calendar.counts_whole_days:
        return ()
    if calendar.means in {Means.INFORMATION, Means.SUPERVISED}:
        return ()
    return whole_days(reading, zone)


def _problems(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Where and why, without the identifiers, which may say more than one thinks."""
    return [{"line": one.line, "reason": one.reason, "shown": one.shown} for one in problems]


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
