"""A return that was moved while they were away: what it was before stands in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.planning.sleeps import childs_day, day_seen

MOVED_RETURN = "moved_return"


@dataclass(frozen=True, slots=True)
class Moved:
    """So many sleeps later, or sooner if fewer than none; `seq` is how a tablet says that it was heard."""

    seq: int
    sleeps: int

    @property
    def count(self) -> int:
        return abs(self.sleeps)

    @property
    def is_later(self) -> bool:
        return self.sleeps > 0


def moved_today(row: TimeAway, now: datetime) -> Moved | None:
    """The last change of the return, if it was today and changes the sleeps; None once it was taken back."""
    log = Event.objects.of(row.household).filter(object_id=row.pk, verb=MOVED_RETURN)
    event = log.order_by("-seq").first()
    if event is None or event.before is None or event.after is None:
        return None
    if event.before.get("open_end") or row.open_end:
        return None  # nobody had counted any sleeps
    zone = row.household.zone
    before, after = (datetime.fromisoformat(one["ends_at"]) for one in (event.before, event.after))
    if after != row.ends_at or childs_day(event.at, zone) != childs_day(now, zone):
        return None
    later = (day_seen(after, zone) - day_seen(before, zone)).days
    return Moved(event.seq, later) if later else None
