"""The ladder in words, on the page where one decides and on the one that welcomes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.ladder import Step
from kbye.planning.lengths import Length
from kbye.web.ladder import feared_last, ladder_of, ladder_words, note_for_little_ones
from tests.come_back.after import AFTERWARDS, over, told, try_first
from tests.conftest import Clock
from tests.people import FRIDAY, FRIDAY_EVENING, LONG_AGO, family, signed_in, time_away

pytestmark = pytest.mark.django_db
DECIDE = "/away/"
C, E, N, W, L = Length.COFFEE, Length.EVENING, Length.NIGHT, Length.WEEKEND, Length.LONGER


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def page(member: Member, url: str = DECIDE) -> str:
    return signed_in(member).get(url).content.decode()


def welcome(row: TimeAway) -> str:
    return reverse("come_back:welcome", kwargs={"time_away": row.pk})


def step(last: Length, following: Length, *, longest: Length | None = None, long_ago: bool = False) -> Step:
    return Step(last=last, longest=longest or last, next=following, is_long_ago=long_ago)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (step(E, N), "Last: one evening; next could be a night."),
        (step(C, E), "Last: one coffee; next could be an evening."),
        (step(C, L, longest=W), "Last: one coffee, and a weekend not long ago; next could be a few days."),
        (step(L, L), "Last: several days; next could be just as long."),
        (step(N, N, long_ago=True), "Last: one night, a while ago; next could be the same again."),
        (step(Length.OTHER, N), "Last: one day; next could be a night."),
    ],
)
def test_it_is_said_plainly(of: Step, said: str) -> None:
    assert ladder_words(of) == said


@pytest.mark.parametrize(
    ("born", "following", "is_said"),
    [
        ([date(2025, 6, 1)], N, True),
        ([date(2023, 11, 1)], N, False),
        ([date(2024, 1, 1)], N, True),
        ([date(2025, 6, 1)], E, False),
        ([None, date(2015, 1, 1)], L, False),
    ],
)
def test_the_age_of_the_children_changes_the_words_alone(
    born: list[date | None], following: Length, is_said: bool
) -> None:
    assert bool(note_for_little_ones(step(E, following), born, on=FRIDAY)) == is_said


@pytest.mark.parametrize("born", [None, date(2026, 11, 1), date(2010, 1, 1)])
def test_the_next_rung_is_the_same_whoever_the_children_are(born: date | None) -> None:
    cast = family()
    Member.objects.filter(pk__in=[one.pk for one in cast.children]).update(born_date=born)
    over(cast)
    found = ladder_of(cast.sam, viewer=cast.sam, now=AFTERWARDS)
    assert found is not None
    assert (found.line, found.next) == ("Last: one evening; next could be a night.", N)


def test_before_the_first_time_nothing_is_said() -> None:
    cast = family()
    assert ladder_of(cast.sam, viewer=cast.sam, now=AFTERWARDS) is None
    assert "next could be" not in page(cast.sam)


def test_a_trip_for_work_is_no_step() -> None:
    cast = family()
    TimeAway.objects.filter(pk=over(cast).pk).update(reason=TimeAway.Reason.WORK)
    assert ladder_of(cast.sam, viewer=cast.sam, now=AFTERWARDS) is None


def test_go_anyway_is_the_main_button_where_one_decides() -> None:
    cast = family()
    try_first(over(cast), cast.alex)
    text = page(cast.sam)
    assert "Last: one evening; next could be a night." in text
    assert "Alex: “a night at Grandma&#x27;s first”" in text
    button = text[: text.index("Go anyway")].rpartition("<a ")[2]
    assert "button-primary" in button
    assert reverse("decide:times", kwargs={"length": "night"}) in button
    for length in Length:
        assert length is Length.OTHER or reverse("decide:times", kwargs={"length": length}) in text


def test_an_idea_holds_for_half_a_year_and_only_for_whom_it_was_meant() -> None:
    cast = family()
    row = try_first(over(cast), cast.alex)
    assert "first”" not in page(cast.alex)
    row.created_at = AFTERWARDS - timedelta(days=183)
    row.save(update_fields=["created_at"])
    assert "first”" not in page(cast.sam)


def test_it_is_on_the_welcome_page_and_two_minutes_come_first() -> None:
    cast = family()
    row = over(cast)
    try_first(row, cast.alex)
    text = page(cast.sam, welcome(row))
    assert "button-quiet" in text[: text.index("Go anyway")].rpartition("<a ")[2]
    told(row, cast.sam, rested="well")
    text = page(cast.sam, welcome(row))
    assert "button-primary" in text[: text.index("Go anyway")].rpartition("<a ")[2]
    assert "next could be a night" in page(cast.alex, welcome(row))
    assert "Go anyway" not in page(cast.alex, welcome(row))


def worry(row: TimeAway, came_true: str, how_it_was: str = "") -> Worry:
    return Worry.objects.create(
        household=row.household,
        time_away=row,
        author=row.leaver,
        words="bedtime",
        came_true=came_true,
        how_it_was=how_it_was,
        created_at=LONG_AGO,
    )


@pytest.mark.parametrize(
    ("came_true", "how", "said"),
    [
        ("no", "", "Last time you feared “bedtime”; it went fine."),
        ("a_little", "", "Last time you feared “bedtime”; a little of it came true."),
        ("yes", "", "Last time you feared “bedtime”; it came true."),
        ("no", "all asleep by eight", "Last time you feared “bedtime”; you wrote: “all asleep by eight”."),
        ("", "", ""),
    ],
)
def test_what_one_feared_is_remembered_as_it_was(came_true: str, how: str, said: str) -> None:
    cast = family()
    worry(over(cast), came_true, how)
    assert feared_last(cast.sam, now=AFTERWARDS) == said
    assert feared_last(cast.alex, now=AFTERWARDS) == ""


def test_what_keeps_somebody_safe_is_never_made_light_of() -> None:
    cast = family()
    row = worry(over(cast), "no")
    row.words = "that the inhaler is forgotten"
    row.save(update_fields=["words"])
    assert feared_last(cast.sam, now=AFTERWARDS) == ""


def test_it_is_not_brought_up_while_away() -> None:
    cast = family()
    worry(over(cast), "no")
    assert "you feared" in page(cast.sam)
    assert "you feared" not in page(cast.alex)
    time_away(cast, span=Span(AFTERWARDS, FRIDAY_EVENING.end + timedelta(hours=9)))
    assert "you feared" not in page(cast.sam)
