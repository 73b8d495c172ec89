"""Where things are, for tests about the house itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kbye"


def modules(folder: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    """Every module below the folder, with its path below the repository."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(), str(path))


def templates() -> list[Path]:
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def text_of(name: str) -> str:
    return (ROOT / name).read_text()
