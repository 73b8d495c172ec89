"""Serves emergency sheets before anything else of kbye is needed: no Django, no database, no keys, no other module.

`first` wraps the application: what is asked for below `/e/` is answered from a file; all else goes on, and Django is
loaded for it only then. If that fails, these pages go on opening.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple

from kbye.emergency_page import files
from kbye.emergency_page.page import Head, NotASheet, as_served, head_of, headers_for, tap_page

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
PATH = re.compile(r"/e/(?P<token>[A-Za-z0-9_-]{16,128})/")
COOKIE = "kbye-sheet"
# What a page of ours says when it keeps a sheet for later; programs that look at links do not.
KEPT_HERE = "HTTP_X_KEPT_HERE"
A_YEAR = 365 * 24 * 3600
_NOT_NOW = (
    "<!doctype html><title>kbye</title><p>kbye does not work just now. "
    "Emergency sheets still open at their own addresses, on the phones that keep them, and on paper."
)


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def send(self, request: Environ, start_response: StartResponse) -> list[bytes]:
        start_response(self.status, self.headers)
        return [] if request["REQUEST_METHOD"] == "HEAD" else [self.body]


def first(load: Callable[[], Application], *, folder: Path, now: Callable[[], datetime]) -> Application:
    """An application that answers for emergency sheets and hands everything else to what `load` makes."""

    def application(request: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = answer_to(request, folder=folder, now=now())
        if answer is not None:
            return answer.send(request, start_response)
        try:
            then = load()
        except Exception:
            request["wsgi.errors"].write("kbye cannot be loaded; emergency sheets open all the same.\n")
            return not_now().send(request, start_response)
        return then(request, start_response)

    return application


def answer_to(request: Environ, *, folder: Path, now: datetime) -> Answer | None:
    """None if no sheet lies behind this address, for whichever reason: kbye says the rest."""
    asked = PATH.fullmatch(request.get("PATH_INFO", ""))
    if asked is None:
        return None
    page = files.read(folder, files.name_for(asked["token"]))
    try:
        head = head_of(page or b"")
    except NotASheet:
        return None
    if head.has_ended(now):
        return None
    token = asked["token"]
    if request["REQUEST_METHOD"] == "POST":
        return _opened(token, head)
    if request["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return Answer("405 Method Not Allowed", [("Allow", "GET, HEAD, POST"), ("Content-Length", "0")])
    assert page is not None
    if not is_opened(request, token):
        page = tap_page(head)
        return Answer("200 OK", headers_for(page), page)
    page = as_served(page, now)
    return Answer("200 OK", [*headers_for(page), ("X-Made-At", head.made_at.isoformat())], page)


def not_now() -> Answer:
    body = _NOT_NOW.encode()
    about = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    return Answer(
        "503 Service Unavailable", [*about, ("Cache-Control", "no-store"), ("Retry-After", "60")], body
    )


def proof_of(token: str) -> str:
    """What the cookie holds: only who has the address can make it, and it needs no key that may be lost."""
    return hashlib.sha256(f"opened here: {token}".encode()).hexdigest()


def is_opened(request: Environ, token: str) -> bool:
    """By a tap here, or because a page of ours keeps it for later."""
    if request.get(KEPT_HERE):
        return True
    try:
        held = SimpleCookie(request.get("HTTP_COOKIE", "")).get(COOKIE)
    except CookieError:
        return False
    return held is not None and compare_digest(held.value, proof_of(token))


def _opened(token: str, head: Head) -> Answer:
    """The tap. The cookie is of this one address."""
    secure = "; Secure" if head.is_https else ""
    cookie = f"{COOKIE}={proof_of(token)}; Path=/e/{token}/; Max-Age={A_YEAR}; HttpOnly; SameSite=Lax{secure}"
    return Answer(
        "303 See Other",
        [
            ("Location", f"/e/{token}/"),
            ("Set-Cookie", cookie),
            ("Content-Length", "0"),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "same-origin"),
        ],
    )
