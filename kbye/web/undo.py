"""The toast with which the last thing done can be taken back."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from kbye.household.event import Event


class Undo(NamedTuple):
    url: str


def say(request: HttpRequest, words: str, *, undo: Event | None = None) -> None:
    """Tell the person what was done, on the next page they see, with an undo if it can be undone."""
    messages.success(request, words)
    if undo is not None:
        request.session["undo"] = undo.seq


def offered(request: HttpRequest) -> Undo | None:
    session = getattr(request, "session", None)
    if session is None or "undo" not in session:
        return None
    return Undo(reverse("today:undo", kwargs={"seq": session.pop("undo")}))
