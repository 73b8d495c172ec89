"""Standing dates come round by themselves, four weeks ahead; and the public holidays that are noticed on them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kbye.calendars.holidays_of import country_of, public_holidays
from kbye.household.household import Household
from kbye.household.standing import PublicHoliday, StandingDate, StandingDateQuerySet
from kbye.household.standing_asked_on import ask_for_the_next
from kbye.household.standing_days import come_round
from kbye.household.tripwire import spanning_households
from kbye.planning.wallclock import local_day
from kbye.tell.bringing import bring, to_be_brought

Now = Callable[[], datetime]
YEARS_AHEAD = 2
AT_ONCE = 50
log = logging.getLogger("kbye.work")


def come_round_everywhere(now: Now) -> int:
    """The times of all agreed standing dates that are not there yet; returns how many were made."""
    with spanning_households():
        return _each(StandingDate.objects.in_force(), lambda one: come_round(one, now=now()))


def ask_on(now: Now) -> int:
    """Proposals whose day has passed unanswered ask about the next one; returns how many."""
    with spanning_households():
        proposed = StandingDate.objects.kept().filter(agreed_at=None)
        return _each(proposed, lambda one: ask_for_the_next(one, now=now()) is not None)


def _each(rows: StandingDateQuerySet, do: Callable[[StandingDate], int]) -> int:
    done = 0
    for standing in rows.with_people():
        try:
            done += do(standing)
        except Exception:
            # One that goes wrong keeps no other family waiting.
            log.exception("Standing date %s is stuck", standing.pk)
    return done


def bring_links(now: Now) -> int:
    """The message with the link to those who have the children soon and cannot sign in; returns how many."""
    done = 0
    with spanning_households():
        for row in to_be_brought(now()).select_related("person__household")[:AT_ONCE]:
            try:
                done += bring(row, now=now())
            except Exception:
                log.exception("The link of %s is stuck", row.pk)
    return done


class Holidays:
    """The public holidays of this year and the two after it, where a household has standing dates.

    They are looked up here and kept as rows, so that no page loads the tables of the world.
    """

    def __init__(self) -> None:
        self.known: dict[UUID, tuple[str, int]] = {}

    def __call__(self, now: Now) -> int:
        """How many households got theirs anew."""
        renewed = 0
        with spanning_households():
            concerned = StandingDate.objects.filter(ended_at=None).values("household")
            for household in Household.objects.filter(pk__in=concerned):
                year = local_day(now(), household.zone).year
                country = household.country or country_of(household.zone)
                if self.known.get(household.pk) != (country, year):
                    renew(household, country, year)
                    self.known[household.pk] = (country, year)
                    renewed += 1
        return renewed


@transaction.atomic
def renew(household: Household, country: str, year: int) -> None:
    """This household's holidays as they are in `country` from `year` on; a country that was not said is kept."""
    Household.objects.filter(pk=household.pk, country="").update(country=country)
    found = with_eves(
        public_holidays(country, range(year, year + YEARS_AHEAD + 1), language=settings.LANGUAGE_CODE)
    )
    PublicHoliday.objects.of(household).delete()
    rows = [PublicHoliday(household=household, on_date=day, name=name[:120]) for day, name in sorted(found)]
    PublicHoliday.objects.bulk_create(rows, ignore_conflicts=True)


def with_eves(holidays: set[tuple[date, str]]) -> set[tuple[date, str]]:
    """The evenings before Christmas and New Year count with families, whatever the law says."""
    days = {day for day, _name in holidays}
    names = {(12, 25): _("Christmas Eve"), (1, 1): _("New Year's Eve")}
    eves = {
        (day - timedelta(days=1), names[day.month, day.day])
        for day in days
        if (day.month, day.day) in names and day - timedelta(days=1) not in days
    }
    return holidays | eves
