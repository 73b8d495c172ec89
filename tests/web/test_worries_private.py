"""Nobody but its author ever meets a worry: every page, letter, calendar and log, asked by everybody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kbye.household.afterwards import Worry
from kbye.household.event import Event
from kbye.household.notice import Notice
from kbye.web.roles import RULES
from tests.web.browser import everything_in
from tests.web.promised import routes
from tests.web.visitors import keys_in, visitor
from tests.web.world import OURS, THEIRS, Home, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
FEARED, IT_WAS = "zqfeared", "zqitwasfine"
OTHERS = (
    "stayer",
    "third adult",
    "stay link",
    "stay link after the return",
    "take link",
    "helper's link",
    "anonymous",
)


@pytest.fixture
def homes() -> tuple[Home, Home]:
    """Sam worries in every time away; the words of each carry a mark that stands nowhere else."""
    ours, theirs = home(OURS), home(THEIRS)
    sams = Worry.objects.of(ours.cast.household).filter(author=ours.cast.sam)
    sams.update(words=FEARED, how_it_was=IT_WAS)
    return ours, theirs


def shown_to(who: str, homes: tuple[Home, Home], *, space: str = "") -> dict[str, str]:
    """All that this visitor can look at, by address; those at the front look at each of Sam's times away."""
    comer, ours = visitor(who, *homes), homes[0]
    keys = [comer.own]
    if comer.is_at_the_front:
        me = {"stayer": ours.cast.alex, "third adult": ours.third}.get(who, ours.cast.sam)
        keys += [keys_in(ours, row, me) for row in (ours.coming, ours.back)]
    pages: dict[str, str] = {}
    for name, names in routes():
        if (
            not name.startswith(space)
            or "GET" not in RULES[name].methods
            or ("token" in names) != bool(comer.token)
        ):
            continue
        for own in keys:
            path = reverse(
                name, kwargs={one: {**own, "token": comer.token, "code": "A" * 43}[one] for one in names}
            )
            if path not in pages:
                pages[path] = everything_in(comer.browser.ask("GET", path, {}))
    return pages


def test_no_page_of_anybody_else_shows_it(homes: tuple[Home, Home]) -> None:
    for who in OTHERS:
        pages = shown_to(who, homes)
        assert pages
        assert [path for path, text in pages.items() if FEARED in text or IT_WAS in text] == [], who


def test_its_author_does_see_it(homes: tuple[Home, Home]) -> None:
    """So that the silence of the others says something."""
    pages = shown_to("leaver", homes, space="prepare:")
    assert any(FEARED in text for text in pages.values())


def test_no_letter_calendar_or_log_carries_it(homes: tuple[Home, Home]) -> None:
    house = homes[0].cast.household
    worry = Worry.objects.of(house).filter(words=FEARED)[0]
    letters = [(one.subject, one.body, one.calendar) for one in Notice.objects.of(house)]
    log = [(one.before, one.after) for one in Event.objects.of(house)]
    written = str(letters) + str(log)
    assert letters
    assert log
    assert FEARED not in written
    assert IT_WAS not in written
    assert str(worry.pk) not in str(letters)
