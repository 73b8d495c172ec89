"""Run with the tools' Python: reads calendars with vobject and dateutil, which share no code with what wrote them.

A JSON list of texts on standard input, for each a list of [uid, start, end, status] in UTC on standard output. The
zone is renamed first, so that nothing but its definition in the text can tell what its clocks show.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime

import vobject


def in_utc(at: datetime) -> str:
    """A time without a zone is taken as it stands: then it is wrong, and that shows."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def read(text: str, number: int) -> list[list[str]]:
    renamed = re.sub(r"TZID([:=])[\w+-]+/[\w/+-]+", rf"TZID\g<1>Renamed-{number}", text)
    found = vobject.readOne(renamed)
    return [
        [one.uid.value, in_utc(one.dtstart.value), in_utc(one.dtend.value), one.status.value]
        for one in found.contents.get("vevent", [])
    ]


json.dump([read(text, number) for number, text in enumerate(json.load(sys.stdin))], sys.stdout)
