"""Entries that share a UID: a series with its changed occurrences, newer versions, or a program's mistake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kbye.calendars.events import Event, Moment, counted_as


@dataclass(frozen=True, slots=True)
class Family:
    """What belongs together: `masters` stand for themselves, each of the others changes one occurrence or more."""

    masters: tuple[Event, ...]
    changes: tuple[Event, ...]
    onward: tuple[Event, ...]

    @property
    def left_out(self) -> list[Moment]:
        """The occurrences of which a change takes the place."""
        return [change.replaces for change in self.changes if change.replaces is not None]

    def still_wanted(self, change: Event) -> bool:
        """False when the occurrence that is changed was also left out of its series, or the series called off."""
        if change.replaces is None or not self.masters:
            return True
        if all(master.cancelled for master in self.masters):
            return False
        return not any(
            counted_as(change.replaces, master.start) == counted_as(moment, master.start)
            for master in self.masters
            for moment in master.without
        )


def by_uid(events: Iterable[Event]) -> list[list[Event]]:
    """What shares a UID, in the order of the file. Those without a UID stand alone."""
    groups: dict[object, list[Event]] = {}
    for number, event in enumerate(events):
        groups.setdefault(event.uid or number, []).append(event)
    return list(groups.values())


def family_of(group: list[Event]) -> Family:
    """Which of them stand for themselves, and which change others."""
    if len(group) == 1 and group[0].replaces is None:
        return Family((group[0],), (), ())
    masters = _newest([event for event in group if event.replaces is None])
    changes = _newest_of_each([event for event in group if event.replaces is not None], masters)
    if not masters:
        return Family((), tuple(changes), ())
    return Family(
        tuple(masters),
        tuple(change for change in changes if not change.onward),
        tuple(change for change in changes if change.onward),
    )


def _newest(masters: list[Event]) -> list[Event]:
    """Versions give way to the newest; different times under one UID and version are different entries."""
    newest = max((master.sequence for master in masters), default=0)
    by_start = {_key(master.start): master for master in masters if master.sequence == newest}
    return list(by_start.values())


def _newest_of_each(changes: list[Event], masters: list[Event]) -> list[Event]:
    newest: dict[object, Event] = {}
    for change in changes:
        replaced: Moment = change.replaces if change.replaces is not None else change.start
        key = change.onward, _key(counted_as(replaced, masters[0].start) if masters else replaced)
        if key not in newest or newest[key].sequence <= change.sequence:
            newest[key] = change
    return list(newest.values())


def _key(moment: Moment) -> str:
    return moment.isoformat()
