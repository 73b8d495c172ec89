"""Who has the children, in words: to everybody what they need to know, and nothing that kbye cannot do."""

from __future__ import annotations

import pytest

from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.planning.intervals import Span
from tests.people import (
    THURSDAY_NOON,
    Family,
    busy,
    calendar_of,
    family,
    opened,
    signed_in,
    stay_link,
    time_away,
)
from tests.urgent.cast import HOUR, leave, says_no, says_yes, seven_helpers, who_has

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def cast() -> Family:
    return family()


def test_whoever_looks_before_being_told_is_spoken_to(cast: Family) -> None:
    """They opened kbye by themselves: for the others they do not know yet, until they answer."""
    cast.alex.email = ""
    cast.alex.save()
    row = leave(cast.sam)
    assert who_has(row) == ("UNTOLD", ["Alex"])
    alex = signed_in(cast.alex)
    for page in (alex.get("/").text, alex.get(f"/away/{row.pk}/sheet/").text):
        assert "You have Mia, Ben and Zoe." in page
        assert "Sam cannot know yet that you have seen it: please answer." in page
        assert "does not know yet" not in page
        assert "kbye cannot reach" not in page
    alex.post(f"/away/{row.pk}/emergency/have-them/")
    assert "please answer" not in alex.get(f"/away/{row.pk}/sheet/").text


def test_on_another_link_they_are_not_sent_to_a_message_that_nobody_sent(cast: Family) -> None:
    cast.alex.email, cast.alex.user = "", None
    cast.alex.save()
    cast.sam.phone = "030 23125 222"
    cast.sam.save()
    link = stay_link(time_away(cast))
    row = leave(cast.sam)
    phone = opened(link)
    page = phone.get(f"/l/{link.token}/leave-now/").text
    assert "You have Mia, Ben and Zoe." in page
    assert "The message about it has not been sent to you yet: please call Sam." in page
    assert 'href="tel:03023125222"' in page
    signed_in(cast.sam).post(f"/away/{row.pk}/told/", {"person": cast.alex.pk, "via": "share"})
    page = phone.get(f"/l/{link.token}/leave-now/").text
    assert "look at what you were sent last" in page
    assert "not been sent" not in page


def test_before_the_second_tap_it_says_whom_it_cannot_reach(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get("/leave-now/").text
    assert "open end, and hears of it at once." in page
    assert "kbye cannot reach Grandma and Noor by itself: send the message, or call." in page
    cast.alex.email = ""
    cast.alex.save()
    page = sam.get("/leave-now/").text
    assert "Alex has Mia, Ben and Zoe from now, open end." in page
    assert "hears of it" not in page
    assert "kbye cannot reach Alex, Grandma and Noor by itself: send the message, or call." in page
    seven_helpers(cast)
    assert "kbye cannot reach Alex by itself" in sam.get("/leave-now/").text


def test_with_nobody_at_home_it_promises_to_ask_only_whom_it_reaches(cast: Family) -> None:
    Member.objects.filter(pk=cast.alex.pk).update(removed_at=THURSDAY_NOON)
    sam = signed_in(cast.sam)
    page = sam.get("/leave-now/").text
    assert "Helpers are asked at once" not in page
    assert "kbye has the numbers ready, one after the other, until somebody has Mia, Ben and Zoe." in page
    seven_helpers(cast)
    assert "Helpers are asked at once" in sam.get("/leave-now/").text


def test_whoever_kbye_cannot_ask_is_not_said_to_be_asked(cast: Family) -> None:
    cast.grandma.email = "grandma@example.org"
    cast.grandma.save()
    row = leave(cast.sam)
    says_no(row, cast.alex)
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    for page in (sam.get(f"/away/{row.pk}/emergency/").text, alex.get(f"/away/{row.pk}/sheet/").text):
        assert "Grandma is being asked." in page
        assert "Noor is being asked" not in page
        assert "kbye cannot reach Noor by itself: please call." in page
    subjects = Notice.objects.filter(kind="who_has_them", person=cast.sam).values_list("body", flat=True)
    assert [one for one in subjects if "kbye cannot reach Noor by itself: please call." in one]


def test_until_when_it_is_covered_is_for_the_one_who_stays(cast: Family) -> None:
    """Told is handed over. That nobody has the children comes through to whoever left; what is ahead does not."""
    row = leave(cast.sam)
    busy(cast.alex, Span(THURSDAY_NOON + 14 * HOUR, THURSDAY_NOON + 18 * HOUR), calendar_of(cast.alex))
    says_yes(row, cast.alex)
    assert "Covered until" in signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    sam = signed_in(cast.sam)
    assert "Covered" not in sam.get(f"/away/{row.pk}/emergency/").text
    assert sam.get(f"/away/{row.pk}/gaps/").status_code == 403
    says_no(row, cast.alex)
    assert "Nobody has said yes yet." in sam.get(f"/away/{row.pk}/emergency/").text
