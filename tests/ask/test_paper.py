"""A helper's stretch on paper: a real reader of PDF finds the words, the tags and the language; and nothing is run."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kbye.ask.paper import words
from kbye.household.gap import Ask
from kbye.household.occurrences import lay_out
from kbye.web import typeset
from tests.ask.cast import ask, asks, gap, known_things, link_of
from tests.people import THURSDAY_NOON, Family, family, inhaler, opened, signed_in, time_away

pytestmark = [pytest.mark.django_db]
INNOCENT = '#eval("1+1") #read("/etc/passwd") *bold* $x$ @preview/a:1.0.0 \\\\ "quoted" <tag> _Łódź_'


@pytest.fixture
def asked() -> tuple[Family, Ask]:
    cast = family()
    known_things(cast)
    inhaler(cast)
    row = time_away(cast)
    lay_out(row)
    made = gap(row, children=[cast.ben], place="at the hall", what_to_know=INNOCENT)
    ask(made, cast.grandma)
    return cast, asks(made)["Grandma"]


def the_pdf(cast: Family, row: Ask) -> PdfReader:
    link = link_of(cast.grandma)
    at = reverse("ask:paper", kwargs={"token": link.token, "ask": row.pk})
    answer = opened(link).get(at)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(b"".join([answer.content])))


def tags(node: Any) -> Iterator[str]:
    """The kinds of elements in the structure tree, in reading order."""
    node = node.get_object()
    for child in [node] if "/S" in node else []:
        yield child["/S"]
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict):
            yield from tags(kid)


def test_it_says_what_matters_and_is_tagged(asked: tuple[Family, Ask]) -> None:
    pdf = the_pdf(*asked)
    text = " ".join("\n".join(page.extract_text() for page in pdf.pages).split())
    for line in ("Could you take Ben?", "at the hall", "no nuts", "inhaler, 2 puffs", "Dr. Wolke", "112"):
        assert line in text, line
    assert len(pdf.pages) == 1
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]) == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    found = list(tags(root["/StructTreeRoot"]))
    assert found.count("/H1") == 1
    assert {"/H2", "/L", "/LI", "/P"} <= set(found)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Could you take Ben?"


def test_what_people_write_is_only_ever_shown(asked: tuple[Family, Ask]) -> None:
    text = " ".join(the_pdf(*asked).pages[0].extract_text().split())
    assert INNOCENT in text
    assert "root:" not in text


def test_nothing_of_another_child_stands_on_it(asked: tuple[Family, Ask]) -> None:
    row = asked[1]
    said = json.dumps(words(row, row.gap, now=THURSDAY_NOON))
    assert "no nuts" in said
    assert not [name for name in ("Zoe", "Mia", "the blue cup") if name in said]


def test_those_who_stay_can_print_it_for_them(asked: tuple[Family, Ask]) -> None:
    cast, row = asked
    at = reverse("ask:paper_for", kwargs={"time_away": row.gap.time_away_id, "ask": row.pk})
    assert signed_in(cast.alex).get(at).content.startswith(b"%PDF")
    assert signed_in(cast.sam).get(at).status_code == 403
    assert signed_in(family(canary="X").sam).get(at).status_code == 404
    assert signed_in(cast.alex).post(at).status_code == 405


def test_where_it_cannot_be_made_the_page_says_so(
    asked: tuple[Family, Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, row = asked
    monkeypatch.setattr(typeset, "SECONDS", 0.001)
    link = link_of(cast.grandma)
    client = opened(link)
    answer = client.get(reverse("ask:paper", kwargs={"token": link.token, "ask": row.pk}), follow=True)
    assert b"can be printed as it is" in answer.content


def test_no_page_waits_for_typst(asked: tuple[Family, Ask]) -> None:
    the_pdf(*asked)
    assert "typst" not in sys.modules


def test_a_bot_that_looks_at_the_link_gets_a_button(asked: tuple[Family, Ask]) -> None:
    cast, row = asked
    at = reverse("ask:paper", kwargs={"token": link_of(cast.grandma).token, "ask": row.pk})
    assert b"%PDF" not in Client().get(at).content
