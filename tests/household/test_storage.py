"""The database settings are really in force on the connection, not only written in a file."""

from __future__ import annotations

import sqlite3

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from kbye.household.people import Member
from tests.people import family


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.skipif(not settings.IS_SQLITE, reason="about SQLite")
@pytest.mark.django_db
def test_sqlite_waits_for_the_disk_and_checks_foreign_keys() -> None:
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert int(str(pragma("busy_timeout"))) >= 5000
    assert sqlite3.sqlite_version_info >= (3, 40)


@pytest.mark.skipif(not settings.IS_SQLITE, reason="about SQLite")
@pytest.mark.django_db(transaction=True)
def test_sqlite_takes_the_lock_when_a_transaction_begins() -> None:
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with transaction.atomic():
        with pytest.raises(sqlite3.OperationalError, match="cannot start a transaction within"):
            connection.connection.execute("BEGIN")
        assert connection.connection.in_transaction


@pytest.mark.django_db(transaction=True)
def test_a_row_that_points_nowhere_is_refused() -> None:
    home = family()
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(
            household_id="00000000-0000-0000-0000-000000000000", kind=Member.Kind.ADULT, name="Nobody"
        )
    assert Member.objects.of(home.household).filter(name="Nobody").count() == 0
