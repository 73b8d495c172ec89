"""Catalogues without gettext's programs: reading and writing `.po`, and the `.mo` that Django reads.

The formats are those of the GNU gettext manual, "PO Files" and "MO Files"; of the first only what kbye writes:
`msgctxt`, `msgid`, `msgid_plural`, `msgstr` and the comment that says where a text is from.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.languages.texts import Text

# How each language counts (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "tr": "nplurals=2; plural=(n != 1);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
Catalogue = dict[Text, tuple[str, ...]]
_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[\d\])? )?(".*")')


def forms(language: str) -> int:
    """How many forms of a counted text it has."""
    return int(PLURALS[language][len("nplurals=")])


def read(path: Path) -> Catalogue:
    """What is translated, and "" for what is not yet. Raises ValueError on a line that is none."""
    found: Catalogue = {}
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        said: list[tuple[str, str]] = []
        for line in (one for one in block.split("\n") if not one.startswith("#")):
            match = _LINE.fullmatch(line)
            if match is None:
                raise ValueError(line)
            key, words = match[1], ast.literal_eval(match[2])
            if key:
                said.append((key, words))
            else:
                said[-1] = (said[-1][0], said[-1][1] + words)
        names = dict(said)
        text = Text(names["msgid"], names.get("msgid_plural", ""), names.get("msgctxt", ""))
        if text.one:
            found[text] = tuple(words for key, words in said if key == "msgstr")
    return found


def write(path: Path, catalogue: Mapping[Text, tuple[str, ...]], said_in: Mapping[Text, str]) -> None:
    """In the order of the files that say it, so that what belongs together stands together."""
    texts = sorted(catalogue, key=lambda text: (said_in.get(text, ""), text))
    blocks = [
        _head(path.parts[-3]),
        *(_block(text, catalogue[text], said_in.get(text, "")) for text in texts),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _head(language: str) -> str:
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in _header(language).splitlines())])


def _header(language: str) -> str:
    return (
        f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[language]}\n"
    )


def _block(text: Text, words: tuple[str, ...], where: str) -> str:
    lines = [f"#: {where}"] if where else []
    if "%(" in text.one:
        lines.append("#, python-format")
    if text.context:
        lines.append(f"msgctxt {_quoted(text.context)}")
    lines.append(f"msgid {_quoted(text.one)}")
    if text.many:
        lines.append(f"msgid_plural {_quoted(text.many)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(words)]
    else:
        lines.append(f"msgstr {_quoted(words[0])}")
    return "\n".join(lines)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def compiled(catalogue: Catalogue, language: str) -> bytes:
    """The `.mo` of it: a table of what is said and a table of how, both sorted, without what is not translated."""
    pairs = sorted({b"": _header(language).encode(), **dict(_pairs(catalogue))}.items())
    start = 28 + 16 * len(pairs)
    table_of_ids, table_of_words, ids, words = b"", b"", b"", b""
    after_ids = start + sum(len(one) + 1 for one, _said in pairs)
    for one, said in pairs:
        table_of_ids += struct.pack("<II", len(one), start + len(ids))
        table_of_words += struct.pack("<II", len(said), after_ids + len(words))
        ids, words = ids + one + b"\0", words + said + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + table_of_ids + table_of_words + ids + words


def _pairs(catalogue: Catalogue) -> Iterator[tuple[bytes, bytes]]:
    for text, words in catalogue.items():
        if all(words):
            one = f"{text.context}\4{text.one}" if text.context else text.one
            yield (f"{one}\0{text.many}" if text.many else one).encode(), "\0".join(words).encode()
