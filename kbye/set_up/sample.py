"""The sample household: invented, rich enough to try everything, told relative to now, and gone in one tap."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kbye.emergency_page import files
from kbye.household.afterwards import Postcard
from kbye.household.away import HandOver, TimeAway
from kbye.household.card import Card
from kbye.household.household import Household
from kbye.household.knowledge import Fact
from kbye.household.link import Link
from kbye.household.people import Member, User
from kbye.household.tripwire import spanning_households
from kbye.planning.wallclock import local_day
from kbye.set_up.sample_home import furnish
from kbye.set_up.sample_people import people
from kbye.set_up.sample_standing import standing
from kbye.set_up.sample_times import coming, past

MUSTS_WERE_ASKED = timedelta(weeks=10)


@transaction.atomic
def build(*, zone: str, now: datetime) -> Member:
    """A new sample household; returns Sam, who can be signed in. Raises ValueError for a zone nobody knows."""
    household = Household.objects.create(
        zone=zone, is_sample=True, created_at=now, musts_asked_at=now - MUSTS_WERE_ASKED
    )
    cast = people(household, now=now)
    furnish(cast)
    past(cast, now=now)
    coming(cast, now=now)
    standing(cast, now=now)
    return cast.sam


def look_around(*, zone: str, now: datetime) -> Member:
    """Sam of today's sample household. One from another day tells of the wrong weeks, and is built anew."""
    for household in Household.objects.filter(is_sample=True):
        is_todays = local_day(household.created_at, zone) == local_day(now, zone)
        sam = _who_signs_in(household)
        if sam and is_todays and household.zone == zone:
            return sam
        remove(household)
    return build(zone=zone, now=now)


def remove(household: Household) -> None:
    """Every row of this household, its accounts, its photos and voices, its emergency sheets, for good."""
    with spanning_households():
        photos = list(
            Postcard.objects.of(household).exclude(photo="").values_list("photo", flat=True),
        )
        photos += Card.objects.files(household)
        photos += Fact.objects.of(household).exclude(photo="").values_list("photo", flat=True)
        sheets = [link.sheet_file for link in Link.objects.of(household).that_may_open_sheets()]
        with transaction.atomic():
            accounts = list(Member.objects.of(household).exclude(user=None).values_list("user_id", flat=True))
            # What keeps people from being deleted goes first; all the rest goes with the household.
            for kept in (Card, Postcard, HandOver, TimeAway):
                kept._default_manager.filter(household=household).delete()
            household.delete()
            User.objects.filter(pk__in=accounts).delete()
    for name in photos:
        (settings.PHOTOS / name).unlink(missing_ok=True)
    for name in sheets:
        files.remove(settings.EMERGENCY_SHEETS, name)


def _who_signs_in(household: Household) -> Member | None:
    return Member.objects.of(household).adults().exclude(user=None).select_related("user").first()
