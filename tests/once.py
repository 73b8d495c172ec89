"""A world built once for all tests of a module; each test changes it in a transaction of its own, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.people import THURSDAY_NOON


@contextmanager
def built_once(blocker: DjangoDbBlocker, *, now: datetime = THURSDAY_NOON) -> Iterator[None]:
    """For a fixture of a module: what is made within, at that time, is gone after the module's last test.

    Rows that tests hold in memory are theirs to change: hand out copies (`copy.deepcopy`).
    """
    from kbye.web import clock

    with blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: now)
        yield
        transaction.set_rollback(True)
