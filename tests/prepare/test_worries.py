"""One private box: before, and how it was."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.people import Member
from kbye.prepare.memory import last_worry
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    family,
    give_account,
    signed_in,
    stay_link,
    time_away,
)

pytestmark = pytest.mark.django_db
BEDTIME = "that bedtime goes wrong"


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    return time_away(cast)


def url(row: TimeAway) -> str:
    return reverse("prepare:worries", kwargs={"time_away": row.pk})


def how_it_was(row: TimeAway, worry: Worry) -> str:
    return reverse("prepare:how_it_was", kwargs={"time_away": row.pk, "worry": worry.pk})


def turn(row: TimeAway, worry: Worry) -> str:
    return reverse("prepare:turn", kwargs={"time_away": row.pk, "worry": worry.pk})


def a_worry(row: TimeAway, author: Member, words: str = BEDTIME, how: str = "") -> Worry:
    return Worry.objects.create(
        household=row.household,
        time_away=row,
        author=author,
        words=words,
        how_it_was=how,
        created_at=THURSDAY_NOON,
    )


def come_back(row: TimeAway, clock: Clock) -> None:
    clock.at = FRIDAY_EVENING.end
    row.come_back(at=clock.at)


def test_it_works(cast: Family, evening: TimeAway, sam: Client) -> None:
    assert "nobody else sees it" in sam.get(url(evening)).content.decode()
    response = sam.post(url(evening), {"words": BEDTIME})
    worry = Worry.objects.of(cast.household).get()
    assert response.headers["Location"] == turn(evening, worry)
    assert BEDTIME in sam.get(turn(evening, worry)).content.decode()
    assert BEDTIME in sam.get(url(evening)).content.decode()
    assert (worry.author, worry.became) == (cast.sam, "")


def test_it_refuses_the_wrong_method(cast: Family, evening: TimeAway, sam: Client) -> None:
    assert sam.put(url(evening)).status_code == 405
    worry = a_worry(evening, cast.sam)
    assert sam.get(how_it_was(evening, worry)).status_code == 405
    assert sam.put(turn(evening, worry)).status_code == 405


def test_a_stranger_gets_404(cast: Family, evening: TimeAway) -> None:
    stranger = signed_in(family(canary="X").sam)
    assert stranger.get(url(evening)).status_code == 404
    assert stranger.post(url(evening), {"words": "x"}).status_code == 404
    worry = a_worry(evening, cast.sam)
    assert stranger.post(how_it_was(evening, worry)).status_code == 404
    assert stranger.get(turn(evening, worry)).status_code == 404
    assert stranger.post(turn(evening, worry), {"into": "let_go"}).status_code == 404


def test_who_has_no_part_in_it_gets_403(cast: Family, evening: TimeAway) -> None:
    ruth = Member.objects.create(household=cast.household, kind=Member.Kind.ADULT, name="Ruth", place=9)
    give_account(ruth, "ruth@example.org")
    assert signed_in(ruth).get(url(evening)).status_code == 403
    assert signed_in(ruth).post(url(evening), {"words": "x"}).status_code == 403


def test_nothing_and_too_much_are_said_in_words(cast: Family, evening: TimeAway, sam: Client) -> None:
    assert sam.post(url(evening), {"words": "  "}).status_code == 422
    response = sam.post(url(evening), {"words": "x" * 501})
    assert response.status_code == 422
    assert "The heart of it will do." in response.content.decode()
    assert not Worry.objects.of(cast.household).exists()


def test_nobody_else_ever_sees_it(cast: Family, evening: TimeAway, sam: Client, clock: Clock) -> None:
    sam.post(url(evening), {"words": BEDTIME})
    alex, link = signed_in(cast.alex), stay_link(evening).token
    names = [
        "prepare:worries",
        "go:page",
        "go:sheet",
        "tell:answer_page",
        "tell:message",
        "come_back:welcome",
    ]
    paths = [reverse(name, kwargs={"time_away": evening.pk}) for name in names]
    for at in (THURSDAY_NOON, FRIDAY_EVENING.start, FRIDAY_EVENING.end):
        clock.at = at
        if at == FRIDAY_EVENING.end:
            worry = Worry.objects.of(cast.household).get()
            evening.come_back(at=at)
            sam.post(how_it_was(evening, worry), {"how_it_was": f"{BEDTIME}, not at all"})
        for path in [*paths, "/", "/history/", "/more/", "/handbook/"]:
            assert BEDTIME not in alex.get(path, follow=True).content.decode(), path
        for path in ("", "sheet/", "postcard/", "two-minutes/"):
            assert BEDTIME not in Client().get(f"/l/{link}/{path}", follow=True).content.decode(), path


def test_the_log_knows_that_but_not_what(cast: Family, evening: TimeAway, sam: Client, clock: Clock) -> None:
    sam.post(url(evening), {"words": BEDTIME})
    come_back(evening, clock)
    sam.post(
        how_it_was(evening, Worry.objects.of(cast.household).get()), {"how_it_was": "all quiet by eight"}
    )
    events = Event.objects.of(cast.household)
    assert [event.verb for event in events] == ["wrote_down", "said_how_it_was"]
    written = json.dumps([[event.before, event.after] for event in events])
    assert BEDTIME not in written
    assert "all quiet" not in written


def test_the_other_adult_has_a_box_of_their_own(cast: Family, evening: TimeAway, sam: Client) -> None:
    sam.post(url(evening), {"words": BEDTIME})
    alex = signed_in(cast.alex)
    alex.post(url(evening), {"words": "that the inhaler is empty"})
    assert "inhaler is empty" in alex.get(url(evening)).content.decode()
    assert "inhaler is empty" not in sam.get(url(evening)).content.decode()


def test_afterwards_it_asks_how_it_was(cast: Family, evening: TimeAway, sam: Client, clock: Clock) -> None:
    worry = a_worry(evening, cast.sam)
    come_back(evening, clock)
    assert "And how was it?" in sam.get(url(evening)).content.decode()
    sam.post(how_it_was(evening, worry), {"how_it_was": "asleep by eight"})
    page = sam.get(url(evening)).content.decode()
    assert "asleep by eight" in page
    assert "And how was it?" not in page


def test_not_before(cast: Family, evening: TimeAway, sam: Client, clock: Clock) -> None:
    worry = a_worry(evening, cast.sam)
    clock.at = FRIDAY_EVENING.start
    assert "And how was it?" not in sam.get(url(evening)).content.decode()
    sam.post(how_it_was(evening, worry), {"how_it_was": "asleep by eight"})
    assert Worry.objects.of(cast.household).get().how_it_was == ""


def test_an_empty_answer_is_no_answer(cast: Family, evening: TimeAway, sam: Client, clock: Clock) -> None:
    worry = a_worry(evening, cast.sam)
    come_back(evening, clock)
    assert sam.post(how_it_was(evening, worry), {"how_it_was": ""}).status_code == 422


def test_anothers_worry_is_404(cast: Family, evening: TimeAway, clock: Clock) -> None:
    worry = a_worry(evening, cast.sam)
    come_back(evening, clock)
    response = signed_in(cast.alex).post(how_it_was(evening, worry), {"how_it_was": "well"})
    assert response.status_code == 404
    assert Worry.objects.of(cast.household).get().how_it_was == ""


def test_a_worry_of_another_time_away_is_404(
    cast: Family, evening: TimeAway, sam: Client, clock: Clock
) -> None:
    worry = a_worry(time_away(cast), cast.sam)
    come_back(evening, clock)
    assert sam.post(how_it_was(evening, worry), {"how_it_was": "well"}).status_code == 404


def test_the_last_one_is_remembered_plainly(cast: Family, evening: TimeAway, sam: Client) -> None:
    before = time_away(cast)
    before.starts_at -= timedelta(days=7)
    before.save(update_fields=["starts_at"])
    a_worry(before, cast.sam, how="it went fine")
    a_worry(before, cast.alex, "that they cry", how="two minutes")
    a_worry(evening, cast.sam, "that the car breaks down")
    found = last_worry(cast.sam)
    assert found is not None
    assert found.how_it_was == "it went fine"
    page = sam.get(url(evening)).content.decode()
    assert f"Last time you feared: “{BEDTIME}” You wrote: “it went fine”" in page
    assert "two minutes" not in page


def test_without_a_closed_worry_there_is_nothing_to_remember(cast: Family, evening: TimeAway) -> None:
    a_worry(evening, cast.sam)
    assert last_worry(cast.sam) is None
