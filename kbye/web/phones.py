"""The first tap on a phone: until then a link shows no more than its message says. See ADR 10.

Chat programs and mail filters look at links; only people tap. A tap leaves a cookie for this one link on this one
phone, until the link ends. Nothing of it is kept here.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare

from kbye.household.link import Link
from kbye.web.links import path_of

PURPOSES = {Link.Purpose.STAY.value, Link.Purpose.HELP.value, Link.Purpose.CHILDREN.value}


def is_opened(request: HttpRequest, link: Link) -> bool:
    """Whether somebody has tapped, here, on a page of this link: just now, or before."""
    if link.purpose not in PURPOSES or request.method == "POST":
        return True
    return constant_time_compare(request.COOKIES.get(settings.PHONE_COOKIE_NAME, ""), proof_of(link))


def proof_of(link: Link) -> str:
    """What the cookie holds: only kbye can make it, and it fits this link alone."""
    return hmac.new(
        settings.LINK_KEY.encode(), f"phone:{link.token_hash}".encode(), hashlib.sha256
    ).hexdigest()


def remember(response: HttpResponse, link: Link, *, now: datetime) -> None:
    if link.purpose not in PURPOSES:
        return
    response.set_cookie(
        settings.PHONE_COOKIE_NAME,
        proof_of(link),
        max_age=link.lasts_until - now,
        path=path_of(link),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def ask_for_a_tap(request: HttpRequest, link: Link) -> HttpResponse:
    """The page with the one button, instead of what was asked for."""
    response = render(
        request,
        "open_here.html",
        {
            "onwards": request.get_full_path(),
            "open_at": open_path(link),
            "is_for_a_tablet": link.purpose == Link.Purpose.CHILDREN,
        },
    )
    response.headers["X-First-Tap"] = "yes"  # so that no phone keeps it in place of the page (sw.js)
    return response


def open_path(link: Link) -> str:
    return f"{path_of(link)}open/"


def open_here(request: HttpRequest, **where: object) -> HttpResponse:
    """The tap. The door notes it; from here it goes on to the page that was asked for, within the same link."""
    home = request.path.removesuffix("open/")
    wanted = request.POST.get("onwards", "")
    return redirect(wanted if wanted.startswith(home) else home)
