"""What suites of calendar engines ask about whole entries, each with the one answer that RFC 5545 allows.

In the zone of New York, from the first of March to the first of June 2026. `@` is a time there, `#` a day, `+` stands
between two entries, `~` is a space. Answers are starts, and ends where they matter.
"""

from __future__ import annotations

import re

import pytest

from .ics import calendar, event, read, times

ZONE = "America/New_York"
WINDOW = ("2026-03-01T00:00:00-05:00", "2026-06-01T00:00:00-04:00")

CASES = """\
== dates alone repeat
DTSTART@20260302T090000
RDATE@20260305T090000,20260401T170000
-> 03-02T09:00 03-05T09:00 04-01T17:00
== a date that the rule makes, too, counts once
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=2
RDATE@20260303T090000
-> 03-02T09:00 03-03T09:00
== an added date in UTC
DTSTART@20260302T090000
RDATE:20260401T130000Z
-> 03-02T09:00 04-01T09:00
== an added day
DTSTART#20260302
RDATE#20260310,20260312
-> 03-02 03-10 03-12
== an added period with an end
DTSTART:20260302T140000Z
DURATION:PT1H
RDATE;VALUE=PERIOD:20260305T140000Z/20260305T163000Z
-> 03-02T09:00/03-02T10:00 03-05T09:00/03-05T11:30
== an added period with a length
DTSTART:20260302T140000Z
DURATION:PT1H
RDATE;VALUE=PERIOD:20260305T140000Z/PT5H30M
-> 03-02T09:00/03-02T10:00 03-05T09:00/03-05T14:30
== two rules together
DTSTART@20260302T090000
RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO
RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=WE
-> 03-02T09:00 03-04T09:00 03-09T09:00 03-11T09:00
== what is left out still counts
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=4
EXDATE@20260303T090000
-> 03-02T09:00 03-04T09:00 03-05T09:00
== the start itself is left out
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=3
EXDATE@20260302T090000
-> 03-03T09:00 03-04T09:00
== left out in UTC across the change of clocks
DTSTART@20260302T090000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE:20260309T130000Z
-> 03-02T09:00 03-16T09:00
== left out in several lines
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=4
EXDATE#20260303
EXDATE#20260305
-> 03-02 03-04
== another time of the day leaves nothing out
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=2
EXDATE@20260303T100000
-> 03-02T09:00 03-03T09:00
== an added date can be left out
DTSTART#20260302
RDATE#20260304
EXDATE#20260304
-> 03-02
== everything is left out
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=1
EXDATE#20260302
->
== one is moved
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=3
+
RECURRENCE-ID@20260303T090000
DTSTART@20260303T140000
-> 03-02T09:00 03-03T14:00 03-04T09:00
== one is moved and named in UTC
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=3
+
RECURRENCE-ID:20260303T140000Z
DTSTART:20260303T190000Z
-> 03-02T09:00 03-03T14:00 03-04T09:00
== one is moved before the first
DTSTART#20260302
RRULE:FREQ=WEEKLY;COUNT=2
+
RECURRENCE-ID#20260309
DTSTART#20260301
-> 03-01 03-02
== one is moved out of sight
DTSTART#20260302
RRULE:FREQ=WEEKLY;COUNT=2
+
RECURRENCE-ID#20260309
DTSTART#20270309
-> 03-02
== one is moved into sight
DTSTART#20250101
RRULE:FREQ=YEARLY;COUNT=3
+
RECURRENCE-ID#20270101
DTSTART#20260501
-> 05-01
== two are swapped
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=2
+
RECURRENCE-ID#20260302
DTSTART#20260303
+
RECURRENCE-ID#20260303
DTSTART#20260302
-> 03-02 03-03
== an added date is moved
DTSTART#20260302
RDATE#20260304
+
RECURRENCE-ID#20260304
DTSTART#20260306
-> 03-02 03-06
== the change stands before its series
RECURRENCE-ID#20260303
DTSTART#20260320
+
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=2
-> 03-02 03-20
== one is called off
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=3
+
RECURRENCE-ID#20260303
DTSTART#20260303
STATUS:CANCELLED
-> 03-02 03-04
== a change of an occurrence that is also left out
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=2
EXDATE#20260303
+
UID:two@test
DTSTART#20260401
-> 03-02 04-01
== longer, from one on
DTSTART@20260302T090000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=4
+
RECURRENCE-ID;RANGE=THISANDFUTURE@20260304T090000
DTSTART@20260304T100000
DURATION:PT2H
-> 03-02T09:00/03-02T10:00 03-03T09:00/03-03T10:00 03-04T10:00/03-04T12:00 03-05T10:00/03-05T12:00
== the end belongs to it
DTSTART@20260302T090000
RRULE:FREQ=DAILY;UNTIL=20260304T140000Z
-> 03-02T09:00 03-03T09:00 03-04T09:00
== a second before the last is too early
DTSTART@20260302T090000
RRULE:FREQ=DAILY;UNTIL=20260304T135959Z
-> 03-02T09:00 03-03T09:00
== the last day of a series of days
DTSTART#20260302
RRULE:FREQ=DAILY;UNTIL=20260304
-> 03-02 03-03 03-04
== an end in summer time
DTSTART@20260302T090000
RRULE:FREQ=WEEKLY;UNTIL=20260316T130000Z
-> 03-02T09:00 03-09T09:00 03-16T09:00
== once
DTSTART@20260302T090000
RRULE:FREQ=DAILY;COUNT=1
-> 03-02T09:00
== a day that most years do not have
DTSTART#20240229
RRULE:FREQ=YEARLY
->
== a day that most months do not have
DTSTART#20260131
RRULE:FREQ=MONTHLY
-> 03-31 05-31
== the last of each month
DTSTART#20260131
RRULE:FREQ=MONTHLY;BYMONTHDAY=-1
-> 03-31 04-30 05-31
== a fifth Friday
DTSTART#20260130
RRULE:FREQ=MONTHLY;BYDAY=5FR
-> 05-29
== every other week from a Sunday
DTSTART#20260301
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=4
-> 03-01 03-02 03-15 03-16
== every other week from a Sunday, weeks from Monday
DTSTART#20260301
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO;COUNT=4
-> 03-01 03-09 03-15 03-23
== a place that no week has
DTSTART#20260302
RRULE:FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2
-> 03-02
== hours that its steps never meet
DTSTART:20260302T050000Z
RRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=2
-> 03-02T00:00
== every six hours
DTSTART:20260302T050000Z
RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=3
-> 03-02T00:00 03-02T06:00 03-02T12:00
== a series far back is still in step
DTSTART#19700105
RRULE:FREQ=WEEKLY;INTERVAL=8
-> 04-13
== a count far back has run out
DTSTART#20200106
RRULE:FREQ=WEEKLY;COUNT=300
->
== a count far back ends here
DTSTART#20200106
RRULE:FREQ=WEEKLY;COUNT=323
-> 03-02 03-09
== two days
DTSTART#20260302
DTEND#20260304
-> 03-02/03-04
== a day lasts a day
DTSTART#20260302
-> 03-02/03-03
== a length of days
DTSTART#20260302
DURATION:P1W
-> 03-02/03-09
== a length of everything
DTSTART@20260302T090000
DURATION:P1DT2H30M
-> 03-02T09:00/03-03T11:30
== no length
DTSTART@20260302T090000
-> 03-02T09:00/03-02T09:00
== weekly through the change of clocks
DTSTART@20260302T090000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=2
-> 03-02T09:00/03-02T10:00 03-09T09:00/03-09T10:00
== in UTC it moves with the clocks
DTSTART:20260302T140000Z
RRULE:FREQ=WEEKLY;COUNT=2
-> 03-02T09:00 03-09T10:00
== in another zone
DTSTART;TZID=Europe/Berlin:20260302T150000
RRULE:FREQ=WEEKLY;COUNT=2
-> 03-02T09:00 03-09T10:00
== it floats
DTSTART:20260302T090000
RRULE:FREQ=WEEKLY;COUNT=2
-> 03-02T09:00 03-09T09:00
== long before, and still going on
DTSTART#20250101
DTEND#20270101
-> 01-01/01-01
== ends as the window begins
DTSTART#20260228
->
== begins as the window ends
DTSTART#20260601
->
== no length, as the window begins
DTSTART:20260301T050000Z
-> 03-01T00:00
== called off as a whole
DTSTART#20260302
RRULE:FREQ=DAILY;COUNT=3
STATUS:CANCELLED
->
== tasks and journals are no entries
BEGIN:VTODO
UID:t
DTSTART:20260302T090000Z
DUE:20260303T090000Z
END:VTODO
+
BEGIN:VJOURNAL
UID:j
DTSTART#20260302
END:VJOURNAL
+
DTSTART#20260302
-> 03-02
== an alarm has times of its own
DTSTART#20260302
BEGIN:VALARM
TRIGGER;VALUE=DATE-TIME:20260301T090000Z
DURATION:PT15M
REPEAT:3
END:VALARM
-> 03-02/03-03
== written small
dtstart;value=date:20260302
rrule:freq=daily;count=2
-> 03-02 03-03
== a rule over two lines
DTSTART#20260302
RRULE:FREQ=DAILY;CO
~UNT=2
-> 03-02 03-03
"""


