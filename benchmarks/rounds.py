"""Measuring two things side by side so that a noisy machine disturbs both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

ROUNDS, TIMES = 9, 40


def cpu_seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """CPU seconds of one call, averaged over `times`."""
    before = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - before) / times


def side_by_side(**works: Callable[[], object]) -> dict[str, float]:
    """The median CPU seconds of each, interleaved; every one is called once beforehand."""
    for work in works.values():
        work()
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            found[name].append(cpu_seconds(work))
    return {name: median(values) for name, values in found.items()}
