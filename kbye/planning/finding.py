"""Finding a line by a few words: case, accents and umlauts do not matter, nor does one wrong letter.

The page's own `find.js` follows the same rules, so that what is typed and what is asked find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

# Shorter words are taken as they are: of four letters, one wrong one is still a word.
LETTERS_FOR_A_SLIP = 4
LETTERS_WITHIN_A_WORD = 3
_AS_WRITTEN_ABROAD = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"))
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Möhre, Moehre and MOHRE all become "mohre"."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("æ", "ae").replace("œ", "oe"))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    for written, meant in _AS_WRITTEN_ABROAD:
        plain = plain.replace(written, meant)
    return plain


def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(text)))


def is_near(one: str, other: str) -> bool:
    """Equal but for one letter: another one, one too many, one missing, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    is_swapped = (
        short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    )
    return short[start + 1 :] == long[start + 1 :] or is_swapped


def means(wanted: str, word: str) -> bool:
    """Whether somebody who types `wanted`, perhaps not to its end, means this word; both are folded."""
    if word.startswith(wanted) or (len(wanted) >= LETTERS_WITHIN_A_WORD and wanted in word):
        return True
    if min(len(wanted), len(word)) < LETTERS_FOR_A_SLIP:
        return False
    return any(is_near(wanted, word[:size]) for size in range(len(wanted) - 1, len(wanted) + 2))


def wanted_words(query: str, fill: Collection[str] = ()) -> tuple[str, ...]:
    """The words that count: "thermometer" of "where is the thermometer?"; all of them if none does."""
    asked, passed_over = words_of(query), {folded(word) for word in fill}
    return tuple(word for word in asked if word not in passed_over) or asked


def found(query: str, texts: Sequence[str], fill: Collection[str] = ()) -> list[int]:
    """Which of the texts have every word, in their order; if none has, those with most of the letters first.

    `fill`: words that say nothing, like "where is the".
    """
    wanted = wanted_words(query, fill)
    if not wanted:
        return []
    had = [_had(wanted, words_of(text)) for text in texts]
    if whole := [at for at, words in enumerate(had) if len(words) == len(wanted)]:
        return whole
    letters = {at: sum(map(len, words)) for at, words in enumerate(had)}
    partly = [at for at, count in letters.items() if count >= LETTERS_FOR_A_SLIP]
    return sorted(partly, key=lambda at: (-letters[at], at))


def _had(wanted: Sequence[str], words: Sequence[str]) -> list[str]:
    return [one for one in wanted if any(means(one, word) for word in words)]
