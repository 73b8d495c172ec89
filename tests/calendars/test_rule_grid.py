"""Each kind of rule that suites of calendar engines try, in each frequency, against a second engine.

The grid is the one that engines share: no part, each part alone, and each pair that means something together.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbye.calendars import rules
from kbye.calendars.limits import most_occurrences

from .ics import calendar, event, read
from .second_engine import TimedRule, rule_of
from .test_rule_laws import some

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
STARTS = tuple(map(datetime.fromisoformat, ("1997-09-02T09:00:00", "2024-02-29T23:30:15")))
DAYS = {"YEARLY": 1500, "MONTHLY": 500, "WEEKLY": 300, "DAILY": 200, "HOURLY": 25}
PARTS = (
    *("", "INTERVAL=2", "INTERVAL=100", "BYMONTH=1,3", "BYMONTHDAY=1,3", "BYMONTHDAY=-1", "BYMONTHDAY=31"),
    *("BYMONTH=1,3;BYMONTHDAY=5,7", "BYDAY=TU,TH", "BYMONTH=1,3;BYDAY=TU,TH", "BYMONTHDAY=1,3;BYDAY=TU,TH"),
    *("BYMONTHDAY=13;BYDAY=FR", "BYMONTH=1,3;BYMONTHDAY=1,3;BYDAY=TU,TH", "BYMONTH=2;BYMONTHDAY=29,-1"),
    *(
        "BYHOUR=6,18",
        "BYMINUTE=6,18",
        "BYSECOND=6,18",
        "BYHOUR=6,18;BYMINUTE=6,18",
        "BYHOUR=6,18;BYSECOND=6,18",
    ),
    *("BYMINUTE=6,18;BYSECOND=6,18", "BYHOUR=6,18;BYMINUTE=6,18;BYSECOND=6,18", "INTERVAL=5;BYMONTH=6,9"),
)
OF_SOME: dict[str, tuple[str, ...]] = {
    "YEARLY": (
        *("BYYEARDAY=1,100,200,365", "BYYEARDAY=-365,-266,-166,-1", "BYYEARDAY=366", "BYYEARDAY=-366"),
        *("BYMONTH=4,7;BYYEARDAY=1,100,200,365", "BYDAY=1TU,-1TH", "BYDAY=13TU,-13TH", "BYDAY=53MO,-53MO"),
        *(
            "BYMONTH=1,3;BYDAY=1TU,-1TH",
            "BYMONTH=1,3;BYDAY=3TU,-3TH",
            "BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        ),
        *(
            "BYWEEKNO=20",
            "BYWEEKNO=1;BYDAY=MO",
            "BYWEEKNO=52;BYDAY=SU",
            "BYWEEKNO=-1;BYDAY=SU",
            "BYWEEKNO=53;BYDAY=MO",
        ),
        *(
            "BYWEEKNO=1,10,-2;BYDAY=MO,WE,SU;WKST=SU",
            "BYWEEKNO=20;BYDAY=TU;BYHOUR=6,18",
            "BYMONTHDAY=15;BYHOUR=6,18;BYSETPOS=3,-3",
        ),
        *(
            "BYMONTH=10;BYDAY=SU;BYSETPOS=-1",
            "BYDAY=MO;BYSETPOS=1,-1",
            "BYYEARDAY=1,15,100;BYHOUR=6,18;BYSETPOS=4,-4",
        ),
    ),
    "MONTHLY": (
        *("BYDAY=1TU,-1TH", "BYDAY=3TU,-3TH", "BYDAY=5MO", "BYDAY=-5MO", "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        *(
            "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2,-2",
            "BYDAY=SU;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1",
            "BYMONTHDAY=13,15;BYHOUR=6,18;BYSETPOS=3,-3",
        ),
        *(
            "INTERVAL=18;BYMONTHDAY=10,11,12",
            "BYMONTHDAY=-3",
            "INTERVAL=2;BYDAY=2WE",
            "BYMONTHDAY=30,-2;BYSETPOS=1",
            "BYDAY=1SA,1SU",
        ),
    ),
    "WEEKLY": (
        *(
            "INTERVAL=2;BYDAY=TU,SU;WKST=MO",
            "INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        ),
        *(
            "BYDAY=SA,SU;BYSETPOS=-1;WKST=SU",
            "BYDAY=MO,FR;BYHOUR=6,18",
            "INTERVAL=3;BYDAY=MO,WE;WKST=TH",
            "BYMONTH=2;BYDAY=MO",
        ),
    ),
    "DAILY": (
        "BYHOUR=6,18;BYMINUTE=15,45;BYSETPOS=3,-3",
        "INTERVAL=92",
        "BYMONTH=1;BYMONTHDAY=1",
        "BYHOUR=6,18;BYSETPOS=-1",
    ),
    "HOURLY": (
        *(
            "BYMINUTE=15,45;BYSECOND=15,45;BYSETPOS=3,-3",
            "INTERVAL=3;BYHOUR=9,12,15",
            "INTERVAL=25",
            "INTERVAL=769",
        ),
        *("BYDAY=SA;BYHOUR=0", "BYMONTHDAY=-1;BYMINUTE=0,30"),
    ),
}
GRID = [f"FREQ={freq};{part}".rstrip(";") for freq in FREQUENCIES for part in (*PARTS, *OF_SOME[freq])]


def shown(start: datetime, rule: str, since: datetime, last: datetime) -> list[datetime]:
    raw = calendar(event(f"DTSTART:{start:%Y%m%dT%H%M%S}Z", f"RRULE:{rule}"))
    reading = read(raw, f"{since.isoformat()}Z", f"{last.isoformat()}Z", zone="UTC")
    assert not reading.problems, (rule, reading.problems)
    return [one.start.replace(tzinfo=None) for one in reading.happenings if isinstance(one.start, datetime)]


def agree(start: datetime, text: str, rule: TimedRule, days: int, counts: tuple[int, ...]) -> None:
    last = start + timedelta(days=days)
    made = rule.moments(start, last)
    if len({start, *made}) > most_occurrences(last - start):
        # More than kbye reads of one series: it says so, and shows none of it.
        with pytest.raises(AssertionError, match="more than 5,000 times"):
            shown(start, text, start, last)
        return
    expected = made if made[:1] == [start] else [start, *made]
    assert shown(start, text, start, last) == expected, text
    since = start + timedelta(days=days // 2)
    assert shown(start, text, since, last) == [each for each in expected if each >= since], text
    for count in counts:
        if len(made) >= count and made[0] == start:
            assert shown(start, f"{text};COUNT={count}", start, last) == made[:count], text
    if len(made) > 2:
        until = f"{text};UNTIL={made[-2]:%Y%m%dT%H%M%S}Z"
        assert shown(start, until, start, last) == expected[:-1], text


@pytest.mark.parametrize("freq", FREQUENCIES)
def test_the_grid(freq: str) -> None:
    for number, text in enumerate(text for text in GRID if text.startswith(f"FREQ={freq}")):
        agree(STARTS[number % 2], text, rule_of(text), DAYS[freq], (3,))


@pytest.mark.nightly
def test_the_whole_grid() -> None:
    for text in GRID:
        for start in STARTS:
            agree(start, text, rule_of(text), DAYS[rule_of(text).freq], (1, 3))


@st.composite
def timed_rules(draw: st.DrawFn) -> tuple[str, TimedRule]:
    freq = draw(st.sampled_from(FREQUENCIES))
    parts = {"BYMONTH": draw(some(1, 12)) if draw(st.booleans()) else []}
    if freq != "WEEKLY":
        parts["BYMONTHDAY"] = draw(some(-31, 31))
    if freq == "YEARLY" and not parts["BYMONTHDAY"]:
        parts["BYYEARDAY"] = draw(some(-366, 366, 2))
    for name, most in (("BYHOUR", 23), ("BYMINUTE", 59), ("BYSECOND", 59)):
        parts[name] = sorted(draw(st.lists(st.integers(0, most), max_size=2, unique=True)))
    days = draw(st.lists(st.tuples(st.just(0), st.integers(0, 6)), max_size=3, unique=True))
    if freq != "WEEKLY" and (days or parts["BYHOUR"] or parts["BYMINUTE"]):
        parts["BYSETPOS"] = draw(some(-4, 4, 2))
    rule = TimedRule(freq, draw(st.integers(1, 5)), draw(st.integers(0, 6)), parts, days)
    return rule.text, rule


MOMENTS = st.datetimes(*map(datetime.fromisoformat, ("1996-01-01", "2030-01-01"))).map(
    lambda at: at.replace(microsecond=0)
)


@settings(max_examples=40, deadline=None)
@given(timed_rules(), MOMENTS)
def test_times_agree_with_the_second_engine(rule: tuple[str, TimedRule], start: datetime) -> None:
    agree(start, *rule, days=30 if rule[1].freq == "HOURLY" else 400, counts=(4,))


@pytest.mark.nightly
@settings(max_examples=5_000, deadline=None)
@given(timed_rules(), MOMENTS)
def test_many_more_times(rule: tuple[str, TimedRule], start: datetime) -> None:
    agree(start, *rule, days=60 if rule[1].freq == "HOURLY" else 1000, counts=(2, 9))


def test_the_grid_finds_an_engine_that_does_not_keep_step(monkeypatch: pytest.MonkeyPatch) -> None:
    skipped = rules._skipped
    monkeypatch.setattr(rules, "_skipped", lambda *asked: skipped(*asked) + timedelta(days=7))
    with pytest.raises(AssertionError):
        agree(STARTS[0], "FREQ=WEEKLY;INTERVAL=2", rule_of("FREQ=WEEKLY;INTERVAL=2"), 800, ())
