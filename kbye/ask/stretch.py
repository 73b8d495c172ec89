"""What a helper is told of one stretch, and not a word more: when, whom, where, what matters, whom to call."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kbye.household.excerpt import Excerpt, excerpt
from kbye.household.gap import Gap
from kbye.household.if_then import IfThen
from kbye.household.knowledge import Fact
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Priority
from kbye.planning.intervals import Span
from kbye.planning.wallclock import local_day
from kbye.web.calling import Call

# Of two ways to write one number so many at the end are the same.
_SAME_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """`allergies` and `facts` are of these children or of all; `musts` fall into this stretch."""

    span: Span
    place: str
    what_to_know: str
    children: tuple[Member, ...]
    asker: Member
    allergies: tuple[Fact, ...]
    musts: tuple[Occurrence, ...]
    facts: tuple[Fact, ...]
    if_then: tuple[IfThen, ...]
    calls: tuple[Call, ...]


def stretch_of(gap: Gap, helper: Member | None = None) -> Stretch:
    """`gap` comes from `Gap.objects.whole()`. `helper`: who reads it, if one thing or another is marked for them."""
    children = children_of(gap)
    on = local_day(gap.starts_at, gap.household.zone)
    known = excerpt(gap.household, to=helper, on=on, children=children)
    asker = asker_of(gap)
    return Stretch(
        span=gap.span,
        place=gap.place,
        what_to_know=gap.what_to_know,
        children=children,
        asker=asker,
        allergies=tuple(one for one in known.facts if one.is_allergy),
        musts=tuple(one for one in _musts(gap) if one.child_id is None or one.child in children),
        facts=tuple(one for one in known.facts if not one.is_allergy),
        if_then=known.if_then,
        calls=tuple(one for one in _calls(gap, asker, known) if not _is_of(helper, one)),
    )


def children_of(gap: Gap) -> tuple[Member, ...]:
    """Those it is about; all of them if none was named."""
    named = tuple(row.child for row in gap.children.all())
    if named:
        return tuple(sorted(named, key=lambda child: (child.place, child.name)))
    return tuple(Member.objects.of(gap.household).children())


def asker_of(gap: Gap) -> Member:
    """Whoever asked, if they are still here; else one of those who stay."""
    if gap.asked_by is not None and gap.asked_by.removed_at is None:
        return gap.asked_by
    return next(iter(gap.time_away.stayers), gap.time_away.leaver)


def _musts(gap: Gap) -> list[Occurrence]:
    rows = Occurrence.objects.of(gap.household).filter(
        time_away=gap.time_away_id,
        priority=Priority.MUST,
        earliest_at__lt=gap.ends_at,
        latest_at__gt=gap.starts_at,
    )
    return list(rows.in_order())


def _is_of(helper: Member | None, call: Call) -> bool:
    """Whoever reads it need not call themselves; numbers are written with a country's code or without."""
    own = helper.phone if helper else ""
    ends = [re.sub(r"\D", "", number)[-_SAME_DIGITS:] for number in (own, call.phone)]
    return bool(ends[0]) and ends[0] == ends[1]


def _calls(gap: Gap, asker: Member, known: Excerpt) -> tuple[Call, ...]:
    """The one who asked, then the household's own people. The one who is away is not, except in an emergency."""
    may_be_called = gap.is_urgent or asker.pk != gap.time_away.leaver_id
    first = [Call(asker.name, asker.phone)] if asker.phone and may_be_called else []
    return (*first, *(Call(one.name, one.phone) for one in known.contacts))
