"""The same words once more as simple HTML: one column, dark where the reader's screen is, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape

# Nothing but the colours needs a style sheet; a mail program that knows none of it shows plain paragraphs.
_STYLE = """\
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; background: #fbf8f2; color: #2a1613;
  font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { display: block; max-width: 34em; margin: 0 auto; overflow-wrap: anywhere; }
p { margin: 0 0 1em; }
a { color: #9c3a22; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  body { background: #1d1614; color: #f6ece2; }
  a { color: #ffb199; }
}
"""
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def html_of(text: str, *, title: str, own_address: str, language: str) -> str:
    """A whole page with the paragraphs of `text`, every character of it escaped.

    What begins with `own_address` (scheme and host of this kbye) becomes a link; nothing else does.
    """
    text = _NOT_PRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{escape(language)}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{_STYLE}</style></head>",
            "<body><main>",
            *_paragraphs(
                text, re.compile(rf"(?<![\w/.:-]){re.escape(own_address)}(?=[/?#])[^\s<>\"'()]*[\w/=-]")
            ),
            "</main></body></html>",
            "",
        )
    )


def _paragraphs(text: str, ours: re.Pattern[str]) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.strip():
            yield "<p>{}</p>".format("<br>\n".join(_with_links(line, ours) for line in part.split("\n")))


def _with_links(line: str, ours: re.Pattern[str]) -> str:
    done, at = "", 0
    for found in ours.finditer(line):
        address = escape(found.group())
        done += f'{escape(line[at : found.start()])}<a href="{address}">{address}</a>'
        at = found.end()
    return done + escape(line[at:])
