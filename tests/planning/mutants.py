"""`make mutants`: how many small mistakes, put into the planner one at a time, its quick tests notice.

Comparisons, sums, numbers, `and` and `or` are exchanged, statements left out: so many of them for each file, drawn
by lot, the same ones every time. A mistake is noticed if a test fails or never ends: takes several times as long as
without it. Nothing is written anywhere: each mistake lives in a process of its own, which imports the changed source
instead of the file.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from copy import deepcopy
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random
from types import CodeType, ModuleType

ROOT = Path(__file__).parents[2]
PLANNER = "kbye.planning.coverage"
FOLDER = ROOT / PLANNER.replace(".", "/")
TESTS = "tests/planning/coverage/test_{}.py"
# Which tests are for which file. Its own come first, as it is over with the first that fails; then those of its kind.
JUDGING = {
    "check": "check",
    "price": "price",
    "timeline": "check",
    "problem": "check",
    "situation": "situation_file",
    "reader": "situation_file",
    "earlier": "situation_file",
    "fields": "situation_file",
    "grid": "situation_file",
    "anonymous": "situation_file",
    "writer": "answer",
    "report": "answer",
    "explain": "answer",
    "outcome": "answer",
    "reasons": "reasons",
    "repairs": "repairs",
    "masks": "masks",
}
SEARCHING = {
    "asking": "asking_alone",
    "baseline": "start_alone",
    "start": "start_alone",
    "joining": "tidy_alone",
    "tidy": "tidy_alone",
    "board": "board_alone",
    "state": "board_alone",
    "chances": "board_alone",
    "search": "settled_alone",
    "greedy": "settled_alone",
    "placing": "settled_alone",
    "improve": "improve_alone",
    "solve": "solve_alone",
    "prove": "solve_alone",
    "windows_search": "windows_alone",
    "bits": "bits_alone",
    "asked": "bits_alone",
    "frame": "layout_alone",
    "ground": "layout_alone",
    "layout": "layout_alone",
    "priced": "layout_alone",
    "trips": "trips_alone",
    "outings": "layout_alone",
    "rework": "rework_alone",
}
PROVING = {
    "network": "proofs_alone",
    "literals": "proofs_alone",
    "model": "proofs_alone",
    "decode": "proofs_alone",
    "exact": "exact_alone",
    "parts": "exact_alone",
    "hints": "hints_alone",
    "weighed": "weighed",
}
KINDS = (
    (JUDGING, (*JUDGING.values(), "judging_alone")),
    (SEARCHING, ("settled_alone", "rework", "touching_asks")),
    (PROVING, ("proofs_alone", "hints_alone")),
)
# Never is what takes longer than this, and so many times as long as without the mistake.
SECONDS, TIMES = 10, 4

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,  # codespell:ignore
}  # fmt: skip
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
LEFT_OUT = (ast.Expr, ast.Assign, ast.AugAssign, ast.Continue, ast.Raise)


def mistakes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every place where a mistake fits; what only describes (annotations, decorators, texts, types) has none."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST) and not _names_a_type(node):
                if _fits(node):
                    yield node
                yield from mistakes(node)


def _names_a_type(node: ast.AST) -> bool:
    """`Way = int | None`: a name like that of a class."""
    name = (
        node.targets[0].id if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) else ""
    )
    return name != name.lower() and name != name.upper()


def _fits(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int)
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)
    if isinstance(node, ast.BinOp):
        return type(node.op) in RECKONED
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.Compare):
        return not _is_drawn(node.left)
    return isinstance(node, (ast.BoolOp, *LEFT_OUT))


def _is_drawn(node: ast.expr) -> bool:
    """`dice.random()`: less, or less or equal, is the same."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "random"


class _Mistaken(ast.NodeTransformer):
    """Makes the mistake at the node with this number among those where one fits."""

    def __init__(self, at: ast.AST) -> None:
        self.at = at

    def visit(self, node: ast.AST) -> ast.AST:
        if node is not self.at:
            return self.generic_visit(node)
        if isinstance(node, ast.Compare):
            node.ops[0] = COMPARED[type(node.ops[0])]()
        elif isinstance(node, ast.BoolOp):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            node.value = not node.value if isinstance(node.value, bool) else node.value + 1
        elif isinstance(node, ast.UnaryOp):
            return node.operand
        elif isinstance(node, ast.BinOp):
            node.op = RECKONED[type(node.op)]()
        else:
            return ast.Pass()
        return node


