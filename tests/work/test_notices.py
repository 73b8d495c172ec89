"""What is in the outbox leaves: through a real mail server, into the mailbox, or in sight when it cannot."""

from __future__ import annotations

import logging
import stat
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from kbye.household.notice import LEASE, TRIES, Notice
from kbye.outside import mail
from kbye.work import notices
from kbye.work.notices import send_due
from tests.people import THURSDAY_NOON
from tests.work.conftest import MakeNotice, PostOffice, again

pytestmark = pytest.mark.django_db
ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kbye//EN\r\nEND:VCALENDAR\r\n"


def noon() -> datetime:
    return THURSDAY_NOON


def test_a_notice_arrives_with_its_text_and_the_date_for_the_calendar(
    post_office: PostOffice, waiting: MakeNotice
) -> None:
    notice = waiting(calendar=ICS, reply_to="sam@example.org", body="Oma holt Zoë ab. Tschüss!\n")
    assert send_due(noon) == 1
    [letter] = post_office.letters
    assert post_office.recipients == ["alex@example.org"]
    assert letter["Subject"] == "Sam is off on Friday, 18:00–22:00"
    assert letter["Reply-To"] == "sam@example.org"
    words, calendar = letter.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    text, _html = words.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert text.get_content().splitlines() == ["Oma holt Zoë ab. Tschüss!"]
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_filename() == "kbye.ics"
    assert calendar.get_payload(decode=True) == ICS.encode()
    sent = again(notice)
    assert (sent.state, sent.sent_at, sent.trouble) == (Notice.State.SENT, THURSDAY_NOON, "")


def test_what_is_sent_is_not_sent_again(post_office: PostOffice, waiting: MakeNotice) -> None:
    waiting()
    assert [send_due(noon), send_due(noon)] == [1, 0]
    assert len(post_office.letters) == 1


def test_what_is_due_later_waits(post_office: PostOffice, waiting: MakeNotice) -> None:
    waiting(due_at=THURSDAY_NOON + timedelta(seconds=1))
    assert send_due(noon) == 0
    assert send_due(lambda: THURSDAY_NOON + timedelta(seconds=1)) == 1
    assert len(post_office.letters) == 1


def test_with_the_server_down_it_waits_in_sight_and_is_sent_later(
    post_office: PostOffice, waiting: MakeNotice
) -> None:
    post_office.close()
    notice = waiting()
    send_due(noon)
    kept = again(notice)
    assert kept.state == Notice.State.WAITING
    assert kept.trouble == "The mail server could not be reached."
    assert kept.due_at > THURSDAY_NOON
    post_office.open()
    assert send_due(noon) == 0, "not before its time"
    assert send_due(lambda: kept.due_at) == 1
    assert len(post_office.letters) == 1
    assert (again(notice).state, again(notice).trouble) == (Notice.State.SENT, "")


def test_it_waits_longer_each_time_and_gives_up_in_sight(
    post_office: PostOffice, waiting: MakeNotice
) -> None:
    post_office.close()
    notice, at, waits = waiting(), THURSDAY_NOON, []
    for _try in range(TRIES):
        assert again(notice).state == Notice.State.WAITING
        assert send_due(lambda: at) == 1  # noqa: B023
        waits.append(again(notice).due_at - at)
        at = again(notice).due_at
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    given_up = again(notice)
    assert given_up.state == Notice.State.GAVE_UP
    assert given_up.trouble == "The mail server could not be reached."
    assert send_due(lambda: at + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("550 no such mailbox", "The mail server does not know this address."),
        ("451 try again later", "The mail server did not take it."),
    ],
)
def test_what_the_server_says_is_said_in_words(
    post_office: PostOffice, waiting: MakeNotice, line: str, words: str
) -> None:
    post_office.refuses = line
    notice = waiting()
    send_due(noon)
    assert (again(notice).state, again(notice).trouble) == (Notice.State.WAITING, words)


def test_one_that_cannot_be_sent_stops_no_other(post_office: PostOffice, waiting: MakeNotice) -> None:
    bad = waiting("bad", address="nobody at all", due_at=THURSDAY_NOON - timedelta(hours=1))
    good = waiting("good")
    assert send_due(noon) == 2
    assert again(bad).trouble == "The mail server does not know this address."
    assert again(good).state == Notice.State.SENT


