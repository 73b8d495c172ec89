"""Slows down whoever tries addresses that open nothing. What opens, opens all the same: see ADR 9.

Counted in memory, by each process for itself, so that a bad request writes no row and costs next to nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST = 30
WITHIN = timedelta(minutes=10)
MACHINES_REMEMBERED = 4096


class Guesses:
    """How often each machine tried in vain within the last ten minutes; the machines seen longest ago are forgotten."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._one_at_a_time = Lock()

    def __len__(self) -> int:
        return len(self._tries)

    def are_too_many(self, machine: str, *, now: datetime) -> bool:
        """Count one more try of this machine; whether that is one too many."""
        with self._one_at_a_time:
            since, count = self._tries.pop(machine, (now, 0))
            if not since <= now < since + WITHIN:
                since, count = now, 0
            self._tries[machine] = since, count + 1
            if len(self._tries) > MACHINES_REMEMBERED:
                self._tries.popitem(last=False)
            return count >= MOST

    def forget(self) -> None:
        self._tries.clear()


guesses = Guesses()


def too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "errors/too_many.html", {"no_account_line": False}, status=429)
    response.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
    return response
