"""Who may enter which route, in one table. The door reads it on every request; what is not in it stays shut.

`enter`: the kinds of visitor let in. `part`: what they must be to the time away that the route names.
`after_a_tap`: whoever comes on a link sees it once they have tapped something on this phone (`web/phones.py`).
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
    CHILDREN_LINK = auto()
    SHEET_LINK = auto()
    STAND_IN_LINK = auto()
    FEED_LINK = auto()


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
    after_a_tap: bool = False


GET = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
BOTH = GET | POST


def _rule(methods: frozenset[str], *enter: Role, part: Part = Part.ANY, after_a_tap: bool = False) -> Rule:
    return Rule(frozenset(enter), methods, part, after_a_tap)


_ANYONE, _SET_UP, _ADULT = Role.ANYONE, Role.SET_UP, Role.ADULT
_STAY, _TAKE, _INVITE = Role.STAY_LINK, Role.TAKE_LINK, Role.INVITE_LINK
_HELP = Role.HELP_LINK
_CHILDREN = Role.CHILDREN_LINK
_SHEET, _STAND_IN = Role.SHEET_LINK, Role.STAND_IN_LINK

RULES: dict[str, Rule] = {
    "healthz": _rule(GET, _ANYONE),
    "components": _rule(GET, _ANYONE),
    "service_worker": _rule(GET, _ANYONE),
    "manifest": _rule(GET, _ANYONE),
    "open_here": _rule(POST, _STAY),
    "open_here_to_help": _rule(POST, _HELP),
    "open_here_on_a_tablet": _rule(POST, _CHILDREN),
    "choose_language": _rule(POST, _STAY, _TAKE),
    "choose_language_to_help": _rule(POST, _HELP),
    "choose_language_to_stand_in": _rule(POST, _STAND_IN),
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
    "set_up:calendar": _rule(GET, _ADULT),
    "set_up:bring_file": _rule(BOTH, _ADULT),
    "set_up:bring_address": _rule(BOTH, _ADULT),
    "set_up:bring_holidays": _rule(BOTH, _ADULT),
    "set_up:bring_server": _rule(BOTH, _ADULT),
    "set_up:one_calendar": _rule(BOTH, _ADULT),
    "set_up:keep_calendar": _rule(POST, _ADULT),
    "set_up:answer_calendar": _rule(POST, _ADULT),
    "set_up:settle_calendar": _rule(POST, _ADULT),
    "set_up:read_calendar": _rule(POST, _ADULT),
    "set_up:rest_calendar": _rule(POST, _ADULT),
    "set_up:move_calendar": _rule(POST, _ADULT),
    "set_up:remove_calendar": _rule(POST, _ADULT),
    "set_up:calendar_account": _rule(BOTH, _ADULT),
    "set_up:remove_calendar_account": _rule(POST, _ADULT),
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
    "set_up:names_in_push": _rule(POST, _ADULT),
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
    "decide:situation": _rule(GET, _ADULT),
    "decide:better": _rule(BOTH, _ADULT),
    "decide:help_comes": _rule(GET, _ADULT),
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
    "tell:urgent_by_link": _rule(BOTH, _STAY, after_a_tap=True),
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
    "ask:page_by_link": _rule(GET, _STAY, after_a_tap=True),
    "ask:better": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "ask:better_by_link": _rule(BOTH, _STAY, after_a_tap=True),
    "ask:mine": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:mine_by_link": _rule(POST, _STAY),
    "ask:new": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "ask:new_by_link": _rule(BOTH, _STAY, after_a_tap=True),
    "ask:gap": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "ask:gap_by_link": _rule(BOTH, _STAY, after_a_tap=True),
    "ask:take": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:take_by_link": _rule(POST, _STAY),
    "ask:close": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:close_by_link": _rule(POST, _STAY),
    "ask:open": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:open_by_link": _rule(POST, _STAY),
    "ask:message": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "ask:message_by_link": _rule(GET, _STAY, after_a_tap=True),
    "ask:entry": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "ask:entry_by_link": _rule(GET, _STAY, after_a_tap=True),
    "ask:paper_for": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "ask:paper_for_by_link": _rule(GET, _STAY, after_a_tap=True),
    "ask:said": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:said_by_link": _rule(POST, _STAY),
    "ask:end": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:end_by_link": _rule(POST, _STAY),
    "ask:renew_link": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "ask:renew_link_by_link": _rule(POST, _STAY),
    "ask:said_now": _rule(POST, _ADULT, part=Part.LEAVER),
    # ask: for those who are asked
    "ask:help": _rule(GET, _HELP),
    "ask:help_fresh": _rule(GET, _HELP),
    "ask:answer": _rule(POST, _HELP),
    "ask:take_back": _rule(POST, _HELP),
    "ask:ics": _rule(GET, _HELP, after_a_tap=True),
    "ask:has_read": _rule(POST, _HELP),
    "ask:paper": _rule(GET, _HELP, after_a_tap=True),
    # go
    "go:page": _rule(GET, _ADULT, part=Part.EITHER),
    "go:begin": _rule(POST, _ADULT, part=Part.LEAVER),
    "go:sheet": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "go:sheet_by_link": _rule(GET, _STAY, after_a_tap=True),
    "go:fresh": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "go:fresh_by_link": _rule(GET, _STAY, after_a_tap=True),
    "go:tick": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:tick_by_link": _rule(POST, _STAY),
    "go:untick": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:untick_by_link": _rule(POST, _STAY),
    "go:credit": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:credit_by_link": _rule(POST, _STAY),
    "go:plan": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "go:plan_by_link": _rule(POST, _STAY),
    # prepare
    "prepare:page": _rule(GET, _ADULT, part=Part.EITHER),
    "prepare:add": _rule(POST, _ADULT, part=Part.EITHER),
    "prepare:answer": _rule(POST, _ADULT, part=Part.EITHER),
    "prepare:change": _rule(POST, _ADULT, part=Part.EITHER),
    "prepare:take_over": _rule(POST, _ADULT, part=Part.EITHER),
    "prepare:take_back_words": _rule(POST, _ADULT, part=Part.EITHER),
    "prepare:drop_must": _rule(POST, _ADULT, part=Part.EITHER),
    "prepare:missing": _rule(BOTH, _ADULT, part=Part.EITHER),
    "prepare:look": _rule(GET, _ADULT, part=Part.LEAVER),
    "prepare:worries": _rule(BOTH, _ADULT, part=Part.EITHER),
    "prepare:turn": _rule(BOTH, _ADULT, part=Part.EITHER),
    "prepare:how_it_was": _rule(POST, _ADULT, part=Part.EITHER),
    # come_back
    "come_back:back": _rule(POST, _ADULT, part=Part.LEAVER),
    "come_back:welcome": _rule(GET, _ADULT, part=Part.EITHER),
    "come_back:two_minutes": _rule(BOTH, _ADULT, part=Part.EITHER),
    "come_back:two_minutes_by_link": _rule(BOTH, _STAY, after_a_tap=True),
    "come_back:postcard": _rule(BOTH, _ADULT, part=Part.ON_DUTY),
    "come_back:postcard_by_link": _rule(BOTH, _STAY, after_a_tap=True),
    "come_back:remove_first": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "come_back:remove_first_by_link": _rule(POST, _STAY, after_a_tap=True),
    "come_back:photo": _rule(GET, _ADULT, part=Part.EITHER),
    "come_back:photo_by_link": _rule(GET, _STAY, after_a_tap=True),
    "come_back:next": _rule(POST, _ADULT, part=Part.EITHER),
    "come_back:keepsake": _rule(GET, _ADULT, part=Part.EITHER),
    "come_back:history": _rule(GET, _ADULT),
    "come_back:year": _rule(GET, _ADULT),
    "come_back:of_child": _rule(GET, _ADULT),
    "come_back:remove_way": _rule(POST, _ADULT),
    "come_back:remove_try": _rule(POST, _ADULT),
    # children: for the adults
    "children:page": _rule(GET, _ADULT),
    "children:make_link": _rule(POST, _ADULT),
    "children:end_link": _rule(POST, _ADULT),
    "children:new_card": _rule(BOTH, _ADULT, part=Part.EITHER),
    "children:remove_card": _rule(POST, _ADULT),
    "children:strip": _rule(GET, _ADULT, part=Part.EITHER),
    "children:move_return": _rule(BOTH, _ADULT, part=Part.LEAVER),
    # children: what they see, also on an adult's phone
    "children:shown": _rule(GET, _ADULT),
    "children:shown_by_link": _rule(GET, _CHILDREN, after_a_tap=True),
    "children:heard": _rule(POST, _ADULT),
    "children:heard_by_link": _rule(POST, _CHILDREN),
    "children:open": _rule(POST, _ADULT),
    "children:open_by_link": _rule(POST, _CHILDREN),
    "children:card": _rule(GET, _ADULT),
    "children:card_by_link": _rule(GET, _CHILDREN, after_a_tap=True),
    "children:photo": _rule(GET, _ADULT),
    "children:photo_by_link": _rule(GET, _CHILDREN, after_a_tap=True),
    "children:voice": _rule(GET, _ADULT),
    "children:voice_by_link": _rule(GET, _CHILDREN, after_a_tap=True),
    "children:strip_by_link": _rule(GET, _CHILDREN, after_a_tap=True),
    # share
    "share:page": _rule(GET, _ADULT),
    "share:week": _rule(GET, _ADULT),
    "share:correct": _rule(BOTH, _ADULT),
    "share:remove_correction": _rule(POST, _ADULT),
    "share:trip": _rule(BOTH, _ADULT),
    "share:suggested": _rule(POST, _ADULT),
    "share:basis": _rule(BOTH, _ADULT),
    # handbook
    "handbook:page": _rule(GET, _ADULT),
    "handbook:add_fact": _rule(BOTH, _ADULT),
    "handbook:fact": _rule(BOTH, _ADULT),
    "handbook:remove_fact": _rule(POST, _ADULT),
    "handbook:photo": _rule(GET, _ADULT),
    "handbook:know_too": _rule(POST, _ADULT),
    "handbook:add_photo": _rule(BOTH, _ADULT),
    "handbook:brought_along": _rule(BOTH, _ADULT),
    "handbook:leave_out": _rule(POST, _ADULT),
    "handbook:add_contact": _rule(BOTH, _ADULT),
    "handbook:contact": _rule(BOTH, _ADULT),
    "handbook:remove_contact": _rule(POST, _ADULT),
    "handbook:earlier": _rule(POST, _ADULT),
    "handbook:add_collector": _rule(BOTH, _ADULT),
    "handbook:collector": _rule(BOTH, _ADULT),
    "handbook:remove_collector": _rule(POST, _ADULT),
    "handbook:paste": _rule(BOTH, _ADULT),
    "handbook:keep": _rule(POST, _ADULT),
    "handbook:ask_at_home": _rule(POST, _ADULT),
    "handbook:answer": _rule(BOTH, _ADULT),
    "handbook:let_go": _rule(POST, _ADULT),
    "handbook:on_duty": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "handbook:on_duty_by_link": _rule(GET, _STAY, after_a_tap=True),
    "handbook:ask": _rule(POST, _ADULT, part=Part.ON_DUTY),
    "handbook:ask_by_link": _rule(POST, _STAY),
    "handbook:photo_on_duty": _rule(GET, _ADULT, part=Part.ON_DUTY),
    "handbook:photo_on_duty_by_link": _rule(GET, _STAY, after_a_tap=True),
    # urgent: leaving within the hour
    "urgent:start": _rule(BOTH, _ADULT),
    "urgent:start_by_link": _rule(BOTH, _STAY, after_a_tap=True),
    "urgent:now": _rule(GET, _ADULT, part=Part.EITHER),
    "urgent:now_by_link": _rule(GET, _STAY, _TAKE, after_a_tap=True),
    "urgent:fresh": _rule(GET, _ADULT, part=Part.EITHER),
    "urgent:fresh_by_link": _rule(GET, _STAY, _TAKE, after_a_tap=True),
    "urgent:take_back": _rule(POST, _ADULT, part=Part.LEAVER),
    "urgent:take_back_by_link": _rule(POST, _TAKE),
    "urgent:have_them": _rule(POST, _ADULT, part=Part.EITHER),
    "urgent:have_them_by_link": _rule(POST, _STAY, _TAKE),
    "urgent:cannot": _rule(POST, _ADULT, part=Part.EITHER),
    "urgent:cannot_by_link": _rule(POST, _STAY, _TAKE),
    "urgent:ask_helpers": _rule(POST, _ADULT, part=Part.LEAVER),
    "urgent:ask_helpers_by_link": _rule(POST, _TAKE),
    "urgent:back": _rule(POST, _ADULT, part=Part.LEAVER),
    "urgent:back_by_link": _rule(POST, _TAKE),
    "urgent:words": _rule(GET, _ADULT, part=Part.EITHER),
    "urgent:words_by_link": _rule(GET, _STAY, _TAKE, after_a_tap=True),
    "urgent:message": _rule(GET, _ADULT, part=Part.LEAVER),
    # feeds
    "feeds:page": _rule(GET, _ADULT),
    "feeds:make": _rule(POST, _ADULT),
    "feeds:stop": _rule(POST, _ADULT),
    "feeds:choose": _rule(POST, _ADULT),
    "feeds:stop_writing": _rule(POST, _ADULT),
    "feeds:feed": _rule(GET, Role.FEED_LINK),
    # urgent: the emergency sheet, who stands in, the drill
    "urgent:sheet": _rule(GET, _ADULT),
    "urgent:new_address": _rule(POST, _ADULT),
    "urgent:drill": _rule(BOTH, _ADULT),
    "urgent:stand_ins": _rule(BOTH, _ADULT),
    "urgent:decide_stand_in": _rule(POST, _ADULT),
    "urgent:stand_in": _rule(BOTH, _STAND_IN),
    "urgent:kept_sheet": _rule(BOTH, _SHEET, _STAY, _STAND_IN),
}
