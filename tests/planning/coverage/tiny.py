"""Random situations, small enough to try everything, as documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

Document = dict[str, Any]
DAY = datetime(2026, 12, 3)  # noqa: DTZ001 - a wall clock


def document(seed: int) -> Document:
    """A situation of a few half-hours, with a bit of everything now and then."""
    dice = Random(seed)
    cells = dice.choice((4, 5, 6, 7))
    start = DAY + timedelta(hours=dice.choice((7, 14, 20, 22, 4)))

    def at(cell: int) -> str:
        return (start + timedelta(minutes=30 * cell)).strftime("%Y-%m-%dT%H:%M")

    def span(least: int = 1) -> tuple[int, int]:
        first = dice.randint(-1, cells - 1)
        return first, first + dice.randint(least, 4)

    children = ["mia", "ben"][: dice.choice((1, 1, 2))]
    places = ["home", "school"] if dice.random() < 0.5 else ["home"]
    carers = [
        _carer(dice, name, children, places) for name in ("alex", "ruth", "noor")[: dice.choice((1, 2, 2))]
    ]
    names = [carer["id"] for carer in carers]
    found: Document = {
        "version": 1,
        "zone": "Europe/Berlin",
        "grid_minutes": 30,
        "children": [{"id": child} for child in children],
        "carers": carers,
        "busy": [_busy(dice, n, names, places, at, span()) for n in range(dice.choice((0, 1, 2, 3)))],
        "places": places,
        "travel": [{"between": ["home", "school"], "minutes": dice.choice((30, 30, 60))}]
        if len(places) > 1
        else [],
        "away": {"leaver": "sam", "from": at(0), "to": at(cells)},
    }
    _children(dice, found, children, places, at, span)
    found["occurrences"] = [
        _occurrence(dice, n, children, names, places, at, span(2))
        for n in range(dice.choice((0, 0, 1, 1, 2)))
    ]
    return found


def _carer(dice: Random, name: str, children: list[str], places: list[str]) -> Document:
    carer: Document = {"id": name, "household": name == "alex"}
    if name != "alex":
        carer["household"] = dice.random() < 0.2
        carer["may_care"] = [child for child in children if dice.random() < 0.85]
        if dice.random() < 0.7:
            carer["may_collect"] = {place: children for place in places if dice.random() < 0.7}
        carer["overnight"] = dice.random() < 0.6
        carer["ask_minutes_min"] = dice.choice((30, 60, 90))
        carer["ask_minutes_max"] = dice.choice((90, 120, 600))
    if dice.random() < 0.3:
        carer["at_most"] = 1
    if dice.random() < 0.2:
        carer["max_minutes_per_day"] = dice.choice((60, 90, 120))
    if dice.random() < 0.1:
        carer["max_minutes_per_week"] = dice.choice((60, 120))
    carer["skills"] = [skill for skill in ("medicine",) if dice.random() < 0.6]
    return carer


def _busy(
    dice: Random, n: int, names: list[str], places: list[str], at: Callable[[int], str], span: tuple[int, int]
) -> Document:
    return {
        "id": f"b{n}",
        "carer": dice.choice(names),
        "from": at(span[0]),
        "to": at(span[1]),
        "strength": dice.choice(("cannot", "cannot", "rather_not", "unknown")),
        "movable": dice.random() < 0.5,
        "place": dice.choice([None, *places]),
    }


def _children(
    dice: Random,
    found: Document,
    children: list[str],
    places: list[str],
    at: Callable[[int], str],
    span: Callable[[], tuple[int, int]],
) -> None:
    found["supervised"], found["asleep"] = [], []
    for child in children:
        kind, (first, last) = dice.random(), span()
        if kind < 0.5:
            found["supervised"].append(
                {
                    "child": child,
                    "from": at(first),
                    "to": at(last),
                    "place": places[-1],
                    "drop_off": dice.random() < 0.8,
                    "pick_up": dice.random() < 0.8,
                }
            )
        elif kind < 0.8:
            found["asleep"].append({"child": child, "from": at(first), "to": at(last)})


def _occurrence(
    dice: Random,
    n: int,
    children: list[str],
    names: list[str],
    places: list[str],
    at: Callable[[int], str],
    span: tuple[int, int],
) -> Document:
    return {
        "id": f"o{n}",
        "priority": dice.choice(("must", "must", "should", "nice")),
        "minutes": dice.choice((30, 30, 60)),
        "earliest": at(span[0]),
        "latest": at(span[1]),
        "place": dice.choice([None, *places]),
        "with": [child for child in children if dice.random() < 0.4],
        "skills": ["medicine"] if dice.random() < 0.2 else [],
        "only": [dice.choice(names)] if dice.random() < 0.15 else None,
        "beside_care": dice.random() < 0.8,
    }


def later(seed: int, before: Document, answer: Document) -> Document:
    """The same situation some time later: the plan was told, a helper said yes, and something came up."""
    dice = Random(seed)
    start = datetime.fromisoformat(before["away"]["from"])
    cells = (datetime.fromisoformat(before["away"]["to"]) - start) // timedelta(minutes=30)

    def at(cell: int) -> str:
        return (start + timedelta(minutes=30 * cell)).strftime("%Y-%m-%dT%H:%M")

    asks = [{**ask, "accepted": dice.random() < 0.7} for ask in answer["asks"]]
    carer = dice.choice([carer["id"] for carer in before["carers"]])
    first = dice.randint(0, cells - 1)
    new = {
        "id": "new",
        "carer": carer,
        "from": at(first),
        "to": at(first + dice.randint(1, 3)),
        "strength": "cannot",
    }
    now = {"now": at(dice.randint(-2, cells - 1))} if dice.random() < 0.8 else {}
    return {**before, "busy": [*before["busy"], new], "previous": {**answer, "asks": asks}, **now}
