"""What would make it work: small changes, each applied and solved before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import combinations, islice

from kbye.planning.coverage import explain, grid
from kbye.planning.coverage.explain import Change, Repair
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.price import gaps, not_done
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.situation import Busy, Carer, Priority, Situation
from kbye.planning.coverage.timeline import BLOCKING
from kbye.planning.intervals import Span

MEDICINE = "medicine"
OFFERED = 5
PAIRS_TRIED = 40
HOW_MUCH = ("minutes", "ask_minutes_max", "from", "to")
SHIFTS = tuple(sign * minutes for minutes in (30, 60, 90, 120, 180, 240) for sign in (1, -1))
DAY = 1440

Solve = Callable[[Problem], Outcome]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change, how to apply it, and how to say it."""

    change: Change
    apply: Callable[[Situation], Situation]
    words: str


def repairs(
    situation: Situation, outcome: Outcome, solve: Solve, enough: Callable[[], bool]
) -> Iterator[Repair]:
    """Every single change that works; if none does, some that do together. As they are found, not yet in order."""
    if outcome.status is not Status.NO_PLAN:
        return
    candidates = list(_Candidates(situation, outcome).all())
    singles = [(one,) for one in (*candidates, *_shifts(situation))]
    found = False
    for repair in _working(situation, singles, solve, enough):
        found = True
        yield repair
    if found or not candidates:
        return
    together = _none_too_many(situation, tuple(candidates), solve, enough)
    if together is not None:
        yield together
        pairs = islice(combinations(candidates, 2), PAIRS_TRIED)
        yield from _working(situation, pairs, solve, enough)


def _none_too_many(
    situation: Situation, changes: tuple[Candidate, ...], solve: Solve, enough: Callable[[], bool]
) -> Repair | None:
    """If it works with all of these, those of them that cannot be left out: what is least likely goes first."""
    known = _tried(situation, changes, solve)
    for change in reversed(changes) if known is not None else ():
        if enough():
            return None
        fewer = tuple(one for one in changes if one is not change)
        repair = _tried(situation, fewer, solve) if fewer else None
        if repair is not None:
            known, changes = repair, fewer
    return known


def _working(
    situation: Situation,
    changes: Iterable[tuple[Candidate, ...]],
    solve: Solve,
    enough: Callable[[], bool],
) -> Iterator[Repair]:
    for candidates in changes:
        if enough():
            return
        repair = _tried(situation, candidates, solve)
        if repair is not None:
            yield repair


def in_order(found: list[Repair]) -> tuple[Repair, ...]:
    """Fewest changes first, then the price; of changes that differ only in how much, one."""
    kept: dict[object, Repair] = {}
    for repair in sorted(found, key=lambda repair: (len(repair.changes), repair.price.tiers)):
        kept.setdefault(tuple(_kind(change) for change in repair.changes), repair)
    return tuple(kept.values())[:OFFERED]


def _kind(change: Change) -> tuple[object, ...]:
    """Of changes that differ only in how much, the first one found is the smallest."""
    return tuple(value for key, value in change.row().items() if key not in HOW_MUCH)


def _tried(situation: Situation, candidates: tuple[Candidate, ...], solve: Solve) -> Repair | None:
    changed = situation
    for candidate in candidates:
        changed = candidate.apply(changed)
    outcome = solve(grid.problem(changed))
    if outcome.status is Status.NO_PLAN:
        return None
    return Repair(
        changes=tuple(candidate.change for candidate in candidates),
        price=outcome.price,
        sentence=explain.it_works([candidate.words for candidate in candidates]),
        changed=changed,
        is_sure=outcome.unproven is None,
    )


def priced(offered: Iterable[Repair], solve: Solve, enough: Callable[[], bool]) -> tuple[Repair, ...]:
    """The same, in order, with the price of the plan that comes out when each is applied and planned in full.

    Finding out that it works took less time, so its price is sure only if it was proven. What is not sure and comes
    after there was `enough` is not offered: nobody is told a price that planning anew would not give.
    """
    return in_order([*_planned_anew(offered, solve, enough)])


def _planned_anew(offered: Iterable[Repair], solve: Solve, enough: Callable[[], bool]) -> Iterator[Repair]:
    for repair in offered:
        if repair.is_sure:
            yield repair
        elif not enough():
            found = solve(grid.problem(repair.changed))
            if found.status is not Status.NO_PLAN:
                yield replace(repair, price=found.price, is_sure=found.unproven is None)


