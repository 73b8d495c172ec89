"""What a solver came to, so that they can be laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread
from time import process_time
from typing import Any

from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True)
class Found:
    """CPU seconds to the first plan, if known, and in all; the price of the best plan, as far as the solver came with
    it, tier by tier. It is the least there is if proven."""

    first: float | None
    spent: float
    tiers: dict[str, int]
    is_proven: bool


class First(cp_model.CpSolverSolutionCallback):
    """When the first solution came, in CPU seconds since `begun`."""

    def __init__(self, begun: float) -> None:
        super().__init__()
        self.begun = begun
        self.at: float | None = None

    def on_solution_callback(self) -> None:
        if self.at is None:
            self.at = process_time() - self.begun


def solve(solver: cp_model.CpSolver, model: cp_model.CpModel, seen: First, until: float) -> Any:
    """Solves with one worker until this process has had so much CPU time, however busy the machine is."""
    is_over = Event()

    def stop_in_time() -> None:
        while not is_over.wait(0.02):
            if process_time() >= until:
                solver.stop_search()
                return

    solver.parameters.num_workers = 1
    watch = Thread(target=stop_in_time)
    watch.start()
    try:
        return solver.solve(model, seen)
    finally:
        is_over.set()
        watch.join()
