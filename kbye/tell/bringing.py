"""A standing date comes round, and whoever has the children cannot sign in: the message with the link is brought."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.language import written_for
from kbye.household.link import Link
from kbye.household.notice import LINK_HERE
from kbye.household.notices import tell
from kbye.household.standing_days import BROUGHT_BEFORE
from kbye.planning.decent_hours import decent
from kbye.tell.message import Message, write
from kbye.web import calendar_entry
from kbye.web.links import for_message, open_link

NOT_LATER_THAN = timedelta(hours=1)


def to_be_brought(now: datetime) -> QuerySet[HandOver]:
    """Across households: who has the children at a standing date soon, cannot sign in, and was sent nothing yet."""
    return HandOver.objects.filter(
        via=HandOver.Via.NOT_YET,
        part=HandOver.Part.STAYS,
        told_at__isnull=False,
        person__user=None,
        person__removed_at=None,
        time_away__standing__isnull=False,
        time_away__starts_at__gt=now,
        time_away__starts_at__lte=now + BROUGHT_BEFORE,
        time_away__began_at=None,
        time_away__back_at=None,
        time_away__called_off_at=None,
    )


@transaction.atomic
def bring(hand_over: HandOver, *, now: datetime) -> bool:
    """By mail if there is an address; else the adult who leaves gets it to pass on. False if that was done already."""
    time_away = TimeAway.objects.with_people().get(
        household=hand_over.household_id, pk=hand_over.time_away_id
    )
    link = open_link(time_away, hand_over.person)
    message = write(hand_over, time_away, link=LINK_HERE if for_message(link) else "")
    latest = max(now, time_away.starts_at - NOT_LATER_THAN)
    at = decent(now, earliest=now, latest=latest, zone=time_away.household.zone)
    if hand_over.person.email:
        return _by_mail(hand_over, time_away, message, link, at=at, now=now)
    return _to_be_passed_on(hand_over, time_away, message, link, at=at)


def _by_mail(
    hand_over: HandOver,
    time_away: TimeAway,
    message: Message,
    link: Link | None,
    *,
    at: datetime,
    now: datetime,
) -> bool:
    mine = to_be_brought(now).filter(household=hand_over.household_id, pk=hand_over.pk)
    if mine.update(via=HandOver.Via.MAIL) != 1:
        return False
    with written_for(hand_over.person):
        calendar = calendar_entry.text_for(time_away, hand_over.person, now=now).decode()
    tell(
        hand_over.person,
        kind="told",
        key=f"tell:{hand_over.pk}:1",
        time_away=time_away,
        reply_to=time_away.leaver.email,
        subject=message.subject,
        body=message.body,
        link=link,
        calendar=calendar,
        due_at=at,
    )
    return True


def _to_be_passed_on(
    hand_over: HandOver, time_away: TimeAway, message: Message, link: Link | None, *, at: datetime
) -> bool:
    """Today shows it, too, until they say that they have told them."""
    name = {"name": hand_over.person.name}
    with written_for(time_away.leaver):
        words = _("There is no e-mail address for %(name)s: please send this message yourself.") % name
        told = tell(
            time_away.leaver,
            kind="send_by_hand",
            key=f"send_by_hand:{hand_over.pk}",
            time_away=time_away,
            subject=_("For %(name)s, please pass it on: %(subject)s") % {**name, "subject": message.subject},
            body=f"{words}\n\n{message.body}",
            link=link,
            due_at=at,
        )
    return bool(told)
