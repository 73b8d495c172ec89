"""Everybody who may come to the door, what each of them is to the household, and the keys each would try."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from kbye.household.afterwards import First, Postcard, Worry
from kbye.household.away import TimeAway
from kbye.household.channel import Channel
from kbye.household.door import SetUpCode
from kbye.household.gap import Ask, Gap
from kbye.household.link import INVITATIONS_LAST, Link
from kbye.household.people import Member
from kbye.household.preparation import Preparation, ToSay
from kbye.household.responsibility import Occurrence
from kbye.web.roles import Part, Role
from tests.people import THURSDAY_NOON, opened, signed_in
from tests.web.browser import Browser
from tests.web.world import Home, owned_models, seq_of

Keys = dict[str, Any]
INVITE, HELP, WAY_IN = Link.Purpose.INVITE, Link.Purpose.HELP, Link.Purpose.WAY_IN
CHILDREN = Link.Purpose.CHILDREN
SHEET, STAND_IN, FEED = Link.Purpose.SHEET, Link.Purpose.STAND_IN, Link.Purpose.FEED
LEAVES, STAYS = {Part.ANY, Part.LEAVER, Part.EITHER}, {Part.ANY, Part.ON_DUTY, Part.EITHER}
NOWHERE = 10**6
# Every kind of thing that a route may name; a new one is added here.
KINDS = (
    "fact",
    "contact",
    "collector",
    "question",
    "calendar",
    "calendaraccount",
    "calendarout",
    "feed",
    "responsibility",
    "standing",
    "ourway",
    "tryfirst",
    "correction",
    "card",
    "standin",
)
SPECIAL = (
    "preparation",
    "to_say",
    "time_away",
    "child",
    "first",
    "person",
    "occurrence",
    "postcard",
    "worry",
    "gap",
    "ask",
    "channel",
)
# What routes name that is nobody's.
PLAIN = {
    "seed": "dinner",
    "brought": "settle",
    "length": "evening",
    "year": 2026,
    "day": "2026-12-11",
    "on": "2026-12-11",
}


@dataclass(frozen=True)
class Visitor:
    """`counts_as` and `parts` say what the door should see in them; both are written down here by hand."""

    browser: Browser
    counts_as: Role
    parts: frozenset[Part] = frozenset()
    token: str = ""
    code: str = ""
    own: Keys = field(default_factory=dict)
    may_know: frozenset[str] = frozenset()

    @property
    def is_at_the_front(self) -> bool:
        return not self.token and not self.code


def keys_in(at: Home, row: TimeAway, me: Member | None = None) -> Keys:
    """A key for every kind of thing a route names, all of this household and this time away."""
    house = at.cast.household
    sender = me if me in (at.cast.alex, at.cast.grandma) else at.cast.alex
    author = me if me in (at.cast.sam, at.cast.alex) else at.cast.sam
    special = {
        "time_away": row.pk,
        "person": at.cast.alex.pk,
        "child": at.cast.ben.pk,
        "first": First.objects.of(house).get(time_away=row, told_by=sender).pk,
        "seq": seq_of(at, me) if me in (at.cast.sam, at.cast.alex, at.third) else NOWHERE,
        "occurrence": Occurrence.objects.of(house).filter(time_away=row, done_at=None)[0].pk,
        "postcard": Postcard.objects.of(house).get(time_away=row, sender=sender).pk,
        "worry": Worry.objects.of(house).get(time_away=row, author=author).pk,
        "preparation": Preparation.objects.of(house).get(time_away=row, owner=author).pk,
        "to_say": ToSay.objects.of(house).get(time_away=row, author=author).pk,
        "gap": Gap.objects.of(house).get(time_away=row).pk,
        "ask": Ask.objects.of(house).get(gap__time_away=row, state=Ask.State.ASKED).pk,
        "channel": _channel_of(at, me),
    }
    return {kind: _first_of(kind, at) for kind in KINDS} | special | PLAIN


def _channel_of(at: Home, me: Member | None) -> UUID:
    """Everybody has their own; who has none tries Sam's."""
    rows = Channel.objects.of(at.cast.household)
    return (rows.filter(member=me).first() or rows.filter(member=at.cast.sam)[0]).pk


