"""A long message becomes lines, each with a guess."""

from __future__ import annotations

import pytest

from kbye.handbook.splitting import CONTACT, LONGEST, MOST, Proposal, name_before, phone_in, split

CHILDREN = ("Mia", "Ben", "Zoe")
HINTS = {"allergy": "allerg", "medicine": "inhaler", "house": "key fuse"}
MESSAGE = """Hi Alex,

- Ben: the rabbit sleeps on the left
2) Zoe is allergic to nuts.
The inhaler is in the blue bag. Dr. Winter knows about it.
The fuse box is behind the coats
Grandma: +49 30 23125 014, has a key

Love,
Sam!
---
The fuse box is behind the coats
"""


def lines(text: str) -> list[Proposal]:
    return split(text, children=CHILDREN, hints=HINTS)


def test_a_message_becomes_its_lines_without_greetings_and_doubles() -> None:
    assert lines(MESSAGE) == [
        Proposal("the rabbit sleeps on the left", "", "Ben"),
        Proposal("Zoe is allergic to nuts.", "allergy", "Zoe"),
        Proposal("The inhaler is in the blue bag.", "medicine"),
        Proposal("Dr. Winter knows about it."),
        Proposal("The fuse box is behind the coats", "house"),
        Proposal("Grandma: +49 30 23125 014, has a key", CONTACT),
    ]


def test_nothing_is_longer_than_an_entry_and_there_is_an_end_to_it() -> None:
    long = " ".join(["bedtime"] * 100)
    assert all(len(one.words) <= LONGEST for one in lines(long))
    assert len(lines("x" * 5 * LONGEST)) == 1, "doubles"
    assert len(lines("\n".join(f"line {number} of many" for number in range(100)))) == MOST


@pytest.mark.parametrize("text", ["", "\n\n", "---", "Hi Alex,", "17 18", "🙂"])
def test_what_is_no_line_is_left_out(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    ("line", "phone", "name", "note"),
    [
        ("Grandma: +49 30 23125 014, has a key", "+49 30 23125 014", "Grandma", "has a key"),
        ("Dr Winter, the doctor (030) 555-0142", "(030) 555-0142", "Dr Winter", "the doctor"),
        ("at 18:30 on 4 Dec", "", "", ""),
    ],
)
def test_a_number_and_whose_it_is(line: str, phone: str, name: str, note: str) -> None:
    assert phone_in(line) == phone
    if phone:
        assert name_before(line, phone) == (name, note)
