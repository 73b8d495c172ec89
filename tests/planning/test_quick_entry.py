"""Ten lines pasted at once, with whatever other programs put in front of them."""

from __future__ import annotations

import pytest

from kbye.planning.quick_entry import Entered, bare, entered

HEADINGS = {"Packing": "packing", "Errands": "errands"}
PASTED = """Packing:
- [ ] towels
* [x] charger
1. socks
2) the good jacket
• 2 swimsuits

☐ a book
– **Errands:**
(3) library
"""


def test_a_pasted_list() -> None:
    assert entered(PASTED, "other", HEADINGS) == (
        Entered("packing", "towels"),
        Entered("packing", "charger"),
        Entered("packing", "socks"),
        Entered("packing", "the good jacket"),
        Entered("packing", "2 swimsuits"),
        Entered("packing", "a book"),
        Entered("errands", "library"),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- milk", "milk"),
        ("* milk", "milk"),
        ("+ milk", "milk"),
        ("\u2022\u00a0milk", "milk"),
        ("– milk", "milk"),
        ("- [ ] milk", "milk"),
        ("[x] milk", "milk"),
        ("[ ]milk", "milk"),
        ("☑️ milk", "milk"),
        ("✓ milk", "milk"),
        ("10. milk", "milk"),
        ("3) milk", "milk"),
        ("b) milk", "milk"),
        ("\ufeff  1.  - [ ]  milk  ", "milk"),
        ("milk   and  honey", "milk and honey"),
        ("2 towels", "2 towels"),
        ("3.5 l milk", "3.5 l milk"),
        ("7-day pass", "7-day pass"),
        ("-5 degrees: scarf", "-5 degrees: scarf"),
        ("T-shirts", "T-shirts"),
        ("(the blue one)", "(the blue one)"),
        ("- ", ""),
        ("1.", ""),
        ("---", "---"),
    ],
)
def test_marks_go_and_words_stay(line: str, words: str) -> None:
    assert bare(line) == words


def test_each_once_and_blank_lines_are_nothing() -> None:
    assert entered("milk\n\n  \n- Milk\nbread", "errands", HEADINGS) == (
        Entered("errands", "milk"),
        Entered("errands", "bread"),
    )


def test_a_colon_that_names_no_list_is_a_thing() -> None:
    assert entered("Ben: boots:", "packing", HEADINGS) == (Entered("packing", "Ben: boots:"),)
