"""`kbye serve`: pages and background work from one command.

granian's supervising process starts the workers that serve pages, and sends the mail in a thread of its own.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from kbye.cli import prepare, set_up_code
from kbye.outside import port
from kbye.web import clock
from kbye.web.reach import Reach, reach_of
from kbye.work.loop import Loops

APPLICATION = "kbye.wsgi:application"
SECONDS_TO_STOP = 3


def run() -> int:
    """Serve until told to stop (SIGTERM or Ctrl-C); 0 then, 1 when it could not start or went wrong."""
    if reason := port.why_not(settings.HOST, settings.PORT):
        raise SystemExit(f"kbye does not start: {reason}")
    workers = _workers()
    prepare.everything()
    load()
    address = set_up_code.first_address()
    Supervisor(workers=workers, background=Loops(now=clock.now), address=address).serve()
    return 0


def load() -> None:
    """Import the application and its pages once, before workers are forked from this process.

    They start quicker, share the memory, and a mistake shows here instead of in a worker.
    """
    import_module(APPLICATION.partition(":")[0]).load()
    assert get_resolver().url_patterns


def _workers() -> int:
    wanted = os.environ.get("KBYE_WORKERS", "").strip() or "1"
    if not wanted.isdecimal() or int(wanted) == 0:
        raise SystemExit("kbye does not start: KBYE_WORKERS is how many processes serve pages, 1 or more.")
    return int(wanted)


class Supervisor(MPServer):
    """Looks after the workers; one that dies is replaced, unless it keeps dying."""

    def __init__(self, *, workers: int, background: Loops, address: str) -> None:
        self.background, self.address_to_open = background, address
        super().__init__(
            APPLICATION,
            address=settings.HOST,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=min(4, 2 * (os.cpu_count() or 1) + 1),
            respawn_failed_workers=True,
            workers_kill_timeout=SECONDS_TO_STOP,
            log_level=LogLevels.warning,
            log_access=False,
        )

    def startup(self, *loading: Any) -> None:
        super().startup(*loading)  # type: ignore[no-untyped-call]
        # After the workers: a process is best forked while it has no other thread.
        self.background.start()
        print(welcome(self.address_to_open), flush=True)

    def _respawn_workers(self, *which: Any, **more: Any) -> None:
        with self.background.at_rest():
            super()._respawn_workers(*which, **more)

    def _spawn_worker(self, *args: Any, **named: Any) -> Any:
        loaded = named["callback_loader"]

        def in_a_group_of_its_own() -> object:
            # Ctrl-C reaches a whole group: a worker that left before it is told to would count as one that died.
            os.setpgrp()
            return loaded()

        return super()._spawn_worker(*args, **{**named, "callback_loader": in_a_group_of_its_own})

    def shutdown(self, exit_code: int = 0) -> None:
        self.background.stop(within_seconds=SECONDS_TO_STOP)
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]


def welcome(address: str) -> str:
    """What is printed once pages are served; the first address stands on a line of its own."""
    lines = [f"kbye is ready: {address}"]
    if "/start/" in address:
        lines = ["kbye is ready. To start, open this once:", "", f"    {address}", ""]
    if reach_of(address) is Reach.THIS_COMPUTER:
        lines.append(
            "Only this computer can open it. For other phones: KBYE_PUBLIC_ADDRESS, see docs/hosting.md."
        )
    return "\n".join([*lines, "Ctrl-C stops it."])
