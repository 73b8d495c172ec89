"""Time of our own: the weeks of all adults side by side, and what each of them is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.whose_time import house_of, unanswered
from kbye.planning.intervals import Span
from kbye.planning.own_time import Because, House, Kind, Piece, week_span
from kbye.planning.own_weeks import weeks_of
from kbye.planning.wallclock import local_day
from kbye.share import sentences
from kbye.share.pictures import Bar, bar
from kbye.web import access, clock
from kbye.web.access import Request

PAST_WEEKS, COMING_WEEKS = 4, 3
SUGGESTED = 3
SHOWN_FIRST = (Kind.OWN, Kind.TRIP)
IN_THE_TABLE = (Kind.OWN, Kind.ALONE, Kind.TRIP, Kind.UNKNOWN)
YEARS = range(2000, 2101)
MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Week:
    """One week of all adults, as it is shown."""

    monday: date
    words: str
    days: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One piece in words; `because_url` leads to what it was made of, `correction` to what can be removed."""

    when: str
    what: str
    because: str
    because_url: str
    wrong_url: str
    from_moment: str
    until_moment: str
    correction: str


def page(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    household = me.household
    this = week_span(local_day(now, household.zone), household.zone)
    people = _people(household)
    weeks, house = _weeks(household, people, local_day(this.start, household.zone))
    asked = unanswered(household, now)[:SUGGESTED]
    context = {
        "place": "home",
        "this_week": weeks[PAST_WEEKS],
        "coming": weeks[PAST_WEEKS + 1 :],
        "past": list(reversed(weeks[:PAST_WEEKS])),
        "weeks": weeks,
        "people": list(people.values()),
        "tables": _tables(weeks, people),
        "table_kinds": [sentences.KINDS[kind] for kind in IN_THE_TABLE],
        "weekdays": list(WEEKDAYS_ABBR.values()),
        "suggestions": [
            (one.key, people[str(one.member_id)], sentences.away_words(one.span))
            for one in asked
            if str(one.member_id) in people
        ],
        "week_unknown": [people[one.id] for one in house.adults if one.week is None],
        "children_unknown": house.children_out is None,
        "is_empty": _is_empty(weeks),
    }
    return render(request, "share/page.html", context)


def week(request: Request, day: str, **where: object) -> HttpResponse:
    me = access.me(request)
    household = me.household
    span = week_span(_day(day), household.zone)
    people = _people(household)
    monday = local_day(span.start, household.zone)
    shown = _week(house_of(household, span), people, span, monday)
    times = _times_away(household, shown.bars)
    context = {
        "place": "home",
        "week": shown,
        "weekdays": list(WEEKDAYS_ABBR.values()),
        "sections": [
            (
                one,
                [_line(piece, one, people, times, me) for piece in _first_of_all(one)],
                [_line(piece, one, people, times, me) for piece in one.week.pieces],
            )
            for one in shown.bars
        ],
        "figures": [
            (sentences.KINDS[kind], [sentences.hours_words(one.week.minutes(kind)) for one in shown.bars])
            for kind in Kind
        ],
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
    }
    return render(request, "share/week.html", context)


def _people(household: Household) -> dict[str, Member]:
    return {str(one.pk): one for one in Member.objects.of(household).adults()}


def _weeks(household: Household, people: dict[str, Member], this: date) -> tuple[list[Week], House]:
    mondays = [this + timedelta(days=7 * count) for count in range(-PAST_WEEKS, COMING_WEEKS + 1)]
    spans = [week_span(monday, household.zone) for monday in mondays]
    house = house_of(household, Span(spans[0].start, spans[-1].end))
    return [_week(house, people, span, this) for span in spans], house


def _week(house: House, people: dict[str, Member], span: Span, this: date) -> Week:
    monday = local_day(span.start, house.zone)
    bars = tuple(bar(people[one.id], one, span, house.zone) for one in weeks_of(house, span))
    return Week(monday, sentences.week_words(monday, this), sentences.days_of(monday), bars)


def _is_empty(weeks: Iterable[Week]) -> bool:
    """Nothing known but nights."""
    kinds = {piece.kind for one in weeks for each in one.bars for piece in each.week.pieces}
    return kinds <= {Kind.UNKNOWN, Kind.ASLEEP}


def _tables(
    weeks: list[Week], people: dict[str, Member]
) -> list[tuple[Member, list[tuple[Week, list[str]]]]]:
    """For each adult: a row for each week, the latest first."""
    return [
        (
            person,
            [
                (
                    one,
                    [
                        sentences.hours_words(each.week.minutes(kind))
                        for each in one.bars
                        if each.week.id == key
                        for kind in IN_THE_TABLE
                    ],
                )
                for one in reversed(weeks)
            ],
        )
        for key, person in people.items()
    ]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if day.year not in YEARS:
        raise Http404
    return day


def _first_of_all(one: Bar) -> list[Piece]:
    """Without what every week is like."""
    out_of_the_ordinary = {Because.SAID, Because.UNEXPLAINED, Because.TIME_AWAY}
    return [p for p in one.week.pieces if p.kind in SHOWN_FIRST or p.source.because in out_of_the_ordinary]


def _times_away(household: Household, bars: Iterable[Bar]) -> dict[str, TimeAway]:
    keys = {
        piece.source.key
        for one in bars
        for piece in one.week.pieces
        if piece.source.because in {Because.TIME_AWAY, Because.BUSY}
    }
    rows = TimeAway.objects.of(household).with_people().filter(pk__in=keys)
    return {str(row.pk): row for row in rows}


def _line(piece: Piece, one: Bar, people: dict[str, Member], times: dict[str, TimeAway], me: Member) -> Line:
    because, url = sentences.source_words(piece, people), _url_of(piece, times, me)
    row = times.get(piece.source.key)
    if row is not None and row.leaver_id != one.person.pk:
        because = _("%(name)s is away") % {"name": row.leaver.name}
    elif row is not None and row.is_emergency:
        because = _("had to leave at once")
    elif row is not None and row.is_work_trip:
        because = _("written down as a work trip")
    return Line(
        when=sentences.piece_words(piece.span),
        what=str(sentences.KINDS[piece.kind]),
        because=because,
        because_url=url,
        wrong_url=reverse("share:correct", kwargs={"person": one.person.pk}),
        from_moment=f"{piece.span.start:{MOMENT}}",
        until_moment=f"{piece.span.end:{MOMENT}}",
        correction=piece.source.key if piece.source.because == Because.SAID else "",
    )


def _url_of(piece: Piece, times: dict[str, TimeAway], me: Member) -> str:
    """Where that can be looked at, or changed at its root; "" for what one has no part in."""
    key = piece.source.key
    if piece.source.because == Because.TIME_AWAY:
        row = times.get(key)
        return (
            reverse("go:page", kwargs={"time_away": row.pk}) if row is not None and row.concerns(me) else ""
        )
    if piece.source.because in {Because.USUAL_WEEK, Because.WEEK_NOT_SAID}:
        return reverse("set_up:week", kwargs={"person": key})
    if piece.source.because in {Because.SLEEP, Because.CHILDREN_OUT, Because.CHILDREN_NOT_SAID}:
        return reverse("share:basis")
    return reverse("share:page") if piece.source.because == Because.UNEXPLAINED else ""
