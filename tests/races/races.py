"""Several at once, each with a connection of its own; every function returns what came of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from django.conf import settings
from django.db import connections, transaction

from kbye.household import standing_days
from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Calendar, Kind
from kbye.household.calendar_source import CalendarSource
from kbye.household.door import SetUpCode
from kbye.household.event import Event, noted, record, undo
from kbye.household.household import Household
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.work.answers import ask_once_more
from kbye.work.loop import Loop
from kbye.work.notices import send_due
from kbye.work.standing import come_round_everywhere
from tests.people import THURSDAY, THURSDAY_NOON, family, time_away

Result = TypeVar("Result")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RACERS = 8
LETTERS = 12


def at_once(racers: int, do: Callable[[int], Result]) -> list[Result]:
    """What each of `racers` threads got from `do(number)`, all let go at the same moment."""
    ready = Barrier(racers, timeout=30)

    def race(number: int) -> Result:
        try:
            ready.wait()
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(racers) as pool:
        return list(pool.map(race, range(racers)))


def set_ups() -> int:
    """How many of eight got in with one set-up code."""
    code = SetUpCode.make(now=THURSDAY_NOON)
    return sum(at_once(RACERS, lambda _: SetUpCode.use(code, now=THURSDAY_NOON)))


def claims() -> int:
    """How many of eight took the same notice."""
    notice = _notices(family(canary="-claims").alex, 1)[0]
    return sum(at_once(RACERS, lambda _: Notice.objects.claim(notice, now=THURSDAY_NOON)))


def calendar_claims() -> list[int]:
    """How many of eight took one of a household's eight calendars, how many its own again, and of another household."""
    home, other = family(canary="-calendars"), family(canary="-calendars-next-door")
    sources = [_calendar_of(home.alex, number) for number in range(RACERS)]
    claim = CalendarSource.objects.claim
    first = at_once(RACERS, lambda number: claim(sources[number], now=THURSDAY_NOON))
    CalendarSource.objects.of(home.household).update(lease_until=None, attempts=0)
    same = at_once(RACERS, lambda _: claim(sources[0], now=THURSDAY_NOON))
    return [sum(first), sum(same), int(claim(_calendar_of(other.alex, 0), now=THURSDAY_NOON))]


def _calendar_of(member: Member, number: int) -> CalendarSource:
    household: Household = member.household
    calendar = Calendar.objects.create(
        household=household,
        member=member,
        name=f"calendar {number}",
        read_at=THURSDAY_NOON,
        until_at=THURSDAY_NOON,
    )
    return CalendarSource.objects.create(
        household=household, calendar=calendar, kind=Kind.ADDRESS, due_at=THURSDAY_NOON
    )


def events() -> list[int]:
    """The numbers given to eighty events, written ten at a time by eight at once."""
    home = family(canary="-events")

    def write(_: int) -> None:
        for _event in range(10):
            with transaction.atomic():
                record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)

    at_once(RACERS, write)
    return list(Event.objects.of(home.household).values_list("seq", flat=True))


def undos() -> int:
    """How many of eight could undo the same thing."""
    home = family(canary="-undos")
    with noted(home.noor, "removed", by=home.sam, at=THURSDAY_NOON) as written:
        home.noor.remove(at=THURSDAY_NOON)

    def take_back(_: int) -> bool:
        with transaction.atomic():
            return undo(written[0], by=home.sam, at=THURSDAY_NOON)

    return sum(at_once(RACERS, take_back))


def loops() -> list[int]:
    """Two loops and one outbox: letters in the mailbox, different ones among them, notices not marked as sent."""
    home = family(canary="-loops")
    _notices(home.alex, LETTERS)
    at_once(2, lambda _: Loop(now=lambda: THURSDAY_NOON, chores=[send_due]).round())
    sent = [
        line for file in Path(settings.EMAIL_FILE_PATH).iterdir() for line in file.read_text().splitlines()
    ]
    names = [line for line in sent if line.startswith("Message-ID:")]
    waiting = Notice.objects.of(home.household).exclude(state=Notice.State.SENT).count()
    return [len(names), len(set(names)), waiting]


def standing_dates() -> list[int]:
    """Two chores at once, and a standing date of each adult that meets the other's: times made, days, and meetings."""
    home = family(canary="-standing")
    for leaver, stayer in ((home.sam, home.alex), (home.alex, home.sam)):
        _thursdays(leaver, stayer)
    at_once(RACERS, lambda _: Loop(now=lambda: THURSDAY_NOON, chores=[come_round_everywhere]).round())
    rows = list(TimeAway.objects.of(home.household).with_people())
    meetings = [one for one in rows for other in rows if one.pk != other.pk and one.span.overlaps(other.span)]
    return [len(rows), len({row.on_date for row in rows}), len(meetings)]


def nudges() -> list[int]:
    """Eight workers and one question that nobody answered in time: who reminded, notices, and events of it."""
    home = family(canary="-nudges")
    row = time_away(home)
    TimeAway.objects.of(home.household).update(
        manner=TimeAway.Manner.QUESTION, answer_by_at=THURSDAY_NOON - HOUR
    )
    HandOver.objects.of(home.household).update(told_at=THURSDAY_NOON - DAY)
    reminded = at_once(RACERS, lambda _: ask_once_more(lambda: THURSDAY_NOON))
    notices = Notice.objects.of(home.household).filter(kind="nudge", time_away=row)
    events = Event.objects.of(home.household).filter(verb="asked_once_more")
    return [sum(reminded), notices.count(), events.count(), ask_once_more(lambda: THURSDAY_NOON + DAY)]


def _thursdays(leaver: Member, stayer: Member) -> StandingDate:
    return StandingDate.objects.create(
        household=leaver.household,
        leaver=leaver,
        stayer=stayer,
        proposed_by=leaver,
        weekday=3,
        from_minute=19 * 60,
        minutes=180,
        first_date=THURSDAY,
        agreed_at=THURSDAY_NOON,
        created_at=THURSDAY_NOON,
    )


def agreements() -> list[int]:
    """How many of eight agreed to a standing date, and how many times away came of it."""
    home = family(canary="-agreements")
    row = _thursdays(home.sam, home.alex)
    StandingDate.objects.of(home.household).update(agreed_at=None)
    standing = StandingDate.objects.of(home.household).with_people().get(pk=row.pk)
    yes = at_once(RACERS, lambda _: standing_days.agree(standing, by=home.alex, now=THURSDAY_NOON))
    return [sum(yes), TimeAway.objects.of(home.household).count()]


def _notices(person: Member, count: int) -> list[Notice]:
    household: Household = person.household
    return [
        Notice.objects.create(
            household=household,
            key=f"letter {number} {household.pk}",
            person=person,
            address="alex@example.org",
            subject="Friday",
            body="18:00–22:00",
            # More than a handful an hour are folded into one, urgent ones never.
            is_urgent=True,
            due_at=THURSDAY_NOON,
        )
        for number in range(count)
    ]
