"""What somebody on a link can never open or do, whatever the method: one address a line, asked as they would."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from kbye.household.event import Event
from kbye.web.roles import RULES

SAID = {"answer": "yes", "words": "x", "our_plan": "x", "name": "x", "phone": "112"}


def methods_of(path: str) -> frozenset[str]:
    """What this address takes, were the door open."""
    try:
        return RULES[resolve(path).view_name].methods - {"HEAD"}
    except Resolver404:
        return frozenset({"GET", "POST"})


def answers(path: str, phone: Client) -> list[HttpResponseBase]:
    return [phone.post(path, SAID) if one == "POST" else phone.get(path) for one in sorted(methods_of(path))]


def assert_shut(path: str, phone: Client) -> None:
    """Not there, and nothing is done."""
    before = Event.objects.count()
    for answer in answers(path, phone):
        assert answer.status_code == 404, path
    assert Event.objects.count() == before


def assert_led_to_sign_in(path: str, phone: Client) -> None:
    """On a page of the house they are nobody known."""
    before = Event.objects.count()
    for answer in answers(path, phone):
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/"), path
    assert Event.objects.count() == before
