"""Taps that a phone kept: they arrive once, at the time of the thumb, or say why not."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.tap import Tap
from kbye.work.tidy import tidy
from tests.conftest import Clock
from tests.go.evenings import a_full_home, friday, the_occurrence, url
from tests.people import Family, family, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db
FETCH = "fetch from the choir"


@pytest.fixture
def cast() -> Family:
    made = family()
    a_full_home(made)
    return made


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    row = time_away(cast)
    clock.at = friday(20)
    return row


def send(
    client: Client, row: TimeAway, op: uuid.UUID, *, deed: str = "tick", title: str = FETCH, **said: object
) -> HttpResponse:
    key = the_occurrence(row, title).pk
    body = {"op": op, "at": "1796400000000", "ago": "0", **said}
    answer = client.post(url(f"go:{deed}", row, occurrence=key), body)
    assert isinstance(answer, HttpResponse)
    return answer


def verbs(cast: Family) -> list[str]:
    return list(Event.objects.of(cast.household).values_list("verb", flat=True))


def test_it_counts_at_the_time_of_the_thumb_and_says_when_it_arrived(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    assert send(alex, evening, uuid.uuid4(), ago="5160").status_code == 200
    row, event = the_occurrence(evening, FETCH), Event.objects.of(cast.household).get()
    assert (row.done_at, row.done_by) == (friday(18, 34), cast.alex)
    assert event.at == friday(20)
    tap = Tap.objects.of(cast.household).get()
    assert (tap.tapped_at, tap.arrived_at) == (friday(18, 34), friday(20))


def test_the_same_key_again_changes_nothing(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock
) -> None:
    op = uuid.uuid4()
    for _time in range(3):
        assert send(alex, evening, op, ago="60").status_code == 200
        clock.at += timedelta(minutes=5)
    assert verbs(cast) == ["ticked"]
    assert the_occurrence(evening, FETCH).done_at == friday(19, 59)


@pytest.mark.parametrize("other", [{"deed": "untick"}, {"at": "1"}, {"again": "yes"}, {"title": "Lock up"}])
def test_the_same_key_with_anything_else_in_it_is_refused(
    cast: Family, evening: TimeAway, alex: Client, other: dict[str, str]
) -> None:
    op = uuid.uuid4()
    send(alex, evening, op)
    assert send(alex, evening, op, **other).status_code == 422
    assert verbs(cast) == ["ticked"]


def test_the_key_of_another_household_is_nobodys_business(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    op, others = uuid.uuid4(), family(canary="X")
    a_full_home(others)
    theirs = time_away(others)
    assert send(signed_in(others.alex), theirs, op).status_code == 200
    assert send(alex, evening, op, at="7").status_code == 200
    assert the_occurrence(evening, FETCH).done_at == friday(20)


def test_on_a_link_too(cast: Family, evening: TimeAway) -> None:
    token, key = stay_link(evening).token, the_occurrence(evening, FETCH).pk
    said = {"op": uuid.uuid4(), "at": "7", "ago": "60"}
    assert Client().post(f"/l/{token}/tick/{key}/", said).json() == {"saved": True}
    assert the_occurrence(evening, FETCH).done_at == friday(19, 59)


def test_a_second_dose_is_asked_about_and_the_tap_is_not_used_up_by_that(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    inhaler, op = "inhaler, 2 puffs", uuid.uuid4()
    the_occurrence(evening, inhaler).tick(at=friday(18, 34), by=cast.grandma)
    for _time in range(2):
        answer = send(alex, evening, op, title=inhaler, ago="60")
        assert json.loads(answer.content)["saved"] is False
        assert json.loads(answer.content)["words"] == "Grandma gave it at 18:34. Was it given once more?"
    assert verbs(cast) == []
    assert send(alex, evening, uuid.uuid4(), title=inhaler, ago="60", again="yes").status_code == 200
    assert verbs(cast) == ["ticked_again"]


def test_a_tap_that_was_asked_about_never_counts_by_itself_later(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    inhaler, op = "inhaler, 2 puffs", uuid.uuid4()
    the_occurrence(evening, inhaler).tick(at=friday(18, 34), by=cast.grandma)
    send(alex, evening, op, title=inhaler, ago="60")
    send(alex, evening, uuid.uuid4(), deed="untick", title=inhaler)
    late = send(alex, evening, op, title=inhaler, ago="60")
    assert json.loads(late.content)["words"] == "The other dose was taken back meanwhile. Was it given?"
    assert the_occurrence(evening, inhaler).done_at is None
    send(alex, evening, uuid.uuid4(), title=inhaler, ago="60", again="yes")
    send(alex, evening, op, title=inhaler, ago="60")
    assert verbs(cast) == ["unticked", "ticked"]


def test_an_old_untick_does_not_take_away_a_newer_tick(cast: Family, evening: TimeAway, alex: Client) -> None:
    the_occurrence(evening, FETCH).tick(at=friday(19, 50), by=cast.grandma)
    assert send(alex, evening, uuid.uuid4(), deed="untick", ago="3600").status_code == 200
    assert the_occurrence(evening, FETCH).done_at == friday(19, 50)
    assert send(alex, evening, uuid.uuid4(), deed="untick", ago="60").status_code == 200
    assert the_occurrence(evening, FETCH).done_at is None


def test_a_dose_taken_back_is_taken_back_once_even_if_the_answer_was_lost(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    inhaler, op = "inhaler, 2 puffs", uuid.uuid4()
    first = the_occurrence(evening, inhaler).pk
    for again in ("", "yes"):
        send(alex, evening, uuid.uuid4(), title=inhaler, again=again)
    second = evening.occurrences.of(cast.household).exclude(pk=first).get(title=inhaler)
    address = url("go:untick", evening, occurrence=second.pk)
    for _time in range(2):
        assert alex.post(address, {"op": op, "at": "7", "ago": "0"}).status_code == 200
    assert evening.occurrences.of(cast.household).filter(title=inhaler).count() == 1


def test_a_clock_far_off_does_not_lie_about_the_time(cast: Family, evening: TimeAway, alex: Client) -> None:
    send(alex, evening, uuid.uuid4(), at="4102444800000", ago=str(3 * 24 * 3600))
    assert the_occurrence(evening, FETCH).done_at == friday(18)


@pytest.mark.parametrize("odd", [{"ago": "-1"}, {"ago": "nan"}, {"at": ""}, {"op": "1"}, {"ago": "1e400"}])
def test_what_did_not_arrive_whole_is_refused(
    cast: Family, evening: TimeAway, alex: Client, odd: dict[str, str]
) -> None:
    key = the_occurrence(evening, FETCH).pk
    said = {"op": str(uuid.uuid4()), "at": "7", "ago": "0", **odd}
    assert alex.post(url("go:tick", evening, occurrence=key), said).status_code == 422
    assert the_occurrence(evening, FETCH).done_at is None


def test_before_the_start_it_is_refused_and_can_be_sent_again(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock
) -> None:
    op, clock.at = uuid.uuid4(), friday(17)
    assert b"Until then Sam has it." in send(alex, evening, op).content
    clock.at = friday(20)
    send(alex, evening, op)
    assert verbs(cast) == ["ticked"]


def test_keys_are_kept_for_thirty_days(cast: Family, evening: TimeAway, alex: Client, clock: Clock) -> None:
    send(alex, evening, uuid.uuid4())
    clock.at += timedelta(days=30)
    tidy(clock.now)
    assert Tap.objects.of(cast.household).count() == 1
    clock.at += timedelta(seconds=1)
    tidy(clock.now)
    assert Tap.objects.of(cast.household).count() == 0
