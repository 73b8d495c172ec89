"""A long message into lines for the handbook, each with a guess what it is. Plain Python; the reader decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kbye.planning.finding import folded, words_of

LONGEST = 300
MOST = 40
CONTACT = "contact"
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦‣]+|\d{1,2}[.)])\s+")
# A sentence ends before a capital; "Dr. Winter" and "Mrs. Winter" do not end there.
_SENTENCE_END = re.compile(r"(?<=[^\W\d]{3}[.!?…])(?<!Mrs\.)(?<!Prof\.)\s+(?=[^\W\d_a-z])")
_PHONE = re.compile(r"\(?\+?\d[\d ()/.\-]{4,}\d")
_DIGITS_OF_A_PHONE = 6
_GREETING_WORDS = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line as it might be kept. `child` is a name as it was given; `kind` is one of the hints or "contact"."""

    words: str
    kind: str = ""
    child: str = ""


def split(text: str, *, children: Sequence[str], hints: Mapping[str, str]) -> list[Proposal]:
    """At most `MOST` lines of at most `LONGEST` letters, without greetings and doubles.

    `hints`: words that speak for a kind, in one text for each; the first kind whose words occur is taken.
    """
    lines = dict.fromkeys(piece for line in text.splitlines() for piece in _pieces(line))
    return [guess(line, children=children, hints=hints) for line in list(lines)[:MOST]]


def guess(line: str, *, children: Sequence[str], hints: Mapping[str, str]) -> Proposal:
    words = words_of(line)
    if phone_in(line):
        return Proposal(line, CONTACT)
    child = next((name for name in children if folded(name) in words), "")
    kind = next((kind for kind, said in hints.items() if _speaks_of(words, said)), "")
    return Proposal(_without_name(line, child), kind, child)


def phone_in(line: str) -> str:
    """The first thing in it that looks like a telephone number, or ""."""
    match = _PHONE.search(line)
    return match[0] if match and sum(map(str.isdigit, match[0])) >= _DIGITS_OF_A_PHONE else ""


def name_before(line: str, phone: str) -> tuple[str, str]:
    """Whose number it is and what else was said: "Grandma", "has a key" of "Grandma: 0123456, has a key"."""
    before, _, after = line.partition(phone)
    name, _, rest = before.strip(" :,;–-").partition(",")
    note = " ".join(part.strip(" :,;.–-()") for part in (rest, after) if part.strip(" :,;.–-()"))
    return name.strip(), note


def _pieces(line: str) -> list[str]:
    whole = _BULLET.sub("", line).strip()
    if _is_small_talk(whole):
        return []
    sentences = [whole] if _BULLET.match(line) and len(whole) <= LONGEST else _SENTENCE_END.split(whole)
    return [part for one in sentences for part in _short(one.strip()) if any(map(str.isalpha, part))]


def _is_small_talk(line: str) -> bool:
    """ "Hi Alex," and "Love,"."""
    return line.endswith((",", "!")) and len(line.split()) <= _GREETING_WORDS


def _short(sentence: str) -> list[str]:
    parts = []
    while len(sentence) > LONGEST:
        cut = sentence.rfind(" ", 0, LONGEST)
        cut = cut if cut > 0 else LONGEST
        parts.append(sentence[:cut].strip())
        sentence = sentence[cut:].strip()
    return [*parts, sentence]


def _speaks_of(words: Sequence[str], said: str) -> bool:
    return any(word.startswith(hint) for hint in words_of(said) for word in words)


def _without_name(line: str, child: str) -> str:
    """ "Ben: the rabbit" stands under Ben already."""
    name, colon, rest = line.partition(":")
    return (
        rest.strip() if colon and child and folded(name).strip() == folded(child) and rest.strip() else line
    )
