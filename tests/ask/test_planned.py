"""The plan for the one who stays: around what is settled, with one tap to ask; nothing of it for the leaver."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kbye.household.gap import Ask, Gap
from kbye.household.people import Member
from kbye.planning.intervals import Span
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    busy,
    calendar_of,
    opened,
    signed_in,
    stay_link,
    time_away,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def has(member: Member, start_hours: float, end_hours: float) -> None:
    start, hour = FRIDAY_EVENING.start, timedelta(hours=1)
    span = Span(start + start_hours * hour, start + end_hours * hour)
    busy(member, span, calendar_of(member), title="Board")


def one_tap(text: str, name: str) -> dict[str, list[str]]:
    """What "Ask …" would send."""
    form = next(one for one in text.split("<form")[1:] if f">Ask {name}</button>" in one.split("</form>")[0])
    sent: dict[str, list[str]] = {}
    for key, value in re.findall(r'name="(?!csrf)([^"]*)" value="([^"]*)"', form.split("</form>")[0]):
        sent.setdefault(key, []).append(value)
    return sent


def test_one_tap_asks_the_helper_who_can(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    has(cast.grandma, 0, 4)
    alex = signed_in(cast.alex)
    page = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Noor could: 19:00–20:00." in page
    assert "Ask Grandma" not in page
    alex.post(f"/away/{row.pk}/gaps/new/", one_tap(page, "Noor"))
    gap = Gap.objects.get()
    assert (gap.starts_at, gap.ends_at) == (
        FRIDAY_EVENING.start + timedelta(hours=1),
        FRIDAY_EVENING.start + timedelta(hours=2),
    )
    assert Ask.objects.get().helper == cast.noor


def test_the_rest_is_planned_around_what_is_settled(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    Gap.objects.create(
        household=cast.household,
        time_away=row,
        starts_at=FRIDAY_EVENING.start + timedelta(hours=1),
        ends_at=FRIDAY_EVENING.start + timedelta(hours=2),
        state=Gap.State.COVERED,
        covered_by=cast.noor,
        created_at=THURSDAY_NOON,
    )
    alex = signed_in(cast.alex)
    page = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Noor, 19:00–20:00" in page
    assert "Nobody else is needed." in page
    assert "could: 19:00" not in page
    has(cast.alex, 2, 4)
    page = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Takes asking Noor for 2 hours." in page
    assert one_tap(page, "Noor")["from_time"] == ["20:00"]


def test_what_others_have_stays_their_business(cast: Family) -> None:
    row = time_away(cast)
    for member in (cast.alex, cast.grandma, cast.noor):
        has(member, 1, 2)
    page = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "19:00–20:00: nobody for Mia, Ben and Zoe yet." in page
    assert "Grandma has" not in page
    assert "It works if you can move “Board”." in page


def test_the_leaver_is_shown_nothing_of_it(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    assert signed_in(cast.sam).get(f"/away/{row.pk}/gaps/").status_code == 403
    assert "could: 19:00" not in signed_in(cast.sam).get(f"/away/{row.pk}/", follow=True).text


def test_a_helper_who_stays_is_not_asked_for_what_they_have(cast: Family) -> None:
    row = time_away(cast, stayer=cast.grandma)
    link = stay_link(row)
    page = opened(link).get(f"/l/{link.token}/gaps/").text
    assert "Nobody else is needed." in page
    assert "Takes asking" not in page


def test_for_some_of_the_children_or_with_an_open_end_nothing_is_drawn(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    row.open_end = True
    row.save(update_fields=["open_end"])
    assert 'id="planned"' not in signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
