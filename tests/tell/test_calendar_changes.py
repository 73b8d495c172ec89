"""A date that kbye put into somebody's calendar follows what becomes of it: the same name, an ever higher sequence."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from kbye.household.away import HandOver, TimeAway
from kbye.household.notice import Notice
from kbye.planning.agreeing import Action, Actor, State
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, signed_in
from tests.tell.stages import Stage, stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = timedelta(minutes=1)


def dates(notice: Notice) -> dict[str, tuple[int, str]]:
    """For each time away in it: sequence and status."""
    entries = notice.calendar.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    return {
        _one(entry, r"UID:(\S+?)@"): (int(_one(entry, r"SEQUENCE:(\d+)")), _one(entry, r"STATUS:(\w+)"))
        for entry in entries
    }


def _one(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found is not None
    return found[1]


def told(kind: str) -> Notice:
    return Notice.objects.get(kind=kind)


def send(**which: Any) -> None:
    """As if the background work had come by."""
    Notice.objects.filter(state=Notice.State.WAITING, **which).update(
        state=Notice.State.SENT, sent_at=THURSDAY_NOON + 3 * MINUTE
    )


@pytest.fixture
def swapped() -> Stage:
    """Sam's Saturday for Alex's Sunday: taken by Sam."""
    made = stage(State.SWAP, Actor.ASKER)
    assert made.try_it(Action.TAKE_PROPOSAL)
    made.note_what_was_done()
    return made


def given(made: Stage) -> TimeAway:
    rows = TimeAway.objects.with_people().filter(household=made.cast.household, leaver=made.cast.alex)
    return rows.get(hand_overs__person=made.cast.sam)


def test_a_settled_swap_brings_both_dates(swapped: Stage) -> None:
    found = dates(told("settled"))
    assert {status for _sequence, status in found.values()} == {"CONFIRMED"}
    assert set(found) == {str(swapped.row.pk), str(given(swapped).pk)}
    assert "METHOD:PUBLISH" in told("settled").calendar


def test_taken_back_in_time_nobody_hears_of_it(swapped: Stage) -> None:
    assert swapped.try_it(Action.UNDO)
    assert not Notice.objects.exclude(kind="answer").exists()


def test_taken_back_later_the_dates_follow(swapped: Stage, clock: Clock) -> None:
    before = dates(told("settled"))
    send()
    clock.at = THURSDAY_NOON + 10 * MINUTE
    assert swapped.try_it(Action.UNDO)
    notice = told("taken_back")
    after = dates(notice)
    assert after[str(swapped.row.pk)][1] == "CONFIRMED"
    assert after[str(given(swapped).pk)][1] == "CANCELLED"
    assert all(after[key][0] > before[key][0] for key in before)
    swapped.row.refresh_from_db()
    assert f"{swapped.row.starts_at:%Y%m%d}" in notice.calendar
    assert (notice.person, notice.due_at) == (swapped.cast.alex, clock.at)
    assert "Sam took that back. It is as it was before:\nFriday 4 December, 18:00" in notice.body


def test_called_off_later_whoever_has_the_date_hears_of_it(swapped: Stage, clock: Clock) -> None:
    before = dates(told("settled"))
    HandOver.objects.filter(pk=swapped.side.pk).update(via=HandOver.Via.BY_HAND)
    send()
    clock.at = THURSDAY_NOON + 10 * MINUTE
    signed_in(swapped.cast.sam).post(f"/away/{swapped.row.pk}/call-off/")
    notice = told("called_off")
    key = str(swapped.row.pk)
    assert dates(notice)[key][1] == "CANCELLED"
    assert dates(notice)[key][0] > before[key][0]
    assert "METHOD:CANCEL" in notice.calendar


def test_calling_off_taken_back_after_it_was_told_brings_the_date_back(swapped: Stage, clock: Clock) -> None:
    send()
    sam = signed_in(swapped.cast.sam)
    page = sam.post(f"/away/{swapped.row.pk}/call-off/", follow=True).text
    off = dates(told("called_off"))[str(swapped.row.pk)]
    send(kind="called_off")
    clock.at = THURSDAY_NOON + 10 * MINUTE
    sam.post("/undo/" + page.split('action="/undo/')[1].split('"')[0])
    on = dates(told("taken_back"))[str(swapped.row.pk)]
    assert (off[1], on[1]) == ("CANCELLED", "CONFIRMED")
    assert on[0] > off[0]


def test_one_folded_into_a_letter_that_left_counts_as_told(swapped: Stage, clock: Clock) -> None:
    settled = told("settled")
    letter = Notice.objects.create(
        household=settled.household,
        key="digest:1:mail",
        kind="digest",
        person=settled.person,
        subject="2 things",
        body="",
        due_at=THURSDAY_NOON,
    )
    Notice.objects.filter(pk=settled.pk).update(state=Notice.State.FOLDED, folded_into=letter.pk)
    send(kind="digest")
    clock.at = THURSDAY_NOON + 90 * MINUTE
    assert swapped.try_it(Action.UNDO)
    assert dates(told("taken_back"))


def test_another_who_stays_hears_that_it_moved(clock: Clock) -> None:
    made = stage(State.COUNTER_TIME, Actor.ASKER)
    grandma = made.cast.grandma
    grandma.email = "grandma@example.org"
    grandma.save(update_fields=["email"])
    HandOver.objects.create(
        household=made.cast.household,
        time_away=made.row,
        person=grandma,
        part=HandOver.Part.STAYS,
        told_at=THURSDAY_NOON,
        via=HandOver.Via.MAIL,
    )
    assert made.try_it(Action.TAKE_PROPOSAL)
    notice = told("moved")
    assert notice.person == grandma
    assert notice.subject == "At another time now: Saturday 5 December, 15:00–19:00"
    assert dates(notice)[str(made.row.pk)][1] == "CONFIRMED"
    assert _starts(notice) == "20261205T150000"
    made.note_what_was_done()
    assert made.try_it(Action.UNDO)
    assert not Notice.objects.filter(kind="moved").exists()


def _starts(notice: Notice) -> str:
    return _one(notice.calendar, r"DTSTART;TZID=Europe/Berlin:(\w+)")


def test_several_changes_in_a_row_only_ever_count_up(swapped: Stage, clock: Clock) -> None:
    seen: list[int] = [dates(told("settled"))[str(swapped.row.pk)][0]]
    sam, at = signed_in(swapped.cast.sam), THURSDAY_NOON
    for number in range(1, 4):
        send()
        at = at + 5 * MINUTE
        seen.append(_call_off_and_bring_back(sam, swapped, clock, at, number))
    assert seen == sorted(set(seen))


def _call_off_and_bring_back(sam: Any, made: Stage, clock: Clock, at: datetime, number: int) -> int:
    clock.at = at
    page = sam.post(f"/away/{made.row.pk}/call-off/", follow=True).text
    send(kind="called_off")
    clock.at = at + 3 * MINUTE
    sam.post("/undo/" + page.split('action="/undo/')[1].split('"')[0])
    rows = Notice.objects.filter(kind="taken_back").order_by("due_at")
    assert rows.count() == number
    last = rows.last()
    assert last is not None
    return dates(last)[str(made.row.pk)][0]
