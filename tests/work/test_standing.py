"""Standing dates come round by themselves; holidays are looked up where they are needed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kbye.calendars.holidays_of import countries, country_of, public_holidays
from kbye.household import standing_days
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, undo
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence
from kbye.household.standing import PublicHoliday, StandingDate
from kbye.household.standing_days import Wanted, come_round
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant, local
from kbye.work.every import Every
from kbye.work.standing import Holidays, come_round_everywhere, with_eves
from tests.people import THURSDAY, THURSDAY_NOON, ZONE, Family, inhaler, time_away

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def noon() -> datetime:
    return THURSDAY_NOON


def wanted(first: date = THURSDAY, *, every: int = 1, starts: int = 19 * 60, minutes: int = 180) -> Wanted:
    return Wanted(
        weekday=first.weekday(), from_minute=starts, minutes=minutes, every_weeks=every, from_date=first
    )


def proposed(
    cast: Family, what: Wanted, *, leaver: Member | None = None, stayer: Member | None = None
) -> StandingDate:
    leaver, stayer = leaver or cast.sam, stayer or cast.alex
    row = standing_days.propose(leaver=leaver, stayer=stayer, wanted=what, by=leaver, now=THURSDAY_NOON)
    return StandingDate.objects.of(cast.household).with_people().get(pk=row.pk)


def in_force(cast: Family, what: Wanted | None = None, **who: Member) -> StandingDate:
    """Agreed, but not come round yet."""
    row = proposed(cast, what or wanted(), **who)
    assert StandingDate.objects.agree(row, at=THURSDAY_NOON)
    return row


def times(cast: Family) -> list[TimeAway]:
    return list(TimeAway.objects.of(cast.household).with_people())


def test_the_next_four_weeks_come_round_told_and_settled(cast: Family) -> None:
    inhaler(cast)
    in_force(cast, wanted(starts=18 * 60))
    assert come_round_everywhere(noon) == 4
    rows = times(cast)
    assert [row.on_date for row in rows] == [THURSDAY + WEEK * number for number in range(4)]
    for row in rows:
        assert row.phase(THURSDAY_NOON) == TimeAway.Phase.COMING
        assert [(side.person, side.answer) for side in row.hand_overs.all()] == [
            (cast.alex, HandOver.Answer.GOT_IT)
        ]
        assert Link.objects.of(cast.household).filter(time_away=row, member=cast.alex).count() == 1
        assert Occurrence.objects.of(cast.household).filter(time_away=row).count() == 1


def test_another_round_makes_nothing_twice_and_goes_on_a_week_later(cast: Family) -> None:
    in_force(cast)
    chore = Every(timedelta(hours=1), come_round_everywhere)
    assert chore(noon) == 4
    assert come_round_everywhere(noon) == 0
    assert chore(lambda: THURSDAY_NOON + timedelta(minutes=59)) == 0
    assert chore(lambda: THURSDAY_NOON + WEEK) == 1


def test_what_is_only_proposed_or_has_ended_does_not_come_round(cast: Family) -> None:
    proposed(cast, wanted())
    ended = in_force(cast)
    standing_days.end(ended, by=cast.sam, now=THURSDAY_NOON)
    in_force(cast, stayer=cast.grandma)
    cast.grandma.remove(at=THURSDAY_NOON)
    assert come_round_everywhere(noon) == 0
    assert times(cast) == []


def test_every_other_week_across_the_end_of_the_year(cast: Family) -> None:
    standing = in_force(cast, wanted(date(2026, 12, 17), every=2))
    for weeks in range(8):
        come_round(standing, now=THURSDAY_NOON + WEEK * weeks)
    assert [row.on_date for row in times(cast)] == [
        date(2026, 12, 17) + timedelta(days=14 * number) for number in range(5)
    ]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 10, 12, tzinfo=UTC), date(2026, 10, 15)),
        (datetime(2027, 3, 15, tzinfo=UTC), date(2027, 3, 18)),
    ],
)
def test_the_wall_clock_holds_across_both_clock_changes(cast: Family, now: datetime, first: date) -> None:
    come_round(in_force(cast, wanted(first)), now=now)
    rows = times(cast)
    assert {f"{local(row.starts_at, ZONE):%H:%M}–{local(row.ends_at, ZONE):%H:%M}" for row in rows} == {
        "19:00–22:00"
    }
    assert len({row.starts_at.hour for row in rows}) == 2


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 10, 24), 13), (date(2027, 3, 27), 11)])
def test_the_nights_of_the_clock_change_themselves(cast: Family, night: date, hours: int) -> None:
    come_round(in_force(cast, wanted(night, starts=20 * 60, minutes=12 * 60)), now=instant(night, 0, ZONE))
    row = times(cast)[0]
    assert row.ends_at - row.starts_at == timedelta(hours=hours)


def test_a_week_in_which_the_stayer_is_away_is_left_out_and_comes_once_they_are_not(cast: Family) -> None:
    standing = in_force(cast)
    evening = standing.rhythm.on(THURSDAY + WEEK, ZONE)
    trip = time_away(cast, span=evening, leaver=cast.alex, stayer=cast.grandma)
    come_round(standing, now=THURSDAY_NOON)
    days = {row.on_date for row in times(cast)}
    assert THURSDAY in days
    assert THURSDAY + WEEK not in days
    trip.call_off(at=THURSDAY_NOON)
    assert come_round(standing, now=THURSDAY_NOON) == 1


def test_two_that_meet_do_not_both_come_round(cast: Family) -> None:
    mine = in_force(cast)
    theirs = in_force(cast, wanted(starts=20 * 60), leaver=cast.alex, stayer=cast.sam)
    assert come_round(mine, now=THURSDAY_NOON) == 4
    assert come_round(theirs, now=THURSDAY_NOON) == 0


def test_a_skipped_one_stays_skipped(cast: Family) -> None:
    standing = in_force(cast)
    come_round(standing, now=THURSDAY_NOON)
    times(cast)[1].call_off(at=THURSDAY_NOON)
    assert come_round(standing, now=THURSDAY_NOON) == 0


def test_the_end_calls_off_what_has_not_begun_and_one_undo_brings_all_back(cast: Family) -> None:
    standing = in_force(cast, wanted(starts=11 * 60))
    come_round(standing, now=THURSDAY_NOON - timedelta(hours=2))
    event = standing_days.end(standing, by=cast.sam, now=THURSDAY_NOON)
    assert event is not None
    assert [row.called_off_at is None for row in times(cast)] == [True, False, False, False]
    assert standing_days.end(standing, by=cast.sam, now=THURSDAY_NOON) is None
    assert undo(event, by=cast.sam, at=THURSDAY_NOON)
    assert all(row.called_off_at is None for row in times(cast))
    assert StandingDate.objects.of(cast.household).get(pk=standing.pk).ended_at is None


def test_it_is_agreed_once(cast: Family) -> None:
    standing = proposed(cast, wanted())
    assert standing_days.agree(standing, by=cast.alex, now=THURSDAY_NOON)
    assert not standing_days.agree(standing, by=cast.alex, now=THURSDAY_NOON)
    assert Event.objects.of(cast.household).filter(verb="agreed").count() == 1
    assert len(times(cast)) == 4


def test_the_pair_is_agreed_in_one_breath(cast: Family) -> None:
    mine = proposed(cast, wanted())
    back = standing_days.propose(
        leaver=cast.alex,
        stayer=cast.sam,
        wanted=wanted(date(2026, 12, 8)),
        by=cast.sam,
        now=THURSDAY_NOON,
    )
    question = standing_days.carry_the_question(mine, now=THURSDAY_NOON)
    assert standing_days.agree_with(question, by=cast.alex, now=THURSDAY_NOON)
    assert {row.leaver for row in times(cast)} == {cast.sam, cast.alex}
    assert StandingDate.objects.of(cast.household).in_force().filter(pk=back.pk).exists()


def test_another_day_taken_moves_all_of_them(cast: Family) -> None:
    standing = proposed(cast, wanted())
    question = standing_days.carry_the_question(standing, now=THURSDAY_NOON)
    friday = Span(question.starts_at + timedelta(days=1, hours=1), question.ends_at + timedelta(days=1))
    question.starts_at, question.ends_at = friday.start, friday.end
    question.save(update_fields=["starts_at", "ends_at"])
    assert standing_days.follow(question, by=cast.sam, now=THURSDAY_NOON)
    rows = times(cast)
    assert [row.on_date for row in rows] == [
        THURSDAY + timedelta(days=1) + WEEK * number for number in range(4)
    ]
    assert {f"{local(row.starts_at, ZONE):%a %H:%M}" for row in rows} == {"Fri 20:00"}


def test_a_proposal_longer_than_a_day_stands_for_itself_alone(cast: Family) -> None:
    question = standing_days.carry_the_question(proposed(cast, wanted()), now=THURSDAY_NOON)
    question.ends_at = question.starts_at + timedelta(days=2)
    question.save(update_fields=["ends_at"])
    assert not standing_days.follow(question, by=cast.sam, now=THURSDAY_NOON)
    (only,) = times(cast)
    assert only.standing_id is None


weekdays = st.integers(0, 6)
hours = st.integers(0, 23)


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(weekdays, hours, st.integers(1, 24), st.sampled_from([1, 2]), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_nobody_is_gone_and_has_the_children_at_once(
    cast: Family, dates: list[tuple[int, int, int, int, bool]]
) -> None:
    with transaction.atomic():
        for weekday, hour, length, every, is_sams in dates:
            first = THURSDAY + timedelta(days=(weekday - THURSDAY.weekday()) % 7)
            what = wanted(first, every=every, starts=hour * 60, minutes=length * 60)
            leaver, stayer = (cast.sam, cast.alex) if is_sams else (cast.alex, cast.sam)
            in_force(cast, what, leaver=leaver, stayer=stayer)
        come_round_everywhere(noon)
        rows = times(cast)
        for one in rows:
            for other in rows:
                if one.span.overlaps(other.span):
                    assert other.leaver not in one.stayers
        transaction.set_rollback(True)


def test_holidays_are_kept_for_this_year_and_the_two_after_it(cast: Family) -> None:
    in_force(cast)
    chore = Holidays()
    assert chore(noon) == 1
    rows = PublicHoliday.objects.of(cast.household)
    assert {row.on_date.year for row in rows} >= {2026, 2027, 2028}
    assert rows.get(on_date=date(2026, 12, 25)).name == "Christmas Day"
    assert rows.get(on_date=date(2026, 12, 24)).name == "Christmas Eve"
    assert chore(lambda: THURSDAY_NOON + timedelta(hours=1)) == 0


def test_another_country_brings_other_holidays(cast: Family) -> None:
    in_force(cast)
    chore = Holidays()
    chore(noon)
    Household.objects.filter(pk=cast.household.pk).update(country="US")
    assert chore(noon) == 1
    names = set(PublicHoliday.objects.of(cast.household).values_list("name", flat=True))
    assert "Labor Day" in names
    assert "Easter Monday" not in names


def test_the_country_is_guessed_from_the_zone_and_kept(cast: Family) -> None:
    Household.objects.filter(pk=cast.household.pk).update(country="", zone="America/Chicago")
    in_force(cast)
    Holidays()(noon)
    assert Household.objects.get(pk=cast.household.pk).country == "US"


def test_without_a_standing_date_nothing_is_looked_up(cast: Family) -> None:
    assert Holidays()(noon) == 0
    assert not PublicHoliday.objects.of(cast.household).exists()


def test_a_country_that_nobody_lists_has_none() -> None:
    assert public_holidays("XX", [2026]) == set()
    assert public_holidays("", [2026]) == set()


def test_zones_and_countries() -> None:
    assert (country_of("Europe/Zurich"), country_of("UTC")) == ("CH", "")
    assert countries()["DE"] == "Germany"


def test_names_come_in_the_language_asked_for_if_there_is_one() -> None:
    assert (date(2026, 12, 25), "Erster Weihnachtstag") in public_holidays("DE", [2026], language="de")
    assert (date(2026, 12, 25), "Christmas Day") in public_holidays("DE", [2026], language="xx")


def test_the_eves_are_where_the_days_are() -> None:
    assert with_eves({(date(2027, 1, 1), "New Year's Day")}) == {
        (date(2027, 1, 1), "New Year's Day"),
        (date(2026, 12, 31), "New Year's Eve"),
    }
    assert with_eves({(date(2027, 5, 1), "Labor Day")}) == {(date(2027, 5, 1), "Labor Day")}


def test_coming_round_writes_to_nobody(cast: Family) -> None:
    in_force(cast)
    come_round_everywhere(noon)
    assert not Notice.objects.of(cast.household).exists()


def test_no_page_loads_the_tables_of_the_world(tmp_path: Path) -> None:
    code = (
        "import sys, django; django.setup(); import kbye.urls, kbye.work.loop; "
        "from django.urls import get_resolver; get_resolver().url_patterns; "
        "print('holidays' in sys.modules)"
    )
    mine = {"KBYE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kbye.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **mine},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "False"
