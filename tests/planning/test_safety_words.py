"""What is known to be about safety, in the words families use; and what only looks like it."""

from __future__ import annotations

import pytest

from kbye.planning.safety_words import is_about_safety


@pytest.mark.parametrize(
    "words",
    [
        "Ben's inhaler",
        "MEDICINE",
        "Zoe's allergy card",
        "that she eats peanuts",
        "car seat into Alex's car",
        "the keys",
        "house key for Grandma",
        "emergency sheet",
        "first aid box",
        "Kindersitz",
        "Schlüssel an Oma",
        "Notfallblatt",
        "médicaments de Ben",
        "fever syrup",
        "insurance card",
        "Schwimmweste",
        "the stair gate stays shut",
    ],
)
def test_is_about_safety(words: str) -> None:
    assert is_about_safety(words)


@pytest.mark.parametrize(
    "words",
    [
        "towels",
        "a card for each day",
        "keyboard lesson",
        "that bedtime goes wrong",
        "monkey",
        "two pillows",
        "",
    ],
)
def test_is_not(words: str) -> None:
    assert not is_about_safety(words)