def _first_of(kind: str, at: Home) -> UUID:
    """The key of one of theirs; routes call a kind of thing as its table is called, or by how that begins."""
    (model,) = [one for one in owned_models() if one.__name__.lower() in {kind, f"{kind}date", f"{kind}away"}]
    return UUID(str(model._default_manager.filter(household=at.cast.household)[0].pk))


def keys_of_nothing() -> Keys:
    special = {kind: uuid4() for kind in SPECIAL}
    return {kind: uuid4() for kind in KINDS} | special | PLAIN | {"seq": NOWHERE + 1}


def adult(at: Home, member: Member, *parts: Part, row: TimeAway | None = None) -> Visitor:
    return Visitor(
        Browser(signed_in(member)),
        Role.ADULT,
        frozenset({Part.ANY, *parts}),
        own=keys_in(at, row or at.under_way, member),
        may_know=frozenset({at.canary}),
    )


def on_link(at: Home, link: Link, role: Role, *parts: Part) -> Visitor:
    row = link.time_away or at.under_way
    may_know = frozenset() if role is Role.ANYONE else frozenset({at.canary})
    own = keys_in(at, row, link.member)
    phone = Browser(opened(link))
    return Visitor(phone, role, frozenset({Part.ANY, *parts}), link.token, own=own, may_know=may_know)


def visitor(name: str, ours: Home, theirs: Home) -> Visitor:
    """The visitor of this name, made ready in the database."""
    cast = ours.cast
    if name in _ADULTS:
        return _ADULTS[name](ours, theirs)
    if name in _CODES:
        return replace(_CODES[name](), own=keys_in(ours, ours.under_way))
    if name in _LINKS:
        link = ours.link(ours.under_way, Link.Purpose.STAY, cast.grandma)
        return _LINKS[name](ours, link)
    return Visitor(Browser(), Role.ANYONE, own=keys_in(ours, ours.under_way))


def _removed(ours: Home, theirs: Home) -> Visitor:
    found = adult(ours, ours.cast.alex)
    ours.cast.alex.remove(at=THURSDAY_NOON)
    return _shut_out(found)


def _password_changed_elsewhere(ours: Home, theirs: Home) -> Visitor:
    found = adult(ours, ours.cast.sam)
    user = ours.cast.sam.user
    assert user is not None
    user.set_password("quite another password")
    user.save()
    return _shut_out(found)


def _signed_out(ours: Home, theirs: Home) -> Visitor:
    client = signed_in(ours.cast.sam)
    found = Browser(client)
    client.session.flush()
    return Visitor(found, Role.ANYONE, own=keys_in(ours, ours.under_way))


def _shut_out(found: Visitor) -> Visitor:
    return Visitor(found.browser, Role.ANYONE, own=found.own)


_ADULTS: dict[str, Callable[[Home, Home], Visitor]] = {
    "leaver": lambda ours, theirs: adult(ours, ours.cast.sam, *LEAVES),
    "stayer": lambda ours, theirs: adult(ours, ours.cast.alex, *STAYS),
    "third adult": lambda ours, theirs: adult(ours, ours.third),
    "the one who offers": lambda ours, theirs: adult(ours, ours.cast.alex, *STAYS, row=ours.offer),
    "the one who is offered it": lambda ours, theirs: adult(ours, ours.cast.sam, *LEAVES, row=ours.offer),
    "stranger": lambda ours, theirs: adult(theirs, theirs.cast.sam, *LEAVES),
    "removed adult": _removed,
    "password changed elsewhere": _password_changed_elsewhere,
    "signed out": _signed_out,
}


def _ended(link: Link) -> Link:
    assert link.time_away is not None
    link.time_away.ends_at = THURSDAY_NOON - timedelta(hours=49)
    link.time_away.starts_at = THURSDAY_NOON - timedelta(hours=53)
    link.time_away.save()
    return link


def _revoked(link: Link) -> Link:
    link.revoke(at=THURSDAY_NOON)
    return link


