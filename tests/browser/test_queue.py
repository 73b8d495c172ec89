"""The queue of taps, the real modules in a real browser: random days with two phones and a network that fails.

Each tap counts exactly once, or stands on the phone, or its owner took it away; whatever was lost, repeated, late,
killed, emptied, signed out, or updated in between, and whatever the phone's clock shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import ROOT

pytestmark = [pytest.mark.browser]
MODULES = ("queue.js", "tap_sender.js", "tap_store.js")
FILES = {
    **{f"/{name}": ROOT / "kbye/web/static/kbye/js" / name for name in MODULES},
    **{f"/{name}": Path(__file__).parent / name for name in ("queue_schedules.js", "queue_world.js")},
}
SCHEDULES, STEPS = 150, 14
Opening = Callable[..., Page]


def serve(route: Route, changed: tuple[str, str] | None) -> None:
    path = route.request.url.removeprefix("http://phone.test")
    if path not in FILES:
        route.fulfill(body="<!doctype html><title>a phone</title>", content_type="text/html")
        return
    body = FILES[path].read_text(encoding="utf-8")
    route.fulfill(body=body.replace(*changed) if changed else body, content_type="text/javascript")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    by_hand = context.new_cdp_session(page)
    storage = {"origin": "http://phone.test", "storageTypes": "indexeddb"}
    page.expose_function("emptyStorage", lambda: by_hand.send("Storage.clearDataForOrigin", storage))
    yield page
    context.close()


@pytest.fixture
def open_page(page: Page) -> Opening:
    """Loads the modules anew, with this changed in them, into a browser that keeps nothing from before."""

    def opening(*changed: str) -> Page:
        page.unroute_all()
        page.route("http://phone.test/**", lambda route: serve(route, changed or None))  # type: ignore[arg-type]
        page.goto("http://phone.test/")
        page.evaluate("emptyStorage()")
        return page

    return opening


def run(
    page: Page, count: int, *, start: int = 1, until_a_fault: bool = False
) -> tuple[list[str], dict[str, int]]:
    found = page.evaluate(
        "async ([start, count, steps, enough]) =>"
        " (await import('/queue_schedules.js')).run(start, count, steps, (faults) => enough && faults.length > 0)",
        [start, count, STEPS, until_a_fault],
    )
    return found["faults"], found["happened"]


def test_each_tap_counts_once_or_stands_on_the_phone(open_page: Opening) -> None:
    faults, happened = run(open_page(), SCHEDULES)
    assert faults == []
    assert happened["taps"] > 4 * SCHEDULES
    assert all(happened.values()), happened


@pytest.mark.nightly
def test_the_same_for_five_thousand_days(open_page: Opening) -> None:
    for start in range(1, 5001, 500):
        assert run(open_page(), 500, start=start)[0] == []


# Small days: how they are called in queue_schedules.js, what stands on the phone at their end, and the mistake in the
# modules that each of them is there for.
SMALL = {
    "tappedWhileItIsEmptied": (
        ["tick inhaler", "tick choir"],
        "AGAIN_AFTER = [0, 20, 100, 500]",
        "AGAIN_AFTER = [0]",
    ),
    "emptiedWhileNothingHappens": (["tick inhaler"], "=> setTimeout(lookAgain, SETTLES_IN)", "=> null"),
    "takenBackBesideAnotherWindow": ([], ".filter((tap) => !gone.has(tap.op))", ""),
    "putBackBesideANewTap": (
        ["tick drops", "tick choir", "tick inhaler"],
        "if (places.has(seq)) taps.put(tap);",
        "if (places.has(seq)) taps.put({ ...tap, seq });",
    ),
    "takenBackWhileUnderWay": (
        ["tick inhaler", "untick inhaler"],
        "tries: Math.max(1, tap.tries)",
        "tries: tap.tries",
    ),
}


@pytest.mark.parametrize("day", SMALL)
def test_a_small_day_and_the_mistake_it_was_found_by(open_page: Opening, day: str) -> None:
    expected, right, wrong = SMALL[day]
    assert any(right in path.read_text(encoding="utf-8") for path in FILES.values())
    play = f"async () => (await import('/queue_schedules.js')).{day}().catch(String)"
    assert open_page().evaluate(play) == expected
    assert open_page(right, wrong).evaluate(play) != expected


def test_a_late_copy_of_a_tap_that_was_asked_about_does_not_count(open_page: Opening) -> None:
    play = "async () => (await import('/queue_schedules.js')).aLateCopyOfWhatWasAskedAbout()"
    assert open_page().evaluate(play) == {"faults": [], "happened": {"asked": 1}}
    page = open_page("this.asked.add(op);", "this.bodies.delete(op);")
    assert "counted and still in sight" in str(page.evaluate(play)["faults"])


MISTAKES = {
    "forgotten before the server has answered": (
        "const answer = await this.#sent(tap);",
        "await this.store.remove(tap); const answer = await this.#sent(tap);",
    ),
    "a new key for each try": ("op: tap.op, at: tap.at", "op: crypto.randomUUID(), at: tap.at"),
    "one that is refused for now does not hold up those behind it": (
        'if (answer.kind === "later") return this.changed();',
        'if (answer.kind === "later") continue;',
    ),
    "what was emptied under an open page is not put back": (
        "putBack(taps, known())",
        "putBack(taps, [])",
    ),
    "what could not be put back is given up": (
        "found.close(); // nobody may take it for what was in it",
        "database = found;",
    ),
    "signed out is taken for saved": (
        'if (answer.type === "opaqueredirect" ||',
        'if (answer.type === "opaqueredirect") return { kind: "saved" }; if (',
    ),
    "an update begins with an empty queue": (
        "opening.onupgradeneeded = () => {",
        "opening.onupgradeneeded = () => {"
        " for (const one of [...opening.result.objectStoreNames]) opening.result.deleteObjectStore(one);",
    ),
    "a tap is as old as when it was sent": ("Math.max(0, now() - tap.at) / 1000", "0"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_out(open_page: Opening, mistake: str) -> None:
    right, wrong = MISTAKES[mistake]
    assert any(right in path.read_text(encoding="utf-8") for path in FILES.values())
    assert run(open_page(right, wrong), 1000, until_a_fault=True)[0]
