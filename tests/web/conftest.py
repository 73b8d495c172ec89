"""What the tests of the door share."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[None]:
    """Faults come out as they are, nothing goes out, and thousands of "Not Found" stay unwritten."""
    from kbye.outside.reach import Answer
    from kbye.set_up import address

    monkeypatch.setattr(address, "answer_at", lambda asked: Answer.KBYE)
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True  # type: ignore[attr-defined]
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(before)
