from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.planning.intervals import Span
from tests.come_back.after import AFTERWARDS, DURING, card, over, told
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, LONG_AGO, Family, family, signed_in, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def url(row: TimeAway) -> str:
    return reverse("come_back:welcome", kwargs={"time_away": row.pk})


def page(browser: Client, row: TimeAway) -> str:
    response = browser.get(url(row))
    assert response.status_code == 200
    return response.content.decode()


def weeks_before(weeks: int, *, longer: timedelta = timedelta()) -> Span:
    start = FRIDAY_EVENING.start - timedelta(weeks=weeks)
    return Span(start, start + timedelta(hours=2) + longer)


def test_the_postcard_comes_before_any_question() -> None:
    cast = family()
    row = over(cast)
    photo = card(row, sender=cast.alex, words="raw currants! a tooth!", photo="a.jpg")
    text = page(signed_in(cast.sam), row)
    order = [
        "Welcome back.",
        "Alex sent a postcard",
        f"photo/{photo.pk}/",
        "raw currants! a tooth!",
        "Two minutes?",
        "When next?",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_it_remembers_plainly() -> None:
    cast = family()
    over(cast, span=weeks_before(60))
    over(cast, span=weeks_before(8))
    over(cast, span=weeks_before(2), leaver=cast.alex, stayer=cast.sam)
    time_away(cast, span=weeks_before(4)).call_off(at=LONG_AGO)
    assert "Third time away in two years, the longest by two hours." in page(signed_in(cast.sam), over(cast))


def test_a_late_tap_on_im_back_is_no_record() -> None:
    cast = family()
    over(cast, span=weeks_before(2, longer=timedelta(hours=2)))
    row = over(cast, back_at=FRIDAY_EVENING.end + timedelta(days=2))
    text = page(signed_in(cast.sam), row)
    assert "Second time away within a year." in text
    assert "longest" not in text


def test_nothing_is_missing_when_nobody_wrote() -> None:
    cast = family()
    text = page(signed_in(cast.sam), over(cast))
    assert "postcard" not in text
    assert "<figure" not in text


def test_what_the_stayer_tells_is_for_both_and_how_rested_one_is_for_nobody_else() -> None:
    cast = family()
    row = over(cast)
    told(row, cast.alex, different_and_fine="cereal for dinner", to_know_next_time="where the wellies are")
    told(row, cast.sam, rested="hardly")
    for browser in (signed_in(cast.sam), signed_in(cast.alex)):
        text = page(browser, row)
        assert "cereal for dinner" in text
        assert "where the wellies are" in text
    assert "Hardly" in page(signed_in(cast.sam), row)
    assert "ardly" not in page(signed_in(cast.alex), row)


def test_two_minutes_are_asked_once() -> None:
    cast = family()
    row = over(cast)
    told(row, cast.sam, rested="well")
    assert "Two minutes?" not in page(signed_in(cast.sam), row)
    assert "Two minutes?" in page(signed_in(cast.alex), row)


def worry(row: TimeAway, cast: Family, how_it_was: str = "") -> None:
    Worry.objects.create(
        household=cast.household,
        time_away=row,
        author=cast.sam,
        words="bedtime",
        how_it_was=how_it_was,
        created_at=LONG_AGO,
    )


def test_open_worries_are_offered_to_their_author_alone_and_never_in_words() -> None:
    cast = family()
    row = over(cast)
    told(row, cast.sam, rested="well")
    worries = reverse("come_back:two_minutes", kwargs={"time_away": row.pk}) + "?about=worries"
    worry(row, cast, how_it_was="it went fine")
    assert worries not in page(signed_in(cast.sam), row)
    worry(row, cast)
    assert worries in page(signed_in(cast.sam), row)
    assert worries not in page(signed_in(cast.alex), row)
    assert "bedtime" not in page(signed_in(cast.alex), row)


def test_when_next_proposes_three_times_and_any_other_day() -> None:
    cast = family()
    text = page(signed_in(cast.sam), over(cast))
    for words in (
        "Again in two weeks",
        "Again in four weeks",
        "A night next?",
        "Fri\N{NO-BREAK SPACE}18\N{NO-BREAK SPACE}Dec",
        "Fri\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}Jan",
    ):
        assert words in text
    assert 'type="date"' in text


def test_what_is_already_coming_is_shown_instead() -> None:
    cast = family()
    row = over(cast)
    coming = time_away(cast, span=weeks_before(-2), told=False)
    text = page(signed_in(cast.sam), row)
    assert reverse("go:page", kwargs={"time_away": coming.pk}) in text
    assert "in two weeks" not in text


def test_the_one_who_stayed_is_greeted_differently() -> None:
    cast = family()
    text = page(signed_in(cast.alex), over(cast))
    assert "Sam is back." in text
    assert "When next for Sam?" in text


def test_before_the_return_there_is_no_welcome(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row = time_away(cast)
    response = signed_in(cast.sam).get(url(row))
    assert response.headers["Location"] == reverse("go:page", kwargs={"time_away": row.pk})


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    assert signed_in(cast.sam).post(url(over(cast))).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(), family(canary="-x")
    assert signed_in(strangers.sam).get(url(over(cast))).status_code == 404


def test_one_who_had_no_part_in_it_may_not_look() -> None:
    cast = family()
    assert signed_in(cast.alex).get(url(over(cast, stayer=cast.grandma))).status_code == 403
