"""Files of others and broken ones as they really come: uploaded in a browser, or fetched from a server.

Every run takes some by chance, always others; all of them by night.
"""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.test import Client

from kbye.calendars import rereading
from kbye.calendars.safely import renew_apart
from kbye.household.calendar import Calendar, Commitment
from tests.people import Family, signed_in
from tests.set_up.calendars_through import read_in_this_process, through_address, through_upload

from .ics import calendar
from .test_files_of_others import entries_of, files
from .test_hostile import GOOD, HOSTILE, MINE, damaged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LONGEST_SECONDS = 10
HOUR = timedelta(hours=1)
GOOD_HOURS = [datetime(2026, 3, day, 8, tzinfo=UTC) for day in range(1, 8)]


@pytest.fixture
def browser(cast: Family) -> Client:
    return signed_in(cast.sam)


def as_they_are() -> dict[str, bytes]:
    return {_name(path): path.read_bytes() for path in files()} | {
        f"damaged {seed}": damaged(seed) for seed in range(1_000, 1_100)
    }


def among_good_ones() -> dict[str, bytes]:
    """Each hostile entry, and the entries of each file of others, in the middle of ten good ones."""
    spliced = {_name(path): entries_of(path.read_bytes()) for path in files()}
    spliced |= {f"hostile: {name}": entry.encode() for name, entry in HOSTILE.items()}
    around = calendar(*GOOD[:5], "@", *GOOD[5:], head=MINE)
    return {name: around.replace(b"@\r\n", entry + b"\r\n") for name, entry in spliced.items()}


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])


def some(number: int, raws: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """By chance, from the seed that pytest prints."""
    yield from random.sample(sorted(raws.items()), number)


def cpu_seconds() -> float:
    """Of this process and of those that read: on a busy machine waiting says nothing."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def upload(cast: Family, browser: Client, name: str, raw: bytes) -> Calendar | None:
    """What the household has of it then. None if it was refused in words."""
    Calendar.objects.of(cast.household).delete()
    began = cpu_seconds()
    answer = through_upload(browser, cast.alex, raw)
    assert answer.status_code in (200, 302, 400, 422), (name, answer.status_code)
    assert cpu_seconds() - began < LONGEST_SECONDS, name
    assert browser.get(f"/people/{cast.alex.pk}/calendar/").status_code == 200, name
    return Calendar.objects.of(cast.household).first()


def fetch(cast: Family, name: str, raw: bytes) -> Calendar:
    Calendar.objects.of(cast.household).delete()
    began = cpu_seconds()
    found = through_address(cast, raw)
    assert cpu_seconds() - began < LONGEST_SECONDS, name
    assert found.fingerprint or found.trouble, name
    return found


def all_good_ones_are_there(cast: Family, found: Calendar | None, name: str) -> None:
    assert found is not None, name
    assert not found.trouble, (name, found.trouble)
    rows = Commitment.objects.of(cast.household).filter(calendar=found)
    for start in GOOD_HOURS:
        assert rows.filter(starts_at__lte=start, ends_at__gte=start + HOUR).exists(), (name, start)
    assert found.all_day_count >= 1, name
    if name.startswith("hostile: "):
        assert any(one["line"] and one["reason"] for one in found.problems), name


def test_some_of_them_by_upload(cast: Family, browser: Client) -> None:
    for name, raw in some(3, as_they_are()):
        upload(cast, browser, name, raw)


def test_good_neighbours_by_upload(cast: Family, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)
    for name, raw in some(4, among_good_ones()):
        all_good_ones_are_there(cast, upload(cast, browser, name, raw), name)


def test_some_of_them_from_an_address(cast: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)
    for name, raw in some(3, as_they_are()):
        fetch(cast, name, raw)
    for name, raw in some(4, among_good_ones()):
        all_good_ones_are_there(cast, fetch(cast, name, raw), name)


@pytest.fixture
def patiently(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in a process of its own, as ever; on a busy machine waiting says nothing of how long reading takes."""
    monkeypatch.setattr(rereading, "renew_apart", partial(renew_apart, seconds=300.0))


@pytest.mark.nightly
@pytest.mark.usefixtures("patiently")
def test_all_of_them_by_upload(cast: Family, browser: Client) -> None:
    for name, raw in as_they_are().items():
        upload(cast, browser, name, raw)
    for name, raw in among_good_ones().items():
        all_good_ones_are_there(cast, upload(cast, browser, name, raw), name)


@pytest.mark.nightly
@pytest.mark.usefixtures("patiently")
def test_all_of_them_from_an_address(cast: Family) -> None:
    for name, raw in as_they_are().items():
        fetch(cast, name, raw)
    for name, raw in among_good_ones().items():
        all_good_ones_are_there(cast, fetch(cast, name, raw), name)


def test_a_reader_that_gives_up_at_the_first_bad_entry_is_found_out(
    cast: Family, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in_this_process(monkeypatch)
    raw = among_good_ones()["hostile: no start"]
    all_good_ones_are_there(cast, upload(cast, browser, "no start", raw), "no start")
    monkeypatch.setattr("kbye.calendars.expanding.read_event", _refuse_everything)
    with pytest.raises(AssertionError):
        all_good_ones_are_there(cast, upload(cast, browser, "no start", raw), "no start")


def _refuse_everything(*_: object) -> None:
    raise ValueError
