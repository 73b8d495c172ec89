"""Who may enter which route, in one table. The door reads it on every request; what is not in it stays shut.

`enter`: the kinds of visitor let in. `part`: what they must be to the time away that the route names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Role(Enum):
    ANYONE = auto()
    SET_UP = auto()
    ADULT = auto()
    STAY_LINK = auto()
    TAKE_LINK = auto()
    INVITE_LINK = auto()
    HELP_LINK = auto()
    WAY_IN_LINK = auto()


class Part(Enum):
    """What a visitor is to the time away of the route."""

    ANY = auto()
    LEAVER = auto()
    ON_DUTY = auto()
    EITHER = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    enter: frozenset[Role]
    methods: frozenset[str]
    part: Part = Part.ANY


GET = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
BOTH = GET | POST


def _rule(methods: frozenset[str], *enter: Role, part: Part = Part.ANY) -> Rule:
    return Rule(frozenset(enter), methods, part)


_ANYONE, _SET_UP, _ADULT = Role.ANYONE, Role.SET_UP, Role.ADULT
_STAY, _TAKE, _INVITE = Role.STAY_LINK, Role.TAKE_LINK, Role.INVITE_LINK
_HELP = Role.HELP_LINK

RULES: dict[str, Rule] = {
    "healthz": _rule(GET, _ANYONE),
    "components": _rule(GET, _ANYONE),
    "service_worker": _rule(GET, _ANYONE),
    "manifest": _rule(GET, _ANYONE),
    "today:page": _rule(GET, _ANYONE),
    "today:undo": _rule(POST, _ADULT),
    "today:no_offers": _rule(POST, _ADULT),
    # set_up: the first minutes
    "set_up:welcome": _rule(GET, _SET_UP),
    "set_up:names": _rule(BOTH, _SET_UP),
    "set_up:sample": _rule(POST, _SET_UP),
    "set_up:remove_sample": _rule(POST, _ADULT),
    "set_up:sign_in": _rule(BOTH, _ANYONE),
    "set_up:sign_out": _rule(POST, _ADULT),
    "set_up:keep": _rule(BOTH, _ADULT),
    "set_up:invitation": _rule(BOTH, _INVITE),
    "set_up:forgot": _rule(BOTH, _ANYONE),
    "set_up:way_in": _rule(BOTH, Role.WAY_IN_LINK),
    # set_up: people, calendars, what has to happen
    "set_up:more": _rule(GET, _ADULT),
    "set_up:address": _rule(BOTH, _ADULT),
    "set_up:limits": _rule(BOTH, _ADULT),
    "set_up:country": _rule(BOTH, _ADULT),
    "set_up:add_person": _rule(BOTH, _ADULT),
    "set_up:person": _rule(BOTH, _ADULT),
    "set_up:remove_person": _rule(POST, _ADULT),
    "set_up:week": _rule(BOTH, _ADULT),
    "set_up:calendar": _rule(BOTH, _ADULT),
    "set_up:remove_calendar": _rule(POST, _ADULT),
    "set_up:invite": _rule(POST, _ADULT),
    "set_up:withdraw_invitation": _rule(POST, _ADULT),
    "set_up:home": _rule(GET, _ADULT),
    "set_up:musts": _rule(BOTH, _ADULT),
    "set_up:add_responsibility": _rule(BOTH, _ADULT),
    "set_up:responsibility": _rule(BOTH, _ADULT),
    "set_up:add_seed": _rule(POST, _ADULT),
    "set_up:remove_responsibility": _rule(POST, _ADULT),
    # set_up: how kbye reaches you
    "set_up:channels": _rule(BOTH, _ADULT),
    "set_up:add_push": _rule(POST, _ADULT),
    "set_up:add_messenger": _rule(BOTH, _ADULT),
    "set_up:try_mail": _rule(POST, _ADULT),
    "set_up:switch_mail": _rule(POST, _ADULT),
    "set_up:try_channel": _rule(POST, _ADULT),
    "set_up:switch_channel": _rule(POST, _ADULT),
    "set_up:remove_channel": _rule(POST, _ADULT),
    # decide
    "decide:page": _rule(GET, _ADULT),
    "decide:give": _rule(GET, _ADULT),
    "decide:times": _rule(GET, _ADULT),
    "decide:by_hand": _rule(GET, _ADULT),
    "decide:choose": _rule(POST, _ADULT),
    "decide:standing": _rule(GET, _ADULT),
    "decide:make_standing": _rule(BOTH, _ADULT),
    "decide:agree_standing": _rule(POST, _ADULT),
    "decide:end_standing": _rule(POST, _ADULT),
    "decide:skip": _rule(POST, _ADULT, part=Part.EITHER),
    "decide:instead": _rule(GET, _ADULT, part=Part.EITHER),
    "decide:take_instead": _rule(POST, _ADULT, part=Part.EITHER),
    # tell
    "tell:message": _rule(GET, _ADULT, part=Part.EITHER),
    "tell:who": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:send": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:told": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:said_yes": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:take_proposal": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:keep_as_it_is": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:all_well": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "tell:all_well_by_link": _rule(POST, _STAY),
    "tell:urgent": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "tell:urgent_by_link": _rule(BOTH, _STAY),
    "tell:call_off": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:end_link": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:what_for": _rule(POST, _ADULT, part=Part.LEAVER),
    "tell:ics": _rule(GET, _ADULT, part=Part.EITHER),
    "tell:ics_by_link": _rule(GET, _STAY, _TAKE),
    "tell:answer_page": _rule(GET, _ADULT, part=Part.EITHER),
    "tell:answer_page_by_link": _rule(GET, _STAY, _TAKE),
    "tell:answer": _rule(POST, _ADULT, part=Part.EITHER),
    "tell:answer_by_link": _rule(POST, _STAY, _TAKE),
    # ask: for those who stay
    "ask:page": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "ask:page_by_link": _rule(GET, _STAY),
    "ask:mine": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:mine_by_link": _rule(POST, _STAY),
    "ask:new": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "ask:new_by_link": _rule(BOTH, _STAY),
    "ask:gap": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "ask:gap_by_link": _rule(BOTH, _STAY),
    "ask:take": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:take_by_link": _rule(POST, _STAY),
    "ask:close": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:close_by_link": _rule(POST, _STAY),
    "ask:open": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:open_by_link": _rule(POST, _STAY),
    "ask:message": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "ask:message_by_link": _rule(GET, _STAY),
    "ask:entry": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "ask:entry_by_link": _rule(GET, _STAY),
    "ask:said": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:said_by_link": _rule(POST, _STAY),
    "ask:end": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:end_by_link": _rule(POST, _STAY),
    "ask:renew_link": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:renew_link_by_link": _rule(POST, _STAY),
    # ask: for those who are asked
    "ask:help": _rule(GET, _HELP),
    "ask:answer": _rule(POST, _HELP),
    "ask:take_back": _rule(POST, _HELP),
    "ask:ics": _rule(GET, _HELP),
    # go
    "go:page": _rule(GET, _ADULT, part=Part.EITHER),
    "go:begin": _rule(POST, _ADULT, part=Part.LEAVER),
    "go:sheet": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "go:sheet_by_link": _rule(GET, _STAY),
    "go:tick": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:tick_by_link": _rule(POST, _STAY),
    "go:untick": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:untick_by_link": _rule(POST, _STAY),
    "go:credit": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:credit_by_link": _rule(POST, _STAY),
    "go:plan": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:plan_by_link": _rule(POST, _STAY),
    # prepare
    "prepare:worries": _rule(BOTH, _ADULT, part=Part.EITHER),
    "prepare:how_it_was": _rule(POST, _ADULT, part=Part.EITHER),
    # come_back
    "come_back:back": _rule(POST, _ADULT, part=Part.LEAVER),
    "come_back:welcome": _rule(GET, _ADULT, part=Part.EITHER),
    "come_back:two_minutes": _rule(BOTH, _ADULT, part=Part.EITHER),
    "come_back:two_minutes_by_link": _rule(BOTH, _STAY),
    "come_back:postcard": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "come_back:postcard_by_link": _rule(BOTH, _STAY),
    "come_back:photo": _rule(GET, _ADULT, part=Part.EITHER),
    "come_back:photo_by_link": _rule(GET, _STAY),
    "come_back:next": _rule(POST, _ADULT, part=Part.EITHER),
    "come_back:history": _rule(GET, _ADULT),
    # handbook
    "handbook:page": _rule(GET, _ADULT),
    "handbook:add_fact": _rule(BOTH, _ADULT),
    "handbook:remove_fact": _rule(POST, _ADULT),
    "handbook:add_contact": _rule(BOTH, _ADULT),
    "handbook:remove_contact": _rule(POST, _ADULT),
}
