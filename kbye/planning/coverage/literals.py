"""What is said of yes and no: at most one, exactly one, some of them.

Said of literals rather than of sums, the solver need not find it out. Needs ortools; imported only by the process that
proves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model

# The solver is not installed everywhere, and its types are unions of everything that can be added.
Var = Any
Expr = Any


class Literals:
    """A model without variables yet. Terms are literals, or 0 and 1."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()

    def literal(self, name: str) -> Var:
        return self.model.new_bool_var(name)

    def at_most_one(self, terms: Iterable[Expr], of: Expr = 1) -> None:
        """At most one of them, and none unless `of`."""
        literals, known = _split([*terms, negated(of)])
        if known > 1:
            self.model.add_bool_or([])
        elif known:
            self.model.add_bool_and([~literal for literal in literals])
        elif len(literals) > 1:
            self.model.add_at_most_one(literals)

    def exactly_one(self, terms: Iterable[Expr], of: Expr = 1) -> None:
        """One of them if `of`, and otherwise none."""
        literals, known = _split([*terms, negated(of)])
        if known:
            self.at_most_one(literals, 0)
        else:
            self.model.add_exactly_one(literals)

    def some(self, terms: Iterable[Expr], when: Expr) -> None:
        """One of them at least when this holds."""
        literals, known = _split([*terms, negated(when)])
        if not known:
            self.model.add_bool_or(literals)


def negated(term: Expr) -> Expr:
    return 1 - term if isinstance(term, int) else ~term


def _split(terms: Iterable[Expr]) -> tuple[list[Var], int]:
    """The literals among them, and how many hold anyway."""
    literals: list[Var] = []
    known = 0
    for term in terms:
        if isinstance(term, int):
            known += term
        else:
            literals.append(term)
    return literals, known
