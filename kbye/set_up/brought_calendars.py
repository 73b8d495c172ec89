"""The calendars somebody brought, and how much of each is known."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max

from kbye.household.calendar import Calendar
from kbye.household.calendar_account import CalendarAccount
from kbye.household.household import Household
from kbye.household.people import Member


def brought_calendars(household: Household, member: Member | None = None) -> Any:
    """Calendars of those who are here, with `busy_count` and `last_busy_at` (None without busy times)."""
    rows = Calendar.objects.of(household).filter(removed_at=None, member__removed_at=None)
    if member is not None:
        rows = rows.filter(member=member)
    return _counted(rows).order_by("member__place", "name", "pk")


def counted(calendar: Calendar) -> Calendar:
    """The same one, as `brought_calendars` has it."""
    found: Calendar = _counted(Calendar.objects.of(calendar.household)).get(pk=calendar.pk)
    return found


def accounts_of(member: Member) -> Any:
    return CalendarAccount.objects.of(member.household).there().filter(member=member)


def _counted(rows: Any) -> Any:
    return rows.select_related("member", "source").annotate(
        busy_count=Count("commitments"), last_busy_at=Max("commitments__ends_at")
    )
