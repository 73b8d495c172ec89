"""Forgets what nobody needs any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from kbye.household.door import SignInTry

TRIES_KEPT = timedelta(days=1)
EVERY = timedelta(hours=1)


class Tidy:
    """Once an hour: tries to sign in older than a day go, and sessions that have ended."""

    def __init__(self) -> None:
        self.last_at: datetime | None = None

    def __call__(self, now: Callable[[], datetime]) -> int:
        """Always 0: there is never more of it to be done at once."""
        at = now()
        if self.last_at is None or at - self.last_at >= EVERY:
            self.last_at = at
            SignInTry.objects.filter(at__lt=at - TRIES_KEPT).delete()
            Session.objects.filter(expire_date__lt=at).delete()
        return 0
