"""Lays a situation on its grid, rounding so that the plan stays safe.

What takes time from people (commitments, sleep, travel) grows to whole cells; what gives time (supervision,
windows) shrinks. The grid starts at a local midnight, so that no cell belongs to two days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kbye.planning import wallclock
from kbye.planning.coverage import problem as on_grid
from kbye.planning.coverage import situation as told
from kbye.planning.coverage.problem import Problem

MORNING_HOUR = 5


def problem(situation: told.Situation) -> Problem:
    """The situation in cells of `grid_minutes`."""
    return _Grid(situation).problem()


class _Grid:
    def __init__(self, situation: told.Situation) -> None:
        self.situation = situation
        self.step = timedelta(minutes=situation.grid_minutes)
        midnight = wallclock.instant(
            wallclock.local_day(situation.away.start, situation.zone), 0, situation.zone
        )
        self.origin = midnight + (situation.away.start - midnight) // self.step * self.step
        self.cells = self.up(situation.away.end)
        self.child = {child.id: index for index, child in enumerate(situation.children)}
        self.carer = {carer.id: index for index, carer in enumerate(situation.carers)}
        places = (told.HOME, *(place for place in situation.places if place != told.HOME))
        self.places = places
        self.place = {place: index for index, place in enumerate(places)}
        self.outside: list[str] = []

    def down(self, at: datetime) -> int:
        return (at - self.origin) // self.step

    def up(self, at: datetime) -> int:
        return -((self.origin - at) // self.step)

    def length(self, minutes: int) -> int:
        return -(-minutes // self.situation.grid_minutes)

    def problem(self) -> Problem:
        away, zone = self.situation.away, self.situation.zone
        starts = [wallclock.local(self.origin + cell * self.step, zone) for cell in range(self.cells)]
        occurrences = tuple(self._occurrences())
        return Problem(
            zone=zone,
            grid=self.situation.grid_minutes,
            origin=self.origin,
            cells=self.cells,
            late=(away.start - self.origin) // timedelta(minutes=1),
            early=(self.origin + self.cells * self.step - away.end) // timedelta(minutes=1),
            children=tuple((child.id, child.name) for child in self.situation.children),
            carers=tuple(self._carer(carer) for carer in self.situation.carers),
            places=self.places,
            travel=self._travel(),
            busy=tuple(self._busy(busy) for busy in self.situation.busy),
            supervised=tuple(self._supervised()),
            asleep=tuple(self._asleep()),
            occurrences=occurrences,
            outside=tuple(self.outside),
            days=tuple(start.date().toordinal() for start in starts),
            weeks=tuple(start.isocalendar().year * 100 + start.isocalendar().week for start in starts),
            night=tuple(start.hour < MORNING_HOUR for start in starts),
            now=self._now(),
            previous=self._previous(),
        )

    def _carer(self, carer: told.Carer) -> on_grid.Carer:
        return on_grid.Carer(
            id=carer.id,
            name=carer.name,
            used=carer.id != self.situation.leaver,
            household=carer.household,
            may_care=frozenset(self.child[child] for child in carer.may_care),
            at_most=len(self.child) if carer.at_most is None else carer.at_most,
            overnight=carer.overnight,
            day_limit=carer.max_minutes_per_day,
            week_limit=carer.max_minutes_per_week,
            collects=frozenset((self.place[place], self.child[child]) for place, child in carer.collects),
            skills=carer.skills,
            ask_rank=carer.ask_rank,
            ask_min=self.length(carer.ask_minutes_min),
            ask_max=carer.ask_minutes_max // self.situation.grid_minutes,
        )

    def _travel(self) -> tuple[tuple[int, ...], ...]:
        cells = [[0] * len(self.places) for _ in self.places]
        for one, other, minutes in self.situation.travel:
            a, b = self.place[one], self.place[other]
            cells[a][b] = cells[b][a] = max(1, self.length(minutes))
        return tuple(tuple(row) for row in cells)

    def _busy(self, busy: told.Busy) -> on_grid.Busy:
        return on_grid.Busy(
            id=busy.id,
            carer=self.carer[busy.carer],
            start=self.down(busy.span.start),
            end=self.up(busy.span.end),
            strength=busy.strength,
            movable=busy.movable,
            label=busy.label,
            place=None if busy.place is None else self.place[busy.place],
        )

    def _supervised(self) -> Iterator[on_grid.Supervised]:
        away = self.situation.away
        for one in self.situation.supervised:
            if one.span.end < away.start or one.span.start >= away.end:
                continue
            # What lies outside the time away is the leaver's, also if the grid would draw it inside.
            start = 0 if one.span.start <= away.start else self.up(one.span.start)
            end = self.cells if one.span.end >= away.end else max(0, self.down(one.span.end))
            # Ended just as the time away starts: the child still waits there to be fetched.
            if start < end or end == 0:
                yield self._span_of(one, start, end)

    def _span_of(self, one: told.Supervised, start: int, end: int) -> on_grid.Supervised:
        place = self.place[one.place]
        return on_grid.Supervised(
            child=self.child[one.child],
            start=start,
            end=end,
            place=place,
            leave_from=None if start == 0 else place if one.drop_off else on_grid.HOME,
            collect=one.pick_up and end < self.cells,
            then_at=place if one.pick_up else on_grid.HOME,
        )

    def _asleep(self) -> Iterator[on_grid.Asleep]:
        for one in self.situation.asleep:
            if one.span.overlaps(self.situation.away):
                start, end = max(self.down(one.span.start), 0), min(self.up(one.span.end), self.cells)
                yield on_grid.Asleep(child=self.child[one.child], start=start, end=end)

    def _occurrences(self) -> Iterator[on_grid.Occurrence]:
        first = self.up(self.situation.away.start)
        last = self.down(self.situation.away.end)
        for one in self.situation.occurrences:
            shared = one.window.shared(self.situation.away)
            if shared is None or shared.minutes < one.minutes:
                self.outside.append(one.id)
                continue
            yield on_grid.Occurrence(
                id=one.id,
                title=one.title,
                priority=one.priority,
                cells=self.length(one.minutes),
                earliest=max(self.up(one.window.start), first),
                latest=min(self.down(one.window.end), last),
                place=None if one.place is None else self.place[one.place],
                children=frozenset(self.child[child] for child in one.children),
                skills=one.skills,
                only=None if one.only is None else frozenset(self.carer[c] for c in one.only),
                beside_care=one.beside_care,
            )

    def _now(self) -> int | None:
        """Without an earlier plan nothing is known of what lies before now, so all of it is planned."""
        now = self.situation.now
        if now is None or (self.situation.previous is None and now > self.situation.away.start):
            return None
        return self.up(now)

    def _previous(self) -> on_grid.Plan | None:
        before = self.situation.previous
        if before is None:
            return None
        inside = self.situation.away
        numbers = {
            one.id: n
            for n, one in enumerate(o for o in self.situation.occurrences if o.id not in self.outside)
        }
        return on_grid.Plan(
            care=tuple(self._had(before.care)),
            moves=tuple(
                on_grid.Move(
                    self.carer[row.carer],
                    self.down(row.span.start),
                    self.up(row.span.end),
                    self.place[row.place or told.HOME],
                    self.place[row.to_place],
                )
                for row in before.moves
                if inside.holds(row.span)
            ),
            done=tuple(
                on_grid.Done(
                    numbers[row.occurrence],
                    self.down(row.span.start),
                    self.up(row.span.end),
                    self.carer[row.carer],
                    self.place[row.place or told.HOME],
                )
                for row in before.done
                if row.occurrence in numbers and inside.holds(row.span)
            ),
            asks=tuple(
                on_grid.Ask(
                    self.carer[row.carer], self.down(row.span.start), self.up(row.span.end), row.accepted
                )
                for row in before.asks
            ),
        )

    def _had(self, rows: tuple[told.Row, ...]) -> Iterator[on_grid.Care]:
        """Who had whom before. Where one ended and another began within a cell, on a finer grid, it is the latter's."""
        for row in rows:
            start = max(0, self.down(row.span.start))
            end = self.cells if row.span.end >= self.situation.away.end else self.down(row.span.end)
            if start < end:
                place = None if row.place is None else self.place[row.place]
                yield on_grid.Care(self.child[row.child], start, end, self.carer[row.carer], place)
