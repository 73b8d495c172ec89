"""Every formula of own time on paper: a week of Sam and Alex, minute by minute, with the sums worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kbye.planning.intervals import Span
from kbye.planning.own_time import (
    Adult,
    AdultWeek,
    Because,
    House,
    Kind,
    Said,
    SleepTime,
    Stretch,
    What,
    every_week,
    week_span,
)
from kbye.planning.own_weeks import weeks_of
from kbye.planning.usual_week import ALWAYS, EVENINGS_AND_WEEKENDS, UsualWeek
from kbye.planning.wallclock import instant, local

from .strategies import BERLIN

MONDAY = date(2026, 11, 30)
WEEK = week_span(MONDAY, BERLIN)
WEEK_MINUTES = 7 * 24 * 60
ALWAYS_WITH_US = UsualWeek(())
SAM, ALEX = Adult(id="sam", week=ALWAYS), Adult(id="alex", week=EVENINGS_AND_WEEKENDS)
HOUSE = House(zone=BERLIN, adults=(SAM, ALEX), children_out=ALWAYS_WITH_US)


def at(day: int, clock: str, last_day: int, last_clock: str) -> Span:
    """Days of the week: Monday is 0."""
    return Span(*(_instant(*one) for one in ((day, clock), (last_day, last_clock))))


def _instant(day: int, clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return instant(MONDAY + timedelta(days=day), int(hours) * 60 + int(minutes), BERLIN)


def weeks(house: House) -> tuple[AdultWeek, ...]:
    return weeks_of(house, WEEK)


def house(sam: Adult = SAM, alex: Adult = ALEX, **more: Any) -> House:
    return replace(HOUSE, adults=(sam, alex), **more)


def sums(week: AdultWeek) -> dict[str, int]:
    return {kind.value: week.minutes(kind) for kind in Kind if week.minutes(kind)}


def shown(span: Span | None) -> str:
    return f"{local(span.start, BERLIN):%a %H:%M}-{local(span.end, BERLIN):%a %H:%M}" if span else ""


def test_a_plain_week() -> None:
    """Sam is always home, Alex evenings and weekends; somebody always has the children; nobody goes anywhere.

    Asleep 22:30–6:30: 7 × 480 = 3360. Alex out Mon–Fri 7:30–18:00: 5 × 630 = 3150; then Sam has the children alone.
    The rest is together: 10080 - 3360 - 3150 = 3570.
    """
    sam, alex = weeks(HOUSE)
    assert sums(sam) == {"asleep": 3360, "alone": 3150, "together": 3570}
    assert sums(alex) == {"asleep": 3360, "work": 3150, "together": 3570}
    assert sam.longest is None


def test_an_evening() -> None:
    """Friday 18:00–23:30: own until 22:30 (270 min), then the night, by the clock; Alex has the children meanwhile."""
    out = Stretch(at(4, "18:00", 4, "23:30"), "t")
    sam, alex = weeks(house(replace(SAM, own_away=(out,)), replace(ALEX, on_duty=(out,))))
    assert sam.minutes(Kind.OWN) == alex.minutes(Kind.ALONE) == 270
    assert sam.minutes(Kind.ASLEEP) == alex.minutes(Kind.ASLEEP) == 3360
    assert sam.minutes(Kind.TOGETHER) == 3570 - 270
    assert shown(sam.longest) == "Fri 18:00-Fri 22:30"
    [own] = [piece for piece in sam.pieces if piece.kind == Kind.OWN]
    assert (own.source.because, own.source.key) == (Because.TIME_AWAY, "t")


def test_a_weekend_away_is_one_stretch() -> None:
    """Friday 17:00 to Sunday 18:00: own 5.5 + 16 + 11.5 hours = 1980 min; the two nights in it do not end it."""
    away = Stretch(at(4, "17:00", 6, "18:00"))
    sam, alex = weeks(house(replace(SAM, own_away=(away,)), replace(ALEX, on_duty=(away,))))
    assert sam.minutes(Kind.OWN) == alex.minutes(Kind.ALONE) == 1980
    assert shown(sam.longest) == "Fri 17:00-Sun 18:00"


def test_a_night_at_home_ends_a_stretch() -> None:
    said = (
        Said(at(4, "20:00", 4, "22:30"), What.OWN),
        Said(at(5, "06:30", 5, "10:00"), What.OWN),
    )
    sam, _alex = weeks(house(replace(SAM, said=said)))
    assert sam.minutes(Kind.OWN) == 150 + 210
    assert shown(sam.longest) == "Sat 06:30-Sat 10:00"


def test_of_two_the_longer_and_of_two_alike_the_earlier() -> None:
    first, second = Stretch(at(1, "19:00", 1, "21:00")), Stretch(at(3, "19:00", 3, "21:00"))
    sam, _alex = weeks(house(replace(SAM, own_away=(second, first))))
    assert shown(sam.longest) == "Tue 19:00-Tue 21:00"


def test_a_work_trip_is_nobodys_own_time() -> None:
    """Tuesday 7:00 to Wednesday 20:00 is a trip, its night and all: 37 hours = 2220 min.

    Sam has them alone from 7:00 to 22:30 and from 6:30 to 20:00: 930 + 810 = 1740; otherwise 630 on three days.
    """
    trip = Stretch(at(1, "07:00", 2, "20:00"))
    sam, alex = weeks(house(replace(SAM, on_duty=(trip,)), replace(ALEX, trips=(trip,))))
    assert alex.minutes(Kind.TRIP) == 2220
    assert alex.minutes(Kind.OWN) == 0
    assert alex.longest is None
    assert sam.minutes(Kind.ALONE) == 1740 + 3 * 630


def test_a_trip_counts_before_the_other_was_told() -> None:
    """Nobody has handed over, but whoever is at home has the children all the same."""
    trip = Stretch(at(1, "07:00", 2, "20:00"))
    told = weeks(house(replace(SAM, on_duty=(trip,)), replace(ALEX, trips=(trip,))))
    untold = weeks(house(SAM, replace(ALEX, trips=(trip,))))
    assert sums(told[0]) == sums(untold[0])


def test_a_helper_leaves_both_free() -> None:
    """Saturday 18:00–22:00 with Grandma: 240 min are own time for the one who is away, and for the one at home."""
    with_grandma = Stretch(at(5, "18:00", 5, "22:00"), "t")
    sam, alex = weeks(house(replace(SAM, own_away=(with_grandma,)), with_helper=(with_grandma,)))
    assert sam.minutes(Kind.OWN) == alex.minutes(Kind.OWN) == 240


def test_a_helper_in_between_relieves_the_one_on_duty() -> None:
    """Sam is away Saturday 9–17, Noor takes all the children 12–14: Alex has 480 - 120 = 360 min alone, 120 own."""
    away, helped = Stretch(at(5, "09:00", 5, "17:00")), Stretch(at(5, "12:00", 5, "14:00"), "t")
    _sam, alex = weeks(
        house(replace(SAM, own_away=(away,)), replace(ALEX, on_duty=(away,)), with_helper=(helped,))
    )
    assert (alex.minutes(Kind.ALONE), alex.minutes(Kind.OWN)) == (360, 120)


def test_school_leaves_whoever_is_home_free() -> None:
    """Mon–Fri 8:00–13:00 out: 5 × 300 = 1500 own for Sam; Alex is at work; Sam alone is 3150 - 1500 = 1650."""
    school = every_week(weekdays=range(5), from_minute=8 * 60, to_minute=13 * 60)
    sam, alex = weeks(house(children_out=school))
    assert (sam.minutes(Kind.OWN), sam.minutes(Kind.ALONE)) == (1500, 1650)
    assert alex.minutes(Kind.OWN) == 0
    assert {p.source.because for p in sam.pieces if p.kind == Kind.OWN} == {Because.CHILDREN_OUT}


def test_a_busy_time_is_work_and_leaves_the_other_alone() -> None:
    choir = Stretch(at(1, "19:00", 1, "21:30"), "c")
    sam, alex = weeks(house(alex=replace(ALEX, busy=(choir,))))
    assert alex.minutes(Kind.WORK) == 3150 + 150
    assert sam.minutes(Kind.ALONE) == 3150 + 150


def test_a_night_at_work_is_work() -> None:
    """A busy time counts before sleep: 22:00–6:00 is 480 min of work and 30 of sleep are left."""
    shift = Stretch(at(1, "22:00", 2, "06:00"))
    _sam, alex = weeks(house(alex=replace(ALEX, busy=(shift,))))
    assert alex.minutes(Kind.WORK) == 3150 + 480
    assert alex.minutes(Kind.ASLEEP) == 3360 - 450


def test_an_entry_nobody_has_explained_is_not_known() -> None:
    entry = Stretch(at(5, "08:00", 6, "20:00"))
    sam, alex = weeks(house(alex=replace(ALEX, unexplained=(entry,))))
    assert alex.minutes(Kind.UNKNOWN) == 36 * 60
    # Waking hours of Sam: 8:00–22:30 and 6:30–20:00.
    assert sam.minutes(Kind.UNKNOWN) == 870 + 810


def test_nothing_said_is_nothing_guessed() -> None:
    sam, alex = weeks(house(Adult(id="sam"), Adult(id="alex"), children_out=None))
    assert sums(sam) == sums(alex) == {"asleep": 3360, "unknown": WEEK_MINUTES - 3360}
    assert {p.source for p in sam.pieces if p.kind == Kind.UNKNOWN} == {
        replace(sam.pieces[1].source, because=Because.WEEK_NOT_SAID, key="sam")
    }


def test_when_the_children_are_out_is_not_guessed_either() -> None:
    """Alex's work is known; what Sam does at home depends on the children."""
    sam, alex = weeks(house(children_out=None))
    assert sums(sam) == {"asleep": 3360, "unknown": WEEK_MINUTES - 3360}
    assert alex.minutes(Kind.WORK) == 3150


