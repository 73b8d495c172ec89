"""kbye does not start where the data would not be safe, and says why in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from kbye.cli import prepare, storage
from kbye.cli.storage import Found, file_system_of, judge, judge_place
from tests.cli.conftest import Kbye

GOOD = Found(version=(3, 40, 1), journal_mode="wal", synchronous=2, foreign_keys=1)
MOUNTS = [
    "/dev/sda1 / ext4 rw 0 0",
    "server:/homes /home nfs4 rw 0 0",
    "/dev/sdb1 /home/local ext4 rw 0 0",
    "//box/share /media/the\\040box cifs rw 0 0",
]


def test_good_settings_are_no_reason_to_refuse() -> None:
    assert judge(GOOD) == []


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (GOOD._replace(version=(3, 39, 4)), "3.39.4"),
        (GOOD._replace(journal_mode="delete"), "write-ahead log"),
        (GOOD._replace(synchronous=1), "power cut"),
        (GOOD._replace(foreign_keys=0), "foreign keys"),
    ],
)
def test_each_wrong_one_is_named(found: Found, word: str) -> None:
    [reason] = judge(found)
    assert word in reason


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/kbye", "ext4"),
        ("/home/sam", "nfs4"),
        ("/home/local/kbye", "ext4"),
        ("/media/the box/kbye", "cifs"),
    ],
)
def test_the_file_system_of_a_folder_is_the_one_mounted_nearest(folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == kind


def test_a_network_drive_is_refused_and_a_disk_is_not() -> None:
    [reason] = judge_place(Path("/home/sam/kbye"), MOUNTS)
    assert "network drive" in reason
    assert judge_place(Path("/home/local/kbye"), MOUNTS) == []
    assert judge_place(Path("/anywhere"), []) == []


@pytest.mark.skipif(not settings.IS_SQLITE, reason="about SQLite")
@pytest.mark.django_db
def test_it_asks_the_connection_that_is_really_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = storage._ask()
    assert (found.synchronous, found.foreign_keys) == (2, 1)
    monkeypatch.setattr(prepare, "data_folder", lambda folder: None)
    monkeypatch.setattr(storage, "_ask", lambda: GOOD._replace(synchronous=1))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    with pytest.raises(SystemExit, match="kbye does not start"):
        prepare.everything()
    assert connection.connection is not None


def test_with_postgresql_there_is_nothing_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IS_SQLITE", False)
    assert storage.troubles() == []


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("DATABASE_URL", "postgres://kbye@127.0.0.1:1/kbye", "The database cannot be opened"),
        ("DATABASE_URL", "carrier pigeon", "a setting cannot be understood"),
        ("PORT", "eighty", "a setting cannot be understood"),
        ("KBYE_WORKERS", "many", "KBYE_WORKERS is how many processes"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(
    kbye: Kbye, setting: str, value: str, words: str
) -> None:
    refused = kbye.run("serve", **{setting: value})
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_none_is_refused(kbye: Kbye) -> None:
    (kbye.data / "kbye.sqlite3").write_text("this was never a database, " * 50)
    refused = kbye.run("set-up-code")
    assert refused.returncode == 1
    assert "The database cannot be opened: file is not a database" in refused.stderr


def test_a_database_of_a_newer_kbye_is_refused_and_left_alone(kbye: Kbye) -> None:
    kbye.code(
        "from django.db import connection\nfrom django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('household', '9999_from_tomorrow')"
    )
    before = (kbye.data / "kbye.sqlite3").read_bytes()
    refused = kbye.run("serve")
    assert refused.returncode == 1
    assert "newer kbye" in refused.stderr
    assert (kbye.data / "kbye.sqlite3").read_bytes() == before
