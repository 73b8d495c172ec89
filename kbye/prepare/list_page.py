"""What the page of a list shows: the lists, what is asked, what was left off, and what the others prepare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.preparation import Preparation, ToSay
from kbye.household.preparing import list_of, on_the_list, remembered, row_of, thing_of
from kbye.household.responsibility import Occurrence
from kbye.planning.remembering import Start, Why
from kbye.prepare.headings import HEADINGS, asks

FEW_ENOUGH_TO_SEE_ALL = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing on a list. `is_written`: there is a row for it, or it is remembered only."""

    row: Preparation
    was_missing: bool = False

    @property
    def is_written(self) -> bool:
        return not self.row._state.adding


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One list, folded, with how much is still open on it."""

    key: str
    name: str
    lines: tuple[Line, ...]
    is_open: bool

    @property
    def to_do(self) -> int:
        return sum(line.row.done_at is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Asked:
    key: str
    words: str
    count: int


def shown(time_away: TimeAway, me: Member, *, now: datetime, unfold: str = "") -> dict[str, Any]:
    memory = remembered(time_away, me, now=now)
    return {
        "sections": _sections(on_the_list(time_away, me, now=now), memory, unfold),
        "questions": questions(time_away, me, memory),
        "left_off": _left_off(time_away, me, memory, now),
        "others": _others(time_away, me, now),
        "said": ToSay.objects.of(me.household).filter(time_away=time_away, author=me, removed_at=None),
        "musts": Occurrence.objects.of(me.household)
        .filter(time_away=time_away, is_all_the_while=True)
        .in_order(),
        "is_leaver": me.pk == time_away.leaver_id,
    }


def questions(time_away: TimeAway, me: Member, memory: Start) -> list[Asked]:
    """What is asked and not answered yet."""
    known = {thing_of(row).key for row in list_of(time_away, me)}
    return [
        Asked(one.key, asks(one), len(one.things))
        for one in memory.asked
        if any(thing.key not in known for thing in one.things)
    ]


def _sections(rows: Iterable[Preparation], memory: Start, unfold: str) -> list[Section]:
    missing = {one.thing.key for one in memory.on if one.why is Why.MISSING}
    lines = [Line(row=row, was_missing=thing_of(row).key in missing) for row in rows]
    found = []
    for heading, name in HEADINGS.items():
        here = tuple(line for line in lines if line.row.heading == heading)
        if here:
            is_open = heading == unfold or len(lines) <= FEW_ENOUGH_TO_SEE_ALL
            found.append(Section(key=heading, name=str(name), lines=here, is_open=is_open))
    return found


def _left_off(time_away: TimeAway, me: Member, memory: Start, now: datetime) -> list[Preparation]:
    rows = list(list_of(time_away, me))
    known = {thing_of(row).key for row in rows}
    long_ago = [row_of(thing, time_away, me, now=now) for thing in memory.left_off if thing.key not in known]
    return [*(row for row in rows if row.left_off_at is not None), *long_ago]


def _others(time_away: TimeAway, me: Member, now: datetime) -> list[tuple[Member, list[Line]]]:
    """What the other adults of this time away prepare: what it is, and not whether it is done."""
    in_it = {time_away.leaver_id, time_away.offered_by_id, *(one.pk for one in time_away.stayers)}
    there = [key for key in in_it if key is not None and key != me.pk]
    adults = Member.objects.of(me.household).adults().filter(pk__in=there)
    lists = [
        (adult, [Line(row=row) for row in on_the_list(time_away, adult, now=now)])
        for adult in adults.order_by("place", "name")
    ]
    return [(adult, lines) for adult, lines in lists if lines]
