"""Who would have the children when, in one time away: a small picture, and its price in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kbye.household.coverage import Pin
from kbye.household.people import Member
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import gaps
from kbye.planning.coverage.problem import Problem
from kbye.planning.intervals import Span, merged, without
from kbye.web.ways import People, short
from kbye.web.wording import hours, names


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in thousandths of the time away."""

    kind: str
    start: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    person: Member
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """`line` is what it takes; `open` is when nobody has whom. Nothing to draw while one person has everybody.

    `is_best`: there is no better plan.
    """

    line: str
    lanes: tuple[Lane, ...]
    open: tuple[str, ...]
    is_best: bool

    @property
    def is_shared(self) -> bool:
        return len(self.lanes) > 1 or bool(self.open)


def drawn(
    problem: Problem, found: Outcome, people: People, span: Span, *, agreed: Iterable[Pin] = ()
) -> Cover:
    """A plan as people see it. `agreed`: helpers who have said yes, or are being asked already."""
    lanes = tuple(_lanes(problem, found, people, span))
    open_times = tuple(_open(problem, found, span))
    line = _line(problem, found, people, lanes, list(agreed))
    return Cover(line=line, lanes=lanes, open=open_times, is_best=found.unproven is None)


def _lanes(problem: Problem, found: Outcome, people: People, span: Span) -> Iterator[Lane]:
    for number, carer in enumerate(problem.carers):
        rows = [row for row in found.plan.care if row.carer == number]
        spans = merged(Span(problem.within(row.start), problem.within(row.end)) for row in rows)
        if spans:
            person = people[carer.id]
            yield Lane(person, tuple(_bar(person, one, span) for one in spans))


def _bar(person: Member, one: Span, whole: Span) -> Bar:
    start = 1000 * (one.start - whole.start) / (whole.end - whole.start)
    width = 1000 * (one.end - one.start) / (whole.end - whole.start)
    return Bar("on_duty", round(start, 1), round(width, 1), f"{person.name}, {short(one, whole)}")


def _open(problem: Problem, found: Outcome, whole: Span) -> Iterator[str]:
    by_time: dict[Span, list[str]] = {}
    for child, start, end in gaps(problem, found.plan):
        span = Span(problem.within(start), problem.within(end))
        by_time.setdefault(span, []).append(problem.children[child][1])
    for span, children in sorted(by_time.items()):
        yield _("%(when)s: nobody for %(children)s yet.") % {
            "when": short(span, whole),
            "children": names(children),
        }


def _line(
    problem: Problem, found: Outcome, people: People, lanes: tuple[Lane, ...], agreed: list[Pin]
) -> str:
    asked: dict[str, int] = {}
    for carer, span in asks(problem, found):
        known = [pin.span for pin in agreed if str(pin.person.pk) == carer]
        minutes = sum(one.minutes for one in without((span,), known))
        if minutes:
            asked[people[carer].name] = asked.get(people[carer].name, 0) + minutes
    if asked:
        for_how_long = (
            _("%(name)s for %(hours)s") % {"name": name, "hours": hours(minutes)}
            for name, minutes in asked.items()
        )
        return _("Takes asking %(whom)s.") % {"whom": names(for_how_long)}
    if found.price.tiers.gap_minutes:
        return ""
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
