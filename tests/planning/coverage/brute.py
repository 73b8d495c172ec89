"""The best price of a tiny problem, by trying everything cell by cell. Shares no code with the solvers.

Only states that can still differ later are kept apart, so nothing is lost: of two ways into the same state the
cheaper one stays cheaper.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from kbye.planning.coverage.price import Tiers
from kbye.planning.coverage.problem import Care, Done, Move, Problem
from kbye.planning.coverage.situation import Priority, Strength

ZERO = Tiers(0, 0, 0, 0, 0, 0, 0)


class Way(NamedTuple):
    """A carer at the end of a cell: at a place, or on the way with some cells left. Both None: anywhere."""

    place: int | None = None
    to: int | None = None
    left: int = 0


class Kid(NamedTuple):
    place: int = 0
    waits: bool = False  # to be collected
    rides: int | None = None
    last: int | None = None


class State(NamedTuple):
    ways: tuple[Way, ...]
    asks: tuple[int, ...]  # cells so far, 0 if not asked
    kids: tuple[Kid, ...]
    tasks: tuple[tuple[int, int, int], ...]  # cells left (-1 not begun, 0 done), doer, place
    used: tuple[tuple[int, int], ...]  # minutes in this day, in this week
    broken: frozenset[int]


class Act(NamedTuple):
    """What a carer does in a cell: kind is no, at, go or on (still on the way)."""

    kind: str
    place: int | None = None
    to: int | None = None


def best(problem: Problem) -> Tiers:
    """The least price any right plan can have."""
    return _Brute(problem).best()


class _Brute:
    def __init__(self, problem: Problem) -> None:
        self.p = problem
        self.busy: set[tuple[int, int]] = set()
        self.dear: set[tuple[int, int]] = set()
        self.appears: dict[tuple[int, int], int | None] = {}
        for b in problem.busy:
            firm = b.strength is not Strength.RATHER_NOT
            (self.busy if firm else self.dear).update((b.carer, cell) for cell in range(b.start, b.end))
            if firm and b.end > 0:
                known = self.appears.get((b.carer, b.end))
                self.appears[b.carer, b.end] = b.place if b.place is not None else known
        self.asleep = {(s.child, c) for s in problem.asleep for c in range(s.start, s.end)}
        self.school = {(s.child, c): s for s in problem.supervised for c in range(s.start, s.end)}
        self.brought = {(s.child, s.start): s for s in problem.supervised if s.leave_from is not None}
        self.over = {(s.child, s.end): s for s in problem.supervised}
        self.before = problem.previous
        # What was begun before now is brought to its end, whatever came up.
        rows: list[Move | Done] = [*self.before.moves, *self.before.done] if self.before else []
        begun = [row for row in rows if row.start < problem.fixed]
        self.busy -= {(row.carer, cell) for row in begun for cell in range(row.start, row.end)}
        self.accepted = [a for a in self.before.asks if a.accepted] if self.before else []
        reach = max([c.ask_min for c in problem.carers if not c.household and c.used], default=0)
        asks = self.before.asks if self.before else ()
        self.first = min([-reach, *(a.start for a in asks)])
        self.last = max([problem.cells + reach, *(a.end for a in asks)])

    def best(self) -> Tiers:
        p = self.p
        start = State(
            tuple(Way(place=0) if c.household else Way() for c in p.carers),
            (0,) * len(p.carers),
            (Kid(),) * len(p.children),
            ((-1, 0, 0),) * len(p.occurrences),
            ((0, 0),) * len(p.carers),
            frozenset(),
        )
        states: dict[State, Tiers] = {start: ZERO}
        for cell in range(self.first, self.last + 1):
            following: dict[State, Tiers] = {}
            for state, cost in states.items():
                for then, extra in self.steps(state, cell):
                    total = Tiers(*map(sum, zip(cost, extra, strict=True)))
                    if then not in following or total < following[then]:
                        following[then] = total
            states = following
        return min(Tiers(*map(sum, zip(cost, self.undone(s), strict=True))) for s, cost in states.items())

    def undone(self, state: State) -> Tiers:
        left = [o.priority for o, (n, _, _) in zip(self.p.occurrences, state.tasks, strict=True) if n]
        return ZERO._replace(
            missed_musts=left.count(Priority.MUST),
            shoulds_dropped=left.count(Priority.SHOULD),
            nices_dropped=left.count(Priority.NICE),
        )

    def steps(self, state: State, cell: int) -> Iterator[tuple[State, Tiers]]:
        for asks, cost, broken in self.askings(state, cell):
            if not 0 <= cell < self.p.cells:
                yield state._replace(asks=asks, broken=broken), cost
                continue
            for acts in product(*(self.acts(state, asks, carer, cell) for carer in range(len(asks)))):
                for who in product(
                    *(self.carers_for(state, acts, kid, cell) for kid in range(len(state.kids)))
                ):
                    if not self.fair(acts, who, cell):
                        continue
                    for tasks, change in self.doings(state, acts, who, cell):
                        yield from self.after(
                            state._replace(asks=asks, broken=broken, tasks=tasks),
                            acts,
                            who,
                            cell,
                            cost._replace(change=cost.change + change),
                            state.tasks,
                        )

    def past(self, cell: int) -> bool:
        return cell < self.p.fixed

    def askings(self, state: State, cell: int) -> Iterator[tuple[tuple[int, ...], Tiers, frozenset[int]]]:
        choices = []
        for carer, who in enumerate(self.p.carers):
            options = [0]
            n = state.asks[carer]
            rest = range(cell, cell - n + who.ask_min)
            broken_off = self.p.past(cell - n) and any(self.blocked(carer, c) for c in rest)
            if n and rest and not broken_off:
                options = []
            if not who.household and who.used and not self.blocked(carer, cell) and n < who.ask_max:
                options += [n + 1] if cell < self.last else []
            if n and 0 in options and not who.household and not self.blocked(carer, cell):
                # Another one begins where this one ends; nothing that is under way goes on into it.
                options += [1] if cell < self.last and not self.under_way(state, carer) else []
            if self.p.past(cell):
                told = self.before.asks if self.before else ()
                on = [a for a in told if a.carer == carer and a.start <= cell < a.end]
                options = [cell - on[0].start + 1] if on else [0]
            choices.append(options)
        for asks in product(*choices):
            new = sum(a == 1 for a in asks)
            gone = {
                i
                for i, a in enumerate(self.accepted)
                if a.start <= cell < a.end and (not asks[a.carer] or (asks[a.carer] == 1 and a.start < cell))
            } - state.broken
            minutes = sum(a > 0 for a in asks) * self.p.grid
            yield (
                asks,
                ZERO._replace(disturbance=minutes + 60 * new, change=240 * len(gone)),
                state.broken | gone,
            )

    def under_way(self, state: State, carer: int) -> bool:
        return state.ways[carer].left > 0 or any(n > 0 and doer == carer for n, doer, _ in state.tasks)

    def acts(self, state: State, asks: tuple[int, ...], carer: int, cell: int) -> list[Act]:
        p, who = self.p, self.p.carers[carer]
        way = state.ways[carer]
        if not who.household and (asks[carer] == 1 or cell == 0):
            way = Way()
        if who.household and (carer, cell) in self.appears and not self.blocked(carer, cell):
            way = Way(self.appears[carer, cell])
        if way.left:
            stuck = self.blocked(carer, cell) or not (who.household or asks[carer])
            return [Act("on", way.place, way.to)] if self.past(cell) or not stuck else []
        if self.past(cell):
            return [self.told(carer, cell, way)]
        if not who.used or self.blocked(carer, cell) or (not who.household and not asks[carer]):
            return [Act("no", way.place)]
        places = range(len(p.places)) if way.place is None else [way.place]
        return [Act("at", a) for a in places] + [
            Act("go", a, b)
            for a in places
            for b in range(len(p.places))
            if a != b and p.first_whole <= cell and cell + p.travel[a][b] <= p.last_whole
        ]

    def told(self, carer: int, cell: int, way: Way) -> Act:
        assert self.before
        for move in self.before.moves:
            if move.carer == carer and move.start == cell:
                return Act("go", move.from_place, move.to_place)
        rows: list[Care | Done] = [*self.before.care, *self.before.done]
        here = [r.place for r in rows if r.carer == carer and r.start <= cell < r.end]
        return Act("at", here[0]) if here else Act("no", way.place)

    def blocked(self, carer: int, cell: int) -> bool:
        return (carer, cell) in self.busy

    def carers_for(self, state: State, acts: tuple[Act, ...], child: int, cell: int) -> list[int | None]:
        kid = self.arrived(state.kids[child], child, cell)
        if (child, cell) in self.school:
            return [None]
        if kid.rides is not None:
            return [kid.rides] if (child, cell) not in self.asleep else []
        if self.past(cell) and self.before:
            rows = [r.carer for r in self.before.care if r.child == child and r.start <= cell < r.end]
            return [rows[0]] if rows else [None]
        options: list[int | None] = [None]
        for carer, act in enumerate(acts):
            who = self.p.carers[carer]
            if act.kind not in ("at", "go") or act.place != kid.place or child not in who.may_care:
                continue
            if (child, cell) in self.asleep and (act.kind == "go" or act.place != 0):
                continue
            if kid.waits and (kid.place, child) not in who.collects:
                continue
            options.append(carer)
        return options

    def arrived(self, kid: Kid, child: int, cell: int) -> Kid:
        over = self.over.get((child, cell))
        return kid if over is None else kid._replace(place=over.then_at, waits=over.collect, rides=None)

    def fair(self, acts: tuple[Act, ...], who: tuple[int | None, ...], cell: int) -> bool:
        if self.past(cell):
            return True
        for carer, one in enumerate(self.p.carers):
            count = who.count(carer)
            if count > one.at_most or (count and self.p.night[cell] and not one.overnight):
                return False
        return True

    def doings(
        self, state: State, acts: tuple[Act, ...], who: tuple[int | None, ...], cell: int
    ) -> Iterator[tuple[tuple[tuple[int, int, int], ...], int]]:
        choices = []
        for n, one in enumerate(self.p.occurrences):
            left, doer, place = state.tasks[n]
            options = []
            if left > 0:
                if self.can_do(n, doer, acts, who, cell) and acts[doer].place == place:
                    options.append((left - 1, doer, place))
            elif left == 0:
                options.append((0, doer, place))
            else:
                if not self.begun_before(n, cell):
                    options.append((-1, 0, 0))
                options += [
                    (one.cells - 1, d, acts[d].place or 0)
                    for d in self.starters(n, cell)
                    if self.can_do(n, d, acts, who, cell)
                ]
            choices.append(options)
        for tasks in product(*choices):
            active = [t[1] for t, old in zip(tasks, state.tasks, strict=True) if t[0] >= 0 and old[0] != 0]
            if len(set(active)) < len(active):
                continue
            begun = [
                n for n, (t, old) in enumerate(zip(tasks, state.tasks, strict=True)) if t[0] >= 0 > old[0]
            ]
            doers = {d.occurrence: d.carer for d in self.before.done} if self.before else {}
            yield tasks, sum(30 for n in begun if doers.get(n, tasks[n][1]) != tasks[n][1])

    def begun_before(self, n: int, cell: int) -> bool:
        if not self.past(cell) or not self.before:
            return False
        return any(d.occurrence == n and d.start == cell for d in self.before.done)

    def starters(self, n: int, cell: int) -> list[int]:
        one = self.p.occurrences[n]
        if self.past(cell) and self.before:
            return [d.carer for d in self.before.done if d.occurrence == n and d.start == cell]
        if not one.earliest <= cell <= one.latest - one.cells:
            return []
        return [
            d
            for d, c in enumerate(self.p.carers)
            if c.used and one.skills <= c.skills and (one.only is None or d in one.only)
        ]

    def can_do(
        self, n: int, doer: int, acts: tuple[Act, ...], who: tuple[int | None, ...], cell: int
    ) -> bool:
        one = self.p.occurrences[n]
        if acts[doer].kind != "at" or one.place not in (None, acts[doer].place):
            return False
        there = {c for c, w in enumerate(who) if w == doer}
        if any((c, cell) in self.asleep for c in one.children) or not one.children <= there:
            return False
        return one.beside_care or there <= one.children

    def after(  # noqa: C901 - one cell, told from top to bottom
        self,
        state: State,
        acts: tuple[Act, ...],
        who: tuple[int | None, ...],
        cell: int,
        cost: Tiers,
        old: tuple[tuple[int, int, int], ...],
    ) -> Iterator[tuple[State, Tiers]]:
        kids = []
        gap = handovers = change = 0
        minutes = self.p.minutes(cell)
        for child, carer in enumerate(who):
            kid = self.arrived(state.kids[child], child, cell)
            if (child, cell) in self.school:
                kids.append(kid)
                continue
            if carer is None:
                gap += minutes
                kids.append(kid)
                continue
            act = acts[carer]
            if kid.last not in (None, carer):
                handovers += 3 if (child, cell) in self.asleep else 1
            if self.before:
                rows = [r.carer for r in self.before.care if r.child == child and r.start <= cell < r.end]
                change += minutes if rows and rows[0] != carer else 0
            place, rides = kid.place, None
            if act.kind in ("go", "on"):
                left = self.left_after(state, act, carer)
                place, rides = act.to or 0, carer if left else None
            brought = self.brought.get((child, cell + 1))
            if brought and not self.past(cell + 1) and (rides is not None or place != brought.leave_from):
                return
            if rides is not None and (child, cell + 1) in self.school:
                return
            kids.append(Kid(place, False, rides, carer))
        ways = []
        for carer, act in enumerate(acts):
            left = self.left_after(state, act, carer) if act.kind in ("go", "on") else 0
            ways.append(
                Way(None, act.to, left) if left else Way(act.to if act.kind in ("go", "on") else act.place)
            )
        active = {t[1] for t, o in zip(state.tasks, old, strict=True) if t[0] >= 0 and o[0] != 0}
        used = []
        rather = 0
        for carer, one in enumerate(self.p.carers):
            in_use = carer in who or acts[carer].kind in ("go", "on") or carer in active
            day, week = state.used[carer]
            if cell and self.p.days[cell] != self.p.days[cell - 1]:
                day = 0
            if cell and self.p.weeks[cell] != self.p.weeks[cell - 1]:
                week = 0
            if in_use:
                day, week = day + minutes, week + minutes
                rather += minutes if (carer, cell) in self.dear else 0
                over = (one.day_limit is not None and day > one.day_limit) or (
                    one.week_limit is not None and week > one.week_limit
                )
                if over and not self.past(cell):
                    return
            limits = (one.day_limit is not None, one.week_limit is not None)
            used.append((day if limits[0] else 0, week if limits[1] else 0))
        total = cost._replace(
            gap_minutes=gap,
            change=cost.change + change,
            disturbance=cost.disturbance + rather,
            handovers=handovers,
        )
        yield state._replace(kids=tuple(kids), ways=tuple(ways), used=tuple(used)), total

    def left_after(self, state: State, act: Act, carer: int) -> int:
        if act.kind == "on":
            return state.ways[carer].left - 1
        assert act.place is not None
        assert act.to is not None
        return self.p.travel[act.place][act.to] - 1
