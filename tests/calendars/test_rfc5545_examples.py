"""Every example of a recurrence rule in RFC 5545, section 3.8.5.3, in New York at nine.

Two of them repeat by minutes, which kbye refuses. One is corrected as its published erratum says: an end at
five in the afternoon is 21:00 in UTC.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from .ics import calendar, event, read, reasons, starts

JANUARY_ON = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = {name: number for number, name in enumerate(JANUARY_ON, start=1)}
WEEKDAYS = "BYDAY=MO,TU,WE,TH,FR"
JANUARIES = "1998 Jan 1-31; 1999 Jan 1-31; 2000 Jan 1-31"
UNTIL_CHRISTMAS = "1997 Sep 2-30; Oct 1-31; Nov 1-30; Dec 1-23"
TUESDAYS_AND_THURSDAYS = "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2"

EXAMPLES = [
    ("19970902", "FREQ=DAILY;COUNT=10", "1997 Sep 2-11"),
    ("19970902", "FREQ=DAILY;UNTIL=19971224T000000Z", UNTIL_CHRISTMAS),
    ("19970902", "FREQ=DAILY;INTERVAL=2", "1997 Sep 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30; Oct 2,4,6"),
    ("19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997 Sep 2,12,22; Oct 2,12"),
    ("19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", JANUARIES),
    ("19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", JANUARIES),
    ("19970902", "FREQ=WEEKLY;COUNT=10", "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4"),
    (
        "19970902",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4,11,18,25; Dec 2,9,16,23",
    ),
    (
        "19970902",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997 Sep 2,16,30; Oct 14,28; Nov 11,25; Dec 9,23; 1998 Jan 6,20; Feb 3,17",
    ),
    ("19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", TUESDAYS_AND_THURSDAYS),
    ("19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", TUESDAYS_AND_THURSDAYS),
    (
        "19970901",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997 Sep 1,3,5,15,17,19,29; Oct 1,3,13,15,17,27,29,31; Nov 10,12,14,24,26,28; Dec 8,10,12,22",
    ),
    ("19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997 Sep 2,4,16,18,30; Oct 2,14,16"),
    (
        "19970905",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997 Sep 5; Oct 3; Nov 7; Dec 5; 1998 Jan 2; Feb 6; Mar 6; Apr 3; May 1; Jun 5",
    ),
    ("19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997 Sep 5; Oct 3; Nov 7; Dec 5"),
    (
        "19970907",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997 Sep 7,28; Nov 2,30; 1998 Jan 4,25; Mar 1,29; May 3,31",
    ),
    (
        "19970922",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997 Sep 22; Oct 20; Nov 17; Dec 22; 1998 Jan 19; Feb 16",
    ),
    ("19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "1997 Sep 28; Oct 29; Nov 28; Dec 29; 1998 Jan 29; Feb 26"),
    (
        "19970902",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997 Sep 2,15; Oct 2,15; Nov 2,15; Dec 2,15; 1998 Jan 2,15",
    ),
    (
        "19970930",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997 Sep 30; Oct 1,31; Nov 1,30; Dec 1,31; 1998 Jan 1,31; Feb 1",
    ),
    (
        "19970910",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997 Sep 10-15; 1999 Mar 10-13",
    ),
    (
        "19970902",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997 Sep 2,9,16,23,30; Nov 4,11,18,25; 1998 Jan 6,13,20,27; Mar 3,10,17,24,31",
    ),
    (
        "19970610",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997 Jun 10; Jul 10; 1998 Jun 10; Jul 10; 1999 Jun 10; Jul 10; 2000 Jun 10; Jul 10; 2001 Jun 10; Jul 10",
    ),
    (
        "19970310",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997 Mar 10; 1999 Jan 10; Feb 10; Mar 10; 2001 Jan 10; Feb 10; Mar 10; 2003 Jan 10; Feb 10; Mar 10",
    ),
    (
        "19970101",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997 Jan 1; Apr 10; Jul 19; 2000 Jan 1; Apr 9; Jul 18; 2003 Jan 1; Apr 10; Jul 19; 2006 Jan 1",
    ),
    ("19970519", "FREQ=YEARLY;BYDAY=20MO", "1997 May 19; 1998 May 18; 1999 May 17"),
    ("19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997 May 12; 1998 May 11; 1999 May 17"),
    (
        "19970313",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997 Mar 13,20,27; 1998 Mar 5,12,19,26; 1999 Mar 4,11,18,25",
    ),
    (
        "19970605",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997 Jun 5,12,19,26; Jul 3,10,17,24,31; Aug 7,14,21,28; "
        "1998 Jun 4,11,18,25; Jul 2,9,16,23,30; Aug 6,13,20,27",
    ),
    (
        "19970902",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1998 Feb 13; Mar 13; Nov 13; 1999 Aug 13; 2000 Oct 13",
    ),
    (
        "19970913",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997 Sep 13; Oct 11; Nov 8; Dec 13; 1998 Jan 10; Feb 7; Mar 7; Apr 11; May 9; Jun 13",
    ),
    (
        "19961105",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996 Nov 5; 2000 Nov 7; 2004 Nov 2",
    ),
    ("19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997 Sep 4; Oct 7; Nov 6"),
    (
        "19970929",
        f"FREQ=MONTHLY;{WEEKDAYS};BYSETPOS=-2",
        "1997 Sep 29; Oct 30; Nov 27; Dec 30; 1998 Jan 29; Feb 26; Mar 30",
    ),
    ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997 Aug 5,10,19,24"),
    ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997 Aug 5,17,19,31"),
    ("20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007 Jan 15,30; Feb 15; Mar 15,30"),
]


def days(text: str) -> list[date]:
    """`1997 Sep 2,4,9-11; Oct 2` as dates."""
    found, year, month = [], 0, 0
    for word in text.replace(";", "").split():
        if word in MONTHS:
            month = MONTHS[word]
        elif len(word) == 4 and word.isdigit():
            year = int(word)
        else:
            for part in word.split(","):
                first, _, last = part.partition("-")
                found += [date(year, month, day) for day in range(int(first), int(last or first) + 1)]
    return found


@pytest.mark.parametrize(("start", "rule", "expected"), EXAMPLES, ids=[rule for _, rule, _ in EXAMPLES])
def test_examples_of_days(start: str, rule: str, expected: str) -> None:
    first = "EXDATE;TZID=America/New_York:19970902T090000" if "BYMONTHDAY=13" in rule and "FR" in rule else ""
    raw = calendar(event(f"DTSTART;TZID=America/New_York:{start}T090000", f"RRULE:{rule}", first))
    wanted = days(expected)
    end = wanted[-1] + timedelta(days=400 if "COUNT" in rule or "UNTIL" in rule else 1)
    reading = read(raw, "1996-01-01T00:00:00Z", f"{end}T00:00:00Z", zone="America/New_York")
    assert starts(reading) == [f"{day}T09:00" for day in wanted]
    assert reasons(reading) == []


def test_every_three_hours_until_five_in_the_afternoon() -> None:
    raw = calendar(
        event(
            "DTSTART;TZID=America/New_York:19970902T090000",
            "RRULE:FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
        )
    )
    shown = read(raw, "1997-01-01T00:00:00Z", "1998-01-01T00:00:00Z", zone="America/New_York")
    assert starts(shown) == ["1997-09-02T09:00", "1997-09-02T12:00", "1997-09-02T15:00"]


def test_every_twenty_minutes_of_the_working_day() -> None:
    rule = "RRULE:FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40"
    raw = calendar(event("DTSTART;TZID=America/New_York:19970902T090000", rule))
    shown = read(raw, "1997-09-02T00:00:00Z", "1997-09-04T04:00:00Z", zone="America/New_York")
    assert starts(shown) == [
        f"1997-09-0{day}T{hour:02}:{minute:02}"
        for day in (2, 3)
        for hour in range(9, 17)
        for minute in (0, 20, 40)
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
    ],
)
def test_examples_by_the_minute_are_refused(rule: str) -> None:
    raw = calendar(event("DTSTART;TZID=America/New_York:19970902T090000", f"RRULE:{rule}"))
    assert len(reasons(read(raw, "1997-01-01T00:00:00Z", "1998-01-01T00:00:00Z"))) == 1
