from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.event import Event, undo
from tests.come_back.after import AFTERWARDS, DURING
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, family, signed_in, time_away

pytestmark = pytest.mark.django_db


def url(row: TimeAway, name: str = "back") -> str:
    return reverse(f"come_back:{name}", kwargs={"time_away": row.pk})


def test_im_back_ends_it_and_is_recorded(clock: Clock) -> None:
    cast, clock.at = family(), AFTERWARDS
    row = time_away(cast)
    response = signed_in(cast.sam).post(url(row))
    assert response.headers["Location"] == url(row, "welcome")
    row.refresh_from_db()
    assert row.back_at == AFTERWARDS
    event = Event.objects.get(object_id=row.pk, verb="came_back")
    assert (event.actor, event.at) == (cast.sam, AFTERWARDS)


def test_earlier_than_said_is_fine(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row = time_away(cast)
    signed_in(cast.sam).post(url(row))
    row.refresh_from_db()
    assert row.phase(DURING) == TimeAway.Phase.BACK
    assert row.ends_at == FRIDAY_EVENING.end


def test_an_undo_is_offered_and_leads_back_to_being_away(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row, browser = time_away(cast), signed_in(cast.sam)
    browser.post(url(row))
    seq = browser.session["undo"]
    assert b"/undo/%d/" % seq in browser.get(url(row, "welcome")).content
    assert undo(Event.objects.get(household=cast.household, seq=seq), by=cast.sam, at=DURING)
    row.refresh_from_db()
    assert row.is_under_way(DURING)


def test_a_second_tap_changes_nothing(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row, browser = time_away(cast), signed_in(cast.sam)
    browser.post(url(row))
    clock.at = AFTERWARDS
    assert browser.post(url(row)).headers["Location"] == url(row, "welcome")
    row.refresh_from_db()
    assert row.back_at == DURING


@pytest.mark.parametrize("why", ["coming", "pencilled", "called off"])
def test_without_being_away_there_is_nothing_to_come_back_from(why: str, clock: Clock) -> None:
    cast = family()
    clock.at = FRIDAY_EVENING.start - timedelta(minutes=1) if why == "coming" else DURING
    row = time_away(cast, told=why != "pencilled")
    if why == "called off":
        row.call_off(at=DURING)
    response = signed_in(cast.sam).post(url(row))
    assert response.headers["Location"] == reverse("go:page", kwargs={"time_away": row.pk})
    row.refresh_from_db()
    assert row.back_at is None


def test_it_refuses_the_wrong_method(clock: Clock) -> None:
    cast, clock.at = family(), AFTERWARDS
    row = time_away(cast)
    assert signed_in(cast.sam).get(url(row)).status_code == 405
    assert TimeAway.objects.get(pk=row.pk).back_at is None


def test_a_stranger_finds_nothing(clock: Clock) -> None:
    cast, strangers, clock.at = family(), family(canary="-x"), AFTERWARDS
    assert signed_in(strangers.sam).post(url(time_away(cast))).status_code == 404


def test_only_the_one_who_left_comes_back(clock: Clock) -> None:
    cast, clock.at = family(), AFTERWARDS
    row = time_away(cast)
    assert signed_in(cast.alex).post(url(row)).status_code == 403
    assert TimeAway.objects.get(pk=row.pk).back_at is None
