"""What every test stands on: settings that touch nothing outside, a fixed clock, and the cast."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as current
from pytest_django.fixtures import Settings

from tests.parts import ANY_DATABASE, ON_A_PHONE, SLOW


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is slow; on PostgreSQL leaves out what would be the very same test as on SQLite."""
    paths = {item: item.path.relative_to(config.rootpath).as_posix() for item in items}
    for item, path in paths.items():
        if path.startswith(SLOW):
            item.add_marker("slow")
        if path.startswith(ON_A_PHONE) and "[desktop]" in item.name:
            item.add_marker("nightly")
    if not current.IS_SQLITE:
        same = [item for item in items if paths[item].startswith(ANY_DATABASE)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if item not in set(same)]


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.PHOTOS = tmp_path / "photos"
    settings.EMAIL_FILE_PATH = tmp_path / "mailbox"


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet() -> None:
    from kbye.web.guessing import guesses

    guesses.forget()


class Clock:
    """The clock of `kbye.web`, to be set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    from kbye.web import clock as real
    from tests.people import THURSDAY_NOON

    fixed = Clock(THURSDAY_NOON)
    monkeypatch.setattr(real, "now", fixed.now)
    return fixed
