"""The run sheet, a tick on it, the answer "nothing new", and a search in a full handbook: CPU time, queries and bytes
against a bare Django page."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import bare
from benchmarks.live import Phone, a_household
from benchmarks.rounds import side_by_side
from kbye.household.knowledge import Fact
from kbye.web import kept_pages

# A number that no household of the other measurements has.
HOME = 1_000_000
# A handbook after some years, of which one line is looked for.
LINES = 120


def report() -> None:
    phones, occurrence = a_household(HOME)
    client = _as_on(phones[0])
    with override_settings(ROOT_URLCONF="benchmarks.bare", MIDDLEWARE=bare.MIDDLEWARE):
        floor = Client(HTTP_HOST="localhost")
        floor.cookies = client.cookies
        assert floor.get("/bare/").status_code == 200
    away = phones[0].sheet.removesuffix("sheet/fresh/")

    def get_bare() -> HttpResponse:
        with override_settings(ROOT_URLCONF="benchmarks.bare"):
            return _right(floor.get("/bare/"), 200)

    def get_again() -> HttpResponse:
        return _right(client.get(f"{away}sheet/"), 200)

    def get_sheet() -> HttpResponse:
        kept_pages.forget()
        return get_again()

    def get_nothing_new() -> HttpResponse:
        return _right(client.get(phones[0].sheet, headers={"If-None-Match": version}), 304)

    def tick_and_untick() -> HttpResponse:
        _right(client.post(f"{away}tick/{occurrence.pk}/"), 302)
        return _right(client.post(f"{away}untick/{occurrence.pk}/"), 302)

    known = [f"{word} {number}" for number in range(LINES // 4) for word in ("coat", "key", "cup", "fuse")]
    Fact.objects.bulk_create(
        Fact(household_id=occurrence.household_id, kind="good_to_know", words=words) for words in known
    )

    def look() -> HttpResponse:
        found = _right(client.get(f"{away}handbook/", {"q": "fuze 17"}), 200)
        assert b"fuse 17" in found.content
        return found

    works: dict[str, tuple[Callable[[], HttpResponse], int]] = {
        "run sheet": (get_sheet, 1),
        "run sheet again": (get_again, 1),
        "tick": (tick_and_untick, 2),
        f"search of {LINES}": (look, 1),
    }
    version = client.get(phones[0].sheet).headers["ETag"]
    again = side_by_side(bare=get_bare, **{"nothing new": get_nothing_new})
    _say("nothing new", again["nothing new"], again["bare"], get_nothing_new, 1)
    found = side_by_side(bare=get_bare, **{name: work for name, (work, _times) in works.items()})
    for name, (work, times) in works.items():
        _say(name, found[name] / times, found["bare"], work, times)


def _as_on(phone: Phone) -> Client:
    client = Client(HTTP_HOST="localhost")
    for part in phone.cookies.split("; "):
        name, _is, value = part.partition("=")
        client.cookies[name] = value
    return client


def _say(name: str, spent: float, floor: float, work: Callable[[], HttpResponse], times: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = work()
    queries, size = len(asked.captured_queries) // times, len(answer.content)
    print(
        f"{name:17} {spent * 1000:7.2f} ms CPU   {spent / floor:.1f} × bare, {queries} queries, {size} bytes"
    )


def _right(answer: object, status: int) -> HttpResponse:
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == status, answer.status_code
    return answer
