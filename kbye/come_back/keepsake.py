"""Pages worth keeping, and made to be printed: of one time away, of one year, and of one child."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kbye.come_back import memory
from kbye.come_back.sentences import went_and_came_back, year_line
from kbye.household.afterwards import First
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.web import access, clock
from kbye.web.access import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The firsts of one time away, with its day or days in words."""

    time_away: TimeAway
    when: str
    firsts: tuple[First, ...]


def page(request: Request, **where: object) -> HttpResponse:
    """One time away: when, the memory of it, what we did, postcards, photos, firsts, what was different and fine."""
    time_away, me = access.time_away(request), access.me(request)
    if time_away.phase(clock.now()) != TimeAway.Phase.BACK:
        return redirect("go:page", time_away=time_away.pk)
    household = time_away.household
    happened = list(TimeAway.objects.of(household).happened().filter(leaver=time_away.leaver))
    context = {
        "place": "away",
        "time_away": time_away,
        "when": memory.day_or_days(time_away),
        "sentence": memory.sentence_for(time_away, happened, household.zone),
        "cards": memory.cards(memory.postcards_for(me, by_link=False).filter(time_away=time_away)),
        "firsts": memory.firsts_for(me, by_link=False).filter(time_away=time_away),
        "told": memory.told_by_stayers(time_away),
        "children": Member.objects.of(household).children(),
        "times": went_and_came_back(time_away.leaver.name, len(happened)),
    }
    return render(request, "come_back/keepsake.html", context)


def year(request: Request, year: int, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    entries = [one for one in memory.past(me, now, most=None) if one.year == year]
    entries.reverse()
    context = {
        "place": "away",
        "year": year,
        "entries": entries,
        "lines": _lines(entries),
    }
    return render(request, "come_back/year.html", context)


def of_child(request: Request, child: object, **where: object) -> HttpResponse:
    me = access.me(request)
    found = access.one_of(request, Member.objects.children(), child)
    rows = memory.firsts_for(me, by_link=False).select_related("time_away__leaver")
    told = [
        row for row in rows.order_by("time_away__starts_at", "created_at") if row.child_id in {None, found.pk}
    ]
    context = {
        "place": "away",
        "child": found,
        "told": _by_time(told),
        "lines": [went_and_came_back(name, count) for name, count in _how_often(me)],
        "drawing": "paper_chain",
    }
    return render(request, "come_back/of_child.html", context)


def _lines(entries: list[memory.Entry]) -> list[str]:
    """One for each who was away: how the last time of the year stands among all before it."""
    last_of = {
        one.time_away.leaver_id: one for one in entries if one.sentence and one.time_away.is_for_oneself
    }
    return [year_line(one.time_away.leaver.name, one.sentence) for one in last_of.values()]


def _by_time(rows: list[First]) -> list[Told]:
    return [
        Told(time_away=time_away, when=memory.day_or_days(time_away), firsts=tuple(firsts))
        for time_away, firsts in groupby(rows, key=lambda row: row.time_away)
    ]


def _how_often(me: Member) -> list[tuple[str, int]]:
    """Everybody who was away and came back, with how many times."""
    rows = TimeAway.objects.of(me.household).happened().select_related("leaver").order_by("starts_at")
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.leaver.name] = counts.get(row.leaver.name, 0) + 1
    return list(counts.items())
