"""The documents say what is there: every setting, every make target, every folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.repository import PACKAGE, modules, text_of

READERS = {"_text", "_flag", "os.environ.get", "os.getenv", "environ.get"}


def _read_from_environment(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        name: ast.expr | None = None
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            name = node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            name = node.slice if ast.unparse(node.value) in {"os.environ", "environ"} else None
        if isinstance(name, ast.Constant):
            yield str(name.value)


def test_every_setting_is_explained_and_no_other() -> None:
    read = {name for _path, tree in modules() for name in _read_from_environment(tree)}
    explained = set(re.findall(r"^\| `([A-Z][A-Z_]+)`", text_of("docs/configuration.md"), re.M))
    assert {"PORT", "DATABASE_URL", "KBYE_DATA", "KBYE_WORKERS"} <= read
    assert explained == read


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", text_of("Makefile"), re.M))


def test_every_make_target_is_in_contributing_and_no_other() -> None:
    assert {"run", "test", "check", "browser", "nightly", "bench", "lock", "clean"} <= make_targets()
    assert set(re.findall(r"`make ([a-z-]+)", text_of("CONTRIBUTING.md"))) == make_targets()


def test_no_make_target_is_mistaken_for_a_file() -> None:
    [phony] = re.findall(r"^\.PHONY: (.*)$", text_of("Makefile"), re.M)
    assert set(phony.split()) == make_targets()


def test_every_folder_is_in_the_architecture() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    assert {"planning", "household", "web", "work", "cli"} <= folders
    architecture = text_of("docs/architecture.md")
    assert {name for name in folders if not re.search(rf"\b{name}/", architecture)} == set()


def test_what_the_documents_link_to_is_there() -> None:
    for name in ("CONTRIBUTING.md", "docs/configuration.md", "docs/hosting.md"):
        folder = (PACKAGE.parent / name).parent
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[\w-]*)?\)", text_of(name)):
            assert (folder / target).exists(), f"{name}: {target}"
