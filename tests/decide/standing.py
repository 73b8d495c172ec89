"""Standing dates to begin with, for the tests of their screens."""

from __future__ import annotations

from django.test import Client

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.household.standing_days import come_round
from tests.people import THURSDAY, THURSDAY_NOON, Family, give_account

THURSDAYS = {
    "weekday": "3",
    "from_time": "19:00",
    "until_time": "22:00",
    "every_weeks": "1",
    "first_date": "2026-12-10",
}


def mine(cast: Family, **changed: str) -> dict[str, str]:
    """What Sam fills in: Thursdays are Sam's, Alex has the children."""
    return {**THURSDAYS, "whose": str(cast.sam.pk), "stays": str(cast.alex.pk), **changed}


def make(browser: Client, form: dict[str, str]) -> TimeAway:
    """Propose it; the first time, which carries the question."""
    answer = browser.post("/standing/make/", form)
    assert answer.status_code == 302, answer.text
    key = answer.headers["Location"].split("/")[2]
    return TimeAway.objects.with_people().get(pk=key)


def agreed(cast: Family, *, leaver: Member | None = None, stayer: Member | None = None) -> StandingDate:
    """Thursdays 19–22 from today on, come round for the next four weeks."""
    row = StandingDate.objects.create(
        household=cast.household,
        leaver=leaver or cast.sam,
        stayer=stayer or cast.alex,
        proposed_by=cast.sam,
        weekday=3,
        from_minute=19 * 60,
        minutes=180,
        first_date=THURSDAY,
        agreed_at=THURSDAY_NOON,
        created_at=THURSDAY_NOON,
    )
    row = StandingDate.objects.of(cast.household).with_people().get(pk=row.pk)
    assert come_round(row, now=THURSDAY_NOON) == 4
    return row


def times(standing: StandingDate) -> list[TimeAway]:
    return list(TimeAway.objects.of(standing.household).filter(standing=standing).with_people())


def third_adult(cast: Family) -> Member:
    ruth = Member.objects.create(
        household=cast.household, kind=Member.Kind.ADULT, name="Ruth", place=7, colour=7
    )
    give_account(ruth, "ruth@example.org")
    return ruth
