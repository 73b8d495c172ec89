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
from kbye.go.again import question
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


class _Asked(Exception):
    """Nothing is written down before this was answered, the tap itself neither."""

    def __init__(self, given: GivenAlready) -> None:
        self.given = given


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
            if Tap.objects.arrive(access.household(request), said["op"], body, at=at, now=now):
                row = access.one_of(request, rows, key)
                _do(deed, row, by=access.me(request), now=now, at=at, again=again)
    except AnotherTap:
        return _cannot(_("That was tapped differently before."))
    except _Asked as asked:
        return JsonResponse({"saved": False, **question(asked.given, now)._asdict()})
    return JsonResponse({"saved": True})


def _do(deed: str, row: Occurrence, *, by: Member, now: datetime, at: datetime, again: bool) -> None:
    if deed == "untick":
        actions.untick(occurrence=row, by=by, now=now, at=at)
        return
    done = actions.tick(occurrence=row, by=by, now=now, at=at, again=again)
    if isinstance(done, GivenAlready):
        raise _Asked(done)


def when_tapped(time_away: TimeAway, ago: timedelta, now: datetime) -> datetime:
    """When it was tapped, whatever the phone's clock shows; never before it began."""
    began = min(time_away.began_at or time_away.starts_at, time_away.starts_at)
    return max(began, now - ago)


def _cannot(words: str) -> HttpResponse:
    return JsonResponse({"words": words}, status=422)
