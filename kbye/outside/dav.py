"""Talking to a calendar server (WebDAV, RFC 4918): one question, one answer, and what its refusals mean.

The password goes to the origin that its owner named and to no other, whatever an answer or a redirect says
(`egress` leaves it behind there). It stands in no message and no log.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.utils.translation import gettext as _

from kbye.outside import addresses, dav_xml, egress
from kbye.outside.addresses import NotAnAddress
from kbye.outside.dav_xml import Node, dav
from kbye.outside.egress import Answer, NotReached

XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_NAMES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:A="http://apple.com/ns/ical/"'
_NAMES += ' xmlns:S="http://calendarserver.org/ns/"'


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks. The password is never printed."""

    name: str
    password: str = field(repr=False)

    @property
    def header(self) -> str:
        return "Basic " + base64.b64encode(f"{self.name}:{self.password}".encode()).decode()


class Why(Enum):
    NOT_REACHED = "not_reached"  # no address, no answer, no trust: see `egress`
    SIGN_IN = "sign_in"
    NOT_ALLOWED = "not_allowed"
    GONE = "gone"
    CHANGED = "changed"  # somebody was there in between, or has taken that name
    NOT_NOW = "not_now"
    NOT_DAV = "not_dav"
    ELSEWHERE = "elsewhere"


class DavTrouble(Exception):
    """It did not work. `words` are for the household, `cause` is for the log; neither quotes the other side.

    With `ELSEWHERE`, `address` is the origin that the server pointed to; only a person may take the password there.
    With `NOT_NOW`, `wait` is how long the server asked to be left alone, if it said so.
    """

    def __init__(
        self, why: Why, *, words: str, cause: str, address: str = "", wait: timedelta | None = None
    ) -> None:
        super().__init__(words)
        self.why, self.words, self.cause, self.address, self.wait = why, words, cause, address, wait


@dataclass(frozen=True, slots=True)
class Found:
    """One `response` of a multistatus: where, and the properties that were found there."""

    href: str
    status: int
    properties: Node

    def text(self, *path: str) -> str:
        return self.properties.text_at(*path)


def xml(kind: str, inside: str) -> bytes:
    """A question in XML. What is put inside has to be escaped already."""
    return f"{_HEAD}<{kind} {_NAMES}>{inside}</{kind}>".encode()


def ask(
    address: str, login: Login, *, method: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """Ask with name and password. Raises `DavTrouble` for whatever is no 2xx of the origin that was asked."""
    more = {"content-type": XML} if body else {}
    try:
        answer = egress.ask(
            address,
            method=method,
            body=body,
            headers={**more, **(headers or {}), "authorization": login.header},
        )
    except NotReached as error:
        raise DavTrouble(Why.NOT_REACHED, words=error.words, cause=error.cause) from error
    if (sent_to := origin_of(address, answer.address)) != origin_of(address, address):
        raise elsewhere(sent_to)
    if not 200 <= answer.status < 300:
        raise _trouble(answer)
    return answer


def found_at(
    address: str, login: Login, *, method: str, body: bytes, depth: str = "0"
) -> tuple[str, list[Found]]:
    """What a PROPFIND or REPORT finds, and the address that answered. Hrefs are whole addresses.

    What lies at another origin than the one that was asked is left out.
    """
    answer = ask(address, login, method=method, body=body, headers={"depth": depth})
    if answer.status != 207:
        raise _not_dav(f"status {answer.status}")
    try:
        root = dav_xml.read(answer.body)
    except dav_xml.NotSafe as error:
        raise _not_dav(str(error)) from error
    if root.name != dav("multistatus"):
        raise _not_dav("no multistatus")
    return answer.address, list(_found(root, answer.address))


def whole(base: str, href: str) -> str | None:
    """An href of an answer as a whole address; None if that is no address that kbye opens, or of another origin."""
    try:
        start = addresses.target(base, settings.MAY_REACH)
        end = addresses.sent_on(start, href, settings.MAY_REACH)
    except NotAnAddress:
        return None
    return str(end) if end.origin == start.origin else None


def origin_of(base: str, href: str) -> str:
    """Where an href leads, without its path; empty if nowhere."""
    try:
        end = addresses.sent_on(addresses.target(base, settings.MAY_REACH), href, settings.MAY_REACH)
    except NotAnAddress:
        return ""
    return f"{end.scheme}://{end.authority}/"


def elsewhere(address: str) -> DavTrouble:
    return DavTrouble(
        Why.ELSEWHERE,
        words=_(
            "This server keeps the calendars somewhere else: %(address)s If you trust it, enter that address."
        )
        % {"address": address},
        cause="other origin",
        address=address,
    )


def _found(root: Node, base: str) -> Iterator[Found]:
    for response in root.all(dav("response")):
        href = whole(base, response.text_at(dav("href")))
        if href is None:
            continue
        inside = Node(dav("prop"), {})
        for part in response.all(dav("propstat")):
            if _number(part.text_at(dav("status"))) == 200:
                inside.children += [one for prop in part.all(dav("prop")) for one in prop.children]
        yield Found(href, _number(response.text_at(dav("status"))) or 200, inside)


def _number(line: str) -> int:
    """The 404 of "HTTP/1.1 404 Not Found"; 0 if there is none."""
    words = line.split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else 0


def _not_dav(cause: str) -> DavTrouble:
    words = _("This address answers, but not the way a calendar server does.")
    return DavTrouble(Why.NOT_DAV, words=words, cause=cause)


def _trouble(answer: Answer) -> DavTrouble:
    status = answer.status
    cause = f"status {status}"
    if status == 401:
        return DavTrouble(Why.SIGN_IN, words=_("The name or the app password does not fit."), cause=cause)
    if status in {403, 405, 507}:
        return DavTrouble(Why.NOT_ALLOWED, words=_("The calendar server does not allow that."), cause=cause)
    if status in {404, 410}:
        return DavTrouble(Why.GONE, words=_("There is no such calendar at this address."), cause=cause)
    if status in {409, 412}:
        words = _("Somebody else has changed it in the meantime.")
        return DavTrouble(Why.CHANGED, words=words, cause=cause)
    if status in {408, 423, 429} or status >= 500:
        words, wait = _("The calendar server has trouble of its own."), answer.headers.get("retry-after", "")
        return DavTrouble(Why.NOT_NOW, words=words, cause=cause, wait=_seconds(wait))
    return _not_dav(cause)


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else None
