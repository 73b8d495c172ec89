"""What every test stands on: settings that touch nothing outside, a fixed clock, and the cast."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as current
from django.middleware import csrf
from pytest_django.fixtures import Settings

from tests.parts import ANY_DATABASE, ON_A_PHONE, ON_BOTH, SLOW

if TYPE_CHECKING:
    from django.test import Client

    from tests.people import Family


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What would be left out in the end is not even read: that takes seconds in every worker."""
    if collection_path.suffix not in {"", ".py"}:
        return None
    path = collection_path.relative_to(config.rootpath).as_posix() + "/" * collection_path.is_dir()
    if not current.IS_SQLITE and path.startswith(ANY_DATABASE):
        return True
    wanted = config.option.markexpr.split(" and ")
    if "not slow" in wanted and path.startswith(SLOW):
        return True
    if "slow" in wanted and not path.startswith(SLOW) and not any(one.startswith(path) for one in SLOW):
        return collection_path.is_dir() or collection_path.name.startswith("test_")
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is slow; on PostgreSQL leaves out what would be the very same test as on SQLite."""
    paths = {item: item.path.relative_to(config.rootpath).as_posix() for item in items}
    for item, path in paths.items():
        if path.startswith(SLOW):
            item.add_marker("slow")
        if path.startswith(ON_A_PHONE) and "[desktop" in item.name and not item.name.startswith(ON_BOTH):
            item.add_marker("nightly")
    if not current.IS_SQLITE:
        same = [item for item in items if paths[item].startswith(ANY_DATABASE)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if item not in set(same)]


@pytest.fixture(autouse=True, scope="session")
def _no_name_in_a_form_by_chance() -> None:
    """Random letters spell "Zoe" once in a while: pages are searched for names that must not be there."""
    csrf.CSRF_ALLOWED_CHARS = "bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ"


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.PHOTOS = tmp_path / "photos"
    settings.EMERGENCY_SHEETS = tmp_path / "emergency"
    settings.EMAIL_FILE_PATH = tmp_path / "mailbox"


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet() -> None:
    from kbye.feeds import at_hand
    from kbye.web.guessing import guesses

    guesses.forget()
    at_hand.forget()


class Clock:
    """The clock of `kbye.web`, to be set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """In every test, asked for or not: what holds today has to hold whenever it is run."""
    from kbye.web import clock as real
    from tests.people import THURSDAY_NOON

    fixed = Clock(THURSDAY_NOON)
    monkeypatch.setattr(real, "now", fixed.now)
    return fixed


@pytest.fixture
def cast() -> Family:
    """The household nearly everything is tried on; a test that needs more of it makes its own."""
    from tests.people import family

    return family()


@pytest.fixture
def sam(cast: Family) -> Client:
    """Sam's phone, signed in."""
    from tests.people import signed_in

    return signed_in(cast.sam)


@pytest.fixture
def alex(cast: Family) -> Client:
    from tests.people import signed_in

    return signed_in(cast.alex)
