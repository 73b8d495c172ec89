"""Several say yes at once: exactly one has it, on both databases, twenty times over.

SQLite's test database lives in memory; there the race runs in a process of its own, on a real file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from kbye.ask import actions, answers
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.gap import Ask, Gap
from kbye.household.notice import Notice
from kbye.household.people import Member
from tests.people import THURSDAY_NOON, family, time_away
from tests.races.races import at_once

ROUNDS, HELPERS = 20, 4
ROOT = Path(__file__).parents[2]
ON_A_FILE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.races.test_asks import first_yes_wins, no_and_yes_at_once
first_yes_wins()
no_and_yes_at_once()
"""


def _evening(canary: str) -> tuple[TimeAway, list[Member]]:
    cast = family(canary=canary)
    helpers = [cast.grandma, cast.noor]
    while len(helpers) < HELPERS:
        helpers.append(
            Member.objects.create(household=cast.household, kind="helper", name="Ruth", place=len(helpers))
        )
    for number, helper in enumerate(helpers):
        helper.email = f"helper{number}@example.org"
        helper.save()
    return time_away(cast), helpers


def _asked_at_once(row: TimeAway, helpers: list[Member]) -> tuple[Gap, list[Ask]]:
    alex = row.stayers[0]
    gap = actions.open_gap(time_away=row, span=row.span, by=alex, now=THURSDAY_NOON)
    actions.ask_people(gap=gap, people=helpers, by=alex, now=THURSDAY_NOON, one_by_one=False)
    rows = Ask.objects.filter(household=row.household, gap=gap).select_related("helper", "household")
    return gap, list(rows)


def first_yes_wins() -> None:
    row, helpers = _evening("-first-yes")
    for number_of_round in range(1, ROUNDS + 1):
        gap, asks = _asked_at_once(row, helpers)

        def say_yes(number: int, asks: list[Ask] = asks) -> answers.Outcome:
            return answers.say_yes(ask=asks[number], by=asks[number].helper, now=THURSDAY_NOON)

        said = at_once(HELPERS, say_yes)
        gap.refresh_from_db()
        winner = asks[said.index(answers.Outcome.YES)]
        assert sorted(said) == ["covered"] * (HELPERS - 1) + ["yes"], said
        assert (gap.state, gap.covered_by_id) == ("covered", winner.helper_id)
        left = Ask.objects.filter(gap=gap).exclude(pk=winner.pk).values_list("state", flat=True)
        assert set(left) == {"covered"}
        assert Event.objects.filter(object_id=gap.pk, verb="covered_gap").count() == 1
        told = Notice.objects.filter(kind="covered", household=row.household)
        assert told.count() == number_of_round * (HELPERS - 1)


def no_and_yes_at_once() -> None:
    """A no, a yes, a yes taken back and a closing at once end in one clear state, and nobody waits for another."""
    row, helpers = _evening("-all-at-once")
    alex = row.stayers[0]
    for _ in range(ROUNDS // 4):
        gap, asks = _asked_at_once(row, helpers)

        def do(number: int, gap: Gap = gap, asks: list[Ask] = asks) -> object:
            one = asks[number]
            if number == 0:
                return answers.say_no(ask=one, by=one.helper, now=THURSDAY_NOON)
            if number == 1:
                answers.say_yes(ask=one, by=one.helper, now=THURSDAY_NOON)
                return answers.take_back(ask=one, by=one.helper, now=THURSDAY_NOON)
            if number == 2:
                return answers.say_yes(ask=one, by=one.helper, now=THURSDAY_NOON)
            return actions.do_it_myself(gap=gap, by=alex, now=THURSDAY_NOON)

        at_once(HELPERS, do)
        gap.refresh_from_db()
        assert (gap.state, gap.covered_by_id) == ("stayer", None)
        assert set(Ask.objects.filter(gap=gap).values_list("state", flat=True)) == {"ended"}


@pytest.mark.postgres
@pytest.mark.skipif(settings.IS_SQLITE, reason="needs PostgreSQL: set DATABASE_URL")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql() -> None:
    first_yes_wins()
    no_and_yes_at_once()


def test_on_a_sqlite_file(tmp_path: Path) -> None:
    mine = {"KBYE_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "kbye.settings"}
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KBYE_SMTP_URL"}
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ON_A_FILE],
        env=kept | mine,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
