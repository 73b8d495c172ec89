"""What a calendar program gets from a secret address: the feed, or that nothing has changed (`web/unchanged.py`)."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse

from kbye.feeds.rendering import packed
from kbye.household.feed import Feed
from kbye.planning.wallclock import instant, local
from kbye.web import clock
from kbye.web.access import Request
from kbye.web.unchanged import tag


def feed(request: Request, **where: object) -> HttpResponse:
    link, now = request.who.link, clock.now()
    assert link is not None  # the door lets nobody else in
    household = link.member.household
    row = Feed.objects.of(household).filter(link=link).first()
    if row is None:
        raise Http404
    row.link = link
    row.note_used(local(now, household.zone).date())
    body = packed(row, now=now)
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        body if is_packed else gzip.decompress(body), content_type="text/calendar; charset=utf-8"
    )
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Disposition"] = 'inline; filename="kbye.ics"'
    response.headers["ETag"] = tag(
        household, request.path, until=min(_tomorrow(now, household.zone), link.lasts_until)
    )
    return response


def _tomorrow(now: datetime, zone: str) -> datetime:
    """What is shown reaches back a certain time, and so moves on with each day."""
    return instant(local(now, zone).date() + timedelta(days=1), 0, zone)
