"""A feed as it goes out, compressed: rendered when something it shows has changed, and kept until then."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime, timedelta

from django.conf import settings

from kbye import __version__
from kbye.calendars.writing import Feed as Described
from kbye.calendars.writing import calendar_text
from kbye.household.feed import Feed, Whose
from kbye.planning.wallclock import local
from kbye.web.own_calendar import Audience, entries_for

ASK_EVERY = timedelta(hours=1)


def audience_of(feed: Feed) -> Audience:
    """`feed` with its link, member and household."""
    member = feed.link.member
    return Audience(member.household, member if feed.whose == Whose.MINE else None, feed.detail)


def packed(feed: Feed, *, now: datetime) -> bytes:
    """The text, compressed. `feed` with its link, member and household, whose last event was read before all else."""
    audience = audience_of(feed)
    household = audience.household
    day = local(now, household.zone).date()
    holds_for = f"{__version__} {household.event_seq} {day}"
    if feed.packed is not None and feed.holds_for == holds_for:
        return bytes(feed.packed)
    entries = tuple(entries_for(audience, now=now).values())
    what = (__version__, settings.PUBLIC_ADDRESS, audience.title, entries)
    made_of = hashlib.sha256(repr(what).encode()).hexdigest()
    if feed.packed is not None and feed.made_of == made_of:
        feed.note_still_holds(holds_for)
        return bytes(feed.packed)
    text = calendar_text(entries, now=now, feed=Described(name=audience.title, ask_every=ASK_EVERY))
    feed.keep(gzip.compress(text, mtime=0), made_of=made_of, holds_for=holds_for)
    return bytes(feed.packed or b"")
