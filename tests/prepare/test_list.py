"""The list: empty at first, several lines at once, what it remembers, what it asks, and whose it is."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.preparation import Preparation
from kbye.household.preparing import count_open, on_the_list
from kbye.planning.intervals import Span
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    family,
    give_account,
    signed_in,
    time_away,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
Used, Heading = Preparation.Used, Preparation.Heading


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    return time_away(cast)


def url(name: str, row: TimeAway, **more: object) -> str:
    return reverse(f"prepare:{name}", kwargs={"time_away": row.pk, **more})


def text(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def earlier(cast: Family, weeks: int) -> TimeAway:
    """An evening of Sam's, so many weeks ago, and over."""
    back = weeks * WEEK
    row = time_away(cast, span=Span(FRIDAY_EVENING.start - back, FRIDAY_EVENING.end - back))
    row.come_back(at=row.ends_at)
    return row


def prepared(
    row: TimeAway, owner: Member, words: str, heading: str = "packing", **more: object
) -> Preparation:
    given = {"done_at": THURSDAY_NOON} | more
    return Preparation.objects.create(
        household=row.household,
        time_away=row,
        owner=owner,
        words=words,
        heading=heading,
        place=Preparation.objects.of(row.household).count(),
        created_at=row.created_at,
        **given,
    )


def words_of(row: TimeAway, owner: Member) -> list[str]:
    return [one.words for one in on_the_list(row, owner, now=THURSDAY_NOON)]


def test_it_works(cast: Family, evening: TimeAway, sam: Client) -> None:
    assert "Nearly empty, on purpose" in text(sam, url("page", evening))
    answer = sam.post(url("add", evening), {"heading": "packing", "lines": "towels"})
    assert answer.headers["Location"] == url("page", evening) + "?open=packing#packing"
    row = Preparation.objects.of(cast.household).get()
    assert (row.words, row.heading, row.owner, row.is_safety) == ("towels", "packing", cast.sam, False)
    assert "towels" in text(sam, url("page", evening))


def test_it_refuses_the_wrong_method(evening: TimeAway, sam: Client) -> None:
    assert sam.post(url("page", evening)).status_code == 405
    assert sam.post(url("look", evening)).status_code == 405
    assert sam.get(url("add", evening)).status_code == 405
    assert sam.get(url("answer", evening)).status_code == 405


def test_a_stranger_gets_404(cast: Family, evening: TimeAway) -> None:
    line, stranger = prepared(evening, cast.sam, "towels"), signed_in(family(canary="X").sam)
    assert stranger.get(url("page", evening)).status_code == 404
    assert stranger.get(url("look", evening)).status_code == 404
    for address in (url("add", evening), url("answer", evening), url("change", evening, preparation=line.pk)):
        assert stranger.post(address, {"lines": "x"}).status_code == 404


def test_who_has_no_part_in_it_gets_403(cast: Family, evening: TimeAway) -> None:
    ruth = Member.objects.create(household=cast.household, kind=Member.Kind.ADULT, name="Ruth", place=9)
    give_account(ruth, "ruth@example.org")
    line = prepared(evening, cast.sam, "towels")
    assert signed_in(ruth).get(url("page", evening)).status_code == 403
    assert signed_in(ruth).get(url("look", evening)).status_code == 403
    assert signed_in(ruth).post(url("take_over", evening, preparation=line.pk)).status_code == 403


def test_ten_lines_pasted_are_added_with_one_tap_and_taken_back_with_one(
    cast: Family, evening: TimeAway, sam: Client
) -> None:
    pasted = "\n".join(f"- [ ] {nth}. thing {nth}" for nth in range(1, 10)) + "\nErrands:\n* library books"
    sam.post(url("add", evening), {"heading": "packing", "lines": pasted})
    assert words_of(evening, cast.sam) == [f"thing {nth}" for nth in range(1, 10)] + ["library books"]
    page = sam.get(url("page", evening))
    assert "10 things on the list." in page.content.decode()
    undo = page.context["undo"].url
    sam.post(undo)
    assert words_of(evening, cast.sam) == []


def test_what_is_there_is_not_doubled(cast: Family, evening: TimeAway, sam: Client) -> None:
    for lines in ("towels", "Towels\nsoap"):
        sam.post(url("add", evening), {"heading": "packing", "lines": lines})
    assert words_of(evening, cast.sam) == ["towels", "soap"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lines": "", "heading": "packing"}, "Please write at least one thing."),
        ({"lines": "- \n* ", "heading": "packing"}, "Please write at least one thing."),
        ({"lines": "towels", "heading": "shoes"}, "Please choose a list."),
        ({"lines": "towels\n" + "x" * 201, "heading": "packing"}, "This line is too long for a list"),
        (
            {"lines": "\n".join(f"thing {nth}" for nth in range(61)), "heading": "packing"},
            "more than 60 lines",
        ),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    cast: Family, evening: TimeAway, sam: Client, given: dict[str, str], said: str
) -> None:
    answer = sam.post(url("add", evening), given)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert given["lines"].strip() in page.replace("\r", "")
    assert words_of(evening, cast.sam) == []


