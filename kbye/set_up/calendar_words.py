"""A calendar as its card says it: what was found, how old it is, what is in doubt, what to ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.calendar import Calendar, Doubt, Kind, Means
from kbye.set_up.calendar_settings_form import WORDS
from kbye.web.wording import ago, date, date_with_year

A_YEAR_OR_SO = timedelta(days=300)


class Card(NamedTuple):
    calendar: Calendar
    means: str
    until: str
    age: str
    is_live: bool
    is_waiting: bool
    doubt: str
    question: str
    not_read: list[dict[str, Any]]
    guessed: list[dict[str, Any]]


def card(calendar: Calendar, now: datetime) -> Card:
    """`calendar` with its source, and counted (`brought_calendars`)."""
    return Card(
        calendar=calendar,
        means=str(WORDS[Means(calendar.means)]),
        until=_until(calendar, now),
        age=_age(calendar, now),
        is_live=calendar.is_read_by_itself,
        is_waiting=_is_waiting(calendar, now),
        doubt=_doubt(calendar),
        question=_question(calendar),
        not_read=[one for one in calendar.problems if not one["shown"]],
        guessed=[one for one in calendar.problems if one["shown"]],
    )


def _is_waiting(calendar: Calendar, now: datetime) -> bool:
    """Whether what is to be known first is still to come."""
    if calendar.is_a_file:
        return calendar.is_being_read(now)
    return calendar.is_draft and not calendar.is_read and not calendar.trouble


def _until(calendar: Calendar, now: datetime) -> str:
    """The day of its last busy time, with the year where it is not plain."""
    last = getattr(calendar, "last_busy_at", None)
    if last is None:
        return ""
    return date(last) if last - now < A_YEAR_OR_SO else date_with_year(last)


def _age(calendar: Calendar, now: datetime) -> str:
    """ "Read 20 minutes ago, from calendar.example"."""
    if not calendar.is_read:
        return ""
    said = {"when": ago(calendar.read_at, now=now), "host": calendar.host}
    if calendar.is_a_file:
        return _("From a file, read %(when)s. A fresh one under the same name takes its place.") % said
    if calendar.source.kind == Kind.HOLIDAYS:
        return _("From kbye's own tables, read %(when)s.") % said
    return _("Read %(when)s, from %(host)s.") % said


def _doubt(calendar: Calendar) -> str:
    """What is asked about what came last, if anything is."""
    if not calendar.doubt or calendar.is_draft:
        return ""
    if calendar.doubt == Doubt.GONE:
        return _("Its busy times stay as they were, and grow old. Keep them, or forget the calendar?")
    return _("kbye has changed nothing yet: what it read before stays. Is the new one right?")


def _question(calendar: Calendar) -> str:
    if calendar.open_question == "all_day":
        count = calendar.all_day_count
        words = ngettext(
            "%(count)d entry lasts all day. Does that mean %(name)s is away then?",
            "%(count)d entries last all day. Do they mean %(name)s is away then?",
            count,
        )
        return words % {"count": count, "name": calendar.member.name}
    if calendar.open_question == "marked_free":
        count = calendar.marked_free_count
        words = ngettext(
            "%(count)d entry is marked as free or not settled. Does it count?",
            "%(count)d entries are marked as free or not settled. Do they count?",
            count,
        )
        return words % {"count": count}
    return ""
