"""The complete example of the situation file."""

from __future__ import annotations

from typing import Any

EXAMPLE: dict[str, Any] = {
    "version": 1,
    "zone": "Europe/Berlin",
    "grid_minutes": 15,
    "children": [
        {"id": "mia", "name": "Mia", "born": "2020-03-01"},
        {"id": "ben", "name": "Ben", "born": "2025-02-01"},
    ],
    "carers": [
        {"id": "alex", "name": "Alex", "household": True},
        {
            "id": "grandma",
            "name": "Grandma",
            "may_care": ["mia", "ben"],
            "may_collect": {"school": ["mia"]},
            "ask_minutes_min": 90,
        },
    ],
    "busy": [
        {
            "id": "b1",
            "carer": "alex",
            "from": "2026-12-03T13:00",
            "to": "2026-12-03T17:00",
            "strength": "cannot",
            "movable": True,
            "label": "Board",
        }
    ],
    "supervised": [{"child": "mia", "from": "2026-12-03T08:30", "to": "2026-12-03T15:00", "place": "school"}],
    "asleep": [
        {"child": "mia", "from": "2026-12-03T19:30", "to": "2026-12-04T06:30"},
        {"child": "ben", "from": "2026-12-03T18:30", "to": "2026-12-04T06:30"},
    ],
    "places": ["home", "school"],
    "travel": [{"between": ["home", "school"], "minutes": 15}],
    "occurrences": [
        {
            "id": "inhaler",
            "priority": "must",
            "minutes": 15,
            "earliest": "2026-12-03T17:30",
            "latest": "2026-12-03T18:30",
            "with": ["ben"],
        },
        {
            "id": "bath",
            "priority": "nice",
            "minutes": 30,
            "earliest": "2026-12-03T18:00",
            "latest": "2026-12-03T19:30",
            "with": ["mia"],
        },
    ],
    "away": {"leaver": "sam", "from": "2026-12-03T07:30", "to": "2026-12-04T19:00"},
}
