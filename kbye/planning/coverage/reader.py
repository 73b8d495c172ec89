"""Reads the situation document, version 1. Every refusal is one sentence that names the place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from kbye.planning import wallclock
from kbye.planning.coverage import earlier
from kbye.planning.coverage.fields import Fields, Refused
from kbye.planning.coverage.situation import (
    HOME,
    Asleep,
    Busy,
    Carer,
    Child,
    Occurrence,
    Priority,
    Situation,
    Strength,
    Supervised,
)
from kbye.planning.intervals import Span

VERSION = 1
GRIDS = (5, 10, 15, 30)
OPEN_END_MINUTES = 2880
LONGEST_AWAY_DAYS = 62

_CARER = (
    "name household may_care at_most overnight max_minutes_per_day max_minutes_per_week may_collect skills"
    " ask_rank ask_minutes_min ask_minutes_max"
)
_OCCURRENCE = "title place with skills only beside_care"


def situation(document: object) -> Situation:
    """The situation that the document tells. Raises Refused."""
    return _Document(document).situation()


class _Document:
    def __init__(self, document: object) -> None:
        self.top = top = Fields(
            document,
            "",
            "version zone children carers away",
            "grid_minutes busy supervised asleep places travel occurrences now previous",
        )
        if top.number("version", None, 0) != VERSION:
            raise top.refuse("version", f"must be {VERSION}")
        self.zone = top.text("zone")
        if not wallclock.known_zone(self.zone):
            raise top.refuse("zone", f"no time zone is called “{self.zone[:64]}”")
        self.places = self._places()
        self.place_ids = frozenset(self.places)
        self.children = tuple(self._children())
        self.child_ids = _unlike("children", [child.id for child in self.children])
        self.carers = tuple(self._carers())
        self.carer_ids = _unlike("carers", [carer.id for carer in self.carers])

    def situation(self) -> Situation:
        top = self.top
        grid = top.number("grid_minutes", 15, 1)
        if grid not in GRIDS:
            raise top.refuse("grid_minutes", f"must be one of {', '.join(map(str, GRIDS))}")
        occurrences = tuple(self._occurrences())
        ids = _unlike("occurrences", [one.id for one in occurrences])
        supervised, asleep = tuple(self._supervised()), tuple(self._asleep())
        _apart(supervised, asleep)
        busy = tuple(self._busy())
        _unlike("busy", [one.id for one in busy])
        leaver, away = self._away(grid)
        known = earlier.Known(self.zone, self.child_ids, self.carer_ids, self.place_ids, ids)
        return Situation(
            zone=self.zone,
            grid_minutes=grid,
            children=self.children,
            carers=self.carers,
            leaver=leaver,
            away=away,
            busy=busy,
            supervised=supervised,
            asleep=asleep,
            places=self.places,
            travel=tuple(self._travel()),
            occurrences=occurrences,
            now=top.instant("now", self.zone) if top.has("now") else None,
            previous=earlier.plan(top.values["previous"], known) if top.has("previous") else None,
        )

    def _places(self) -> tuple[str, ...]:
        places = (
            tuple(text for text, _ in self.top.texts("places")) if "places" in self.top.values else (HOME,)
        )
        _unlike("places", list(places))
        if HOME not in places:
            raise self.top.refuse("places", f"must hold “{HOME}”")
        return places

    def _children(self) -> Iterator[Child]:
        for value, where in self.top.rows("children"):
            row = Fields(value, where, "id", "name born")
            row.day("born")
            child = row.text("id")
            yield Child(id=child, name=row.text("name", child) or child)

    def _carers(self) -> Iterator[Carer]:
        for value, where in self.top.rows("carers"):
            row = Fields(value, where, "id", _CARER)
            household = row.flag("household", False)
            shortest = row.number("ask_minutes_min", 60, 1)
            longest = row.number("ask_minutes_max", max(1440, shortest), 1)
            if longest < shortest:
                raise row.refuse("ask_minutes_max", f"must be {shortest} or more, as ask_minutes_min is")
            yield Carer(
                id=row.text("id"),
                name=row.text("name", row.text("id")) or row.text("id"),
                household=household,
                may_care=self._may_care(row, household),
                at_most=row.some_number("at_most", 1),
                overnight=row.flag("overnight", household) if row.has("overnight") else household,
                max_minutes_per_day=row.some_number("max_minutes_per_day", 0),
                max_minutes_per_week=row.some_number("max_minutes_per_week", 0),
                collects=self._collects(row, household),
                skills=frozenset(text for text, _ in row.texts("skills")),
                ask_rank=row.number("ask_rank", 0, -1_000_000),
                ask_minutes_min=shortest,
                ask_minutes_max=longest,
            )

    def _may_care(self, row: Fields, household: bool) -> frozenset[str]:
        value = row.values.get("may_care", "all" if household else [])
        return self.child_ids if value == "all" else row.some_of("may_care", self.child_ids, "child")

    def _collects(self, row: Fields, household: bool) -> frozenset[tuple[str, str]]:
        value = row.values.get("may_collect", "all" if household else {})
        if value == "all":
            return frozenset((place, child) for place in self.places for child in self.child_ids)
        places = Fields(value, row.place("may_collect"), "", self.place_ids)
        return frozenset(
            (place, child)
            for place in places.values
            for child in places.some_of(place, self.child_ids, "child")
        )

    def _busy(self) -> Iterator[Busy]:
        for value, where in self.top.rows("busy"):
            row = Fields(value, where, "id carer from to strength", "movable label place")
            yield Busy(
                id=row.text("id"),
                carer=row.one_of("carer", self.carer_ids, "carer"),
                span=row.span("from", "to", self.zone),
                strength=Strength(row.choice("strength", tuple(Strength))),
                movable=row.flag("movable", False),
                label=row.text("label", ""),
                place=row.one_of("place", self.place_ids, "place") if row.has("place") else None,
            )

    def _supervised(self) -> Iterator[Supervised]:
        for value, where in self.top.rows("supervised"):
            row = Fields(value, where, "child from to place", "drop_off pick_up")
            yield Supervised(
                child=row.one_of("child", self.child_ids, "child"),
                span=row.span("from", "to", self.zone),
                place=row.one_of("place", self.place_ids, "place"),
                drop_off=row.flag("drop_off", True),
                pick_up=row.flag("pick_up", True),
            )

    def _asleep(self) -> Iterator[Asleep]:
        for value, where in self.top.rows("asleep"):
            row = Fields(value, where, "child from to")
            child = row.one_of("child", self.child_ids, "child")
            yield Asleep(child=child, span=row.span("from", "to", self.zone))

    def _travel(self) -> Iterator[tuple[str, str, int]]:
        given: set[frozenset[str]] = set()
        for value, where in self.top.rows("travel"):
            row = Fields(value, where, "between minutes")
            pair = [text for text, _ in row.texts("between")]
            if len(pair) != 2 or pair[0] == pair[1]:
                raise row.refuse("between", "must be two different places")
            row.some_of("between", self.place_ids, "place")
            if frozenset(pair) in given:
                raise row.refuse("between", f"{pair[0]} and {pair[1]} are given twice")
            given.add(frozenset(pair))
            yield pair[0], pair[1], row.number("minutes", None, 0)
        for one, other in combinations(self.places, 2):
            if frozenset((one, other)) not in given:
                raise self.top.refuse("travel", f"how long from {one} to {other} is missing")

    def _occurrences(self) -> Iterator[Occurrence]:
        for value, where in self.top.rows("occurrences"):
            row = Fields(value, where, "id priority minutes earliest latest", _OCCURRENCE)
            window = row.span("earliest", "latest", self.zone)
            minutes = row.number("minutes", None, 1)
            if minutes > window.minutes:
                raise row.refuse("minutes", "does not fit between earliest and latest")
            yield Occurrence(
                id=row.text("id"),
                title=row.text("title", row.text("id")),
                priority=Priority(row.choice("priority", tuple(Priority))),
                minutes=minutes,
                window=window,
                place=self._place_of(row),
                children=row.some_of("with", self.child_ids, "child"),
                skills=frozenset(text for text, _ in row.texts("skills")),
                only=row.some_of("only", self.carer_ids, "carer") if row.has("only") else None,
                beside_care=row.flag("beside_care", True),
            )

    def _place_of(self, row: Fields) -> str | None:
        if "place" not in row.values:
            return HOME
        return row.one_of("place", self.place_ids, "place") if row.has("place") else None

    def _away(self, grid: int) -> tuple[str, Span]:
        row = Fields(self.top.values["away"], "away", "leaver from", "to horizon_minutes")
        horizon = row.number("horizon_minutes", OPEN_END_MINUTES, grid)
        if row.has("to"):
            span = row.span("from", "to", self.zone)
        else:
            start = row.instant("from", self.zone)
            span = Span(start, start + timedelta(minutes=horizon))
        if span.minutes > LONGEST_AWAY_DAYS * 1440:
            raise row.refuse("to", f"must be within {LONGEST_AWAY_DAYS} days")
        return row.text("leaver"), span


def _unlike(where: str, ids: list[str]) -> frozenset[str]:
    for index, one in enumerate(ids):
        if one in ids[:index]:
            raise Refused(f"{where}[{index}]", f"“{one}” is there twice")
    return frozenset(ids)


def _apart(supervised: tuple[Supervised, ...], asleep: tuple[Asleep, ...]) -> None:
    for index, one in enumerate(supervised):
        for other in supervised[:index]:
            if one.child == other.child and one.span.overlaps(other.span):
                raise Refused(f"supervised[{index}]", f"overlaps another time of {one.child}")
    for index, sleep in enumerate(asleep):
        if any(one.child == sleep.child and one.span.overlaps(sleep.span) for one in supervised):
            raise Refused(f"asleep[{index}]", f"overlaps a supervised time of {sleep.child}")
