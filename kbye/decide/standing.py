"""Standing dates: recurring time away, agreed once; skipping one proposes another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.decide import standing_actions as actions
from kbye.decide.forms import ChosenForm
from kbye.decide.sentences import Proposal
from kbye.decide.sides import Sides
from kbye.decide.standing_form import StandingForm
from kbye.decide.standing_page import cards, heading
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.situation import HORIZON
from kbye.household.standing import StandingDate
from kbye.planning.lengths import Length, Shape
from kbye.planning.wallclock import local_day
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.reader import current
from kbye.web.standing_words import every, weekday_name

View = Callable[..., HttpResponse]


def _came_round(view: View) -> View:
    """For times away that a standing date brought; a one-off time has nothing to be skipped from."""

    @wraps(view)
    def asked(request: Request, **where: object) -> HttpResponse:
        time_away = access.time_away(request)
        if time_away.standing_id is None:
            return redirect("go:page", time_away=time_away.pk)
        return view(request, time_away)

    return asked


def page(request: Request, **where: object) -> HttpResponse:
    found = cards(access.me(request), clock.now())
    context = {"cards": found, "heading": heading(found), "place": "away"}
    return render(request, "decide/standing.html", context)


def make(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    others = [one for one in Member.objects.of(me.household).who_can_stay() if one.pk != me.pk]
    if not others:
        messages.info(request, _("Somebody has to have the children then. Who could?"))
        return redirect("set_up:add_person")
    form = StandingForm(request.POST or None, me=me, others=others, now=clock.now())
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "decide/standing_make.html", {"form": form, "place": "away"}, status=status)
    row = actions.propose(
        leaver=form.leaver,
        stayer=form.stayer,
        wanted=form.answer(),
        in_return=form.answer_in_return(),
        by=me,
        now=clock.now(),
    )
    return redirect("tell:message", time_away=row.pk)


def agree(request: Request, standing: UUID, **where: object) -> HttpResponse:
    row = _mine(request, standing)
    if row.is_agreed or actions.agree(standing=row, by=access.me(request), now=clock.now()):
        words = _("Agreed: %(every)s. Each one goes by itself now.") % {"every": every(row)}
        messages.success(request, words)
    else:
        messages.error(request, _("That has ended meanwhile."))
    return redirect("decide:standing")


def end(request: Request, standing: UUID, **where: object) -> HttpResponse:
    row = _mine(request, standing)
    event = actions.end(standing=row, by=access.me(request), now=clock.now())
    if event is not None:
        undo.say(request, _("No longer: %(every)s.") % {"every": every(row)}, undo=event)
    return redirect("decide:standing")


def _mine(request: Request, key: UUID) -> StandingDate:
    """The standing date, if this adult is one of those it is between."""
    row = access.one_of(request, StandingDate.objects.with_people(), key)
    if access.me(request).pk not in (row.leaver_id, row.stayer_id, row.proposed_by_id):
        raise PermissionDenied
    return row


@_came_round
def skip(request: Request, time_away: TimeAway) -> HttpResponse:
    phase = time_away.phase(clock.now())
    if phase in {TimeAway.Phase.COMING, TimeAway.Phase.PENCILLED}:
        event = actions.skip(time_away=time_away, by=access.me(request), now=clock.now())
        undo.say(request, _skipped(time_away, access.me(request)), undo=event)
    elif phase != TimeAway.Phase.CALLED_OFF:
        messages.info(request, _("This one has begun already."))
        return redirect("go:page", time_away=time_away.pk)
    return redirect("decide:instead", time_away=time_away.pk)


def _skipped(time_away: TimeAway, me: Member) -> str:
    words = _("Skipped. The next one stands as always.")
    by_hand = [one.name for one in actions.concerned(time_away, me) if not one.email and not one.user_id]
    return " ".join([words, *(_("Please tell %(name)s.") % {"name": name} for name in by_hand)])


@_came_round
def instead(request: Request, skipped: TimeAway) -> HttpResponse:
    me = access.me(request)
    context = {
        "time_away": skipped,
        "proposals": [(_name(one), one) for one in _proposals(skipped, me)],
        "is_mine": skipped.leaver_id == me.pk,
        "place": "away",
    }
    return render(request, "decide/standing_instead.html", context)


@_came_round
def take(request: Request, skipped: TimeAway) -> HttpResponse:
    form = ChosenForm(request.POST, now=clock.now())
    if not form.is_valid():
        messages.error(request, _("That time has passed. Please choose another one."))
        return redirect("decide:instead", time_away=skipped.pk)
    row = actions.instead(skipped=skipped, span=form.span, by=access.me(request), now=clock.now())
    return redirect("tell:message", time_away=row.pk)


def _proposals(skipped: TimeAway, me: Member) -> list[Proposal]:
    """The same hours on other days of that week or the next."""
    standing = StandingDate.objects.of(me.household).with_people().get(times_away=skipped)
    day = skipped.on_date or standing.first_date
    both = Sides(me, skipped.leaver, skipped.stayers or [standing.stayer], is_offer=False)
    until = max(clock.now() + HORIZON, skipped.ends_at + timedelta(weeks=2))
    wanted = both.wish(Length(skipped.length), until)
    shape = Shape(weekdays=frozenset(range(7)), from_minute=standing.from_minute, minutes=standing.minutes)
    return both.proposals(wanted, shapes=(shape,), days=_days_around(day, standing))


def _days_around(day: date, standing: StandingDate) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    two_weeks = [monday + timedelta(days=ahead) for ahead in range(14)]
    return [one for one in two_weeks if one != day and not standing.rhythm.is_on(one)]


def _name(one: Proposal) -> str:
    """ "Friday instead"."""
    weekday = local_day(one.span.start, current().zone).weekday()
    return _("%(day)s instead") % {"day": weekday_name(weekday)}
