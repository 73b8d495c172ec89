"""Pages as they were shown last, kept in each process: the same again while nothing at all was written. See ADR 21.

A page is given again to the browser that it was made for, known by all of its cookies, at the same address, as long as
the database says that nothing was written since and the clock has not come to the first moment at which the page would
read differently by itself. Else the door decides and the page is made anew. What protects its forms is not kept: each
answer carries a token of its own.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from kbye.household.database_version import Version, version
from kbye.web import clock

View = Callable[[HttpRequest], HttpResponse]
# What lies further off than any page reckons: a session that ends, a quarter that is over.
AT_MOST = timedelta(minutes=10)
MOST, MOST_BYTES = 64, 128 * 1024
_TOKEN = re.compile(rb'(?:name="csrfmiddlewaretoken" value|data-token)="([^"]+)"')


class Key(NamedTuple):
    """Everything in a request on which a page may depend."""

    connection: object
    host: str
    path: str
    cookies: str
    languages: str


class Page(NamedTuple):
    """`pieces` are what stands between the tokens of its forms."""

    state: str
    until: datetime
    pieces: tuple[bytes, ...]
    headers: dict[str, str]


_pages: OrderedDict[Key, Page] = OrderedDict()
_one_at_a_time = Lock()


def holds_until(response: HttpResponse, until: datetime) -> HttpResponse:
    """A view says of its page: with the same rows it reads the same until then. Its GET changes nothing."""
    response.holds_until = until  # type: ignore[attr-defined]
    return response


def kept_pages(get_response: View) -> View:
    """Middleware, the last before the door: the session is not even read for a page that is given again."""

    def respond(request: HttpRequest) -> HttpResponse:
        before = version() if _may_be_kept(request) else None
        if before is None:
            return get_response(request)
        key, now = _key(request, before), clock.now()
        page = _pages.get(key)
        if page is not None and page.state == before.state and now < page.until:
            return _again(page, request)
        response = get_response(request)
        _keep(key, before, response, now)
        return response

    return respond


def forget() -> None:
    _pages.clear()


def _may_be_kept(request: HttpRequest) -> bool:
    """The first screen and run sheets, as they are when nobody asks them for something more."""
    is_one = request.path == "/" or request.path.endswith("/sheet/")
    return is_one and request.method == "GET" and not request.META.get("QUERY_STRING") and not settings.DEBUG


def _key(request: HttpRequest, seen: Version) -> Key:
    languages = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    host = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}"
    return Key(seen.of, host, request.path, request.META.get("HTTP_COOKIE", ""), languages)


def _again(page: Page, request: HttpRequest) -> HttpResponse:
    token = get_token(request).encode() if len(page.pieces) > 1 else b""
    return HttpResponse(token.join(page.pieces), headers=page.headers)


def _keep(key: Key, before: Version, response: HttpResponse, now: datetime) -> None:
    """Unless it is none to be kept. `before` was asked for first: whatever was written meanwhile makes it old."""
    until = getattr(response, "holds_until", None)
    with _one_at_a_time:
        _pages.pop(key, None)
        if (
            until is None
            or response.status_code != 200
            or response.cookies
            or len(response.content) > MOST_BYTES
        ):
            return
        tokens = set(_TOKEN.findall(response.content))
        if len(tokens) > 1:
            return
        pieces = response.content.split(tokens.pop()) if tokens else [response.content]
        _pages[key] = Page(before.state, min(until, now + AT_MOST), tuple(pieces), dict(response.headers))
        if len(_pages) > MOST:
            _pages.popitem(last=False)
