"""The drill as a page: one button, and then what would fail, each with the one thing to do about it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kbye.household.drill import Drill
from kbye.urgent.drill import How, fails, rehearse
from kbye.web import access, clock
from kbye.web.access import Request

# So long its outcome stays on the page; it is looked at afresh each time.
SHOWN_FOR = timedelta(hours=2)


def page(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    if request.method == "POST":
        findings = rehearse(me.household, now)
        Drill.objects.create(household_id=me.household_id, by=me, at=now, to_mend=len(fails(findings)))
        return redirect("urgent:drill")
    last = Drill.objects.of(me.household).first()
    is_fresh = last is not None and timedelta(0) <= now - last.at <= SHOWN_FOR
    findings = rehearse(me.household, now) if is_fresh else []
    context = {
        "place": "handbook",
        "last": last,
        "is_fresh": is_fresh,
        "fails": fails(findings),
        "well": [one for one in findings if one.how is How.WELL],
        "unknown": [one for one in findings if one.how is How.UNKNOWN],
    }
    return render(request, "urgent/drill.html", context)
