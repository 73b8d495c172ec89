"""The people of the household: all of them on one page, one by one, and when each is usually home."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.household.people import Member
from kbye.planning.wallclock import local
from kbye.set_up import people_actions as actions
from kbye.set_up.more_page import more_page
from kbye.set_up.own_paths import own_path
from kbye.set_up.person_form import PersonForm
from kbye.set_up.person_page import person_page
from kbye.set_up.usual_weeks import CHOICES, ITS_OWN, LABELS, usual_week_of
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.reach import reach_of


def more(request: Request, **where: object) -> HttpResponse:
    page = more_page(access.me(request), today=_today(request), reach=reach_of(settings.PUBLIC_ADDRESS))
    return render(request, "set_up/more.html", page)


def add(request: Request, **where: object) -> HttpResponse:
    kind = request.POST.get("kind") or request.GET.get("kind") or ""
    kind = kind if kind in Member.Kind.values else Member.Kind.HELPER
    wanted = own_path(request.POST.get("next") or request.GET.get("next", ""), otherwise="")
    form = PersonForm(request.POST or None, kind=kind, today=_today(request))
    if request.method == "POST" and form.is_valid():
        person = actions.add(
            household=access.household(request),
            kind=kind,
            about=form.answer(),
            by=access.me(request),
            now=clock.now(),
        )
        undo.say(request, _("%(name)s is in.") % {"name": person})
        return redirect(wanted or _after_adding(person))
    page = {"form": form, "kind": kind, "kinds": _kinds(), "next": wanted, "place": "more"}
    return render(request, "set_up/add_person.html", page)


def edit(request: Request, **where: object) -> HttpResponse:
    person = access.one_of(request, Member.objects.here().select_related("household"), where["person"])
    form = PersonForm(request.POST or None, kind=person.kind, today=_today(request), about=person)
    if request.method == "POST" and form.is_valid():
        event = actions.change(person=person, about=form.answer(), by=access.me(request), now=clock.now())
        undo.say(request, _("Saved."), undo=event)
        return redirect("set_up:more")
    page = person_page(person, me=access.me(request), now=clock.now())
    return render(request, "set_up/person.html", {"form": form, **page})


def remove(request: Request, **where: object) -> HttpResponse:
    person = access.one_of(request, Member.objects.here(), where["person"])
    try:
        event = actions.remove(person=person, by=access.me(request), now=clock.now())
    except actions.MustStay:
        undo.say(request, _("You cannot remove yourself; another adult of the house can."))
        return redirect("set_up:person", person=person.pk)
    undo.say(request, _("%(name)s is removed.") % {"name": person}, undo=event)
    return redirect("set_up:more")


def week(request: Request, **where: object) -> HttpResponse:
    people = Member.objects.who_can_stay().select_related("household")
    person = access.one_of(request, people, where["person"])
    if request.method == "POST":
        preset = request.POST.get("week", "")
        if preset in {choice.key for choice in CHOICES}:
            actions.set_week(person=person, preset=preset, by=access.me(request), now=clock.now())
        here = reverse("set_up:week", kwargs={"person": person.pk})
        return redirect(own_path(request.GET.get("next", ""), otherwise=here))
    chosen = usual_week_of(person)
    page = {
        "person": person,
        "choices": CHOICES,
        "chosen": chosen,
        "own_words": LABELS[ITS_OWN] if chosen == ITS_OWN else "",
        "others": people.of(access.household(request)).exclude(pk=person.pk),
        "place": "more",
    }
    return render(request, "set_up/week.html", page)


def _after_adding(person: Member) -> str:
    """An adult may want a way in and a usual week; of the others enough is known."""
    if person.is_adult:
        return reverse("set_up:person", kwargs={"person": person.pk})
    return reverse("set_up:more")


def _today(request: Request) -> date:
    return local(clock.now(), access.household(request).zone).date()


def _kinds() -> list[tuple[str, str]]:
    return [
        (Member.Kind.CHILD, _("a child")),
        (Member.Kind.HELPER, _("somebody who helps")),
        (Member.Kind.ADULT, _("an adult of the house")),
    ]
