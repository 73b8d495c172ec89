"""Forgets what nobody needs any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from kbye.household.door import SignInTry
from kbye.household.tap import TAPS_KEPT, Tap
from kbye.household.tripwire import spanning_households

TRIES_KEPT = timedelta(days=1)


def tidy(now: Callable[[], datetime]) -> int:
    """Tries to sign in older than a day go, keys of taps older than a month, and sessions that have ended.

    Always 0: there is never more of it to be done at once.
    """
    at = now()
    SignInTry.objects.filter(at__lt=at - TRIES_KEPT).delete()
    with spanning_households():
        Tap.objects.filter(arrived_at__lt=at - TAPS_KEPT).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    return 0