def test_a_tick_settles_and_is_taken_back(cast: Family, evening: TimeAway, sam: Client) -> None:
    row = prepared(evening, cast.sam, "towels", done_at=None)
    sam.post(url("change", evening, preparation=row.pk), {"what": "done"})
    assert count_open(evening, cast.sam, now=THURSDAY_NOON) == 0
    sam.post(url("change", evening, preparation=row.pk), {"what": "open"})
    assert count_open(evening, cast.sam, now=THURSDAY_NOON) == 1
    sam.post(url("change", evening, preparation=row.pk), {"what": "burn"})
    assert count_open(evening, cast.sam, now=THURSDAY_NOON) == 1


def test_not_this_time_and_after_all(cast: Family, evening: TimeAway, sam: Client) -> None:
    row = prepared(evening, cast.sam, "towels")
    sam.post(url("change", evening, preparation=row.pk), {"what": "off"})
    page = text(sam, url("page", evening))
    assert words_of(evening, cast.sam) == []
    assert "Left off this time: towels" in page
    assert "After all: towels" in page
    sam.post(url("change", evening, preparation=row.pk), {"what": "on"})
    assert words_of(evening, cast.sam) == ["towels"]


def test_last_times_list_is_there_before_anything_is_written(
    cast: Family, evening: TimeAway, sam: Client
) -> None:
    last = earlier(cast, 2)
    prepared(last, cast.sam, "towels", used=Used.YES)
    prepared(last, cast.sam, "the swim bag", is_missing=True, done_at=None)
    page = text(sam, url("page", evening))
    assert words_of(evening, cast.sam) == ["the swim bag", "towels"]
    assert "missing last time" in page
    assert not Preparation.objects.of(cast.household).filter(time_away=evening).exists()


def test_a_remembered_line_is_ticked_like_any_other(cast: Family, evening: TimeAway, sam: Client) -> None:
    last = earlier(cast, 2)
    prepared(last, cast.sam, "towels")
    prepared(last, cast.sam, "soap")
    towels = on_the_list(evening, cast.sam, now=THURSDAY_NOON)[0]
    for _ in range(2):
        sam.post(url("change", evening, preparation=towels.pk), {"what": "done"})
    assert words_of(evening, cast.sam) == ["towels", "soap"]
    written = Preparation.objects.of(cast.household).filter(time_away=evening)
    assert [(row.words, row.done_at is not None) for row in written] == [("towels", True), ("soap", False)]


def test_the_cards_stayed_closed(cast: Family, evening: TimeAway, sam: Client) -> None:
    prepared(earlier(cast, 2), cast.sam, "a card for each", Heading.CARDS, used=Used.NO)
    assert "Last time the cards stayed closed. Skip them?" in text(sam, url("page", evening))
    sam.post(url("answer", evening), {"question": "cards-unused", "answer": "skip"})
    page = text(sam, url("page", evening))
    assert "stayed closed" not in page
    assert "After all: a card for each" in page
    assert words_of(evening, cast.sam) == []


def test_an_answer_is_taken_back_and_given_again(cast: Family, evening: TimeAway, sam: Client) -> None:
    prepared(earlier(cast, 2), cast.sam, "a card for each", Heading.CARDS, used=Used.NO)
    sam.post(url("answer", evening), {"question": "cards-unused", "answer": "skip"})
    sam.post(sam.get(url("page", evening)).context["undo"].url)
    assert "stayed closed" in text(sam, url("page", evening))
    sam.post(url("answer", evening), {"question": "cards-unused", "answer": "always"})
    row = Preparation.objects.of(cast.household).get(time_away=evening, removed_at=None)
    assert (row.is_safety, row.left_off_at) == (True, None)
    assert words_of(evening, cast.sam) == ["a card for each"]


@pytest.mark.parametrize("given", [{}, {"question": "cards-unused"}, {"question": "x", "answer": "skip"}])
def test_an_answer_to_nothing_changes_nothing(
    cast: Family, evening: TimeAway, sam: Client, given: dict[str, str]
) -> None:
    prepared(earlier(cast, 2), cast.sam, "a card for each", Heading.CARDS, used=Used.NO)
    assert sam.post(url("answer", evening), given).status_code == 302
    assert not Preparation.objects.of(cast.household).filter(time_away=evening).exists()


def test_unused_twice_is_left_off_and_one_tap_brings_it_back(
    cast: Family, evening: TimeAway, sam: Client
) -> None:
    for weeks in (2, 4):
        prepared(earlier(cast, weeks), cast.sam, "soup", Heading.FREEZER, used=Used.NO)
    page = sam.get(url("page", evening))
    (left_off,) = page.context["left_off"]
    assert (left_off.words, page.context["questions"]) == ("soup", [])
    sam.post(url("change", evening, preparation=left_off.pk), {"what": "on"})
    assert words_of(evening, cast.sam) == ["soup"]


