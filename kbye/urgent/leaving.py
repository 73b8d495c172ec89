"""It is an emergency: somebody has to leave now. From now, open end, from what is known; and taking that back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, noted
from kbye.household.leaving_now import hold, presumed_end, running
from kbye.household.link import Link
from kbye.household.notices import off_duty_until
from kbye.household.occurrences import lay_out
from kbye.household.pencilling import hand_over
from kbye.household.people import Member
from kbye.household.preparation import ToSay
from kbye.planning.intervals import Span
from kbye.planning.lengths import length_of
from kbye.urgent import notices, waves
from kbye.urgent.staying import cannot

EMERGENCY, FALSE_ALARM = "emergency", "false_alarm"
TIME_TO_TAKE_BACK = timedelta(minutes=1)
TIME_TO_ANSWER = timedelta(minutes=5)


@transaction.atomic
def leave_now(*, leaver: Member, words: str, now: datetime) -> TimeAway:
    """Returns the emergency that runs from now on: this one, or the one that runs already.

    Whoever was to stay in that one and has to leave, too, cannot: then others are asked.
    """
    hold(leaver.household)
    other = running(leaver.household)
    if other is not None:
        _leave_besides(other, leaver, now=now)
        return other
    row = _away_already(leaver, now)
    row = _stay_away(row, words, now=now) if row else _begin(leaver, words, now=now)
    return TimeAway.objects.of(leaver.household).with_people().get(pk=row.pk)


def _leave_besides(other: TimeAway, leaver: Member, *, now: datetime) -> None:
    for row in other.hand_overs.all():
        if row.person_id == leaver.pk and row.part == HandOver.Part.STAYS:
            cannot(hand_over=row, time_away=other, by=leaver, now=now)


def _away_already(leaver: Member, now: datetime) -> TimeAway | None:
    """They are away anyway, and have to stay away."""
    rows = TimeAway.objects.of(leaver.household).open().filter(leaver=leaver).exclude(told_at=None)
    return next((row for row in rows.with_people() if row.is_under_way(now)), None)


def _begin(leaver: Member, words: str, *, now: datetime) -> TimeAway:
    household, span = leaver.household, Span(now, presumed_end(now), open_end=True)
    # Made as called off, so that taking it back only has to put that back.
    row = TimeAway.objects.create(
        household=household,
        leaver=leaver,
        length=length_of(span, household.zone),
        manner=TimeAway.Manner.ANNOUNCEMENT,
        reason=TimeAway.Reason.EMERGENCY,
        starts_at=span.start,
        ends_at=span.end,
        open_end=True,
        told_at=now,
        began_at=now,
        called_off_at=now,
        created_at=now,
    )
    with noted(row, EMERGENCY, by=leaver, at=now):
        row.called_off_at = None
        row.save(update_fields=["called_off_at"])
    others = [one for one in Member.objects.of(household).adults() if one.pk != leaver.pk]
    for one in others:
        hand_over(row, one, HandOver.Part.STAYS, now=now)
    if leaver.user_id is None:
        # Without an account it is on a link that they see who has the children.
        Link.objects.make(
            household=household, purpose=Link.Purpose.TAKE, member=leaver, time_away=row, now=now
        )
    lay_out(row)
    row = TimeAway.objects.of(household).with_people().get(pk=row.pk)
    _write_down(row, words, now=now)
    if any(off_duty_until(one, now) is None for one in others):
        row.ask_until(now + TIME_TO_ANSWER)
    else:
        waves.line_up(row, by=leaver, now=now)
    notices.tell_everybody(row, now=now)
    return row


def _stay_away(row: TimeAway, words: str, *, now: datetime) -> TimeAway:
    """Whoever has the children goes on having them; they hear that it is for longer, and can say that they cannot."""
    with noted(row, EMERGENCY, by=row.leaver, at=now):
        row.reason, row.open_end = TimeAway.Reason.EMERGENCY, True
        row.ends_at = max(row.ends_at, presumed_end(now))
        row.save(update_fields=["reason", "open_end", "ends_at"])
    lay_out(row)
    _write_down(row, words, now=now)
    notices.tell_everybody(row, now=now, is_longer=True)
    return row


def _write_down(row: TimeAway, words: str, *, now: datetime) -> None:
    if words:
        ToSay.objects.create(
            household=row.household, time_away=row, author=row.leaver, words=words, created_at=now
        )


def may_take_back(time_away: TimeAway, member: Member, now: datetime) -> Event | None:
    """What they would take back, while there is time: a minute, and only by whoever said it."""
    said = Event.objects.of(time_away.household).filter(object_id=time_away.pk, verb=EMERGENCY)
    event = said.order_by("-seq").first()
    if event is None or event.actor_id != member.pk or now - event.at > TIME_TO_TAKE_BACK:
        return None
    return event if time_away.is_emergency and time_away.is_under_way(now) else None


@transaction.atomic
def take_back(*, time_away: TimeAway, by: Member, now: datetime) -> bool:
    """It was none. What has not gone out does not; whoever heard of it hears that too. False when it is too late."""
    hold(time_away.household)
    time_away = TimeAway.objects.of(time_away.household).with_people().get(pk=time_away.pk)
    event = may_take_back(time_away, by, now)
    if event is None or event.before is None:
        return False
    waves.end(time_away, by=by, now=now)
    with noted(time_away, FALSE_ALARM, by=by, at=now):
        columns = ["reason", "open_end", "ends_at", "called_off_at"]
        for name in columns:
            setattr(time_away, name, _as_it_was(name, event.before[name]))
        time_away.answer_by_at = None
        time_away.save(update_fields=[*columns, "answer_by_at"])
    ToSay.objects.of(time_away.household).filter(
        time_away=time_away, author=by, created_at__gte=event.at
    ).update(removed_at=now)
    lay_out(time_away)
    notices.false_alarm(time_away, since=event.at, by=by, now=now)
    return True


def _as_it_was(name: str, value: Any) -> Any:
    column = TimeAway._meta.get_field(name)
    assert isinstance(column, models.Field)
    return column.to_python(value)
