"""The queue of taps, the real module in a real browser: random days with two phones and a network that fails.

Each tap counts exactly once, or stands on the phone, or its owner took it away; whatever was lost, repeated, late, or
killed in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import ROOT

pytestmark = [pytest.mark.browser]
FILES = {
    "/queue.js": ROOT / "kbye/web/static/kbye/js/queue.js",
    "/schedules.js": Path(__file__).parent / "queue_schedules.js",
}
SCHEDULES, STEPS = 150, 14


def serve(route: Route, **changed: str) -> None:
    path = route.request.url.removeprefix("http://phone.test")
    if path not in FILES:
        route.fulfill(body="<!doctype html><title>a phone</title>", content_type="text/html")
        return
    body = FILES[path].read_text(encoding="utf-8")
    for old, new in changed.items():
        body = body.replace(old, new)
    route.fulfill(body=body, content_type="text/javascript")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.route("http://phone.test/**", serve)
    page.goto("http://phone.test/")
    yield page
    context.close()


def run(page: Page, count: int, *, start: int = 1) -> dict[str, object]:
    found: dict[str, object] = page.evaluate(
        "async ([start, count, steps]) => (await import('/schedules.js')).run(start, count, steps)",
        [start, count, STEPS],
    )
    return found


def test_each_tap_counts_once_or_stands_on_the_phone(page: Page) -> None:
    found = run(page, SCHEDULES)
    assert found["faults"] == []
    assert int(str(found["taps"])) > 4 * SCHEDULES


@pytest.mark.nightly
def test_the_same_for_five_thousand_days(page: Page) -> None:
    for start in range(1, 5001, 500):
        assert run(page, 500, start=start)["faults"] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # forgotten before the server has answered
        (
            "const answer = await this.#sent(tap);",
            "await this.store.remove(tap.seq); const answer = await this.#sent(tap);",
        ),
        # a new key for each try
        ("return await this.send(tap);", "return await this.send({ ...tap, op: key() });"),
        # one that is refused for now does not hold up those behind it
        ('if (answer.kind === "later") return this.changed();', 'if (answer.kind === "later") continue;'),
    ],
)
def test_a_queue_with_a_mistake_in_it_is_found_out(chromium: Browser, right: str, wrong: str) -> None:
    assert right in FILES["/queue.js"].read_text(encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.route("http://phone.test/**", lambda route: serve(route, **{right: wrong}))
    page.goto("http://phone.test/")
    assert run(page, 40)["faults"]
    context.close()
