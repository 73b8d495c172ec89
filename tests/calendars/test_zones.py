"""Names of time zones, and clocks that change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from kbye.calendars.instants import instant, wall_time
from kbye.calendars.limits import MAX_DEFINED_ZONES
from kbye.calendars.reading import Reading
from kbye.planning import wallclock

from .ics import calendar, event, read, reasons, starts, times

VIENNA = """
    BEGIN:VTIMEZONE
    TZID:{name}
    BEGIN:STANDARD
    DTSTART:16010101T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:16010101T020000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
    END:DAYLIGHT
    END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("name", "hour"),
    [
        ("Europe/Berlin", 8),
        ("W. Europe Standard Time", 8),
        ("w. europe standard time", 8),
        ("GMT Standard Time", 9),
        ("GMT Standard Time 1", 9),
        ("W. Europe Standard Time 12", 8),
        ("Pacific Standard Time", 17),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', 8),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 8),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", 9),
        ("(GMT-08:00) Somewhere", 17),
        ("UTC-5", 14),
        ("(UTC-05:00) Eastern Time (US & Canada)", 14),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", 8),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", 12),
        ("/citadel.org/20211207_1/Europe/Berlin", 8),
        ("europe/berlin", 8),
        ("US-Pacific", 17),
        ("UTC", 9),
        ("GMT", 9),
        ("GMT+0200", 7),
    ],
)
def test_names_of_zones(name: str, hour: int) -> None:
    """Nine o'clock on the second of March."""
    reading = read(calendar(event(f"DTSTART;TZID={name}:20260302T090000")), zone="UTC")
    assert [start[11:13] for start in starts(reading)] == [f"{hour:02}"]
    assert reasons(reading) == []


def test_a_name_that_nobody_knows_is_read_in_the_zone_of_the_calendar_and_said() -> None:
    reading = read(calendar(event("DTSTART;TZID=Customized Time Zone:20260302T090000")))
    assert starts(reading) == ["2026-03-02T09:00"]
    assert [(one.line, one.shown) for one in reading.problems] == [(7, True)]
    assert "Customized Time Zone" in reasons(reading)[0]


