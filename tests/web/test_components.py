"""The living page of components: well formed, tied together, and nothing inline."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from kbye.web.component_samples import DRAWINGS, samples

Attributes = dict[str, str | None]
STATIC = Path(DRAWINGS).parents[1] / "static" / "kbye"


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, has in self.found if (value := has.get(attribute))]


@pytest.fixture
def page() -> Elements:
    parts = [
        render_to_string("components/page_samples.html", {**samples(), "theme_name": theme, "form": form})
        for theme, form in (("light", samples()["form_light"]), ("dark", samples()["form_dark"]))
    ]
    return Elements("".join(parts))


def test_no_id_is_given_twice(page: Elements) -> None:
    assert [name for name, times in Counter(page.values("id")).items() if times > 1] == []


def test_labels_hints_errors_and_scripts_point_at_something(page: Elements) -> None:
    ids = set(page.values("id"))
    pointers = ("for", "aria-describedby", "data-share", "data-copy")
    aimed_at = {target for name in pointers for value in page.values(name) for target in value.split()}
    assert aimed_at
    assert aimed_at <= ids


def test_a_wrong_field_is_tied_to_its_error_and_its_hint(page: Elements) -> None:
    described = next(has["aria-describedby"] for _, has in page.found if has.get("id") == "id_light-name")
    assert described is not None
    assert set(described.split()) == {"id_light-name_helptext", "id_light-name_error"}


def test_nothing_is_styled_or_scripted_inline(page: Elements) -> None:
    assert {tag for tag, _ in page.found} & {"style", "script"} == set()
    inline = [name for _, has in page.found for name in has if name == "style" or name.startswith("on")]
    assert inline == []


def test_a_done_button_says_what_it_ticks() -> None:
    html = render_to_string(
        "components/must.html", {"time": "18:30", "text": "Ben: inhaler", "tick_url": "/x"}
    )
    assert 'aria-label="Done: Ben: inhaler"' in html


@pytest.mark.parametrize("drawing", sorted(DRAWINGS.rglob("*.svg.html")), ids=lambda path: path.name)
def test_drawings_are_whole_hidden_from_readers_and_take_the_colour_of_the_ink(drawing: Path) -> None:
    svg = ElementTree.fromstring(drawing.read_text(encoding="utf-8"))
    assert svg.get("aria-hidden") == "true"
    assert svg.get("stroke") == "currentColor"
    colours = {part.get("fill") for part in svg.iter()} | {part.get("stroke") for part in svg.iter()}
    assert colours <= {None, "none", "currentColor"}


def test_every_class_on_the_page_is_in_the_stylesheet(page: Elements) -> None:
    known = set(re.findall(r"\.(-?[a-z_][\w-]*)", (STATIC / "kbye.css").read_text(encoding="utf-8")))
    used = {name for value in page.values("class") for name in value.split()}
    silent = {"part-next", "must-main", "part", "person-name", "bar-on_duty"}
    assert used - known - silent == set()
