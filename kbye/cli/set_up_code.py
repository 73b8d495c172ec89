"""The one-time address with which a household starts."""

from __future__ import annotations

from django.conf import settings
from django.db import connections
from django.urls import reverse

from kbye.cli import prepare
from kbye.household.door import SetUpCode
from kbye.household.household import Household
from kbye.web import clock


def run() -> int:
    """Print an address for another household; 0 when it worked."""
    prepare.everything()
    print(f"One household can start here, once:\n\n    {new_address()}\n")
    return 0


def first_address() -> str:
    """Where to begin: with a new code while nobody lives here, else the plain address."""
    try:
        if Household.objects.filter(is_sample=False).exists():
            return f"{settings.PUBLIC_ADDRESS}/"
        return new_address()
    finally:
        connections.close_all()


def new_address() -> str:
    """An address that lets one household start; earlier unused ones end."""
    code = SetUpCode.make(now=clock.now())
    return settings.PUBLIC_ADDRESS + reverse("set_up:welcome", kwargs={"code": code})