def test_medicine_is_never_asked_about(cast: Family, evening: TimeAway, sam: Client) -> None:
    for weeks in (2, 4, 6):
        prepared(earlier(cast, weeks), cast.sam, "Ben's inhaler", used=Used.NO)
    page = sam.get(url("page", evening))
    assert (page.context["questions"], page.context["left_off"]) == ([], [])
    assert "always on the list" in page.content.decode()


def test_a_list_is_remembered_by_who_was_away_and_by_whose_it_is(cast: Family, evening: TimeAway) -> None:
    last = earlier(cast, 2)
    prepared(last, cast.alex, "pizza dough")
    back = Span(FRIDAY_EVENING.start - WEEK, FRIDAY_EVENING.end - WEEK)
    alexs = time_away(cast, span=back, leaver=cast.alex, stayer=cast.sam)
    alexs.come_back(at=alexs.ends_at)
    prepared(alexs, cast.sam, "Sam's things when Alex is away")
    assert words_of(evening, cast.sam) == []
    assert words_of(evening, cast.alex) == ["pizza dough"]


def test_what_was_called_off_is_not_remembered(cast: Family, evening: TimeAway) -> None:
    last = earlier(cast, 2)
    prepared(last, cast.sam, "towels")
    last.call_off(at=THURSDAY_NOON)
    assert words_of(evening, cast.sam) == []


def test_the_others_list_is_seen_without_its_ticks(cast: Family, evening: TimeAway, sam: Client) -> None:
    prepared(evening, cast.alex, "pizza dough")
    prepared(evening, cast.alex, "a den", done_at=None)
    page = text(sam, url("page", evening))
    assert "What Alex prepares" in page
    assert "pizza dough" in page
    assert "Done: pizza dough" not in page
    alexs = Preparation.objects.of(cast.household)[0]
    assert sam.post(url("change", evening, preparation=alexs.pk), {"what": "done"}).status_code == 404


def test_ill_do_it_moves_a_line_for_good(cast: Family, evening: TimeAway, sam: Client) -> None:
    row = prepared(evening, cast.alex, "pizza dough", done_at=None)
    sam.post(url("take_over", evening, preparation=row.pk))
    assert (words_of(evening, cast.sam), words_of(evening, cast.alex)) == (["pizza dough"], [])
    sam.post(sam.get(url("page", evening)).context["undo"].url)
    assert (words_of(evening, cast.sam), words_of(evening, cast.alex)) == ([], ["pizza dough"])


def test_off_duty_there_is_no_list(cast: Family, evening: TimeAway, sam: Client, clock: Clock) -> None:
    row = prepared(evening, cast.sam, "towels", done_at=None)
    clock.at = FRIDAY_EVENING.start
    hub = reverse("go:page", kwargs={"time_away": evening.pk})
    for address in (url("page", evening), url("look", evening)):
        assert sam.get(address).headers["Location"] == hub
    assert sam.post(url("change", evening, preparation=row.pk), {"what": "done"}).headers["Location"] == hub
    assert "towels" not in text(sam, hub)
    assert "Prepare" not in text(sam, "/")
    assert "towels" not in text(sam, "/")
    assert signed_in(cast.alex).get(url("page", evening)).status_code == 200


def test_it_is_linked_from_the_time_away_with_what_is_open(
    cast: Family, evening: TimeAway, sam: Client
) -> None:
    prepared(evening, cast.sam, "towels", done_at=None)
    prepared(evening, cast.sam, "soap", done_at=None)
    prepared(evening, cast.sam, "socks")
    hub = reverse("go:page", kwargs={"time_away": evening.pk})
    page = text(sam, hub)
    assert "Prepare (2)" in page
    assert "Worried about something?" in page
    assert url("page", evening) in text(signed_in(cast.alex), hub)
    assert "Prepare" not in text(sam, "/")


def test_what_was_missing_is_noted_afterwards_and_begins_the_next_list(
    cast: Family, evening: TimeAway, sam: Client
) -> None:
    last = earlier(cast, 2)
    address = url("missing", last)
    assert address in text(sam, reverse("come_back:welcome", kwargs={"time_away": last.pk}))
    assert sam.get(address).status_code == 200
    assert sam.post(address, {"lines": " ", "heading": "packing"}).status_code == 422
    sam.post(address, {"lines": "- the swim bag\n- the swim bag", "heading": "packing"})
    undo = sam.get(address).context["undo"].url
    assert words_of(evening, cast.sam) == ["the swim bag"]
    assert "missing last time" in text(sam, url("page", evening))
    sam.post(undo)
    assert words_of(evening, cast.sam) == []


def test_before_the_return_nothing_is_missing(evening: TimeAway, sam: Client) -> None:
    hub = reverse("go:page", kwargs={"time_away": evening.pk})
    assert sam.get(url("missing", evening)).headers["Location"] == hub
    answer = sam.post(url("missing", evening), {"lines": "the swim bag", "heading": "packing"})
    assert answer.headers["Location"] == hub