def _called_off(link: Link) -> Link:
    assert link.time_away is not None
    link.time_away.call_off(at=THURSDAY_NOON)
    return link


def _of_removed(link: Link) -> Link:
    link.member.remove(at=THURSDAY_NOON)
    return link


def _without_time(
    at: Home, purpose: Link.Purpose, *, age: timedelta = timedelta(), used: bool = False
) -> Link:
    link = Link.objects.of(at.cast.household).get(purpose=purpose)
    link.ends_at = THURSDAY_NOON + INVITATIONS_LAST - age
    link.used_at = THURSDAY_NOON if used else None
    link.save()
    return link


def _closed(at: Home, link: Link) -> Visitor:
    return on_link(at, link, Role.ANYONE)


_LINKS: dict[str, Callable[[Home, Link], Visitor]] = {
    "stay link": lambda at, link: on_link(at, link, Role.STAY_LINK, *STAYS),
    "stay link after the return": lambda at, link: on_link(
        at, at.link(at.back, "stay", at.cast.grandma), Role.STAY_LINK, *STAYS
    ),
    "take link": lambda at, link: on_link(
        at, at.link(at.offer, "take", at.cast.sam), Role.TAKE_LINK, *LEAVES
    ),
    "expired link": lambda at, link: _closed(at, _ended(link)),
    "revoked link": lambda at, link: _closed(at, _revoked(link)),
    "link of a called-off time": lambda at, link: _closed(at, _called_off(link)),
    "link of a removed person": lambda at, link: _closed(at, _of_removed(link)),
    "invitation": lambda at, link: on_link(at, _without_time(at, INVITE), Role.INVITE_LINK),
    "expired invitation": lambda at, link: _closed(at, _without_time(at, INVITE, age=INVITATIONS_LAST)),
    "used invitation": lambda at, link: _closed(at, _without_time(at, INVITE, used=True)),
    "helper's link": lambda at, link: on_link(at, _without_time(at, HELP), Role.HELP_LINK),
    "ended helper's link": lambda at, link: _closed(at, _without_time(at, HELP, age=INVITATIONS_LAST)),
    "way back in": lambda at, link: on_link(at, _without_time(at, WAY_IN), Role.WAY_IN_LINK),
    "used way back in": lambda at, link: _closed(at, _without_time(at, WAY_IN, used=True)),
    "children's link": lambda at, link: on_link(at, _without_time(at, CHILDREN), Role.CHILDREN_LINK),
    "link of a sheet": lambda at, link: on_link(at, _without_time(at, SHEET), Role.SHEET_LINK),
    "revoked link of a sheet": lambda at, link: _closed(at, _revoked(_without_time(at, SHEET))),
    "link of a feed": lambda at, link: on_link(at, _without_time(at, FEED), Role.FEED_LINK),
    "revoked link of a feed": lambda at, link: _closed(at, _revoked(_without_time(at, FEED))),
    "expired link of a feed": lambda at, link: _closed(at, _without_time(at, FEED, age=INVITATIONS_LAST)),
    "stand-in's link": lambda at, link: on_link(at, _without_time(at, STAND_IN), Role.STAND_IN_LINK),
    "revoked stand-in's link": lambda at, link: _closed(at, _revoked(_without_time(at, STAND_IN))),
    "ended children's link": lambda at, link: _closed(at, _revoked(_without_time(at, CHILDREN))),
}


def _used_code() -> Visitor:
    code = SetUpCode.make(now=THURSDAY_NOON)
    SetUpCode.use(code, now=THURSDAY_NOON)
    return Visitor(Browser(), Role.ANYONE, code=code)


_CODES: dict[str, Callable[[], Visitor]] = {
    "set-up code": lambda: Visitor(Browser(), Role.SET_UP, code=SetUpCode.make(now=THURSDAY_NOON)),
    "used set-up code": _used_code,
    "guessed set-up code": lambda: Visitor(Browser(), Role.ANYONE, code=secrets.token_urlsafe(20)),
}

VISITORS = ("anonymous", *_ADULTS, *_LINKS, *_CODES)
