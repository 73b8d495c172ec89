"""When somebody could go, over weeks and a year: masks against intervals and against looking at every slot."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time

import portion

from kbye.planning.coverage.masks import cells_of, mask, runs

PER_DAY, PEOPLE, LENGTH = 288, 6, 48  # five minutes each; away for four hours
ROUNDS = 7
Stretches = list[tuple[int, int]]


def calendars(days: int, seed: int = 1) -> list[Stretches]:
    """About four entries a day for everybody; the first is who leaves."""
    dice = Random(seed)
    found = []
    for _ in range(PEOPLE):
        firsts = sorted(dice.randrange(days * PER_DAY) for _ in range(4 * days))
        found.append([(first, first + dice.choice((6, 12, 18, 36))) for first in firsts])
    return found


def masks(people: list[Stretches], cells: int) -> list[int]:
    return [mask(rows, cells) for rows in people]


def by_masks(kept: list[int], cells: int) -> list[int]:
    leaver, *carers = kept
    nobody = (1 << cells) - 1
    for busy in carers:
        nobody &= busy
    return list(cells_of(runs(((1 << cells) - 1) & ~(leaver | nobody), LENGTH)))


def look(kept: list[int], cells: int) -> int:
    """The question itself, its answer still a mask."""
    leaver, *carers = kept
    nobody = (1 << cells) - 1
    for busy in carers:
        nobody &= busy
    return runs(((1 << cells) - 1) & ~(leaver | nobody), LENGTH)


def by_portion(people: list[Stretches], cells: int) -> list[int]:
    busy = [portion.Interval(*(portion.closedopen(*row) for row in rows)) for rows in people]
    nobody = busy[1]
    for other in busy[2:]:
        nobody &= other
    free = portion.closedopen(0, cells) - (busy[0] | nobody)
    return [at for one in free for at in range(one.lower, one.upper - LENGTH + 1)]


def by_slot(people: list[Stretches], cells: int) -> list[int]:
    busy = [bytearray(cells + 64) for _ in people]
    for row, rows in zip(busy, people, strict=True):
        for start, end in rows:
            for cell in range(start, end):
                row[cell] = 1
    found, run = [], 0
    for cell in range(cells):
        works = not busy[0][cell] and not all(row[cell] for row in busy[1:])
        run = run + 1 if works else 0
        if run >= LENGTH:
            found.append(cell - LENGTH + 1)
    return found


def seconds(work: Callable[[], object], times: int = 1) -> float:
    before = process_time()
    for _ in range(times):
        work()
    return (process_time() - before) / times


def report() -> None:
    for name, days in (("12 weeks", 84), ("a year", 365)):
        people, cells = calendars(days), days * PER_DAY
        kept = masks(people, cells)
        assert by_masks(kept, cells) == by_portion(people, cells) == by_slot(people, cells)
        rounds = [
            (
                seconds(lambda: look(masks(people, cells), cells), 5),  # noqa: B023 - called at once
                seconds(lambda: look(kept, cells), 50),  # noqa: B023
                seconds(lambda: by_portion(people, cells)),  # noqa: B023
                seconds(lambda: by_slot(people, cells)),  # noqa: B023
            )
            for _ in range(ROUNDS)
        ]
        built, query, intervals, slots = (median(column) for column in zip(*rounds, strict=True))
        print(f"windows over {name}, {PEOPLE} people, five minutes")
        print(
            f"  portion {intervals / built:.0f} × and a loop {slots / built:.0f} × the masks with building them"
        )
        print(f"  portion {intervals / query:.0f} × and a loop {slots / query:.0f} × kept masks")


if __name__ == "__main__":
    report()
