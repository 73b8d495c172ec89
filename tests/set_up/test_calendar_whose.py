"""A calendar that turns out to be somebody else's: its busy times follow, and all of it can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kbye.household.calendar import Calendar, Commitment, Means
from kbye.household.own_time import WholeDays
from kbye.household.people import Member
from kbye.set_up import calendar_actions
from tests.people import THURSDAY_NOON, Family, signed_in
from tests.set_up.calendars_through import read_in_this_process
from tests.set_up.test_calendar import EVENING, HOLIDAY, WEEKLY, calendar_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "quickly")]


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)


def brought(member: Member, name: str = "school") -> Calendar:
    raw = calendar_text(EVENING, WEEKLY, HOLIDAY)
    found = calendar_actions.bring_file(member=member, name=name, raw=raw, by=member, now=THURSDAY_NOON)
    return Calendar.objects.of(member.household).select_related("household", "member").get(pk=found.pk)


def give(browser: Client, calendar: Calendar, member: Member) -> Any:
    return browser.post(f"/calendars/{calendar.pk}/whose/", {"person": member.pk})


def of(cast: Family, member: Member) -> int:
    return Commitment.objects.of(cast.household).counting().filter(member=member).count()


def test_from_sam_to_mia_it_means_being_looked_after(cast: Family, sam: Client) -> None:
    calendar = brought(cast.sam)
    other = brought(cast.sam, "work")
    assert (of(cast, cast.sam), of(cast, cast.mia)) == (10, 0)
    assert give(sam, calendar, cast.mia).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.member, calendar.means) == (cast.mia, Means.SUPERVISED)
    assert (of(cast, cast.sam), of(cast, cast.mia)) == (5, 5)
    assert set(WholeDays.objects.of(cast.household).values_list("calendar", "member")) == {
        (other.pk, cast.sam.pk)
    }
    assert Commitment.objects.of(cast.household).of_own_calendars().filter(member=cast.mia).count() == 0


def test_it_can_be_taken_back_with_everything_that_followed(cast: Family, sam: Client) -> None:
    calendar = brought(cast.sam)
    give(sam, calendar, cast.mia)
    page = sam.get(f"/calendars/{calendar.pk}/").text
    assert "It is the calendar of Mia now." in page
    undo = page.split('action="/undo/')[1].split('"')[0]
    sam.post(f"/undo/{undo}")
    calendar.refresh_from_db()
    assert (calendar.member, calendar.means) == (cast.sam, Means.CANNOT)
    assert (of(cast, cast.sam), of(cast, cast.mia)) == (5, 0)
    assert WholeDays.objects.of(cast.household).get().member == cast.sam


def test_between_helpers_and_adults_the_meaning_stays_where_it_can(cast: Family, sam: Client) -> None:
    calendar = brought(cast.grandma)
    Calendar.objects.of(cast.household).update(means=Means.RATHER_NOT)
    give(sam, calendar, cast.sam)
    calendar.refresh_from_db()
    assert (calendar.member, calendar.means) == (cast.sam, Means.RATHER_NOT)


def test_what_is_read_at_that_moment_is_whose_it_is_then(cast: Family, sam: Client) -> None:
    calendar = brought(cast.sam)
    give(sam, calendar, cast.mia)
    again = brought(cast.mia)
    assert again.pk == calendar.pk
    assert of(cast, cast.mia) == 5


def test_an_adults_calendar_is_given_away_by_that_adult_alone(cast: Family, sam: Client) -> None:
    calendar = brought(cast.alex)
    assert f"/calendars/{calendar.pk}/whose/" not in sam.get(f"/calendars/{calendar.pk}/").text
    answer = sam.post(f"/calendars/{calendar.pk}/whose/", {"person": cast.mia.pk}, follow=True)
    assert "Only Alex can give this one away." in answer.text
    calendar.refresh_from_db()
    assert calendar.member == cast.alex
    assert give(signed_in(cast.alex), calendar, cast.mia).status_code == 302
    calendar.refresh_from_db()
    assert calendar.member == cast.mia


def test_two_files_of_one_name_are_not_mixed_up(cast: Family, sam: Client) -> None:
    calendar = brought(cast.sam)
    brought(cast.mia)
    answer = sam.post(f"/calendars/{calendar.pk}/whose/", {"person": cast.mia.pk}, follow=True)
    assert "Mia has a file “school” already. Give this one another name first." in answer.text
    calendar.refresh_from_db()
    assert calendar.member == cast.sam


def test_a_draft_and_nobody_here_change_nothing(cast: Family, sam: Client) -> None:
    calendar = brought(cast.sam)
    assert sam.get(f"/calendars/{calendar.pk}/whose/").status_code == 405
    assert sam.post(f"/calendars/{calendar.pk}/whose/", {"person": "nobody"}).status_code == 404
    Calendar.objects.of(cast.household).update(is_draft=True)
    assert give(sam, calendar, cast.mia).status_code == 404
