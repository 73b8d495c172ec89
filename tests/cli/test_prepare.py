"""What `kbye serve` makes before it serves, and only when it has to."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from kbye.cli import prepare


def forget_finders() -> None:
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]


@pytest.fixture
def static(settings: Any, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path / "static"


def test_the_folder_is_its_owners_alone_whatever_it_was(tmp_path: Path) -> None:
    for folder in (tmp_path / "new" / "deep", tmp_path / "old"):
        if folder.name == "old":
            folder.mkdir(mode=0o755)
        prepare.data_folder(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_tables_that_are_there_are_left_alone() -> None:
    assert not prepare.tables()


def test_static_files_are_collected_once(static: Path) -> None:
    assert [prepare.static_files(), prepare.static_files()] == [True, False]
    assert (static / "kbye" / "kbye.css").is_file()


def test_and_again_when_one_of_them_changed_or_they_are_gone(
    static: Path, settings: Any, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "note.txt").write_text("one")
    settings.STATICFILES_DIRS = [own]
    forget_finders()
    try:
        assert [prepare.static_files(), prepare.static_files()] == [True, False]
        (own / "note.txt").write_text("two")
        later = (static / "note.txt").stat().st_mtime + 10
        os.utime(own / "note.txt", (later, later))
        assert prepare.static_files()
        assert (static / "note.txt").read_text() == "two"
        (static / ".collected").unlink()
        assert prepare.static_files()
    finally:
        forget_finders()
