"""What a worry becomes: something to do, a must, something to say, or nothing; and who reads what of it."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Worry
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event
from kbye.household.occurrences import lay_out
from kbye.household.preparation import Preparation, ToSay
from kbye.household.responsibility import Occurrence
from kbye.tell.message import write
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    signed_in,
    stay_link,
    time_away,
)

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"
SECRET = "that Alex forgets, as always, and it all goes wrong"


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    return time_away(cast)


@pytest.fixture
def worry(cast: Family, evening: TimeAway) -> Worry:
    return a_worry(evening, SECRET)


def a_worry(row: TimeAway, words: str, how: str = "") -> Worry:
    return Worry.objects.create(
        household=row.household,
        time_away=row,
        author=row.leaver,
        words=words,
        how_it_was=how,
        created_at=THURSDAY_NOON,
    )


def turn(worry: Worry) -> str:
    return reverse("prepare:turn", kwargs={"time_away": worry.time_away_id, "worry": worry.pk})


def at(name: str, row: TimeAway, **more: object) -> str:
    return reverse(name, kwargs={"time_away": row.pk, **more})


def text(client: Client, address: str) -> str:
    return unescape(client.get(address, follow=True).content.decode())


def message(row: TimeAway) -> str:
    return write(HandOver.objects.of(row.household).get(time_away=row), row).body


def became(worry: Worry) -> str:
    return Worry.objects.of(worry.household).get(pk=worry.pk).became


def test_there_are_four_ways(sam: Client, worry: Worry) -> None:
    page = text(sam, turn(worry))
    for way in ("Something to do", "Something to say", "A must, this time", "Let it go"):
        assert way in page
    for into in ("to_do", "must", "said"):
        assert SECRET in text(sam, f"{turn(worry)}?into={into}")


def test_something_to_do_in_words_of_ones_choice(cast: Family, sam: Client, worry: Worry) -> None:
    sam.post(turn(worry), {"into": "to_do", "words": "show Alex the shelf", "heading": "errands"})
    row = Preparation.objects.of(cast.household).get()
    assert (row.words, row.heading, row.owner) == ("show Alex the shelf", "errands", cast.sam)
    assert became(worry) == "to_do"


def test_a_must_stands_in_the_message_and_on_the_sheet(
    cast: Family, evening: TimeAway, sam: Client, worry: Worry, clock: Clock
) -> None:
    sam.post(turn(worry), {"into": "must", "words": "the stair gate stays shut", "child": cast.zoe.pk})
    must = Occurrence.objects.of(cast.household).get()
    assert (must.priority, must.title, must.child, must.responsibility) == (
        "must",
        "the stair gate stays shut",
        cast.zoe,
        None,
    )
    assert "• Zoe: the stair gate stays shut" in message(evening)
    clock.at = FRIDAY_EVENING.start
    assert "Zoe: the stair gate stays shut" in text(signed_in(cast.alex), at("go:sheet", evening))
    assert became(worry) == "must"


def test_a_must_without_an_hour_moves_with_the_time_away(
    cast: Family, evening: TimeAway, sam: Client, worry: Worry
) -> None:
    sam.post(turn(worry), {"into": "must", "words": "the stair gate stays shut", "child": ""})
    evening.starts_at, evening.ends_at = THURSDAY_NOON, FRIDAY_EVENING.start
    evening.save(update_fields=["starts_at", "ends_at"])
    lay_out(evening)
    must = Occurrence.objects.of(cast.household).get()
    assert (must.earliest_at, must.latest_at) == (evening.starts_at, evening.ends_at)


def test_a_must_made_by_mistake_is_taken_off(
    cast: Family, evening: TimeAway, sam: Client, worry: Worry
) -> None:
    sam.post(turn(worry), {"into": "must", "words": "the stair gate stays shut", "child": ""})
    must = Occurrence.objects.of(cast.household).get()
    assert "No must: the stair gate stays shut" in text(sam, at("prepare:page", evening))
    sam.post(at("prepare:drop_must", evening, occurrence=must.pk))
    assert "stair gate" not in message(evening)


def test_what_has_an_hour_is_not_taken_off_here(cast: Family, evening: TimeAway, sam: Client) -> None:
    row = Occurrence.objects.create(
        household=cast.household,
        time_away=evening,
        kind="medicine",
        title="inhaler",
        priority="must",
        earliest_at=FRIDAY_EVENING.start,
        latest_at=FRIDAY_EVENING.end,
    )
    assert sam.post(at("prepare:drop_must", evening, occurrence=row.pk)).status_code == 404


def test_a_worry_about_safety_leads_to_a_must_first(cast: Family, evening: TimeAway, sam: Client) -> None:
    answer = sam.post(at("prepare:worries", evening), {"words": "that Ben's inhaler is forgotten"})
    worry = Worry.objects.of(cast.household).get()
    assert answer.headers["Location"] == f"{turn(worry)}?into=must"
    assert not Occurrence.objects.of(cast.household).exists(), "only once the words are confirmed"


def test_something_to_say_is_read_by_the_one_who_stays(
    cast: Family, evening: TimeAway, sam: Client, worry: Worry, clock: Clock
) -> None:
    said = "Ben settles with the blue song."
    sam.post(turn(worry), {"into": "said", "words": said})
    alex = signed_in(cast.alex)
    assert said in message(evening)
    assert f"Sam: “{said}”" in text(Client(), f"/l/{stay_link(evening).token}/")
    for name in ("go:page", "tell:answer_page", "go:sheet"):
        assert f"Sam: “{said}”" in text(alex, at(name, evening)), name
    clock.at = FRIDAY_EVENING.start
    assert f"Sam: “{said}”" in text(alex, at("go:sheet", evening))


def test_what_was_said_is_taken_back(cast: Family, evening: TimeAway, sam: Client, worry: Worry) -> None:
    sam.post(turn(worry), {"into": "said", "words": "the blue song"})
    line = ToSay.objects.of(cast.household).get()
    alex = signed_in(cast.alex)
    assert alex.post(at("prepare:take_back_words", evening, to_say=line.pk)).status_code == 404
    sam.post(at("prepare:take_back_words", evening, to_say=line.pk))
    assert "the blue song" not in message(evening)
    assert "the blue song" not in text(alex, at("go:page", evening))
    sam.post(sam.get(at("prepare:page", evening)).context["undo"].url)
    assert "the blue song" in message(evening)


def test_what_the_one_who_stays_says_the_leaver_reads_before(
    cast: Family, evening: TimeAway, sam: Client, clock: Clock
) -> None:
    ToSay.objects.create(
        household=cast.household,
        time_away=evening,
        author=cast.alex,
        words="I'm glad",
        created_at=THURSDAY_NOON,
    )
    assert "Alex: “I'm glad”" in text(sam, at("go:page", evening))
    clock.at = FRIDAY_EVENING.start
    assert "I'm glad" not in text(sam, at("go:page", evening))


def test_let_go_and_thought_again(sam: Client, evening: TimeAway, worry: Worry) -> None:
    sam.post(turn(worry), {"into": "let_go"})
    assert became(worry) == "let_go"
    assert "Let go." in text(sam, at("prepare:worries", evening))
    sam.post(turn(worry), {"into": "again"})
    assert became(worry) == ""


@pytest.mark.parametrize(
    ("into", "given", "said"),
    [
        ("to_do", {"words": "", "heading": "errands"}, "Please write what there is to do."),
        ("to_do", {"words": "see Alex", "heading": "shoes"}, "Please choose a list."),
        ("must", {"words": "x" * 121}, "The heart of it will do."),
        (
            "must",
            {"words": "gate", "child": NOBODY},
            "Please choose one of the children, or all.",
        ),
        ("said", {"words": " "}, "Please write what you would like to say."),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    cast: Family, sam: Client, worry: Worry, into: str, given: dict[str, str], said: str
) -> None:
    answer = sam.post(turn(worry), given | {"into": into})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert given["words"].strip() in page
    assert became(worry) == ""


def test_an_unknown_way_shows_the_four(sam: Client, worry: Worry) -> None:
    assert "Let it go" in text(sam, f"{turn(worry)}?into=shouting")
    assert sam.post(turn(worry), {"into": "shouting"}).status_code == 200


def test_anothers_worry_is_404(cast: Family, worry: Worry) -> None:
    alex = signed_in(cast.alex)
    assert alex.get(turn(worry)).status_code == 404
    assert alex.post(turn(worry), {"into": "let_go"}).status_code == 404
    assert became(worry) == ""


def test_while_away_nothing_is_turned_into_anything_but_letting_go_is_always_possible(
    cast: Family, evening: TimeAway, sam: Client, worry: Worry, clock: Clock
) -> None:
    clock.at = FRIDAY_EVENING.start
    sam.post(turn(worry), {"into": "must", "words": "gate", "child": ""})
    sam.post(turn(worry), {"into": "said", "words": "gate"})
    assert not Occurrence.objects.of(cast.household).exists()
    assert not ToSay.objects.of(cast.household).exists()
    assert turn(worry) not in text(sam, at("prepare:worries", evening))
    sam.post(turn(worry), {"into": "let_go"})
    assert became(worry) == "let_go"


def test_an_earlier_one_is_remembered_beside_a_new_one_unless_it_is_about_safety(
    cast: Family, evening: TimeAway, sam: Client
) -> None:
    before = time_away(cast)
    a_worry(before, "that bedtime goes wrong", how="it went fine")
    a_worry(before, "that the medicine is forgotten", how="nobody forgot")
    bedtime, medicine = a_worry(evening, "bedtime again"), a_worry(evening, "medicine again")
    assert "Last time you feared: “that bedtime goes wrong”" in text(sam, turn(bedtime))
    assert "nobody forgot" not in text(sam, turn(medicine))


def test_the_log_does_not_know_where_it_came_from(cast: Family, sam: Client, worry: Worry) -> None:
    sam.post(turn(worry), {"into": "said", "words": "the blue song"})
    sam.post(turn(worry), {"into": "let_go"})
    events = Event.objects.of(cast.household)
    assert [(one.verb, one.object_kind) for one in events] == [("said", "tosay")]
    assert str(worry.pk) not in str([(one.before, one.after) for one in events])
