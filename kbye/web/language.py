"""The language of a page: the one place that decides it, and the reader's own choice on a link. See ADR 18."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from kbye.household.event import noted
from kbye.household.language import language_of, names
from kbye.household.link import Link
from kbye.web import clock

if TYPE_CHECKING:
    from kbye.web.access import Request, Who

# Where somebody on a link says which language they read: below the pages of that link.
_CHOSEN_AT = {
    Link.Purpose.STAY.value: "choose_language",
    Link.Purpose.TAKE.value: "choose_language",
    Link.Purpose.HELP.value: "choose_language_to_help",
    Link.Purpose.STAND_IN.value: "choose_language_to_stand_in",
}


class Choice(NamedTuple):
    """`languages` by their codes; `address` takes the code of one; `now` is the name of the page's own."""

    address: str
    languages: dict[str, str]
    now: str


def speak(request: HttpRequest, who: Who) -> None:
    """From here on this request is answered in the language of whoever asks."""
    translation.activate(_language_for(request, who))


def _language_for(request: HttpRequest, who: Who) -> str:
    """What was chosen for them, else the household's; of somebody on a link their browser may know better.

    A program that fetches a calendar reads nothing, so it knows nothing either.
    """
    if who.link is None or who.link.purpose == Link.Purpose.FEED:
        return language_of(who.member) if who.member else settings.LANGUAGE_CODE
    if who.link.member.language in names():
        return who.link.member.language
    return translation.get_language_from_request(request)


def choice_for(who: Who) -> Choice | None:
    """What somebody on a link may choose from; those who sign in choose on their own page."""
    if who.link is None or who.link.purpose not in _CHOSEN_AT:
        return None
    address = reverse(_CHOSEN_AT[who.link.purpose], kwargs={"token": who.link.token})
    return Choice(address, names(), names().get(translation.get_language(), ""))


@transaction.atomic
def choose(request: Request, token: str) -> HttpResponse:
    """Remembered for the person, so their letters and their sheet are in it, too."""
    me, language = request.who.member, request.POST.get("language", "")
    if me is None:
        raise Http404
    if language in names() and language != me.language:
        with noted(me, "chose_language", by=me, at=clock.now()):
            me.language = language
            me.save(update_fields=["language"])
    home = request.path.removesuffix("language/")
    wanted = request.POST.get("onwards", "")
    return redirect(wanted if wanted.startswith(home) else home)
