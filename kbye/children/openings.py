"""When a card may open: at bedtime, in the morning, or when it is hard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.planning.intervals import Span
from kbye.planning.wallclock import days_touching, instant, local
from kbye.web.reader import current
from kbye.web.wording import date

WHEN_HARD = "hard"
BEDTIME, MORNING = 18 * 60 + 30, 7 * 60


class Opening(NamedTuple):
    key: str
    words: str
    at: datetime | None
    is_evening: bool = False


def openings(span: Span, zone: str, *, now: datetime) -> list[Opening]:
    """Every evening and every morning of it that is still to come, and "when it is hard"."""
    found: list[Opening] = []
    for day in days_touching(span, zone):
        for minute, part in ((MORNING, "morning"), (BEDTIME, "evening")):
            at = instant(day, minute, zone)
            if max(span.start, now) <= at < span.end:
                found.append(Opening(f"{day.isoformat()}-{part}", opens_words(at), at, part == "evening"))
    return [*found, Opening(WHEN_HARD, _("When it is hard"), None)]


def first_free(found: Sequence[Opening], taken: Collection[datetime]) -> str:
    """One for each evening: the first one that has none yet."""
    evenings = [one for one in found if one.is_evening]
    free = [one for one in evenings if one.at not in taken]
    return (free or evenings or list(found))[0].key


def opens_words(at: datetime | None) -> str:
    """ "Friday 4 December, at bedtime", "Saturday 5 December, in the morning"."""
    if at is None:
        return _("When it is hard")
    if local(at, current().zone).hour < 12:
        return _("%(day)s, in the morning") % {"day": date(at)}
    return _("%(day)s, at bedtime") % {"day": date(at)}
