"""How much of a calendar is read. Beyond these, a calendar is refused or a series is listed as not read."""

from __future__ import annotations

import time
from datetime import timedelta

MAX_BYTES = 10 * 1024 * 1024
MAX_PHYSICAL_LINES = 1_000_000
MAX_LINE_BYTES = 75_000
MAX_COMPONENTS = 20_000
MAX_DEPTH = 64

MAX_SERIES_OCCURRENCES = 5_000
MAX_CALENDAR_OCCURRENCES = 50_000
MAX_LISTED_DATES = 20_000
MAX_RULES = 20
MAX_TIMES_A_DAY = 288
MAX_EFFORT = 200_000
MAX_CHANGES_OF_A_ZONE = 200
MAX_DEFINED_ZONES = 100
MAX_CHANGES_ONWARD = 50
MAX_TEXT = 1_000
MAX_PROBLEMS = 1_000

CPU_SECONDS = 5
CPU_SECONDS_FOR_REPEATING = 2.5
MEMORY_BYTES = 512 * 1024 * 1024


_USUAL_SPAN = timedelta(days=3 * 366)


def most_occurrences(span: timedelta) -> int:
    """How often a series may happen in a span: 5,000 times in up to three years, more in a longer one."""
    return min(
        MAX_CALENDAR_OCCURRENCES, max(MAX_SERIES_OCCURRENCES, MAX_SERIES_OCCURRENCES * span // _USUAL_SPAN)
    )


class Refused(ValueError):
    """One entry or series is not read; the message is a sentence for the family."""


class TimeIsUp(Refused):
    """Refused for no fault of its own."""


class Allowance:
    """The processor time that repeating entries of one calendar may take together."""

    def __init__(self, seconds: float = CPU_SECONDS_FOR_REPEATING) -> None:
        self._until = time.process_time() + seconds

    def check(self) -> None:
        """Raises Refused once the time is used up, so that what was read by then is still shown."""
        if time.process_time() > self._until:
            raise TimeIsUp("There was no time left to work it out; this calendar is very large.")
