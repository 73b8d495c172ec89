"""What often has to be done in a home with children: offered a few at a time, never all at once.

The table is `seeds.csv`. One figure of minutes for everybody, from time-use medians on a day done (the middle
where people differ) or estimated; a window on the wall clock; `must` only for medicine, fetching, appointments.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice

from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.responsibility import Priority, Responsibility

OFFERED_AT_ONCE = 3
AGE_BANDS = {
    "0": range(1),
    "1-2": range(1, 3),
    "3-5": range(3, 6),
    "6-12": range(6, 13),
    "13-17": range(13, 18),
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = {name: frozenset({number}) for number, name in enumerate(_WEEKDAYS)} | {
    "workdays": frozenset(range(5)),
    "daily": frozenset(range(7)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One row of the table. `weekdays`: Monday is 0. Minutes of the day may pass midnight, up to 2880.

    `ages`: full years of the children it is for; empty for what every home may have. `per_child`: one row for
    each child it fits. `stages`: of anticipate, identify, decide, monitor, those it needs besides doing.
    """

    key: str
    title: str
    kind: str
    priority: str
    minutes: int
    from_minute: int
    to_minute: int
    weekdays: frozenset[int]
    ages: frozenset[int]
    per_child: bool
    stages: str

    def fits(self, age: int | None) -> bool:
        """Whether it is for a child of that age; an age nobody told fits."""
        return not self.ages or age is None or age in self.ages


@cache
def all_seeds() -> tuple[Seed, ...]:
    """The whole table, in the order in which it is offered."""
    text = (resources.files("kbye.household") / "seeds.csv").read_text(encoding="utf-8")
    return tuple(_seed(row) for row in csv.DictReader(text.splitlines()))


def seed_called(key: str) -> Seed | None:
    return next((seed for seed in all_seeds() if seed.key == key), None)


def offer(household: Household, *, on: date, limit: int = OFFERED_AT_ONCE) -> tuple[Seed, ...]:
    """The next few that fit the children on that day and were neither taken nor turned down; always the same.

    Musts are never among them: a time that is only guessed must not stand on anybody's sheet.
    """
    children = list(Member.objects.of(household).children())
    known = set(Responsibility.objects.of(household).exclude(seed="").values_list("seed", flat=True))
    fitting = (
        seed
        for seed in all_seeds()
        if seed.priority != Priority.MUST
        and seed.key not in known
        and (not seed.ages or fitting_children(seed, children, on=on))
    )
    return tuple(islice(fitting, limit))


def fitting_children(seed: Seed, children: Iterable[Member], *, on: date) -> list[Member]:
    return [child for child in children if seed.fits(child.age(on))]


def _seed(row: dict[str, str]) -> Seed:
    start, end = _minute(row["from"]), _minute(row["to"])
    bands = AGE_BANDS if row["ages"] == "all" else row["ages"].split()
    ages: frozenset[int] = frozenset().union(*(AGE_BANDS[band] for band in bands))
    return Seed(
        key=row["seed"],
        title=row["title"],
        kind=Responsibility.Kind(row["kind"]),
        priority=Priority(row["priority"]),
        minutes=int(row["minutes"]),
        from_minute=start,
        to_minute=end if end > start else end + 24 * 60,
        weekdays=frozenset().union(*(_DAYS[name] for name in row["weekdays"].split())),
        ages=frozenset() if row["ages"] == "all" else ages,
        per_child=row["per_child"] == "yes",
        stages=row["stages"],
    )


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
