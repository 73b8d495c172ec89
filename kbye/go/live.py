"""How long a sheet stays as it is by itself: what those on duty do changes it, and so does the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kbye.go.sheet import LEFT_OPEN_FOR, Line, Sheet
from kbye.household.away import TimeAway
from kbye.household.clashes import Stretches
from kbye.planning.wallclock import instant, local_day

# Calendars are read in the background and write no event; a sheet is looked at anew this often in any case.
AT_MOST = timedelta(minutes=10)


def lasts_until(time_away: TimeAway, sheet: Sheet, stretches: Stretches, now: datetime) -> datetime:
    """The first moment at which the sheet would read differently although nobody did anything."""
    zone = time_away.household.zone
    midnight = instant(local_day(now, zone) + timedelta(days=1), 0, zone)
    spans = [*stretches.clashes, *(gap.span for gap in stretches.gaps), time_away.span]
    edges = [edge for span in spans for edge in (span.start, span.end)]
    lines = (*sheet.now, *sheet.next, *sheet.later, *sheet.nice, *sheet.before)
    turns = (*edges, *_turns(lines), midnight, now + AT_MOST)
    return min(at for at in turns if at > now)


def _turns(lines: Iterable[Line]) -> Iterable[datetime]:
    for line in lines:
        yield from (line.earliest, line.latest, line.latest + LEFT_OPEN_FOR)
        if line.next_at:
            yield line.next_at
