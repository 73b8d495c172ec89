"""What to do if …: a few rows that every home has from the start. None is required, each can be written anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kbye.household.knowledge import Fact

# Nothing here is medical advice: it says whom to call and that plans may change.
BROUGHT_ALONG: dict[str, tuple[Promise, Promise]] = {
    "ill": (
        _("Somebody is ill"),
        _("You decide, and you may ask the doctor: the number is with those to call. The plans can wait."),
    ),
    "hurt": (
        _("Somebody is hurt"),
        _("When in doubt the emergency number, at once. Then the doctor, then whoever else should know."),
    ),
    "pick_up": (
        _("A pick-up does not work out"),
        _(
            "Call there first, so that somebody waits with them. Then go, or send one of those who may collect."
        ),
    ),
    "helper": (
        _("A helper cancels"),
        _("Ask the next one, or do it yourself. What was planned may change."),
    ),
    "settle": (
        _("Somebody cannot settle"),
        _("What comforts whom stands with each child. Late is fine, and so is the big bed."),
    ),
    "locked_out": (
        _("You are locked out"),
        _("Whoever has a key is among those to call. Children into the warm first, the door second."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IfThen:
    """One row. `fact` is None while it is as kbye brought it along; `seed` is "" for one of the house's own."""

    words: str
    detail: str
    seed: str = ""
    fact: Fact | None = None


def if_then_rows(facts: Iterable[Fact], settled: Collection[str]) -> tuple[IfThen, ...]:
    """The rows brought along, as the house has them now and without those it left out; then its own.

    `settled`: the seeds of all rows that were ever written, those taken out among them.
    """
    rows = [one for one in facts if one.kind == Fact.Kind.IF_THEN]
    theirs = {one.seed: one for one in rows if one.seed}
    left_out = set(settled) - set(theirs)
    found = [
        _of(theirs[seed]) if seed in theirs else IfThen(words=str(words), detail=str(detail), seed=seed)
        for seed, (words, detail) in BROUGHT_ALONG.items()
        if seed not in left_out
    ]
    return (*found, *(_of(one) for one in rows if not one.seed))


def _of(fact: Fact) -> IfThen:
    return IfThen(words=fact.words, detail=fact.more, seed=fact.seed, fact=fact)
