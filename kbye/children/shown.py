"""What the children see: on their tablet by its link, or on an adult's phone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kbye.children.faces import face, faces
from kbye.children.openings import opens_words
from kbye.children.picture import Picture, picture, pieces
from kbye.children.rows import known_to_children
from kbye.children.worlds import adult_looking, url, whose
from kbye.household.away import LINKS_OUTLIVE_THE_RETURN_BY
from kbye.household.card import Card
from kbye.household.people import Member
from kbye.planning.wallclock import local
from kbye.web import access, clock
from kbye.web.access import Request

REFRESH_SECONDS = "300"
HEARD = "kbye-heard"
HEARD_FOR_SECONDS = 2 * 24 * 3600
NIGHT_FROM, NIGHT_UNTIL = 19, 6


def page(request: Request, **where: object) -> HttpResponse:
    household, now, child = access.household(request), clock.now(), whose(request)
    found = picture(household, now, child=child)
    context = {
        "picture": found,
        "cards": _cards(request, now),
        "news": _news(request, found),
        "theme": "dark" if is_night(now, household.zone) else None,
        "heard_url": url(request, "heard"),
        "strip_url": _strip_url(request, found),
        "is_adult": adult_looking(request) is not None,
    }
    response = render(request, "children/shown.html", context)
    # A tablet on the wall is right without anybody touching it, and without a script.
    response.headers["Refresh"] = REFRESH_SECONDS
    return response


def is_night(now: datetime, zone: str) -> bool:
    """Dark at night is kind."""
    hour = local(now, zone).hour
    return hour >= NIGHT_FROM or hour < NIGHT_UNTIL


def _news(request: Request, found: Picture) -> list[object]:
    """Returns that have moved today, until somebody has tapped it away on this tablet."""
    heard = request.COOKIES.get(HEARD, "").split(".")
    return [one for one in found.away if one.moved is not None and str(one.moved.seq) not in heard]


def heard(request: Request, **where: object) -> HttpResponse:
    """Remembered by this tablet alone: nobody is told that it was heard."""
    told = [one.moved for one in picture(access.household(request), clock.now()).away if one.moved]
    response = redirect(url(request, "shown"))
    response.set_cookie(
        HEARD,
        ".".join(str(one.seq) for one in told),
        max_age=HEARD_FOR_SECONDS,
        path=url(request, "shown"),
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cards(request: Request, now: datetime) -> list[dict[str, object]]:
    """Sealed ones and those that may be opened, of what runs and of what has just ended."""
    rows = Card.objects.of(access.household(request)).kept().whole().filter(time_away__called_off_at=None)
    rows = rows.filter(time_away__ends_at__gt=now - LINKS_OUTLIVE_THE_RETURN_BY)
    looks = adult_looking(request)
    return [
        _shown(request, card, looks, now)
        for card in rows
        if card.is_about(now) and card.is_for(whose(request))
    ]


def _shown(request: Request, card: Card, looks: Member | None, now: datetime) -> dict[str, object]:
    """Whoever wrote it, and whoever is away, sees it closed: whether it was opened is told to neither."""
    is_kept_from = looks is not None and looks.pk in {card.author_id, card.time_away.leaver_id}
    is_opened = card.opened_at is not None and not is_kept_from
    return {
        "row": card,
        "from": face(card.author),
        "children": faces(card.named_children),
        "opens": opens_words(card.opens_at),
        "is_opened": is_opened,
        "may_open": card.may_open(now) and not is_kept_from,
        "url": url(request, "card", card=card.pk),
        "open_url": url(request, "open", card=card.pk),
    }


def _strip_url(request: Request, found: Picture) -> str:
    """The strip of the first one who is away or goes and whose sleeps can be counted; none when nobody is."""
    counted = [one for one in found.away if not one.open_end]
    if not counted:
        return ""
    if request.who.is_by_link:
        return url(request, "strip")
    mine = [one.row for one in counted if one.row.concerns(access.me(request))]
    return url(request, "strip", time_away=mine[0].pk) if mine else ""


def strip(request: Request, time_away: UUID | None = None, **where: object) -> HttpResponse:
    household, now = access.household(request), clock.now()
    if time_away is not None:
        row = access.time_away(request)
        rows = [] if row.back_at or row.called_off_at else [row]
    else:
        rows = known_to_children(household, now)
    rows = [row for row in rows if not row.open_end]
    if not rows:
        return redirect(url(request, "shown"))
    row = rows[0]
    context = {
        "leaver": face(row.leaver),
        "pieces": pieces(row, now, child=whose(request)),
        "onwards": url(request, "shown"),
    }
    return render(request, "children/strip.html", context)
