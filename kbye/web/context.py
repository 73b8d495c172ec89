"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kbye.web import clock, language, undo
from kbye.web.access import NOBODY


def everywhere(request: HttpRequest) -> dict[str, Any]:
    who = getattr(request, "who", NOBODY)
    return {
        "who": who,
        "me": who.member,
        "now": clock.now(),
        "undo": undo.offered(request),
        "is_opened_here": getattr(request, "is_opened_here", True),
        "language_choice": language.choice_for(who),
    }
