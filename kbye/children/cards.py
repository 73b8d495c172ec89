"""Cards and voice notes: written by an adult, opened by a tap, and not before their time."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.children import actions
from kbye.children.faces import face
from kbye.children.forms import CardForm
from kbye.children.openings import opens_words
from kbye.children.shown import is_night
from kbye.children.views import cards_of
from kbye.children.voices import NotAVoice, voice_response
from kbye.children.worlds import adult_looking, url, whose
from kbye.household.away import TimeAway
from kbye.household.card import Card, CardQuerySet
from kbye.household.people import Member
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.photos import NotAPhoto


def new(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if time_away.phase(now) in {TimeAway.Phase.BACK, TimeAway.Phase.CALLED_OFF} or time_away.ends_at <= now:
        messages.info(request, _("That time away is over. A card belongs to one that comes."))
        return redirect("children:page")
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    mine = [card for card in cards_of(time_away) if card.author_id == me.pk]
    children = list(Member.objects.of(me.household).children())
    taken = [card.opens_at for card in mine if card.opens_at is not None]
    form = CardForm(*given, time_away=time_away, children=children, taken=taken, now=now)
    if form.is_valid() and _written(form, time_away, me):
        undo.say(request, _("Sealed. It opens: %(when)s.") % {"when": opens_words(form.opens_at)})
        return redirect("children:page")
    context = {"form": form, "time_away": time_away, "place": "more"}
    response = render(request, "children/new_card.html", context, status=422 if form.is_bound else 200)
    # The only page on which one's own browser may listen, and only when it is told to.
    response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(self)"
    return response


def _written(form: CardForm, time_away: TimeAway, me: Member) -> bool:
    said = form.cleaned_data
    try:
        actions.write_card(
            time_away=time_away,
            words=said["words"],
            photo=said["photo"],
            voice=said["voice"],
            children=form.chosen,
            opens_at=form.opens_at,
            by=me,
            now=clock.now(),
        )
    except NotAPhoto as trouble:
        form.add_error("photo", str(trouble))
    except NotAVoice as trouble:
        form.add_error("voice", str(trouble))
    return form.is_valid()


def _all(request: Request) -> CardQuerySet:
    return Card.objects.of(access.household(request)).kept().whole()


def _to_be_opened(request: Request, key: UUID) -> Card:
    """One that may be opened now; on the tablet what may not is as good as not there."""
    card = access.one_of(request, _all(request), key)
    may = card.may_open(clock.now()) or (card.opened_at is not None and card.is_about(clock.now()))
    if may and card.is_for(whose(request)):
        return card
    if adult_looking(request) is None:
        raise Http404
    raise PermissionDenied


def _readable(request: Request, key: UUID) -> Card:
    """One that was opened. Its author may always look."""
    looks = adult_looking(request)
    if looks is not None:
        card = access.one_of(request, _all(request), key)
        if card.author_id == looks.pk:
            return card
    card = _to_be_opened(request, key)
    if card.opened_at is None:
        if looks is None:
            raise Http404
        raise PermissionDenied
    return card


def open_it(request: Request, card: UUID, **where: object) -> HttpResponse:
    """A tap. Whoever wrote it looks without breaking the seal."""
    row, looks = _to_be_opened(request, card), adult_looking(request)
    if looks is None or looks.pk != row.author_id:
        Card.objects.note_opened(row, at=clock.now())
    return redirect(url(request, "card", card=row.pk))


def card(request: Request, card: UUID, **where: object) -> HttpResponse:
    row = _readable(request, card)
    looks = adult_looking(request)
    context = {
        "card": row,
        "from": face(row.author),
        "photo_url": url(request, "photo", card=row.pk) if row.photo else "",
        "voice_url": url(request, "voice", card=row.pk) if row.voice else "",
        "onwards": url(request, "shown"),
        "opens": opens_words(row.opens_at),
        "is_mine": looks is not None and looks.pk == row.author_id,
        "theme": "dark" if is_night(clock.now(), row.household.zone) else None,
    }
    return render(request, "children/card.html", context)


def photo(request: Request, card: UUID, **where: object) -> HttpResponse:
    row = _readable(request, card)
    try:
        jpeg = (settings.PHOTOS / (row.photo or "none")).read_bytes()
    except OSError as gone:
        raise Http404 from gone
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


def voice(request: Request, card: UUID, **where: object) -> HttpResponse:
    row = _readable(request, card)
    try:
        return voice_response(settings.PHOTOS / (row.voice or "none"), request.headers.get("Range", ""))
    except OSError as gone:
        raise Http404 from gone


def remove(request: Request, card: UUID, **where: object) -> HttpResponse:
    row, me = access.one_of(request, _all(request), card), access.me(request)
    if row.author_id != me.pk:
        raise PermissionDenied
    event = actions.remove_card(card=row, by=me, now=clock.now())
    undo.say(request, _("The card is taken back."), undo=event)
    return redirect("children:page")
