"""Own time in words: what a stretch was, where that is known from, and the longest one. Names, and no comparisons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.own_time import AdultWeek, Because, Kind, Piece
from kbye.planning.wallclock import local, local_day
from kbye.web import wording
from kbye.web.reader import current

KINDS: dict[Kind, Promise | str] = {
    Kind.OWN: gettext_lazy("own time"),
    Kind.ALONE: gettext_lazy("alone with the children"),
    Kind.TOGETHER: gettext_lazy("together with the children"),
    Kind.WORK: gettext_lazy("at work, or out"),
    Kind.TRIP: gettext_lazy("a work trip"),
    Kind.ASLEEP: gettext_lazy("asleep"),
    Kind.UNKNOWN: gettext_lazy("not known"),
}
_SOURCES: dict[Because, Promise | str] = {
    Because.SAID: gettext_lazy("said by hand"),
    Because.TIME_AWAY: gettext_lazy("a time away"),
    Because.BUSY: gettext_lazy("busy in the calendar"),
    Because.UNEXPLAINED: gettext_lazy("a long entry in the calendar: a work trip?"),
    Because.SLEEP: gettext_lazy("the usual night"),
    Because.USUAL_WEEK: gettext_lazy("the usual week"),
    Because.CHILDREN_OUT: gettext_lazy("the children are at school or day care"),
    Because.CHILDREN_NOT_SAID: gettext_lazy("nobody has said when the children are at school or day care"),
    Because.NOT_CLEAR: gettext_lazy("it depends on where the other was"),
}


def source_words(piece: Piece, people: dict[str, Member]) -> str:
    if piece.source.because == Because.WEEK_NOT_SAID:
        name = people[piece.source.key].name
        return _("nobody has said when %(name)s is usually home") % {"name": name}
    return str(_SOURCES[piece.source.because])


def week_words(monday: date, this_monday: date) -> str:
    """ "This week", "Next week", "Last week", else its days."""
    names = {0: _("This week"), 7: _("Next week"), -7: _("Last week")}
    return names.get((monday - this_monday).days) or days_of(monday)


def days_of(monday: date) -> str:
    """ "30 Nov – 6 Dec"."""
    sunday = monday + timedelta(days=6)
    return f"{formats.date_format(monday, _('j M'))} – {formats.date_format(sunday, _('j M'))}"


def stretch_words(span: Span) -> str:
    """ "Saturday 09:00–14:00", "Friday 17:00 – Sunday 18:00"."""
    start, end = _weekday(span.start), _weekday(span.end)
    if wording.is_one_day(span):
        return f"{start} {wording.hours_of(span)}"
    return f"{start} {wording.clock_time(span.start)} – {end} {wording.clock_time(span.end)}"


def longest_words(name: str, week: AdultWeek) -> str:
    """ "Alex: longest stretch Saturday 09:00–14:00."; where there is none, nothing is said."""
    longest = week.longest
    if longest is None:
        return ""
    return _("%(name)s: longest stretch %(when)s.") % {"name": name, "when": stretch_words(longest)}


def trip_words(name: str, week: AdultWeek) -> str:
    """ "Alex: away for work Tuesday – Thursday.", or "" without a trip."""
    zone = current().zone
    days = [
        (local_day(piece.span.start, zone), local_day(piece.span.end - timedelta(minutes=1), zone))
        for piece in week.pieces
        if piece.kind == Kind.TRIP
    ]
    if not days:
        return ""
    said = ", ".join(
        first_day if first_day == last_day else f"{first_day} – {last_day}"
        for first_day, last_day in (
            (formats.date_format(a, "l"), formats.date_format(b, "l")) for a, b in days
        )
    )
    return _("%(name)s: away for work %(days)s.") % {"name": name, "days": said}


def described(week: AdultWeek) -> str:
    """What a picture of this week shows, for those who do not see it."""
    parts = []
    for kind in (Kind.OWN, Kind.ALONE, Kind.TRIP):
        times = [stretch_words(piece.span) for piece in week.pieces if piece.kind == kind]
        if times:
            parts.append(f"{capfirst(str(KINDS[kind]))}: {', '.join(times)}.")
    return " ".join(parts) or _("No own time, time alone with the children or work trip is known.")


def hours_words(minutes: int) -> str:
    """ "–", "45 min", "4 h", "4½ h": for a table, to the half hour, rounded down."""
    if minutes == 0:
        return "–"
    if minutes < 60:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    whole, half = minutes // 60, minutes % 60 >= 30
    return (_("%(count)d½ h") if half else _("%(count)d h")) % {"count": whole}


def piece_words(span: Span) -> str:
    """ "Sat 5 Dec, 09:00–14:00", "Wed 9 Dec, 07:00 – Thu 10 Dec, 20:00"."""
    if wording.is_one_day(span):
        return f"{wording.short_day(span.start)}, {wording.hours_of(span)}"
    start, end = (f"{wording.short_day(at)}, {wording.clock_time(at)}" for at in (span.start, span.end))
    return f"{start} – {end}"


def away_words(span: Span) -> str:
    """ "Tue 8 – Thu 10 Dec": of something that takes days."""
    start, end = wording.short_day(span.start), wording.short_day(span.end - timedelta(minutes=1))
    return start if start == end else f"{start} – {end}"


def _weekday(at: datetime) -> str:
    return formats.date_format(local(at, current().zone).date(), "l")
