"""What each kind of reader may be shown, by the table of who may enter and by what sends letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from kbye.web.roles import RULES, Role
from tests.languages.texts import Place, Text, module, texts_of, those_that_lead_to

ON_A_LINK = {Role.HELP_LINK, Role.STAY_LINK, Role.SHEET_LINK, Role.STAND_IN_LINK}
# Wherever somebody on a link comes, these may speak: the door, what went wrong, how times and names are said.
_EVERYWHERE = ("kbye.web.errors", "kbye.web.templatetags.times", "kbye.web.context")


def views_of(*roles: Role) -> Iterator[Place]:
    for name, view in _views(get_resolver(), ""):
        rule = RULES.get(name)
        if rule is not None and rule.enter & set(roles):
            yield Place(view.__module__, view.__name__)


def _views(at: URLResolver, before: str) -> Iterator[tuple[str, Callable[..., object]]]:
    for one in at.url_patterns:
        if isinstance(one, URLResolver):
            yield from _views(one, f"{one.namespace}:" if one.namespace else before)
        elif isinstance(one, URLPattern):
            yield f"{before}{one.name}", one.callback


def letters() -> Iterator[Place]:
    yield from those_that_lead_to(Place("kbye.household.notices", "tell"))
    yield from (Place("kbye.work.storms", one) for one in module("kbye.work.storms").nodes)
    yield Place("kbye.work.pushing", "payload_of")


def everywhere() -> Iterator[Place]:
    yield Place("kbye.web.access", "Door")
    yield from (Place(name, one) for name in _EVERYWHERE for one in module(name).nodes)


@cache
def on_a_link() -> frozenset[Text]:
    """What has to be translated before a language is shipped: all that can be read without an account, and letters."""
    return texts_of([*views_of(*ON_A_LINK), *everywhere(), *letters()])
