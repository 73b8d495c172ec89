"""What one needs to know: a few facts for each child, and whom to call."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.handbook import actions
from kbye.handbook.forms import ContactForm, FactForm, dialled
from kbye.household.household import Household
from kbye.household.knowledge import Contact, Fact
from kbye.household.people import Member
from kbye.web import access, clock, undo
from kbye.web.access import Request


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is known about one child, or about all of them when `child` is None; allergies come first."""

    child: Member | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Call:
    contact: Contact
    dialled: str


def page(request: Request, **where: object) -> HttpResponse:
    household = access.household(request)
    contacts = Contact.objects.of(household).filter(removed_at=None)
    context = {
        "place": "handbook",
        "chapters": _chapters(household),
        "calls": [Call(one, dialled(one.phone)) for one in contacts],
        "is_tidying": "tidy" in request.GET,
    }
    return render(request, "handbook/page.html", context)


def add_fact(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = FactForm(request.POST or None, household=me.household, child=request.GET.get("child", ""))
    if form.is_valid():
        actions.add_fact(**form.cleaned_data, by=me, now=clock.now())
        undo.say(request, _("It is in the handbook."))
        return redirect("handbook:page")
    return render(request, "handbook/fact.html", {"place": "handbook", "form": form})


def remove_fact(request: Request, fact: object, **where: object) -> HttpResponse:
    row = access.one_of(request, Fact.objects.filter(removed_at=None), fact)
    event = actions.remove(row=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Taken out of the handbook."), undo=event)
    return redirect("handbook:page")


def add_contact(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        actions.add_contact(**form.cleaned_data, by=me, now=clock.now())
        undo.say(request, _("The number is in the handbook."))
        return redirect("handbook:page")
    return render(request, "handbook/contact.html", {"place": "handbook", "form": form})


def remove_contact(request: Request, contact: object, **where: object) -> HttpResponse:
    row = access.one_of(request, Contact.objects.filter(removed_at=None), contact)
    event = actions.remove(row=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Taken out of the handbook."), undo=event)
    return redirect("handbook:page")


def _chapters(household: Household) -> list[Chapter]:
    """One for each child, in the household's order, then what holds for all; only those with something in them."""
    by_child: dict[object, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.of(household).filter(removed_at=None).select_related("child"):
        by_child[fact.child_id].append(fact)
    everyone: list[Member | None] = [*Member.objects.of(household).children(), None]
    return [
        Chapter(child, tuple(sorted(facts, key=lambda fact: (not fact.is_allergy, fact.kind, fact.words))))
        for child in everyone
        if (facts := by_child[child.pk if child else None])
    ]
