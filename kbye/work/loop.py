"""The one loop of the background work. It keeps nothing in memory that would be missed: what is due are rows."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from threading import Event, Lock, Thread

from django.db import close_old_connections, connections

from kbye.work import notices
from kbye.work.answers import ask_once_more
from kbye.work.asks import keep_asking
from kbye.work.calendar_accounts import look_around
from kbye.work.calendars_out import tidy_out, write_out
from kbye.work.collectors import remind_of_collectors
from kbye.work.emergencies import call_helpers, keep_open
from kbye.work.every import Chore, Every, Now
from kbye.work.offers import suggest_offers
from kbye.work.refreshing import Refresh, tidy_calendars
from kbye.work.sheets import tidy_sheets, write_sheets
from kbye.work.standing import Holidays, ask_on, bring_links, come_round_everywhere
from kbye.work.standing_in import PassingTime
from kbye.work.tidy import tidy

HOUR, TEN_MINUTES = timedelta(hours=1), timedelta(minutes=10)
IDLE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
log = logging.getLogger("kbye.work")


def all_chores() -> tuple[Chore, ...]:
    """In this order: what people wait for comes first."""
    return (
        write_sheets,
        notices.send_due,
        PassingTime(),
        call_helpers,
        keep_asking,
        ask_once_more,
        Every(HOUR, come_round_everywhere),
        Every(TEN_MINUTES, keep_open),
        Every(TEN_MINUTES, ask_on),
        Every(TEN_MINUTES, bring_links),
        Every(TEN_MINUTES, Holidays()),
        Every(HOUR, suggest_offers),
        Every(HOUR, remind_of_collectors),
        Every(HOUR, tidy),
        Every(HOUR, tidy_sheets),
    )


def calendar_chores() -> tuple[Chore, ...]:
    """In a loop of their own: a slow calendar keeps no message waiting."""
    return (look_around, write_out, Refresh(), Every(HOUR, tidy_calendars), Every(HOUR, tidy_out))


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
            _close_sqlite()
            self.failures = self.failures + 1 if failed else 0
            self.last_round_at = self.now()
            return done

    def _do(self, chore: Chore) -> int:
        try:
            return chore(self.now)
        finally:
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


def _close_sqlite() -> None:
    """This thread's: one that is open while a worker is forked misleads the worker about who holds which lock.

    https://www.sqlite.org/howtocorrupt.html, 2.6.
    """
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            connection.close()


class Loops:
    """All background work: what people wait for, and beside it the reading of calendars."""

    def __init__(self, *, now: Now) -> None:
        self.loops = (Loop(now=now), Loop(now=now, chores=calendar_chores()))

    def start(self) -> None:
        for loop in self.loops:
            loop.start()

    def stop(self, *, within_seconds: float) -> bool:
        for loop in self.loops:
            loop.end()
        ended = [loop.stop(within_seconds=within_seconds) for loop in self.loops]
        return all(ended)

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """No loop is at anything, and no SQLite connection is open."""
        with ExitStack() as resting:
            for loop in self.loops:
                resting.enter_context(loop.at_rest())
            yield
