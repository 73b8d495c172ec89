"""How a must reads in one line, in the message and wherever else it is named."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kbye.household.musts import MustLine
from kbye.web.reader import Reader
from kbye.web.wording import clock_time, short_day


def must_text(line: MustLine, reader: Reader) -> str:
    """ "18:30 Ben: inhaler", "Zoe: no nuts", "every day 18:30 Ben: inhaler", "Thu 3 Dec 16:00 Mia: swimming"."""
    title = f"{line.child.name}: {line.title}" if line.child else line.title
    return " ".join(part for part in (_at(line.at, reader), title) if part)


def _at(at: tuple[datetime, ...], reader: Reader) -> str:
    times = list(dict.fromkeys(clock_time(one, reader) for one in at))
    if not times:
        return ""
    if len(at) == 1:
        return f"{short_day(at[0], reader)} {times[0]}"
    if len(times) == 1:
        return _("every day %(time)s") % {"time": times[0]}
    return ", ".join(f"{short_day(one, reader)} {clock_time(one, reader)}" for one in at)
