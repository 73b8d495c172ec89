"""In an emergency several do something at once: exactly one has the children, and nobody waits in a circle.

On SQLite whoever writes has the file alone, which `test_asks.py` shows; here it is about PostgreSQL.
"""

from __future__ import annotations

import pytest
from django.conf import settings

from kbye.ask import actions, answers
from kbye.household.away import HandOver, TimeAway
from kbye.household.gap import Ask, Gap
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.urgent import leaving, staying
from tests.people import THURSDAY_NOON, Family, family
from tests.races.races import at_once

ROUNDS, HELPERS = 2, 6


def _home(canary: str) -> tuple[Family, list[Member]]:
    cast = family(canary=canary)
    helpers = [cast.grandma, cast.noor]
    while len(helpers) < HELPERS:
        helpers.append(
            Member.objects.create(
                household=cast.household, kind="helper", name="Ruth", place=len(helpers) + 5
            )
        )
    for number, helper in enumerate(helpers):
        helper.email = f"helper{number}{canary}@example.org"
        helper.save()
    return cast, helpers


def _asked(cast: Family) -> tuple[TimeAway, Gap, list[Ask]]:
    """Sam had to leave, Alex cannot, and two waves have gone out."""
    row = leaving.leave_now(leaver=cast.sam, words="", now=THURSDAY_NOON)
    side = HandOver.objects.of(cast.household).select_related("person").get(time_away=row)
    staying.cannot(hand_over=side, time_away=row, by=cast.alex, now=THURSDAY_NOON)
    gap = Gap.objects.of(cast.household).get(time_away=row)
    actions.begin(gap=gap, now=THURSDAY_NOON)
    Ask.objects.of(cast.household).update(next_at=None)
    actions.begin(gap=gap, now=THURSDAY_NOON)
    asks = Ask.objects.of(cast.household).filter(gap=gap, state=Ask.State.ASKED)
    return row, gap, list(asks.select_related("helper__household", "household"))


def _over(row: TimeAway) -> None:
    TimeAway.objects.of(row.household).get(pk=row.pk).come_back(at=THURSDAY_NOON)


def both_press() -> None:
    """Two adults, four taps each: one emergency, each adult told at most once, helpers lined up once."""
    cast, _helpers = _home("-both-press")
    people = [cast.sam, cast.alex] * 4
    rows = at_once(8, lambda number: leaving.leave_now(leaver=people[number], words="", now=THURSDAY_NOON).pk)
    assert len(set(rows)) == 1
    row = TimeAway.objects.of(cast.household).with_people().get()
    gaps = Gap.objects.of(cast.household).filter(time_away=row)
    assert [gap.state for gap in gaps] == ["open"]
    assert Ask.objects.of(cast.household).count() == HELPERS
    (other,) = row.stayers
    assert {row.leaver, other} == {cast.sam, cast.alex}
    assert Notice.objects.of(cast.household).filter(kind="emergency").count() == 1


def first_yes_wins() -> None:
    cast, _helpers = _home("-emergency-yes")
    for _ in range(ROUNDS):
        row, gap, asks = _asked(cast)
        assert len(asks) == HELPERS

        def say_yes(number: int, asks: list[Ask] = asks) -> answers.Outcome:
            return answers.say_yes(ask=asks[number], by=asks[number].helper, now=THURSDAY_NOON)

        said = at_once(HELPERS, say_yes)
        assert sorted(said) == ["covered"] * (HELPERS - 1) + ["yes"], said
        gap.refresh_from_db()
        assert (gap.state, gap.covered_by_id) == ("covered", asks[said.index(answers.Outcome.YES)].helper_id)
        _over(row)


def everything_at_once() -> None:
    """Yeses of helpers, "I have them", "I can't", a second tap, a false alarm and "I'm back": none is lost or stuck."""
    cast, _helpers = _home("-emergency-all")
    for _ in range(ROUNDS):
        row, gap, asks = _asked(cast)
        side = HandOver.objects.of(cast.household).select_related("person").get(time_away=row)
        mine = {"hand_over": side, "time_away": row, "by": cast.alex, "now": THURSDAY_NOON}
        things = [
            lambda asks=asks: answers.say_yes(ask=asks[0], by=asks[0].helper, now=THURSDAY_NOON),
            lambda asks=asks: answers.say_no(ask=asks[1], by=asks[1].helper, now=THURSDAY_NOON),
            lambda asks=asks: answers.say_yes(ask=asks[2], by=asks[2].helper, now=THURSDAY_NOON),
            lambda mine=mine: staying.cannot(**mine),
            lambda mine=mine: staying.have_them(**mine),
            lambda: leaving.leave_now(leaver=cast.alex, words="", now=THURSDAY_NOON),
            lambda gap=gap: actions.begin(gap=gap, now=THURSDAY_NOON),
            lambda row=row: staying.ask_helpers(time_away=row, by=cast.sam, now=THURSDAY_NOON),
        ]
        at_once(len(things), lambda number, things=things: things[number]())  # type: ignore[misc]
        gap.refresh_from_db()
        yes = Ask.objects.of(cast.household).filter(gap=gap, state=Ask.State.YES)
        assert (gap.state == "covered") == (yes.count() == 1)
        assert leaving.take_back(time_away=row, by=cast.sam, now=THURSDAY_NOON)
        gap.refresh_from_db()
        assert (gap.state, gap.covered_by_id) == ("closed", None)


@pytest.mark.postgres
@pytest.mark.skipif(settings.IS_SQLITE, reason="needs PostgreSQL: set DATABASE_URL")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql() -> None:
    both_press()
    first_yes_wins()
    everything_at_once()
