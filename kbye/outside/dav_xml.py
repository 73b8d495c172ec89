"""What a calendar server answers, as a tree: read by expat with every door shut that XML has.

No document type is accepted, so there are no entities, no external files and nothing that grows while it is read.
What is deep, many or long beyond reason is refused before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 32
# Twenty thousand entries with all that is asked of each; more takes seconds to read.
MAX_NODES = 150_000
MAX_ATTRIBUTES = 32
MAX_BYTES = 10 * 1024 * 1024

DAV = "DAV:"
CAL = "urn:ietf:params:xml:ns:caldav"


class NotSafe(ValueError):
    """Not XML, or XML of a kind that no calendar server needs."""


@dataclass(slots=True)
class Node:
    """One element. `name` is namespace and name with a space in between: "DAV: href"."""

    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, without what surrounds it."""
        return "".join(self.pieces).strip()

    def all(self, *path: str) -> Iterator[Node]:
        """What one finds going down by these names, in order."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> Node | None:
        return next(self.all(*path), None)

    def text_at(self, *path: str) -> str:
        found = self.first(*path)
        return found.text if found else ""


def dav(name: str) -> str:
    return f"{DAV} {name}"


def cal(name: str) -> str:
    return f"{CAL} {name}"


def read(body: bytes) -> Node:
    """The root of a document. It is UTF-8, whatever it says of itself. Raises `NotSafe`."""
    if len(body) > MAX_BYTES:
        raise NotSafe("long")
    tree = _Tree()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _no_document_type
    parser.StartElementHandler, parser.EndElementHandler = tree.begin, tree.end
    parser.CharacterDataHandler = tree.add
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise NotSafe("not XML") from error
    if tree.root is None:
        raise NotSafe("empty")
    return tree.root


class _Tree:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_NODES or len(self.open) >= MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            raise NotSafe("too much")
        node = Node(name, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, name: str) -> None:
        self.open.pop()

    def add(self, text: str) -> None:
        self.open[-1].pieces.append(text)


def _no_document_type(*_declared: object) -> int:
    raise NotSafe("document type")
