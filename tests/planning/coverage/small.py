"""Problems of three lines: one day in half-hours, from 08:00 on, Alex at home and whatever a test adds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.problem import Problem

EIGHT = datetime(2026, 12, 3, 8)  # noqa: DTZ001 - a wall clock


def at(cell: int) -> str:
    """When this half-hour starts."""
    return (EIGHT + timedelta(minutes=30 * cell)).strftime("%Y-%m-%dT%H:%M")


def document(cells: int = 4, **parts: Any) -> dict[str, Any]:
    """Mia and Alex; `parts` replace or add keys of the situation file."""
    return {
        "version": 1,
        "zone": "Europe/Berlin",
        "grid_minutes": 30,
        "children": [{"id": "mia", "name": "Mia"}],
        "carers": [{"id": "alex", "name": "Alex", "household": True}],
        "away": {"leaver": "sam", "from": at(0), "to": at(cells)},
        **parts,
    }


def problem(cells: int = 4, **parts: Any) -> Problem:
    return grid.problem(reader.situation(document(cells, **parts)))


def two_places(minutes: int = 30) -> dict[str, Any]:
    return {"places": ["home", "school"], "travel": [{"between": ["home", "school"], "minutes": minutes}]}


def ruth(**more: Any) -> dict[str, Any]:
    """A helper who may have everybody."""
    return {"id": "ruth", "name": "Grandma", "may_care": "all", **more}


def alex(**more: Any) -> dict[str, Any]:
    return {"id": "alex", "name": "Alex", "household": True, **more}


def busy(carer: str, first: int, last: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{carer}{first}",
        "carer": carer,
        "from": at(first),
        "to": at(last),
        "strength": "cannot",
        **more,
    }


def school(first: int, last: int, child: str = "mia", **more: Any) -> dict[str, Any]:
    return {"child": child, "from": at(first), "to": at(last), "place": "school", **more}


def asleep(first: int, last: int, child: str = "mia") -> dict[str, Any]:
    return {"child": child, "from": at(first), "to": at(last)}


def task(first: int, last: int, minutes: int = 30, **more: Any) -> dict[str, Any]:
    return {
        "id": "inhaler",
        "priority": "must",
        "minutes": minutes,
        "earliest": at(first),
        "latest": at(last),
        **more,
    }
