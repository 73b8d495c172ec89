"""Finding a line by a few words."""

from __future__ import annotations

import pytest

from kbye.planning.finding import folded, found, is_near, means, wanted_words

SHELF = (
    "thermometer bathroom cabinet, top drawer",
    "Ben rabbit without ears",
    "Möhrenbrei freezer",
    "spare inhaler blue bag by the door",
    "Straße 7, the neighbours",
)
FILL = ["where", "is", "the", "in", "how"]


@pytest.mark.parametrize("written", ["Möhre", "MOEHRE", "mohre", "Mo\u0308hre"])
def test_case_and_umlauts_do_not_matter(written: str) -> None:
    assert folded(written) == "mohre"
    assert found(written, SHELF) == [2]


def test_a_sharp_s_is_two() -> None:
    assert found("strasse", SHELF) == found("STRAẞE", SHELF) == [4]


@pytest.mark.parametrize(
    "typed", ["thermometer", "termometer", "thermommeter", "thermometre", "thermoneter", "htermometer"]
)
def test_one_wrong_letter_does_not_matter(typed: str) -> None:
    assert found(typed, SHELF) == [0]


@pytest.mark.parametrize("typed", ["themometre", "barometer", "xyz", "Zen"])
def test_more_than_one_is_another_word(typed: str) -> None:
    assert found(typed, SHELF) == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("bag", "bag", True),
        ("bag", "bags", True),
        ("bag", "bg", True),
        ("bag", "gab", False),
        ("bag", "bga", True),
        ("", "a", True),
        ("", "ab", False),
        ("bag", "bug", True),
        ("bags", "bugz", False),
    ],
)
def test_near_is_one_letter_away(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is is_near(other, one) is near


def test_what_is_typed_need_not_be_finished() -> None:
    assert found("ther", SHELF) == [0]
    assert found("thremo", SHELF) == [0]
    assert means("be", "ben")
    assert not means("en", "ben"), "two letters begin a word"


def test_a_question_finds_what_it_asks_for() -> None:
    assert wanted_words("Where is the thermometer?", FILL) == ("thermometer",)
    assert found("Where is the thermometer?", SHELF, FILL) == [0]
    assert wanted_words("where is it", ["where", "is", "it"]) == ("where", "is", "it")


def test_all_words_are_found_or_else_the_most_of_them() -> None:
    assert found("inhaler bag", SHELF) == [3]
    assert found("rabbit drawer thermometer", SHELF) == [0, 1]
    assert found("", SHELF) == found("?!", SHELF) == []
