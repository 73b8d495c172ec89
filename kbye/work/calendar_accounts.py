"""Asks calendar servers which calendars somebody has there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.calendar_account import CalendarAccount
from kbye.household.sealed import NotOurs
from kbye.household.tripwire import spanning_households
from kbye.outside.dav import DavTrouble, Login
from kbye.outside.dav_finding import calendars_at

log = logging.getLogger("kbye.work")


def look_around(now: Callable[[], datetime]) -> int:
    """One account that waits to be asked; returns how many were."""
    with spanning_households():
        account = CalendarAccount.objects.due(now()).order_by("asked_at", "pk").first()
        if account is None or not CalendarAccount.objects.claim(account, now=now()):
            return 0
        _ask(account)
        return 1


def login_of(account: CalendarAccount) -> Login:
    """Raises `NotOurs`."""
    login = account.login
    return Login(login["name"], login["password"])


def _ask(account: CalendarAccount) -> None:
    found, words = None, ""
    try:
        found = calendars_at(account.login["address"], login_of(account))
        words = "" if found else _("There is no calendar in this account.")
    except DavTrouble as trouble:
        log.warning("Calendar account %s did not answer: %s", account.pk, trouble.cause)
        words = trouble.words
    except NotOurs:
        words = _("kbye cannot read this password any more. Please enter it once more.")
    except Exception:
        log.exception("Calendar account %s is stuck", account.pk)
        words = _("Asking it broke off.")
    if found:
        account.set_calendars(
            [{"address": one.address, "name": one.name, "may_write": one.may_write} for one in found]
        )
    _note(account, words)


@transaction.atomic
def _note(account: CalendarAccount, words: str) -> None:
    """Unless it was asked anew in the meantime, with another password perhaps."""
    mine = CalendarAccount.objects.filter(household_id=account.household_id, pk=account.pk)
    mine.filter(asked_at=account.asked_at).update(
        found=account.found, trouble=words[:200], asked_at=None, lease_until=None
    )
