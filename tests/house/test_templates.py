"""What stands in templates: every word is translated, nothing is inline, nothing skips the escaping."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from tests.house.repository import PACKAGE, templates

NEEDS_NO_TRANSLATION = {"kbye"}
# The living page of components speaks to those who write screens.
LIVING_PAGE = "web/templates/components/page"
_NOT_SHOWN = re.compile(
    r"\{#.*?#\}|<!--.*?-->|<code>.*?</code>|\{%\s*comment\b.*?endcomment\s*%\}|"
    r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|"
    r"\{%\s*block (?:page|placed)\s*%\}[\w -]*\{%\s*endblock\s*%\}",
    re.S,
)
_TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
_TAG = re.compile(r"<[^>]*>", re.S)
_SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description|data-copied)="([^"]*)"')
# `{% include … with label="Today" %}` shows "Today" as it stands; `label=_("Today")` is translated.
_HANDED_ON = re.compile(r'\b(?:label|hint|text|title|detail|done_line|from_name|words|photo_alt)="([^"]*)"')
_INLINE = {
    "a style": re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.I),
    "a script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.I),
    "a handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "another origin": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.I),
    "a way round the escaping": re.compile(r"\|\s*safe\b|autoescape\s+off|safeseq"),
}


def untranslated(source: str) -> list[str]:
    """The words a reader would see or hear that no translation reaches."""
    source = _NOT_SHOWN.sub(" ", source)
    handed_on = [
        text for tag in re.findall(r"\{%\s*include\b.*?%\}", source, re.S) for text in _HANDED_ON.findall(tag)
    ]
    page = _TEMPLATE_CODE.sub(" ", source)
    said = [*_SPOKEN.findall(page), _TAG.sub(" ", page), *handed_on]
    words = re.findall(r"[^\W\d_]+", html.unescape(" ".join(said)))
    return [word for word in words if word not in NEEDS_NO_TRANSLATION]


def inline(source: str) -> list[str]:
    source = _NOT_SHOWN.sub(" ", source)
    return [name for name, pattern in _INLINE.items() if pattern.search(source)]


def offenders(of: Callable[[str], list[str]]) -> dict[str, list[str]]:
    found = {path.relative_to(PACKAGE).as_posix(): of(path.read_text()) for path in templates()}
    return {name: what for name, what in found.items() if what}


def test_every_word_is_translated() -> None:
    found = offenders(untranslated)
    assert {name: words for name, words in found.items() if not name.startswith(LIVING_PAGE)} == {}


def test_nothing_is_inline_and_nothing_is_unescaped() -> None:
    assert offenders(inline) == {}


def test_there_are_templates_to_look_at() -> None:
    assert len(templates()) > 30


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", '<img alt="A mug">', '{% include "x.html" with label="Today" %}', "{{ name }} is off",
     '<a aria-label="Close">{{ x }}</a>', "<p>caf&eacute;</p>"],
)  # fmt: skip
def test_a_word_left_over_is_found(source: str) -> None:
    assert untranslated(source)


@pytest.mark.parametrize(
    "source",
    ['<p class="lede">{% translate "Hello" %}</p>', "{% blocktranslate trimmed %}Hi {{ n }}{% endblocktranslate %}",
     "{# why #}<b>{{ name }}</b>", '{% include "x.html" with label=_("Today") only %}', "<a>kbye</a> · 18:00–22:00",
     '<input aria-label="{% translate "Name" %}">'],
)  # fmt: skip
def test_what_is_translated_passes(source: str) -> None:
    assert untranslated(source) == []


@pytest.mark.parametrize(
    "source",
    ['<p style="color:red">', "<style>p{}</style>", "<script>1</script>", '<a href="javascript:x()">',
     '<button class="a" onclick="x()">', '<img src="https://example.org/x.png">', '<a href="//example.org">',
     "{{ words|safe }}", "{% autoescape off %}"],
)  # fmt: skip
def test_what_must_not_be_there_is_found(source: str) -> None:
    assert inline(source)
