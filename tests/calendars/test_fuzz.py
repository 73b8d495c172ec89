"""Entries made of what programs write and of noise: nothing breaks, whatever is read, and all is said in sentences.

Each number makes the same entry again. By night there are KBYE_FUZZ of them, a hundred thousand unless told.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime

import pytest

from kbye.calendars.reading import Unreadable, expand
from kbye.calendars.renewing import renewed
from kbye.calendars.rereading import happenings_of, seal_of

from .ics import calendar
from .test_hostile import damaged

START, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
CI = 1_500
MANY_NAMES = """
    DTSTART DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID UID SEQUENCE SUMMARY STATUS TRANSP BEGIN END
    X-WR-TIMEZONE EXRULE
"""
MANY_WORDS = """
    20260301 20260301T090000 20260301T090000Z 20260329T023000 00010101 99991231T235959Z 24:00 20260301/PT1H
    20260301T090000Z/20260302T090000Z PT1H P1W -P1D P9999999D PT
    FREQ=DAILY FREQ=WEEKLY FREQ=MONTHLY FREQ=YEARLY FREQ=HOURLY FREQ=SECONDLY RSCALE=HEBREW COUNT=3 INTERVAL=0
    INTERVAL=999999999999 UNTIL=20260401 UNTIL=20260401T000000Z BYDAY=MO,-1FR BYDAY=XX BYDAY= BYMONTHDAY=-31,31
    BYWEEKNO=53,-53 BYYEARDAY=366 BYSETPOS=-1,5 BYHOUR=25 BYHOUR=2 BYMONTH=2 WKST=SU
    1 2 -1 CANCELLED TENTATIVE TRANSPARENT VEVENT VCALENDAR VALARM None
"""
NAMES, WORDS = MANY_NAMES.split(), [*MANY_WORDS.split(), "", "ü\u0000"]
PARAMETERS = (
    *("", "", "", ";VALUE=DATE", ";TZID=Europe/Berlin", ";TZID=Mine", ";RANGE=THISANDFUTURE"),
    *(
        ";VALUE=PERIOD",
        ";TZID=(UTC+01:00) Amsterdam, Berlin",
        ';X="a:b"',
        ";TZID=",
        ";=",
        ";VALUE=DATE-TIME;TZID=UTC",
    ),
)


def noise(seed: int) -> bytes:
    """A calendar of one to three entries."""
    chance = random.Random(seed)
    entries = []
    for _ in range(chance.randint(1, 3)):
        lines = [
            "BEGIN:VEVENT",
            *(["DTSTART;TZID=Europe/Berlin:20260302T090000"] if chance.random() < 0.7 else []),
        ]
        for _ in range(chance.randint(0, 6)):
            value = chance.choice(",;;;").join(chance.choices(WORDS, k=chance.choice((1, 1, 1, 2, 3, 4))))
            lines.append(f"{chance.choice(NAMES)}{chance.choice(PARAMETERS)}:{value}")
        entries.append("\n".join([*lines, "END:VEVENT"]))
    raw = calendar(*entries)
    if chance.random() < 0.2:
        at = chance.randrange(len(raw))
        raw = raw[:at] + chance.randbytes(chance.randint(0, 4)) + raw[at + chance.randint(0, 9) :]
    return raw


def survives(raw: bytes) -> None:
    try:
        reading = expand(raw, start=START, end=END, zone="Europe/Berlin")
    except Unreadable as unreadable:
        assert str(unreadable).endswith(".")  # noqa: PT017
        return
    assert all(problem.reason.endswith(".") for problem in reading.problems)
    for one in reading.happenings:
        assert one.start <= one.end
    kept, _ = renewed(raw, None, seal_of(raw, start=START, end=END, zone="Europe/Berlin"))
    assert len(happenings_of(kept)) == len(reading.happenings)


def test_noise_breaks_nothing() -> None:
    for seed in range(CI):
        survives(noise(seed))


@pytest.mark.nightly
def test_much_more_noise() -> None:
    for seed in range(CI, int(os.environ.get("KBYE_FUZZ", "100000"))):
        survives(noise(seed))
        if seed % 10 == 0:
            survives(damaged(seed))


@pytest.mark.parametrize("stumble", [KeyError("x"), IndexError(), TypeError(), RecursionError()])
def test_what_nobody_catches_is_found(stumble: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(text: str) -> None:
        raise stumble

    monkeypatch.setattr("kbye.calendars.events.read_length", stumbles)
    with pytest.raises(type(stumble)):
        test_noise_breaks_nothing()
