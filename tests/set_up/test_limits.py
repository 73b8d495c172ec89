"""What is announced, what is asked: changed by two, never silently."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.household import Household
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.tell.message import write
from tests.conftest import Clock
from tests.people import Family, family, signed_in, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NIGHT = {"length": "night"}


def _limit(cast: Family) -> tuple[str, str]:
    household = Household.objects.get(pk=cast.household.pk)
    return household.announces_up_to, household.limit_proposed


def _without_account(person: Member) -> None:
    assert person.user
    person.user.delete()


def test_it_says_what_holds_and_is_found_under_more(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get("/limits/").text
    assert "Up to an evening is announced; a night or more is asked." in page
    assert "Propose to Alex" in page
    assert 'href="/limits/"' in sam.get("/more/").text


def test_one_proposes_and_the_other_agrees(cast: Family) -> None:
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    page = sam.post("/limits/", NIGHT, follow=True).text
    assert "You proposed to Alex: Up to a night is announced" in page
    assert _limit(cast) == ("evening", "night")
    notice = Notice.objects.get(person=cast.alex)
    assert "Sam proposes: Up to a night is announced; anything longer is asked." in notice.body
    assert "A change is proposed to you." in alex.get("/more/").text
    assert "Sam proposes: Up to a night is announced" in alex.get("/limits/").text
    alex.post("/limits/", NIGHT | {"said": "yes"})
    assert _limit(cast) == ("night", "")
    assert "Alex agrees" in Notice.objects.get(person=cast.sam).body


def test_nobody_agrees_to_their_own_proposal(cast: Family) -> None:
    sam = signed_in(cast.sam)
    sam.post("/limits/", NIGHT)
    page = sam.post("/limits/", NIGHT | {"said": "yes"}, follow=True).text
    assert "That has changed since" in page
    assert _limit(cast) == ("evening", "night")


def test_nobody_agrees_to_what_is_not_proposed_any_more(cast: Family) -> None:
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    sam.post("/limits/", NIGHT)
    sam.post("/limits/", {"length": "longer"})
    alex.post("/limits/", NIGHT | {"said": "yes"})
    assert _limit(cast) == ("evening", "longer")


def test_rather_as_it_is_and_taking_it_back(cast: Family) -> None:
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    sam.post("/limits/", NIGHT)
    alex.post("/limits/", NIGHT | {"said": "no"})
    assert _limit(cast) == ("evening", "")
    assert "Alex would rather keep it: Up to an evening" in Notice.objects.get(person=cast.sam).body
    sam.post("/limits/", NIGHT)
    sam.post("/limits/", NIGHT | {"said": "no"})
    assert _limit(cast) == ("evening", "")


def test_where_nobody_else_signs_in_it_holds_at_once_and_the_next_message_says_so(
    cast: Family, clock: Clock
) -> None:
    _without_account(cast.alex)
    page = signed_in(cast.sam).get("/limits/").text
    assert "It changes at once. The next message says so to the other adults." in page
    signed_in(cast.sam).post("/limits/", NIGHT)
    assert _limit(cast) == ("night", "")
    row = time_away(cast)
    side = _side(row)
    line = "From now on: Up to a night is announced; anything longer is asked."
    assert line in write(side, row).body
    side.note_told(HandOver.Via.BY_HAND, at=clock.at)
    later = time_away(cast)
    assert line not in write(_side(later), later).body


def test_a_helper_is_not_told_of_it(cast: Family) -> None:
    _without_account(cast.alex)
    signed_in(cast.sam).post("/limits/", NIGHT)
    row = time_away(cast, stayer=cast.grandma)
    assert "From now on" not in write(_side(row), row).body


def _side(row: TimeAway) -> HandOver:
    fresh = HandOver.objects.of(row.household).select_related("person__household")
    return fresh.get(time_away=row)


def test_what_is_no_length_changes_nothing(cast: Family) -> None:
    page = signed_in(cast.sam).post("/limits/", {"length": "century"}, follow=True).text
    assert "Please choose one of these." in page
    assert _limit(cast) == ("evening", "")


def test_the_wrong_method(cast: Family) -> None:
    assert signed_in(cast.sam).put("/limits/").status_code == 405


def test_a_stranger_changes_their_own_household_only(cast: Family) -> None:
    stranger = family(canary="X")
    signed_in(stranger.sam).post("/limits/", NIGHT)
    assert _limit(cast) == ("evening", "")
    assert _limit(stranger) == ("evening", "night")


def test_without_signing_in_there_is_nothing(cast: Family) -> None:

    assert Client().get("/limits/").headers["Location"] == "/sign-in/?next=/limits/"
    assert "/sign-in/" in Client().post("/limits/", NIGHT).headers["Location"]
    assert _limit(cast) == ("evening", "")
