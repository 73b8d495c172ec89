"""What goes out in an emergency: at once, in every way there is, complete as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.gap import Gap
from kbye.household.language import written_for
from kbye.household.leaving_now import being_asked
from kbye.household.notice import LINK_HERE, Notice
from kbye.household.notices import off_duty_until, tell
from kbye.household.people import Member
from kbye.urgent.message import write
from kbye.web import calendar_entry
from kbye.web.links import for_message, open_link
from kbye.web.who_has_them import cannot_ask
from kbye.web.wording import names

TOLD, WHO_HAS, FALSE_ALARM = "emergency", "who_has_them", "false_alarm"


def tell_everybody(time_away: TimeAway, *, now: datetime, is_longer: bool = False) -> None:
    """Every adult of the house, and whoever has the children: as an announcement, never a question."""
    for row in time_away.hand_overs.all():
        if row.person_id == time_away.leaver_id:
            continue
        link = open_link(time_away, row.person)
        message = write(
            row,
            time_away,
            link=LINK_HERE if for_message(link) else "",
            is_longer=is_longer,
            is_away=off_duty_until(row.person, now) is not None,
        )
        with written_for(row.person):
            calendar = calendar_entry.text_for(time_away, row.person, now=now).decode()
        sent = tell(
            row.person,
            kind=TOLD,
            key=f"{TOLD}:{time_away.pk}:{row.pk}:{now.isoformat()}",
            time_away=time_away,
            subject=message.subject,
            body=message.body,
            link=link,
            calendar=calendar,
            reply_to=time_away.leaver.email,
            urgent=True,
            due_at=now,
        )
        if sent:
            row.note_told(HandOver.Via.MAIL, at=now)


def somebody_has_them(time_away: TimeAway, person: Member, *, by: Member, now: datetime) -> None:
    """To everybody else in it."""

    def line() -> str:
        return _("%(name)s has the children.") % {"name": person.name}

    _to_the_others(time_away, {person.pk, by.pk}, line, now)


def they_cannot(time_away: TimeAway, person: Member, gap: Gap, *, by: Member, now: datetime) -> None:
    def line() -> str:
        return _("%(name)s cannot have the children.") % {"name": person.name} + f" {_what_now(gap)}"

    _to_the_others(time_away, {person.pk, by.pk}, line, now)


def nobody_answered(time_away: TimeAway, gap: Gap, *, now: datetime) -> None:
    _to_the_others(time_away, set(), lambda: f"{_('Nobody has answered yet.')} {_what_now(gap)}", now)


def _what_now(gap: Gap) -> str:
    people = [ask.helper for ask in being_asked(gap)]
    if not people:
        return _("There is nobody else kbye could ask: please call somebody.")
    asked = names(one for one in people if one.email)
    words = _("%(names)s: asked now, and others after them until somebody has the children.")
    return " ".join(one for one in (words % {"names": asked} if asked else "", cannot_ask(people)) if one)


def _to_the_others(
    time_away: TimeAway, apart_from: set[UUID], words: Callable[[], str], now: datetime
) -> None:
    """`words` are put together once for each of them, in their own language."""
    for person in (time_away.leaver, *time_away.stayers):
        if person.pk not in apart_from:
            with written_for(person):
                line = words()
            tell(
                person,
                kind=WHO_HAS,
                key=f"{WHO_HAS}:{time_away.pk}:{person.pk}:{now.isoformat()}",
                time_away=time_away,
                subject=line[:200],
                body=line,
                urgent=True,
                due_at=now,
            )


def false_alarm(time_away: TimeAway, *, since: datetime, by: Member, now: datetime) -> None:
    """What nobody has begun to send is withdrawn; to whoever may have heard: all is as before."""
    rows = Notice.objects.of(time_away.household).filter(time_away=time_away, is_urgent=True)
    at_rest = Q(lease_until=None) | Q(lease_until__lte=now)
    rows = rows.filter(due_at__gte=since)
    rows.filter(at_rest, state=Notice.State.WAITING).delete()
    for person in {row.person for row in rows.select_related("person__household") if row.person_id != by.pk}:
        with written_for(person):
            line = _("A false alarm: all is as before.")
            tell(
                person,
                kind=FALSE_ALARM,
                key=f"{FALSE_ALARM}:{time_away.pk}:{person.pk}:{now.isoformat()}",
                time_away=time_away,
                subject=line,
                body="\n\n".join((line, _("There is nothing to do for you. Sorry for the fright."), by.name)),
                calendar=_calendar(time_away, person, now),
                urgent=True,
                due_at=now,
            )


def _calendar(time_away: TimeAway, person: Member, now: datetime) -> str:
    """Struck where it was taken over; helpers' own entries are not this one."""
    if not time_away.concerns(person):
        return ""
    return calendar_entry.text_for(time_away, person, now=now).decode()
