"""The catalogues of kbye: where they lie, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.languages import po
from tests.languages.texts import ROOT, Text

# In these there is also what only those see who are signed in.
COMPLETE = ("de",)
LOCALE = ROOT / "kbye" / "locale"
_PLACES = re.compile(r"%\(\w+\)[a-z]|%%")


def languages() -> list[str]:
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


def po_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def mo_of(language: str) -> Path:
    return po_of(language).with_suffix(".mo")


def missing(catalogue: po.Catalogue, wanted: Iterable[Text]) -> list[Text]:
    return sorted(text for text in wanted if not all(catalogue.get(text) or [""]))


def faults(catalogue: po.Catalogue, language: str) -> Iterator[str]:
    """What is translated, but not so that it can be shown."""
    for text, words in catalogue.items():
        if not any(words):
            continue
        if len(words) != (po.forms(language) if text.many else 1):
            yield f"{text.one!r}: {len(words)} forms"
        allowed, needed = (
            set(_PLACES.findall(text.one + text.many)),
            set(_PLACES.findall(text.many or text.one)),
        )
        for form in words:
            said = _PLACES.findall(form)
            is_a_single_one = text.many and form == words[0]
            if not set(said) <= allowed or (not is_a_single_one and set(said) != needed):
                yield f"{text.one!r}: {form!r} names {sorted(said)}"
            if form.count("\n") != text.one.count("\n") or form != form.strip():
                yield f"{text.one!r}: {form!r} has other line breaks, or blanks at an edge"
