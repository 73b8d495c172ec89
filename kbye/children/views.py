"""For the adults: the children's page from behind. Its link, the cards, and how it looks."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.children import actions
from kbye.children.openings import opens_words
from kbye.household.away import TimeAway
from kbye.household.card import Card
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.web import access, clock, undo, wording
from kbye.web.access import Request
from kbye.web.links import address_of, reach
from kbye.web.qr import Code, code_of
from kbye.web.reach import Reach

TIMES_SHOWN = 3


def page(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    children = list(Member.objects.of(me.household).children())
    links = [_link(link) for link in actions.open_links(me, now)]
    context = {
        "place": "more",
        "children": children,
        "links": links,
        "others": [child for child in children if all(link["for_child"] != child for link in links)],
        "has_common_link": any(link["for_child"] is None for link in links),
        "only_here": reach() is Reach.THIS_COMPUTER,
        "times": [_time(row, me) for row in _times(me, _key(request.GET.get("away", "")))],
    }
    return render(request, "children/page.html", context)


def _link(link: Link) -> dict[str, object]:
    address = address_of(link)
    code: Code = code_of(address)
    return {
        "row": link,
        "for_child": link.member if link.member.is_child else None,
        "address": address,
        "code": code,
    }


def _times(me: Member, wanted: str | None) -> list[TimeAway]:
    """The next ones that come or run, and that this adult has a part in; or the one that they come from."""
    rows = TimeAway.objects.of(me.household).open().filter(ends_at__gt=clock.now()).with_people()
    mine = [row for row in rows.order_by("starts_at") if row.concerns(me)]
    return [row for row in mine if str(row.pk) == wanted] or mine[:TIMES_SHOWN]


def _time(row: TimeAway, me: Member) -> dict[str, object]:
    return {"row": row, "when": wording.when(row.span), "cards": [_card(one, me) for one in cards_of(row)]}


def cards_of(row: TimeAway) -> list[Card]:
    return list(Card.objects.of(row.household).kept().whole().filter(time_away=row))


def _card(card: Card, me: Member) -> dict[str, object]:
    """Its author may look into it and take it back; whether it was opened, nobody is told here."""
    kinds = [
        words
        for has, words in (
            (card.voice, _("a voice")),
            (card.photo, _("a picture")),
            (card.words, _("a few words")),
        )
        if has
    ]
    return {
        "row": card,
        "opens": opens_words(card.opens_at),
        "is_mine": card.author_id == me.pk,
        "what": wording.names(kinds),
        "for_whom": wording.names(card.named_children),
    }


def make_link(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    whose = me
    if request.POST.get("child"):
        children = Member.objects.children()
        whose = access.one_of(request, children, _key(request.POST["child"]))
    actions.make_link(whose=whose, by=me, now=clock.now())
    messages.success(request, _("Made. It shows the children's page, and nothing else."))
    return redirect("children:page")


def end_link(request: Request, **where: object) -> HttpResponse:
    me, wanted = access.me(request), request.POST.get("link", "")
    if not wanted:
        return redirect("children:page")
    link = access.one_of(request, actions.open_links(me, clock.now()), _key(wanted))
    actions.end_link(link=link, by=me, now=clock.now())
    undo.say(request, _("That link opens nothing any more."))
    return redirect("children:page")


def _key(text: str) -> str | None:
    """A key as forms send it; what is none finds nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        return None
