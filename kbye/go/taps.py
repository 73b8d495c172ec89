"""Taps that a phone kept until there was a signal: each counts once, in the tapper's name, at the time of the tap."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kbye.go import actions
from kbye.go.actions import GivenAlready
from kbye.go.again import Again, question, question_after_all
from kbye.go.run_sheet import has_begun
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, OccurrenceQuerySet
from kbye.household.tap import TAPS_KEPT, AnotherTap, Tap
from kbye.web import access, clock
from kbye.web.access import Request


class TapForm(forms.Form):
    """`op` is the key that the phone made up; `at` what its clock showed, right or wrong; `ago` in seconds."""

    op = forms.UUIDField()
    at = forms.CharField(max_length=40)
    ago = forms.FloatField(min_value=0, max_value=TAPS_KEPT.total_seconds())


def is_kept(request: Request) -> bool:
    return "op" in request.POST


def answer(
    request: Request, deed: str, time_away: TimeAway, key: UUID, rows: OccurrenceQuerySet
) -> HttpResponse:
    """200 it is saved, now or already, or a question comes first; 422 it cannot be saved, and why."""
    now, form = clock.now(), TapForm(request.POST)
    if not form.is_valid():
        return _cannot(_("That did not arrive whole."))
    if not has_begun(time_away, now):
        return _cannot(_("Until then %(name)s has it.") % {"name": time_away.leaver.name})
    said, again = form.cleaned_data, request.POST.get("again") == "yes"
    at = when_tapped(time_away, timedelta(seconds=said["ago"]), now)
    body = f"{deed} {key} {again} {said['at']}"
    try:
        with transaction.atomic():
            tap, is_first = Tap.objects.arrive(access.household(request), said["op"], body, at=at, now=now)
            asks = None
            if is_first or tap.was_asked_about:
                row, me = access.one_of(request, rows, key), access.me(request)
                asks = _do(deed, row, me, now, at, again) if is_first else _asks_still(row, me, now, at)
            if is_first and asks is not None:
                tap.is_asked_about()
    except AnotherTap:
        return _cannot(_("That was tapped differently before."))
    return JsonResponse({"saved": False, **asks._asdict()} if asks else {"saved": True})


def _do(deed: str, row: Occurrence, me: Member, now: datetime, at: datetime, again: bool) -> Again | None:
    """What the tap says; or nothing, and the question that comes first."""
    if deed == "untick":
        actions.untick(occurrence=row, by=me, now=now, at=at)
        return None
    done = actions.tick(occurrence=row, by=me, now=now, at=at, again=again)
    return question(done, now) if isinstance(done, GivenAlready) else None


def _asks_still(row: Occurrence, me: Member, now: datetime, at: datetime) -> Again:
    """The same question to the same tap, also when the other dose was taken back meanwhile."""
    given = actions.given_already(row, me, at)
    return question(given, now) if given else question_after_all()


def when_tapped(time_away: TimeAway, ago: timedelta, now: datetime) -> datetime:
    """When it was tapped, whatever the phone's clock shows; never before it began."""
    began = min(time_away.began_at or time_away.starts_at, time_away.starts_at)
    return max(began, now - ago)


def _cannot(words: str) -> HttpResponse:
    return JsonResponse({"words": words}, status=422)
