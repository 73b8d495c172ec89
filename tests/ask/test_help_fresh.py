"""A helper's page that stays open: who has the children by now, without a tap; "nothing new" is the shortest answer."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kbye.ask import answers
from kbye.household.link import Link
from kbye.urgent import staying
from tests.ask.cast import ask, asks, gap, link_of
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, opened, time_away
from tests.urgent.cast import MINUTE, SECOND, ask_of, leave, says_no, says_yes, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class Phone:
    """A page that is open: it asks like live.js, with the version it shows."""

    def __init__(self, link: Link) -> None:
        self.client, self.page = opened(link), f"/h/{link.token}/"
        self.open()

    def open(self) -> str:
        text = unescape(self.client.get(self.page).text)
        self.where = re.findall(r'data-live="([^ ]*)" data-version', text)[0]
        self.version = re.findall(r'data-version="("[^ ]*")"', text)[0]
        return text

    def look(self) -> tuple[int, str]:
        answer = self.client.get(self.where, headers={"If-None-Match": self.version})
        self.version = answer.headers.get("ETag", self.version)
        return answer.status_code, unescape(answer.text)


def test_nothing_new_is_one_query(cast: Family, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ask(gap(time_away(cast)), cast.grandma)
    phone = Phone(link_of(cast.grandma))
    with django_assert_num_queries(1):
        assert phone.look() == (304, "")


def test_who_was_asked_besides_sees_that_it_is_covered_but_not_by_whom(cast: Family) -> None:
    row = gap(time_away(cast))
    ask(row, cast.grandma, cast.noor, one_by_one=False)
    phone = Phone(link_of(cast.grandma))
    answers.say_yes(ask=asks(row)["Noor"], by=cast.noor, now=THURSDAY_NOON)
    status, text = phone.look()
    assert (status, "Somebody has it already. Thank you all the same." in text) == (200, True)
    assert "Noor" not in text
    assert "<html" not in text
    assert phone.look()[0] == 304


def test_in_an_emergency_it_says_who_of_the_house_has_them(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    clock.at = THURSDAY_NOON + MINUTE
    phone = Phone(link_of(cast.grandma))
    says_yes(row, cast.alex, clock.at)
    work(clock.at)
    status, text = phone.look()
    assert (status, "Alex has the children. Thank you all the same." in text) == (200, True)
    assert "Alex has the children." in phone.open()


def test_in_an_emergency_another_helper_stays_unnamed(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    phone = Phone(link_of(cast.grandma))
    answers.say_yes(ask=ask_of(row, cast.noor), by=cast.noor, now=THURSDAY_NOON + MINUTE)
    text = phone.look()[1]
    assert "Somebody has it already." in text
    assert "Noor" not in text


def test_when_something_else_is_asked_or_it_is_over_the_page_is_opened_anew(cast: Family) -> None:
    ask(gap(time_away(cast)), cast.grandma)
    phone = Phone(link_of(cast.grandma))
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    assert phone.look()[0] == 205
    assert phone.open().count("data-part") == 4
    staying.come_back(time_away=row, by=cast.sam, now=THURSDAY_NOON + MINUTE)
    assert phone.look()[0] == 205


def test_the_clock_alone_changes_it_too(cast: Family, clock: Clock) -> None:
    row = gap(time_away(cast))
    ask(row, cast.grandma)
    answers.say_yes(ask=asks(row)["Grandma"], by=cast.grandma, now=THURSDAY_NOON)
    row.refresh_from_db()
    assert row.yes_binds_at is not None
    clock.at = row.yes_binds_at - SECOND
    phone = Phone(link_of(cast.grandma))
    assert phone.look()[0] == 304
    clock.at = row.yes_binds_at
    assert phone.look()[0] == 200


def test_a_link_that_was_ended_is_told_nothing_more(cast: Family) -> None:
    row = gap(time_away(cast))
    ask(row, cast.grandma)
    link = link_of(cast.grandma)
    phone = Phone(link)
    link.revoke(at=THURSDAY_NOON)
    answers.say_no(ask=asks(row)["Grandma"], by=cast.grandma, now=THURSDAY_NOON)
    assert phone.look()[0] == 404
    assert Client().post(phone.where).status_code in {404, 405}
