"""The one loop of the background work. It keeps nothing in memory that would be missed: what is due are rows."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Lock, Thread

from django.db import close_old_connections

from kbye.work import notices
from kbye.work.answers import ask_once_more
from kbye.work.asks import keep_asking
from kbye.work.collectors import remind_of_collectors
from kbye.work.every import Chore, Every, Now
from kbye.work.offers import suggest_offers
from kbye.work.standing import Holidays, ask_on, bring_links, come_round_everywhere
from kbye.work.tidy import tidy

HOUR, TEN_MINUTES = timedelta(hours=1), timedelta(minutes=10)
IDLE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
log = logging.getLogger("kbye.work")


def all_chores() -> tuple[Chore, ...]:
    """In this order: what people wait for comes first."""
    return (
        notices.send_due,
        keep_asking,
        ask_once_more,
        Every(HOUR, come_round_everywhere),
        Every(TEN_MINUTES, ask_on),
        Every(TEN_MINUTES, bring_links),
        Every(TEN_MINUTES, Holidays()),
        Every(HOUR, suggest_offers),
        Every(HOUR, remind_of_collectors),
        Every(HOUR, tidy),
    )


class Loop:
    """Does every chore, again and again; a chore that fails holds up no other.

    `last_round_at` is the heartbeat: when the last round ended, None before the first.
    """

    def __init__(self, *, now: Now, chores: Sequence[Chore] | None = None) -> None:
        self.now = now
        self.chores = all_chores() if chores is None else chores
        self.last_round_at: datetime | None = None
        self.failures = 0
        self._ending, self._awake, self._busy = Event(), Event(), Lock()
        self._thread: Thread | None = None

    def run(self) -> None:
        """Work until `end`: at once while there is something to do, else once a second."""
        while not self._ending.is_set():
            if self.round() == 0:
                self._awake.wait(self.pause_seconds)
                self._awake.clear()

    def round(self) -> int:
        """Every chore once; returns how many things were done."""
        with self._busy:
            done, failed = 0, False
            for chore in self.chores:
                try:
                    done += self._do(chore)
                except Exception:
                    failed = True
                    log.exception("Background work did not get done")
            self.failures = self.failures + 1 if failed else 0
            self.last_round_at = self.now()
            return done

    def _do(self, chore: Chore) -> int:
        try:
            return chore(self.now)
        finally:
            # SQLite's connections end here, so that none is open when a worker is forked.
            close_old_connections()

    @property
    def pause_seconds(self) -> float:
        """Longer and longer while something keeps failing, as when the database is away."""
        return min(IDLE_SECONDS * 2.0 ** min(self.failures, 10), LONGEST_PAUSE_SECONDS)

    def wake(self) -> None:
        self._awake.set()

    def end(self) -> None:
        """Let the round under way finish and begin no other."""
        self._ending.set()
        self._awake.set()

    def start(self) -> None:
        """Run in a thread of this process, which may end without waiting for it: a lease outlives it."""
        self._thread = Thread(target=self.run, name="kbye-work", daemon=True)
        self._thread.start()

    def stop(self, *, within_seconds: float) -> bool:
        """End the thread and wait for it; False when it was still at something after that time."""
        self.end()
        if self._thread is None:
            return True
        self._thread.join(within_seconds)
        return not self._thread.is_alive()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Between two rounds: nothing is being done and no SQLite connection is open."""
        with self._busy:
            yield
