"""A child in kindergarten needs nobody of the house then: when to go, who has whom, and the ways there and back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kbye.household.calendar import Calendar, Means
from kbye.household.clashes import stretches
from kbye.household.coverage import document
from kbye.household.people import Member
from kbye.household.situation import wish
from kbye.planning.coverage import reader
from kbye.planning.coverage.outcome import Status
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.suggest import judge
from kbye.planning.wallclock import instant
from kbye.planning.ways import standing
from tests.people import FRIDAY, THURSDAY_NOON, ZONE, Family, busy, calendar_of, signed_in, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def friday(start: float, end: float) -> Span:
    return Span(instant(FRIDAY, int(start * 60), ZONE), instant(FRIDAY, int(end * 60), ZONE))


def elsewhere(child: Member, start: float, end: float, **about: Any) -> Calendar:
    found = calendar_of(child, means=Means.SUPERVISED)
    Calendar.objects.of(child.household).filter(pk=found.pk).update(**about)
    busy(child, friday(start, end), found)
    return found


def all_three(cast: Family, start: float, end: float, **about: Any) -> None:
    for child in (cast.mia, cast.ben, cast.zoe):
        elsewhere(child, start, end, **about)


def rows(cast: Family, span: Span, stayers: list[Member] | None = None) -> dict[str, Any]:
    return document(leaver=cast.sam, stayers=stayers or [cast.alex], span=span, now=THURSDAY_NOON)


def works(cast: Family, span: Span) -> bool:
    found = standing(reader.situation(rows(cast, span)), now=THURSDAY_NOON)
    assert found.is_free == (found.outcome.status is not Status.NO_PLAN)
    return found.is_free


def at_first_sight(cast: Family, span: Span) -> bool:
    wanted = wish(leaver=cast.sam, stayers=[cast.alex], length=Length.OTHER, now=THURSDAY_NOON)
    return judge(wanted, span).works


@pytest.fixture
def board(cast: Family) -> Span:
    """Alex has something from nine to twelve."""
    busy(cast.alex, friday(9, 12), calendar_of(cast.alex), title="Board")
    return friday(9, 12)


def test_while_all_are_looked_after_nobody_is_needed(cast: Family, board: Span) -> None:
    assert not works(cast, board)
    assert not at_first_sight(cast, board)
    all_three(cast, 8, 13)
    assert works(cast, board)
    assert at_first_sight(cast, board)
    page = signed_in(cast.sam).get("/when/by-hand/?day=2026-12-04&from_time=09:00&until_time=12:00")
    assert "Board" not in page.text


def test_for_one_who_is_at_home_somebody_is(cast: Family, board: Span) -> None:
    elsewhere(cast.mia, 8, 13)
    elsewhere(cast.ben, 8, 13)
    assert not works(cast, board)
    assert not at_first_sight(cast, board)


def test_when_it_is_over_somebody_is(cast: Family, board: Span) -> None:
    all_three(cast, 8, 11.5)
    assert not works(cast, board)
    assert not at_first_sight(cast, board)
    assert works(cast, friday(9, 11.5))


def test_the_way_back_is_gone_by_somebody_who_is_there_when_it_ends(cast: Family, board: Span) -> None:
    all_three(cast, 8, 12, after_minutes=20)
    assert not works(cast, friday(9, 14))
    assert not at_first_sight(cast, friday(9, 14))
    Calendar.objects.of(cast.household).filter(means=Means.SUPERVISED).update(after_minutes=0)
    assert works(cast, friday(9, 14))
    assert at_first_sight(cast, friday(9, 14))


def test_once_it_is_told_it_is_no_clash_either(cast: Family, board: Span) -> None:
    row = time_away(cast, span=friday(9, 14))
    assert stretches(row, cast.alex, now=THURSDAY_NOON).clashes == (board,)
    all_three(cast, 8, 11, after_minutes=30)
    assert stretches(row, cast.alex, now=THURSDAY_NOON).clashes == (friday(10.5, 12),)


def test_bringing_and_fetching_stand_in_the_plan(cast: Family) -> None:
    school = elsewhere(cast.mia, 8, 13, before_minutes=15, after_minutes=10)
    asked = rows(cast, friday(7, 15))
    assert asked["places"] == ["home", str(school.pk)]
    assert asked["travel"] == [{"between": ["home", str(school.pk)], "minutes": 15}]
    (stay,) = asked["supervised"]
    assert (stay["place"], stay["drop_off"], stay["pick_up"]) == (str(school.pk), True, True)
    found = standing(reader.situation(asked), now=THURSDAY_NOON)
    there = [found.problem.at(move.end) for move in found.outcome.plan.moves if move.to_place == 1]
    back = [found.problem.at(move.start) for move in found.outcome.plan.moves if move.to_place == 0]
    assert (there[0], back[-1]) == (friday(8, 13).start, friday(8, 13).end)


def test_what_follows_at_once_is_one_stay(cast: Family) -> None:
    elsewhere(cast.mia, 8, 13, before_minutes=15, after_minutes=15)
    elsewhere(cast.mia, 12.5, 15, before_minutes=15, after_minutes=15)
    edges = [(one["drop_off"], one["pick_up"]) for one in rows(cast, friday(7, 17))["supervised"]]
    assert edges == [(True, False), (False, True)]
    assert works(cast, friday(7, 17))


def test_what_is_too_old_or_rests_or_only_says_so_counts_for_nothing(cast: Family, board: Span) -> None:
    all_three(cast, 8, 13)
    calendars = Calendar.objects.of(cast.household).filter(means=Means.SUPERVISED)
    for changed in ({"paused_at": THURSDAY_NOON}, {"is_draft": True}, {"means": Means.INFORMATION}):
        keys = list(calendars.values_list("pk", flat=True))
        Calendar.objects.of(cast.household).filter(pk__in=keys).update(**changed)
        assert not works(cast, board), changed
        assert not at_first_sight(cast, board), changed
        Calendar.objects.of(cast.household).filter(pk__in=keys).update(
            paused_at=None, is_draft=False, means=Means.SUPERVISED
        )
    calendars.update(read_at=THURSDAY_NOON - timedelta(days=91))
    assert not works(cast, board)
    assert not at_first_sight(cast, board)


def test_what_the_leaver_has_stays_in_the_way(cast: Family) -> None:
    busy(cast.sam, friday(9, 12), calendar_of(cast.sam))
    all_three(cast, 8, 13)
    assert not at_first_sight(cast, friday(9, 12))
