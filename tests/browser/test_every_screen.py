"""Every screen of the sample household, in both themes: nothing serious for those who cannot see or use a mouse,
nothing hanging over the side, no complaint in the console."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Kbye, Phones
from tests.browser.phone import Phone

pytestmark = [pytest.mark.browser]
PAGES = (
    "/", "/away/", "/give/", "/when/evening/", "/when/by-hand/", "/home/", "/home/musts/", "/home/add/",
    "/handbook/", "/handbook/fact/", "/handbook/contact/", "/more/", "/people/add/", "/keep/", "/address/",
    "/history/", "/children/", "/children/shown/", "/components/",
    "/leave-now/", "/emergency-sheet/", "/if-nobody-answers/", "/drill/",
)  # fmt: skip
HEAVY = {"serious", "critical"}


def serious_faults(phone: Phone) -> list[str]:
    """What axe finds on this page that would keep somebody out, with the place."""
    found = Axe().run(phone.page).response["violations"]
    return [
        f"{phone.page.url}: {one['id']} {node['html'][:120]}"
        for one in found
        if one["impact"] in HEAVY
        for node in one["nodes"]
    ]


def everything_linked(phone: Phone) -> set[str]:
    """Pages of people and times away that the screens lead to."""
    hrefs = phone.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    return {href for href in hrefs if re.match(r"/(people|away|calendars)/[0-9a-f-]{36}/(?!kbye)", href)}


def shape_of(href: str) -> str:
    """Pages about calendars are alike for everybody: one of each is enough."""
    return re.sub(r"[0-9a-f-]{36}", "", href) if "/calendar" in href else href


class Turns:
    """Pages about one thing after another are alike (/away/…/worries/): the first is looked at by everybody, of the
    others every second, `which` of two; None for all of them. What a person or a time away itself is, is never alike.
    """

    def __init__(self, which: int | None) -> None:
        self.which = which
        self.met: Counter[str] = Counter()

    def is_mine(self, href: str) -> bool:
        shape, _others, rest = re.sub(r"[0-9a-f-]{36}", "", href).partition("//")
        if not rest or self.which is None:
            return True
        self.met[shape + rest] += 1
        return self.met[shape + rest] == 1 or self.met[shape + rest] % 2 == self.which


ALL_BY_NIGHT = pytest.mark.nightly


@pytest.mark.parametrize(
    ("phones", "theme", "which"),
    [
        ("phone", "light", 0),
        ("desktop", "dark", 1),
        pytest.param("phone", "dark", None, marks=ALL_BY_NIGHT),
        pytest.param("desktop", "light", None, marks=ALL_BY_NIGHT),
    ],
    indirect=["phones"],
)
def test_nothing_serious_on_any_screen(phones: Phones, kbye: Kbye, theme: str, which: int | None) -> None:
    turns = Turns(which)
    somebody = phones.new("somebody", theme=theme)
    somebody.open(kbye.start)
    faults = serious_faults(somebody)
    somebody.tap("Look around a sample household")
    waiting, seen = list(PAGES), set(PAGES)
    while waiting:
        somebody.open(kbye.local + waiting.pop(0))
        faults += serious_faults(somebody)
        for href in sorted(everything_linked(somebody)):
            if shape_of(href) not in seen:
                seen.add(shape_of(href))
                if turns.is_mine(href):
                    waiting.append(href)
    assert len(seen) > len(PAGES) + 5
    assert not faults, "\n".join(faults)
