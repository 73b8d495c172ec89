"""The handbook as the adults of the house read it: search on top, then section by section."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kbye.handbook.shelves import Shelf, fill_words, narrowed
from kbye.household.away import TimeAway
from kbye.household.excerpt import everything
from kbye.household.knowledge import Fact
from kbye.household.known import known_by_one
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.household.questions import asked_by, waiting_for
from kbye.planning.wallclock import local_day
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.calling import emergency

LONGEST_QUERY = 300


def page(request: Request, **where: object) -> HttpResponse:
    me, now, query = access.me(request), clock.now(), query_of(request)
    shelf = Shelf(
        excerpt=everything(me.household),
        children=tuple(Member.objects.of(me.household).children()),
        today=local_day(now, me.household.zone),
        emergency=emergency(me.household),
        photo_url=lambda fact: reverse("handbook:photo", kwargs={"fact": fact.pk}),
        edits=True,
    )
    sections = shelf.sections()
    context = {
        "place": "handbook",
        "query": query,
        "fill": " ".join(sorted(fill_words())),
        "sections": narrowed(sections, query) if query else sections,
        "is_empty": not (shelf.excerpt.facts or shelf.excerpt.contacts or shelf.excerpt.collectors),
        "waiting": waiting_for(me, now=now),
        "asked": asked_by(me),
        "known_by_one": known_by_one(me.household),
        "ask_url": _ask_url(me),
        "ways": list(OurWay.objects.of(me.household).here()),
        "others": list(Member.objects.of(me.household).adults().exclude(pk=me.pk)),
    }
    return render(request, "handbook/page.html", context)


def photo(request: Request, fact: object, **where: object) -> HttpResponse:
    rows = Fact.objects.filter(removed_at=None).exclude(photo="")
    return jpeg(access.one_of(request, rows, fact))


def jpeg(fact: Fact) -> HttpResponse:
    try:
        content = (settings.PHOTOS / fact.photo).read_bytes()
    except OSError as gone:
        raise Http404 from gone
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


def query_of(request: Request) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]


def _ask_url(me: Member) -> str:
    """Whoever has the children asks the one who left; at home one asks the other adults."""
    rows = TimeAway.objects.of(me.household).open().with_people()
    mine = [row for row in rows if row.is_under_way(clock.now()) and me in row.stayers]
    if mine:
        return reverse("handbook:ask", kwargs={"time_away": mine[0].pk})
    return reverse("handbook:ask_at_home")
