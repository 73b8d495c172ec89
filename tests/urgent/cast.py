"""Somebody has to leave now; helpers who can be reached by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from kbye.household.away import HandOver, TimeAway
from kbye.household.gap import Ask, Gap
from kbye.household.leaving_now import urgent_gap, who_has_them
from kbye.household.people import Member
from kbye.urgent import leaving, staying
from kbye.work.asks import keep_asking
from kbye.work.emergencies import call_helpers
from tests.people import THURSDAY_NOON, Family

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def leave(member: Member, *, words: str = "", now: datetime = THURSDAY_NOON) -> TimeAway:
    return leaving.leave_now(leaver=member, words=words, now=now)


def again(row: TimeAway) -> TimeAway:
    return TimeAway.objects.of(row.household).with_people().get(pk=row.pk)


def side(row: TimeAway, person: Member) -> HandOver:
    return next(one for one in again(row).hand_overs.all() if one.person_id == person.pk)


def says_yes(row: TimeAway, person: Member, now: datetime = THURSDAY_NOON) -> None:
    staying.have_them(hand_over=side(row, person), time_away=row, by=person, now=now)


def says_no(row: TimeAway, person: Member, now: datetime = THURSDAY_NOON) -> None:
    staying.cannot(hand_over=side(row, person), time_away=row, by=person, now=now)


def work(now: datetime) -> None:
    """What the background does of it, once."""
    call_helpers(lambda: now)
    keep_asking(lambda: now)


def gap_of(row: TimeAway) -> Gap:
    found = urgent_gap(row)
    assert found is not None
    return found


def states(row: TimeAway) -> dict[str, str]:
    """How it stands with each helper, in the order in which they are asked."""
    return {ask.helper.name: ask.state for ask in gap_of(row).asks.all()}


def ask_of(row: TimeAway, helper: Member) -> Ask:
    rows = Ask.objects.of(row.household).select_related("helper__household", "household")
    return rows.get(gap=gap_of(row), helper=helper)


def who_has(row: TimeAway) -> tuple[str, list[str]]:
    found = who_has_them(again(row), urgent_gap(row))
    return found.stands.name, [one.name for one in found.people]


def seven_helpers(cast: Family) -> list[Member]:
    """Grandma and Noor, and five more, each with an address."""
    more = [
        Member.objects.create(
            household=cast.household, kind=Member.Kind.HELPER, name=f"Neighbour {number}", place=10 + number
        )
        for number in range(5)
    ]
    everybody = [cast.grandma, cast.noor, *more]
    for number, one in enumerate(everybody):
        one.email = f"helper{number}@example.org"
        one.save(update_fields=["email"])
    return everybody
