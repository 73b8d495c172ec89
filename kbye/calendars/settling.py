"""What becomes of one entry of ours in a calendar where others write, too: the rule alone.

kbye is the truth about its own times; whoever deletes an entry there does not want it, and that holds until the time
itself changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Step(Enum):
    LEAVE = auto()  # all is as it should be, or as somebody there wants it
    CREATE = auto()
    ADOPT = auto()  # it is right as it stands; remember this version of it
    REPLACE = auto()  # kbye has news
    PUT_BACK = auto()  # somebody moved it there, and kbye has no news
    REMOVE = auto()
    FORGET = auto()  # it is neither wanted nor there


@dataclass(frozen=True, slots=True)
class Kept:
    """What kbye remembers: a hash of what it wrote last, and the version of that.

    The hash is empty while it is being written or taken out: then nobody knows how far that got.
    """

    written: str
    tag: str


@dataclass(frozen=True, slots=True)
class There:
    """What lies under our name now: its version, and whether its times are the ones that kbye wants."""

    tag: str
    is_right: bool


def step_for(wanted: str | None, kept: Kept | None, there: There | None) -> Step:
    """`wanted` is a hash of what should stand there; None if nothing should."""
    if there is None:
        return _step_without(wanted, kept)
    if wanted is None:
        return Step.REMOVE
    if kept is None or kept.written != wanted:
        return Step.REPLACE
    if kept.tag == there.tag:
        return Step.LEAVE
    return Step.ADOPT if there.is_right else Step.PUT_BACK


def _step_without(wanted: str | None, kept: Kept | None) -> Step:
    if wanted is None:
        return Step.FORGET if kept else Step.LEAVE
    return Step.LEAVE if kept and kept.written == wanted else Step.CREATE
