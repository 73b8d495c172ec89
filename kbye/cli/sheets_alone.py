"""Emergency sheets without the rest of kbye: while it cannot start, or by a second small process beside it.

Nothing here imports Django, so that nothing which is wrong with it stands in the way.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from threading import Event, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from kbye.emergency_page import files, serving
from kbye.web import clock

LOOK_AGAIN_SECONDS = 20.0


class _Quiet(WSGIRequestHandler):
    # One after the other: who is silent for so long waits no longer.
    timeout = 3

    def log_message(self, *said: Any) -> None:
        """What opens something stands in the path, so no path is logged."""


def server(host: str, port: int) -> WSGIServer:
    """Bound, and not yet serving. Raises OSError when the address is taken."""
    sheets = serving.first(_nothing_else, folder=files.folder_here(), now=clock.now)
    return make_server(host, port, sheets, handler_class=_Quiet)


def run(host: str, port: int) -> int:
    """`kbye sheets`: until it is told to stop; 0 then."""
    try:
        there = server(host, port)
    except OSError as error:
        raise SystemExit(f"kbye does not start: {error.strerror or error}.") from None
    print(
        f"Emergency sheets open on port {there.server_port}, and nothing else. Ctrl-C stops it.", flush=True
    )
    with there:
        try:
            there.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def serve_instead(reason: str, *, host: str, port: int, is_well: Sequence[str]) -> bool:
    """Say why kbye does not start, and serve the sheets there are until the command `is_well` ends with 0.

    False at once if there is nothing to serve, or nowhere.
    """
    if not any(name.endswith(".html") for name, _at in files.all_in(files.folder_here())):
        return False
    try:
        there = server(host, port)
    except OSError:
        return False
    print(reason, file=sys.stderr)
    print(
        "Meanwhile only the emergency sheets open here; kbye tries again by itself.",
        file=sys.stderr,
        flush=True,
    )
    with there:
        Thread(target=_stop_when_well, args=(there, is_well), daemon=True).start()
        there.serve_forever()
    return True


def _stop_when_well(there: WSGIServer, is_well: Sequence[str]) -> None:
    pause = Event()
    while True:
        pause.wait(LOOK_AGAIN_SECONDS)
        tried = subprocess.run(  # noqa: S603  # a command of our own
            is_well, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        if tried.returncode == 0:
            there.shutdown()
            return


def _nothing_else() -> serving.Application:
    return lambda request, start_response: serving.not_now().send(request, start_response)
