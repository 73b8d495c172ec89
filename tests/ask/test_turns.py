"""Who is asked when, who hears what; and that nothing of it reaches the one who leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbye.ask import actions, answers
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.gap import Gap
from kbye.household.notice import LINK_HERE, Notice
from kbye.planning.intervals import Span
from kbye.work.asks import keep_asking
from tests.ask.cast import (
    HOUR,
    STRETCH,
    a_third_adult,
    again,
    ask,
    asks,
    friday,
    gap,
    help_page,
    mail_for,
    states,
)
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
A_MINUTE = timedelta(minutes=1)
QUARTER = (STRETCH.start - THURSDAY_NOON) / 4


@pytest.fixture
def cast() -> Family:
    cast = family()
    mail_for(cast.grandma, cast.noor)
    return cast


@pytest.fixture
def row(cast: Family) -> TimeAway:
    return time_away(cast)


def told(kind: str) -> list[str]:
    """Who was told something of this kind, in order."""
    return [one.person.name for one in Notice.objects.filter(kind=kind).order_by("due_at", "pk")]


def wait_until(at: object) -> int:
    return keep_asking(lambda: at)  # type: ignore[arg-type, return-value]


def test_one_after_the_other_asks_the_first_only(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    ask(made, cast.grandma, cast.noor)
    assert states(made) == {"Grandma": "asked", "Noor": "waiting"}
    assert told("ask") == ["Grandma"]


def test_all_at_once_asks_everybody(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    ask(made, cast.grandma, cast.noor, one_by_one=False)
    assert states(made) == {"Grandma": "asked", "Noor": "asked"}
    assert sorted(told("ask")) == ["Grandma", "Noor"]


def test_the_order_is_the_one_chosen(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    ask(made, cast.noor, cast.grandma)
    assert states(made) == {"Noor": "asked", "Grandma": "waiting"}


def test_after_a_no_the_next_one_is_asked(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor)["Grandma"]
    answers.say_no(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    assert states(made) == {"Grandma": "no", "Noor": "asked"}


def test_without_an_answer_the_next_one_is_asked_after_a_quarter_of_the_time(
    cast: Family, row: TimeAway
) -> None:
    made = gap(row)
    ask(made, cast.grandma, cast.noor)
    assert wait_until(THURSDAY_NOON + QUARTER - A_MINUTE) == 0
    assert states(made)["Noor"] == "waiting"
    assert wait_until(THURSDAY_NOON + QUARTER) == 1
    assert states(made) == {"Grandma": "asked", "Noor": "asked"}
    assert wait_until(THURSDAY_NOON + QUARTER) == 0


def test_or_after_as_long_as_was_said(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    ask(made, cast.grandma, cast.noor, minutes=120)
    assert wait_until(THURSDAY_NOON + 2 * HOUR - A_MINUTE) == 0
    assert wait_until(THURSDAY_NOON + 2 * HOUR) == 1
    assert asks(made)["Noor"].next_at == THURSDAY_NOON + 4 * HOUR


def test_who_did_not_answer_may_still_say_yes(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor)["Grandma"]
    wait_until(THURSDAY_NOON + QUARTER)
    assert answers.say_yes(ask=one, by=cast.grandma, now=THURSDAY_NOON + 8 * HOUR) == "yes"
    assert states(made) == {"Grandma": "yes", "Noor": "covered"}
    assert told("covered") == ["Noor"]


def test_the_first_yes_has_it_and_the_others_are_told(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor, one_by_one=False)
    assert answers.say_yes(ask=one["Grandma"], by=cast.grandma, now=THURSDAY_NOON) == "yes"
    assert answers.say_yes(ask=one["Noor"], by=cast.noor, now=THURSDAY_NOON) == "covered"
    assert again(made).covered_by == cast.grandma
    assert told("covered") == ["Noor"]
    assert told("helper_yes") == ["Alex"]
    words = Notice.objects.get(kind="covered")
    assert "Grandma" not in words.subject + words.body
    assert "METHOD:CANCEL" in words.calendar


def test_whoever_only_waited_never_hears_of_it(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor)["Grandma"]
    answers.say_yes(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    assert states(made) == {"Grandma": "yes", "Noor": "waiting"}
    assert told("covered") == []


def test_a_yes_taken_back_asks_the_next(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor)["Grandma"]
    answers.say_yes(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    assert answers.take_back(ask=one, by=cast.grandma, now=THURSDAY_NOON + HOUR) == "taken_back"
    assert states(made) == {"Grandma": "withdrawn", "Noor": "asked"}
    assert again(made).state == "open"
    assert told("helper_took_back") == ["Alex"]


def test_a_yes_taken_back_asks_those_again_who_were_told_it_is_covered(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor, one_by_one=False)
    answers.say_yes(ask=one["Grandma"], by=cast.grandma, now=THURSDAY_NOON)
    answers.take_back(ask=one["Grandma"], by=cast.grandma, now=THURSDAY_NOON + HOUR)
    assert states(made) == {"Grandma": "withdrawn", "Noor": "asked"}
    assert told("ask").count("Noor") == 2
    assert answers.say_yes(ask=one["Noor"], by=cast.noor, now=THURSDAY_NOON + HOUR) == "yes"


def test_once_it_is_open_again_everybody_who_was_told_can_have_it(cast: Family, row: TimeAway) -> None:
    ruth = a_third_adult(cast)
    made = gap(row)
    ask(made, cast.grandma, cast.noor, ruth, minutes=30)
    for number in (1, 2):
        wait_until(THURSDAY_NOON + number * HOUR / 2)
    later = THURSDAY_NOON + HOUR
    answers.say_yes(ask=asks(made)["Ruth"], by=ruth, now=later)
    answers.take_back(ask=asks(made)["Ruth"], by=ruth, now=later)
    assert states(made) == {"Grandma": "asked", "Noor": "covered", "Ruth": "withdrawn"}
    assert "This is open again." in help_page(cast.noor)
    assert answers.say_yes(ask=asks(made)["Noor"], by=cast.noor, now=later) == "yes"
    assert states(made) == {"Grandma": "covered", "Noor": "yes", "Ruth": "withdrawn"}
    assert answers.say_yes(ask=asks(made)["Grandma"], by=cast.grandma, now=later) == "covered"


@pytest.mark.parametrize("one_by_one", [True, False])
def test_nobody_left_and_the_one_who_stays_hears_what_would_help(
    one_by_one: bool, cast: Family, row: TimeAway
) -> None:
    made = gap(row)
    ask(made, cast.grandma, cast.noor, one_by_one=one_by_one)
    for name, person in (("Grandma", cast.grandma), ("Noor", cast.noor)):
        assert told("nobody_can") == []
        answers.say_no(ask=asks(made)[name], by=person, now=THURSDAY_NOON)
    notice = Notice.objects.get(kind="nobody_can")
    assert notice.person_id == cast.alex.pk
    assert notice.subject == "Nobody can, 19:00–20:30."
    for words in ("ask somebody else", "do it yourself", "tell Sam"):
        assert words in notice.body
    assert again(made).has_nobody


def test_silence_of_the_last_one_is_told_once(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    ask(made, cast.grandma)
    assert wait_until(THURSDAY_NOON + QUARTER) == 1
    assert wait_until(THURSDAY_NOON + 2 * QUARTER) == 0
    assert Notice.objects.get(kind="nobody_can").subject == "Nobody has said yes yet, 19:00–20:30."
    assert states(made) == {"Grandma": "asked"}


def test_somebody_else_can_be_asked_then(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma)["Grandma"]
    answers.say_no(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    ask(again(made), cast.noor)
    assert states(made) == {"Grandma": "no", "Noor": "asked"}


def test_another_adult_can_be_asked_too(cast: Family, row: TimeAway) -> None:
    ruth = a_third_adult(cast)
    made = gap(row)
    one = ask(made, ruth)["Ruth"]
    assert answers.say_yes(ask=one, by=ruth, now=THURSDAY_NOON) == "yes"


def test_whoever_was_removed_meanwhile_is_passed_over(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor)["Grandma"]
    cast.noor.remove(at=THURSDAY_NOON)
    answers.say_no(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    assert states(made)["Noor"] == "waiting"
    assert told("nobody_can") == ["Alex"]


def test_without_an_address_the_one_who_stays_sends_it(cast: Family, row: TimeAway) -> None:
    cast.noor.email = ""
    cast.noor.save(update_fields=["email"])
    made = gap(row)
    one = ask(made, cast.grandma, cast.noor)["Grandma"]
    answers.say_no(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    assert states(made)["Noor"] == "asked"
    assert "It is Noor's turn" in Notice.objects.get(kind="ask_by_hand").subject


def test_closing_it_lets_those_go_who_were_asked(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    ask(made, cast.grandma, cast.noor)
    actions.close(gap=made, by=cast.alex, now=THURSDAY_NOON)
    assert states(made) == {"Grandma": "ended", "Noor": "ended"}
    assert told("ask_ended") == ["Grandma"]


@pytest.mark.parametrize("how", ["back", "called off", "moved away"])
def test_when_nobody_is_needed_helpers_are_let_go(how: str, cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma)["Grandma"]
    answers.say_yes(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    if how == "back":
        row.come_back(at=THURSDAY_NOON)
    elif how == "called off":
        row.call_off(at=THURSDAY_NOON)
    else:
        week = timedelta(days=7)
        later = Span(FRIDAY_EVENING.start + week, FRIDAY_EVENING.end + week)
        row.starts_at, row.ends_at = later.start, later.end
        row.save()
    if how != "moved away":
        assert wait_until(THURSDAY_NOON + A_MINUTE) == 0, "it can still be taken back"
    assert wait_until(THURSDAY_NOON + 2 * A_MINUTE) == 1
    assert states(made) == {"Grandma": "ended"}
    assert again(made).state == "closed"
    assert told("ask_ended") == ["Grandma"]
    assert wait_until(THURSDAY_NOON + 2 * A_MINUTE) == 0


def test_the_one_who_leaves_hears_nothing_of_it(cast: Family, row: TimeAway) -> None:
    for when in (THURSDAY_NOON, friday(18, 30)):
        made = gap(row, now=when)
        one = ask(made, cast.grandma, cast.noor, one_by_one=False, now=when)
        answers.say_yes(ask=one["Grandma"], by=cast.grandma, now=when)
        answers.say_no(ask=one["Grandma"], by=cast.alex, now=when)
        answers.say_no(ask=asks(made)["Noor"], by=cast.noor, now=when)
    assert Notice.objects.count() > 6
    assert not Notice.objects.filter(person=cast.sam).exists()


def test_the_message_is_complete_as_text_and_no_address_stands_in_its_row(
    cast: Family, row: TimeAway
) -> None:
    made = gap(row, children=[cast.mia, cast.ben], place="at yours", what_to_know="football boots")
    ask(made, cast.grandma)
    notice = Notice.objects.get(kind="ask")
    for words in (
        "Hi Grandma,",
        "could you take Mia and Ben?",
        "Friday 4 December, 19:00–20:30",
        "Where: at yours",
        "football boots",
        "A yes can be taken back until Friday 4 December, 08:00.",
        LINK_HERE,
    ):
        assert words in notice.body, words
    assert notice.body.endswith("\n\nAlex")
    assert "/h/" not in notice.body
    assert notice.link is not None
    assert notice.link.purpose == "help"
    assert notice.reply_to == cast.alex.email
    assert "BEGIN:VEVENT" in notice.calendar


def test_everything_is_written_down(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    one = ask(made, cast.grandma)["Grandma"]
    answers.say_yes(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    answers.take_back(ask=one, by=cast.grandma, now=THURSDAY_NOON)
    actions.close(gap=again(made), by=cast.alex, now=THURSDAY_NOON)
    of_ask = Event.objects.filter(object_id=one.pk).values_list("verb", flat=True)
    assert list(of_ask) == ["lined_up", "asked", "said_yes", "took_back_yes", "ended_ask"]
    of_gap = Event.objects.filter(object_id=made.pk).values_list("verb", flat=True)
    assert list(of_gap) == ["opened_gap", "changed", "covered_gap", "reopened_gap", "closed_gap"]


def test_the_past_is_not_asked_about(cast: Family, row: TimeAway) -> None:
    made = gap(row)
    assert ask(made, cast.grandma, now=friday(20, 30))["Grandma"].state == "waiting"
    assert Gap.objects.unfinished(friday(20, 30)).count() == 0
