"""Phones with the run sheet open: what their asking costs the server, and how soon one sees what another ticked."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from django.conf import settings
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.occurrences import lay_out
from kbye.household.people import Member, User
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from kbye.household.weekdays import EVERY_DAY
from kbye.web import clock, unchanged
from kbye.web.phones import proof_of

HOUSEHOLDS, EVERY, SECONDS, TICKS_EVERY = 100, 1.0, 24.0, 0.5


@dataclass
class Phone:
    """One of the two in a household that have the sheet open: signed in, or on a link."""

    home: int
    sheet: str
    cookies: str
    version: str = ""


def report() -> None:
    phones_there, ticks = [], []
    for number in range(HOUSEHOLDS):
        two, tick = a_household(number)
        phones_there += two
        ticks.append(tick)
    with _served() as (port, processes):
        asyncio.run(_measure(port, processes, phones_there, ticks))


def a_household(number: int) -> tuple[list[Phone], Occurrence]:
    """Two phones with the sheet open, and one thing on it that can be ticked."""
    now = clock.now()
    home = Household.objects.create(zone="Europe/Berlin", country="DE", created_at=now)
    people = [Member(household=home, kind="adult", name=name) for name in ("Sam", "Alex", "Grandma")]
    leaver, stayer, helper = Member.objects.bulk_create(people)
    stayer.user = User.objects.create(email=f"alex{number}@example.org", created_at=now)
    stayer.save(update_fields=["user"])
    Member.objects.create(household=home, kind="child", name="Ben")
    for title in ("inhaler", "fetch from the choir", "drops"):
        Responsibility.objects.create(
            household=home, kind="care", title=title, priority=Priority.MUST, weekdays=EVERY_DAY,
            from_minute=0, to_minute=1440,
        )  # fmt: skip
    span = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=5)}
    row = TimeAway.objects.create(
        household=home,
        leaver=leaver,
        length="evening",
        manner="announcement",
        told_at=now,
        created_at=now,
        **span,
    )
    for one in (stayer, helper):
        HandOver.objects.create(household=home, time_away=row, person=one, part=HandOver.Part.STAYS)
    lay_out(row)
    link = Link.objects.make(household=home, purpose="stay", member=helper, time_away=row, now=now)
    signed_in = Client()
    signed_in.force_login(stayer.user)
    two = [
        Phone(number, f"/away/{row.pk}/sheet/fresh/", _cookies(signed_in)),
        Phone(number, f"/l/{link.token}/sheet/fresh/", f"{settings.PHONE_COOKIE_NAME}={proof_of(link)}"),
    ]
    for phone in two:
        # As if each had opened its sheet a moment ago; what that costs is another measurement.
        phone.version = unchanged.tag(home, phone.sheet, until=now + timedelta(minutes=10))
    return two, Occurrence.objects.of(home).filter(time_away=row)[0]


def _cookies(client: Client) -> str:
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())


@contextmanager
def _served() -> Iterator[tuple[int, list[int]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "PORT": str(port), "KBYE_PUBLIC_ADDRESS": "http://localhost"}
    command = [sys.executable, "-m", "kbye", "serve"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            next(line for line in running.stdout if "Ctrl-C" in line)
            yield port, [running.pid, *_children(running.pid)]
        finally:
            running.terminate()
            running.communicate()


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as found:
        return [int(one) for one in found.read().split()]


def _cpu_seconds(processes: list[int]) -> float:
    ticks = 0
    for pid in processes:
        with open(f"/proc/{pid}/stat", encoding="ascii") as found:
            numbers = found.read().rpartition(")")[2].split()
            ticks += int(numbers[11]) + int(numbers[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _measure(port: int, processes: list[int], there: list[Phone], ticks: list[Occurrence]) -> None:
    done: dict[tuple[int, str], float] = {}
    lag: list[float] = []
    asked = [0]
    over = asyncio.Event()
    tasks = [asyncio.create_task(_look(port, one, over, done, lag, asked)) for one in there]
    await asyncio.sleep(2 * EVERY)
    before, count, started = _cpu_seconds(processes), asked[0], time.monotonic()
    await _tick(ticks, done)
    spent, took = _cpu_seconds(processes) - before, time.monotonic() - started
    questions = asked[0] - count
    await asyncio.sleep(2 * EVERY)
    over.set()
    await asyncio.gather(*tasks)
    print(
        f"{len(there)} phones         {questions / took:5.0f} questions a second, {spent / took:.0%} of one core"
    )
    print(f"one question      {spent / questions * 1000:7.2f} ms CPU in all, the server's own part included")
    print(
        f"seen by another   {median(lag):7.2f} s median, {quantiles(lag, n=20)[-1]:.2f} s 95 %, {max(lag):.2f} s most"
    )


async def _tick(ticks: list[Occurrence], done: dict[tuple[int, str], float]) -> None:
    """Somebody's tick, written as the pages write it: the row and the household's counter in one transaction."""
    from asgiref.sync import sync_to_async

    from kbye.go.actions import tick, untick

    def change(row: Occurrence) -> None:
        by = Member.objects.of(row.household).get(name="Grandma")
        now = clock.now()
        if row.done_at is None:
            tick(occurrence=row, by=by, now=now)
        else:
            untick(occurrence=row, by=by, now=now)

    picked = random.Random(7)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        row = picked.choice(ticks)
        await sync_to_async(change)(row)
        home = ticks.index(row)
        seq = await sync_to_async(lambda row=row: Household.objects.get(pk=row.household_id).event_seq)()
        done[home, str(seq)] = time.monotonic()
        await asyncio.sleep(TICKS_EVERY)


async def _look(
    port: int,
    phone: Phone,
    over: asyncio.Event,
    done: dict[tuple[int, str], float],
    lag: list[float],
    asked: list[int],
) -> None:
    await asyncio.sleep(random.random() * EVERY)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seen = ""
    while not over.is_set():
        started = time.monotonic()
        writer.write(
            f"GET {phone.sheet} HTTP/1.1\r\nHost: localhost\r\nCookie: {phone.cookies}\r\n"
            f"If-None-Match: {phone.version}\r\n\r\n".encode()
        )
        status, headers = await _answer(reader)
        asked[0] += 1
        assert status in {200, 304}, (status, phone.sheet)
        if status == 200:
            phone.version = headers["etag"]
            seq = phone.version.split(".")[1]
            if (at := done.get((phone.home, seq))) and seq != seen:
                lag.append(time.monotonic() - at)
            seen = seq
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - started)))
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    status = int((await reader.readline()).split()[1])
    headers = {}
    while line := (await reader.readline()).strip():
        name, _colon, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    if length := int(headers.get("content-length", 0)):
        await reader.readexactly(length)
    elif headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).strip(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, headers
