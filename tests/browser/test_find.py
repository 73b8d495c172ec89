"""What is found as one types is what the server finds: the real module in a real browser, asked the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from kbye.planning.finding import means, wanted_words, words_of
from tests.browser.conftest import ROOT

pytestmark = [pytest.mark.browser]
TEXTS = (
    "Ben the rabbit without ears, he calls it Käsebrot",
    "Where is the thermometer? Bathroom, top drawer",
    "Möhrenbrei freezer, Straße 7",
    "ŁÓDŹ Smørrebrød cœur ﬁsh Ⅳ İstanbul ΣΊΣΥΦΟΣ",
    "",
)
FILL = ["where", "is", "the"]
LETTERS = "abehmoprstüößäé "


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix("http://phone.test/")
        if name not in {"find.js", "once.js"}:
            return route.fulfill(body="<!doctype html><title>a phone</title>", content_type="text/html")
        file = ROOT / "kbye/web/static/kbye/js" / name
        return route.fulfill(body=file.read_text(encoding="utf-8"), content_type="text/javascript")

    page.route("http://phone.test/**", serve)
    page.goto("http://phone.test/")
    yield page
    context.close()


def queries() -> list[str]:
    """Words of the texts, whole, cut off, and with a letter changed, lost, doubled or swapped."""
    dice = random.Random(7)
    found = ["where is the", "Where is the termometer?", "mohre", "MOEHRE", "strasse", "kasebrot", "", "?!"]
    for word in (word for text in TEXTS for word in text.split()):
        at = dice.randrange(len(word))
        other = dice.choice(LETTERS)
        found += [
            word,
            word.upper(),
            word[: at + 1],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at:][:2][::-1] + word[at + 2 :],
            word[:at] + other + word[at:] + other,
        ]
    return found


def is_found(query: str, text: str) -> bool:
    return all(any(means(one, word) for word in words_of(text)) for one in wanted_words(query, FILL))


def test_the_page_and_the_server_find_the_same(page: Page) -> None:
    asked = [(query, text) for query in queries() for text in TEXTS]
    found = page.evaluate(
        """async ([asked, fill]) => {
          const { isFound } = await import("/find.js");
          return asked.map(([query, text]) => isFound(query, text, fill));
        }""",
        [asked, FILL],
    )
    differing = [pair for pair, one in zip(asked, found, strict=True) if one is not is_found(*pair)]
    assert differing == []
    assert any(found)
    assert not all(found)
