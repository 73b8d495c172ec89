from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.intervals import Span
from tests.come_back.after import AFTERWARDS, card, over
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, family, signed_in, time_away

pytestmark = pytest.mark.django_db
URL = "/history/"


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def page(member: Member) -> str:
    response = signed_in(member).get(URL)
    assert response.status_code == 200
    return response.content.decode()


def in_weeks(weeks: int) -> Span:
    return Span(*(at + timedelta(weeks=weeks) for at in (FRIDAY_EVENING.start, FRIDAY_EVENING.end)))


def go(row: TimeAway) -> str:
    return reverse("go:page", kwargs={"time_away": row.pk})


def test_what_is_coming_first_then_what_has_been_the_latest_on_top() -> None:
    cast = family()
    told, pencilled = time_away(cast, span=in_weeks(1)), time_away(cast, span=in_weeks(3), told=False)
    over(cast, span=in_weeks(-4))
    over(cast)
    text = page(cast.sam)
    order = [
        "Coming", go(told), "told: Alex", go(pencilled), "pencilled in", "What has been",
        "Second time away", "The first time away.",
    ]  # fmt: skip
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_both_count() -> None:
    cast = family()
    over(cast, span=in_weeks(-4))
    over(cast, leaver=cast.alex, stayer=cast.sam)
    assert page(cast.sam).count("The first time away.") == 2


def test_postcards_are_shown_to_the_two_they_are_between() -> None:
    cast = family()
    row = over(cast, stayer=cast.grandma)
    sent = card(row, sender=cast.grandma, words="raw currants", photo="a.jpg")
    url = reverse("come_back:photo", kwargs={"time_away": row.pk, "postcard": sent.pk})
    assert url in page(cast.sam)
    assert "raw currants" in page(cast.sam)
    assert url not in page(cast.alex)
    assert "raw currants" not in page(cast.alex)


def test_a_time_one_has_no_part_in_is_shown_but_leads_nowhere() -> None:
    cast = family()
    row = over(cast, stayer=cast.grandma)
    assert str(row.pk) in page(cast.sam)
    assert str(row.pk) not in page(cast.alex)


def test_nobody_is_blamed_for_what_was_not_said_or_not_done() -> None:
    cast = family()
    unsaid = time_away(cast)
    never_told = time_away(cast, span=in_weeks(-1), told=False)
    called_off = time_away(cast, span=in_weeks(-2))
    called_off.call_off(at=AFTERWARDS)
    text = page(cast.sam)
    assert go(unsaid) in text
    assert str(never_told.pk) not in text
    assert str(called_off.pk) not in text
    for word in ("overdue", "late", "missed", "forgot", "streak", "%"):
        assert word not in text.lower().replace("template", "")


def test_years_gone_by_are_named_and_many_are_folded() -> None:
    cast = family()
    for weeks in range(14):
        over(cast, span=in_weeks(-weeks * 8))
    text = page(cast.sam)
    assert "2025" in text
    assert '<span class="count">2</span>' in text


def test_no_more_queries_for_more_times() -> None:
    cast = family()
    browser = signed_in(cast.sam)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(URL).status_code == 200
        return len(asked)

    card(over(cast), sender=cast.alex)
    time_away(cast, span=in_weeks(1))
    few = queries()
    for weeks in range(2, 8):
        card(over(cast, span=in_weeks(-weeks)), sender=cast.alex)
        time_away(cast, span=in_weeks(weeks))
    assert queries() == few


def test_an_empty_house_is_invited() -> None:
    text = page(family().sam)
    assert "Nothing here yet." in text
    assert reverse("decide:page") in text
    assert "<svg" in text


def test_it_refuses_the_wrong_method() -> None:
    assert signed_in(family().sam).post(URL).status_code == 405


def test_a_stranger_sees_only_their_own() -> None:
    cast, strangers = family(canary="-canary"), family()
    card(over(cast), sender=cast.alex, words="canary words")
    time_away(cast, span=in_weeks(1))
    assert "canary" not in page(strangers.sam)


def test_nobody_looks_without_signing_in() -> None:
    assert Client().get(URL).status_code == 302
