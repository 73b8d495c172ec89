"""What a list starts with: from past times of similar length, what was on it, used, not used, or missing.

Plain memory, no statistics. A list starts nearly empty. What was not used is suggested away once; what was not
used twice is left off, one tap away. What is about safety is neither asked about nor left off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from kbye.planning.lengths import Length
from kbye.planning.safety_words import is_about_safety

MOST_ASKED = 5
MOST_LEFT_OFF = 12
TIMES_REMEMBERED = 6
_WITHOUT_A_NIGHT = (Length.COFFEE, Length.OTHER, Length.EVENING)
_WITH_NIGHTS = (Length.NIGHT, Length.WEEKEND, Length.LONGER)
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Thing:
    """What is on a list, and on which."""

    heading: str
    words: str
    is_safety: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes two the same thing, however they are written."""
        return self.heading, " ".join(self.words.casefold().split())

    @property
    def must_stay(self) -> bool:
        return self.is_safety or is_about_safety(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastThing:
    """How it went with it once. `was_used` None: nobody said. `was_missing`: it was not on the list, and needed."""

    thing: Thing
    was_used: bool | None = None
    was_done: bool = True
    was_left_off: bool = False
    was_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastList:
    """What somebody prepared for one time away that is over, in the order of their list."""

    length: Length
    at: datetime
    things: tuple[PastThing, ...]


class Why(StrEnum):
    LAST_TIME = "last_time"
    MISSING = "missing"
    UNUSED = "unused"
    WENT_WITHOUT = "went_without"


@dataclass(frozen=True, slots=True)
class Remembered:
    thing: Thing
    why: Why


@dataclass(frozen=True, slots=True)
class Question:
    """ "Last time the cards stayed closed; skip them?": one for all of a list that it is true of."""

    heading: str
    why: Why
    things: tuple[Thing, ...]

    @property
    def key(self) -> str:
        return f"{self.heading}-{self.why.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a list starts with, what is asked, and what was left off and can be taken back."""

    on: tuple[Remembered, ...] = ()
    asked: tuple[Question, ...] = ()
    left_off: tuple[Thing, ...] = ()

    @property
    def things(self) -> tuple[Thing, ...]:
        asked = (thing for question in self.asked for thing in question.things)
        return (*(one.thing for one in self.on), *asked, *self.left_off)


def start(past: Iterable[PastList], length: Length) -> Start:
    """With what the list for a time away of this length starts; empty when there is nothing to remember.

    Safety things come from every past time that was no longer than this one, the rest from similar ones only.
    """
    newest_first = sorted(past, key=lambda one: one.at, reverse=True)
    like_this = similar(newest_first, length)
    histories = _histories(like_this)
    verdicts = [(history[0].thing, _verdict(history)) for history in histories.values()]
    on = [Remembered(thing, why) for thing, why in verdicts if why in {Why.LAST_TIME, Why.MISSING}]
    on += _safety_from_elsewhere(newest_first, length, known=set(histories))
    asked, not_asked = _questions(verdicts)
    on += [Remembered(thing, Why.LAST_TIME) for thing in not_asked]
    left_off = [thing for thing, why in verdicts if why is None]
    return Start(
        on=tuple(sorted(on, key=lambda one: one.why != Why.MISSING)),
        asked=asked,
        left_off=tuple(left_off[:MOST_LEFT_OFF]),
    )


def similar(newest_first: Sequence[PastList], length: Length) -> list[PastList]:
    """The last few of the same length; if there was none, of the nearest one, with nights if this has nights."""
    by_length = {one.length for one in newest_first}
    side = _WITH_NIGHTS if length in _WITH_NIGHTS else _WITHOUT_A_NIGHT
    here = side.index(length)
    nearest = sorted(side, key=lambda one: (abs(side.index(one) - here), side.index(one)))
    wanted = next((one for one in nearest if one in by_length), None)
    return [one for one in newest_first if one.length is wanted][:TIMES_REMEMBERED]


def _histories(times: Iterable[PastList]) -> dict[tuple[str, str], list[PastThing]]:
    """For each thing how it went, the newest first. What was missing counts before what was on that list."""
    found: dict[tuple[str, str], list[PastThing]] = {}
    for time in times:
        ticks_say_something = any(one.was_done for one in time.things)
        seen: set[tuple[str, str]] = set()
        for one in sorted(time.things, key=lambda one: not one.was_missing):
            if one.thing.key in seen:
                continue
            seen.add(one.thing.key)
            found.setdefault(one.thing.key, []).append(one if ticks_say_something else _as_done(one))
    return found


def _as_done(one: PastThing) -> PastThing:
    """On a list on which nobody ticked anything, no tick means nothing."""
    return PastThing(
        thing=one.thing,
        was_used=one.was_used,
        was_left_off=one.was_left_off,
        was_missing=one.was_missing,
    )


def _verdict(history: Sequence[PastThing]) -> Why | None:
    """Why it is on the list, or is asked about; None: it is left off."""
    latest = history[0]
    if latest.was_missing:
        return Why.MISSING
    if latest.thing.must_stay:
        return Why.LAST_TIME
    if latest.was_left_off:
        return None
    if not _was_in_vain(latest):
        return Why.LAST_TIME
    before = history[1] if len(history) > 1 else None
    if before is not None and (before.was_left_off or _was_in_vain(before)):
        return None
    return Why.UNUSED if latest.was_used is False else Why.WENT_WITHOUT


def _was_in_vain(one: PastThing) -> bool:
    """It was there and not used, or was never got ready and nobody missed it."""
    return not one.was_missing and (one.was_used is False or (one.was_used is None and not one.was_done))


def _questions(
    verdicts: Iterable[tuple[Thing, Why | None]],
) -> tuple[tuple[Question, ...], list[Thing]]:
    """A handful at most, one a list and reason; what is beyond that stays on the list unasked."""
    to_ask = [(thing, why) for thing, why in verdicts if why in {Why.UNUSED, Why.WENT_WITHOUT}]
    order = {thing.heading: place for place, (thing, _) in reversed(list(enumerate(to_ask)))}
    to_ask.sort(key=lambda one: (one[1] != Why.UNUSED, order[one[0].heading]))
    questions = [
        Question(heading, why, tuple(thing for thing, _ in same))
        for (heading, why), same in groupby(to_ask, key=lambda one: (one[0].heading, one[1]))
        if why is not None
    ]
    beyond = [thing for question in questions[MOST_ASKED:] for thing in question.things]
    return tuple(questions[:MOST_ASKED]), beyond


def _safety_from_elsewhere(
    newest_first: Iterable[PastList], length: Length, *, known: set[tuple[str, str]]
) -> list[Remembered]:
    order = (*_WITHOUT_A_NIGHT, *_WITH_NIGHTS)
    found: dict[tuple[str, str], Remembered] = {}
    for time in newest_first:
        if order.index(time.length) > order.index(length):
            continue
        for one in time.things:
            if one.thing.must_stay and not one.was_left_off and one.thing.key not in known:
                found.setdefault(one.thing.key, Remembered(one.thing, Why.LAST_TIME))
    return list(found.values())


def alike(words: str, earlier: Iterable[str]) -> int | None:
    """Which of the earlier ones shares a word of some length with these; the first that does, None if none does."""
    told = _long_words(words)
    return next((place for place, one in enumerate(earlier) if told & _long_words(one)), None)


# Words that say nothing of what a worry is about.
_SAY_NOTHING = frozenset(
    {"that", "this", "will", "with", "have", "from", "when", "what", "they", "them", "there", "does", "goes"}
)


def _long_words(words: str) -> frozenset[str]:
    found = re.findall(r"[^\W\d_]+", words.casefold())
    return frozenset(one for one in found if len(one) >= _SHORTEST_WORD) - _SAY_NOTHING
