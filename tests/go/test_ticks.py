"""Tick, take back, "somebody else did it", and our plan: on duty, signed in or by the link."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.link import Link
from kbye.household.responsibility import Occurrence
from kbye.planning.intervals import Span
from tests.conftest import Clock
from tests.go.evenings import a_full_home, friday, page_of, the_occurrence, url
from tests.people import FRIDAY_EVENING, Family, family, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db
FETCH = "fetch from the choir"
DEEDS = ["tick", "untick", "credit"]


@pytest.fixture
def cast() -> Family:
    made = family()
    a_full_home(made)
    return made


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    row = time_away(cast)
    clock.at = friday(18, 34)
    return row


def do(client: Client, deed: str, row: TimeAway, title: str = "inhaler, 2 puffs", **said: object) -> object:
    return client.post(url(f"go:{deed}", row, occurrence=the_occurrence(row, title).pk), said)


def by_link(deed: str, link: Link, row: Occurrence, **said: object) -> object:
    return Client().post(f"/l/{link.token}/{deed}/{row.pk}/", said)


def verbs(cast: Family) -> list[str]:
    return list(Event.objects.of(cast.household).values_list("verb", flat=True))


def test_a_tick_says_when_and_by_whom_and_is_written_down(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    response = do(alex, "tick", evening)
    assert getattr(response, "url", "") == url("go:sheet", evening) + "#now"
    row = the_occurrence(evening)
    assert (row.done_at, row.done_by) == (friday(18, 34), cast.alex)
    assert verbs(cast) == ["ticked"]
    assert "18:34, Alex" in page_of(alex.get(url("go:sheet", evening)))


def test_the_holder_of_the_link_ticks_as_themselves(cast: Family, clock: Clock) -> None:
    row = time_away(cast, stayer=cast.grandma)
    link = stay_link(row)
    clock.at = friday(18, 34)
    response = by_link("tick", link, the_occurrence(row))
    assert getattr(response, "url", "") == f"/l/{link.token}/sheet/#now"
    assert the_occurrence(row).done_by == cast.grandma
    by_link("untick", link, the_occurrence(row))
    assert the_occurrence(row).done_at is None


@pytest.mark.parametrize("deed", DEEDS)
def test_it_refuses_the_wrong_method(evening: TimeAway, alex: Client, deed: str) -> None:
    key = the_occurrence(evening).pk
    assert alex.get(url(f"go:{deed}", evening, occurrence=key)).status_code == 405
    assert Client().get(f"/l/{stay_link(evening).token}/{deed}/{key}/").status_code == 405
    assert alex.get(url("go:plan", evening)).status_code == 405


@pytest.mark.parametrize("deed", DEEDS)
def test_a_stranger_gets_404(evening: TimeAway, deed: str) -> None:
    stranger = signed_in(family(canary="X").alex)
    assert getattr(do(stranger, deed, evening), "status_code", 0) == 404
    assert stranger.post(url("go:plan", evening), {"our_plan": "pizza"}).status_code == 404
    assert the_occurrence(evening).done_at is None


@pytest.mark.parametrize("deed", DEEDS)
def test_the_one_who_is_off_duty_gets_403(cast: Family, evening: TimeAway, deed: str) -> None:
    sam = signed_in(cast.sam)
    assert getattr(do(sam, deed, evening), "status_code", 0) == 403
    assert sam.post(url("go:plan", evening), {"our_plan": "pizza"}).status_code == 403
    assert the_occurrence(evening).done_at is None


@pytest.mark.parametrize("deed", DEEDS)
def test_the_link_of_another_time_away_reaches_nothing_here(
    cast: Family, evening: TimeAway, deed: str
) -> None:
    saturday = Span(FRIDAY_EVENING.start + timedelta(days=1), FRIDAY_EVENING.end + timedelta(days=1))
    other = stay_link(time_away(cast, span=saturday))
    response = by_link(deed, other, the_occurrence(evening))
    assert getattr(response, "status_code", 0) == 404
    assert the_occurrence(evening).done_at is None


def test_an_occurrence_of_another_time_away_is_404(cast: Family, evening: TimeAway, alex: Client) -> None:
    saturday = Span(FRIDAY_EVENING.start + timedelta(days=1), FRIDAY_EVENING.end + timedelta(days=1))
    other = the_occurrence(time_away(cast, span=saturday))
    assert alex.post(url("go:tick", evening, occurrence=other.pk)).status_code == 404
    assert alex.post(url("go:tick", evening, occurrence=uuid.uuid4())).status_code == 404


def test_ticking_twice_changes_nothing(cast: Family, evening: TimeAway, alex: Client, clock: Clock) -> None:
    do(alex, "tick", evening, FETCH)
    clock.at = friday(20)
    do(alex, "tick", evening, FETCH)
    assert the_occurrence(evening, FETCH).done_at == friday(18, 34)
    assert verbs(cast) == ["ticked"]


def test_a_second_dose_is_asked_about_first(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock
) -> None:
    do(alex, "tick", evening)
    clock.at = friday(18, 50)
    asked = page_of(do(alex, "tick", evening))
    assert "Alex gave it at 18:34. Was it given once more?" in asked
    assert verbs(cast) == ["ticked"]
    do(alex, "tick", evening, again="yes")
    doses = Occurrence.objects.of(cast.household).filter(title="inhaler, 2 puffs", done_at__isnull=False)
    assert sorted(row.done_at for row in doses if row.done_at) == [friday(18, 34), friday(18, 50)]


def test_a_second_dose_can_be_taken_back_and_the_first_stays(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock
) -> None:
    do(alex, "tick", evening)
    clock.at = friday(18, 50)
    do(alex, "tick", evening, again="yes")
    second = Occurrence.objects.of(cast.household).get(done_at=friday(18, 50))
    alex.post(url("go:untick", evening, occurrence=second.pk))
    assert the_occurrence(evening).done_at == friday(18, 34)


def test_a_dose_from_another_time_away_within_the_window_counts(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    earlier = time_away(cast, span=Span(friday(17), friday(19, 15)), stayer=cast.grandma)
    the_occurrence(earlier).tick(at=friday(18, 31), by=cast.grandma)
    assert "Grandma gave it at 18:31." in page_of(do(alex, "tick", evening))
    do(alex, "tick", evening, again="yes")
    assert the_occurrence(evening).done_at == friday(18, 34)


def test_a_dose_of_this_morning_is_no_reason_to_ask(cast: Family, evening: TimeAway, alex: Client) -> None:
    earlier = time_away(cast, span=Span(friday(18) - timedelta(days=1), friday(22) - timedelta(days=1)))
    the_occurrence(earlier).tick(at=friday(8, 10), by=cast.sam)
    do(alex, "tick", evening)
    assert the_occurrence(evening).done_at == friday(18, 34)


def test_before_the_start_nothing_is_ticked(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock
) -> None:
    clock.at = friday(17, 59)
    do(alex, "tick", evening)
    assert the_occurrence(evening).done_at is None
    assert "Until then Sam has it." in page_of(alex.get(url("go:sheet", evening)))


def test_a_dose_can_still_be_written_down_when_the_other_is_back(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    evening.come_back(at=friday(18, 33))
    do(alex, "tick", evening)
    assert the_occurrence(evening).done_at == friday(18, 34)


def test_a_tick_can_be_taken_back(cast: Family, evening: TimeAway, alex: Client) -> None:
    do(alex, "tick", evening)
    do(alex, "untick", evening)
    do(alex, "untick", evening)
    row = the_occurrence(evening)
    assert (row.done_at, row.done_by) == (None, None)
    assert verbs(cast) == ["ticked", "unticked"]


def test_somebody_else_did_it_and_earlier(cast: Family, evening: TimeAway, alex: Client) -> None:
    do(alex, "tick", evening)
    form = page_of(alex.get(url("go:sheet", evening), {"credit": str(the_occurrence(evening).pk)}))
    assert "Who did it?" in form
    assert "Grandma" in form
    do(alex, "credit", evening, who=cast.grandma.pk, at="18:31")
    row = the_occurrence(evening)
    assert (row.done_at, row.done_by) == (friday(18, 31), cast.grandma)
    assert verbs(cast) == ["ticked", "gave_credit"]


def test_a_time_said_after_midnight_may_mean_the_evening_before(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock
) -> None:
    clock.at = friday(18) + timedelta(hours=6, minutes=10)
    do(alex, "tick", evening)
    do(alex, "credit", evening, who=cast.alex.pk, at="23:50")
    assert the_occurrence(evening).done_at == friday(23, 50)


def test_a_time_to_come_is_never_when_it_was_done(cast: Family, evening: TimeAway, alex: Client) -> None:
    do(alex, "tick", evening)
    do(alex, "credit", evening, who=cast.alex.pk, at="19:00")
    done_at = the_occurrence(evening).done_at
    assert done_at == friday(19) - timedelta(days=1)


def test_credit_needs_somebody_of_this_house_who_is_no_child(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    do(alex, "tick", evening)
    for nobody in (cast.mia.pk, family(canary="X").alex.pk, "", "nonsense"):
        response = do(alex, "credit", evening, who=nobody, at="18:30")
        assert getattr(response, "status_code", 0) == 422
    assert getattr(do(alex, "credit", evening, who=cast.noor.pk, at="half six"), "status_code", 0) == 422
    assert the_occurrence(evening).done_by == cast.alex


def test_what_is_not_done_has_nobody_to_credit(cast: Family, evening: TimeAway, alex: Client) -> None:
    do(alex, "credit", evening, who=cast.noor.pk, at="18:30")
    assert the_occurrence(evening).done_at is None
    alex.get(url("go:sheet", evening), {"credit": "nonsense"})


def test_our_plan_stands_on_the_sheet(cast: Family, evening: TimeAway, alex: Client) -> None:
    alex.post(url("go:plan", evening), {"our_plan": "pizza and a den <b>"})
    page = page_of(alex.get(url("go:sheet", evening)))
    assert "pizza and a den &lt;b&gt;" in page
    assert "<b>" not in page
    Client().post(f"/l/{stay_link(evening).token}/plan/", {"our_plan": ""})
    assert TimeAway.objects.of(cast.household).get(pk=evening.pk).our_plan == ""
    assert verbs(cast) == ["changed", "changed"]


def test_a_plan_is_one_line(cast: Family, evening: TimeAway, alex: Client) -> None:
    response = alex.post(url("go:plan", evening), {"our_plan": "x" * 301})
    assert response.status_code == 422
    assert "A few words will do." in response.content.decode()
    assert TimeAway.objects.of(cast.household).get(pk=evening.pk).our_plan == ""


def test_undo_is_offered_to_those_signed_in_and_never_on_a_link(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    alex.post(url("go:plan", evening), {"our_plan": "pizza"})
    assert "/undo/" in page_of(alex.get(url("go:sheet", evening)))
    holder, token = Client(), stay_link(evening).token
    holder.post(f"/l/{token}/plan/", {"our_plan": "a den"})
    assert "/undo/" not in page_of(holder.get(f"/l/{token}/sheet/"))
