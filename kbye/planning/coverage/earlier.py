"""Reads an answer given before, as it comes back in `previous`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kbye.planning.coverage.fields import Fields
from kbye.planning.coverage.situation import Previous, Row

_ANSWER = "version status unproven holds_until moves done asks dropped outside gaps missed_musts price reasons repairs"


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of the document speaks of."""

    zone: str
    children: frozenset[str]
    carers: frozenset[str]
    places: frozenset[str]
    occurrences: frozenset[str]


def plan(value: object, known: Known) -> Previous:
    """The plan in an answer; what explains it is skipped. Raises Refused."""
    answer = Fields(value, "previous", "care", _ANSWER)
    return Previous(
        care=tuple(_care(answer, known)),
        moves=tuple(_moves(answer, known)),
        done=tuple(_done(answer, known)),
        asks=tuple(_asks(answer, known)),
    )


def _place(row: Fields, key: str, known: Known) -> str | None:
    return row.one_of(key, known.places, "place") if row.has(key) else None


def _care(answer: Fields, known: Known) -> Iterator[Row]:
    for value, where in answer.rows("care"):
        row = Fields(value, where, "child carer from to", "place")
        yield Row(
            child=row.one_of("child", known.children, "child"),
            carer=row.one_of("carer", known.carers, "carer"),
            span=row.span("from", "to", known.zone),
            place=_place(row, "place", known),
        )


def _moves(answer: Fields, known: Known) -> Iterator[Row]:
    for value, where in answer.rows("moves"):
        row = Fields(value, where, "carer from_place to_place from to")
        yield Row(
            carer=row.one_of("carer", known.carers, "carer"),
            span=row.span("from", "to", known.zone),
            place=row.one_of("from_place", known.places, "place"),
            to_place=row.one_of("to_place", known.places, "place"),
        )


def _done(answer: Fields, known: Known) -> Iterator[Row]:
    for value, where in answer.rows("done"):
        row = Fields(value, where, "occurrence carer from to", "place")
        yield Row(
            occurrence=row.one_of("occurrence", known.occurrences, "occurrence"),
            carer=row.one_of("carer", known.carers, "carer"),
            span=row.span("from", "to", known.zone),
            place=_place(row, "place", known),
        )


def _asks(answer: Fields, known: Known) -> Iterator[Row]:
    for value, where in answer.rows("asks"):
        row = Fields(value, where, "carer from to", "children accepted")
        row.some_of("children", known.children, "child")
        yield Row(
            carer=row.one_of("carer", known.carers, "carer"),
            span=row.span("from", "to", known.zone),
            accepted=row.flag("accepted", False),
        )
