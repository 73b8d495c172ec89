"""Who would have the children when, in one time away: a small picture, and its price in one line.

It is the plan that comes at once. Nobody waits for a proof here, and the solver is never loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kbye.household.coverage import document
from kbye.household.people import Member
from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import gaps
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.solve import best_plan
from kbye.planning.intervals import Span, merged
from kbye.web.wording import hours, hours_of, is_one_day, names, when

# Steps of the quick search: some hundredths of a second.
STEPS = 600


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
    """`line` is what it takes; `open` is when nobody has whom. Nothing to draw while one person has everybody."""

    line: str
    lanes: tuple[Lane, ...]
    open: tuple[str, ...]

    @property
    def is_shared(self) -> bool:
        return len(self.lanes) > 1 or bool(self.open)


def cover(*, leaver: Member, stayers: list[Member], span: Span, now: datetime) -> Cover | None:
    """What the plan that comes at once says; None while there is nobody to have, or to have them."""
    situation = document(leaver=leaver, stayers=stayers, span=span, now=now)
    if not situation["children"] or not stayers:
        return None
    problem = grid.problem(reader.situation(situation))
    found = best_plan(problem, effort=STEPS)
    people = {str(one.pk): one for one in stayers}
    lanes = tuple(_lanes(problem, found, people, span))
    open_times = tuple(_open(problem, found))
    return Cover(line=_line(problem, found, people, lanes), lanes=lanes, open=open_times)


def _lanes(problem: Problem, found: Outcome, people: dict[str, Member], span: Span) -> Iterator[Lane]:
    for number, carer in enumerate(problem.carers):
        rows = [row for row in found.plan.care if row.carer == number]
        spans = merged(Span(problem.within(row.start), problem.within(row.end)) for row in rows)
        if spans:
            person = people[carer.id]
            yield Lane(person, tuple(_bar(person, one, span) for one in spans))


def _bar(person: Member, one: Span, whole: Span) -> Bar:
    start = 1000 * (one.start - whole.start) / (whole.end - whole.start)
    width = 1000 * (one.end - one.start) / (whole.end - whole.start)
    return Bar("on_duty", round(start, 1), round(width, 1), f"{person.name}, {_words(one, whole)}")


def _words(one: Span, whole: Span) -> str:
    return hours_of(one) if is_one_day(whole) else when(one)


def _open(problem: Problem, found: Outcome) -> Iterator[str]:
    whole = Span(problem.within(0), problem.within(problem.cells))
    by_time: dict[Span, list[str]] = {}
    for child, start, end in gaps(problem, found.plan):
        span = Span(problem.within(start), problem.within(end))
        by_time.setdefault(span, []).append(problem.children[child][1])
    for span, children in sorted(by_time.items()):
        yield _("%(when)s: nobody for %(children)s yet.") % {
            "when": _words(span, whole),
            "children": names(children),
        }


def _line(problem: Problem, found: Outcome, people: dict[str, Member], lanes: tuple[Lane, ...]) -> str:
    asked: dict[str, int] = {}
    for ask in found.plan.asks:
        name = people[problem.carers[ask.carer].id].name
        asked[name] = asked.get(name, 0) + (ask.end - ask.start) * problem.grid
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
