""" "Nothing new": the shortest answer there is, for pages that stay open and ask often. See ADR 11.

A page that may be asked about carries a tag: the household's last event when it was read, how long it holds by itself,
and a seal over both and the address. Whoever shows a sealed tag has been let in by the door for this address before;
they learn no more than that nothing was done since. Whatever is done raises the household's `event_seq` in the same
transaction, taking somebody off duty or ending a link, too: from then on the door decides anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.crypto import constant_time_compare

from kbye.household.household import Household
from kbye.web import clock

View = Callable[[HttpRequest], HttpResponse]
_LAST_EVENT = "SELECT event_seq FROM household_household WHERE id = %s"


def tag(household: Household, path: str, *, until: datetime) -> str:
    """An ETag for what that address shows now. Read the household before the rest of the page.

    What is done in between shows as something new at the next question, and nothing is ever missed.
    """
    body = f"{household.pk.hex}.{household.event_seq}.{int(until.timestamp())}"
    return f'"{body}.{_seal(body, path)}"'


def unchanged(get_response: View) -> View:
    """Middleware, the outermost: answers where a sealed tag still holds, with one indexed query and no session."""

    def respond(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("HTTP_IF_NONE_MATCH", "")
        if asked.count(".") == 3 and request.method == "GET" and holds(asked, request.path, clock.now()):
            return HttpResponseNotModified(headers={"Cache-Control": "no-store"})
        return get_response(request)

    return respond


def holds(asked: str, path: str, now: datetime) -> bool:
    """Whether that tag is one of ours for this address, its time has not run out, and nothing was done since."""
    # Proxies that compress mark a tag as weak.
    body, _dot, seal = asked.removeprefix("W/").strip('"').rpartition(".")
    if not constant_time_compare(seal, _seal(body, path)):
        return False
    household, seq, until = body.split(".")
    if now.timestamp() >= int(until):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_LAST_EVENT, [household])
        row = cursor.fetchone()
    return row is not None and str(row[0]) == seq


def _seal(body: str, path: str) -> str:
    words = f"unchanged:{path}:{body}".encode()
    made = hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:16]).rstrip(b"=").decode()
