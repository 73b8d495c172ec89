"""What holds of own time whatever is known: the minutes add up, and nobody is free and on duty at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kbye.planning.intervals import Span, overlapping, without
from kbye.planning.own_time import (
    Adult,
    AdultWeek,
    Because,
    House,
    Kind,
    Said,
    Stretch,
    What,
    every_week,
    week_span,
)
from kbye.planning.own_weeks import weeks_of
from kbye.planning.usual_week import PRESETS, UsualWeek

from .strategies import ZONES, law

here = settings(law, max_examples=30)
# Both clock changes of each of the zones, and plain weeks.
WEEKS = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 6, 10), date(2026, 10, 4)]
WEEKS += [date(2026, 10, 25), date(2026, 11, 1), date(2026, 12, 3)]


@st.composite
def houses(draw: st.DrawFn) -> tuple[House, Span]:
    zone = draw(st.sampled_from(ZONES))
    span = week_span(draw(st.sampled_from(WEEKS)), zone)

    def stretches(most: int = 2) -> tuple[Stretch, ...]:
        return tuple(Stretch(near(), f"k{n}") for n in range(draw(st.integers(0, most))))

    def near() -> Span:
        start = span.start + timedelta(
            minutes=draw(st.integers(-2000, 10000)), seconds=draw(st.integers(0, 59))
        )
        return Span(start, start + timedelta(minutes=draw(st.integers(1, 3000))))

    away = {"sam": stretches(), "alex": stretches()}
    adults = tuple(
        Adult(
            id=name,
            week=draw(st.sampled_from((None, *PRESETS.values()))),
            own_away=away[name],
            trips=stretches(1),
            on_duty=away["alex" if name == "sam" else "sam"],
            busy=stretches(),
            unexplained=stretches(1),
            said=tuple(Said(one.span, draw(st.sampled_from(What)), one.key) for one in stretches()),
        )
        for name in ("sam", "alex")
    )
    out = draw(
        st.sampled_from((None, UsualWeek(()), every_week(weekdays=range(5), from_minute=480, to_minute=900)))
    )
    return House(zone=zone, adults=adults, with_helper=stretches(1), children_out=out), span


def pieces(week: AdultWeek, *kinds: Kind) -> tuple[Span, ...]:
    return tuple(piece.span for piece in week.pieces if piece.kind in kinds)


@here
@given(houses())
def test_every_minute_is_exactly_one_thing(given_: tuple[House, Span]) -> None:
    house, span = given_
    for week in weeks_of(house, span):
        assert (week.pieces[0].span.start, week.pieces[-1].span.end) == (span.start, span.end)
        assert all(a.span.end == b.span.start for a, b in pairwise(week.pieces))
        assert sum(week.minutes(kind) for kind in Kind) == span.minutes
        assert all(
            (a.kind, a.source, a.is_away) != (b.kind, b.source, b.is_away) for a, b in pairwise(week.pieces)
        )


@here
@given(houses())
def test_nobody_is_free_and_on_duty_at_once(given_: tuple[House, Span]) -> None:
    """Own time never lies in time one has the children, unless a helper has them all, or one has said so."""
    house, span = given_
    helped = [one.span for one in house.with_helper]
    for adult, week in zip(house.adults, weeks_of(house, span), strict=True):
        duty = without((_whole(one.span) for one in adult.on_duty), (_whole(one) for one in helped))
        for piece in week.pieces:
            if piece.kind == Kind.OWN and piece.source.because != Because.SAID:
                assert not overlapping(duty, piece.span)


@here
@given(houses())
def test_two_who_are_together_are_so_both(given_: tuple[House, Span]) -> None:
    """While one is together with the children, the other is there, too: awake, or asleep at home."""
    house, span = given_
    sam, alex = weeks_of(house, span)
    for one, other in ((sam, alex), (alex, sam)):
        there = pieces(other, Kind.TOGETHER, Kind.ASLEEP)
        assert without(pieces(one, Kind.TOGETHER), there) == ()


@here
@given(houses())
def test_two_are_never_both_alone_with_them_by_the_usual_week(given_: tuple[House, Span]) -> None:
    house, span = given_
    sam, alex = (
        tuple(p.span for p in week.pieces if p.kind == Kind.ALONE and p.source.because == Because.USUAL_WEEK)
        for week in weeks_of(house, span)
    )
    assert all(not overlapping(alex, one) for one in sam)


@here
@given(houses())
def test_a_trip_is_a_trip_unless_something_else_was_said(given_: tuple[House, Span]) -> None:
    house, span = given_
    for adult, week in zip(house.adults, weeks_of(house, span), strict=True):
        trips = [shared for one in adult.trips if (shared := _whole(one.span).shared(span))]
        said = [_whole(one.span) for one in adult.said]
        assert without(without(trips, said), pieces(week, Kind.TRIP)) == ()


@here
@given(houses())
def test_what_was_said_last_counts_whatever_else_is_known(given_: tuple[House, Span]) -> None:
    house, span = given_
    sam = house.adults[0]
    morning = Span(span.start + timedelta(hours=9), span.start + timedelta(hours=12))
    told = replace(sam, said=(*sam.said, Said(morning, What.OWN, "x")))
    week = weeks_of(replace(house, adults=(told, house.adults[1])), span)[0]
    assert without([morning], pieces(week, Kind.OWN)) == ()


@here
@given(houses())
def test_who_is_named_first_does_not_matter(given_: tuple[House, Span]) -> None:
    house, span = given_
    turned = replace(house, adults=house.adults[::-1])
    assert weeks_of(house, span) == weeks_of(turned, span)[::-1]


@here
@given(houses())
def test_the_longest_stretch_begins_and_ends_with_own_time(given_: tuple[House, Span]) -> None:
    house, span = given_
    for week in weeks_of(house, span):
        own = pieces(week, Kind.OWN)
        longest = week.longest
        assert (longest is None) == (own == ())
        if longest is not None:
            assert {longest.start} <= {one.start for one in own}
            assert {longest.end} <= {one.end for one in own}
            assert longest.minutes >= max(one.minutes for one in own)


def _whole(span: Span) -> Span:
    start, end = (at.replace(second=0, microsecond=0) for at in (span.start, span.end))
    return Span(start, max(end, start + timedelta(minutes=1)))
