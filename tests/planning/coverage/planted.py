"""Situations in which a plan was put first and everything else built around it, so that one exists."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

START = datetime(2026, 12, 3, 7)  # noqa: DTZ001 - a wall clock
CELLS = 48  # half-hours: a day and a night


def at(cell: int) -> str:
    return (START + timedelta(minutes=30 * cell)).strftime("%Y-%m-%dT%H:%M")


def document(dice: Random) -> dict[str, Any]:
    """Turns of care at home, a trip to school and back by whoever has the turn, and musts inside turns."""
    carers = ["alex", "ruth", "noor"][: dice.choice((2, 3))]
    children = ["mia", "ben", "zoe"][: dice.choice((1, 2, 3))]
    turns = _turns(dice, carers)
    school = dice.randint(3, 8), dice.randint(12, 16)
    return {
        "version": 1,
        "zone": "Europe/Berlin",
        "grid_minutes": 30,
        "children": [{"id": child} for child in children],
        "carers": [
            {
                "id": carer,
                "household": carer == "alex",
                "may_care": "all",
                "may_collect": "all",
                "overnight": True,
                "ask_minutes_min": 30,
            }
            for carer in carers
        ],
        "busy": list(_busy(dice, carers, turns, school)),
        "supervised": [{"child": "mia", "from": at(school[0]), "to": at(school[1]), "place": "school"}],
        "asleep": [{"child": child, "from": at(24), "to": at(46)} for child in children],
        "places": ["home", "school"],
        "travel": [{"between": ["home", "school"], "minutes": 30}],
        "occurrences": list(_musts(dice, children, turns, school)),
        "away": {"leaver": "sam", "from": at(0), "to": at(CELLS)},
    }


def _turns(dice: Random, carers: list[str]) -> list[str]:
    """Who has everybody in each cell; turns change only at home: not around the trips."""
    turns: list[str] = []
    while len(turns) < CELLS:
        turns += [dice.choice(carers)] * dice.randint(6, 14)
    return turns[:CELLS]


def _busy(dice: Random, carers: list[str], turns: list[str], school: tuple[int, int]) -> Any:
    """Everybody is busy whenever they do not have the turn, now and then; never around the trips of their turn."""
    number = 0
    for carer in carers:
        for cell in range(CELLS):
            trip = any(abs(cell - edge) <= 2 for edge in school)
            if turns[cell] != carer and not trip and dice.random() < 0.5:
                number += 1
                yield {
                    "id": f"b{number}",
                    "carer": carer,
                    "from": at(cell),
                    "to": at(cell + 1),
                    "strength": "cannot",
                    "place": "home",
                }


def _musts(dice: Random, children: list[str], turns: list[str], school: tuple[int, int]) -> Any:
    """One must in each cell at most, at home, when the one with the turn is there with all but Mia at school."""
    free = [c for c in range(CELLS - 3) if c < 24 and all(abs(c - edge) > 2 for edge in school)]
    for number, cell in enumerate(dice.sample(free, min(len(free), 4))):
        there = [child for child in children if child != "mia" or not school[0] <= cell < school[1]]
        yield {
            "id": f"o{number}",
            "priority": "must",
            "minutes": 30,
            "earliest": at(cell),
            "latest": at(cell + 1 + dice.randint(0, 2)),
            "with": [child for child in there if dice.random() < 0.5],
            "only": [turns[cell]] if dice.random() < 0.5 else None,
        }
