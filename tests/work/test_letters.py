"""A letter as it arrives at a real mail server: plain text that is complete alone, the same as HTML, the dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from kbye.household.link import Link
from kbye.household.notice import LINK_HERE, Notice
from kbye.web.calendar_entry import text_for
from kbye.web.links import address_of
from kbye.work.notices import send_due
from tests.people import THURSDAY_NOON, Family, stay_link, time_away
from tests.work.conftest import MakeNotice, PostOffice, words_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NASTY = "<script>alert('Zoe & Ben')</script>"


def noon() -> datetime:
    return THURSDAY_NOON


def html_in(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def dates_in(letter: EmailMessage) -> list[str]:
    parts = [part for part in letter.iter_attachments() if part.get_content_type() == "text/calendar"]
    return [str(part.get_content()) for part in parts]


def test_it_carries_both_and_the_plain_one_is_complete(
    post_office: PostOffice, waiting: MakeNotice, cast_of_all: Family, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = "https://kbye.example.org"
    link = stay_link(time_away(cast_of_all))
    waiting(body=f"Hi Alex,\n\nI'm away.\n\nAll you need on the day:\n{LINK_HERE}\n\nSam", link=link)
    send_due(noon)
    [letter] = post_office.letters
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    address = address_of(link)
    assert words_in(letter).splitlines()[-4:] == ["All you need on the day:", address, "", "Sam"]
    assert f'<a href="{address}">{address}</a>' in html_in(letter)
    assert not list(letter.iter_attachments())
    assert Link.objects.of(cast_of_all.household).get().token not in Notice.objects.get().body


def test_what_somebody_wrote_is_words_in_both(post_office: PostOffice, waiting: MakeNotice) -> None:
    waiting(subject=NASTY, body=f"{NASTY}\n\nSam")
    send_due(noon)
    [letter] = post_office.letters
    assert NASTY in words_in(letter)
    assert "<script" not in html_in(letter)
    assert "&lt;script&gt;alert(&#x27;Zoe &amp; Ben&#x27;)&lt;/script&gt;" in html_in(letter)


def test_the_letter_of_an_hour_carries_the_dates_of_what_it_tells(
    post_office: PostOffice, waiting: MakeNotice, cast_of_all: Family
) -> None:
    evening, other = time_away(cast_of_all), time_away(cast_of_all)
    alex = cast_of_all.alex
    for number in range(6):
        waiting(f"thing:{number}:mail", kind="note")
    for number, row in enumerate((evening, other, evening)):
        at = THURSDAY_NOON + number * timedelta(minutes=1)
        text = text_for(row, alex, now=at, is_off=number == 2).decode()
        waiting(f"date:{number}:mail", kind="note", calendar=text, due_at=THURSDAY_NOON)
    while send_due(noon):
        pass
    send_due(lambda: THURSDAY_NOON + HOUR)
    letter = post_office.letters[-1]
    assert letter["Subject"] == "3 things from kbye"
    dates = dates_in(letter)
    assert sorted(f"UID:{row.pk}@" in one for one in dates for row in (evening, other)) == [
        False,
        False,
        True,
        True,
    ]
    assert sorted("METHOD:CANCEL" in one for one in dates) == [False, True], "only the last word on each"
