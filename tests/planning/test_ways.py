"""What stands in the way of a time, and what would make it work: said truly, and each way tried again here."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.explain import Why
from kbye.planning.coverage.outcome import Status
from kbye.planning.coverage.situation import Carer, Priority, Situation, Strength, Supervised
from kbye.planning.intervals import Span
from kbye.planning.trying import at_home_of, nobody_can, only, quick
from kbye.planning.wallclock import instant
from kbye.planning.ways import Kind, Standing, Way, one_by_one, standing

from .strategies import BERLIN
from .test_suggest import FRIDAY, on

NOON = instant(FRIDAY, 12 * 60, BERLIN)
Busy = tuple[str, float, float]


def situation(*busy: Busy, musts: tuple[dict[str, Any], ...] = (), **strength: str) -> Situation:
    """Sam away 18 to 22; Alex lives there, Ruth and Noor may be asked. Hours of busy are those of that Friday."""
    helper = {"may_care": "all", "overnight": True}
    return reader.situation(
        {
            "version": 1,
            "zone": BERLIN,
            "children": [{"id": "mia"}, {"id": "ben"}],
            "carers": [
                {"id": "alex", "household": True, "skills": ["medicine"]},
                {"id": "ruth", **helper},
                {"id": "noor", **helper},
                {"id": "sam", "household": True},
            ],
            "busy": [
                {
                    "id": f"b{number}",
                    "carer": who,
                    "from": _at(start),
                    "to": _at(end),
                    "strength": strength.get(who, "cannot"),
                }
                for number, (who, start, end) in enumerate(busy)
            ],
            "occurrences": list(musts),
            "away": {"leaver": "sam", "from": _at(18), "to": _at(22)},
        }
    )


def _at(hour: float) -> str:
    return f"2026-12-04T{int(hour):02}:{round(hour % 1 * 60):02}"


def kinds(stands: Standing) -> list[Kind]:
    return [way.kind for way in stands.ways]


def spans(stands: Standing, kind: Kind) -> list[Span | None]:
    return [way.span for way in stands.ways if way.kind is kind]


def test_nothing_in_the_way_needs_nothing() -> None:
    stands = standing(situation(), now=NOON)
    assert (stands.is_free, stands.ways) == (True, ())
    assert stands.outcome.status is Status.OPTIMAL


def test_the_smallest_comes_first() -> None:
    stands = standing(situation(("alex", 17, 19)), now=NOON)
    assert [(one.carer, one.why) for one in stands.reasons] == [("alex", Why.BUSY)] * 2
    assert kinds(stands) == [Kind.LATER, Kind.SHIFT, Kind.MOVE, Kind.ASK, Kind.ASK]
    assert spans(stands, Kind.LATER) == [on(FRIDAY, 19, 22)]
    assert spans(stands, Kind.SHIFT) == [on(FRIDAY, 19, 23)]
    assert stands.ways[3].asks == (("ruth", on(FRIDAY, 18, 19)),)


def test_an_earlier_end_falls_on_the_grid() -> None:
    stands = standing(situation(("alex", 21.4, 22)), now=NOON)
    assert spans(stands, Kind.EARLIER) == [on(FRIDAY, 18, 21.25)]


def test_so_much_shorter_is_no_longer_that_time() -> None:
    assert spans(standing(situation(("alex", 17, 19.75)), now=NOON), Kind.LATER) == []


def test_a_time_that_has_begun_is_not_proposed() -> None:
    stands = standing(situation(("alex", 21, 23)), now=instant(FRIDAY, 17 * 60 + 15, BERLIN))
    assert spans(stands, Kind.SHIFT) == []
    assert spans(standing(situation(("alex", 21, 23)), now=NOON), Kind.SHIFT) == [on(FRIDAY, 17, 21)]


def test_a_helper_who_cannot_either_is_not_offered() -> None:
    stands = standing(situation(("alex", 17, 19), ("ruth", 18, 19)), now=NOON)
    assert [way.asks for way in stands.ways if way.asks] == [(("noor", on(FRIDAY, 18, 19)),)]


def test_two_helpers_together_where_none_is_enough() -> None:
    busy: tuple[Busy, ...] = (("alex", 17, 23), ("ruth", 20, 23), ("noor", 17, 20))
    stands = standing(situation(*busy), now=NOON)
    assert stands.ways[-1].asks == (("ruth", on(FRIDAY, 18, 20)), ("noor", on(FRIDAY, 20, 22)))


def test_if_nobody_can_everybody_has_a_reason() -> None:
    everybody = ("alex", "ruth", "noor")
    stands = standing(situation(*((who, 17, 23) for who in everybody)), now=NOON)
    assert {one.carer for one in stands.reasons} == set(everybody)
    assert [way.kind for way in stands.ways if way.asks] == []


def test_what_is_unknown_is_never_free_and_cannot_be_moved() -> None:
    stands = standing(situation(("alex", 0, 23.75), alex="unknown"), now=NOON)
    assert {one.why for one in stands.reasons} == {Why.UNKNOWN}
    assert set(kinds(stands)) == {Kind.ASK}


def test_the_leavers_own_time_is_in_the_way_and_nobody_else_helps() -> None:
    stands = standing(situation(("sam", 17, 19)), now=NOON)
    assert ([one.carer for one in stands.own], stands.reasons) == (["sam"], ())
    assert kinds(stands) == [Kind.LATER, Kind.SHIFT, Kind.MOVE]


@pytest.mark.parametrize(("skills", "found"), [([], [Kind.WAIT]), (["medicine"], [])])
def test_a_must_may_wait_but_medicine_never(skills: list[str], found: list[Kind]) -> None:
    # Two things in the same quarter of an hour, for one person, and nobody else can help.
    musts = tuple(
        {
            "id": name,
            "priority": "must",
            "minutes": 15,
            "earliest": _at(19),
            "latest": _at(19.25),
            "place": None,
            "skills": skills,
        }
        for name in ("one", "other")
    )
    alone = only(situation(musts=musts), frozenset({"alex"}))
    stands = standing(alone, now=NOON)
    assert not stands.is_free
    assert [way.kind for way in stands.ways if way.kind is Kind.WAIT] == found


def test_who_was_chosen_is_not_asked_first() -> None:
    blocked = situation(("alex", 17, 19))
    assert not standing(blocked, now=NOON).is_free
    assert standing(blocked, now=NOON, chosen=frozenset({"ruth"})).is_free


def test_without_anybody_else_at_home_the_first_helper_leads() -> None:
    helpers = replace(situation(), carers=situation().carers[1:])
    assert at_home_of(helpers) == {"ruth"}
    assert standing(helpers, now=NOON).is_free


def test_that_nobody_can_is_seen_without_solving() -> None:
    everybody: tuple[Busy, ...] = (("alex", 17, 20), ("ruth", 19, 21), ("noor", 19.5, 23))
    assert nobody_can(situation(*everybody))
    assert not nobody_can(situation(*everybody[1:]))
    assert not nobody_can(situation(*everybody, noor="rather_not"))
    assert nobody_can(situation(*everybody, noor="unknown"))
    stays = tuple(Supervised(child=one, span=on(FRIDAY, 19, 20), place="home") for one in ("mia", "ben"))
    assert nobody_can(replace(situation(*everybody), supervised=stays[:1]))
    assert not nobody_can(replace(situation(*everybody), supervised=stays))


def test_as_they_are_found_they_are_the_same() -> None:
    given = situation(("alex", 17, 19), ("ruth", 18, 19))
    found = sorted(one_by_one(given, now=NOON), key=lambda way: way.size)
    assert tuple(found) == standing(given, now=NOON, wanted=99).ways
    assert list(one_by_one(situation(), now=NOON)) == []


def _again(way: Way, given: Situation) -> Situation:
    """The situation after that way, made anew."""
    if way.asks:
        return only(given, at_home_of(given) | {carer for carer, _ in way.asks})
    alone = only(given, at_home_of(given))
    if way.span is not None:
        return replace(alone, away=way.span)
    if way.busy is not None:
        return replace(alone, busy=tuple(one for one in alone.busy if one != way.busy))
    changed = (
        replace(one, priority=Priority.SHOULD) if one.id == way.occurrence else one
        for one in alone.occurrences
    )
    return replace(alone, occurrences=tuple(changed))


def _can(carer: Carer, given: Situation) -> bool:
    firm = (one for one in given.busy if one.carer == carer.id and one.strength is not Strength.RATHER_NOT)
    return not any(one.span.overlaps(given.away) for one in firm)


@pytest.mark.parametrize("seed", range(12))
def test_every_way_works_and_no_helper_is_forgotten(seed: int) -> None:
    chance = Random(seed)
    busy = tuple(
        (who, start, start + chance.choice((0.5, 1, 2)))
        for who in ("alex", "alex", "ruth", "noor", "sam")
        if chance.random() < 0.6
        for start in (chance.randrange(64, 86) / 4,)
    )
    given = situation(*busy)
    stands = standing(given, now=NOON, wanted=99)
    for one in (given, only(given, at_home_of(given))):
        assert not nobody_can(one) or quick(grid.problem(one)).status is Status.NO_PLAN
    assert stands.is_free == (not stands.ways and not stands.reasons and not stands.own)
    for way in stands.ways:
        again = _again(way, given)
        own = [one for one in again.busy if one.carer == "sam" and one.span.overlaps(again.away)]
        assert own == []
        assert quick(grid.problem(again)).status is not Status.NO_PLAN
        assert way.span is None or way.span.start >= NOON
    if stands.reasons and not stands.own:
        asked = {carer for way in stands.ways for carer, _ in way.asks}
        assert {one.id for one in given.carers[1:3] if _can(one, given)} <= asked
    assert [way.price for way in stands.ways] == sorted(way.price for way in stands.ways)
