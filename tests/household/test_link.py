"""What opens a link and what does not; the database alone opens nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kbye.household.link import INVITATIONS_LAST, Link, hash_of
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, stay_link, time_away

pytestmark = pytest.mark.django_db
TWO_DAYS = timedelta(hours=48)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def home() -> Family:
    return family()


@pytest.fixture
def link(home: Family) -> Link:
    return stay_link(time_away(home))


def is_open(link: Link, at: datetime) -> bool:
    """As the door asks."""
    return Link.objects.open_at(at).filter(token_hash=hash_of(link.token)).exists()


def test_only_a_hash_is_in_the_database(link: Link) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM household_link")
        stored = " ".join(str(value) for value in cursor.fetchone())
    assert link.token_hash in stored
    assert link.token not in stored


def test_without_the_key_beside_the_database_the_token_cannot_be_made(link: Link, settings: object) -> None:
    before = link.token
    settings.LINK_KEY = "another key"  # type: ignore[attr-defined]
    assert found_token(link) != before


def found_token(link: Link) -> str:
    return Link.objects.get(pk=link.pk).token


def test_the_token_is_256_bits_and_can_be_shown_again(link: Link) -> None:
    assert len(base64.urlsafe_b64decode(link.token + "=")) == 32
    assert found_token(link) == link.token


def test_no_two_links_are_alike(home: Family) -> None:
    row = time_away(home)
    assert len({stay_link(row).token for _ in range(50)}) == 50


@pytest.mark.parametrize("after_the_end", [-TWO_DAYS, timedelta(), TWO_DAYS - MOMENT])
def test_it_is_open_until_48_hours_after_the_return(link: Link, after_the_end: timedelta) -> None:
    assert is_open(link, FRIDAY_EVENING.end + after_the_end)


def test_it_ends_48_hours_after_the_return(link: Link) -> None:
    assert not is_open(link, FRIDAY_EVENING.end + TWO_DAYS)


def test_an_early_return_ends_it_earlier_and_a_late_one_later(link: Link) -> None:
    assert link.time_away is not None
    early, late = FRIDAY_EVENING.start, FRIDAY_EVENING.end + TWO_DAYS
    link.time_away.come_back(at=early)
    assert is_open(link, early + TWO_DAYS - MOMENT)
    assert not is_open(link, early + TWO_DAYS)
    link.time_away.come_back(at=late)
    assert is_open(link, late + TWO_DAYS - MOMENT)


CLOSING: dict[str, Callable[[Link], None]] = {
    "revoked": lambda link: link.revoke(at=THURSDAY_NOON),
    "used up": lambda link: mark_used(link),
    "called off": lambda link: call_off(link),
    "person removed": lambda link: link.member.remove(at=THURSDAY_NOON),
}


def mark_used(link: Link) -> None:
    link.used_at = THURSDAY_NOON
    link.save(update_fields=["used_at"])


def call_off(link: Link) -> None:
    assert link.time_away is not None
    link.time_away.call_off(at=THURSDAY_NOON)


@pytest.mark.parametrize("close", CLOSING.values(), ids=CLOSING.keys())
def test_it_opens_nothing_any_more(link: Link, close: Callable[[Link], None]) -> None:
    assert is_open(link, THURSDAY_NOON)
    close(link)
    assert not is_open(link, THURSDAY_NOON)


def test_the_same_secret_opens_only_what_it_was_made_for(link: Link) -> None:
    for purpose in (Link.Purpose.TAKE, Link.Purpose.INVITE):
        other = Link(purpose=purpose, nonce=link.nonce)
        assert other.token != link.token
        assert not Link.objects.filter(token_hash=hash_of(other.token)).exists()


def invitation(home: Family) -> Link:
    return Link.objects.make(
        household=home.household, purpose=Link.Purpose.INVITE, member=home.alex, now=THURSDAY_NOON
    )


def test_an_invitation_lasts_two_weeks(home: Family) -> None:
    link = invitation(home)
    assert is_open(link, THURSDAY_NOON + INVITATIONS_LAST - MOMENT)
    assert not is_open(link, THURSDAY_NOON + INVITATIONS_LAST)


@pytest.mark.parametrize("purpose", [Link.Purpose.STAY, Link.Purpose.TAKE])
def test_a_link_for_a_time_away_names_one(home: Family, purpose: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.make(household=home.household, purpose=purpose, member=home.alex, now=THURSDAY_NOON)
