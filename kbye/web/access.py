"""The door: who is asking, may they enter, and every object a request names.

Another household's object is 404, exactly like one that does not exist; one's own that is not for this
person is 403. A link that ended, was revoked, or is for something else opens nothing, and all of those look alike.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from kbye.household.away import TimeAway
from kbye.household.door import SetUpCode
from kbye.household.household import Household
from kbye.household.link import Link, hash_of
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member, User
from kbye.household.ready_query import ReadyQuery
from kbye.household.times_away import one_time_away
from kbye.household.tripwire import spanning_households, tripwire
from kbye.web import clock, language, phones, reader
from kbye.web.guessing import guesses, too_many
from kbye.web.machines import machine_of
from kbye.web.roles import RULES, Part, Role, Rule

Thing = TypeVar("Thing", bound=Owned)
_PURPOSES = {
    Link.Purpose.STAY.value: Role.STAY_LINK,
    Link.Purpose.TAKE.value: Role.TAKE_LINK,
    Link.Purpose.INVITE.value: Role.INVITE_LINK,
    Link.Purpose.HELP.value: Role.HELP_LINK,
    Link.Purpose.WAY_IN.value: Role.WAY_IN_LINK,
    Link.Purpose.CHILDREN.value: Role.CHILDREN_LINK,
    Link.Purpose.SHEET.value: Role.SHEET_LINK,
    Link.Purpose.STAND_IN.value: Role.STAND_IN_LINK,
    Link.Purpose.FEED.value: Role.FEED_LINK,
}

_adult = ReadyQuery(
    lambda account: Member.objects.filter(
        user_id=account, removed_at=None, kind=Member.Kind.ADULT
    ).select_related("household", "user"),
    account=UUID,
)
_link = ReadyQuery(
    lambda key: Link.objects.filter(pk=key).select_related(
        "household",
        "member__household",
        "time_away__leaver",
        "time_away__household",
        "time_away__offered_by",
    ),
    key=UUID,
)


@dataclass(frozen=True, slots=True)
class Who:
    """Whoever asks: a signed-in adult, the holder of a link, somebody with the set-up code, or nobody known."""

    role: Role
    member: Member | None = None
    link: Link | None = None
    code: str = ""

    @property
    def is_by_link(self) -> bool:
        return self.link is not None

    def url(self, name: str, time_away: TimeAway | UUID | None = None, **more: object) -> str:
        """The address of a route of a time away in this visitor's own world: signed in, or on their link."""
        if self.link is not None:
            return reverse(f"{name}_by_link", kwargs={"token": self.link.token, **more})
        key = time_away.pk if isinstance(time_away, TimeAway) else time_away
        return reverse(name, kwargs={"time_away": key, **more})


class Request(HttpRequest):
    who: Who
    rule: Rule
    is_opened_here: bool


NOBODY = Who(Role.ANYONE)
TURNED_AWAY = {403, 404, 405, 429}


class UndeclaredRoute(Exception):
    """A route that `web/roles.py` does not know must not answer."""


