""" "K, bye": it starts by a tap or by the clock."""

from __future__ import annotations

import pytest

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.responsibility import Responsibility
from tests.conftest import Clock
from tests.go.evenings import friday, page_of, responsibility, the_occurrence, url
from tests.people import Family, family, inhaler, signed_in, time_away

pytestmark = pytest.mark.django_db


def fresh(row: TimeAway) -> TimeAway:
    return TimeAway.objects.of(row.household).get(pk=row.pk)


def test_it_starts_earlier_than_was_said(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    clock.at = friday(17, 30)
    sam = signed_in(cast.sam)
    response = sam.post(url("go:begin", row))
    assert response.headers["Location"] == url("go:page", row)
    assert fresh(row).began_at == friday(17, 30)
    page = page_of(sam.get(url("go:page", row)))
    assert "K, bye!" in page
    assert "/undo/" in page


def test_k_bye_is_said_once(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    clock.at = friday(17, 30)
    sam = signed_in(cast.sam)
    sam.post(url("go:begin", row))
    clock.at = friday(17, 31)
    page = page_of(sam.get(url("go:page", row)))
    assert "K, bye!" not in page
    assert "You&#x27;re off." in page or "You're off." in page


def test_it_can_be_taken_back(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    clock.at = friday(17, 30)
    sam = signed_in(cast.sam)
    sam.post(url("go:begin", row))
    seq = Event.objects.of(cast.household).get(verb="began").seq
    sam.post(f"/undo/{seq}/")
    assert fresh(row).began_at is None
    assert fresh(row).phase(clock.at) == TimeAway.Phase.COMING


def test_it_refuses_the_wrong_method(cast: Family, clock: Clock) -> None:
    assert signed_in(cast.sam).get(url("go:begin", time_away(cast))).status_code == 405


def test_a_stranger_gets_404(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    assert signed_in(family(canary="X").sam).post(url("go:begin", row)).status_code == 404
    assert fresh(row).began_at is None


def test_the_one_who_stays_gets_403(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    assert signed_in(cast.alex).post(url("go:begin", row)).status_code == 403
    assert fresh(row).began_at is None


def test_nothing_begins_that_nobody_was_told(cast: Family, clock: Clock) -> None:
    row = time_away(cast, told=False)
    clock.at = friday(17, 30)
    signed_in(cast.sam).post(url("go:begin", row))
    assert fresh(row).began_at is None


def test_nothing_begins_twice_or_when_it_is_over(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    sam = signed_in(cast.sam)
    clock.at = friday(17, 30)
    sam.post(url("go:begin", row))
    clock.at = friday(18, 30)
    sam.post(url("go:begin", row))
    assert fresh(row).began_at == friday(17, 30)
    other = time_away(cast)
    other.come_back(at=friday(18, 10))
    sam.post(url("go:begin", other))
    assert fresh(other).began_at is None


def test_after_the_clock_has_started_it_the_tap_still_counts(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    clock.at = friday(18, 20)
    signed_in(cast.sam).post(url("go:begin", row))
    assert fresh(row).began_at == friday(18, 20)


def test_who_leaves_early_leaves_what_falls_before_the_start_too(cast: Family, clock: Clock) -> None:
    inhaler(cast)
    responsibility(cast, "drops", Responsibility.Kind.MEDICINE, 17 * 60, 17 * 60 + 45, child=cast.zoe)
    row = time_away(cast)
    clock.at = friday(16, 50)
    signed_in(cast.sam).post(url("go:begin", row))
    assert the_occurrence(row, "drops").earliest_at == friday(17)
    assert the_occurrence(row).earliest_at == friday(18, 30)
    alex = signed_in(cast.alex)
    assert "Zoe: drops" in page_of(alex.get(url("go:sheet", row)))
    TimeAway.objects.of(cast.household).filter(pk=row.pk).update(began_at=None)
    assert "Zoe: drops" not in page_of(alex.get(url("go:sheet", row)))
