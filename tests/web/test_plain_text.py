"""What people write stays text: whatever they put into a name, a fact or a worry, no page runs or follows it."""

from __future__ import annotations

import html

import pytest
from django.db import models

from tests.web.browser import everything_in
from tests.web.crawl import crawl, looking
from tests.web.page import Page
from tests.web.world import OURS, THEIRS, Home, home, owned_models, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
NASTY = (
    "<script>zuqx(1)</script>",
    "</title><script>zuqx(2)</script>",
    "</textarea><script>zuqx(3)</script>",
    "</option></select><svg/onload=zuqx(4)>",
    "<img src=zuqx onerror=zuqx(5)>",
    "<svg><script>zuqx(6)</script></svg>",
    '"><script>zuqx(7)</script>',
    "'><script>zuqx(8)</script>",
    '" onfocus="zuqx(9)" autofocus="',
    "' onmouseover='zuqx(10)",
    '" style="position:fixed" zuqx="11',
    "<style>*{background:url(//zuqx.example)}</style>",
    '<a href="javascript:zuqx(13)">x</a>',
    "<iframe srcdoc='<script>zuqx(14)</script>'>",
    '<form action="//zuqx.example"><button>',
    '<base href="//zuqx.example/">',
    '<meta http-equiv=refresh content="0;//zuqx.example">',
    "<!--><script>zuqx(18)</script>-->",
    "<![CDATA[<script>zuqx(19)</script>]]>",
    "&lt;script&gt;zuqx(20)&lt;/script&gt;",
    "&#60;script&#62;zuqx(21)&#60;/script&#62;",
    "{{ zuqx }}{% load zuqx %}",
    "<scr\0ipt>zuqx(23)</script>".replace("\0", ""),
    "\u202e<script>zuqx(24)</script>",
    "＜script＞zuqx(25)＜/script＞",
    "javascript:zuqx(26)",
    "zuqx\r\nSet-Cookie: zuqx=27",
    "<x onclick=zuqx(28)>",
)
WHO = ("leaver", "stayer", "invitation", "stay link", "take link")
# Which text stands where; the other turns by night.
TURNS = (9, *(pytest.param(turn, marks=pytest.mark.nightly) for turn in (0, 18)))


def write_everywhere(at: Home, first: int) -> None:
    """As many of them as fit into every text of every table of this household, others in every row."""
    start = first
    for model in owned_models():
        texts = [one for one in texts_of(model) if isinstance(one, models.CharField | models.TextField)]
        texts = [one for one in texts if not isinstance(one, models.EmailField)]
        names = [one.name for one in texts]
        # By what they say: no database promises an order, and which row gets which text decides what is shown.
        for row in (
            model._default_manager.filter(household=at.cast.household).order_by(*names) if texts else []
        ):
            start = (start + 3) % len(NASTY)
            turned = NASTY[start:] + NASTY[:start]
            here = model._default_manager.filter(pk=row.pk)
            here.update(**{one.name: _fitting(turned, one.max_length or 5000) for one in texts})


def _fitting(nasty: tuple[str, ...], most: int) -> str:
    text = ""
    for one in nasty:
        text += one if len(text) + len(one) <= most else ""
    return text


def runs(text: str) -> bool:
    """As text or within an attribute, unescaped."""
    return bool(Page(f"<p>{text}</p><p title=\"{text}\"></p><p title='{text}'></p>", "/").faults)


@pytest.mark.parametrize("turn", TURNS)
def test_what_is_written_runs_nowhere(turn: int) -> None:
    ours, theirs = home(OURS), home(THEIRS)
    lookers = {who: looking(who, ours, theirs) for who in WHO}
    write_everywhere(ours, turn)
    shown: set[str] = set()
    for who, looker in lookers.items():
        seen = [one for one in crawl(who, looker, ours) if one.is_page]
        assert [(one.path, one.page.faults) for one in seen if one.page.faults] == []
        assert "zuqx" not in "".join(one.response.cookies.output() for one in seen)
        assert not any("zuqx" in head for one in seen for head in one.response.headers.values())
        text = html.unescape("".join(one.response.content.decode() for one in seen))
        assert "zuqx" in text
        shown |= {one for one in NASTY if one in text}
    assert shown == set(NASTY), "every one of them was on some page, as text"


def test_text_that_is_not_escaped_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without escaping nearly all of them show as what they are; the rest are harmless in HTML."""
    harmless = [
        one
        for one in NASTY
        if not Page(f"<p>{one}</p><p title=\"{one}\"></p><p title='{one}'></p>", "/").faults
    ]
    assert len(NASTY) - len(harmless) >= 19
    ours, theirs = home(OURS), home(THEIRS)
    looker = looking("leaver", ours, theirs)
    write_everywhere(ours, 0)
    monkeypatch.setattr("django.template.base.conditional_escape", str)
    seen = [one for one in crawl("leaver", looker, ours) if one.is_page]
    assert "a script within the page" in [fault for one in seen for fault in one.page.faults]
    assert "<script>zuqx" in "".join(everything_in(one.response) for one in seen)
