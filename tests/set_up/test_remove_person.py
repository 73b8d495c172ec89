"""Removing somebody: at once, for every door they had, and to be taken back."""

from __future__ import annotations

import pytest

from kbye.household.event import Event
from kbye.household.people import Member
from kbye.set_up import people_actions
from kbye.set_up.invitations import invite
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, family, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_helper_is_removed_and_can_be_brought_back(clock: Clock) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    assert browser.post(f"/people/{cast.noor.pk}/remove/")["Location"] == "/more/"
    page = browser.get("/more/").content.decode()
    assert "Noor is removed." in page
    event = Event.objects.of(cast.household).get()
    assert f'action="/undo/{event.seq}/"' in page
    browser.post(f"/undo/{event.seq}/")
    assert Member.objects.of(cast.household).here().filter(pk=cast.noor.pk).exists()


def test_a_removed_adult_is_out_at_the_next_request() -> None:
    cast = family()
    alex = signed_in(cast.alex)
    assert alex.get("/more/").status_code == 200
    signed_in(cast.sam).post(f"/people/{cast.alex.pk}/remove/")
    answer = alex.get("/more/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/more/")


def test_a_removed_adult_cannot_sign_in_again() -> None:
    cast = family()
    signed_in(cast.sam).post(f"/people/{cast.alex.pk}/remove/")
    answer = signed_in(cast.sam).post(
        "/sign-in/", {"email": "alex@example.org", "password": "a long enough password"}
    )
    assert answer.status_code == 200
    assert "do not go together" in answer.content.decode()


def test_a_removed_persons_links_open_nothing() -> None:
    cast = family()
    link = stay_link(time_away(cast))
    browser = signed_in(cast.sam)
    assert browser.get(f"/l/{link.token}/").status_code == 200
    browser.post(f"/people/{cast.alex.pk}/remove/")
    assert browser.get(f"/l/{link.token}/").status_code == 404


def test_a_removed_persons_invitation_opens_nothing() -> None:
    cast = family()
    ruth = Member.objects.create(household=cast.household, kind="adult", name="Ruth", place=9)
    invitation = invite(person=ruth, by=cast.sam, now=THURSDAY_NOON)
    assert invitation is not None
    browser = signed_in(cast.sam)
    assert browser.get(f"/invitation/{invitation.token}/").status_code == 200
    browser.post(f"/people/{ruth.pk}/remove/")
    assert browser.get(f"/invitation/{invitation.token}/").status_code == 404


def test_nobody_removes_themselves() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    answer = browser.post(f"/people/{cast.sam.pk}/remove/", follow=True)
    assert "another adult of the house can" in answer.content.decode()
    assert Member.objects.of(cast.household).here().filter(pk=cast.sam.pk).exists()


def test_two_who_remove_each_other_leave_one() -> None:
    """The second comes too late: whoever was removed a moment ago removes nobody."""
    cast = family()
    people_actions.remove(person=cast.alex, by=cast.sam, now=THURSDAY_NOON)
    with pytest.raises(people_actions.MustStay):
        people_actions.remove(person=cast.sam, by=cast.alex, now=THURSDAY_NOON)
    assert [one.name for one in Member.objects.of(cast.household).adults()] == ["Sam"]


def test_looking_removes_nobody() -> None:
    cast = family()
    assert signed_in(cast.sam).get(f"/people/{cast.noor.pk}/remove/").status_code == 405


def test_a_stranger_removes_nobody() -> None:
    cast, strangers = family(), family(canary="-next-door")
    assert signed_in(strangers.sam).post(f"/people/{cast.noor.pk}/remove/").status_code == 404
    assert Member.objects.of(cast.household).here().filter(pk=cast.noor.pk).exists()
