"""A real mail server on this machine, and notices to send through it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kbye.household.notice import Notice
from tests.people import THURSDAY_NOON, Family, family


class PostOffice:
    """Takes what it is sent; `refuses` says with which line it turns a recipient away, if it does."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses = ""
        self.port = _free_port()
        self._controller: Controller | None = None

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.recipients += envelope.rcpt_tos
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """Open, and kbye set to send through it."""
    office = PostOffice()
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_TIMEOUT = 5
    office.open()
    yield office
    office.close()


@pytest.fixture
def mailbox(settings: Any) -> Any:
    """No mail server: kbye keeps the mail in its mailbox folder, as it does out of the box."""
    settings.SENDS_MAIL = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return settings.EMAIL_FILE_PATH


MakeNotice = Callable[..., Notice]


@pytest.fixture
def cast_of_all(db: None) -> Family:
    return family()


@pytest.fixture
def waiting(cast_of_all: Family) -> MakeNotice:
    """Puts a notice for Alex into the outbox, due a minute ago."""

    def make(key: str = "told:1", **more: Any) -> Notice:
        values: dict[str, Any] = {
            "household": cast_of_all.household,
            "person": cast_of_all.alex,
            "address": "alex@example.org",
            "subject": "Sam is off on Friday, 18:00–22:00",
            "body": "Friday 4 December, 18:00–22:00\nMia, Ben and Zoe\n",
            "due_at": THURSDAY_NOON - timedelta(minutes=1),
        }
        return Notice.objects.create(key=key, **(values | more))

    return make


def words_in(letter: EmailMessage) -> str:
    """The letter as plain text."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def again(notice: Notice) -> Notice:
    """The notice as the database has it now."""
    return Notice.objects.filter(household=notice.household_id).get(pk=notice.pk)
