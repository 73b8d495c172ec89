"""Random situations of up to a day and a half with a bit of everything: too much to try, not too much to prove."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

Document = dict[str, Any]
# A common day, the turn of a week, and both nights of the clock change.
STARTS = ("2026-12-03T07:00", "2026-12-06T15:00", "2026-10-24T16:00", "2027-03-27T17:00", "2026-12-03T14:00")
NAMES = ("alex", "grandma", "noor", "kim")
KINDS = ("cannot", "cannot", "cannot", "rather_not", "rather_not", "unknown")


class Dice(Random):
    def maybe(self, chance: float) -> bool:
        return self.random() < chance


def document(seed: int, cells: int | None = None, minutes: int = 30) -> Document:
    """With carers who seldom can, so that something has to be decided."""
    dice = Dice(seed)
    cells = cells or dice.choice((16, 24, 32, 48))
    start = datetime.fromisoformat(dice.choice(STARTS))

    def at(cell: int) -> str:
        return (start + timedelta(minutes=minutes * cell)).strftime("%Y-%m-%dT%H:%M")

    def span(least: int, most: int) -> Document:
        first = dice.randint(-2, cells - 1)
        return {"from": at(first), "to": at(first + dice.randint(least, most))}

    places = ["home", "school", "pool"][: dice.choice((1, 2, 2, 3))]
    children = ["mia", "ben", "zoe"][: dice.choice((1, 2, 2, 3))]
    carers = [_carer(dice, name, children, places, minutes) for name in NAMES[: dice.choice((2, 3, 3, 4))]]
    if dice.maybe(0.3):
        carers.append({"id": "sam", "household": True})
    found: Document = {
        "version": 1,
        "zone": dice.choice(("Europe/Berlin", "Europe/Berlin", "America/New_York")),
        "grid_minutes": minutes,
        "children": [{"id": child, "name": child.title(), "born": "2020-03-01"} for child in children],
        "carers": carers,
        "busy": [_busy(dice, n, carers, places, span(2, 12)) for n in range(dice.randint(2, 8))],
        "places": places,
        "travel": [
            {"between": [one, other], "minutes": minutes * dice.choice((1, 1, 2))}
            for n, one in enumerate(places)
            for other in places[n + 1 :]
        ],
        "away": {"leaver": "sam", "from": at(0), "to": at(cells)},
    }
    if dice.maybe(0.1):
        found["away"] = {"leaver": "sam", "from": at(0), "horizon_minutes": cells * minutes}
    _days(dice, found, children, places, at, cells)
    found["occurrences"] = [
        _occurrence(dice, n, children, carers, places, span(2, 10), minutes)
        for n in range(dice.randint(0, 7))
    ]
    return found


def _carer(dice: Dice, name: str, children: list[str], places: list[str], minutes: int) -> Document:
    carer: Document = {"id": name, "name": name.title(), "household": name == "alex"}
    if name != "alex":
        carer["household"] = dice.maybe(0.15)
        carer["may_care"] = "all" if dice.maybe(0.6) else [child for child in children if dice.maybe(0.7)]
        if dice.maybe(0.7):
            collect = {place: children for place in places if dice.maybe(0.7)}
            carer["may_collect"] = "all" if dice.maybe(0.3) else collect
        if dice.maybe(0.5):
            carer["overnight"] = dice.maybe(0.6)
        carer["ask_rank"] = dice.randint(0, 3)
        carer["ask_minutes_min"] = minutes * dice.choice((1, 2, 3, 4))
        carer["ask_minutes_max"] = minutes * dice.choice((4, 8, 12, 48))
    if dice.maybe(0.25):
        carer["at_most"] = dice.choice((1, 2))
    if dice.maybe(0.25):
        carer["max_minutes_per_day"] = minutes * dice.choice((4, 8, 12))
    if dice.maybe(0.1):
        carer["max_minutes_per_week"] = minutes * dice.choice((6, 12))
    carer["skills"] = [skill for skill in ("medicine", "drive") if dice.maybe(0.6)]
    return carer


def _busy(dice: Dice, n: int, carers: list[Document], places: list[str], span: Document) -> Document:
    return {
        "id": f"b{n}",
        "carer": "alex" if dice.maybe(0.5) else dice.choice(carers)["id"],
        **span,
        "strength": dice.choice(KINDS),
        "movable": dice.maybe(0.5),
        "label": dice.choice(("", "Board")),
        "place": dice.choice([None, *places]),
    }


def _days(
    dice: Dice,
    found: Document,
    children: list[str],
    places: list[str],
    at: Callable[[int], str],
    cells: int,
) -> None:
    found["supervised"], found["asleep"] = [], []
    for child in children:
        cell = dice.randint(-3, 4)
        while cell < cells:
            length, kind = dice.randint(3, 10), dice.random()
            row = {"child": child, "from": at(cell), "to": at(cell + length)}
            if kind < 0.4 and len(places) > 1:
                edges = {"drop_off": dice.maybe(0.85), "pick_up": dice.maybe(0.85)}
                found["supervised"].append({**row, "place": dice.choice(places[1:]), **edges})
            elif kind < 0.75:
                found["asleep"].append(row)
            cell += length + dice.randint(0, 8)


def _occurrence(
    dice: Dice,
    n: int,
    children: list[str],
    carers: list[Document],
    places: list[str],
    span: Document,
    minutes: int,
) -> Document:
    return {
        "id": f"o{n}",
        "priority": dice.choice(("must", "must", "should", "nice")),
        "minutes": minutes * dice.choice((1, 1, 2)),
        "earliest": span["from"],
        "latest": span["to"],
        "place": dice.choice([None, "home", "home", *places]),
        "with": [child for child in children if dice.maybe(0.3)],
        "skills": [skill for skill in ("medicine", "drive") if dice.maybe(0.15)],
        "only": [dice.choice(carers)["id"]] if dice.maybe(0.1) else None,
        "beside_care": dice.maybe(0.75),
    }


def later(seed: int, before: Document, answer: Document) -> Document:
    """The same situation some time later: the plan was told, helpers said yes, and something came up."""
    dice = Dice(seed)
    start = datetime.fromisoformat(before["away"]["from"])
    minutes = before["grid_minutes"]
    cells = 24

    def at(cell: int) -> str:
        return (start + timedelta(minutes=minutes * cell)).strftime("%Y-%m-%dT%H:%M")

    asks = [{**ask, "accepted": dice.maybe(0.7)} for ask in answer["asks"]]
    busy = list(before["busy"])
    for n in range(dice.randint(1, 2)):
        first = dice.randint(0, cells)
        carer = dice.choice([carer["id"] for carer in before["carers"]])
        busy.append(
            {
                "id": f"new{n}",
                "carer": carer,
                "from": at(first),
                "to": at(first + dice.randint(2, 8)),
                "strength": "cannot",
            }
        )
    now = {"now": at(dice.randint(-3, 12))} if dice.maybe(0.8) else {}
    return {**before, "busy": busy, "previous": {**answer, "asks": asks}, **now}
