"""Public holidays of a country, and which country a time zone lies in. Nothing is asked of the network.

Countries and their zones are read from the tables that come with tzdata (public domain).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files

_ENGLISH = ("en_US", "en")


@cache
def countries() -> dict[str, str]:
    """ISO 3166 code to English name, sorted by name."""
    found = {row[0]: row[1] for row in _rows("iso3166.tab")}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def country_of(zone: str) -> str:
    """The country in which this zone's city lies, "DE" for Europe/Berlin; "" if no country has it."""
    return _by_zone().get(zone, "")


@cache
def _by_zone() -> dict[str, str]:
    return {row[2]: row[0] for row in _rows("zone.tab")}


def _rows(name: str) -> Iterator[list[str]]:
    """The tab-separated lines of a table of tzdata, comments left out."""
    for line in files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def public_holidays(country: str, years: Iterable[int], *, language: str = "en") -> set[tuple[date, str]]:
    """Days and names of the nationwide public holidays of those years; none for a country nobody has listed.

    Names are in `language` if there are any, else in English, else in the country's own. The package is loaded
    here and not above: pages know this module, but never need the tables of the world.
    """
    import holidays

    try:
        listed = holidays.country_holidays(country, years=())
    except (NotImplementedError, AttributeError, KeyError):
        return set()
    spoken = next((one for one in (language, *_ENGLISH) if one in listed.supported_languages), None)
    found = holidays.country_holidays(country, years=list(years), language=spoken)
    return {(day, name) for day, names in found.items() for name in names.split("; ")}
