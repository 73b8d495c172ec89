"""The other's side: on a link without an account, or signed in. GET shows, POST acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.pencilling import pencil_in
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def row(cast: Family) -> TimeAway:
    return time_away(cast)


def _said(row: TimeAway) -> HandOver:
    return HandOver.objects.get(time_away=row, part="stays")


def test_the_link_opens_without_an_account(row: TimeAway) -> None:
    page = Client().get(f"/l/{stay_link(row).token}/")
    assert page.status_code == 200
    for words in (
        "Sam is going out",
        "18:00–22:00",
        "You have Mia, Ben and Zoe",
        "Got it",
        "But this would work",
        "find someone",
    ):
        assert words in page.text, words


def test_looking_changes_nothing(row: TimeAway) -> None:
    token, before = stay_link(row).token, Event.objects.count()
    for _ in range(3):
        Client().get(f"/l/{token}/")
        Client().head(f"/l/{token}/")
    assert _said(row).answer == ""
    assert Event.objects.count() == before
    assert Client().get(f"/l/{token}/answer/").status_code == 405


def test_got_it_is_one_tap_and_the_leaver_hears_of_it(cast: Family, row: TimeAway) -> None:
    token = stay_link(row).token
    page = Client().post(f"/l/{token}/answer/", {"answer": "got_it"}, follow=True)
    assert "You've got it. Sam knows." in page.text
    assert _said(row).answer == "got_it"
    assert not _said(row).answered_for
    assert Notice.objects.get().subject == "Alex: got it."


def test_but_this_would_work_carries_another_time(cast: Family, row: TimeAway) -> None:
    token = stay_link(row).token
    Client().post(
        f"/l/{token}/answer/",
        {
            "answer": "counter",
            "day": "2026-12-05",
            "from_time": "9:00",
            "until_time": "14:00",
            "words": "Training",
        },
    )
    said = _said(row)
    assert (said.answer, said.words) == ("counter", "Training")
    sam = signed_in(cast.sam)
    sam.post(f"/away/{row.pk}/take-proposal/", {"person": cast.alex.pk})
    row.refresh_from_db()
    assert f"{row.starts_at:%Y-%m-%d %H:%M}" == "2026-12-05 08:00"
    assert _said(row).answer == "got_it"


def test_a_counter_says_something(row: TimeAway) -> None:
    token = stay_link(row).token
    page = Client().post(f"/l/{token}/answer/", {"answer": "counter"})
    assert page.status_code == 422
    assert "Please say what would work" in page.text
    half = Client().post(f"/l/{token}/answer/", {"answer": "counter", "day": "2026-12-05", "words": "Hm"})
    assert "Please give the day and both times." in half.text
    assert 'value="Hm"' in half.text
    assert _said(row).answer == ""


def test_ill_find_someone(row: TimeAway) -> None:
    Client().post(f"/l/{stay_link(row).token}/answer/", {"answer": "finding"})
    assert _said(row).answer == "finding"


def test_the_mind_may_be_changed(row: TimeAway) -> None:
    token = stay_link(row).token
    Client().post(f"/l/{token}/answer/", {"answer": "finding"})
    Client().post(f"/l/{token}/answer/", {"answer": "got_it"})
    assert _said(row).answer == "got_it"


def test_signed_in_it_works_too_but_only_for_the_one_who_was_asked(cast: Family, row: TimeAway) -> None:
    assert signed_in(cast.alex).get(f"/away/{row.pk}/asked/").status_code == 200
    assert signed_in(cast.sam).get(f"/away/{row.pk}/asked/").status_code == 403
    assert signed_in(cast.sam).post(f"/away/{row.pk}/answer/", {"answer": "got_it"}).status_code == 403
    assert signed_in(family(canary="X").sam).get(f"/away/{row.pk}/asked/").status_code == 404


def test_an_offer_is_answered_by_the_one_who_may_leave(cast: Family) -> None:
    made = pencil_in(
        leaver=cast.sam,
        stayers=[],
        span=FRIDAY_EVENING,
        by=cast.alex,
        now=THURSDAY_NOON,
        offered_by=cast.alex,
    )
    link = Link.objects.get(time_away=made)
    assert link.purpose == "take"
    page = Client().get(f"/l/{link.token}/")
    assert "is yours." in page.text
    assert "I'll find someone" not in page.text
    assert Client().get(f"/l/{link.token}/sheet/").status_code == 404
    Client().post(f"/l/{link.token}/answer/", {"answer": "got_it"})
    assert HandOver.objects.get(time_away=made, part="leaves").answer == "got_it"


def test_revoked_ended_unknown_and_foreign_links_all_look_alike(row: TimeAway, clock: Clock) -> None:
    revoked, open_one = stay_link(row), stay_link(row)
    revoked.revoke(at=THURSDAY_NOON)
    bodies = {Client().get(f"/l/{token}/").text for token in (revoked.token, "x" * 43, "nonsense")}
    clock.at = row.ends_at + timedelta(hours=48)
    answer = Client().get(f"/l/{open_one.token}/")
    assert answer.status_code == 404
    assert bodies == {answer.text}


def test_a_link_still_opens_just_before_48_hours_after_the_return(row: TimeAway, clock: Clock) -> None:
    token = stay_link(row).token
    clock.at = row.ends_at + timedelta(hours=48) - timedelta(seconds=1)
    assert Client().get(f"/l/{token}/", follow=True).status_code == 200


def test_while_it_is_running_the_link_leads_to_the_sheet(row: TimeAway, clock: Clock) -> None:
    token = stay_link(row).token
    clock.at = row.starts_at
    assert Client().get(f"/l/{token}/").headers["Location"] == f"/l/{token}/sheet/"


def test_the_leaver_who_is_away_is_not_disturbed(cast: Family, row: TimeAway, clock: Clock) -> None:
    token = stay_link(row).token
    clock.at = row.starts_at
    Client().post(f"/l/{token}/answer/", {"answer": "got_it"})
    assert not Notice.objects.exists()
