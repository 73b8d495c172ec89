"""The table of states as `docs/states.md` draws it, and back: what is written there is what is expected."""

from __future__ import annotations

import re

from kbye.planning.agreeing import ALLOWED, Action, Actor, Key, State, Then

DRAWN = (Actor.ASKER, Actor.STAYER, Actor.OFFERER, Actor.TAKER)
Moves = dict[Key, State | Then]


def tables() -> str:
    """One table for each of those who may do anything: a row a state, a column an action, the next state inside."""
    return "\n\n".join(_table(actor) for actor in DRAWN)


def _table(actor: Actor) -> str:
    actions = [one for one in Action if any(key[1:] == (actor, one) for key in ALLOWED)]
    states = [one for one in State if any(key[:2] == (one, actor) for key in ALLOWED)]
    lines = [
        f"**The {actor.value}**",
        "",
        "| | " + " | ".join(one.value for one in actions) + " |",
        "|---" * (len(actions) + 1) + "|",
    ]
    for state in states:
        cells = [_cell(ALLOWED.get((state, actor, action))) for action in actions]
        lines.append(f"| **{state.value}** | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(to: State | Then | None) -> str:
    return to.value if to else "–"


def diagram() -> str:
    """The moves between different states, as a Mermaid diagram; one arrow for all who may make it."""
    arrows: dict[tuple[State, State | Then], set[str]] = {}
    for (state, _actor, action), to in ALLOWED.items():
        if to != state and to is not Then.AS_BEFORE:
            arrows.setdefault((state, to), set()).add(action.value)
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> drafted"]
    order = [*State, *Then]
    for (state, to), actions in sorted(
        arrows.items(), key=lambda one: (order.index(one[0][0]), order.index(one[0][1]))
    ):
        lines.append(f"    {_id(state)} --> {_id(to)}: {', '.join(sorted(actions))}")
    return "\n".join([*lines, "    back --> [*]", "    called_off --> [*]", "```"])


def _id(state: State | Then) -> str:
    return re.sub(r"\W+", "_", state.value)


def read(text: str) -> Moves:
    """The moves that the tables in this text allow. Raises ValueError for a word that is no state or action."""
    found: Moves = {}
    actor, actions = None, []
    for line in text.splitlines():
        if heading := re.fullmatch(r"\*\*The (.+)\*\*", line):
            actor = Actor(heading[1])
        elif line.startswith("| | "):
            actions = [Action(one) for one in _cells(line)[1:]]
        elif line.startswith("| **") and actor:
            state, *cells = _cells(line)
            row = zip(actions, cells, strict=True)
            found |= {
                (State(state.strip("*")), actor, action): _move(cell) for action, cell in row if cell != "–"
            }
    return found


def _cells(line: str) -> list[str]:
    return [one.strip() for one in line.strip("|").split("|")]


def _move(cell: str) -> State | Then:
    return Then(cell) if cell in {one.value for one in Then} else State(cell)
