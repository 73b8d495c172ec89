"""To whom one could give time. Suggested rarely, to the one who had some, never to the one who is tired."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from kbye.household.away import TimeAway
from kbye.household.people import Member

LONG_AGO = timedelta(days=14)
AT_MOST_EVERY = timedelta(days=7)
SHOWN_FOR = timedelta(hours=24)


def whom_to_offer(me: Member, now: datetime) -> Member | None:
    """The other adult, if they have nothing coming and were last away more than two weeks ago.

    Only for somebody who was away more recently than they were, or who has offered them time before: whoever of
    two had none for longer is the tired one, and is never asked to give.
    """
    times = TimeAway.objects.of(me.household)
    last = dict(times.happened().values_list("leaver").annotate(last=Max("back_at")))
    coming = set(times.open().values_list("leaver", flat=True))
    offered = set(times.filter(offered_by=me).values_list("leaver", flat=True))
    other = Member.objects.of(me.household).adults().exclude(pk=me.pk).first()
    if other is None or other.pk in coming or other.pk not in last or now - last[other.pk] <= LONG_AGO:
        return None
    has_more = me.pk in last and last[me.pk] > last[other.pk]
    return other if has_more or other.pk in offered else None


def suggested(me: Member, now: datetime) -> Member | None:
    """Whom Today names in its one line: for a day, and only while it is still so."""
    at = me.offer_suggested_at
    if not me.hears_of_offers or at is None or now - at >= SHOWN_FOR:
        return None
    return whom_to_offer(me, now)
