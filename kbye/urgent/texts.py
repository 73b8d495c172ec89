"""Texts to pass on, to school and to work: short, in one's own name, and without a reason unless one writes it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.calendar import Commitment, Means
from kbye.household.leaving_now import Stands, WhoHasThem
from kbye.household.own_time import ChildrenWeek
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.planning.wallclock import local, local_day
from kbye.web.wording import date, names


class Text(NamedTuple):
    key: str
    title: str
    words: str


def texts(time_away: TimeAway, found: WhoHasThem, me: Member, now: datetime) -> tuple[Text, Text]:
    return (
        Text("school", _("For school or day care"), _for_school(time_away, found, me, now)),
        Text("work", _("For work"), _for_work(time_away, me)),
    )


def away_at_school(time_away: TimeAway, now: datetime) -> list[Member]:
    """The children who are there now or are fetched later today, as far as kbye knows; none when it does not."""
    household = time_away.household
    children = list(Member.objects.of(household).children())
    there = Commitment.objects.of(household).filter(
        member__in=children, calendar__means=Means.SUPERVISED, starts_at__lte=now, ends_at__gt=now
    )
    today = local_day(now, household.zone)
    fetched = Occurrence.objects.of(household).filter(
        time_away=time_away, kind=Responsibility.Kind.FETCH, done_at=None, latest_at__gt=now
    )
    found = set(there.values_list("member_id", flat=True))
    for row in fetched:
        if local_day(row.earliest_at, household.zone) == today:
            found |= {row.child_id} if row.child_id else {child.pk for child in children}
    week = ChildrenWeek.objects.of(household).first()
    if not found and week is not None and _is_within(week, now, household.zone):
        return children
    return [child for child in children if child.pk in found]


def _is_within(week: ChildrenWeek, now: datetime, zone: str) -> bool:
    there = local(now, zone)
    return (
        there.weekday() in week.days and week.from_minute <= there.hour * 60 + there.minute < week.to_minute
    )


def _for_school(time_away: TimeAway, found: WhoHasThem, me: Member, now: datetime) -> str:
    children = names(away_at_school(time_away, now)) or names(
        Member.objects.of(time_away.household).children()
    )
    about = {"children": children or _("the children"), "leaver": time_away.leaver.name}
    lines = [_("Hello, something has come up in our family.")]
    others = [one for one in found.people if one != me]
    if found.stands in {Stands.ASKING, Stands.NOBODY}:
        lines.append(
            _("We are still arranging who collects %(children)s, and tell you as soon as we know.") % about
        )
    elif others:
        who = about | {"who": names(others), "phones": ", ".join(one.phone for one in others if one.phone)}
        lines.append(_("For now %(who)s is there for %(children)s, and may collect them.") % who)
        if who["phones"]:
            lines.append(_("Please call %(phones)s rather than %(leaver)s.") % who)
    else:
        words = _("%(leaver)s is away; I am there for %(children)s. Please call me rather than %(leaver)s.")
        lines.append(words % about)
    if me.phone and not others:
        lines.append(_("My number: %(phone)s") % {"phone": me.phone})
    return "\n\n".join(("\n".join(lines), me.name))


def _for_work(time_away: TimeAway, me: Member) -> str:
    if me.pk == time_away.leaver_id:
        first = _("Hello, something has come up in my family, and I have to leave at once.")
    else:
        first = _(
            "Hello, something has come up in my family, and I have to be with the children from now on."
        )
    if time_away.open_end:
        second = _("I cannot say yet for how long. I tell you as soon as I know.")
    else:
        second = _("It will be until %(day)s, as far as I know.") % {"day": date(time_away.ends_at)}
    return "\n\n".join((f"{first} {second}", me.name))
