"""The table of what is offered, held to its rules, and the few that are offered from it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kbye.household.people import Member
from kbye.household.responsibility import Priority, Responsibility
from kbye.household.seeds import Seed, all_seeds, fitting_children, offer, seed_called
from kbye.planning.routines import Routine
from kbye.set_up.responsibility_actions import turn_down
from tests.people import THURSDAY, THURSDAY_NOON, family

MUST_KINDS = {Responsibility.Kind.MEDICINE, Responsibility.Kind.FETCH, Responsibility.Kind.APPOINTMENT}


def test_between_forty_and_sixty_rows_each_with_its_own_key_and_title() -> None:
    seeds = all_seeds()
    assert 40 <= len(seeds) <= 60
    assert len({seed.key for seed in seeds}) == len({seed.title for seed in seeds}) == len(seeds)


@pytest.mark.parametrize("seed", all_seeds(), ids=lambda seed: seed.key)
def test_a_must_is_medicine_fetching_or_an_appointment_and_nothing_else(seed: Seed) -> None:
    assert (seed.priority == Priority.MUST) == (seed.kind in MUST_KINDS)


@pytest.mark.parametrize("seed", all_seeds(), ids=lambda seed: seed.key)
def test_a_row_fits_the_tables_and_the_planner(seed: Seed) -> None:
    assert re.fullmatch(r"[a-z][a-z-]{2,39}", seed.key)
    assert re.fullmatch(r"[A-Z][^A-Z.!]{3,40}", seed.title), "sentence case, short"
    assert set(seed.stages) <= set("AIDM")
    assert len(set(seed.stages)) == len(seed.stages)
    routine = Routine(
        id=seed.key,
        weekdays=seed.weekdays,
        from_minute=seed.from_minute,
        to_minute=seed.to_minute,
        minutes=seed.minutes,
    )
    assert routine.weekdays
    assert 0 < seed.minutes <= seed.to_minute - seed.from_minute


def test_most_is_not_a_must() -> None:
    musts = [seed for seed in all_seeds() if seed.priority == Priority.MUST]
    assert len(musts) * 4 < len(all_seeds())


def test_the_night_passes_midnight() -> None:
    night = seed_called("night-waking")
    assert night is not None
    assert (night.from_minute, night.to_minute) == (22 * 60, 30 * 60)


@pytest.mark.django_db
def test_a_few_are_offered_always_the_same_and_never_a_must() -> None:
    household = family().household
    offered = offer(household, on=THURSDAY)
    assert len(offered) == 3
    assert offer(household, on=THURSDAY) == offered
    everything = offer(household, on=THURSDAY, limit=1000)
    assert everything[:3] == offered
    assert Priority.MUST not in {seed.priority for seed in everything}


@pytest.mark.django_db
def test_what_is_there_or_was_turned_down_is_not_offered_again() -> None:
    cast = family()
    first, second, third = offer(cast.household, on=THURSDAY)
    turn_down(seed=first, by=cast.sam, now=THURSDAY_NOON)
    Responsibility.objects.create(
        household=cast.household,
        kind=second.kind,
        title=second.title,
        priority=second.priority,
        seed=second.key,
        from_minute=second.from_minute,
        to_minute=second.to_minute,
    )
    now_offered = offer(cast.household, on=THURSDAY)
    assert now_offered[0] == third
    assert not {first, second} & set(now_offered)


@pytest.mark.django_db
def test_another_households_choice_changes_nothing_here() -> None:
    cast, others = family(), family(canary="other")
    before = offer(cast.household, on=THURSDAY)
    turn_down(seed=before[0], by=others.sam, now=THURSDAY_NOON)
    assert offer(cast.household, on=THURSDAY) == before


@pytest.mark.django_db
def test_only_what_fits_the_ages_is_offered() -> None:
    cast = family()
    offered = {seed.key for seed in offer(cast.household, on=THURSDAY, limit=1000)}
    assert {"nappy", "homework", "feed-dog"} <= offered
    for little in (cast.ben, cast.zoe):
        little.remove(at=THURSDAY_NOON)
    offered = {seed.key for seed in offer(cast.household, on=THURSDAY, limit=1000)}
    assert "homework" in offered
    assert "nappy" not in offered


@pytest.mark.django_db
def test_the_age_is_that_of_the_day() -> None:
    cast = family()
    homework = seed_called("homework")
    assert homework is not None
    children = list(Member.objects.of(cast.household).children())
    assert fitting_children(homework, children, on=date(2026, 2, 28)) == []  # Mia is six on 1 March
    assert fitting_children(homework, children, on=date(2026, 3, 1)) == [cast.mia]


@pytest.mark.django_db
def test_a_home_without_ages_is_offered_everything_and_one_without_children_what_every_home_has() -> None:
    cast = family()
    for child in cast.children:
        child.born_date = None
        child.save(update_fields=["born_date"])
    assert "nappy" in {seed.key for seed in offer(cast.household, on=THURSDAY, limit=1000)}
    for child in cast.children:
        child.remove(at=THURSDAY_NOON)
    offered = {seed.key for seed in offer(cast.household, on=THURSDAY, limit=1000)}
    assert "feed-dog" in offered
    assert "nappy" not in offered
