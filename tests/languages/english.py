"""English that was left on a page in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from django.utils import translation

from tests.languages.texts import Text

_PLACE = re.compile(r"%\(\w+\)[a-z]")
_READ_OUT = {"aria-label", "placeholder", "title", "alt", "value"}
# Shorter pieces are words of many languages.
_LETTERS = 10


class _Read(HTMLParser):
    """What somebody sees or has read to them; not what runs, and not what stands in forms for the server alone."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = tag in {"script", "style"}
        if tag not in {"input", "button"} or dict(attrs).get("type") not in {None, "hidden", "submit"}:
            self.said += [value for name, value in attrs if name in _READ_OUT and value]

    def handle_data(self, data: str) -> None:
        if not self.is_code:
            self.said.append(data)


def words_of(page: str) -> str:
    read = _Read()
    read.feed(page)
    return " ".join(" ".join(read.said).split())


def left_in(words: str, texts: Iterable[Text], language: str) -> list[str]:
    """Pieces of texts that say something else in this language, and stand in `words` as they are in English."""
    return sorted({piece for piece in _pieces(texts, language) if piece in words})


def _pieces(texts: Iterable[Text], language: str) -> Iterable[str]:
    with translation.override(language):
        for text in texts:
            said = (
                translation.pgettext(text.context, text.one)
                if text.context
                else translation.gettext(text.one)
            )
            for one in (text.one, text.many) if said != text.one else ():
                pieces = (" ".join(piece.split()) for piece in _PLACE.split(one))
                yield from (piece for piece in pieces if len(piece) >= _LETTERS and " " in piece)
