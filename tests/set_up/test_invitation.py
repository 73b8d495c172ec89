"""Inviting another adult, and coming in by an invitation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.event import Event
from kbye.household.link import INVITATIONS_LAST, Link
from kbye.household.people import Member, User
from kbye.set_up import invitations
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, family, give_account, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GOOD = "three kettles and a moon"
RUTH = {"email": "ruth@example.org", "password": GOOD}


@pytest.fixture
def ruth(cast: Family) -> Member:
    """An adult of the house without an account."""
    return Member.objects.create(household=cast.household, kind="adult", name="Ruth", place=9)


@pytest.fixture
def link(cast: Family, ruth: Member) -> Link:
    made = invitations.invite(person=ruth, by=cast.sam, now=THURSDAY_NOON)
    assert made is not None
    return made


def test_inviting_shows_an_address_as_long_as_it_is_open(cast: Family, ruth: Member, clock: Clock) -> None:
    browser = signed_in(cast.sam)
    answer = browser.post(f"/people/{ruth.pk}/invite/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{ruth.pk}/#way-in")
    token = Link.objects.of(cast.household).get().token
    whole = f"http://kbye.test/invitation/{token}/"
    assert whole in browser.get(f"/people/{ruth.pk}/").content.decode()
    clock.at += INVITATIONS_LAST
    assert whole not in browser.get(f"/people/{ruth.pk}/").content.decode()


def test_the_page_says_who_can_open_it(cast: Family, ruth: Member, link: Link, settings: object) -> None:
    browser = signed_in(cast.sam)
    assert "Phones anywhere" in browser.get(f"/people/{ruth.pk}/").content.decode()
    settings.PUBLIC_ADDRESS = "http://localhost:8000"  # type: ignore[attr-defined]
    page = browser.get(f"/people/{ruth.pk}/").content.decode()
    assert "Only this computer can open" in page
    assert 'href="/address/"' in page


def test_inviting_twice_makes_one(cast: Family, ruth: Member) -> None:
    browser = signed_in(cast.sam)
    browser.post(f"/people/{ruth.pk}/invite/")
    browser.post(f"/people/{ruth.pk}/invite/")
    assert Link.objects.of(cast.household).count() == 1


def test_who_signs_in_already_is_not_invited(cast: Family) -> None:
    signed_in(cast.sam).post(f"/people/{cast.alex.pk}/invite/")
    assert not Link.objects.of(cast.household).exists()


@pytest.mark.parametrize("name", ["grandma", "mia"])
def test_only_adults_are_invited(cast: Family, name: str) -> None:
    person = getattr(cast, name)
    assert signed_in(cast.sam).post(f"/people/{person.pk}/invite/").status_code == 404


def test_the_log_opens_nothing(cast: Family, link: Link) -> None:
    event = Event.objects.of(cast.household).get()
    assert event.verb == "invited"
    assert link.nonce not in str(event.after)
    assert link.token not in str(event.after)


def test_looking_changes_nothing(link: Link) -> None:
    browser = Client()
    page = browser.get(f"/invitation/{link.token}/")
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert "Hello Ruth" in page.content.decode()
    link.refresh_from_db()
    assert link.used_at is None
    assert "_auth_user_id" not in browser.session
    assert browser.head(f"/invitation/{link.token}/").status_code == 200


def test_it_names_nobody_but_the_one_invited(link: Link) -> None:
    page = Client().get(f"/invitation/{link.token}/").content.decode()
    for name in ("Sam", "Alex", "Mia", "Grandma", "example.org"):
        assert name not in page


def test_coming_in_makes_an_account_and_signs_in(cast: Family, ruth: Member, link: Link) -> None:
    browser = Client()
    answer = browser.post(f"/invitation/{link.token}/", RUTH)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    ruth.refresh_from_db()
    assert ruth.user is not None
    assert (ruth.user.email, ruth.email, ruth.kind) == ("ruth@example.org", "ruth@example.org", "adult")
    assert browser.get("/more/").status_code == 200
    assert Event.objects.of(cast.household).filter(verb="accepted", actor=ruth).exists()


def test_an_invitation_works_once(link: Link) -> None:
    Client().post(f"/invitation/{link.token}/", RUTH)
    again = {"email": "second@example.org", "password": GOOD}
    assert Client().post(f"/invitation/{link.token}/", again).status_code == 404
    assert Client().get(f"/invitation/{link.token}/").status_code == 404
    assert not User.objects.filter(email="second@example.org").exists()


def test_of_two_at_the_same_moment_one_comes_in(cast: Family, ruth: Member, link: Link) -> None:
    """Both saw it open; the second finds it used and leaves nothing behind."""
    seen = Link.objects.of(cast.household).select_related("member", "household").get()
    invitations.accept(link=link, email="ruth@example.org", password=GOOD, now=THURSDAY_NOON)
    with pytest.raises(invitations.NoLongerOpen):
        invitations.accept(link=seen, email="second@example.org", password=GOOD, now=THURSDAY_NOON)
    assert not User.objects.filter(email="second@example.org").exists()


def test_once_used_it_stays_used_though_the_account_is_gone(cast: Family, ruth: Member, link: Link) -> None:
    seen = Link.objects.of(cast.household).select_related("member", "household").get()
    invitations.accept(link=link, email="ruth@example.org", password=GOOD, now=THURSDAY_NOON)
    Member.objects.of(cast.household).filter(pk=ruth.pk).update(user=None)
    with pytest.raises(invitations.NoLongerOpen):
        invitations.accept(link=seen, email="second@example.org", password=GOOD, now=THURSDAY_NOON)


def test_an_account_they_have_by_now_is_never_touched(cast: Family, ruth: Member, link: Link) -> None:
    account = give_account(ruth, "ruth.herself@example.org")
    assert Client().post(f"/invitation/{link.token}/", RUTH).status_code == 404
    ruth.refresh_from_db()
    assert ruth.user_id == account.pk
    link.refresh_from_db()
    assert link.used_at is None


@pytest.mark.parametrize("email", ["sam@example.org", "SAM@Example.org"])
def test_somebodys_address_is_refused_and_their_account_stays(cast: Family, link: Link, email: str) -> None:
    sams = cast.sam.user
    assert sams is not None
    before = sams.password
    browser = Client()
    answer = browser.post(f"/invitation/{link.token}/", {"email": email, "password": GOOD})
    assert answer.status_code == 200
    assert "This e-mail address cannot be used here." in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    sams.refresh_from_db()
    assert sams.password == before
    link.refresh_from_db()
    assert link.used_at is None


def test_an_address_taken_in_the_same_moment_is_refused(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "is_taken", lambda email: False)
    page = Client().post(f"/invitation/{link.token}/", {"email": "sam@example.org", "password": GOOD})
    assert "This e-mail address cannot be used here." in page.content.decode()
    link.refresh_from_db()
    assert link.used_at is None


def test_weak_passwords_are_refused_and_the_invitation_stays_open(link: Link) -> None:
    answer = Client().post(f"/invitation/{link.token}/", {"email": "ruth@example.org", "password": "short"})
    assert "at least 12 characters" in answer.content.decode()
    assert Client().get(f"/invitation/{link.token}/").status_code == 200


def test_until_it_is_accepted_it_gives_no_rights(cast: Family, link: Link) -> None:
    browser = Client()
    browser.get(f"/invitation/{link.token}/")
    assert browser.get("/more/").status_code == 302
    assert browser.get(f"/l/{link.token}/").status_code == 404
    assert browser.get(f"/start/{link.token}/").status_code == 404


@pytest.mark.parametrize("seconds", [0, 1])
def test_it_ends_after_a_fortnight(link: Link, clock: Clock, seconds: int) -> None:
    clock.at += INVITATIONS_LAST - timedelta(seconds=1)
    assert Client().get(f"/invitation/{link.token}/").status_code == 200
    clock.at += timedelta(seconds=1 + seconds)
    assert Client().get(f"/invitation/{link.token}/").status_code == 404
    assert Client().post(f"/invitation/{link.token}/", RUTH).status_code == 404


def test_withdrawn_it_opens_nothing(cast: Family, ruth: Member, link: Link) -> None:
    browser = signed_in(cast.sam)
    browser.post(f"/people/{ruth.pk}/withdraw/")
    assert Client().get(f"/invitation/{link.token}/").status_code == 404
    assert link.token not in browser.get(f"/people/{ruth.pk}/").content.decode()
    assert Event.objects.of(cast.household).filter(verb="withdrew").exists()


@pytest.mark.parametrize("path", ["invite", "withdraw"])
def test_looking_neither_invites_nor_withdraws(cast: Family, ruth: Member, path: str) -> None:
    assert signed_in(cast.sam).get(f"/people/{ruth.pk}/{path}/").status_code == 405


def test_the_page_itself_takes_no_other_method(link: Link) -> None:
    assert Client().delete(f"/invitation/{link.token}/").status_code == 405


@pytest.mark.parametrize("path", ["invite", "withdraw"])
def test_a_stranger_neither_invites_nor_withdraws(cast: Family, ruth: Member, link: Link, path: str) -> None:
    stranger = signed_in(family(canary="-next-door").sam)
    assert stranger.post(f"/people/{ruth.pk}/{path}/").status_code == 404
    assert Client().get(f"/invitation/{link.token}/").status_code == 200


def test_a_made_up_invitation_is_not_there() -> None:
    assert Client().get(f"/invitation/{'x' * 43}/").status_code == 404
