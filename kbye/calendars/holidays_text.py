"""Public and school holidays as calendar text, so that they go the way of every other calendar.

The package with the tables of the world is loaded only where somebody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

PUBLIC, SCHOOL = "public", "school"
_ENGLISH = ("en_US", "en")
_SPECIAL = re.compile(r"([\\;,])")


def regions(country: str) -> dict[str, str]:
    """Code to name of the parts of a country that have holidays of their own, sorted by name."""
    listed = _listed(country)
    if listed is None:
        return {}
    names = listed.get_subdivision_aliases()
    found = {code: (names.get(code) or [code])[0] for code in listed.subdivisions}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def knows_school_holidays(country: str) -> bool:
    """Whether there are any for this country; a region may still have none."""
    listed = _listed(country)
    return listed is not None and SCHOOL in listed.supported_categories


def holidays_text(
    *, country: str, region: str, what: str, years: Iterable[int], language: str = "en"
) -> bytes:
    """Those holidays as a calendar of whole days, what lasts several days as one entry.

    `what` is `public` or `school`, `region` one of `regions` or "" for what holds everywhere. A calendar without
    entries for what nobody has listed. Names are in `language` if there are any, else in English.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kbye//holidays//EN"]
    for first, last, name in _stretches(_days(country, region, what, years, language)):
        uid = sha256(f"{country}|{region}|{what}|{first}|{name}".encode()).hexdigest()[:32]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
            "SUMMARY:" + _SPECIAL.sub(r"\\\1", name),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _listed(country: str) -> HolidayBase | None:
    import holidays

    try:
        return holidays.country_holidays(country, years=())
    except (NotImplementedError, AttributeError, KeyError):
        return None


def _days(
    country: str, region: str, what: str, years: Iterable[int], language: str
) -> list[tuple[str, date]]:
    import holidays

    listed = _listed(country)
    if (
        listed is None
        or what not in listed.supported_categories
        or (region and region not in listed.subdivisions)
    ):
        return []
    spoken = next((one for one in (language, *_ENGLISH) if one in listed.supported_languages), None)
    found = holidays.country_holidays(
        country, subdiv=region or None, years=list(years), categories=(what,), language=spoken
    )
    return sorted((name, day) for day, names in found.items() for name in names.split("; "))


def _stretches(days: Iterable[tuple[str, date]]) -> Iterator[tuple[date, date, str]]:
    """Days of one name that follow each other, as first and last day."""
    first: date | None = None
    last, known = date.min, ""
    for name, day in days:
        if first is not None and name == known and day == last + timedelta(days=1):
            last = day
            continue
        if first is not None:
            yield first, last, known
        first, last, known = day, day, name
    if first is not None:
        yield first, last, known
