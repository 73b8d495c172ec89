"""Standing dates as people say them: "Thursdays 19:00–22:00 are yours", "every other Tuesday", "is Christmas Eve"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import formats
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.planning.intervals import Span
from kbye.planning.standing import Conflict, Reason
from kbye.planning.wallclock import local_day
from kbye.web.reader import Reader, current
from kbye.web.wording import clock_time, hours_of


def weekday_name(weekday: int) -> str:
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ][weekday]


def weekday_plural(weekday: int) -> str:
    return [
        _("Mondays"),
        _("Tuesdays"),
        _("Wednesdays"),
        _("Thursdays"),
        _("Fridays"),
        _("Saturdays"),
        _("Sundays"),
    ][weekday]


def hours(standing: StandingDate, reader: Reader | None = None) -> str:
    """ "19:00–22:00", on the household's clocks whatever the reader's zone."""
    zone = standing.household.zone
    at_home = Reader(zone, (reader or current()).clock)
    return hours_of(standing.rhythm.on(standing.first_date, zone), at_home)


def every(standing: StandingDate, reader: Reader | None = None) -> str:
    """ "every Thursday, 19:00–22:00", "every other Thursday, 19:00–22:00"."""
    words = (
        _("every %(day)s, %(hours)s") if standing.every_weeks == 1 else _("every other %(day)s, %(hours)s")
    )
    return words % {"day": weekday_name(standing.weekday), "hours": hours(standing, reader)}


def whose(standing: StandingDate, me: Member | None, reader: Reader | None = None) -> str:
    """ "Thursdays 19:00–22:00 are yours", "Every other Tuesday 19:00–22:00 is Alex's"."""
    about = {"hours": hours(standing, reader), "name": standing.leaver.name}
    is_mine = me is not None and standing.leaver_id == me.pk
    if standing.every_weeks == 1:
        about["day"] = weekday_plural(standing.weekday)
        return (
            _("%(day)s %(hours)s are yours") if is_mine else _("%(day)s %(hours)s are %(name)s's")
        ) % about
    about["day"] = weekday_name(standing.weekday)
    if is_mine:
        return _("Every other %(day)s %(hours)s is yours") % about
    return _("Every other %(day)s %(hours)s is %(name)s's") % about


def coming(row: TimeAway, me: Member, *, now: datetime) -> str:
    """ "Thursday 19:00 is yours.", "Today 19:00 is yours.", "Tuesday 8 December 19:00 is Alex's."."""
    zone = current().zone
    day, today = local_day(row.starts_at, zone), local_day(now, zone)
    days = (day - today).days
    if days < 2:
        name = _("Tomorrow") if days else _("Today")
    else:
        name = formats.date_format(day, "l" if days < 7 else _("l j F"))
    about = {"day": name, "time": clock_time(row.starts_at), "name": row.leaver.name}
    if row.leaver_id == me.pk:
        return _("%(day)s %(time)s is yours.") % about
    return _("%(day)s %(time)s is %(name)s's.") % about


def noticed(found: Iterable[Conflict], standing: StandingDate, me: Member) -> str:
    """The first thing worth saying about one of its days, in one line; "" if there is nothing."""
    first = next(iter(found), None)
    if first is None:
        return ""
    if first.reason is Reason.HOLIDAY and first.day is not None:
        return _("%(day)s is %(name)s: skip it?") % {"day": day_name(first.day), "name": first.name}
    if first.reason is Reason.STAYER_BUSY and first.span is not None:
        return _busy(standing.stayer, first.span, me)
    who = standing.leaver if first.reason is not Reason.STAYER_AWAY else standing.stayer
    return _elsewhere(first.reason, who, is_me=who.pk == me.pk)


def _elsewhere(reason: Reason, who: Member, *, is_me: bool) -> str:
    if reason is Reason.LEAVER_STAYS:
        words = _("You have the children then.") if is_me else _("%(name)s has the children then.")
    elif reason is Reason.LEAVER_AWAY:
        words = _("You are away then anyway.") if is_me else _("%(name)s is away then anyway.")
    else:
        words = _("You are away then.") if is_me else _("%(name)s is away then.")
    return words % {"name": who.name}


def _busy(who: Member, span: Span, me: Member) -> str:
    about = {"name": who.name, "from": clock_time(span.start), "to": clock_time(span.end)}
    if who.pk == me.pk:
        return _("You have something from %(from)s to %(to)s.") % about
    return _("%(name)s has something from %(from)s to %(to)s.") % about


def day_name(day: date) -> str:
    """ "Thursday 24 December"."""
    return formats.date_format(day, _("l j F"))