@pytest.mark.parametrize("name", ["Customized Time Zone", "tzone://Microsoft/Custom"])
def test_a_zone_that_only_the_file_knows(name: str) -> None:
    entry = event(f"DTSTART;TZID={name}:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    reading = read(calendar(VIENNA.format(name=name), entry), zone="UTC")
    assert times(reading) == ["2026-03-23T08:00/2026-03-23T09:00", "2026-03-30T07:00/2026-03-30T08:00"]
    assert reasons(reading) == []


def test_a_definition_may_follow_its_use() -> None:
    entry = event("DTSTART;TZID=Mine:20260402T090000")
    assert starts(read(calendar(entry, VIENNA.format(name="Mine")), zone="UTC")) == ["2026-04-02T07:00"]


def test_a_known_name_is_believed_more_than_a_wrong_definition() -> None:
    wrong = VIENNA.format(name="America/New_York")
    entry = event("DTSTART;TZID=America/New_York:20260302T090000")
    assert starts(read(calendar(wrong, entry), zone="UTC")) == ["2026-03-02T14:00"]


@pytest.mark.parametrize(
    "broken",
    [
        VIENNA.replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        VIENNA.replace("+0100", "+5744"),
        VIENNA.replace("16010101", "INVALID"),
        "BEGIN:VTIMEZONE\nTZID:{name}\nEND:VTIMEZONE",
    ],
)
def test_a_definition_that_cannot_be_read_is_as_if_it_were_not_there(broken: str) -> None:
    reading = read(calendar(broken.format(name="Mine"), event("DTSTART;TZID=Mine:20260302T090000")))
    assert starts(reading) == ["2026-03-02T09:00"]
    assert len(reasons(reading)) == 1


def test_the_zone_of_the_whole_calendar_is_for_times_without_one() -> None:
    raw = calendar(event("DTSTART:20260302T090000"), head="X-WR-TIMEZONE:America/New_York")
    assert starts(read(raw)) == ["2026-03-02T15:00"]


def test_a_series_written_in_utc_follows_the_clock_of_its_calendar() -> None:
    lesson = event("DTSTART:20260323T140000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert starts(read(calendar(lesson, head="X-WR-TIMEZONE:Europe/Berlin"))) == [
        "2026-03-23T15:00",
        "2026-03-30T15:00",
    ]
    assert starts(read(calendar(lesson))) == ["2026-03-23T15:00", "2026-03-30T16:00"]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO;COUNT=2", "FREQ=DAILY;BYHOUR=23;COUNT=2"])
def test_a_series_in_utc_stays_there_if_its_rule_counts_in_utc(rule: str) -> None:
    lesson = event("DTSTART:20260323T233000Z", f"RRULE:{rule}")
    shown = read(calendar(lesson, head="X-WR-TIMEZONE:Europe/Berlin"), zone="UTC")
    assert [start[11:] for start in starts(shown)] == ["23:30", "23:30"]
    assert starts(shown)[0][:10] == "2026-03-23"


def test_only_so_many_definitions_are_worked_out() -> None:
    names = [f"Mine-{number}" for number in range(MAX_DEFINED_ZONES + 1)]
    zones = [VIENNA.format(name=name) for name in names]
    entries = [event(f"DTSTART;TZID={name}:20260302T090000", uid=name) for name in names]
    reading = read(calendar(*zones, *entries), zone="UTC")
    assert sorted(starts(reading)) == ["2026-03-02T08:00"] * MAX_DEFINED_ZONES + ["2026-03-02T09:00"]
    assert len(reasons(reading)) == 1


# Clock changes: the last Sundays of March and October in Berlin


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("20260329T023000", "PT1H", "2026-03-29T03:30/2026-03-29T04:30"),
        ("20260329T013000", "PT1H", "2026-03-29T01:30/2026-03-29T03:30"),
        ("20260328T230000", "P1D", "2026-03-28T23:00/2026-03-29T23:00"),
        ("20260328T230000", "PT24H", "2026-03-28T23:00/2026-03-30T00:00"),
        ("20261025T023000", "PT30M", "2026-10-25T02:30/2026-10-25T02:00"),
        ("20261024T220000", "PT24H", "2026-10-24T22:00/2026-10-25T21:00"),
    ],
)
def test_the_missing_and_the_doubled_hour(start: str, length: str, expected: str) -> None:
    raw = calendar(event(f"DTSTART;TZID=Europe/Berlin:{start}", f"DURATION:{length}"))
    assert times(read(raw)) == [expected]


def test_an_entry_inside_the_missing_hour_keeps_its_length() -> None:
    raw = calendar(
        event("DTSTART;TZID=Europe/Berlin:20260329T023000", "DTEND;TZID=Europe/Berlin:20260329T033000")
    )
    assert times(read(raw)) == ["2026-03-29T03:30/2026-03-29T04:30"]


def test_the_doubled_hour_means_the_first() -> None:
    [happening] = read(calendar(event("DTSTART;TZID=Europe/Berlin:20261025T023000"))).happenings
    assert happening.start.isoformat() == "2026-10-25T02:30:00+02:00"


def test_a_night_shift_ends_by_the_clock() -> None:
    raw = calendar(
        event(
            "DTSTART;TZID=Europe/Berlin:20260327T220000",
            "DTEND;TZID=Europe/Berlin:20260328T060000",
            "RRULE:FREQ=DAILY;COUNT=3",
        )
    )
    assert [one[-5:] for one in times(read(raw))] == ["06:00"] * 3


def test_both_of_the_doubled_hours_are_shown_in_order() -> None:
    raw = calendar(event("DTSTART:20261025T000000Z", "RRULE:FREQ=HOURLY;COUNT=3"))
    assert [one.start.isoformat()[11:] for one in read(raw).happenings] == [
        "02:00:00+02:00",
        "02:00:00+01:00",
        "03:00:00+01:00",
    ]


