"""Asking for a stretch as it is proposed: what the form shows is what it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbye.ask.forms import StretchForm
from kbye.planning.intervals import Span
from tests.people import Family, time_away

pytestmark = [pytest.mark.django_db]
# The doubled hours begin at 02:00 summer time, which is midnight UTC; 01:40 UTC is the second 02:40 in Berlin.
BEGINNINGS = [
    datetime(2026, 12, 3, 13, 30, 20, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 40, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 40, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 40, 20, tzinfo=UTC),
]


@pytest.mark.parametrize("start", BEGINNINGS)
def test_what_is_proposed_as_it_begins_is_taken(cast: Family, start: datetime) -> None:
    whole = Span(start, start + timedelta(hours=12))
    row = time_away(cast, span=whole)
    shown = StretchForm(None, time_away=row, now=start).initial
    form = StretchForm({**shown, "until_day": shown["until_day"] or ""}, time_away=row, now=start)
    assert form.is_valid(), form.errors
    assert form.span is not None
    assert form.span.start == start
    assert whole.end - timedelta(minutes=1) < form.span.end <= whole.end


def test_what_lies_before_it_is_refused_all_the_same(cast: Family) -> None:
    start = BEGINNINGS[0]
    row = time_away(cast, span=Span(start, start + timedelta(hours=12)))
    shown = StretchForm(None, time_away=row, now=start).initial
    form = StretchForm({**shown, "from_time": "14:29"}, time_away=row, now=start)
    assert not form.is_valid()
