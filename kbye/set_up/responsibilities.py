"""Home: what has to happen there. The musts first; everything else is folded, and most is never written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.household import Household
from kbye.household.knowledge import Fact
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.household.responsibility import Priority, Responsibility
from kbye.household.seeds import Seed, offer, seed_called
from kbye.planning.wallclock import instant, local_day
from kbye.set_up import responsibility_actions as actions
from kbye.set_up.musts_form import MustsForm
from kbye.set_up.own_paths import own_path
from kbye.set_up.responsibility_form import ResponsibilityForm
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.wording import names

# A time of day is shown as on a day when no clock in the world changed.
_PLAIN_DAY = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A responsibility as it is read: what, on which days, at what time."""

    row: Responsibility
    days: str
    from_at: datetime
    until_at: datetime

    @property
    def is_must(self) -> bool:
        return self.row.priority == Priority.MUST


def home(request: Request, **where: object) -> HttpResponse:
    household = access.household(request)
    lines = [_line(row, household) for row in _responsibilities(household)]
    context = {
        "place": "home",
        "allergies": _allergies(household),
        "musts": [line for line in lines if line.is_must],
        "shoulds": [line for line in lines if line.row.priority == Priority.SHOULD],
        "nices": [line for line in lines if line.row.priority == Priority.NICE],
        "seeds": offer(household, on=local_day(clock.now(), household.zone)),
    }
    return render(request, "set_up/home.html", context)


def musts(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    nothing = "nothing" in request.POST
    form = MustsForm(
        request.POST if request.method == "POST" and not nothing else None, household=me.household
    )
    if nothing:
        actions.answer_musts(medicine=None, never=None, fetch=None, by=me, now=clock.now())
        return redirect(_onward(request))
    if form.is_valid():
        count = actions.answer_musts(
            medicine=form.medicine, never=form.never, fetch=form.fetch, by=me, now=clock.now()
        )
        if count:
            undo.say(request, _noted(count))
        return redirect(_onward(request))
    onward = _onward(request)
    context = {"place": "home", "form": form, "onward": onward, "so_far": _so_far(me.household)}
    return render(request, "set_up/musts.html", context)


def add(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = ResponsibilityForm(request.POST or None, household=me.household)
    if form.is_valid():
        row = actions.add(wanted=form.wanted, by=me, now=clock.now())
        undo.say(request, _("%(title)s: noted.") % {"title": row.title})
        return redirect("set_up:home")
    return render(request, "set_up/responsibility.html", {"place": "home", "form": form})


def add_seed(request: Request, seed: str, **where: object) -> HttpResponse:
    found = _offered(seed)
    me = access.me(request)
    if "no" in request.POST:
        actions.turn_down(seed=found, by=me, now=clock.now())
    elif found.key not in _taken(me.household):
        actions.take_on(seed=found, by=me, now=clock.now())
        undo.say(request, _("%(title)s: noted.") % {"title": found.title})
    return redirect("set_up:home")


def edit(request: Request, responsibility: object, **where: object) -> HttpResponse:
    me, row = access.me(request), _one(request, responsibility)
    form = ResponsibilityForm(request.POST or None, household=me.household, row=row)
    if form.is_valid():
        event = actions.change(row=row, wanted=form.wanted, by=me, now=clock.now())
        undo.say(request, _("%(title)s: changed.") % {"title": row.title}, undo=event)
        return redirect("set_up:home")
    ways = OurWay.objects.of(me.household).here().filter(responsibility=row)
    return render(
        request, "set_up/responsibility.html", {"place": "home", "form": form, "row": row, "ways": ways}
    )


def remove(request: Request, responsibility: object, **where: object) -> HttpResponse:
    me, row = access.me(request), _one(request, responsibility)
    event = actions.remove(row=row, by=me, now=clock.now())
    undo.say(request, _("%(title)s: taken off.") % {"title": row.title}, undo=event)
    return redirect("set_up:home")


def on_days(days: frozenset[int]) -> str:
    """ "every day", "Monday to Friday", "Monday and Thursday"; Monday is 0."""
    if len(days) == 7:
        return _("every day")
    if days == frozenset(range(5)):
        return _("Monday to Friday")
    return names(WEEKDAYS[day] for day in sorted(days))


def _one(request: Request, key: object) -> Responsibility:
    return access.one_of(request, Responsibility.objects.filter(removed_at=None), key)


def _responsibilities(household: Household) -> list[Responsibility]:
    rows = Responsibility.objects.of(household).filter(removed_at=None).select_related("child")
    return [row for row in rows if row.child is None or row.child.removed_at is None]


def _line(row: Responsibility, household: Household) -> Line:
    from_at = instant(_PLAIN_DAY, row.from_minute, household.zone)
    days = on_days(row.days) if row.only_on_date is None else date_format(row.only_on_date, _("l j F"))
    return Line(row, days, from_at, instant(_PLAIN_DAY, row.to_minute, household.zone))


def _allergies(household: Household) -> list[Fact]:
    rows = Fact.objects.of(household).filter(kind=Fact.Kind.ALLERGY, removed_at=None).select_related("child")
    return [row for row in rows if row.child is None or row.child.removed_at is None]


def _so_far(household: Household) -> dict[str, list[str]]:
    """What is known already under each of the three questions, so that nobody writes it twice."""
    by_question: dict[str, list[str]] = {"medicine": [], "never": [], "fetch": []}
    for row in _responsibilities(household):
        if row.priority == Priority.MUST:
            by_question["medicine" if row.kind == Responsibility.Kind.MEDICINE else "fetch"].append(
                _about(row.child, row.title)
            )
    by_question["never"] = [_about(fact.child, fact.words) for fact in _allergies(household)]
    return by_question


def _about(child: Member | None, words: str) -> str:
    return f"{child.name}: {words}" if child else words


def _noted(count: int) -> str:
    return ngettext("Noted. It is on the sheet.", "Noted. They are on the sheet.", count)


def _offered(key: str) -> Seed:
    seed = seed_called(key)
    if seed is None or seed.priority == Priority.MUST:
        raise Http404
    return seed


def _taken(household: Household) -> set[str]:
    here = Responsibility.objects.of(household).filter(removed_at=None)
    return set(here.values_list("seed", flat=True))


def _onward(request: Request) -> str:
    return own_path(request.GET.get("next", ""), otherwise=reverse("set_up:home"))
