"""Several lines at once: what somebody pastes becomes one thing a line, without its bullets, numbers and boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_LINES = 60
MOST_LETTERS = 200
_MARKS = re.compile(
    r"""^(?:
        [\s\u200b\ufeff]+                      # blanks, also those nobody sees
      | [-*+\u2022\u00b7\u2023\u2043\u2013\u2014\u25aa\u25cf\u25e6\u25cb](?=\s|$)   # bullets and dashes
      | \[[\sxX\u2713\u2714]?\]                  # [ ] and [x]
      | [\u2610\u2611\u2612\u2705\u2713\u2714\u25a1\u25a2]\ufe0f?   # boxes and ticks
      | \(?\d{1,3}[.)](?=\s|$)                 # 1. 1) (1)
      | \(?[a-zA-Z]\)(?=\s|$)                  # a)
    )""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class Entered:
    """One thing, and the list it belongs on."""

    heading: str
    words: str


def entered(text: str, heading: str, headings: Mapping[str, str]) -> tuple[Entered, ...]:
    """One thing a line, each once, in the order of writing.

    A line that is nothing but the name of a list and a colon ("Packing:") sends those below it there; `headings`
    are those names, in any case, and the lists they stand for. All others go to `heading`.
    """
    names = {name.casefold(): key for name, key in headings.items()}
    found: dict[tuple[str, str], Entered] = {}
    for line in text.splitlines():
        words = bare(line)
        named = names.get(_named(words))
        if named is not None:
            heading = named
        elif words:
            found.setdefault((heading, words.casefold()), Entered(heading, words))
    return tuple(found.values())


def _named(words: str) -> str:
    """The name that a line gives to those below it: "Packing:", "**Packing:**", "## Packing"."""
    name = words.strip(" *_#")
    return name.rstrip(":").strip(" *_").casefold() if name.endswith(":") or words.startswith("#") else ""


def bare(line: str) -> str:
    """The line without what lists put in front of it, and without blanks around it."""
    words = line.strip()
    while (shorter := _MARKS.sub("", words, count=1)) != words:
        words = shorter
    return re.sub(r"\s+", " ", words).strip()
