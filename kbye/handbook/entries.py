"""Writing down, changing and taking out: entries, numbers, those who may collect."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.handbook import actions
from kbye.handbook.forms import CollectorForm, ContactForm, FactForm, PhotoForm, as_shown
from kbye.handbook.guessing import guessed
from kbye.household.event import Event
from kbye.household.if_then import BROUGHT_ALONG
from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.people import Member
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.photos import NotAPhoto

PHOTOS_MAX = 60


def add_fact(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    given = _quickly(request, me) if "quick" in request.POST else request.POST or None
    form = FactForm(given, household=me.household, initial=_asked_for(request, "child", "kind", "words"))
    if form.is_valid():
        event = actions.add_fact(wanted=form.wanted, by=me, now=clock.now())
        return _done(request, _("It is in the handbook."), event)
    return _fact_page(request, form)


def _quickly(request: Request, me: Member) -> dict[str, str]:
    """One line without more: what it is about and whom is guessed, and can be put right."""
    words = request.POST.get("words", "")
    guess = guessed(words, Member.objects.of(me.household).children())
    return {"words": guess.words or words, "kind": guess.kind, "child": guess.child_key}


def fact(request: Request, fact: object, **where: object) -> HttpResponse:
    me = access.me(request)
    row = access.one_of(request, Fact.objects.filter(removed_at=None).select_related("child"), fact)
    form = FactForm(request.POST or None, household=me.household, initial=as_shown(row))
    if form.is_valid():
        wanted = {name: value for name, value in form.wanted.items() if name != "seed"}
        event = actions.change(row=row, wanted=wanted, by=me, now=clock.now())
        return _done(request, _("Changed."), event)
    return _fact_page(request, form, row=row)


def _fact_page(request: Request, form: FactForm, row: Fact | None = None, seed: str = "") -> HttpResponse:
    context = {"place": "handbook", "form": form, "row": row, "seed": seed}
    return render(request, "handbook/fact.html", context, status=422 if form.is_bound else 200)


def remove_fact(request: Request, fact: object, **where: object) -> HttpResponse:
    return _remove(request, access.one_of(request, Fact.objects.filter(removed_at=None), fact))


def brought_along(request: Request, brought: str, **where: object) -> HttpResponse:
    """An if-then row as it came; written anew it is the house's own."""
    me = access.me(request)
    words, detail = BROUGHT_ALONG.get(brought, ("", ""))
    if not words or Fact.objects.of(me.household).filter(seed=brought, removed_at=None).exists():
        raise Http404
    first = {"words": words, "detail": detail, "kind": Fact.Kind.IF_THEN.value, "seed": brought}
    form = FactForm(request.POST or None, household=me.household, initial=first)
    if form.is_valid():
        event = actions.add_fact(wanted=form.wanted, by=me, now=clock.now())
        return _done(request, _("Changed."), event)
    return _fact_page(request, form, seed=brought)


def leave_out(request: Request, brought: str, **where: object) -> HttpResponse:
    me = access.me(request)
    if brought not in BROUGHT_ALONG:
        raise Http404
    event = actions.leave_out(seed=brought, by=me, now=clock.now())
    return _done(request, _("Taken out of the handbook."), event)


def add_contact(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = ContactForm(
        request.POST or None, household=me.household, initial=_asked_for(request, "role", "name")
    )
    if form.is_valid():
        event = actions.add_contact(wanted=form.wanted, by=me, now=clock.now())
        return _done(request, _("The number is in the handbook."), event)
    return _page(request, "handbook/contact.html", form)


def contact(request: Request, contact: object, **where: object) -> HttpResponse:
    me = access.me(request)
    row = access.one_of(request, Contact.objects.filter(removed_at=None), contact)
    form = ContactForm(request.POST or None, household=me.household, initial=as_shown(row))
    if form.is_valid():
        event = actions.change(row=row, wanted=form.wanted, by=me, now=clock.now())
        return _done(request, _("Changed."), event)
    return _page(request, "handbook/contact.html", form, row=row)


def remove_contact(request: Request, contact: object, **where: object) -> HttpResponse:
    return _remove(request, access.one_of(request, Contact.objects.filter(removed_at=None), contact))


def earlier(request: Request, contact: object, **where: object) -> HttpResponse:
    row = access.one_of(request, Contact.objects.filter(removed_at=None), contact)
    event = actions.call_earlier(contact=row, by=access.me(request), now=clock.now())
    return _done(request, _("%(name)s is called earlier.") % {"name": row.name}, event, at="#calls")


def add_collector(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = CollectorForm(request.POST or None, household=me.household, initial=_asked_for(request, "child"))
    if form.is_valid():
        event = actions.add_collector(wanted=form.wanted, by=me, now=clock.now())
        return _done(request, _("It is in the handbook."), event, at="#collect")
    return _page(request, "handbook/collector.html", form)


def collector(request: Request, collector: object, **where: object) -> HttpResponse:
    me = access.me(request)
    rows = Collector.objects.filter(removed_at=None).select_related("child")
    row = access.one_of(request, rows, collector)
    form = CollectorForm(request.POST or None, household=me.household, initial=as_shown(row))
    if form.is_valid():
        event = actions.change(row=row, wanted=form.wanted, by=me, now=clock.now())
        return _done(request, _("Changed."), event, at="#collect")
    return _page(request, "handbook/collector.html", form, row=row)


def remove_collector(request: Request, collector: object, **where: object) -> HttpResponse:
    return _remove(request, access.one_of(request, Collector.objects.filter(removed_at=None), collector))


def add_photo(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    first = {"words": _("The list on the fridge"), **_asked_for(request, "child")}
    form = PhotoForm(*given, household=me.household, initial=first)
    if form.is_valid() and _has_room(form, me):
        said = form.wanted
        try:
            event = actions.add_photo(photo=said.pop("photo"), wanted=said, by=me, now=clock.now())
        except NotAPhoto as trouble:
            form.add_error("photo", str(trouble))
        else:
            return _done(request, _("It is in the handbook."), event)
    return _page(request, "handbook/photo.html", form)


def _has_room(form: PhotoForm, me: Member) -> bool:
    if Fact.objects.of(me.household).exclude(photo="").count() < PHOTOS_MAX:
        return True
    form.add_error(None, _("The handbook has sixty photos, and that is all it can hold."))
    return False


def _remove(request: Request, row: actions.Row) -> HttpResponse:
    event = actions.remove(row=row, by=access.me(request), now=clock.now())
    return _done(request, _("Taken out of the handbook."), event)


def _page(request: Request, template: str, form: Any, row: object = None) -> HttpResponse:
    context = {"place": "handbook", "form": form, "row": row}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _done(request: Request, words: str, event: Event | None, *, at: str = "") -> HttpResponse:
    if event is not None:
        undo.say(request, words, undo=event)
    answer = redirect("handbook:page")
    answer["Location"] += at
    return answer


def _asked_for(request: Request, *names: str) -> dict[str, str]:
    """What the address says one came for; a form takes from it what it knows."""
    return {name: request.GET[name][:300] for name in names if request.GET.get(name)}
