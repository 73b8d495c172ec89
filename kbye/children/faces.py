"""People as children know them: a colour, initials, and the name they call them by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kbye.household.people import Member


class Face(NamedTuple):
    name: str
    initials: str
    colour: int

    def __str__(self) -> str:
        return self.name


def face(member: Member) -> Face:
    name = member.called_by_children
    initials = "".join(word[0] for word in name.split()[:2]).upper() or "?"
    return Face(name, initials, member.colour)


def faces(members: Iterable[Member]) -> tuple[Face, ...]:
    return tuple(face(one) for one in members)
