"""Twelve moments at which the worker may die while it sends, each as something that can be put in its way."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from kbye.household.notice import Notice, NoticeQuerySet
from kbye.outside import mail
from kbye.work import notices, routing

Die = Callable[[], None]
# Only from here on may a letter arrive twice, under the same Message-ID.
AFTER_IT_WAS_TAKEN = {"after the server took it", "after sending", "before marking", "while marking"}


def _before(owner: Any, name: str) -> Callable[[Die], Any]:
    def at(die: Die) -> Any:
        real = getattr(owner, name)

        def dying(*args: Any, **more: Any) -> Any:
            die()
            return real(*args, **more)

        return patch.object(owner, name, dying)

    return at


def _after(owner: Any, name: str) -> Callable[[Die], Any]:
    def at(die: Die) -> Any:
        real = getattr(owner, name)

        def dying(*args: Any, **more: Any) -> Any:
            found = real(*args, **more)
            die()
            return found

        return patch.object(owner, name, dying)

    return at


def _in_the_middle_of_the_letter(die: Die) -> Any:
    def half(self: smtplib.SMTP, words: bytes | str) -> Any:
        self.putcmd("data")
        self.getreply()
        self.send(words[: len(words) // 2])
        # As with a process that ends: no goodbye.
        self.close()
        die()
        raise AssertionError("nobody died")

    return patch.object(smtplib.SMTP, "data", half)


POINTS: dict[str, Callable[[Die], Any]] = {
    "before the claim": _before(NoticeQuerySet, "claim"),
    "after the claim": _after(NoticeQuerySet, "claim"),
    "before it is written": _before(routing, "what_now"),
    "before connecting": _before(smtplib.SMTP, "connect"),
    "after connecting": _before(smtplib.SMTP, "ehlo"),
    "before the recipient": _before(smtplib.SMTP, "rcpt"),
    "in the middle of the letter": _in_the_middle_of_the_letter,
    "after the server took it": _after(smtplib.SMTP, "data"),
    "after sending": _after(mail, "send"),
    "before marking": _before(notices, "_note"),
    "while marking": _after(Notice, "note_sent"),
    "after marking": _after(notices, "_note"),
}


@contextmanager
def dying_at(point: str, die: Die) -> Iterator[None]:
    with POINTS[point](die):
        yield
