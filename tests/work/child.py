"""A worker in a process of its own, on a database of its own: `python -m tests.work.child <what> <point> <count>`."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

import django


def main(what: str, point: str, count: int) -> None:
    django.setup()
    from tests.people import THURSDAY_NOON

    if what == "begin":
        begin()
    elif what == "wait":
        wait(point, count)
    elif what == "die":
        for one in point.split(","):
            die_apart(one, count, THURSDAY_NOON)
    elif what == "race":
        relaxed()
        work(THURSDAY_NOON)
    else:
        work(THURSDAY_NOON + timedelta(minutes=3))
        report()


def begin() -> None:
    from django.core.management import call_command

    from tests.people import family

    call_command("migrate", verbosity=0)
    family()


def die_apart(point: str, count: int, now: datetime) -> None:
    """A process that sends so many and ends at this point, as abruptly as with a pulled plug."""
    from tests.work.crash_points import dying_at

    child = os.fork()
    if child == 0:
        wait(point, count)
        with dying_at(point, lambda: os._exit(9)):
            work(now)
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9, f"nobody died {point}"


def wait(name: str, count: int) -> None:
    """Puts that many notices for Alex into the outbox, urgent, so that none is folded."""
    from kbye.household.notice import Notice
    from kbye.household.people import Member
    from tests.people import THURSDAY_NOON

    alex = Member.objects.get(name="Alex")
    Notice.objects.bulk_create(
        Notice(
            household_id=alex.household_id,
            key=f"{name}:{number}:mail",
            person=alex,
            address="alex@example.org",
            subject=f"{name} {number}",
            body="18:00–22:00",
            due_at=THURSDAY_NOON,
            is_urgent=True,
        )
        for number in range(count)
    )


def work(now: datetime) -> None:
    from kbye.work.notices import send_due

    while send_due(lambda: now):
        pass


def relaxed() -> None:
    """What is not about pulled plugs need not wait for the disk."""
    from django.conf import settings
    from django.db import connection

    if settings.IS_SQLITE:
        connection.cursor().execute("PRAGMA synchronous=OFF")


def report() -> None:
    """How many notices there are in each state."""
    from django.db.models import Count

    from kbye.household.notice import Notice

    for state, count in Notice.objects.values_list("state").annotate(Count("pk")).order_by("state"):
        sys.stdout.write(f"{state} {count}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
