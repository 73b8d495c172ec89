"""`kbye work`: the background work alone."""

from __future__ import annotations

import signal

from kbye.cli import prepare
from kbye.web import clock
from kbye.work.loop import Loops

STOPS = {signal.SIGTERM, signal.SIGINT}
SECONDS_TO_STOP = 3


def run() -> int:
    """Work until told to stop (SIGTERM or Ctrl-C); returns 0 then."""
    prepare.everything()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    loop = Loops(now=clock.now)
    loop.start()
    print("kbye is at work. Ctrl-C stops it.", flush=True)
    signal.sigwait(STOPS)
    loop.stop(within_seconds=SECONDS_TO_STOP)
    return 0
