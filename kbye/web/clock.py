"""The one place that reads the system clock. Everything else is handed `now`."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(tz=UTC)  # noqa: TID251


def ticks() -> float:
    """Seconds by a counter of this process that nobody can set: for how long something really took."""
    return time.monotonic()
