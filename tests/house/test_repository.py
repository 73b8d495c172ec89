"""The repository runs anywhere: migrations are complete, imports go one way, no file names somebody's disk."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.house.repository import ROOT

PLACES = ("work", "tmp", "root", "mnt", "Users")
SOMEBODYS_DISK = re.compile(rf"(?<![\w.\]}}])/(?:{'|'.join(PLACES)})/[\w.]|[A-Z]:\\Users")


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_go_one_way() -> None:
    checked = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert re.search(r"Contracts: ([3-9]|\d\d) kept, 0 broken", checked.stdout)


@pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="not a git checkout")
def test_no_file_names_a_path_of_somebodys_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    names = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    assert len(names) > 100
    assert [name for name in names if SOMEBODYS_DISK.search(_text(name))] == []


def _text(name: str) -> str:
    return (ROOT / name).read_bytes().decode("utf-8", "ignore")


@pytest.mark.parametrize("place", PLACES)
def test_such_a_path_is_found(place: str) -> None:
    assert SOMEBODYS_DISK.search(f"open('/{place}/x')")
    assert SOMEBODYS_DISK.search(f"see /{place}/.cache")
    assert not SOMEBODYS_DISK.search(f"https://example.org/{place}/x")
