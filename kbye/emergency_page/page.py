"""One emergency sheet as a file: everything it needs is in it, and what the server has to know stands in its head.

It asks for nothing else and runs nothing. The moment it tells of is that of the rows it was made from, whenever it is
read; the line that says it is old is in it from the start, and uncovered by whoever serves it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

LARGEST = 300 * 1024
OLD_AFTER = timedelta(hours=24)
# A clock that is a little off is no reason to doubt a page.
CLOCKS_DIFFER = timedelta(minutes=10)
_HEAD = re.compile(rb"<!--kbye (?P<head>\{.*?\})-->", re.S)
_COVERED, _UNCOVERED = b'<p class="late" hidden>', b'<p class="late">'
_STYLE = re.compile(rb"<style>(?P<style>.*?)</style>", re.S)


class NotASheet(ValueError):
    """The file is not what kbye wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`made_at`: when the rows were read. `ends_at`: after that the address opens nothing. The rest are words."""

    made_at: datetime
    ends_at: datetime | None
    language: str
    is_right_to_left: bool
    is_https: bool
    title: str
    tap_words: str
    tap_button: str

    def is_old(self, now: datetime) -> bool:
        """More than a day behind, or from a future in which nothing can have been read."""
        return not -CLOCKS_DIFFER <= now - self.made_at <= OLD_AFTER

    def has_ended(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now


def compose(head: Head, body: str) -> bytes:
    """The whole file. `body` is finished HTML; everything of people's in it is escaped already."""
    return _document(head, body).encode()


def head_of(page: bytes) -> Head:
    """Raises NotASheet."""
    found = _HEAD.search(page, 0, 4096)
    if found is None:
        raise NotASheet
    try:
        said = json.loads(found["head"])
        said["made_at"] = datetime.fromisoformat(said["made_at"])
        said["ends_at"] = datetime.fromisoformat(said["ends_at"]) if said["ends_at"] else None
        return Head(**said)
    except (ValueError, TypeError, KeyError) as error:
        raise NotASheet from error


def as_served(page: bytes, now: datetime) -> bytes:
    """With the line that it is old, if it is."""
    return page.replace(_COVERED, _UNCOVERED, 1) if head_of(page).is_old(now) else page


def tap_page(head: Head) -> bytes:
    """What stands before the sheet until somebody has tapped on this device: programs that look at links do not."""
    said = {name: html.escape(words) for name, words in asdict(head).items() if isinstance(words, str)}
    body = (
        f"<main><h1>{said['title']}</h1><p>{said['tap_words']}</p>"
        f'<form method="post"><button>{said["tap_button"]}</button></form></main>'
    )
    return _document(head, body).encode()


def headers_for(page: bytes) -> list[tuple[str, str]]:
    """Nothing may run, nothing may be asked for; its own style, by its hash."""
    style = _STYLE.search(page)
    digest = base64.b64encode(hashlib.sha256(style["style"] if style else b"").digest()).decode()
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        (
            "Content-Security-Policy",
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'",
        ),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ]


def _document(head: Head, body: str) -> str:
    said = asdict(head) | {
        "made_at": head.made_at.isoformat(),
        "ends_at": head.ends_at.isoformat() if head.ends_at else "",
    }
    direction = ' dir="rtl"' if head.is_right_to_left else ""
    return (
        f"<!doctype html>\n<!--kbye {_in_a_comment(said)}-->\n"
        f'<html lang="{html.escape(head.language)}"{direction}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="format-detection" content="telephone=no">\n'
        # Without it browsers ask for an icon elsewhere.
        '<link rel="icon" href="data:,">\n'
        f"<title>{html.escape(head.title)}</title>\n<style>{_style()}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _in_a_comment(said: dict[str, object]) -> str:
    """JSON that cannot end the comment it stands in."""
    text = json.dumps(said, ensure_ascii=False)
    return text.replace("-", "\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def _style() -> str:
    return files("kbye.emergency_page").joinpath("sheet.css").read_text(encoding="utf-8").strip()