def test_what_the_other_does_is_not_guessed() -> None:
    sam, _alex = weeks(house(alex=Adult(id="alex")))
    assert sums(sam) == {"asleep": 3360, "unknown": WEEK_MINUTES - 3360}
    assert {p.source.because for p in sam.pieces if p.kind == Kind.UNKNOWN} == {Because.NOT_CLEAR}


def test_what_was_said_counts_and_the_later_more() -> None:
    """Saturday 9–14 own, then 12–14 with the children after all: 180 own; Alex was there for those two hours."""
    said = (
        Said(at(5, "09:00", 5, "14:00"), What.OWN, "a"),
        Said(at(5, "12:00", 5, "14:00"), What.CHILDREN, "b"),
    )
    sam, alex = weeks(house(replace(SAM, said=said)))
    assert sam.minutes(Kind.OWN) == 180
    assert sam.minutes(Kind.TOGETHER) == 3570 - 180
    assert alex.minutes(Kind.ALONE) == 180


@pytest.mark.parametrize(
    ("what", "sams", "alexs"),
    [
        (What.OWN, Kind.OWN, Kind.ALONE),
        (What.WORK, Kind.WORK, Kind.ALONE),
        (What.ASLEEP, Kind.ASLEEP, Kind.TOGETHER),
        (What.CHILDREN, Kind.TOGETHER, Kind.TOGETHER),
    ],
)
def test_each_thing_one_can_say_and_what_it_leaves_the_other(what: What, sams: Kind, alexs: Kind) -> None:
    span = at(5, "09:00", 5, "14:00")
    sam, alex = weeks(house(replace(SAM, said=(Said(span, what),))))
    assert {p.kind for p in sam.pieces if p.span.overlaps(span) and p.source.because == Because.SAID} == {
        sams
    }
    assert {p.kind for p in alex.pieces if p.span.overlaps(span) and p.span.start >= span.start} <= {
        alexs,
        Kind.TOGETHER,
    }
    assert alex.minutes(alexs) > 0