def cases() -> list[tuple[str, tuple[str, ...], str]]:
    """Name, entries, answer."""
    found = []
    for case in CASES.split("== ")[1:]:
        question, _, answer = case.partition("\n->")
        name, *lines = question.split("\n")
        found.append((name, tuple("\n".join(lines).split("\n+\n")), answer.strip()))
    return found


def entry(lines: str) -> str:
    said = lines.replace("@", f";TZID={ZONE}:").replace("#", ";VALUE=DATE:")
    if said.startswith("BEGIN:V"):
        return said
    uid = "" if said.startswith("UID:") else "one@test"
    return event(*said.split("\n"), uid=uid)


def test_none_of_them_was_lost() -> None:
    assert len({name for name, _, _ in cases()}) == len(cases()) == CASES.count("\n->")
    assert len(cases()) >= 60


@pytest.mark.parametrize(("name", "entries", "answer"), cases(), ids=[name for name, _, _ in cases()])
def test_the_one_answer(name: str, entries: tuple[str, ...], answer: str) -> None:
    raw = calendar(*map(entry, entries)).replace(b"~", b" ")
    reading = read(raw, *WINDOW, zone=ZONE)
    assert not reading.problems
    found = [re.sub(r"\b20\d\d-", "", each) for each in times(reading)]
    assert " ".join(found if "/" in answer else (each.partition("/")[0] for each in found)) == answer
