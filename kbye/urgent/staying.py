"""What those who were told of an emergency answer: "I have them", or "I can't". Helpers answer where they are asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.agreement import NotNow, state_of
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import noted
from kbye.household.leaving_now import hold, running
from kbye.household.notices import welcome_back
from kbye.household.people import Member
from kbye.urgent import notices, waves

Answer = HandOver.Answer


@transaction.atomic
def have_them(*, hand_over: HandOver, time_away: TimeAway, by: Member, now: datetime) -> None:
    """They have the children from now on; `by` is they themselves, or whoever had to leave and was told so.

    Whoever was away meanwhile no longer is. Helpers who were asked hear that nobody is needed any more.
    """
    time_away, hand_over = _as_it_is(time_away, hand_over, now)
    if hand_over.answer == Answer.GOT_IT:
        return
    person = hand_over.person
    with noted(hand_over, "answered", by=by, at=now):
        hand_over.say(Answer.GOT_IT, at=now, answered_for=by.pk != person.pk)
    if time_away.answer_by_at is not None:
        time_away.ask_until(None)
    rows = TimeAway.objects.of(person.household).open().filter(leaver=person).exclude(told_at=None)
    for row in rows:
        if row.is_under_way(now):
            _is_back(row, by=by, now=now)
    notices.somebody_has_them(time_away, person, by=by, now=now)


@transaction.atomic
def come_back(*, time_away: TimeAway, by: Member, now: datetime) -> None:
    """It is over: whoever had to leave is back. Raises NotNow when there is none."""
    time_away = _held(time_away)
    if not time_away.is_under_way(now) or not time_away.is_emergency:
        raise NotNow(state_of(time_away, None, now))
    _is_back(time_away, by=by, now=now)


def _is_back(row: TimeAway, *, by: Member, now: datetime) -> None:
    with noted(row, "came_back", by=by, at=now):
        row.come_back(at=now)
    welcome_back(row, now=now)


@transaction.atomic
def cannot(*, hand_over: HandOver, time_away: TimeAway, by: Member, now: datetime) -> None:
    """They can't, or no longer. When nobody else at home is left, helpers are asked."""
    time_away, hand_over = _as_it_is(time_away, hand_over, now)
    if hand_over.answer != Answer.FINDING:
        with noted(hand_over, "answered", by=by, at=now):
            hand_over.say(Answer.FINDING, at=now, answered_for=by.pk != hand_over.person_id)
    if waves.nobody_at_home_is_left(_again(time_away), now):
        gap = waves.line_up(time_away, by=by, now=now)
        notices.they_cannot(time_away, hand_over.person, gap, by=by, now=now)


@transaction.atomic
def ask_helpers(*, time_away: TimeAway, by: Member | None, now: datetime) -> None:
    """Whatever those at home say: helpers are asked now. Their own yes still counts."""
    time_away = _held(time_away)
    if not time_away.is_under_way(now) or not time_away.is_emergency:
        raise NotNow(state_of(time_away, None, now))
    waves.line_up(time_away, by=by, now=now)


@transaction.atomic
def when_nobody_answered(time_away: TimeAway, *, now: datetime) -> bool:
    """Nobody at home has answered in time: silence is no yes, so helpers are asked. False if one was faster."""
    time_away = _held(time_away)
    is_due = time_away.answer_by_at is not None and time_away.answer_by_at <= now
    if any(row.answer == Answer.GOT_IT for row in time_away.hand_overs.all()):
        time_away.ask_until(None)
        return False
    if not is_due or running(time_away.household) != time_away:
        return False
    gap = waves.line_up(time_away, by=None, now=now)
    notices.nobody_answered(time_away, gap, now=now)
    return True


def _as_it_is(time_away: TimeAway, row: HandOver, now: datetime) -> tuple[TimeAway, HandOver]:
    """Both as they are now, to nobody else. Raises NotNow when it is over."""
    time_away = _held(time_away)
    if not time_away.is_under_way(now) or not time_away.is_emergency:
        raise NotNow(state_of(time_away, None, now))
    return time_away, next(one for one in time_away.hand_overs.all() if one.pk == row.pk)


def _held(time_away: TimeAway) -> TimeAway:
    hold(time_away.household)
    return _again(time_away)


def _again(time_away: TimeAway) -> TimeAway:
    return TimeAway.objects.of(time_away.household).with_people().get(pk=time_away.pk)
