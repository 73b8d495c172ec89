"""Set-up codes let exactly one household start; tries to sign in are counted, not kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from kbye.household.door import SIGN_IN_TRIES, SIGN_IN_WITHIN, SetUpCode, SignInTry
from tests.people import THURSDAY_NOON

pytestmark = pytest.mark.django_db


def test_a_code_works_once() -> None:
    code = SetUpCode.make(now=THURSDAY_NOON)
    assert SetUpCode.is_open(code)
    assert [SetUpCode.use(code, now=THURSDAY_NOON) for _ in range(2)] == [True, False]
    assert not SetUpCode.is_open(code)


def test_a_new_code_ends_the_one_before() -> None:
    first, second = SetUpCode.make(now=THURSDAY_NOON), SetUpCode.make(now=THURSDAY_NOON)
    assert not SetUpCode.is_open(first)
    assert not SetUpCode.use(first, now=THURSDAY_NOON)
    assert SetUpCode.is_open(second)


def test_what_was_never_given_out_opens_nothing() -> None:
    SetUpCode.make(now=THURSDAY_NOON)
    for guess in ("", "start", "None"):
        assert not SetUpCode.is_open(guess)
        assert not SetUpCode.use(guess, now=THURSDAY_NOON)


def test_the_code_is_not_in_the_database() -> None:
    code = SetUpCode.make(now=THURSDAY_NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM household_setupcode")
        assert code not in str(cursor.fetchall())


def try_often(times: int, *, account: str = "sam@example.org", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        SignInTry.note(account=account, address=address, now=THURSDAY_NOON)


def too_many(account: str, address: str, after: timedelta = timedelta()) -> bool:
    return SignInTry.too_many(account=account, address=address, now=THURSDAY_NOON + after)


def test_ten_tries_within_a_quarter_of_an_hour_are_enough() -> None:
    try_often(SIGN_IN_TRIES - 1)
    assert not too_many("sam@example.org", "192.0.2.1")
    try_often(1)
    assert too_many("sam@example.org", "192.0.2.9"), "the account, from anywhere"
    assert too_many("alex@example.org", "192.0.2.1"), "the address, for any account"
    assert not too_many("alex@example.org", "192.0.2.9"), "nobody else"
    assert not too_many("sam@example.org", "192.0.2.1", SIGN_IN_WITHIN)


def test_who_tried_is_not_in_the_database() -> None:
    try_often(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, address FROM household_signintry")
        kept = str(cursor.fetchall())
    assert "sam" not in kept
    assert "192.0.2.1" not in kept
