"""What for: one's own ideas first, what rested most, then a few of ours, sized to the time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbye.household.afterwards import Debrief
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.refuelling import IDEAS, OURS_SHOWN, OWN_SHOWN, ideas_for
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, time_away

pytestmark = pytest.mark.django_db


def went(cast: Family, weeks: int, words: str, *, leaver: Member | None = None) -> TimeAway:
    back = timedelta(weeks=weeks)
    row = time_away(cast, span=Span(FRIDAY_EVENING.start - back, FRIDAY_EVENING.end - back), leaver=leaver)
    row.what_for = words
    row.save(update_fields=["what_for"])
    return row


def rested(row: TimeAway, member: Member, how: str = "well") -> None:
    Debrief.objects.create(
        household=row.household, time_away=row, member=member, rested=how, created_at=THURSDAY_NOON
    )


def test_the_first_time_there_are_a_few_of_ours(cast: Family) -> None:
    found = ideas_for(time_away(cast))
    assert len(found) == OURS_SHOWN
    assert {one.words for one in found} <= {str(words) for words in IDEAS[Length.EVENING]}
    assert not any(one.rested_most for one in found)


def test_ones_own_come_first_the_latest_first_and_each_once(cast: Family) -> None:
    for weeks, words in enumerate(("chess", "a swim", "chess", "the choir", "a film"), start=1):
        went(cast, weeks, words)
    assert [one.words for one in ideas_for(time_away(cast))][:OWN_SHOWN] == ["chess", "a swim", "the choir"]


def test_then_what_rested_most_the_last_time(cast: Family) -> None:
    went(cast, 1, "chess")
    rested(went(cast, 2, "a swim"), cast.sam)
    rested(went(cast, 3, "the choir"), cast.sam)
    found = ideas_for(time_away(cast))
    assert [(one.words, one.rested_most) for one in found[:3]] == [
        ("chess", False),
        ("the choir", False),
        ("a swim", True),
    ]


def test_how_somebody_else_rested_says_nothing(cast: Family) -> None:
    rested(went(cast, 1, "a swim"), cast.alex)
    rested(went(cast, 2, "the choir"), cast.sam, how="hardly")
    rested(went(cast, 3, "a walk", leaver=cast.alex), cast.alex)
    found = ideas_for(time_away(cast))
    assert not any(one.rested_most for one in found)
    assert "a walk" not in [one.words for one in found]


@pytest.mark.parametrize("length", list(Length))
def test_there_are_six_to_ten_short_ones_for_each_length(length: Length) -> None:
    assert 6 <= len(IDEAS[length]) <= 10
    assert all(len(str(words)) <= 50 for words in IDEAS[length])
