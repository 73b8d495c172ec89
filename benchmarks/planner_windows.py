"""When somebody could go, over weeks and a year: masks against intervals and against looking at every slot."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time

import portion

from kbye.planning.coverage.masks import cells_of, mask, runs

PER_DAY, PEOPLE, LENGTH = 288, 6, 48  # five minutes each; away for four hours
ROUNDS = 9
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


def by_masks(kept: list[int], cells: int) -> int:
    """The cells from which on it works: who leaves is free all along, and so is always one of the others."""
    leaver, nobody, *others = kept
    for busy in others:
        nobody &= busy
    return runs(((1 << cells) - 1) ^ (leaver | nobody), LENGTH)


def by_portion(people: list[Stretches], cells: int) -> list[portion.Interval]:
    """The stretches in which it works, which is how portion says the same."""
    busy = [portion.Interval(*(portion.closedopen(*row) for row in rows)) for rows in people]
    nobody = busy[1]
    for other in busy[2:]:
        nobody &= other
    free = portion.closedopen(0, cells) - (busy[0] | nobody)
    return [one for one in free if one.upper - one.lower >= LENGTH]


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


def agree(people: list[Stretches], cells: int) -> bool:
    """All three find the same starts."""
    starts = list(cells_of(by_masks(masks(people, cells), cells)))
    stretches = by_portion(people, cells)
    return (
        starts == by_slot(people, cells)
        and starts == [at for one in stretches for at in range(one.lower, one.upper - LENGTH + 1)]
    )  # fmt: skip


def measured(people: list[Stretches], cells: int) -> dict[str, float]:
    """CPU seconds of each, interleaved."""
    kept = masks(people, cells)
    rounds = [
        {
            "built": seconds(lambda: by_masks(masks(people, cells), cells), 10),
            "kept": seconds(lambda: by_masks(kept, cells), 100),
            "portion": seconds(lambda: by_portion(people, cells)),
            "loop": seconds(lambda: by_slot(people, cells)),
        }
        for _ in range(ROUNDS)
    ]
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def report() -> None:
    for name, days in (("12 weeks", 84), ("a year", 365)):
        people, cells = calendars(days), days * PER_DAY
        assert agree(people, cells)
        took = measured(people, cells)
        entries = sum(map(len, people))
        print(f"windows over {name} at five minutes, {PEOPLE} people, {entries} entries, median of {ROUNDS}")
        for peer in ("portion", "loop"):
            built, kept = (took[peer] / took[ours] for ours in ("built", "kept"))
            print(f"  {peer:<28} {1000 * took[peer]:.1f} ms; {built:.0f} × the masks with building them, "
                  f"{kept:.0f} × kept masks")  # fmt: skip


if __name__ == "__main__":
    report()
