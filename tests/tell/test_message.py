"""The message is complete as text, and says only the few things that must happen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbye.household.away import HandOver
from kbye.household.knowledge import Contact, Fact
from kbye.household.pencilling import pencil_in
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from kbye.tell.message import write
from tests.people import FRIDAY, FRIDAY_EVENING, THURSDAY_NOON, ZONE, Family, inhaler, time_away

pytestmark = pytest.mark.django_db
MONDAY = FRIDAY + timedelta(days=3)


def _message(cast: Family, link: str = "") -> str:
    row = time_away(cast, told=False)
    return write(row.hand_overs.get(person=cast.alex), row, link=link).body


def test_it_says_who_when_and_which_children(cast: Family) -> None:
    text = _message(cast)
    assert text.startswith("Hi Alex,")
    assert "I'm away: Friday 4 December, 18:00–22:00." in text
    assert "You have Mia, Ben and Zoe." in text
    assert "Cereal is fine." in text
    assert text.endswith("Sam")


def test_it_says_the_musts_allergies_first(cast: Family) -> None:
    inhaler(cast)
    Fact.objects.create(household=cast.household, kind=Fact.Kind.ALLERGY, child=cast.zoe, words="no nuts")
    text = _message(cast)
    assert "What must happen:\n• Zoe: no nuts\n• Fri 4 Dec 18:30 Ben: inhaler, 2 puffs" in text


def test_it_says_whom_to_reach(cast: Family) -> None:
    Contact.objects.create(household=cast.household, name="Dr Winter", phone="030 23125 111")
    cast.sam.phone = "030 23125 222"
    cast.sam.save(update_fields=["phone"])
    text = _message(cast)
    assert "• Dr Winter: 030 23125 111" in text
    assert "• Sam, only if it cannot wait: 030 23125 222" in text


def test_a_link_only_adds_to_it(cast: Family) -> None:
    without, with_link = _message(cast), None
    row = cast.household and HandOver.objects.select_related("time_away").get(person=cast.alex)
    assert row
    with_link = write(row, row.time_away, link="https://kbye.test/l/x/").body
    assert "https://kbye.test/l/x/" in with_link
    assert "http" not in without
    assert (
        with_link.replace(
            "Answer, and all you need on the day (no account needed):\nhttps://kbye.test/l/x/\n\n", ""
        )
        == without
    )


def test_the_reader_decides_how_the_clock_is_told(cast: Family) -> None:
    cast.alex.clock = "12"
    cast.alex.save(update_fields=["clock"])
    assert "6:00 pm–10:00 pm" in _message(cast)


def test_a_night_asks(cast: Family) -> None:
    night = Span(instant(FRIDAY, 18 * 60, ZONE), instant(FRIDAY, 34 * 60, ZONE))
    row = pencil_in(leaver=cast.sam, stayers=[cast.alex], span=night, by=cast.sam, now=THURSDAY_NOON)
    message = write(row.hand_overs.select_related("person").get(), row)
    assert message.subject == "May Sam be away Friday 4 December, 18:00, until Saturday 5 December, 10:00?"
    assert "Does that work for you?" in message.body


def test_a_must_of_every_day_is_one_line(cast: Family) -> None:
    inhaler(cast)
    four_days = Span(instant(FRIDAY, 17 * 60, ZONE), instant(MONDAY, 18 * 60, ZONE))
    row = pencil_in(leaver=cast.sam, stayers=[cast.alex], span=four_days, by=cast.sam, now=THURSDAY_NOON)
    body = write(row.hand_overs.select_related("person").get(), row).body
    assert body.count("inhaler") == 1
    assert "• every day 18:30 Ben: inhaler, 2 puffs" in body


def test_an_offer_swaps_the_roles(cast: Family) -> None:
    row = pencil_in(
        leaver=cast.sam,
        stayers=[],
        span=FRIDAY_EVENING,
        by=cast.alex,
        now=THURSDAY_NOON,
        offered_by=cast.alex,
    )
    message = write(row.hand_overs.select_related("person").get(person=cast.sam), row)
    assert message.subject == "Friday 4 December, 18:00–22:00 is yours"
    assert "I have Mia, Ben and Zoe." in message.body
    assert message.body.endswith("Alex")
