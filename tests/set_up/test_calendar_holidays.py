"""Public and school holidays, said along with suggested times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from kbye.calendars.holidays_text import PUBLIC, SCHOOL, holidays_text, knows_school_holidays, regions
from kbye.household.calendar import Calendar, Commitment
from kbye.household.household import Household
from tests.conftest import Clock
from tests.people import Family
from tests.set_up.calendars_through import read_again, read_in_this_process, refreshed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)


def bring(browser: Client, person: object, what: str, region: str, clock: Clock) -> Calendar:
    path = f"/people/{person.pk}/calendar/holidays/"  # type: ignore[attr-defined]
    answer = browser.post(path, {"what": what, "region": region})
    assert answer.status_code == 302, answer.content.decode()
    assert refreshed(clock.at) == 1
    calendar = Calendar.objects.of(person.household).get()  # type: ignore[attr-defined]
    browser.post(f"/calendars/{calendar.pk}/keep/")
    return calendar


def test_school_holidays_are_whole_stretches_with_their_names(
    cast: Family, sam: Client, clock: Clock
) -> None:
    bring(sam, cast.mia, SCHOOL, "BY", clock)
    rows = Commitment.objects.of(cast.household).counting()
    middle = datetime(2026, 12, 27, tzinfo=UTC)
    christmas = rows.get(starts_at__lt=middle, ends_at__gt=middle)
    assert christmas.title == "Christmas Break"
    assert christmas.ends_at - christmas.starts_at > timedelta(days=10)
    assert not rows.blocking().exists()
    assert not rows.of_own_calendars().exists()


def test_they_are_said_beside_a_time(cast: Family, sam: Client, clock: Clock) -> None:
    bring(sam, cast.mia, SCHOOL, "BY", clock)
    clock.at = datetime(2026, 12, 27, 10, tzinfo=UTC)
    assert "Mia: Christmas Break." in sam.get("/when/evening/").content.decode()


def test_public_holidays_are_those_of_the_region(cast: Family, sam: Client, clock: Clock) -> None:
    bring(sam, cast.alex, PUBLIC, "BY", clock)
    days = Commitment.objects.of(cast.household).filter(starts_at=datetime(2027, 1, 5, 23, tzinfo=UTC))
    assert days.get().title == "Epiphany"


def test_they_never_grow_old(cast: Family, sam: Client, clock: Clock) -> None:
    calendar = bring(sam, cast.alex, PUBLIC, "", clock)
    later = clock.at + timedelta(days=200)
    assert not Calendar.objects.of(cast.household).unread(later, later).exists()
    assert read_again(calendar, later).until_at > calendar.until_at


def test_where_nobody_lists_school_holidays_the_schools_calendar_is_asked_for(
    cast: Family, sam: Client, clock: Clock
) -> None:
    Household.objects.filter(pk=cast.household.pk).update(country="CA")
    answer = sam.post(f"/people/{cast.mia.pk}/calendar/holidays/", {"what": SCHOOL, "region": ""})
    assert answer.status_code == 422
    assert "Import the school&#x27;s calendar instead" in answer.content.decode()
    assert not Calendar.objects.of(cast.household).exists()


def test_without_a_country_that_is_asked_first(cast: Family, sam: Client) -> None:
    Household.objects.filter(pk=cast.household.pk).update(country="", zone="UTC")
    answer = sam.get(f"/people/{cast.mia.pk}/calendar/holidays/")
    assert (answer.status_code, answer["Location"]) == (302, "/country/")


def test_a_region_of_another_country_is_refused(cast: Family, sam: Client) -> None:
    answer = sam.post(f"/people/{cast.mia.pk}/calendar/holidays/", {"what": PUBLIC, "region": "NSW"})
    assert answer.status_code == 422


def test_the_tables() -> None:
    assert regions("DE")["BY"] == "Bayern"
    assert knows_school_holidays("DE")
    assert not knows_school_holidays("CA")
    assert (regions("XX"), knows_school_holidays("XX")) == ({}, False)
    nothing = holidays_text(country="XX", region="", what=PUBLIC, years=[2026])
    assert nothing == b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kbye//holidays//EN\r\nEND:VCALENDAR\r\n"
