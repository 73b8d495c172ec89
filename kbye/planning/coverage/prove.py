"""Asks a process of its own for proofs, so that nobody waits for a solver to load, or pays for it twice.

Without ortools there are no proofs, and every plan is called good rather than best.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import TracebackType
from typing import IO, Self

from kbye.planning.coverage.outcome import Unproven
from kbye.planning.coverage.problem import Plan, Problem

MODULE = "kbye.planning.coverage.exact"


@dataclass(frozen=True, slots=True)
class Request:
    """`seconds` are about those of a machine with nothing else to do: the solver counts its own work.

    `parts` of them go into better plans rather than proofs. With `whole` it is over as soon as something is sure to
    be left open. What was found for the same problem before is gone on with, if it is not to be begun `anew`: then the
    answer does not depend on what was asked before.
    """

    problem: Problem
    hint: Plan
    seconds: float
    parts: float = 0.0
    whole: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The best plan found, and the first tier that is not proven. `spent` is in seconds as the request counts them."""

    plan: Plan
    unproven: Unproven | None
    spent: float = field(default=0.0, compare=False)


def possible() -> bool:
    """True if the solver is installed here."""
    return find_spec("ortools") is not None


class Prover:
    """A process that proves one problem after the other. Use it as a context; leaving it ends the process.

    `spent` are the seconds that all proofs have taken, as requests count them: the same on every machine.
    """

    def __init__(self) -> None:
        self.spent = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def begin(self) -> None:
        """Starts loading the solver, while the caller looks for a first plan."""
        if self._process is None and possible():
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no text from outside
                [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )

    def prove(
        self,
        problem: Problem,
        hint: Plan,
        seconds: float,
        watch: Callable[[Plan], None] | None = None,
        *,
        parts: float = 0.0,
        whole: bool = False,
        anew: bool = False,
    ) -> Proof | None:
        """The proof, or None if there is no solver or it gave up. `watch` sees every better plan on the way."""
        self.begin()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            pickle.dump(Request(problem, hint, seconds, parts, whole, anew), process.stdin)
            process.stdin.flush()
            proof = _answers(process.stdout, watch)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.__exit__(None, None, None)
            return None
        self.spent += proof.spent if proof is not None else 0.0
        return proof


def _answers(stream: IO[bytes], watch: Callable[[Plan], None] | None) -> Proof | None:
    while True:
        answer = pickle.load(stream)  # noqa: S301 - written by the process that we started
        if isinstance(answer, Plan):
            if watch is not None:
                watch(answer)
            continue
        return answer if isinstance(answer, Proof) else None
