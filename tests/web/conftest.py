"""What the tests of the door share."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[None]:
    """Faults come out as they are, nothing goes out, no try is one too many, and "Not Found" stays unwritten."""
    from kbye.household import ready_query
    from kbye.outside.reach import Answer
    from kbye.set_up import address
    from kbye.web import guessing

    monkeypatch.setattr(address, "answer_at", lambda asked: Answer.KBYE)
    monkeypatch.setattr(guessing, "MOST", 10**9)
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True  # type: ignore[attr-defined]
    # What a test changes about queries counts for those that were put together before, too.
    ready_query.forget()
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(before)
    ready_query.forget()
