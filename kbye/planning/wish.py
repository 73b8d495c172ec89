"""What is asked of the suggestion of times, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.usual_week import UsualWeek


class Hold(StrEnum):
    """How firmly a commitment holds. What holds less than CANNOT is named, and is in nobody's way."""

    CANNOT = "cannot"
    RATHER_NOT = "rather_not"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Busy:
    """A commitment during which somebody cannot have the children, or cannot leave; or would rather not."""

    span: Span
    label: str = ""
    hold: Hold = Hold.CANNOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """Somebody who could have the children.

    `week` None: nothing is known, so they are asked. `unknown`: there is a calendar that cannot be read,
    so they are never taken for free.
    """

    id: str
    week: UsualWeek | None = None
    busy: tuple[Busy, ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who wants to leave for how long, and all that is known about it.

    `carers` stand in the order in which they would be asked: the first is the one who would stay, the others
    come in when the first cannot. `taken` are other times away that already stand. Suggested times start
    `notice_minutes` after `now` at the earliest, on one of `horizon_days` local days, today being the first.
    """

    now: datetime
    zone: str
    length: Length
    leaver_busy: tuple[Busy, ...] = ()
    carers: tuple[Carer, ...] = ()
    taken: tuple[Span, ...] = ()
    horizon_days: int = 21
    notice_minutes: int = 120


class Standing(StrEnum):
    """How somebody stands to a time, the better first."""

    HOME = "home"
    ASK = "ask"
    CLASH = "clash"
    UNKNOWN = "unknown"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a time stands, at first sight; what would help is for `ways` to say.

    `by`: whom the standing is about: who is home, whom to ask, whose commitment or unread calendar is in the
    way. None with nobody to ask (NOBODY). `leaver_clashes`: the leaver's own commitments. `softly` and
    `leaver_softly`: what holds less than CANNOT, of whom the standing is about, and of the leaver.
    """

    span: Span
    standing: Standing
    by: str | None
    leaver_clashes: tuple[Busy, ...] = ()
    softly: tuple[Busy, ...] = ()
    leaver_softly: tuple[Busy, ...] = ()

    @property
    def works(self) -> bool:
        """Nothing known is in the way: somebody is home, can be asked, or nobody was named at all."""
        return self.standing in {Standing.HOME, Standing.ASK, Standing.NOBODY} and not self.leaver_clashes

    @property
    def is_usual(self) -> bool:
        return self.standing is Standing.HOME
