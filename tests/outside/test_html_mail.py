"""The HTML of a mail: the same words, escaped; our own addresses are links, and nothing is fetched from anywhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.outside.html_mail import html_of

OURS = "https://kbye.example.org"


class Reader(HTMLParser):
    """What a mail program makes of it: the tags, and the words of each paragraph."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.is_body = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.is_body = self.is_body or tag == "main"

    def handle_data(self, data: str) -> None:
        self.words += data if self.is_body else ""

    @property
    def links(self) -> list[str | None]:
        return [about["href"] for tag, about in self.tags if tag == "a"]


def html(text: str, title: str = "Friday") -> str:
    return html_of(text, title=title, own_address=OURS, language="en")


def read(text: str, title: str = "Friday") -> Reader:
    return Reader(html(text, title))


def test_paragraphs_and_lines_stay_what_they_were() -> None:
    found = html("Hi Alex,\n\nI'm away: Friday.\nYou have Mia.\n\nSam\n")
    assert re.findall(r"<p>(.*?)</p>", found, re.DOTALL) == [
        "Hi Alex,",
        "I&#x27;m away: Friday.<br>\nYou have Mia.",
        "Sam",
    ]


def test_our_own_link_is_a_real_link() -> None:
    link = f"{OURS}/l/abc-DEF_123/"
    assert read(f"All you need on the day:\n{link}").links == [link]
    assert read(f"Look ({link}), please. Or {link}.").links == [link, link]


@pytest.mark.parametrize(
    "text",
    [
        "https://elsewhere.example.org/",
        "https://kbye.example.org.elsewhere.example.org/",
        "https://kbye.example.org@elsewhere.example.org/",
        "https://elsewhere.example.org/https://kbye.example.org/l/a/",
        "javascript:alert(1)//https://kbye.example.org/",
        "HTTPS://kbye.example.org",
    ],
)
def test_nothing_else_becomes_one(text: str) -> None:
    assert read(text).links == []


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></main></body><svg onload=alert(1)>",
    f'{OURS}/l/"onmouseover="alert(1)/',
    f"{OURS}/l/'><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "&lt;b&gt; &amp; \x00<b>",
    "<!--",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_somebody_writes_stays_words(attack: str) -> None:
    found = read(f"{attack}\n\n{attack}", title=attack)
    known = {"html", "head", "meta", "title", "style", "body", "main", "p", "br", "a"}
    assert {tag for tag, _about in found.tags} <= known
    assert not any(name.startswith("on") for _tag, about in found.tags for name in about)
    assert attack.replace("\x00", "") in found.words


@given(st.text(max_size=200))
def test_the_words_are_all_there_and_nothing_else(text: str) -> None:
    def plain(words: str) -> str:
        return "".join(one for one in words if one.isprintable() and not one.isspace())

    assert plain(read(text).words) == plain(text)


def test_nothing_is_fetched_and_it_can_be_read_in_the_dark() -> None:
    found = html(f"Friday\n\n{OURS}/l/abc/")
    for word in ("<img", "src=", "url(", "@import", "<link", "http-equiv", "<script"):
        assert word not in found
    assert re.findall(r'https?://[^"<\s]+', found) == [f"{OURS}/l/abc/"] * 2
    assert '<meta name="color-scheme" content="light dark">' in found
    assert "prefers-color-scheme: dark" in found
