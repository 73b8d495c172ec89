"""What kbye remembers of a time away, as one would say it: plainly, and never as a score."""

from __future__ import annotations

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.come_back.next_time import Again, Idea
from kbye.planning.history import Memory
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.wallclock import local_day
from kbye.web.reader import current
from kbye.web.wording import clock_time, hours_of, short_day

SMALL_HOURS = timedelta(hours=5)


def memory_sentence(memory: Memory) -> str:
    """ "Third time away in two years, the longest by a night." """
    if memory.nth == 1:
        return _("The first time away.")
    words = {"nth": capfirst(ordinal(memory.nth)), "span": _years(memory.years), "more": _longest_by(memory)}
    if words["more"]:
        return _("%(nth)s time away %(span)s, the longest by %(more)s.") % words
    return _("%(nth)s time away %(span)s.") % words


def ordinal(nth: int) -> str:
    """ "first" to "tenth", then "11th", "22nd"."""
    words = (
        _("first"),
        _("second"),
        _("third"),
        _("fourth"),
        _("fifth"),
        _("sixth"),
        _("seventh"),
        _("eighth"),
        _("ninth"),
        _("tenth"),
    )
    if 1 <= nth <= len(words):
        return words[nth - 1]
    ending = nth % 10 if nth % 100 not in {11, 12, 13} else 0
    pattern = {1: _("%(nth)dst"), 2: _("%(nth)dnd"), 3: _("%(nth)drd")}.get(ending, _("%(nth)dth"))
    return pattern % {"nth": nth}


def in_words(count: int) -> str:
    """ "two" to "ten", then figures."""
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
    )
    return words[count - 1] if 1 <= count <= len(words) else str(count)


def idea_words(idea: Idea) -> str:
    """ "Again in two weeks", "A night next?" """
    same = {
        Again.TWO_WEEKS: _("Again in two weeks"),
        Again.FOUR_WEEKS: _("Again in four weeks"),
    }
    rungs = {
        Length.EVENING: _("An evening next?"),
        Length.NIGHT: _("A night next?"),
        Length.WEEKEND: _("A weekend next?"),
        Length.LONGER: _("A few days next?"),
    }
    return same.get(idea.again) or rungs.get(idea.length, "")


def short_when(span: Span) -> str:
    """ "Fri 4 Dec 18:00–22:00", or with both days: "Fri 4 Dec 17:00 – Sun 6 Dec 18:00"."""
    if span.open_end:
        return _("%(day)s, %(hours)s") % {"day": short_day(span.start), "hours": hours_of(span)}
    zone = current().zone
    day, last_day = local_day(span.start, zone), local_day(span.end - SMALL_HOURS, zone)
    words = {
        "day": short_day(span.start),
        "from": clock_time(span.start),
        "last_day": short_day(span.end),
        "to": clock_time(span.end),
    }
    if last_day <= day:
        return _("%(day)s %(from)s–%(to)s") % words
    return _("%(day)s %(from)s – %(last_day)s %(to)s") % words


def days_of(span: Span) -> str:
    """ "4 December 2026", or "4 December – 6 December 2026": for what is read years later."""
    zone = current().zone
    day, last_day = local_day(span.start, zone), local_day(span.end - SMALL_HOURS, zone)
    words = {
        "day": date_format(day, _("j F")),
        "last_day": date_format(last_day, _("j F")),
        "year": last_day.year,
    }
    if last_day <= day:
        return _("%(day)s %(year)s") % {**words, "year": day.year}
    if day.year != last_day.year:
        words["day"] = date_format(day, _("j F Y"))
    return _("%(day)s – %(last_day)s %(year)s") % words


def went_and_came_back(name: str, count: int) -> str:
    """ "Sam went away 4 times and came back 4 times." """
    if count == 1:
        return _("%(name)s went away once and came back once.") % {"name": name}
    if count == 2:
        return _("%(name)s went away twice and came back twice.") % {"name": name}
    return _("%(name)s went away %(count)d times and came back %(count)d times.") % {
        "name": name,
        "count": count,
    }


def year_line(name: str, sentence: str) -> str:
    """ "Sam: third time away in five years, the longest by a night." """
    return _("%(name)s: %(sentence)s") % {"name": name, "sentence": sentence[:1].lower() + sentence[1:]}


def first_words(words: str, with_whom: str) -> str:
    """ "first currants, with Papa" """
    return _("%(first)s, with %(whom)s") % {"first": words, "whom": with_whom} if with_whom else words


def unbroken(words: str) -> str:
    """Kept together on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _years(years: int) -> str:
    if years == 1:
        return _("within a year")
    return ngettext("in %(years)s year", "in %(years)s years", years) % {"years": in_words(years)}


def _longest_by(memory: Memory) -> str:
    if memory.longest_by_nights:
        count = memory.longest_by_nights
        if count == 1:
            return _("a night")
        return ngettext("%(count)s night", "%(count)s nights", count) % {"count": in_words(count)}
    return _time_more(memory.longest_by_minutes) if memory.longest_by_minutes else ""


def _time_more(minutes: int) -> str:
    """In halves of an hour, rounded down: nobody counts minutes afterwards."""
    whole, has_half = minutes // 60, minutes % 60 >= 30
    if whole == 0:
        return _("half an hour")
    if whole == 1:
        return _("an hour and a half") if has_half else _("an hour")
    if has_half:
        return _("%(count)s and a half hours") % {"count": in_words(whole)}
    return ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": in_words(whole)}
