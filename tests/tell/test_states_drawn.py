"""The document draws what the table says, line by line."""

from __future__ import annotations

import pytest

from kbye.planning import agreeing
from kbye.planning.agreeing import ALLOWED, Action, Actor, State
from tests.house.repository import text_of
from tests.tell.drawing import diagram, read, tables

WRITTEN = text_of("docs/states.md")


def test_the_document_is_the_table() -> None:
    assert read(WRITTEN) == ALLOWED
    assert tables() in WRITTEN
    assert diagram() in WRITTEN


def test_a_change_of_the_table_alone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(agreeing.ALLOWED, (State.BACK, Actor.STAYER, Action.GOT_IT), State.GOT_IT)
    assert read(WRITTEN) != ALLOWED
    assert tables() not in WRITTEN
    assert diagram() not in WRITTEN


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        read("**The asker**\n\n| | tell |\n|---|---|\n| **drafted** | perhaps |")