class _Candidates:
    """Every change of the kinds there are that has to do with what is missing."""

    def __init__(self, situation: Situation, outcome: Outcome) -> None:
        self.situation = situation
        problem = grid.problem(situation)
        self.problem = problem
        self.gaps = list(gaps(problem, outcome.plan))
        left = (problem.occurrences[number] for number in not_done(problem, outcome.plan))
        musts = [one for one in left if one.priority is Priority.MUST]
        self.missed = [one.id for one in musts]
        cells = sum(end - start for _, start, end in self.gaps) + sum(one.cells for one in musts)
        self.short = cells * problem.grid
        self.carers = [carer for carer in situation.carers if carer.id != situation.leaver]
        self.names = {child.id: child.name for child in situation.children}

    def all(self) -> Iterator[Candidate]:
        yield from self._should()
        yield from self._busy()
        for carer in self.carers:
            yield from self._collect(carer)
            yield from self._care(carer)
            yield from self._overnight(carer)
            yield from self._longer_days(carer)
            yield from self._longer_asks(carer)

    def _busy(self) -> Iterator[Candidate]:
        names = {carer.id: carer.name for carer in self.carers}
        for busy in self.situation.busy:
            if busy.movable and busy.carer in names and self._matters(busy):
                day = explain.clock(busy.span.start, self.situation.zone)
                yield Candidate(
                    Change("move_busy", {"busy": busy.id}),
                    partial(_without_busy, busy.id),
                    explain.moves_busy(names[busy.carer], busy.label, day),
                )

    def _matters(self, busy: Busy) -> bool:
        """True for what meets the time away, or the part of a shortest ask that reaches beyond it."""
        away = self.situation.away
        helper = next(carer for carer in self.carers if carer.id == busy.carer)
        beyond = timedelta(minutes=0 if helper.household else helper.ask_minutes_min)
        return busy.span.overlaps(Span(away.start - beyond, away.end + beyond))

    def _children_short(self) -> list[str]:
        """Those in a gap; for a must all of them, as whoever takes one off somebody's hands may set them free."""
        if self.missed:
            return sorted(self.names)
        return sorted({self.problem.children[child][0] for child, _, _ in self.gaps})

    def _care(self, carer: Carer) -> Iterator[Candidate]:
        for child in self._children_short():
            if child not in carer.may_care:
                yield Candidate(
                    Change("allow_care", {"carer": carer.id, "child": child}),
                    partial(_with_carer, carer.id, partial(_cares, child)),
                    explain.cares(carer.name, self.names[child]),
                )

    def _collect(self, carer: Carer) -> Iterator[Candidate]:
        places = {(one.place, one.child) for one in self.situation.supervised if one.pick_up}
        for place, child in sorted(places - carer.collects):
            if child in self._children_short():
                yield Candidate(
                    Change("allow_collect", {"carer": carer.id, "place": place, "child": child}),
                    partial(_with_carer, carer.id, partial(_collects, (place, child))),
                    explain.collects(carer.name, place, self.names[child]),
                )

    def _overnight(self, carer: Carer) -> Iterator[Candidate]:
        if not carer.overnight:
            yield Candidate(
                Change("allow_overnight", {"carer": carer.id}),
                partial(_with_carer, carer.id, _overnight),
                explain.stays_overnight(carer.name),
            )

    def _longer_days(self, carer: Carer) -> Iterator[Candidate]:
        if carer.max_minutes_per_day is None:
            return
        for minutes in _more(carer.max_minutes_per_day, self.short):
            yield Candidate(
                Change("raise_day_limit", {"carer": carer.id, "minutes": minutes}),
                partial(_with_carer, carer.id, partial(_for_a_day, minutes)),
                explain.has_longer_days(carer.name, minutes),
            )

    def _longer_asks(self, carer: Carer) -> Iterator[Candidate]:
        if carer.household:
            return
        for minutes in _more(carer.ask_minutes_max, self.short):
            yield Candidate(
                Change("stretch_ask", {"carer": carer.id, "ask_minutes_max": minutes}),
                partial(_with_carer, carer.id, partial(_for_an_ask, minutes)),
                explain.is_asked_longer(carer.name, minutes),
            )

    def _should(self) -> Iterator[Candidate]:
        for one in self.situation.occurrences:
            if one.id in self.missed and MEDICINE not in one.skills:
                yield Candidate(
                    Change("make_should", {"occurrence": one.id}),
                    partial(_with_should, one.id),
                    explain.becomes_should(one.title),
                )


def _more(minutes: int, short: int) -> list[int]:
    """As much longer as is missing; else as long as can be."""
    longer = -(-(minutes + short) // 15) * 15
    return [longer, DAY] if longer < DAY else [longer]


def _with_carer(carer: str, change: Callable[[Carer], Carer], situation: Situation) -> Situation:
    carers = tuple(change(one) if one.id == carer else one for one in situation.carers)
    return replace(situation, carers=carers)


def _cares(child: str, carer: Carer) -> Carer:
    return replace(carer, may_care=carer.may_care | {child})


def _collects(where: tuple[str, str], carer: Carer) -> Carer:
    return replace(carer, collects=carer.collects | {where})


def _overnight(carer: Carer) -> Carer:
    return replace(carer, overnight=True)


def _for_a_day(minutes: int, carer: Carer) -> Carer:
    return replace(carer, max_minutes_per_day=minutes)


def _for_an_ask(minutes: int, carer: Carer) -> Carer:
    return replace(carer, ask_minutes_max=minutes)


def _without_busy(busy: str, situation: Situation) -> Situation:
    return replace(situation, busy=tuple(one for one in situation.busy if one.id != busy))


def _with_should(made: str, situation: Situation) -> Situation:
    changed = tuple(
        replace(one, priority=Priority.SHOULD) if one.id == made else one for one in situation.occurrences
    )
    return replace(situation, occurrences=changed)


def _with_away(away: Span, situation: Situation) -> Situation:
    return replace(situation, away=away)


def _shifts(situation: Situation) -> Iterator[Candidate]:
    """Going as long, but sooner or later. Not once it has begun, nor into what keeps the leaver from going then."""
    zone = situation.zone
    if situation.previous is not None:
        return
    own = (one for one in situation.busy if one.carer == situation.leaver and one.strength in BLOCKING)
    kept = [one for one in own if not one.span.overlaps(situation.away)]
    for minutes in SHIFTS:
        by = timedelta(minutes=minutes)
        away = Span(situation.away.start + by, situation.away.end + by)
        if situation.now is not None and away.start < situation.now:
            continue
        if any(one.span.overlaps(away) for one in kept):
            continue
        yield Candidate(
            Change(
                "shift_away",
                {"from": explain.rfc3339(away.start, zone), "to": explain.rfc3339(away.end, zone)},
            ),
            partial(_with_away, away),
            explain.goes(explain.clock(away.start, zone), explain.clock(away.end, zone)),
        )
