"""Times, lists of names and counts, as people say them: in the zone of the children, on the reader's clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.planning.intervals import Span
from kbye.planning.wallclock import local
from kbye.web.reader import Reader, current


def clock_time(at: datetime, reader: Reader | None = None) -> str:
    """ "18:00", or "6:00 pm" for those who like that better."""
    reader = reader or current()
    there = local(at, reader.zone)
    if reader.clock == "24":
        return f"{there:%H:%M}"
    return f"{there.hour % 12 or 12}:{there:%M} " + (_("am") if there.hour < 12 else _("pm"))


def day(at: datetime, *, now: datetime, reader: Reader | None = None) -> str:
    """ "today", "tomorrow", "Friday 4 December"."""
    reader = reader or current()
    there, here = local(at, reader.zone).date(), local(now, reader.zone).date()
    if there == here:
        return _("today")
    if there == here + timedelta(days=1):
        return _("tomorrow")
    return formats.date_format(there, _("l j F"))


def date(at: datetime, reader: Reader | None = None) -> str:
    """ "Friday 4 December": never relative, for what is read later."""
    return formats.date_format(local(at, (reader or current()).zone).date(), _("l j F"))


def date_with_year(at: datetime, reader: Reader | None = None) -> str:
    """ "4 December 2028": for what is far away."""
    return formats.date_format(local(at, (reader or current()).zone).date(), _("j F Y"))


def short_day(at: datetime, reader: Reader | None = None) -> str:
    return formats.date_format(local(at, (reader or current()).zone).date(), _("D j M"))


def when(span: Span, reader: Reader | None = None) -> str:
    """ "Friday 4 December, 18:00–22:00", with both days when it ends on another one, "from 18:00, open end"."""
    reader = reader or current()
    if span.open_end:
        about = {"day": date(span.start, reader), "hours": hours_of(span, reader)}
        return _("%(day)s, %(hours)s") % about
    if _same_evening(span, reader):
        return _("%(day)s, %(from)s–%(to)s") % {
            "day": date(span.start, reader),
            "from": clock_time(span.start, reader),
            "to": clock_time(span.end, reader),
        }
    return _("%(day)s, %(from)s, until %(last_day)s, %(to)s") % {
        "day": date(span.start, reader),
        "from": clock_time(span.start, reader),
        "last_day": date(span.end, reader),
        "to": clock_time(span.end, reader),
    }


def hours_of(span: Span, reader: Reader | None = None) -> str:
    """ "18:00–22:00", of something that begins and ends on one day; "from 18:00, open end"."""
    reader = reader or current()
    if span.open_end:
        return _("from %(time)s, open end") % {"time": clock_time(span.start, reader)}
    return f"{clock_time(span.start, reader)}–{clock_time(span.end, reader)}"


def is_one_day(span: Span, reader: Reader | None = None) -> bool:
    """Whether people would call it one day: an evening until one in the morning is; nobody knows of an open end."""
    return not span.open_end and _same_evening(span, reader or current())


def until(span: Span, *, now: datetime, reader: Reader | None = None) -> str:
    """ "22:00" today, "Sunday 18:00" within the week, else with the date; "open end" where nobody knows."""
    if span.open_end:
        return _("open end")
    reader = reader or current()
    time, there = clock_time(span.end, reader), local(span.end, reader.zone).date()
    days = (there - local(now, reader.zone).date()).days
    if days == 0:
        return time
    name = formats.date_format(there, "l") if 0 < days < 7 else formats.date_format(there, _("l j F"))
    return _("%(day)s %(time)s") % {"day": name, "time": time}


def back(span: Span, *, now: datetime, reader: Reader | None = None) -> str:
    """ "Back Sunday 18:00.", or "Open end." """
    if span.open_end:
        return _("Open end.")
    return _("Back %(until)s.") % {"until": until(span, now=now, reader=reader)}


def is_back(name: str, span: Span, *, now: datetime, reader: Reader | None = None) -> str:
    """ "Sam is back Sunday 18:00.", or "Sam is away, open end." """
    about = {"name": name, "until": until(span, now=now, reader=reader)}
    return (_("%(name)s is away, open end.") if span.open_end else _("%(name)s is back %(until)s.")) % about


def _same_evening(span: Span, reader: Reader) -> bool:
    start, end = local(span.start, reader.zone), local(span.end, reader.zone)
    return start.date() == end.date() or (end.hour < 5 and end.date() - start.date() == timedelta(days=1))


def names(of: Iterable[object]) -> str:
    """ "Mia, Ben and Zoe"."""
    words = [str(one) for one in of]
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def nights(count: int) -> str:
    return ngettext("%(count)d night", "%(count)d nights", count) % {"count": count}


def hours(minutes: int) -> str:
    """ "45 minutes", "2 hours", "2½ hours"."""
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    whole, rest = divmod(minutes, 60)
    if rest >= 30:
        return _("%(count)d½ hours") % {"count": whole}
    return ngettext("%(count)d hour", "%(count)d hours", whole) % {"count": whole}


def ago(at: datetime, *, now: datetime) -> str:
    """ "just now", "20 minutes ago", "3 hours ago", "5 days ago"."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 2:
        return _("just now")
    if minutes < 120:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", minutes // 60) % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
