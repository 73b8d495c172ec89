"""Every screen of the sample household, in both themes: nothing serious for those who cannot see or use a mouse,
nothing hanging over the side, no complaint in the console."""

from __future__ import annotations

import re

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_on_any_screen(phones: Phones, kbye: Kbye, theme: str) -> None:
    if (phones.size, theme) not in {("phone", "light"), ("desktop", "dark")}:
        pytest.skip("these two combinations say nearly all that four would")
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
                waiting.append(href)
    assert len(seen) > len(PAGES) + 5
    assert not faults, "\n".join(faults)
