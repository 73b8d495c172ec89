"""What a list starts with: nearly nothing, what was used, what was missing; what is asked, and what is left off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.lengths import Length
from kbye.planning.remembering import (
    MOST_ASKED,
    PastList,
    PastThing,
    Question,
    Thing,
    Why,
    alike,
    start,
)

from .strategies import law

FIRST = datetime(2026, 1, 9, 17, tzinfo=UTC)
CARDS, TOWELS, BAG = (
    Thing("cards", "a card a day"),
    Thing("packing", "towels"),
    Thing("packing", "the swim bag"),
)
INHALER = Thing("packing", "Ben's inhaler")
USED, UNUSED, NOT_SAID = True, False, None


def time(nth: int, *things: PastThing, length: Length = Length.NIGHT) -> PastList:
    return PastList(length=length, at=FIRST + timedelta(weeks=nth), things=things)


def was(thing: Thing, used: bool | None, *, done: bool = True) -> PastThing:
    return PastThing(thing=thing, was_used=used, was_done=done)


def off(thing: Thing) -> PastThing:
    return PastThing(thing=thing, was_done=False, was_left_off=True)


def missing(thing: Thing) -> PastThing:
    return PastThing(thing=thing, was_done=False, was_missing=True)


def on(*past: PastList, length: Length = Length.NIGHT) -> list[tuple[Thing, Why]]:
    return [(one.thing, one.why) for one in start(past, length).on]


def asked(*past: PastList) -> tuple[Question, ...]:
    return start(past, Length.NIGHT).asked


def left_off(*past: PastList) -> tuple[Thing, ...]:
    return start(past, Length.NIGHT).left_off


def test_the_first_list_is_empty() -> None:
    found = start((), Length.LONGER)
    assert (found.on, found.asked, found.left_off) == ((), (), ())


def test_what_was_used_is_there_again_and_what_nobody_spoke_of_too() -> None:
    past = time(1, was(TOWELS, USED), was(CARDS, NOT_SAID))
    assert on(past) == [(TOWELS, Why.LAST_TIME), (CARDS, Why.LAST_TIME)]


def test_what_was_missing_comes_first() -> None:
    past = time(1, was(TOWELS, USED), missing(BAG))
    assert on(past) == [(BAG, Why.MISSING), (TOWELS, Why.LAST_TIME)]


def test_what_was_missing_once_and_used_since_is_nothing_special() -> None:
    assert on(time(1, missing(BAG)), time(2, was(BAG, USED))) == [(BAG, Why.LAST_TIME)]


def test_what_was_missing_although_it_stood_there_is_missing() -> None:
    assert on(time(1, was(BAG, UNUSED), missing(BAG))) == [(BAG, Why.MISSING)]


def test_what_was_not_used_is_asked_about_once() -> None:
    past = time(1, was(TOWELS, USED), was(CARDS, UNUSED))
    assert asked(past) == (Question("cards", Why.UNUSED, (CARDS,)),)
    assert on(past) == [(TOWELS, Why.LAST_TIME)]


def test_one_question_for_all_of_a_list() -> None:
    past = time(1, was(TOWELS, UNUSED), was(CARDS, UNUSED), was(BAG, UNUSED))
    assert [(one.heading, one.things) for one in asked(past)] == [
        ("packing", (TOWELS, BAG)),
        ("cards", (CARDS,)),
    ]


def test_what_was_skipped_is_left_off_from_then_on_and_not_asked_about() -> None:
    past = (time(1, was(CARDS, UNUSED)), time(2, off(CARDS)))
    assert asked(*past) == ()
    assert left_off(*past) == (CARDS,)
    assert left_off(*past, time(3, off(CARDS))) == (CARDS,)


def test_what_was_kept_and_not_used_again_is_left_off() -> None:
    past = (time(1, was(CARDS, UNUSED)), time(2, was(CARDS, UNUSED)))
    assert (on(*past), asked(*past), left_off(*past)) == ([], (), (CARDS,))


def test_what_was_kept_and_used_stays() -> None:
    past = (time(1, was(CARDS, UNUSED)), time(2, was(CARDS, USED)))
    assert on(*past) == [(CARDS, Why.LAST_TIME)]


def test_a_use_in_between_begins_it_anew() -> None:
    past = (time(1, was(CARDS, UNUSED)), time(2, was(CARDS, USED)), time(3, was(CARDS, UNUSED)))
    assert asked(*past) == (Question("cards", Why.UNUSED, (CARDS,)),)


def test_what_was_taken_back_and_not_used_is_left_off_again() -> None:
    past = (time(1, was(CARDS, UNUSED)), time(2, off(CARDS)), time(3, was(CARDS, UNUSED)))
    assert left_off(*past) == (CARDS,)


def test_what_was_left_off_and_then_missed_is_back() -> None:
    past = (time(1, was(CARDS, UNUSED)), time(2, off(CARDS), missing(CARDS)))
    assert on(*past) == [(CARDS, Why.MISSING)]


def test_what_never_got_ready_and_nobody_missed_is_asked_about() -> None:
    past = time(1, was(TOWELS, NOT_SAID), was(CARDS, NOT_SAID, done=False))
    assert asked(past) == (Question("cards", Why.WENT_WITHOUT, (CARDS,)),)


def test_where_nobody_ticks_no_tick_means_nothing() -> None:
    past = time(1, was(TOWELS, NOT_SAID, done=False), was(CARDS, NOT_SAID, done=False))
    assert (on(past), asked(past)) == ([(TOWELS, Why.LAST_TIME), (CARDS, Why.LAST_TIME)], ())


@pytest.mark.parametrize("thing", [INHALER, Thing("other", "the blue card", is_safety=True)])
def test_what_is_about_safety_is_never_suggested_away(thing: Thing) -> None:
    past = [time(nth, was(thing, UNUSED)) for nth in range(4)]
    for count in range(1, 5):
        assert on(*past[:count]) == [(thing, Why.LAST_TIME)]
        assert asked(*past[:count]) == ()
        assert left_off(*past[:count]) == ()
    assert on(*past, time(5, off(thing))) == [(thing, Why.LAST_TIME)]


def test_the_same_words_written_otherwise_are_the_same_thing() -> None:
    past = (time(1, was(Thing("cards", "A card  a day"), UNUSED)), time(2, was(CARDS, UNUSED)))
    assert left_off(*past) == (CARDS,)


def test_an_evening_does_not_remember_a_weekend() -> None:
    weekend = time(1, was(TOWELS, USED), length=Length.WEEKEND)
    assert on(weekend, length=Length.EVENING) == []
    assert on(weekend, length=Length.LONGER) == [(TOWELS, Why.LAST_TIME)]


def test_the_same_length_counts_before_the_nearest() -> None:
    night, weekend = time(1, was(TOWELS, USED)), time(2, was(CARDS, USED), length=Length.WEEKEND)
    assert on(night, weekend) == [(TOWELS, Why.LAST_TIME)]
    assert on(night, weekend, length=Length.LONGER) == [(CARDS, Why.LAST_TIME)]


def test_safety_comes_along_from_shorter_times() -> None:
    evening = time(1, was(INHALER, USED), was(TOWELS, USED), length=Length.EVENING)
    assert on(evening, length=Length.LONGER) == [(INHALER, Why.LAST_TIME)]
    assert on(evening, length=Length.COFFEE) == [(INHALER, Why.LAST_TIME), (TOWELS, Why.LAST_TIME)]
    week = time(1, was(INHALER, USED), length=Length.LONGER)
    assert on(week, length=Length.EVENING) == []


def test_only_the_last_few_times_count() -> None:
    past = [time(0, was(BAG, USED)), *(time(nth, was(TOWELS, USED)) for nth in range(1, 8))]
    assert on(*past) == [(TOWELS, Why.LAST_TIME)]


HEADINGS = ["packing", "errands", "freezer", "laundry", "presents", "cards", "other"]
THINGS = st.builds(
    Thing,
    st.sampled_from(HEADINGS),
    st.sampled_from(["towels", "soup", "a card", "Inhaler", "keys", "socks"]),
    st.booleans(),
)
PAST_THINGS = st.one_of(
    st.builds(was, THINGS, st.sampled_from([True, False, None])),
    st.builds(off, THINGS),
    st.builds(missing, THINGS),
)
PASTS = st.lists(
    st.builds(
        lambda nth, things, length: time(nth, *things, length=length),
        st.integers(0, 40),
        st.lists(PAST_THINGS, max_size=12),
        st.sampled_from(list(Length)),
    ),
    max_size=6,
)


@law
@given(PASTS, st.sampled_from(list(Length)))
def test_laws(past: list[PastList], length: Length) -> None:
    found = start(past, length)
    keys = [thing.key for thing in found.things]
    assert len(keys) == len(set(keys)), "everything stands in one place only"
    assert len(found.asked) <= MOST_ASKED
    known = {one.thing.key for past_time in past for one in past_time.things}
    assert set(keys) <= known, "nothing is made up"
    suggested_away = {thing for one in found.asked for thing in one.things} | set(found.left_off)
    assert not any(thing.must_stay for thing in suggested_away)
    assert found == start(list(reversed(past)), length) or len({one.at for one in past}) < len(past)


def test_a_worry_like_an_earlier_one() -> None:
    earlier = ["the car breaks down", "that bedtime goes wrong", "Bedtime with Zoe"]
    assert alike("bedtime again", earlier) == 1
    assert alike("that they are sad", earlier) is None
