"""Once in a while: what need not be looked at every second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

Now = Callable[[], datetime]
Chore = Callable[[Now], int]


class Every:
    """A chore that is done at once, and then not again before `pause` is over."""

    def __init__(self, pause: timedelta, chore: Chore) -> None:
        self.pause, self.chore = pause, chore
        self.last_at: datetime | None = None

    def __call__(self, now: Now) -> int:
        """What the chore returns; 0 while it pauses. A clock that was ahead keeps nothing waiting once it is right."""
        at = now()
        if self.last_at is not None and timedelta() <= at - self.last_at < self.pause:
            return 0
        self.last_at = at
        return self.chore(now)
