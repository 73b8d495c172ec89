from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.suggest import (
    Busy,
    Carer,
    Standing,
    Verdict,
    Wish,
    good_times,
    judge,
)
from kbye.planning.usual_week import ALWAYS, EVENINGS_AND_WEEKENDS, UsualWeek
from kbye.planning.wallclock import instant, local

from .strategies import BERLIN

THURSDAY = date(2026, 12, 3)
FRIDAY = date(2026, 12, 4)
ALEX = Carer(id="alex", week=EVENINGS_AND_WEEKENDS)
RUTH = Carer(id="ruth")


def on(day: date, start: float, end: float) -> Span:
    return Span(instant(day, int(start * 60), BERLIN), instant(day, int(end * 60), BERLIN))


EVENING = on(FRIDAY, 18, 22)
BOARD = Busy(on(FRIDAY, 17, 19), "Board")


def wish(*carers: Carer, length: Length = Length.EVENING, leaver_busy: tuple[Busy, ...] = ()) -> Wish:
    return Wish(
        now=instant(THURSDAY, 12 * 60, BERLIN),
        zone=BERLIN,
        length=length,
        carers=carers,
        leaver_busy=leaver_busy,
    )


def shown(verdicts: tuple[Verdict, ...]) -> list[str]:
    return [f"{local(v.span.start, BERLIN):%a %d %H:%M} {v.standing}" for v in verdicts]


class TestJudge:
    def test_alex_is_usually_home(self) -> None:
        assert judge(wish(ALEX), EVENING) == Verdict(span=EVENING, standing=Standing.HOME, by="alex")

    def test_alex_is_asked_when_nothing_is_known(self) -> None:
        verdict = judge(wish(Carer(id="alex")), EVENING)
        assert (verdict.standing, verdict.by) == (Standing.ASK, "alex")

    def test_alex_is_asked_when_not_home_all_the_time(self) -> None:
        assert judge(wish(ALEX), on(FRIDAY, 17, 22)).standing is Standing.ASK

    def test_somebody_else_who_is_home_goes_before_asking(self) -> None:
        verdict = judge(wish(Carer(id="alex"), replace(ALEX, id="ruth")), EVENING)
        assert (verdict.standing, verdict.by) == (Standing.HOME, "ruth")

    def test_a_calendar_that_cannot_be_read_is_never_taken_for_free(self) -> None:
        verdict = judge(wish(replace(ALEX, unknown=True)), EVENING)
        assert (verdict.standing, verdict.by, verdict.works) == (Standing.UNKNOWN, "alex", False)

    def test_with_nobody_to_ask_it_says_so(self) -> None:
        assert judge(wish(), EVENING) == Verdict(span=EVENING, standing=Standing.NOBODY, by=None)

    def test_a_clash_names_whose(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(BOARD,))), EVENING)
        assert (verdict.standing, verdict.by, verdict.works) == (Standing.CLASH, "alex", False)

    def test_a_commitment_that_only_touches_is_no_clash(self) -> None:
        touching = Busy(on(FRIDAY, 16, 18)), Busy(on(FRIDAY, 22, 23))
        assert judge(wish(replace(ALEX, busy=touching)), EVENING).standing is Standing.HOME

    def test_the_leavers_own_commitment_is_a_clash_too(self) -> None:
        verdict = judge(wish(ALEX, leaver_busy=(BOARD,)), EVENING)
        assert (verdict.leaver_clashes, verdict.works) == ((BOARD,), False)

    def test_a_helper_who_is_busy_takes_nothing_away(self) -> None:
        busy_ruth = replace(RUTH, busy=(BOARD,))
        assert judge(wish(ALEX, busy_ruth), EVENING) == judge(wish(ALEX), EVENING)


