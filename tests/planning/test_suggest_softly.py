"""What somebody would rather not, or wants to be asked about: named, and in nobody's way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbye.planning.suggest import Busy, Standing, good_times, judge
from kbye.planning.wish import Hold

from .test_suggest import ALEX, BOARD, EVENING, FRIDAY, THURSDAY, on, shown, wish

CHOIR = Busy(on(FRIDAY, 19, 20), "Choir", Hold.RATHER_NOT)
SOFT = (Hold.RATHER_NOT, Hold.ASK)


@pytest.mark.parametrize("hold", SOFT)
def test_it_is_asked_about_and_named(hold: Hold) -> None:
    soft = replace(CHOIR, hold=hold)
    verdict = judge(wish(replace(ALEX, busy=(soft,))), EVENING)
    assert (verdict.standing, verdict.by, verdict.softly) == (Standing.ASK, "alex", (soft,))
    assert verdict.works


@pytest.mark.parametrize("hold", SOFT)
def test_of_the_leaver_it_is_named_and_changes_nothing(hold: Hold) -> None:
    soft = replace(CHOIR, hold=hold)
    verdict = judge(wish(ALEX, leaver_busy=(soft,)), EVENING)
    assert (verdict.standing, verdict.leaver_softly) == (Standing.HOME, (soft,))
    assert verdict.leaver_clashes == ()


def test_what_really_cannot_be_goes_before_it() -> None:
    verdict = judge(wish(replace(ALEX, busy=(CHOIR, BOARD))), EVENING)
    assert verdict.standing is Standing.CLASH


def test_unknown_goes_before_it() -> None:
    assert judge(wish(replace(ALEX, busy=(CHOIR,), unknown=True)), EVENING).standing is Standing.UNKNOWN


def test_somebody_home_goes_before_who_would_rather_not() -> None:
    verdict = judge(wish(replace(ALEX, busy=(CHOIR,)), replace(ALEX, id="ruth")), EVENING)
    assert (verdict.standing, verdict.by, verdict.softly) == (Standing.HOME, "ruth", ())


def test_another_time_does_not_know_of_it() -> None:
    assert judge(wish(replace(ALEX, busy=(CHOIR,))), on(FRIDAY, 20, 22)).softly == ()


def test_among_times_to_ask_for_it_comes_last() -> None:
    ask = replace(ALEX, week=None)
    soft = replace(CHOIR, span=on(THURSDAY, 18, 22))
    before = shown(good_times(wish(ask)))
    after = shown(good_times(wish(replace(ask, busy=(soft,)))))
    assert before[0] == "Thu 03 18:00 ask"
    assert "Thu 03 18:00 ask" not in after
    assert all(one.endswith("ask") for one in after)
