"""What the table in `web/roles.py` promises for one request, worked out apart from the code that keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from kbye.web.roles import Part, Role, Rule
from tests.web.visitors import PLAIN, Visitor

_PARAMETER = re.compile(r"<\w+:(\w+)>")
SECRETS = {"token", "code"}
NOT_A_KEY = {*SECRETS, *PLAIN}


class Outcome(StrEnum):
    IN = "let in"
    SIGN_IN = "sent to sign in"
    NOT_HERE = "404"
    NOT_YOURS = "403"
    WRONG_METHOD = "405"
    NOT_NOW = "409"


class Owner(StrEnum):
    OWN = "own"
    THEIRS = "of another household"
    THEIRS_INSIDE = "of another household, inside one's own time away"
    NOBODY = "of nobody"


# Where a view rightly lets in fewer than the table: whoever announced or offered it has nothing to answer, and a
# standing date is a matter of the two it is between.
NOT_ASKED = {
    (who, name)
    for who in ("leaver", "stranger", "the one who offers")
    for name in ("tell:answer_page", "tell:answer")
} | {("third adult", name) for name in ("decide:agree_standing", "decide:end_standing")}
# What somebody unknown finds on the first page once a household is set up: where to sign in.
LEADS_ON_TO_SIGN_IN = {"today:page"}
# Here a view may refuse whom the table lets in, as what is asked for is not theirs to decide, or not now.
AS_THINGS_STAND = {
    *("feeds:stop", "feeds:stop_writing"),
    *("decide:skip", "decide:instead", "decide:take_instead", "decide:agree_standing", "decide:end_standing"),
    *("tell:told", "tell:said_yes", "tell:take_proposal", "tell:keep_as_it_is", "tell:call_off"),
    *("tell:all_well", "tell:all_well_by_link", "tell:urgent", "tell:urgent_by_link"),
    *("tell:answer", "tell:answer_by_link", "go:begin"),
    *("prepare:take_over", "prepare:drop_must"),
    *("children:move_return", "children:remove_card"),
    *("urgent:have_them", "urgent:have_them_by_link", "urgent:cannot", "urgent:cannot_by_link"),
    *("urgent:ask_helpers", "urgent:ask_helpers_by_link", "urgent:start_by_link", "urgent:message"),
    *("urgent:back", "urgent:back_by_link"),
    "ask:said_now",
}
# There is no sample to remove in a household that is none.
NOTHING_THERE = {"set_up:remove_sample"}


def routes(
    patterns: Iterable[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """Every route's name, and what its address names."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", _PARAMETER.findall(str(one.pattern))


def owners(names: list[str]) -> list[Owner]:
    """Whose things there are to ask for on a route that names these."""
    keys = [one for one in names if one not in NOT_A_KEY]
    if not keys:
        return [Owner.OWN]
    has_something_inside = "token" in names or ("time_away" in names and len(keys) > 1)
    return [Owner.OWN, Owner.THEIRS, Owner.NOBODY, *([Owner.THEIRS_INSIDE] if has_something_inside else [])]


def promised(
    rule: Rule, name: str, names: list[str], who: str, visitor: Visitor, method: str, owner: Owner
) -> Outcome:
    if not {Role.ANYONE, visitor.counts_as} & rule.enter:
        is_secret = bool(SECRETS & set(names))
        return Outcome.SIGN_IN if visitor.counts_as is Role.ANYONE and not is_secret else Outcome.NOT_HERE
    if method not in rule.methods:
        return Outcome.WRONG_METHOD
    if owner in {Owner.THEIRS, Owner.NOBODY}:
        return Outcome.NOT_HERE
    if rule.part not in {Part.ANY, *visitor.parts} or (who, name) in NOT_ASKED:
        return Outcome.NOT_YOURS
    if owner is Owner.THEIRS_INSIDE or name in NOTHING_THERE:
        return Outcome.NOT_HERE
    if name in LEADS_ON_TO_SIGN_IN and visitor.counts_as is not Role.ADULT:
        return Outcome.SIGN_IN
    return Outcome.IN


def is_as_promised(outcome: str, wanted: Outcome, name: str) -> bool:
    is_refused = outcome in {Outcome.NOT_HERE, Outcome.NOT_YOURS, Outcome.NOT_NOW}
    return outcome == wanted or (wanted is Outcome.IN and name in AS_THINGS_STAND and is_refused)


def outcome_of(response: HttpResponse, visitor: Visitor) -> str:
    if response.status_code in {403, 404, 405, 409}:
        return str(response.status_code)
    is_sent_away = response.status_code == 302 and response.headers["Location"].startswith("/sign-in/")
    if is_sent_away and visitor.counts_as is not Role.ADULT:
        return Outcome.SIGN_IN
    return Outcome.IN if response.status_code in {200, 205, 302, 422} else f"status {response.status_code}"