class TestGoodTimes:
    def test_evenings_with_alex_home_spread_a_little(self) -> None:
        times = good_times(wish(ALEX))
        assert shown(times) == ["Thu 03 18:00 home", "Fri 04 18:00 home", "Sun 06 18:00 home"]

    def test_days_that_are_apart_already_need_no_more_spreading(self) -> None:
        trip = Busy(Span(instant(FRIDAY, 0, BERLIN), instant(date(2026, 12, 8), 0, BERLIN)))
        times = good_times(wish(replace(ALEX, busy=(trip,))))
        assert shown(times) == ["Thu 03 18:00 home", "Tue 08 18:00 home", "Wed 09 18:00 home"]

    def test_somebody_home_goes_before_spreading(self) -> None:
        no_sundays = UsualWeek(tuple(time for time in ALWAYS.times if time.weekday != 6))
        times = good_times(replace(wish(Carer(id="alex", week=no_sundays)), horizon_days=4))
        assert shown(times) == ["Thu 03 18:00 home", "Fri 04 18:00 home", "Sat 05 18:00 home"]

    def test_a_coffee_during_the_week_is_when_alex_is_home(self) -> None:
        times = good_times(wish(ALEX, length=Length.COFFEE))
        assert shown(times) == ["Thu 03 19:30 home", "Fri 04 19:30 home", "Sun 06 10:00 home"]

    def test_a_night_prefers_the_weekend_when_nobody_works_in_the_morning(self) -> None:
        times = good_times(wish(ALEX, length=Length.NIGHT))
        assert shown(times) == ["Fri 04 18:00 home", "Sat 05 18:00 home", "Fri 11 18:00 home"]

    def test_a_weekend_starts_when_alex_is_home_from_work(self) -> None:
        times = good_times(wish(ALEX, length=Length.WEEKEND))
        assert shown(times) == ["Fri 04 18:00 home", "Fri 11 18:00 home", "Fri 18 18:00 home"]

    def test_without_any_calendar_there_are_still_times_to_ask_for(self) -> None:
        times = good_times(wish(Carer(id="alex"), length=Length.WEEKEND))
        assert shown(times) == ["Fri 04 17:00 ask", "Fri 11 17:00 ask", "Fri 18 17:00 ask"]

    def test_with_nobody_to_ask_there_are_times_too(self) -> None:
        assert {verdict.standing for verdict in good_times(wish())} == {Standing.NOBODY}
        assert len(good_times(wish())) == 3

    def test_too_short_notice_is_left_out(self) -> None:
        late = replace(wish(ALEX), now=instant(THURSDAY, 16 * 60 + 1, BERLIN))
        assert shown(good_times(late, 1)) == ["Fri 04 18:00 home"]
        in_time = replace(wish(ALEX), now=instant(THURSDAY, 16 * 60, BERLIN))
        assert shown(good_times(in_time, 1)) == ["Thu 03 18:00 home"]

    def test_a_time_that_is_taken_is_left_out(self) -> None:
        taken = replace(wish(ALEX), taken=(on(THURSDAY, 21, 23), on(FRIDAY, 21, 22)))
        assert shown(good_times(taken, 1)) == ["Sat 05 18:00 home"]

    def test_what_is_in_the_way_comes_last_and_only_if_it_could_be(self) -> None:
        board, trip = Busy(on(THURSDAY, 17, 19)), Busy(on(FRIDAY, 0, 24))
        three_days = replace(wish(replace(ALEX, busy=(board, trip))), horizon_days=3)
        assert shown(good_times(three_days)) == ["Sat 05 18:00 home"]
        times = good_times(three_days, could=lambda span: span == on(THURSDAY, 18, 22))
        assert shown(times) == ["Sat 05 18:00 home", "Thu 03 18:00 clash"]

    def test_enough_good_times_leave_no_room_for_a_clash(self) -> None:
        alex = replace(ALEX, busy=(Busy(on(THURSDAY, 17, 19)),))
        times = good_times(wish(alex), could=lambda span: pytest.fail(f"{span} was looked into"))
        assert {verdict.standing for verdict in times} == {Standing.HOME}

    def test_only_a_few_times_are_looked_into(self) -> None:
        asked: list[Span] = []

        def never(span: Span) -> bool:
            asked.append(span)
            return False

        assert good_times(wish(replace(ALEX, unknown=True)), could=never) == ()
        assert len(asked) == 6

    def test_an_unread_calendar_leaves_what_could_be(self) -> None:
        times = good_times(wish(replace(ALEX, unknown=True), RUTH), could=lambda span: True)
        assert {verdict.standing for verdict in times} == {Standing.UNKNOWN}

    @pytest.mark.parametrize("best", [0, 1, 2, 5])
    def test_there_are_as_many_as_asked_for(self, best: int) -> None:
        assert len(good_times(wish(ALEX), best)) == best

    def test_any_other_length_has_none(self) -> None:
        assert good_times(wish(ALEX, length=Length.OTHER)) == ()

    @pytest.mark.parametrize("saturday", [date(2026, 3, 28), date(2026, 10, 24)])
    def test_an_evening_and_a_night_of_the_clock_change_are_by_the_wall_clock(self, saturday: date) -> None:
        now = instant(saturday - timedelta(days=1), 20 * 60, BERLIN)
        for length, back in ((Length.EVENING, "Sat 22:00"), (Length.NIGHT, "Sun 10:00")):
            first = good_times(replace(wish(ALEX, length=length), now=now), 1)[0]
            assert f"{local(first.span.start, BERLIN):%a %H:%M}" == "Sat 18:00"
            assert f"{local(first.span.end, BERLIN):%a %H:%M}" == back

    def test_at_midnight_the_new_day_has_begun(self) -> None:
        midnight = replace(wish(ALEX), now=instant(FRIDAY, 0, BERLIN))
        assert shown(good_times(midnight, 1)) == ["Fri 04 18:00 home"]
