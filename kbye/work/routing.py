"""What becomes of a notice whose time has come: it goes, it waits a little longer, or nobody needs it any more.

Asked again right before it leaves, because much may have changed since it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from kbye.household.away import HandOver
from kbye.household.channel import Channel
from kbye.household.notice import Notice, NoticeQuerySet
from kbye.household.notices import goes_to_the_leaver, key_for, off_duty_until, quiet_for

TIME_TO_UNDO = timedelta(minutes=2)
LOOK_AGAIN = timedelta(minutes=15)
# Asked for by the person themselves a moment ago: nothing holds these up.
AT_ONCE = {"try", "way_in"}
# What is void once the time away is called off.
ABOUT_SOMETHING_COMING = {"told", "nudge", "settled", "moved", "as_it_was", "ask", "answer", "send_by_hand"}


class Now(Enum):
    GOES = "goes"
    NOBODY_NEEDS_IT = "nobody_needs_it"


@dataclass(frozen=True, slots=True)
class Waits:
    until: datetime


def what_now(notice: Notice, at: datetime) -> Now | Waits:
    """`person` with its household, and `time_away` are loaded."""
    if notice.person.removed_at:
        return Now.NOBODY_NEEDS_IT
    if notice.is_urgent and _was_a_false_alarm(notice):
        return Now.NOBODY_NEEDS_IT
    if notice.is_urgent or notice.kind in AT_ONCE:
        return Now.GOES
    return _void(notice, at) or _not_yet(notice, at) or Now.GOES


def _was_a_false_alarm(notice: Notice) -> bool:
    """What could not be sent until the emergency was taken back; "false alarm" itself goes."""
    away = notice.time_away
    return away is not None and away.called_off_at is not None and notice.kind in {"emergency", "ask"}


def is_void(notice: Notice, at: datetime) -> bool:
    return _void(notice, at) is not None


def _void(notice: Notice, at: datetime) -> Now | Waits | None:
    away = notice.time_away
    if away is None or notice.kind not in ABOUT_SOMETHING_COMING:
        return None
    if away.called_off_at is not None:
        until = away.called_off_at + TIME_TO_UNDO
        return Waits(until) if at < until else Now.NOBODY_NEEDS_IT
    return Now.NOBODY_NEEDS_IT if notice.kind == "nudge" and _has_answered(notice) else None


def _has_answered(notice: Notice) -> bool:
    rows = HandOver.objects.filter(household_id=notice.household_id, time_away=notice.time_away)
    return rows.filter(person=notice.person).exclude(answer=HandOver.Answer.NONE).exists()


def _not_yet(notice: Notice, at: datetime) -> Waits | None:
    if not goes_to_the_leaver(notice.kind, urgent=False):
        away = off_duty_until(notice.person, at)
        if away is not None:
            return Waits(max(away[0], at + LOOK_AGAIN))
    until = quiet_for(notice.person, notice.kind, notice.time_away, at)
    return Waits(until) if until > at else None


def ours(notice: Notice) -> NoticeQuerySet:
    """The notice, if it is still ours: the lease did not end, nobody else has taken it since."""
    rows = Notice.objects.filter(household_id=notice.household_id, pk=notice.pk)
    return rows.filter(state=Notice.State.WAITING, attempts=notice.attempts + 1)


def put_off(notice: Notice, until: datetime) -> None:
    """It was not tried, so it does not count as a try."""
    ours(notice).update(due_at=until, lease_until=None, attempts=notice.attempts)


def withdraw(notice: Notice) -> None:
    ours(notice).delete()


def hand_to_mail(notice: Notice, *, now: datetime) -> None:
    """What a phone could not be told goes by mail, unless it does so already. In the transaction that gives up."""
    if notice.channel is None or not notice.person.email or notice.kind in AT_ONCE:
        return
    Notice.objects.get_or_create(
        key=key_for(notice.thing, None),
        household_id=notice.household_id,
        defaults={
            "kind": notice.kind,
            "is_urgent": notice.is_urgent,
            "person": notice.person,
            "time_away": notice.time_away,
            "address": notice.person.email,
            "reply_to": notice.reply_to,
            "subject": notice.subject,
            "body": notice.body,
            "link": notice.link,
            "calendar": notice.calendar,
            "due_at": now,
        },
    )


def note_channel(channel: Channel, notice: Notice, *, is_gone: bool, at: datetime) -> None:
    """What came of the last notice on this channel, for whoever looks at it."""
    row = Channel.objects.filter(household_id=channel.household_id, pk=channel.pk)
    if notice.state == Notice.State.SENT:
        row.update(worked_at=at, trouble="")
    elif is_gone:
        row.filter(gone_at=None).update(gone_at=at, trouble=notice.trouble)
    else:
        row.update(trouble=notice.trouble)
