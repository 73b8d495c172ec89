"""Static files are collected as they are served: under names that change with their content, compressed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "kbye.web.static_files.Hashed"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def names(collected: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return found


def test_every_file_has_a_name_that_changes_with_its_content(collected: Path) -> None:
    paths = names(collected)
    assert {"kbye/kbye.css", "kbye/tokens.css", "kbye/js/main.js"} <= set(paths)
    for name, hashed in paths.items():
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", hashed), name
        assert (collected / hashed).is_file()


def test_modules_import_each_other_by_those_names(collected: Path) -> None:
    paths = names(collected)
    for name in [name for name in paths if name.startswith("kbye/js/")]:
        source = (collected / paths[name]).read_text()
        for target in re.findall(r"""(?:import\(|from\s*)["']\./([^"']+)["']""", source):
            assert f"kbye/js/{target}" in paths.values(), f"{name} imports {target}"
    main = (collected / paths["kbye/js/main.js"]).read_text()
    assert re.search(r'import\("\./\w+\.[0-9a-f]{12}\.js"\)', main)


def test_style_sheets_point_at_files_that_are_there(collected: Path) -> None:
    for hashed in [hashed for hashed in names(collected).values() if hashed.endswith(".css")]:
        sheet = collected / hashed
        for target in re.findall(r"""url\(["']?(?!data:|#)([^"')]+)""", sheet.read_text()):
            assert (sheet.parent / target.partition("#")[0]).is_file(), f"{hashed}: {target}"


def test_they_are_compressed_beforehand(collected: Path) -> None:
    sheet = collected / names(collected)["kbye/kbye.css"]
    for ending in (".br", ".gz"):
        assert 0 < sheet.with_name(sheet.name + ending).stat().st_size < sheet.stat().st_size / 2


def test_pages_link_to_those_names(collected: Path) -> None:
    assert staticfiles_storage.url("kbye/kbye.css") == f"/static/{names(collected)['kbye/kbye.css']}"
