"""A notice is taken by one at a time, and tried less and less often."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kbye.household.notice import LEASE, TRIES, Notice
from tests.people import THURSDAY_NOON, family

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice() -> Notice:
    home = family()
    return Notice.objects.create(
        household=home.household,
        key="told:1",
        person=home.alex,
        address="alex@example.org",
        subject="Friday",
        body="18:00–22:00",
        due_at=THURSDAY_NOON,
    )


def fresh(notice: Notice) -> Notice:
    return Notice.objects.of(notice.household).get(pk=notice.pk)


def is_due(at: datetime) -> bool:
    return Notice.objects.due(at).exists()


def test_it_is_due_from_its_time_on(notice: Notice) -> None:
    assert not is_due(THURSDAY_NOON - timedelta(microseconds=1))
    assert is_due(THURSDAY_NOON)


def test_once_taken_it_is_nobody_elses_until_the_lease_ends(notice: Notice) -> None:
    seen_by_another = fresh(notice)
    assert Notice.objects.claim(notice, now=THURSDAY_NOON)
    assert not Notice.objects.claim(seen_by_another, now=THURSDAY_NOON)
    assert not is_due(THURSDAY_NOON + LEASE - timedelta(microseconds=1))
    assert is_due(THURSDAY_NOON + LEASE)
    assert Notice.objects.claim(fresh(notice), now=THURSDAY_NOON + LEASE)
    assert fresh(notice).attempts == 2


def test_a_stale_claim_is_refused_even_after_the_lease(notice: Notice) -> None:
    seen_early = fresh(notice)
    assert Notice.objects.claim(notice, now=THURSDAY_NOON)
    assert not Notice.objects.claim(seen_early, now=THURSDAY_NOON + LEASE)


def test_sent_is_sent(notice: Notice) -> None:
    notice.note_sent(at=THURSDAY_NOON)
    assert fresh(notice).state == Notice.State.SENT
    assert not is_due(THURSDAY_NOON + timedelta(days=30))
    assert not Notice.objects.claim(fresh(notice), now=THURSDAY_NOON + timedelta(days=30))


def test_after_the_last_try_it_says_so_and_stops(notice: Notice) -> None:
    for number in range(1, TRIES + 1):
        notice.attempts = number
        notice.note_trouble("The mail server could not be reached.", at=THURSDAY_NOON)
        wanted = Notice.State.GAVE_UP if number == TRIES else Notice.State.WAITING
        assert fresh(notice).state == wanted
    assert not is_due(THURSDAY_NOON + timedelta(days=30))


def test_the_wait_doubles(notice: Notice) -> None:
    waits = []
    for number in (1, 2, 3):
        notice.attempts = number
        notice.note_trouble("x" * 500, at=THURSDAY_NOON)
        waits.append((fresh(notice).due_at - THURSDAY_NOON).total_seconds())
    assert waits == [60, 120, 240]
    assert len(fresh(notice).trouble) == 200
