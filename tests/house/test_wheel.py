"""The wheel is the whole of kbye: installed somewhere else it starts and serves, away from this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Kbye
from tests.house.repository import PACKAGE, ROOT, templates

SOURCES = ["kbye", "pyproject.toml", "README.md", "LICENSE"]
DATA = {".html", ".txt", ".css", ".js", ".svg", ".csv", ".webmanifest", ".png", ".mo"}


def run(*command: object, **environment: str) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: building leaves things lying about."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    built = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", built, source)
    [wheel] = built.glob("*.whl")
    return wheel


def files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_everything_kbye_reads_at_run_time_is_inside(wheel: Path) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.suffix in DATA | {".py"}
    }
    assert {path.relative_to(ROOT).as_posix() for path in templates()} <= wanted
    assert any(name.endswith("seeds.csv") for name in wanted)
    assert "kbye/household/migrations/0001_first.py" in wanted
    assert wanted - files(wheel) == set()


def test_nothing_else_is_inside(wheel: Path) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in files(wheel)} == {"kbye"}
    assert [name for name in files(wheel) if name.startswith("tests/") or "__pycache__" in name] == []


def serves(kbye: Kbye) -> None:
    with kbye.serving() as running:
        status, page = running.get(running.path)
        assert status == 200
        assert "/static/kbye/kbye." in page
        assert running.stop() == 0


def test_it_serves_from_where_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", site, wheel)
    kbye = Kbye(tmp_path)
    kbye.environment["PYTHONPATH"] = str(site)
    assert kbye.code("import kbye; print(kbye.__file__)").startswith(str(site))
    serves(kbye)


@pytest.mark.nightly
def test_it_installs_into_an_empty_environment_and_serves(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / "bin"
    run(programs / "python", "-m", "pip", "install", wheel)
    kbye = Kbye(tmp_path)
    del kbye.environment["PYTHONPATH"]
    kbye.command = [str(programs / "kbye")]
    serves(kbye)
