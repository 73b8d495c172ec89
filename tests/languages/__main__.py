"""`make languages`: brings every catalogue up to what kbye says now, and compiles it.

What a reader on a link may see and is not translated yet stands in the `.po` with an empty `msgstr`; with `--all`
every text of kbye does. What kbye says no more is dropped.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.languages import po  # noqa: E402
from tests.languages.catalogues import COMPLETE, languages, missing, mo_of, po_of  # noqa: E402
from tests.languages.readers import on_a_link  # noqa: E402
from tests.languages.texts import everything  # noqa: E402


def main(everything_too: bool) -> None:
    said_in, shown = everything(), on_a_link()
    for language in languages():
        known = {text: words for text, words in po.read(po_of(language)).items() if text in said_in}
        for text in said_in if everything_too or language in COMPLETE else shown:
            known.setdefault(text, ("",) * (po.forms(language) if text.many else 1))
        po.write(po_of(language), known, said_in)
        mo_of(language).write_bytes(po.compiled(known, language))
        left = len(missing(known, shown))
        sys.stdout.write(f"{language}: {len(known)} texts, {left} missing for readers on a link\n")


main("--all" in sys.argv)