def changed(tree: ast.Module, number: int) -> tuple[ast.Module, str]:
    """The tree with the mistake of this number, and the line as it was and is."""
    copy = deepcopy(tree)
    at = list(mistakes(copy))[number]
    before = ast.unparse(at)
    _Mistaken(at).visit(copy)
    after = ast.unparse(at) if ast.unparse(at) != before else "(left out)"
    told = f"{getattr(at, 'lineno', 0)}: {before.splitlines()[0]}  →  {after.splitlines()[0]}"
    return ast.fix_missing_locations(copy), told


class _Instead:
    """Imports this code where the file of the module would be imported."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.module else None  # type: ignore[arg-type]

    def create_module(self, _: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def noticed(module: str, broken: ast.Module, tests: list[str], known: dict[str, float]) -> bool:
    """True if the tests fail, or do not end, with the module like that; it is known how long they take without."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        sys.meta_path.insert(0, _Instead(module, compile(broken, module, "exec")))
        for some in (tests[:1], tests[1:]):
            # Of its own time: a busy machine notices nothing.
            signal.setitimer(signal.ITIMER_PROF, SECONDS + TIMES * sum(known[path] for path in some))
            if some and _passes(some):
                os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def _passes(tests: list[str]) -> int:
    """The exit code of pytest with nothing added: what it brings along takes longer than these tests."""
    import pytest

    bare = ["-c", os.devnull, f"--rootdir={ROOT}", "--noconftest", "--import-mode=importlib"]
    return int(pytest.main([*bare, "-x", "-q", "-p", "no:cacheprovider", *tests]))


def _warmed(tests: list[str]) -> dict[str, float]:
    """How long each of the tests takes. Imports what all of them stand on once, and not in every process; of the
    planner nothing."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.path.insert(0, str(ROOT))
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    known = {path: _taken(path) for path in tests}
    os.dup2(out, 1)
    for loaded in [name for name in sys.modules if name.startswith(("kbye", "tests"))]:
        del sys.modules[loaded]
    return known


def _taken(path: str) -> float:
    begun = time.process_time()
    if _passes([path]):
        raise SystemExit(f"{path} fails as it is: it would notice everything.")
    return time.process_time() - begun


def _all_files() -> list[str]:
    known = [file for kind, _ in KINDS for file in kind]
    forgotten = {path.stem for path in FOLDER.glob("*.py")} - {*known, "__init__"}
    if forgotten:
        raise SystemExit(f"Nobody says which tests are for {', '.join(sorted(forgotten))}.")
    return known


def _tests_of(file: str) -> list[str]:
    own, further = next((files[file], further) for files, further in KINDS if file in files)
    return _paths([own, *further])


def _paths(names: Iterable[str]) -> list[str]:
    return [TESTS.format(name) for name in dict.fromkeys(names)]


def main() -> None:
    parser = argparse.ArgumentParser(description="How many small mistakes the planner's quick tests notice.")
    parser.add_argument("files", nargs="*", help="such as check price; all of them without")
    parser.add_argument("--each", type=int, default=25, help="how many mistakes in each file")
    parser.add_argument("--lot", default="1", help="another lot draws other mistakes")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    files = chosen.files or _all_files()
    known = _warmed(sorted({path for file in files for path in _tests_of(file)}))
    total = found = 0
    for file in files:
        tree = ast.parse((FOLDER / f"{file}.py").read_text(encoding="utf-8"))
        places = range(len(list(mistakes(tree))))
        drawn = sorted(Random(f"{chosen.lot} {file}").sample(places, min(chosen.each, len(places))))
        left = []
        for number in drawn:
            broken, told = changed(tree, number)
            left += [] if noticed(f"{PLANNER}.{file}", broken, _tests_of(file), known) else [told]
        total, found = total + len(drawn), found + len(drawn) - len(left)
        _say(f"{file}: {len(drawn) - len(left)} of {len(drawn)} noticed, of {len(places)} that can be")
        for told in left:
            _say(f"    {told}")
    _say(f"altogether {found} of {total}: {100 * found // max(total, 1)} %")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
