"""Which texts somebody may be shown: found in the code and the templates themselves, never listed by hand.

Every definition at the top of a module is a node, every name in it that leads to another definition an edge; what a
view can reach is what its visitor may read. Too much is found rather than too little: a form that is never shown to
a helper counts if a view of theirs names it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from django.template import Template, engines
from django.template.base import Token
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parents[2]
_IN_CODE = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
_IN_A_TAG = re.compile(r'_\("((?:[^"\\]|\\.)*)"\)')
_NAME = re.compile(r"[\w/]+(\.svg)?\.html")
_TAGS = re.compile(r"\{[%{].*?[%}]\}")


class Text(NamedTuple):
    """What a catalogue has to know. `many` is "" where nothing is counted."""

    one: str
    many: str = ""
    context: str = ""


class Place(NamedTuple):
    """A definition at the top of a module: a function, a class, a constant."""

    module: str
    name: str


class Definition(NamedTuple):
    leads_to: frozenset[Place]
    texts: frozenset[Text]
    templates: frozenset[str]


class Module:
    """One file of kbye, as far as it matters here."""

    def __init__(self, name: str) -> None:
        self.name = name
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
        self.imported = dict(_imported(tree))
        self.nodes = {name: node for node in tree.body for name in _names_of(node)}
        self.understood = dict[str, Definition]()

    def place_of(self, name: str) -> Place | None:
        """Where that name was defined; `Place(module, "")` for a module; None if that is not in kbye."""
        if name in self.nodes:
            return Place(self.name, name)
        came_from = self.imported.get(name)
        if came_from is None or not came_from.module.startswith("kbye"):
            return None
        if _is_module(f"{came_from.module}.{came_from.name}"):
            return Place(f"{came_from.module}.{came_from.name}", "")
        return module(came_from.module).place_of(came_from.name)

    def definition(self, name: str) -> Definition:
        if name not in self.understood:
            self.understood[name] = self._definition(self.nodes[name])
        return self.understood[name]

    def _definition(self, node: ast.stmt) -> Definition:
        leads_to, texts, templates = set[Place](), set[Text](), set[str]()
        for one in ast.walk(node):
            if isinstance(one, ast.Name):
                leads_to.add(self.place_of(one.id) or Place("", ""))
            elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                of = self.place_of(one.value.id)
                if of is not None and not of.name:
                    leads_to.add(module(of.module).place_of(one.attr) or Place("", ""))
            elif isinstance(one, ast.Call):
                texts |= set(self._text_in(one))
            elif isinstance(one, ast.Constant) and _NAME.fullmatch(str(one.value)):
                templates.add(str(one.value))
        return Definition(frozenset(to for to in leads_to if to.name), frozenset(texts), frozenset(templates))

    def _text_in(self, call: ast.Call) -> Iterator[Text]:
        if not isinstance(call.func, ast.Name):
            return
        came_from = self.imported.get(call.func.id)
        if came_from is None or came_from.module != "django.utils.translation":
            return
        how_many = _IN_CODE.get(came_from.name, 0)
        said = [one.value for one in call.args[:how_many] if isinstance(one, ast.Constant)]
        if said and len(said) == how_many:
            yield Text(*map(str, said))


@cache
def module(name: str) -> Module:
    return Module(name)


@cache
def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _imported(tree: ast.Module) -> Iterator[tuple[str, Place]]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((one.asname or one.name, Place(node.module, one.name)) for one in node.names)


def _names_of(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


def reached(roots: Iterable[Place]) -> dict[Place, Definition]:
    """These definitions, and all that they lead to."""
    found, waiting = dict[Place, Definition](), list(roots)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found[place] = module(place.module).definition(place.name)
            waiting += found[place].leads_to
    return found


def those_that_lead_to(what: Place) -> Iterator[Place]:
    """Every definition of kbye that calls it, also by way of others in its own module."""
    for name, path in _files().items():
        # Reading costs nothing beside understanding.
        if f"from {what.module} import" in path.read_text(encoding="utf-8"):
            places = {Place(name, one) for one in module(name).nodes}
            yield from (one for one in places if what in _reached_within(places, one))


def _reached_within(places: set[Place], start: Place) -> set[Place]:
    found, waiting = set[Place](), [start]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += module(place.module).definition(place.name).leads_to if place in places else ()
    return found


def texts_of(roots: Iterable[Place]) -> frozenset[Text]:
    """All that can be read by way of these definitions, in the code and in the templates it names."""
    definitions = reached(roots).values()
    templates = _with_included({name for one in definitions for name in one.templates})
    in_code = frozenset[Text]().union(*(one.texts for one in definitions))
    return in_code.union(*(_in_template(name) for name in templates))


def _with_included(names: Iterable[str]) -> set[str]:
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _named_in(name)
    return found


def _template(name: str) -> Template:
    return engines["django"].get_template(name).template  # type: ignore[attr-defined, no-any-return]


def _named_in(name: str) -> Iterator[str]:
    nodes = _template(name).nodelist
    for include in nodes.get_nodes_by_type(IncludeNode):
        yield from _constant(getattr(include, "template", None))
    for extends in nodes.get_nodes_by_type(ExtendsNode):
        yield from _constant(getattr(extends, "parent_name", None))


def _constant(expression: object) -> Iterator[str]:
    var = getattr(expression, "var", None)
    if isinstance(var, str):
        yield var


@cache
def _in_template(name: str) -> frozenset[Text]:
    template = _template(name)
    found = {Text(words) for tag in _TAGS.findall(template.source) for words in _IN_A_TAG.findall(tag)}
    for said in template.nodelist.get_nodes_by_type(TranslateNode):
        assert isinstance(said, TranslateNode)
        context = said.message_context
        words = getattr(said.filter_expression.var, "literal", said.filter_expression.var)
        found.add(Text(str(words), context=str(context.var) if context else ""))
    for block in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        assert isinstance(block, BlockTranslateNode)
        found.add(Text(_of_block(block, block.singular), _of_block(block, block.plural)))
    return frozenset(found)


def _of_block(block: BlockTranslateNode, tokens: list[Token] | None) -> str:
    words = block.render_token_list(tokens)[0] if tokens else ""
    return trim_whitespace(words) if block.trimmed else words


def everything() -> dict[Text, str]:
    """Every text of kbye, and the first file that says it."""
    found = dict[Text, str]()
    for name in _files():
        for one in module(name).nodes:
            for text in sorted(module(name).definition(one).texts):
                found.setdefault(text, f"{name.replace('.', '/')}.py")
    for path in sorted((ROOT / "kbye").glob("*/templates/**/*.html")):
        for text in sorted(_in_template(path.as_posix().partition("/templates/")[2])):
            found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def _files() -> dict[str, Path]:
    """The modules of kbye by their names."""
    files = sorted((ROOT / "kbye").rglob("*.py"))
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in files}
    return {name: path for name, path in named.items() if ".migrations." not in name and name[-1] != "_"}
