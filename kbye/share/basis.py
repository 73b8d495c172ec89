"""What the weeks are counted from: everybody's nights, and when the children are at school or day care."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.own_time import ChildrenWeek, Sleep
from kbye.household.people import Member
from kbye.household.whose_time import sleep_of
from kbye.share import actions
from kbye.share.forms import BasisForm
from kbye.web import access, clock, undo
from kbye.web.access import Request


def page(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    household = me.household
    people = list(Member.objects.of(household).adults())
    rows = {row.member_id: row for row in Sleep.objects.of(household)}
    form = BasisForm(
        request.POST if request.method == "POST" else None,
        adults=[(one, sleep_of(rows.get(one.pk))) for one in people],
        children=ChildrenWeek.objects.of(household).first(),
    )
    if form.is_valid():
        actions.say_basis(
            sleeps=form.sleeps(),
            weekdays=form.weekdays,
            minutes=form.out_minutes,
            by=me,
            now=clock.now(),
        )
        undo.say(request, _("Noted."))
        return redirect("share:page")
    context = {"place": "home", "form": form, "people": people}
    return render(request, "share/basis.html", context, status=422 if form.is_bound else 200)
