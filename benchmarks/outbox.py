"""What a notice costs from being written to being sent, and what finding and claiming one costs among 10,000."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from statistics import median

from django.db import connection
from django.test import Client, override_settings

from benchmarks.pages import bare_page
from benchmarks.rounds import side_by_side
from kbye.household.notice import Notice
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.household.tripwire import spanning_households
from kbye.web import clock
from kbye.work.notices import AT_ONCE, send_due

ROWS = 10_000
TIMES = 200
_numbers = count()


def report(kbye: Client) -> None:
    member = Member.objects.adults().exclude(user=None).select_related("household").first()
    assert member is not None
    member.email = "alex@example.org"
    member.save(update_fields=["email"])
    Notice.objects.filter(household=member.household).delete()
    _cost_of_one(member, bare_page(kbye))
    _cost_among_many(member)


def _cost_of_one(member: Member, bare: Callable[[], None]) -> None:
    with _post_office() as port:
        server = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, "SENDS_MAIL": True}
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", **server):
            found = side_by_side(
                bare=bare, write=lambda: _write(member), send=lambda: _write_and_send(member)
            )
    for name, seconds in (("notice written", found["write"]), ("notice mailed", found["send"])):
        print(f"{name:<18}{seconds * 1000:7.2f} ms CPU   {seconds / found['bare']:.1f} × bare")


def _write(member: Member) -> None:
    written = _tell(member)
    Notice.objects.filter(household=member.household, pk=written.pk).delete()


def _write_and_send(member: Member) -> None:
    written = _tell(member)
    assert send_due(clock.now) == 1
    assert Notice.objects.filter(household=member.household, pk=written.pk).delete()[0] == 1


def _tell(member: Member) -> Notice:
    [written] = tell(
        member,
        kind="answer",
        subject="Alex: got it",
        body="Friday 4 December, 18:00–22:00",
        time_away=None,
        key=f"bench:{next(_numbers)}",
        due_at=clock.now(),
        # Nothing is folded, and quiet hours do not matter.
        urgent=True,
    )
    return written


def _cost_among_many(member: Member) -> None:
    now = clock.now()
    _fill(member, AT_ONCE, now, state=Notice.State.WAITING)
    alone = _claiming(now)
    _fill(member, ROWS - AT_ONCE, now, state=Notice.State.SENT)
    among_sent = _claiming(now)
    Notice.objects.filter(household=member.household).update(state=Notice.State.WAITING)
    among_due = _claiming(now)
    print(f"claim of {AT_ONCE}       {alone * 1000:7.2f} ms CPU")
    for name, seconds in ((f"of {ROWS}, {AT_ONCE} due", among_sent), (f"of {ROWS}, all due", among_due)):
        print(f"{name:<18}{seconds * 1000:7.2f} ms CPU   {seconds / alone:.1f} × a claim of {AT_ONCE}")
    print(f"its plan          {_plan(now)}")


def _fill(member: Member, rows: int, now: datetime, *, state: str) -> None:
    Notice.objects.bulk_create(
        Notice(
            household=member.household,
            key=f"bench:{next(_numbers)}",
            kind="answer",
            person=member,
            address="alex@example.org",
            subject="Alex: got it",
            body="Friday 4 December, 18:00–22:00",
            due_at=now - timedelta(minutes=number % 600),
            state=state,
        )
        for number in range(rows)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _claiming(now: datetime) -> float:
    """The median CPU seconds of finding the fifty that are next and claiming the first; it is let go again."""
    took = []
    with spanning_households():
        for _ in range(TIMES):
            began = time.process_time()
            first = _next(now)[0]
            assert Notice.objects.claim(first, now=now)
            took.append(time.process_time() - began)
            rows = Notice.objects.filter(household=first.household_id, pk=first.pk)
            rows.update(lease_until=None, attempts=0)
    return median(took)


def _next(now: datetime) -> list[Notice]:
    """As the background work asks."""
    due = Notice.objects.due(now).select_related("link", "channel", "person__household", "time_away__leaver")
    return list(due.order_by("-is_urgent", "due_at", "pk")[:AT_ONCE])


def _plan(now: datetime) -> str:
    with spanning_households():
        told = Notice.objects.due(now).order_by("-is_urgent", "due_at", "pk")[:AT_ONCE].explain()
    return next((line.strip() for line in told.splitlines() if "notice_due" in line), "WITHOUT THE INDEX")


@contextmanager
def _post_office() -> Iterator[int]:
    """A mail server in a process of its own, so that its work is not counted as ours."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "aiosmtpd",
        "-n",
        "-l",
        f"127.0.0.1:{port}",
        "-c",
        "aiosmtpd.handlers.Sink",
    ]
    with subprocess.Popen(command) as running:
        try:
            _wait_for(lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close())
            yield port
        finally:
            running.terminate()


def _wait_for(knock: Callable[[], None]) -> None:
    for _ in range(100):
        try:
            return knock()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The mail server for the measurement does not start.")
