"""Once a week at most, a partner is asked on Today whether to give the other some time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from kbye.household.offering import AT_MOST_EVERY, whom_to_offer
from kbye.household.people import Member, MemberQuerySet
from kbye.household.tripwire import spanning_households


def suggest_offers(now: Callable[[], datetime]) -> int:
    """Mark those who may see the line from now on. Today shows it, nothing is sent.

    Always 0: there is never more of it to be done at once.
    """
    at = now()
    with spanning_households():
        for member in _who_may_hear(at).select_related("household").iterator():
            if whom_to_offer(member, at) is not None:
                _who_may_hear(at).filter(pk=member.pk).update(offer_suggested_at=at)
    return 0


def _who_may_hear(at: datetime) -> MemberQuerySet:
    not_lately = Q(offer_suggested_at=None) | Q(offer_suggested_at__lte=at - AT_MOST_EVERY)
    return Member.objects.adults().filter(not_lately, hears_of_offers=True).exclude(user=None)
