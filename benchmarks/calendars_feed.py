"""Our feed of 3,400 times away, as it is kept, against Radicale's GET of the same calendar; both as WSGI applications.

CPU time, each in its own process, the median of the rounds. `make check` installs Radicale.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

EVENTS = 3_400
ROUNDS = 5
AT_ONCE = 50
TOOLS = Path(__file__).parents[1] / ".venv" / "tools" / "bin" / "python"


def report() -> None:
    path, text = _a_feed()
    plain = _whole(text)
    radicale = _radicale(plain)
    tag = _ask(path)[1]["ETag"]
    works: dict[str, Callable[[], str]] = {
        "kept, gzipped": lambda: _ask(path)[0],
        "nothing new (304)": lambda: _ask(path, HTTP_IF_NONE_MATCH=tag)[0],
    }
    print(f"{EVENTS:,} times away, {len(plain) / 1024:,.0f} KB, {len(text) / 1024:,.0f} KB gzipped")
    print(f"  Radicale's GET      {radicale * 1e3:9.2f} ms")
    for name, work in works.items():
        took = median(_cpu_seconds(work) for _round in range(ROUNDS))
        print(f"  {name:<19} {took * 1e3:9.3f} ms   {radicale / took:8,.0f} × less")


def _a_feed() -> tuple[str, bytes]:
    """A household with a long life, and the path of its feed, which was fetched once."""
    from django.core.management import call_command

    from kbye.feeds.actions import make_feed
    from kbye.household.away import HandOver, TimeAway
    from kbye.household.feed import Detail, Whose
    from kbye.household.household import Household
    from kbye.household.people import Member
    from kbye.web import clock
    from kbye.web.links import path_of

    call_command("migrate", verbosity=0)
    now = clock.now()
    household = Household.objects.create(zone="Europe/Berlin", country="DE", created_at=now)
    sam, alex = (
        Member.objects.create(household=household, kind="adult", name=name, place=place, colour=place + 1)
        for place, name in enumerate(("Sam", "Alex"))
    )
    rows = [
        TimeAway(
            household=household,
            leaver=sam,
            length="evening",
            manner="announcement",
            starts_at=now + timedelta(hours=5 * number - 8000),
            ends_at=now + timedelta(hours=5 * number - 7996),
            told_at=now,
            created_at=now,
        )
        for number in range(EVENTS)
    ]
    TimeAway.objects.bulk_create(rows, batch_size=500)
    HandOver.objects.bulk_create(
        (HandOver(household=household, time_away=row, person=alex, part="stays") for row in rows),
        batch_size=500,
    )
    feed = make_feed(member=sam, whose=Whose.MINE, detail=Detail.NAMES, label="", now=now)
    path = path_of(feed.link)
    status, _headers, body = _answer(path)
    assert status.startswith("200"), status
    assert _whole(body).count(b"BEGIN:VEVENT") == EVENTS
    return path, body


def _radicale(plain: bytes) -> float:
    assert TOOLS.exists(), "make check installs it"
    with tempfile.NamedTemporaryFile(suffix=".ics") as file:
        file.write(plain)
        file.flush()
        program = str(Path(__file__).with_name("radicale_apart.py"))
        run = subprocess.run(
            [str(TOOLS), program, file.name, str(ROUNDS)], capture_output=True, text=True, check=True
        )
    found = json.loads(run.stdout)
    # The same calendar came back, in Radicale's own order.
    assert abs(found["bytes"] - len(plain)) < len(plain) / 5, found["bytes"]
    return float(median(found["cpu"]))


def _cpu_seconds(work: Callable[[], str]) -> float:
    began = time.process_time()
    for _each in range(AT_ONCE):
        work()
    return (time.process_time() - began) / AT_ONCE


def _ask(path: str, **more: str) -> tuple[str, dict[str, str]]:
    status, headers, _body = _answer(path, **more)
    return status, headers


def _answer(path: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    """Through the whole of Django, as the web server asks."""
    import io

    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _trouble: object = None) -> None:
        said.update(status=status, headers=dict(headers))

    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(b""),
        **more,
    }
    response = _application()(environ, start)
    body = b"".join(response)
    response.close()
    return said["status"], said["headers"], body


def _application() -> Any:
    from django.core.wsgi import get_wsgi_application

    if not _kept:
        _kept.append(get_wsgi_application())
    return _kept[0]


_kept: list[Any] = []


def _whole(body: bytes) -> bytes:
    return gzip.decompress(body)
