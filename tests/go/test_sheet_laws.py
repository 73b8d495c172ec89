"""The grouping of the run sheet, without a database: now, next, later, and never more than five lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from kbye.go.sheet import MUST_LINES_MOST, Sheet, sheet
from kbye.household.knowledge import Fact
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Priority, Responsibility

EVENING = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)


def child(name: str) -> Member:
    return Member(kind=Member.Kind.CHILD, name=name)


BEN, ZOE, MIA = child("Ben"), child("Zoe"), child("Mia")


def occurrence(
    title: str,
    start: float,
    *,
    lasts: float = 1,
    of: Member | None = None,
    kind: str = Responsibility.Kind.MEDICINE,
    priority: str = Priority.MUST,
    done: float | None = None,
) -> Occurrence:
    """Hours are counted from six o'clock in the evening."""
    return Occurrence(
        kind=kind,
        title=title,
        priority=priority,
        child=of,
        earliest_at=EVENING + timedelta(hours=start),
        latest_at=EVENING + timedelta(hours=start + lasts),
        done_at=None if done is None else EVENING + timedelta(hours=done),
    )


def allergy(words: str, of: Member | None) -> Fact:
    return Fact(kind=Fact.Kind.ALLERGY, words=words, child=of)


def at(hours: float, occurrences: Iterable[Occurrence], facts: Iterable[Fact] = ()) -> Sheet:
    return sheet(occurrences, facts, EVENING + timedelta(hours=hours))


def texts(lines: Iterable[object]) -> list[str]:
    return [getattr(line, "text", "") for line in lines]


def test_an_open_window_is_now_the_first_to_come_is_next_and_the_rest_later() -> None:
    rows = [
        occurrence("inhaler", 0.5, of=BEN),
        occurrence("fetch from choir", 2, of=MIA, kind=Responsibility.Kind.FETCH),
        occurrence("drops", 3, of=ZOE),
    ]
    found = at(1, rows)
    assert texts(found.now) == ["Ben: inhaler"]
    assert texts(found.next) == ["Mia: fetch from choir"]
    assert texts(found.later) == ["Zoe: drops"]


def test_a_window_opens_at_its_first_instant() -> None:
    rows = [occurrence("inhaler", 0.5)]
    assert texts(at(0.5, rows).now) == ["inhaler"]
    assert texts(at(0.49, rows).next) == ["inhaler"]


def test_what_nobody_ticked_stays_in_now_when_its_window_is_over() -> None:
    rows = [occurrence("inhaler", 0.5)]
    assert texts(at(5, rows).now) == ["inhaler"]


def test_until_its_next_time_comes() -> None:
    rows = [occurrence("inhaler", 0.5), occurrence("inhaler", 6)]
    found = at(6, rows)
    assert [line.earliest for line in found.now] == [EVENING + timedelta(hours=6)]
    assert [line.earliest for line in found.before] == [EVENING + timedelta(minutes=30)]


def test_another_childs_next_time_hides_nothing() -> None:
    rows = [occurrence("inhaler", 0.5, of=BEN), occurrence("inhaler", 6, of=ZOE)]
    assert texts(at(6, rows).now) == ["Ben: inhaler", "Zoe: inhaler"]


def test_or_until_half_a_day_has_passed() -> None:
    rows = [occurrence("dentist", 0.5, kind=Responsibility.Kind.APPOINTMENT)]
    assert texts(at(13.5, rows).now) == ["dentist"]
    assert texts(at(13.6, rows).now) == []
    assert texts(at(13.6, rows).before) == ["dentist"]


def test_what_is_done_stays_in_sight_within_its_window_below_what_is_not() -> None:
    rows = [occurrence("inhaler", 0, done=0.2), occurrence("drops", 0.1)]
    assert texts(at(0.5, rows).now) == ["drops", "inhaler"]
    assert texts(at(1.05, rows).now) == ["drops"]
    assert texts(at(1.05, rows).before) == ["inhaler"]


def test_what_begins_together_is_next_together() -> None:
    rows = [occurrence("inhaler", 1, of=BEN), occurrence("drops", 1, of=ZOE), occurrence("syrup", 2)]
    assert texts(at(0, rows).next) == ["Ben: inhaler", "Zoe: drops"]


def test_should_and_nice_are_folded_away_once_each_and_forgotten_when_over() -> None:
    rows = [
        occurrence("Bath", 0, kind=Responsibility.Kind.CARE, priority=Priority.NICE),
        occurrence("Bath", 24, kind=Responsibility.Kind.CARE, priority=Priority.NICE),
        occurrence("Brush teeth", 1, kind=Responsibility.Kind.CARE, priority=Priority.SHOULD),
    ]
    assert texts(at(0.5, rows).nice) == ["Bath", "Brush teeth"]
    assert at(0.5, rows).must_lines == 0
    assert [line.earliest for line in at(3, rows).nice] == [EVENING + timedelta(hours=24)]


def test_allergies_of_one_child_stand_in_one_line() -> None:
    facts = [allergy("no nuts", ZOE), allergy("no bee stings", ZOE), allergy("no milk", BEN)]
    assert at(0, [], facts).standing == ("Zoe: no nuts, no bee stings", "Ben: no milk")


def test_other_facts_are_no_must() -> None:
    assert at(0, [], [Fact(kind=Fact.Kind.COMFORT, words="the rabbit", child=BEN)]).must_lines == 0


@pytest.mark.parametrize("musts", range(5))
def test_an_evening_with_three_children_has_five_lines_at_most(musts: int) -> None:
    facts = [allergy("no nuts", one) for one in (BEN, ZOE, MIA)]
    rows = [occurrence(f"dose {number}", number) for number in range(musts)]
    found = at(0.5, rows, facts)
    assert found.must_lines <= MUST_LINES_MOST
    assert all(name in " ".join(found.standing) for name in ("Ben", "Zoe", "Mia"))


def test_no_must_is_ever_dropped_to_keep_that_law() -> None:
    rows = [occurrence(f"dose {number}", number) for number in range(7)]
    found = at(0.5, rows, [allergy("no nuts", ZOE)])
    assert found.must_lines == 8
    assert len(found.now) + len(found.next) + len(found.later) == 7
