"""Mail to people: by the mail server of the settings, or into the mailbox folder when there is none."""

from __future__ import annotations

import hashlib
import os
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kbye.outside.html_mail import html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one person. `key` names it for ever: sent twice, it carries the same Message-ID.

    `body` is complete alone; what leaves carries it as simple HTML, too. `calendars` are attached as they are.
    `language`: the one it is written in; the household's if nobody says.
    """

    key: str
    address: str
    subject: str
    body: str
    reply_to: str = ""
    calendars: tuple[str, ...] = ()
    language: str = ""


class NotSent(Exception):
    """The letter did not leave, or nobody can tell. `words` are for the household, `cause` is for the log."""

    def __init__(self, words: str, *, cause: str) -> None:
        super().__init__(words)
        self.words, self.cause = words, cause


def send(letter: Letter) -> None:
    """Hand the letter over for good: when this returns it will not get lost here. Raises `NotSent`."""
    folder = None if settings.SENDS_MAIL else Path(settings.EMAIL_FILE_PATH)
    try:
        message = _message(letter)
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        message.send()
        if folder is not None:
            _put_on_disk(folder)
    except Exception as error:
        # The text of an error may hold an address; its kind is enough for the log.
        raise NotSent(_words(error), cause=type(error).__name__) from error


def _message(letter: Letter) -> EmailMultiAlternatives:
    subject = _one_line(letter.subject)
    message = EmailMultiAlternatives(
        subject=subject,
        body=letter.body,
        to=[_one_address(letter.address)],
        reply_to=[_one_address(letter.reply_to)] if letter.reply_to else [],
        headers={"Message-ID": message_id(letter.key), "Auto-Submitted": "auto-generated"},
    )
    html = html_of(
        letter.body,
        title=subject,
        own_address=settings.PUBLIC_ADDRESS,
        language=letter.language or settings.LANGUAGE_CODE,
    )
    message.attach_alternative(html, "text/html")
    for number, calendar in enumerate(letter.calendars, start=1):
        message.attach("kbye.ics" if number == 1 else f"kbye-{number}.ics", calendar, "text/calendar")
    return message


def message_id(key: str) -> str:
    """The same for the same key, whichever machine sends it; the key cannot be read from it."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _one_address(text: str) -> str:
    """Exactly one bare address, or an error: no second recipient, no further header."""
    validate_email(text)
    return text


def _put_on_disk(folder: Path) -> None:
    """In the mailbox a letter counts as sent only when a pulled plug cannot take it any more."""
    newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, default=folder)
    for path in {newest, folder}:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError) or _refused_for_good(error):
        return _("The mail server does not know this address.")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server did not let kbye in: its name or password is wrong.")
    if isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
        return _("The mail server did not take it.")
    if isinstance(error, OSError):
        return _("The mail server could not be reached.")
    return _("Sending it did not work.")


def _refused_for_good(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return any(code >= 500 for code, _reason in error.recipients.values())