SAMPLED_ZONES = (
    *("Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau"),
    *("America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago"),
    *(
        "America/Miquelon",
        "America/Nuuk",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Jerusalem",
        "Asia/Beirut",
    ),
    *("Asia/Gaza", "Antarctica/Troll", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland"),
    *("Pacific/Chatham", "Pacific/Norfolk"),
)
RULES = (
    "DAILY",
    "WEEKLY",
    "MONTHLY;BYMONTHDAY={day}",
    "YEARLY",
    "DAILY;INTERVAL=2",
    "WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
)


@cache
def changes(zone: str, year: int) -> list[datetime]:
    """The walls, just after each change of clocks, as they would have been without it."""
    there, found = ZoneInfo(zone), []
    at = datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        later = at + timedelta(minutes=30)
        before, after = at.astimezone(there).utcoffset(), later.astimezone(there).utcoffset()
        if before != after and before is not None and after is not None:
            found.append((later + min(before, after)).replace(tzinfo=None))
        at = later
    return found


SHIFTS = (timedelta(hours=-3), timedelta(minutes=15), timedelta(hours=3))
"""Before the change, in the missing or doubled hour, and after it."""


def cases(zone: str) -> list[tuple[datetime, str]]:
    """The wall time that is meant, and the rule that comes to it: a gap and an overlap, six rules, three places."""
    gap, overlap = changes(zone, 2025)
    return [(moment + shift, rule) for moment in (gap, overlap) for shift in SHIFTS for rule in RULES]


def test_there_are_864_of_them() -> None:
    assert sum(len(cases(zone)) for zone in SAMPLED_ZONES) == 24 * 2 * 6 * 3 == 864


@pytest.mark.parametrize("zone", SAMPLED_ZONES)
def test_wall_times_are_kept_through_every_change_of_clocks(zone: str) -> None:
    for wall, rule in cases(zone):
        assert_kept(zone, wall, rule)


def assert_kept(zone: str, wall: datetime, rule: str) -> None:
    first = wall.replace(year=2024) if rule == "YEARLY" else wall - timedelta(days=14)
    raw = calendar(
        event(
            f"DTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}",
            f"RRULE:FREQ={rule.format(day=wall.day)}",
            "DURATION:PT1H",
        )
    )
    day = wall.date()
    expected = wallclock.instant(day, _minute(wall), zone)
    # Where the last hour of a day is missing, the time moves into the next one.
    midnight = max(wallclock.instant(day + timedelta(days=1), 0, zone), expected + timedelta(minutes=1))
    since = wallclock.instant(day, 0, zone)
    found = read(raw, since.isoformat(), midnight.isoformat(), zone)
    # an hour that reaches over midnight from the day before is not of this day
    assert [at for at in in_utc(found) if at >= since] == [expected], (zone, rule, wall)


@pytest.mark.parametrize("shift", [0, 1])
def test_a_clock_that_is_read_wrongly_is_found_out(shift: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of the doubled hours; a missing hour that moves back instead of forward."""
    monkeypatch.setattr(
        "kbye.calendars.window.instant", lambda wall, zone: wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    )
    wall, rule = cases("Europe/Berlin")[(0 if shift else 18) + 6]
    with pytest.raises(AssertionError):
        assert_kept("Europe/Berlin", wall, rule)


def in_utc(reading: Reading) -> list[datetime]:
    """Starts as instants: in a doubled hour, datetimes of two zones never count as equal."""
    return [one.start.astimezone(UTC) for one in reading.happenings if isinstance(one.start, datetime)]


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


@pytest.mark.parametrize("zone", SAMPLED_ZONES)
def test_instants_agree_with_the_wall_clock_of_planning(zone: str) -> None:
    for moment in changes(zone, 2025):
        for minutes in range(-180, 181, 15):
            wall = moment + timedelta(minutes=minutes)
            assert instant(wall, ZoneInfo(zone)) == wallclock.instant(wall.date(), _minute(wall), zone)


def test_a_defined_zone_behaves_as_the_real_one() -> None:
    raw = VIENNA.format(name="Mine")
    for moment in changes("Europe/Vienna", 2026):
        for minutes in range(-180, 181, 15):
            wall = moment + timedelta(minutes=minutes)
            by_file, by_name = (
                read(calendar(raw, event(f"DTSTART;TZID={name}:{wall:%Y%m%dT%H%M%S}"))).happenings
                for name in ("Mine", "Europe/Vienna")
            )
            assert by_file == by_name, wall
            there = ZoneInfo("Europe/Vienna")
            assert wall_time(instant(wall, there), there) >= wall


def test_days_never_shift() -> None:
    for zone in SAMPLED_ZONES:
        raw = calendar(event("DTSTART;VALUE=DATE:20250101", "RRULE:FREQ=DAILY;COUNT=365"))
        shown = read(raw, "2024-12-30T00:00:00Z", "2026-01-02T00:00:00Z", zone=zone).happenings
        assert [one.start for one in shown] == [date(2025, 1, 1) + timedelta(days=day) for day in range(365)]
