"""Declare or fail: a route that the table does not know does not answer, and nothing stands open by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve, reverse

from kbye.urls import urlpatterns as ours
from kbye.web.access import UndeclaredRoute
from kbye.web.roles import RULES, Part, Role, Rule
from tests.web.promised import routes
from tests.web.visitors import keys_of_nothing

OPEN_TO_ANYONE = {
    "healthz",
    "components",
    "service_worker",
    "manifest",
    "today:page",
    "set_up:sign_in",
    "set_up:forgot",
}
BY_SET_UP_CODE = {"set_up:welcome", "set_up:names", "set_up:sample"}
BY_INVITATION = {"set_up:invitation"}
BY_HELPERS_LINK = {
    "open_here_to_help",
    "choose_language_to_help",
    "ask:help",
    "ask:help_fresh",
    "ask:answer",
    "ask:take_back",
    "ask:ics",
    "ask:has_read",
    "ask:paper",
}
BY_WAY_BACK_IN = {"set_up:way_in"}
BY_LINK_OF_A_SHEET = {"urgent:kept_sheet"}
BY_STAND_INS_LINK = {"choose_language_to_stand_in", "urgent:kept_sheet", "urgent:stand_in"}
BY_CHILDRENS_LINK = {
    "open_here_on_a_tablet",
    *(f"children:{name}_by_link" for name in ("shown", "heard", "card", "open", "photo", "voice", "strip")),
}
ASKING = (
    "page",
    "mine",
    "new",
    "gap",
    "take",
    "close",
    "open",
    "message",
    "entry",
    "paper_for",
    "said",
    "end",
    "renew_link",
)
BY_LINK_TO_AN_OFFER = {
    "choose_language",
    "tell:ics_by_link",
    "tell:answer_page_by_link",
    "tell:answer_by_link",
}
IN_AN_EMERGENCY = {f"urgent:{name}_by_link" for name in ("now", "fresh", "have_them", "cannot", "words")}
WHEN_THEY_HAD_TO_LEAVE = {f"urgent:{name}_by_link" for name in ("take_back", "ask_helpers", "back")}
BY_LINK_TO_STAY = (
    {f"ask:{name}_by_link" for name in ASKING}
    | BY_LINK_TO_AN_OFFER
    | IN_AN_EMERGENCY
    | {
        "open_here",
        "urgent:start_by_link",
        "urgent:kept_sheet",
        "tell:all_well_by_link",
        "tell:urgent_by_link",
        "go:sheet_by_link",
        "go:tick_by_link",
        "go:untick_by_link",
        "go:credit_by_link",
        "go:plan_by_link",
        "go:fresh_by_link",
        "handbook:on_duty_by_link",
        "handbook:photo_on_duty_by_link",
        "handbook:ask_by_link",
        "come_back:remove_first_by_link",
        "come_back:two_minutes_by_link",
        "come_back:postcard_by_link",
        "come_back:photo_by_link",
        "ask:page_by_link",
        "ask:better_by_link",
        "ask:mine_by_link",
        "ask:new_by_link",
        "ask:gap_by_link",
        "ask:take_by_link",
        "ask:close_by_link",
        "ask:open_by_link",
        "ask:message_by_link",
        "ask:entry_by_link",
        "ask:paper_for_by_link",
        "ask:said_by_link",
        "ask:end_by_link",
        "ask:renew_link_by_link",
    }
)
BY_LINK_OF_A_FEED = {"feeds:feed"}
WITHOUT_SIGNING_IN = {
    Role.ANYONE: OPEN_TO_ANYONE,
    Role.SET_UP: BY_SET_UP_CODE,
    Role.INVITE_LINK: BY_INVITATION,
    Role.HELP_LINK: BY_HELPERS_LINK,
    Role.WAY_IN_LINK: BY_WAY_BACK_IN,
    Role.CHILDREN_LINK: BY_CHILDRENS_LINK,
    Role.FEED_LINK: BY_LINK_OF_A_FEED,
    Role.SHEET_LINK: BY_LINK_OF_A_SHEET,
    Role.STAND_IN_LINK: BY_STAND_INS_LINK,
    Role.TAKE_LINK: BY_LINK_TO_AN_OFFER | IN_AN_EMERGENCY | WHEN_THEY_HAD_TO_LEAVE,
    Role.STAY_LINK: BY_LINK_TO_STAY,
}
SECRETS = {"token": "A" * 43, "code": "A" * 27}

urlpatterns = [*ours, path("forgotten/", lambda request: HttpResponse("all of it"), name="forgotten")]


def undeclared(names: list[str]) -> set[str]:
    return set(names) - set(RULES)


def standing_open(rules: Mapping[str, Rule]) -> dict[Role, set[str]]:
    """What each kind of visitor may enter who has not signed in."""
    return {role: {name for name, rule in rules.items() if role in rule.enter} for role in WITHOUT_SIGNING_IN}


def test_every_route_is_declared_and_every_rule_has_its_route() -> None:
    names = [name for name, _ in routes()]
    assert len(names) == len(set(names)) > 60
    assert undeclared(names) == set()
    assert set(RULES) - set(names) == set()


@pytest.mark.urls(__name__)
def test_a_forgotten_route_is_found() -> None:
    assert undeclared([name for name, _ in routes()]) == {"forgotten"}


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_forgotten_route_does_not_answer(client: Client) -> None:
    with pytest.raises(UndeclaredRoute, match="forgotten"):
        client.get("/forgotten/")
    client.raise_request_exception = False
    answer = client.get("/forgotten/")
    assert answer.status_code == 500
    assert "all of it" not in answer.text


def test_no_route_stands_in_the_way_of_another() -> None:
    given = {**keys_of_nothing(), **SECRETS}
    for name, names in routes():
        address = reverse(name, kwargs={one: given[one] for one in names})
        assert resolve(address).view_name == name, address


def test_nothing_stands_open_but_this() -> None:
    assert set(WITHOUT_SIGNING_IN) == set(Role) - {Role.ADULT}
    assert standing_open(RULES) == WITHOUT_SIGNING_IN


@pytest.mark.parametrize("role", WITHOUT_SIGNING_IN, ids=lambda role: role.name)
def test_a_rule_opened_to_anybody_is_seen(role: Role) -> None:
    for name, rule in RULES.items():
        if role not in rule.enter:
            opened = {**RULES, name: replace(rule, enter=rule.enter | {role})}
            assert standing_open(opened) != WITHOUT_SIGNING_IN, name


def test_a_route_of_a_time_away_asks_for_a_part_in_it() -> None:
    """On a link the part is in its purpose; signed in it has to be asked for."""
    for name, names in routes():
        if "time_away" in names:
            assert RULES[name].part is not Part.ANY, name
        else:
            assert RULES[name].part is Part.ANY, name


def test_both_sides_of_a_page_take_the_same_methods() -> None:
    for name, rule in RULES.items():
        if name.endswith("_by_link"):
            assert rule.methods == RULES[name.removesuffix("_by_link")].methods, name


def test_looking_and_doing_are_apart() -> None:
    """No rule lets in a method beyond GET, HEAD and POST."""
    for name, rule in RULES.items():
        assert rule.methods <= {"GET", "HEAD", "POST"}, name
        assert ("GET" in rule.methods) == ("HEAD" in rule.methods), name
