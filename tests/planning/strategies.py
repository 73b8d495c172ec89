"""What the laws of planning are tried on. All times fall on whole minutes, as everything that people enter does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.suggest import Busy, Carer, Wish
from kbye.planning.usual_week import PRESETS

BERLIN = "Europe/Berlin"
ZONES = (BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")

law = settings(derandomize=True, deadline=None, max_examples=60, database=None)

zones = st.sampled_from(ZONES)
# A whole year: both clock changes of each of the zones are in it.
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
minutes = st.integers(0, 1439)
instants = st.integers(0, 365 * 1440).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


@st.composite
def spans(draw: st.DrawFn, longest: int = 4 * 1440) -> Span:
    start = draw(instants)
    return Span(start, start + timedelta(minutes=draw(st.integers(1, longest))))


@st.composite
def spans_close_together(draw: st.DrawFn) -> tuple[Span, ...]:
    """So that they overlap, touch and miss each other."""
    start = datetime(2026, 3, 28, 20, tzinfo=UTC)
    pairs = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=8))
    return tuple(
        Span(start + timedelta(minutes=a), start + timedelta(minutes=a + length)) for a, length in pairs
    )


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    now = draw(instants)

    def near_now(longest: int) -> Span:
        start = now + timedelta(minutes=15 * draw(st.integers(-8, 10 * 96)))
        return Span(start, start + timedelta(minutes=draw(st.integers(5, longest))))

    def busy() -> tuple[Busy, ...]:
        return tuple(Busy(near_now(240), f"b{n}") for n in range(draw(st.integers(0, 6))))

    carers = tuple(
        Carer(
            id=name,
            week=draw(st.sampled_from((None, *PRESETS.values()))),
            busy=busy(),
            unknown=draw(st.integers(0, 3)) == 0,
        )
        for name in draw(st.sampled_from(((), ("alex",), ("alex", "ruth"), ("alex", "ruth", "noor"))))
    )
    return Wish(
        now=now,
        zone=draw(zones),
        length=draw(st.sampled_from(Length)),
        leaver_busy=busy(),
        carers=carers,
        taken=tuple(near_now(3000) for _ in range(draw(st.integers(0, 2)))),
        horizon_days=draw(st.sampled_from((3, 10, 21))),
    )
