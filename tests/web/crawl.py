"""All pages a visitor can look at: every route that shows something, in every phase, and all links from there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import resolve, reverse

from kbye.household.link import Link
from kbye.web.roles import RULES, Part, Role
from tests.web.matrix import NO_SECRET
from tests.web.page import Page
from tests.web.promised import Outcome, Owner, promised, routes
from tests.web.visitors import Visitor, keys_in, on_link, visitor
from tests.web.world import Home

MOST = 400
START = "the start"
WITH_AN_ACCOUNT = ("leaver", "stayer", "third adult")
LOOKING = (
    *WITH_AN_ACCOUNT,
    "anonymous",
    "set-up code",
    "invitation",
    "stay link",
    "stay link before",
    "stay link after the return",
    "take link",
    "helper's link",
    "way back in",
    "children's link",
)


@dataclass
class Seen:
    path: str
    response: HttpResponse
    came_from: str

    @property
    def is_page(self) -> bool:
        return self.response.headers.get("Content-Type", "").startswith("text/html")

    @cached_property
    def page(self) -> Page:
        return Page(self.response.content.decode(), self.path)


def looking(who: str, ours: Home, theirs: Home) -> Visitor:
    if who == "stay link before":
        link = ours.link(ours.coming, Link.Purpose.STAY, ours.cast.grandma)
        return on_link(ours, link, Role.STAY_LINK, Part.ON_DUTY, Part.EITHER)
    return visitor(who, ours, theirs)


def crawl(who: str, looker: Visitor, ours: Home) -> list[Seen]:
    """Look at everything once; nothing is posted."""
    waiting = deque((address, START) for address in starts(who, looker, ours))
    seen: dict[str, Seen] = {}
    while waiting and len(seen) < MOST:
        path, came_from = waiting.popleft()
        if path in seen:
            continue
        seen[path] = one = Seen(path, looker.browser.ask("GET", path), came_from)
        onward = one.page.links if one.is_page else []
        target = one.response.headers.get("Location", "")
        waiting.extend((link, path) for link in [*onward, target] if link.startswith("/"))
    return list(seen.values())


def starts(who: str, looker: Visitor, ours: Home) -> Iterator[str]:
    every = _in_every_phase(who, looker, ours)
    for name, names in routes():
        rule = RULES[name]
        for part, one in every if "time_away" in names else every[:1]:
            if promised(rule, name, names, part, one, "GET", Owner.OWN) in {Outcome.IN, Outcome.SIGN_IN}:
                secrets = {"token": one.token or NO_SECRET, "code": one.code or NO_SECRET}
                keys = {**one.own, **secrets}
                yield reverse(name, kwargs={key: keys[key] for key in names})


def is_the_leavers_too(who: str, path: str) -> bool:
    """Whether the leaver has this very page or form: then it was tried with them."""
    return who == "stayer" and RULES[resolve(urlsplit(path).path).view_name].part is Part.ANY


def _in_every_phase(who: str, looker: Visitor, ours: Home) -> list[tuple[str, Visitor]]:
    me = {"leaver": ours.cast.sam, "stayer": ours.cast.alex}.get(who)
    if me is None:
        return [(who, looker)]
    in_an_offer = "the one who offers" if who == "stayer" else "the one who is offered it"
    return [
        (in_an_offer if row == ours.offer else who, replace(looker, own=keys_in(ours, row, me)))
        for row in ours.times
    ]