def test_an_error_nobody_thought_of_stops_no_other(
    post_office: PostOffice,
    waiting: MakeNotice,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    odd = waiting("odd", due_at=THURSDAY_NOON - timedelta(hours=1))
    good = waiting("good")
    real = notices._letter

    def broken(notice: Notice, now: datetime) -> mail.Letter:
        if notice.key == "odd":
            raise ZeroDivisionError
        return real(notice, now)

    monkeypatch.setattr(notices, "_letter", broken)
    with caplog.at_level(logging.ERROR, "kbye.work"):
        send_due(noon)
    assert again(good).state == Notice.State.SENT
    assert again(odd).state == Notice.State.WAITING
    assert "stuck" in caplog.text
    assert send_due(noon) == 0, "until the lease ends"
    assert send_due(lambda: THURSDAY_NOON + LEASE) == 1


def test_a_crash_between_sending_and_marking_repeats_it_under_the_same_message_id(
    post_office: PostOffice, waiting: MakeNotice, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = waiting()

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(notices, "_note", die)
        with pytest.raises(SystemExit):
            send_due(noon)
    assert again(notice).state == Notice.State.WAITING
    assert send_due(lambda: THURSDAY_NOON + LEASE) == 1
    first, second = post_office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert again(notice).state == Notice.State.SENT


def test_whose_lease_has_ended_does_not_overwrite_the_next_ones_outcome(
    post_office: PostOffice, waiting: MakeNotice, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = waiting()
    really = mail.send

    def so_slow_that_another_takes_over(letter: mail.Letter) -> None:
        monkeypatch.setattr(mail, "send", really)
        assert send_due(lambda: THURSDAY_NOON + LEASE) == 1
        raise mail.NotSent("The mail server could not be reached.", cause="TimeoutError")

    monkeypatch.setattr(mail, "send", so_slow_that_another_takes_over)
    send_due(noon)
    assert (again(notice).state, again(notice).trouble) == (Notice.State.SENT, "")


def test_nor_does_it_end_the_next_ones_lease(
    post_office: PostOffice, waiting: MakeNotice, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice, later = waiting(), THURSDAY_NOON + LEASE

    def so_slow_that_another_takes_over(letter: mail.Letter) -> None:
        assert Notice.objects.claim(again(notice), now=later)
        raise mail.NotSent("The mail server could not be reached.", cause="TimeoutError")

    monkeypatch.setattr(mail, "send", so_slow_that_another_takes_over)
    send_due(noon)
    assert (again(notice).lease_until, again(notice).attempts) == (later + LEASE, 2)
    assert again(notice).trouble == ""


def test_different_notices_have_different_message_ids(post_office: PostOffice, waiting: MakeNotice) -> None:
    waiting("told:1")
    waiting("told:2")
    send_due(noon)
    assert len({letter["Message-ID"] for letter in post_office.letters}) == 2


def test_without_a_mail_server_it_goes_into_the_mailbox_which_is_the_owners_alone(
    mailbox: Path, waiting: MakeNotice
) -> None:
    notice = waiting(calendar=ICS)
    send_due(noon)
    [file] = mailbox.iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert letter["To"] == "alex@example.org"
    assert "Mia, Ben and Zoe" in file.read_text()
    assert stat.S_IMODE(mailbox.stat().st_mode) == 0o700
    assert again(notice).state == Notice.State.SENT


def test_a_mailbox_that_cannot_be_written_keeps_the_notice_waiting(
    mailbox: Path, waiting: MakeNotice
) -> None:
    mailbox.parent.mkdir(exist_ok=True)
    mailbox.write_text("a file where the folder should be")
    notice = waiting()
    send_due(noon)
    assert again(notice).state == Notice.State.WAITING
    assert again(notice).trouble != ""


def test_the_log_names_no_person_and_no_address(
    post_office: PostOffice, waiting: MakeNotice, caplog: pytest.LogCaptureFixture
) -> None:
    post_office.refuses = "550 alex@example.org is not known here"
    waiting()
    with caplog.at_level(logging.DEBUG):
        send_due(noon)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kbye")]
    assert ours
    assert not any("alex" in line.lower() or "sam" in line.lower() for line in ours)


def test_a_subject_is_one_line(post_office: PostOffice, waiting: MakeNotice) -> None:
    waiting(subject="Friday\r\nBcc: stranger@example.org\x07\u2028 18:00")
    send_due(noon)
    [letter] = post_office.letters
    assert letter["Subject"] == "Friday Bcc: stranger@example.org 18:00"
    assert letter["Bcc"] is None


@pytest.mark.parametrize("field", ["subject", "address", "reply_to"])
def test_no_header_can_be_slipped_in(post_office: PostOffice, waiting: MakeNotice, field: str) -> None:
    payload = "sam@example.org\r\nBcc: stranger@example.org\r\n\r\nhello"
    waiting(**{field: payload})
    send_due(noon)
    assert "stranger@example.org" not in post_office.recipients
    for letter in post_office.letters:
        assert letter["Bcc"] is None


@pytest.mark.parametrize("address", ["alex@example.org, stranger@example.org", "Alex <alex@example.org>", ""])
def test_one_address_means_one_recipient(post_office: PostOffice, waiting: MakeNotice, address: str) -> None:
    notice = waiting(address=address)
    send_due(noon)
    assert post_office.letters == []
    assert again(notice).state == Notice.State.WAITING


def test_the_key_cannot_be_read_from_the_message_id(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "kbye <post@kbye.example.org>"
    name = mail.message_id("told:a secret key")
    assert "secret" not in name
    assert name.endswith("@kbye.example.org>")
    assert name == mail.message_id("told:a secret key")
