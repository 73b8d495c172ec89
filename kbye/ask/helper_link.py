"""The one link of a helper, for everything they are ever asked."""

from __future__ import annotations

from datetime import datetime

from kbye.household.away import LINKS_OUTLIVE_THE_RETURN_BY
from kbye.household.event import record
from kbye.household.gap import Ask
from kbye.household.link import Link
from kbye.household.people import Member


def open_help_link(helper: Member, now: datetime) -> Link | None:
    """The link that opens now, if there is one; the newest of several."""
    links = Link.objects.of(helper.household).filter(
        member=helper, purpose=Link.Purpose.HELP, revoked_at=None, ends_at__gt=now
    )
    return links.select_related("member").order_by("-created_at").first()


def link_until(helper: Member, end: datetime, *, now: datetime) -> Link:
    """Their link, made or prolonged so that it outlives a stretch that ends at `end` by 48 hours."""
    lasts = max(end, now) + LINKS_OUTLIVE_THE_RETURN_BY
    link = open_help_link(helper, now)
    if link is None:
        link = Link.objects.make(
            household=helper.household, purpose=Link.Purpose.HELP, member=helper, now=now
        )
        link.ends_at = lasts
        link.save(update_fields=["ends_at"])
    elif link.ends_at is None or link.ends_at < lasts:
        link.ends_at = lasts
        link.save(update_fields=["ends_at"])
    return link


def renew(helper: Member, *, by: Member, now: datetime) -> Link | None:
    """The old link opens nothing from now on; a new one lasts as long as what they were asked. None if nothing is."""
    for link in Link.objects.of(helper.household).filter(
        member=helper, purpose=Link.Purpose.HELP, revoked_at=None
    ):
        link.revoke(at=now)
        record(link, "ended_link", by=by, at=now)
    last = Ask.objects.of_helper(helper).still_to_come(now).order_by("-gap__ends_at").first()
    return link_until(helper, last.gap.ends_at, now=now) if last else None