def test_away_and_on_duty_at_once_is_not_known() -> None:
    both = Stretch(at(5, "18:00", 5, "22:00"))
    _sam, alex = weeks(
        house(replace(SAM, own_away=(both,)), replace(ALEX, own_away=(both,), on_duty=(both,)))
    )
    assert alex.minutes(Kind.UNKNOWN) == 240
    assert alex.minutes(Kind.OWN) == 0


def test_one_adult_alone_is_never_together() -> None:
    [sam] = weeks(replace(HOUSE, adults=(SAM,)))
    assert sums(sam) == {"asleep": 3360, "alone": WEEK_MINUTES - 3360}


@pytest.mark.parametrize(("sunday", "minutes"), [(date(2026, 3, 29), -60), (date(2026, 10, 25), 60)])
def test_the_weeks_of_the_clock_change(sunday: date, minutes: int) -> None:
    """An hour less or more, and it is an hour of sleep: from 22:30 to 6:30 by the wall clock."""
    span = week_span(sunday, BERLIN)
    sam, alex = weeks_of(HOUSE, span)
    assert span.minutes == WEEK_MINUTES + minutes
    for one in (sam, alex):
        assert sum(sums(one).values()) == span.minutes
        assert one.minutes(Kind.ASLEEP) == 3360 + minutes


def test_a_week_begins_on_monday_by_the_wall_clock() -> None:
    assert all(week_span(MONDAY + timedelta(days=day), BERLIN) == WEEK for day in range(7))
    assert shown(WEEK) == "Mon 00:00-Mon 00:00"


def test_seconds_do_not_get_lost() -> None:
    second = timedelta(seconds=17)
    evening = at(4, "18:00", 4, "22:00")
    out = Stretch(Span(evening.start + second, evening.end + second))
    sam, _alex = weeks(house(replace(SAM, own_away=(out,))))
    assert sam.minutes(Kind.OWN) == 240
    assert sum(sums(sam).values()) == WEEK_MINUTES


@pytest.mark.parametrize(("start", "end"), [(1350, 1350), (1350, 1300), (0, 1440), (1440, 1500), (-1, 60)])
def test_no_night_is_like_that(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="night"):
        SleepTime(from_minute=start, to_minute=end)
