"""The one door out for HTTP: whatever kbye fetches from, or hands to, an address that people chose goes through `ask`.

HTTP itself is httpcore's business. Below it sits our own socket (`connecting`), which goes to exactly the number that
was judged, so that a name that changes its mind in between changes nothing; certificates are checked against the
name all the same. Redirects, unpacking and the limits are ours, here.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

import httpcore
from django.conf import settings
from django.utils.translation import gettext as _

from kbye.outside import addresses, connecting, unpacking
from kbye.outside.addresses import Flaw, NotAnAddress, Target

SECONDS = 20.0
BYTES = 10 * 1024 * 1024
REDIRECTS = 3

_REDIRECTED = frozenset({301, 302, 303, 307, 308})
# What may be asked elsewhere without what went with it; anything that changes something may not.
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
# What another origin may see of a question: everything else may be a key, whatever its name.
_NO_SECRET = frozenset({"accept", "accept-language", "depth", "if-modified-since", "if-none-match"})


class Why(Enum):
    ADDRESS = "address"
    NO_ANSWER = "no_answer"  # refused by kbye, closed, or silent: never said which
    NOT_TRUSTED = "not_trusted"
    GARBLED = "garbled"
    TOO_MUCH = "too_much"
    ELSEWHERE = "elsewhere"


class NotReached(Exception):
    """There is no answer. `words` are for the household, `cause` is for the log; neither quotes the other side."""

    def __init__(self, why: Why, *, words: str, cause: str) -> None:
        super().__init__(words)
        self.why, self.words, self.cause = why, words, cause


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whichever status it has. Names of headers are in lower case; `address` is the last one asked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str


@dataclass(frozen=True, slots=True)
class _Question:
    target: Target
    method: str
    headers: Mapping[str, str]
    body: bytes


def ask(
    address: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    redirects: int = REDIRECTS,
    seconds: float = SECONDS,
) -> Answer:
    """Ask `address` and return the answer: at most `seconds` in total, at most 10 MiB once unpacked.

    At most `redirects` redirects are followed, each judged like the first address; where the origin changes, body
    and headers stay behind, and what would change something there is not repeated. The answer may have any status,
    3xx included. Raises `NotReached`. Addresses in `MAY_REACH` of the settings may be private, odd or http.
    """
    deadline = connecting.Deadline(seconds)
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    try:
        question = _Question(addresses.target(address, settings.MAY_REACH), method.upper(), lower, body)
        return _followed(question, redirects, deadline)
    except NotReached:
        raise
    except Exception as error:
        raise _not_reached(error) from error


def _followed(question: _Question, redirects: int, deadline: connecting.Deadline) -> Answer:
    for _step in range(redirects + 1):
        answer = _once(question, deadline)
        onward = _onward(question, answer) if redirects else None
        if onward is None:
            return answer
        question = onward
    raise NotReached(Why.ELSEWHERE, words=_("This address only sends kbye on and on."), cause="redirects")


def _onward(question: _Question, answer: Answer) -> _Question | None:
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTED or location is None:
        return None
    target = addresses.sent_on(question.target, location, settings.MAY_REACH)
    if question.method != "HEAD" and (
        answer.status == 303 or (question.method == "POST" and answer.status in {301, 302})
    ):
        question = replace(question, method="GET", body=b"")
    if target.origin == question.target.origin:
        return replace(question, target=target)
    if question.method not in _HARMLESS:
        return None
    kept = {name: value for name, value in question.headers.items() if name in _NO_SECRET}
    return _Question(target, question.method, kept, b"")


def _once(question: _Question, deadline: connecting.Deadline) -> Answer:
    target = question.target
    url = httpcore.URL(
        scheme=target.scheme, host=target.place.host, port=target.place.port, target=target.path
    )
    # Without a body nothing is said about its length, except where a server may insist on it.
    content = question.body if question.body or question.method in {"POST", "PUT"} else None
    with (
        httpcore.HTTPConnection(
            url.origin,
            ssl_context=connecting.trust() if target.scheme == "https" else None,
            network_backend=connecting.Network(target.place, deadline),
        ) as connection,
        connection.stream(question.method, url, headers=_headers(question), content=content) as response,
    ):
        found = _joined(response.headers)
        packing = found.get("content-encoding", "").strip().lower()
        unpacked = unpacking.unpacked(response.iter_stream(), packing, BYTES)
        return Answer(response.status, found, b"".join(unpacked), str(target))


def _headers(question: _Question) -> list[tuple[bytes, bytes]]:
    ours = {"host": question.target.authority, "accept-encoding": "gzip", "connection": "close"}
    headers = {"user-agent": "kbye", "accept": "*/*", **question.headers, **ours}
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return MappingProxyType(found)


def _not_reached(error: Exception) -> NotReached:
    cause = type(error).__name__
    if isinstance(error, NotAnAddress):
        return NotReached(Why.ADDRESS, words=flaw_in_words(error.flaw), cause=error.flaw.value)
    if isinstance(error, ssl.SSLCertVerificationError):
        words = _("The certificate of this address cannot be trusted.")
        return NotReached(Why.NOT_TRUSTED, words=words, cause=cause)
    if isinstance(error, unpacking.TooMuch):
        words = _("The answer of this address is longer than kbye reads.")
        return NotReached(Why.TOO_MUCH, words=words, cause=cause)
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError):
        words = _("No answer came from this address.")
        return NotReached(Why.NO_ANSWER, words=words, cause=cause)
    words = _("Something answered at this address, but not the way a web server does.")
    return NotReached(Why.GARBLED, words=words, cause=cause)


def flaw_in_words(flaw: Flaw) -> str:
    match flaw:
        case Flaw.SCHEME:
            return _("The address has to start with https:// or webcal://.")
        case Flaw.SECRET:
            return _("Please leave name and password out of the address.")
        case Flaw.PORT:
            return _("kbye only opens addresses on the usual ports.")
        case Flaw.SPELLING:
            return _("This does not look like the address of a web page.")
