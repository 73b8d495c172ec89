"""Whoever reads German finds no English on any page that a link opens, and none on the emergency sheet."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import trans_real

from kbye.household.people import Member
from kbye.urgent.sheet_page import page_for
from tests.conftest import Clock
from tests.languages.english import left_in, words_of
from tests.languages.readers import on_a_link
from tests.languages.texts import Text
from tests.web.crawl import Seen, crawl, looking
from tests.web.world import OURS, Home, home

pytestmark = pytest.mark.django_db
ON_A_LINK = (
    "helper's link",
    "stay link",
    "stand-in's link",
    pytest.param("stay link before", marks=pytest.mark.nightly),
    pytest.param("stay link after the return", marks=pytest.mark.nightly),
)


@pytest.fixture
def ours(clock: Clock) -> Home:
    found = home(OURS)
    Member.objects.of(found.cast.household).update(language="de")
    return found


def pages_on(who: str, ours: Home) -> list[Seen]:
    """All that their own link opens; what is there for everybody is in the household's language."""
    visitor = looking(who, ours, ours)
    return [one for one in crawl(who, visitor, ours) if one.is_page and visitor.token in one.path]


@pytest.mark.parametrize("who", ON_A_LINK)
def test_every_page_on_a_link(who: str, ours: Home) -> None:
    found = pages_on(who, ours)
    assert found
    english = {one.path: left_in(words_of(one.response.content.decode()), on_a_link(), "de") for one in found}
    assert {path: left for path, left in english.items() if left} == {}
    spoken = {said for one in found for said in re.findall(rb"<html[^>]*>", one.response.content)}
    assert spoken == {b'<html lang="de">'}


def test_one_that_is_missing_is_seen(ours: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for known in trans_real.translation("de")._catalog._catalogs:  # type: ignore[attr-defined]
        monkeypatch.delitem(known, "What must happen", raising=False)
    (page,) = pages_on("helper's link", ours)[:1]
    words = words_of(page.response.content.decode())
    asked = {Text("What must happen"), Text("Good to know")}
    assert "What must happen" in words
    monkeypatch.undo()
    assert left_in(words, asked, "de") == ["What must happen"]


def test_the_emergency_sheet(ours: Home, clock: Clock) -> None:
    for person in Member.objects.of(ours.cast.household).who_can_stay().select_related("household"):
        page = page_for(person, made_at=clock.now()).decode()
        assert left_in(words_of(page), on_a_link(), "de") == []
        assert '<html lang="de">' in page
