"""The `kbye` command: friendly to those who ask, quick, and clear when it does not understand."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kbye import __version__
from kbye.cli.main import main
from tests.cli.conftest import ROOT, Kbye

COMMANDS = ["serve", "work", "set-up-code", "calendar"]


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert [command for command in COMMANDS if not re.search(rf"^ +{command}\b", said, re.M)] == []


def test_without_a_command_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "serve" in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: kbye {command}" in capsys.readouterr().out


def test_it_knows_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"kbye {__version__}\n"


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_a_port_is_a_number(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", f"--port={port}"])
    assert left.value.code == 2
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["calendar", "--help"]])
def test_django_is_not_loaded_for_it(words: list[str]) -> None:
    look = f"import sys, kbye.cli.main as m\ntry: m.main({words!r})\nexcept SystemExit: pass\n"
    look += "assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=True, capture_output=True, timeout=60)


def test_a_set_up_code_for_another_household(kbye: Kbye) -> None:
    said = kbye.run("set-up-code")
    assert said.returncode == 0
    [address] = [word for word in said.stdout.split() if word.startswith("http")]
    code = address.rstrip("/").rpartition("/")[2]
    assert (
        kbye.code(f"from kbye.household.door import SetUpCode; print(SetUpCode.is_open({code!r}))") == "True"
    )
