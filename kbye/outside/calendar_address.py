"""Fetching a calendar from its address: only if it has changed, and nothing of what the other side says in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from kbye.outside import addresses, egress
from kbye.outside.outcome import asked_to_wait

_ACCEPT = "text/calendar, text/plain;q=0.5, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, and how the other side names this state of it."""

    raw: bytes
    etag: str
    modified: str


class NotHad(Exception):
    """Nothing came that could be read. `words` are for the household, `cause` is for the log; neither quotes the
    other side.

    `is_gone`: the other side says that it is not there any more. `wait`: how long it asked to be left alone.
    """

    def __init__(
        self, *, words: str, cause: str, is_gone: bool = False, wait: timedelta | None = None
    ) -> None:
        super().__init__(words)
        self.words, self.cause, self.is_gone, self.wait = words, cause, is_gone, wait


def host_of(address: str) -> str:
    """The name of the machine. Raises `addresses.NotAnAddress`."""
    return addresses.target(address, settings.MAY_REACH).place.host


def fetch(address: str, *, etag: str = "", modified: str = "", now: datetime) -> Fetched | None:
    """The calendar at `address`; None if it is still the one that `etag` or `modified` named. Raises `NotHad`."""
    conditions = {"if-none-match": etag, "if-modified-since": modified}
    headers = {"accept": _ACCEPT, **{name: value for name, value in conditions.items() if value}}
    try:
        answer = egress.ask(address, headers=headers)
    except egress.NotReached as error:
        raise NotHad(words=error.words, cause=error.cause) from error
    if answer.status == 304 and (etag or modified):
        return None
    if answer.status != 200:
        raise _not_had(answer, now)
    return Fetched(
        answer.body, _short(answer.headers.get("etag", "")), _short(answer.headers.get("last-modified", ""))
    )


def _short(tag: str) -> str:
    """As a header can carry it back, or nothing: without it all is fetched anew."""
    return tag if len(tag) <= 100 and tag.isascii() and tag.isprintable() else ""


def _not_had(answer: egress.Answer, now: datetime) -> NotHad:
    cause = f"status {answer.status}"
    if answer.status in {401, 403, 407}:
        words = _(
            "This address does not let kbye in any more; perhaps it was made anew, or asks for a password."
        )
        return NotHad(words=words, cause=cause)
    if answer.status in {404, 410}:
        words = _("There is no calendar at this address any more.")
        return NotHad(words=words, cause=cause, is_gone=True)
    wait = asked_to_wait(answer.headers.get("retry-after", ""), now)
    if answer.status in {408, 425, 429} or answer.status >= 500:
        words = _("This address has trouble of its own right now.")
        return NotHad(words=words, cause=cause, wait=wait)
    return NotHad(words=_("What is at this address is no calendar."), cause=cause)
