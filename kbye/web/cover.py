"""Who would have the children when, in one time away: a small picture, and its price in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.coverage import Pin
from kbye.household.people import Member
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import gaps
from kbye.planning.coverage.problem import Problem
from kbye.planning.intervals import Span, merged, without
from kbye.web.ways import People, short
from kbye.web.wording import clock_time, hours, is_one_day, names, short_day


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in thousandths of the time away. `kind`: "on_duty"; "asked" where they have to say yes
    first; "some" with some of the children.
    """

    kind: str
    start: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    person: Member
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands below the lanes, spread over their width."""

    label: str


@dataclass(frozen=True, slots=True)
class Cover:
    """`line` is what it takes; `open` is when nobody has whom. Nothing to draw while one person has everybody.

    `is_best`: there is no better plan.
    """

    line: str
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    open: tuple[str, ...]
    is_best: bool

    @property
    def is_shared(self) -> bool:
        return len(self.lanes) > 1 or bool(self.open)


class Apart(Protocol):
    """Some of the children, and who has them then; None: nobody yet."""

    @property
    def children(self) -> tuple[Member, ...]: ...

    @property
    def span(self) -> Span: ...

    @property
    def who(self) -> Member | None: ...


def drawn(
    problem: Problem,
    found: Outcome,
    people: People,
    span: Span,
    *,
    said_yes: Sequence[Pin] = (),
    being_asked: Sequence[Pin] = (),
    apart: Sequence[Apart] = (),
) -> Cover:
    """A plan as people see it. `said_yes`, `being_asked`: helpers, and when. `apart`: the children that the plan
    leaves out for a while.
    """
    lanes = tuple(_lanes(problem, found, people, span, said_yes, apart))
    lost = [one for one in apart if one.who is None]
    open_times = (
        *_open(problem, found, span),
        *(_nobody(one.span, span, (each.name for each in one.children)) for one in lost),
    )
    line = "" if lost else _line(problem, found, people, lanes, said_yes, being_asked)
    return Cover(
        line=line,
        lanes=lanes,
        marks=tuple(Mark(words) for words in _along(span)),
        open=open_times,
        is_best=found.unproven is None,
    )


def _along(span: Span) -> Iterator[str]:
    """Hours within one day, else the days."""
    said = clock_time if is_one_day(span) else short_day
    yield from (said(at) for at in (span.start, span.end))


def _lanes(
    problem: Problem,
    found: Outcome,
    people: People,
    span: Span,
    said_yes: Sequence[Pin],
    apart: Sequence[Apart],
) -> Iterator[Lane]:
    numbers = {carer.id: number for number, carer in enumerate(problem.carers)}
    for key, person in people.items():
        rows = [row for row in found.plan.care if row.carer == numbers.get(key)]
        spans = merged(Span(problem.within(row.start), problem.within(row.end)) for row in rows)
        asked = [one for carer, one in _without(asks(problem, found), said_yes) if carer == key]
        known = [_bar(person, one, span) for one in without(spans, asked)]
        hoped = [_if_yes(person, one, span) for mine in spans for one in _shared(mine, asked)]
        some = (_some(person, one, span) for one in apart if one.who == person)
        bars = (*sorted([*known, *hoped], key=lambda bar: bar.start), *some)
        if bars:
            yield Lane(person, bars)


def _shared(mine: Span, others: Iterable[Span]) -> Iterator[Span]:
    yield from (both for one in others if (both := mine.shared(one)) is not None)


def _without(asked: Iterable[tuple[str, Span]], pins: Sequence[Pin]) -> Iterator[tuple[str, Span]]:
    """What is still to be asked of each, by id."""
    for carer, span in asked:
        known = [pin.span for pin in pins if str(pin.person.pk) == carer]
        yield from ((carer, left) for left in without((span,), known))


def _bar(person: Member, one: Span, whole: Span) -> Bar:
    start = 1000 * (one.start - whole.start) / (whole.end - whole.start)
    width = 1000 * (one.end - one.start) / (whole.end - whole.start)
    return Bar("on_duty", round(start, 1), round(width, 1), f"{person.name}, {short(one, whole)}")


def _if_yes(person: Member, one: Span, whole: Span) -> Bar:
    bar = _bar(person, one, whole)
    return replace(bar, kind="asked", words=_("%(who)s (needs a yes)") % {"who": bar.words})


def _some(person: Member, one: Apart, whole: Span) -> Bar:
    bar = _bar(person, one.span, whole)
    return replace(bar, kind="some", words=f"{bar.words} ({names(one.children)})")


def _open(problem: Problem, found: Outcome, whole: Span) -> Iterator[str]:
    by_time: dict[Span, list[str]] = {}
    for child, start, end in gaps(problem, found.plan):
        span = Span(problem.within(start), problem.within(end))
        by_time.setdefault(span, []).append(problem.children[child][1])
    for span, children in sorted(by_time.items()):
        yield _nobody(span, whole, children)


def _nobody(span: Span, whole: Span, children: Iterable[str]) -> str:
    about = {"when": short(span, whole), "children": names(children)}
    return _("%(when)s: nobody for %(children)s yet.") % about


def _line(
    problem: Problem,
    found: Outcome,
    people: People,
    lanes: tuple[Lane, ...],
    said_yes: Sequence[Pin],
    being_asked: Sequence[Pin],
) -> str:
    asked: dict[str, int] = {}
    for carer, span in _without(asks(problem, found), (*said_yes, *being_asked)):
        asked[people[carer].name] = asked.get(people[carer].name, 0) + span.minutes
    if asked:
        for_how_long = (
            _("%(name)s for %(hours)s") % {"name": name, "hours": hours(minutes)}
            for name, minutes in asked.items()
        )
        return _("Takes asking %(whom)s.") % {"whom": names(for_how_long)}
    if found.price.tiers.gap_minutes:
        return ""
    waited_for = {carer: people[carer] for carer, _span in _without(asks(problem, found), said_yes)}
    if waited_for:
        words = ngettext(
            "Nobody else is needed once %(names)s says yes.",
            "Nobody else is needed once %(names)s say yes.",
            len(waited_for),
        )
        return words % {"names": names(waited_for.values())}
    if found.price.rather_not_minutes:
        return _("Nobody else is needed; %(name)s would rather be asked first.") % {
            "name": names(lane.person for lane in lanes)
        }
    return _("Nobody else is needed.")


def asks(problem: Problem, found: Outcome) -> list[tuple[str, Span]]:
    """Whom the plan asks, by id, and for when."""
    return [
        (problem.carers[ask.carer].id, Span(problem.at(ask.start), problem.at(ask.end)))
        for ask in found.plan.asks
    ]