class Door:
    """Middleware: reads the table in `web/roles.py` for the route and lets in, turns away, or sends to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.who, request.is_opened_here = NOBODY, True
        with tripwire() if settings.TRIPWIRE else nullcontext():
            try:
                return _remembered(request, self.get_response(request))
            finally:
                reader.forget()
                translation.deactivate()

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        rule = RULES.get(name)
        if rule is None:
            raise UndeclaredRoute(name)
        request.rule = rule
        request.who = who = recognise(request, kwargs, rule)
        language.speak(request, who)
        if who.member is not None:
            reader.read_as(who.member.household.zone, who.member.clock)
        if who.role not in rule.enter and Role.ANYONE not in rule.enter:
            return _turned_away(request, kwargs)
        if request.method not in rule.methods:
            return HttpResponseNotAllowed(sorted(rule.methods))
        if who.link is not None:
            request.is_opened_here = _is_opened_here(request, who.link)
            if rule.after_a_tap and not request.is_opened_here:
                return phones.ask_for_a_tap(request, who.link)
        return None


def _is_opened_here(request: Request, link: Link) -> bool:
    """By a tap on this phone, or because they are signed in on it."""
    if phones.is_opened(request, link):
        return True
    with spanning_households():
        return _by_session(request).member == link.member


def _remembered(request: Request, response: HttpResponse) -> HttpResponse:
    """Whatever was posted on a link and not turned away was a tap."""
    if request.method == "POST" and request.who.link is not None and response.status_code not in TURNED_AWAY:
        phones.remember(response, request.who.link, now=clock.now())
    return response


def _turned_away(request: Request, kwargs: dict[str, Any]) -> HttpResponse:
    if "token" in kwargs or "code" in kwargs:
        if guesses.are_too_many(machine_of(request), now=clock.now()):
            return too_many(request)
        raise Http404
    if request.who.role is Role.ANYONE:
        return redirect(
            f"{reverse(settings.LOGIN_URL)}?next={request.path}"
            if request.method == "GET"
            else settings.LOGIN_URL
        )
    raise Http404


def recognise(request: HttpRequest, kwargs: dict[str, Any], rule: Rule) -> Who:
    with spanning_households():
        if "token" in kwargs:
            return _by_link(kwargs["token"], rule)
        if "code" in kwargs:
            return Who(Role.SET_UP, code=kwargs["code"]) if SetUpCode.is_open(kwargs["code"]) else NOBODY
        return _by_session(request)


def _by_link(token: str, rule: Rule) -> Who:
    """Whatever opens nothing here, for whichever reason, is not found: all of it takes the same time."""
    open_ones = Link.objects.open_at(clock.now()).filter(purpose__in=_purposes_of(rule))
    key = open_ones.filter(token_hash=hash_of(token)).values_list("pk", flat=True).order_by().first()
    if key is None:
        return NOBODY
    link = _link(key=key)[0]
    return Who(_PURPOSES[link.purpose], member=link.member, link=link)


def _purposes_of(rule: Rule) -> list[str]:
    return [purpose for purpose, role in _PURPOSES.items() if role in rule.enter]


def _by_session(request: HttpRequest) -> Who:
    key, proof = request.session.get(SESSION_KEY), request.session.get(HASH_SESSION_KEY, "")
    if key is None:
        return NOBODY
    member = next(iter(_adult(account=key)), None)
    if member is None or member.user is None:
        return NOBODY
    if not constant_time_compare(proof, member.user.get_session_auth_hash()):
        return NOBODY
    return Who(Role.ADULT, member=member)


def sign_in(request: HttpRequest, user: User) -> None:
    """A new session for this account; whatever the browser held before is gone."""
    request.session.flush()
    rotate_token(request)
    request.session[SESSION_KEY] = str(user.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def me(request: Request) -> Member:
    """The person asking, signed in or on a link."""
    if request.who.member is None:
        raise Http404
    return request.who.member


def household(request: Request) -> Household:
    return me(request).household


def one_of(request: Request, rows: OwnedQuerySet[Thing], key: object) -> Thing:
    """The row of the visitor's household with this key, or 404."""
    found = rows.of(household(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def time_away(request: Request) -> TimeAway:
    """The time away that the route or the link names, if the visitor's part in it is what the route asks for."""
    if request.who.link is not None:
        key: object = request.who.link.time_away_id
    else:
        assert request.resolver_match is not None
        key = request.resolver_match.kwargs["time_away"]
    found = one_time_away(household(request), key)
    if found is None:
        raise Http404
    if not _has_part(found, me(request), request.rule.part):
        raise PermissionDenied
    return found


def _has_part(time_away: TimeAway, member: Member, part: Part) -> bool:
    leaves = time_away.leaver_id == member.pk
    stays = any(stayer.pk == member.pk for stayer in time_away.stayers)
    offers = time_away.offered_by_id == member.pk
    return {
        Part.ANY: True,
        Part.LEAVER: leaves,
        Part.ON_DUTY: stays,
        Part.EITHER: leaves or stays or offers,
    }[part]
