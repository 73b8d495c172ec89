"""The emergency sheet of an adult: at which address it opens, if that can still be said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from kbye.household.away import LINKS_OUTLIVE_THE_RETURN_BY
from kbye.household.link import Link, hash_of
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery

_links = ReadyQuery(
    lambda household, adult, now, returned_after: (
        Link.objects.of(household)
        .filter(purpose=Link.Purpose.SHEET, member=adult)
        .open_between(now, returned_after=returned_after)
        .order_by("-created_at")
    ),
    household=UUID,
    adult=UUID,
    now=datetime,
    returned_after=datetime,
)


def own_link(adult: Member, now: datetime) -> Link | None:
    """To say its address takes the key it was made with; one made with a key that is lost opens, and is not named."""
    returned_after = now - LINKS_OUTLIVE_THE_RETURN_BY
    links = _links(household=adult.household_id, adult=adult.pk, now=now, returned_after=returned_after)
    return next((link for link in links if hash_of(link.token) == link.token_hash), None)


def path_of(link: Link) -> str:
    return reverse("urgent:kept_sheet", kwargs={"token": link.token})


def own_path(adult: Member, now: datetime) -> str:
    """ "" until there is one: the background work makes it."""
    link = own_link(adult, now)
    return path_of(link) if link else ""
