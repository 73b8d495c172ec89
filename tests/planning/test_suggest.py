from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.suggest import (
    Busy,
    Carer,
    Clash,
    Repair,
    RepairKind,
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
        assert (verdict.standing, verdict.by, verdict.repairs) == (Standing.UNKNOWN, "alex", ())

    def test_with_nobody_to_ask_it_says_so(self) -> None:
        assert judge(wish(), EVENING) == Verdict(span=EVENING, standing=Standing.NOBODY, by=None)

    def test_a_clash_names_whose_and_what(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(BOARD,))), EVENING)
        assert (verdict.standing, verdict.by) == (Standing.CLASH, "alex")
        assert verdict.clashes == (Clash("alex", BOARD),)

    def test_a_commitment_that_only_touches_is_no_clash(self) -> None:
        touching = Busy(on(FRIDAY, 16, 18)), Busy(on(FRIDAY, 22, 23))
        assert judge(wish(replace(ALEX, busy=touching)), EVENING).standing is Standing.HOME

    def test_the_leavers_own_commitment_is_a_clash_too(self) -> None:
        verdict = judge(wish(ALEX, leaver_busy=(BOARD,)), EVENING)
        assert (verdict.standing, verdict.by) == (Standing.CLASH, None)
        assert verdict.leaver_clashes == (BOARD,)
        assert Repair(kind=RepairKind.MOVE_BUSY, busy=BOARD) in verdict.repairs

    def test_a_helper_who_is_busy_takes_nothing_away(self) -> None:
        busy_ruth = replace(RUTH, busy=(BOARD,))
        assert judge(wish(ALEX, busy_ruth), EVENING) == judge(wish(ALEX), EVENING)


class TestRepairs:
    def test_start_later_move_it_or_ask_somebody_else(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(BOARD,)), RUTH), EVENING)
        assert verdict.repairs == (
            Repair(kind=RepairKind.START_LATER, span=on(FRIDAY, 19, 22)),
            Repair(kind=RepairKind.MOVE_BUSY, carer="alex", busy=BOARD),
            Repair(kind=RepairKind.ASK_OTHER, carer="ruth"),
        )

    def test_end_earlier(self) -> None:
        call = Busy(on(FRIDAY, 21, 22), "Call")
        verdict = judge(wish(replace(ALEX, busy=(call,))), EVENING)
        assert verdict.repairs[0] == Repair(kind=RepairKind.END_EARLIER, span=on(FRIDAY, 18, 21))

    def test_all_that_is_in_the_way_is_avoided_at_once(self) -> None:
        alex = replace(ALEX, busy=(Busy(on(FRIDAY, 18.25, 18.5)), Busy(on(FRIDAY, 19, 19.25))))
        verdict = judge(wish(alex, leaver_busy=(Busy(on(FRIDAY, 17, 18.25)),)), EVENING)
        assert verdict.repairs == (Repair(kind=RepairKind.START_LATER, span=on(FRIDAY, 19.25, 22)),)

    def test_an_earlier_end_is_before_the_first_of_two(self) -> None:
        busy = Busy(on(FRIDAY, 21, 21.25)), Busy(on(FRIDAY, 21.5, 22))
        verdict = judge(wish(replace(ALEX, busy=busy)), EVENING)
        assert verdict.repairs == (Repair(kind=RepairKind.END_EARLIER, span=on(FRIDAY, 18, 21)),)

    def test_an_earlier_end_falls_on_a_quarter_of_an_hour(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(Busy(on(FRIDAY, 21.4, 22)),))), EVENING)
        assert verdict.repairs[0].span == on(FRIDAY, 18, 21.25)

    def test_three_fifths_of_the_time_are_still_a_repair(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(Busy(on(FRIDAY, 18, 20)),))), on(FRIDAY, 18, 23))
        assert verdict.repairs[0].span == on(FRIDAY, 20, 23)

    def test_a_later_start_falls_on_a_quarter_of_an_hour(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(Busy(on(FRIDAY, 17, 18.1)),))), EVENING)
        assert verdict.repairs[0].span == on(FRIDAY, 18.25, 22)

    def test_more_than_two_fifths_shorter_is_no_repair(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(Busy(on(FRIDAY, 17, 19.75)),))), EVENING)
        assert [repair.kind for repair in verdict.repairs] == [RepairKind.MOVE_BUSY]

    def test_less_than_three_quarters_of_an_hour_is_no_repair(self) -> None:
        verdict = judge(wish(replace(ALEX, busy=(Busy(on(FRIDAY, 18, 18.25)),))), on(FRIDAY, 18, 18.75))
        assert [repair.kind for repair in verdict.repairs] == [RepairKind.MOVE_BUSY]

    def test_moving_one_of_two_commitments_is_not_enough_and_not_offered(self) -> None:
        call = Busy(on(FRIDAY, 21, 22), "Call")
        verdict = judge(wish(replace(ALEX, busy=(BOARD, call))), EVENING)
        assert verdict.repairs == ()

    def test_a_helper_who_cannot_either_is_not_offered(self) -> None:
        busy_ruth, unknown_noor = replace(RUTH, busy=(BOARD,)), Carer(id="noor", unknown=True)
        verdict = judge(wish(replace(ALEX, busy=(BOARD,)), busy_ruth, unknown_noor), EVENING)
        assert RepairKind.ASK_OTHER not in {repair.kind for repair in verdict.repairs}
        assert verdict.clashes == (Clash("alex", BOARD), Clash("ruth", BOARD))

    def test_without_a_partner_the_leavers_own_clash_can_be_repaired(self) -> None:
        verdict = judge(wish(leaver_busy=(BOARD,)), EVENING)
        assert verdict.standing is Standing.NOBODY
        assert [repair.kind for repair in verdict.repairs] == [RepairKind.START_LATER, RepairKind.MOVE_BUSY]


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

    def test_a_clash_comes_last_and_only_if_something_helps(self) -> None:
        board, trip = Busy(on(THURSDAY, 17, 19)), Busy(on(FRIDAY, 0, 24))
        call = Busy(on(FRIDAY, 19, 20))
        alex = replace(ALEX, busy=(board, trip, call))
        times = good_times(replace(wish(alex), horizon_days=3))
        assert shown(times) == ["Sat 05 18:00 home", "Thu 03 18:00 clash"]
        assert times[1].repairs

    def test_enough_good_times_leave_no_room_for_a_clash(self) -> None:
        alex = replace(ALEX, busy=(Busy(on(THURSDAY, 17, 19)),))
        assert {verdict.standing for verdict in good_times(wish(alex))} == {Standing.HOME}

    def test_an_unread_calendar_leaves_only_what_others_can_help_with(self) -> None:
        unknown = replace(ALEX, unknown=True)
        assert good_times(wish(unknown)) == ()
        times = good_times(wish(unknown, RUTH))
        assert {verdict.standing for verdict in times} == {Standing.UNKNOWN}
        assert {verdict.repairs for verdict in times} == {(Repair(kind=RepairKind.ASK_OTHER, carer="ruth"),)}

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
