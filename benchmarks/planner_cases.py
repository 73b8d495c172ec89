"""Families going away, drawn at random, of the sizes that docs/promises.md speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

Document = dict[str, Any]
FRIDAY = datetime(2026, 12, 4, 15)  # noqa: DTZ001 - a wall clock
HELPERS = ("grandma", "noor", "kim", "lou", "robin", "toni", "uma")
CHILDREN = ("mia", "ben", "zoe", "ida", "leo")
MUSTS, SHOULDS = 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    carers: int
    children: int
    days: int
    tasks: int
    places: tuple[str, ...] = ("home", "school")


DAY = Size("day", 4, 3, 1, 16)
WEEKEND = Size("weekend", 4, 3, 3, 50)
FOUR_DAYS = Size("four days, 60", 5, 3, 4, 60)
FULL_FOUR_DAYS = Size("four days, 120", 5, 3, 4, 120)
WEEK = Size("week", 8, 5, 7, 200)


def document(size: Size, seed: int) -> Document:
    """One adult at home with a job and a few commitments, helpers who can now and then, days like everybody's."""
    dice = Random(f"{size.name} {seed}")
    days = [FRIDAY.replace(hour=0) + timedelta(days=day) for day in range(size.days)]
    children = list(CHILDREN[: size.children])
    start = FRIDAY.replace(hour=7)
    end = start + timedelta(days=size.days) - timedelta(hours=1)
    carers = [{"id": "alex", "household": True, "skills": ["drive", "medicine"]}]
    carers += [_helper(dice, name, children, size.places) for name in HELPERS[: size.carers - 1]]
    found: Document = {
        "version": 1,
        "zone": "Europe/Berlin",
        "children": [{"id": child} for child in children],
        "carers": carers,
        "busy": [],
        "supervised": [],
        "asleep": [],
        "places": list(size.places),
        "travel": [{"between": list(size.places), "minutes": 15}] if len(size.places) > 1 else [],
        "occurrences": [],
        "away": {"leaver": "sam", "from": _text(start), "to": _text(end)},
    }
    for day in days:
        for number, child in enumerate(children):
            _day_of(dice, found, child, number, day)
        for carer in carers:
            _busy_on(dice, found, str(carer["id"]), day)
    for number in range(size.tasks):
        found["occurrences"].append(_task(dice, number, size, children, dice.choice(days)))
    return found


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def _helper(dice: Random, name: str, children: list[str], places: tuple[str, ...]) -> Document:
    return {
        "id": name,
        "may_care": [child for child in children if dice.random() < 0.8],
        "may_collect": {place: children for place in places[1:] if dice.random() < 0.7},
        "overnight": dice.random() < 0.3,
        "skills": [skill for skill in ("drive", "medicine") if dice.random() < 0.5],
        "ask_minutes_min": dice.choice((60, 90, 120)),
        "ask_minutes_max": dice.choice((240, 480, 1440)),
    }


def _day_of(dice: Random, found: Document, child: str, number: int, day: datetime) -> None:
    """School on weekdays for the first two, a nap for the others, and the night."""
    if number < 2 and len(found["places"]) > 1 and day.weekday() < 5:
        found["supervised"].append(
            {
                "child": child,
                "from": _text(day + timedelta(hours=8, minutes=30)),
                "to": _text(day + timedelta(hours=13 + number)),
                "place": found["places"][1],
            }
        )
    elif number >= 2:
        nap = day + timedelta(hours=12, minutes=30 * number - 60)
        found["asleep"].append(
            {
                "child": child,
                "from": _text(nap),
                "to": _text(nap + timedelta(minutes=60 + 30 * dice.randint(0, 2))),
            }
        )
    bed = day + timedelta(hours=20, minutes=-30 * number)
    found["asleep"].append(
        {"child": child, "from": _text(bed), "to": _text(day + timedelta(hours=30, minutes=30))}
    )


def _busy_on(dice: Random, found: Document, carer: str, day: datetime) -> None:
    """The adult at home has something for a few hours, helpers have most of their day."""
    spans = dice.randint(0, 2) if carer == "alex" else dice.randint(1, 3)
    for _ in range(spans):
        first = day + timedelta(minutes=15 * dice.randint(32, 76))
        length = timedelta(minutes=15 * dice.randint(4, 14 if carer == "alex" else 24))
        found["busy"].append(
            {
                "id": f"b{len(found['busy'])}",
                "carer": carer,
                "from": _text(first),
                "to": _text(first + length),
                "strength": dice.choice(("cannot", "cannot", "rather_not")),
                "movable": dice.random() < 0.3,
            }
        )


def _task(dice: Random, number: int, size: Size, children: list[str], day: datetime) -> Document:
    kind = dice.random()
    priority = "must" if kind < MUSTS else "should" if kind < SHOULDS else "nice"
    first = day + timedelta(minutes=15 * dice.randint(28, 72))
    minutes = 15 * dice.choice((1, 1, 2, 3))
    return {
        "id": f"o{number}",
        "priority": priority,
        "minutes": minutes,
        "earliest": _text(first),
        "latest": _text(first + timedelta(minutes=minutes + 15 * dice.randint(4, 16))),
        "place": "home",
        "with": [dice.choice(children)] if dice.random() < 0.3 else [],
        "skills": [dice.choice(("drive", "medicine"))] if dice.random() < 0.2 else [],
        "beside_care": dice.random() < 0.85,
    }
