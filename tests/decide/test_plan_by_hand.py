"""Who has them when, chosen by hand; the planner plans the rest. All of it stands in the address."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from kbye.household.preparation import ToSay
from kbye.planning.intervals import Span
from tests.people import FRIDAY_EVENING, Family, busy, calendar_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BY_HAND = "/when/by-hand/?day=2026-12-04&from_time=18:00&until_time=22:00"


def by_hand(who: object, start: str, end: str, day: str = "2026-12-04") -> str:
    return f"&by-who={who}&by-day={day}&by-from_time={start}&by-until_time={end}"


def pins(text: str) -> set[str]:
    return set(re.findall(r'name="pin" value="([^"]*)"', text))


def without(text: str) -> str:
    """The address behind "Take it out"."""
    return html.unescape(re.findall(r'href="\?([^"]*)#found">Take it out', text)[0])


def test_the_rest_is_planned_around_what_was_chosen(cast: Family) -> None:
    page = signed_in(cast.sam).get(BY_HAND + by_hand(cast.noor.pk, "19:00", "20:00")).text
    assert "Noor, 19:00–20:00" in page
    assert "Alex, 18:00–19:00" in page
    assert "20:00–22:00" in page
    assert "Takes asking Noor for 1 hour." in page
    assert len(pins(page)) == 1


def test_a_second_one_keeps_the_first_and_the_later_holds_where_they_meet(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND + by_hand(cast.noor.pk, "19:00", "20:00")).text
    (first,) = pins(page)
    both = sam.get(
        BY_HAND + f"&pin={first.replace('+', '%2B')}" + by_hand(cast.grandma.pk, "20:00", "21:00")
    ).text
    assert "Takes asking Grandma for 1 hour and Noor for 1 hour." in both or (
        "Takes asking Noor for 1 hour and Grandma for 1 hour." in both
    )
    over = sam.get(
        BY_HAND + f"&pin={first.replace('+', '%2B')}" + by_hand(cast.grandma.pk, "19:30", "21:00")
    ).text
    assert len(pins(over)) == 1
    assert "Noor" not in over.split('class="cover ')[1].split("</figure>")[0]


def test_taking_it_out_is_a_link_and_loses_nothing_else(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND + "&work=1" + by_hand(cast.noor.pk, "19:00", "20:00")).text
    assert "work=1" in without(page)
    back = sam.get(f"/when/by-hand/?{without(page)}").text
    assert "Nobody else is needed." in back
    assert pins(back) == set()
    assert 'value="2026-12-04"' in back


def test_what_was_chosen_goes_before_what_calendars_say(cast: Family) -> None:
    for member in (cast.alex, cast.grandma, cast.noor):
        hour = timedelta(hours=1)
        busy(member, Span(FRIDAY_EVENING.start + hour, FRIDAY_EVENING.start + 2 * hour), calendar_of(member))
    sam = signed_in(cast.sam)
    assert "nobody for Mia" in sam.get(BY_HAND).text
    page = sam.get(BY_HAND + by_hand(cast.grandma.pk, "19:00", "20:00")).text
    assert "nobody for Mia" not in page
    assert "Grandma, 19:00–20:00" in page
    assert "Go anyway" not in page


def test_going_takes_it_along_for_the_one_who_stays_to_read(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND + by_hand(cast.noor.pk, "19:00", "20:00")).text
    times = {"starts_at": FRIDAY_EVENING.start.isoformat(), "ends_at": FRIDAY_EVENING.end.isoformat()}
    answer = sam.post("/choose/", {**times, "pin": list(pins(page))})
    assert [row.words for row in ToSay.objects.all()] == ["Noor could have them: 19:00–20:00."]
    assert "Noor could have them: 19:00–20:00." in sam.get(answer["Location"]).text


def test_outside_of_the_time_is_said_in_words_and_kept(cast: Family) -> None:
    page = signed_in(cast.sam).get(BY_HAND + by_hand(cast.noor.pk, "16:00", "17:00")).text
    assert "That is outside the time away: Friday 4 December, 18:00–22:00." in page
    assert 'value="16:00"' in page
    assert pins(page) == set()


@pytest.mark.parametrize("text", ["", "x", "a b c", "x 2026-12-04T18:00 2026-12-04T19:00", "é ü ñ"])
def test_nonsense_in_the_address_is_left_out(cast: Family, text: str) -> None:
    answer = signed_in(cast.sam).get(f"{BY_HAND}&pin={text}")
    assert answer.status_code == 200
    assert pins(answer.text) == set()


def test_an_offer_is_planned_by_nobody_else(cast: Family) -> None:
    page = signed_in(cast.alex).get(f"{BY_HAND}&offer=1").text
    assert "Plan it by hand" not in page
