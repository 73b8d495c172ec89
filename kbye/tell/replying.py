"""What they answer, and what the one who asked makes of it: take it, or leave it as it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household import standing_days
from kbye.household.agreement import NotNow, require
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, noted
from kbye.household.occurrences import lay_out
from kbye.household.pencilling import manner_of, pencil_in
from kbye.household.people import Member
from kbye.planning.agreeing import Action, State, answer_by
from kbye.planning.intervals import Span
from kbye.planning.lengths import length_of
from kbye.tell import replies
from kbye.tell.actions import TIME_TO_UNDO


class TooLate(Exception):
    """What was proposed has begun by now."""


@transaction.atomic
def answer(
    *,
    hand_over: HandOver,
    time_away: TimeAway,
    answer: HandOver.Answer,
    words: str = "",
    proposal: Span | None = None,
    in_return: Span | None = None,
    now: datetime,
) -> None:
    """What they said from their link, told to the one who asked."""
    action = _action(answer, proposal, in_return)
    require(time_away, hand_over, hand_over.person, action, now=now)
    with noted(hand_over, "answered", by=hand_over.person, at=now):
        hand_over.say(answer, at=now, words=words, proposal=proposal, in_return=in_return)
    if hand_over.told_at is None:
        hand_over.note_told(HandOver.Via.SHARE, at=now)
    time_away.note_told(at=now)
    replies.tell_the_asker(hand_over, time_away, now=now)
    if answer == HandOver.Answer.GOT_IT:
        standing_days.agree_with(time_away, by=hand_over.person, now=now)


def _action(answer: HandOver.Answer, proposal: Span | None, in_return: Span | None) -> Action:
    if answer != HandOver.Answer.COUNTER:
        return Action.FIND if answer == HandOver.Answer.FINDING else Action.GOT_IT
    if in_return is not None:
        return Action.SWAP
    return Action.COUNTER if proposal is not None else Action.COUNTER_IN_WORDS


@transaction.atomic
def take_proposal(*, hand_over: HandOver, time_away: TimeAway, by: Member, now: datetime) -> Event:
    """Move the time away to what was proposed, and give what was wished in return; with that, both have said yes.

    Raises NotTheirs or NotNow as the table of states has it, TooLate if what was proposed has begun.
    """
    require(time_away, hand_over, by, Action.TAKE_PROPOSAL, now=now)
    span, in_return = hand_over.proposal, hand_over.in_return
    if any(one is not None and one.start <= now for one in (span, in_return)):
        raise TooLate
    with noted(hand_over, "took_proposal", by=by, at=now) as written:
        _claim_counter(hand_over)
        hand_over.say(HandOver.Answer.GOT_IT, at=now, words=hand_over.words)
    if span is not None:
        _move(time_away, span, by=by, now=now, part_of=written[0])
        _tell_the_others(time_away, hand_over, now=now)
    given = None
    if in_return is not None:
        given = _give(in_return, to=hand_over.person, by=by, now=now, part_of=written[0])
    standing_days.follow(time_away, by=by, now=now)
    replies.say_it_is_settled(hand_over, time_away, given, at=now + TIME_TO_UNDO, now=now)
    return written[0]


def _tell_the_others(time_away: TimeAway, hand_over: HandOver, *, now: datetime) -> None:
    """With several who stay, the others know of a time that is no longer."""
    for row in time_away.hand_overs.all():
        if row.person_id not in (hand_over.person_id, time_away.offered_by_id) and row.told_at is not None:
            key = f"took_proposal:{hand_over.pk}:{row.pk}:{now.isoformat()}"
            replies.say_it_moved(row, time_away, at=now + TIME_TO_UNDO, now=now, key=key)


@transaction.atomic
def keep_as_it_is(*, hand_over: HandOver, time_away: TimeAway, by: Member, now: datetime) -> Event:
    """ "No, as it was": what they proposed does not do, and the question stays open."""
    require(time_away, hand_over, by, Action.KEEP_AS_IT_IS, now=now)
    with noted(hand_over, "kept_as_it_is", by=by, at=now) as written:
        _claim_counter(hand_over)
        hand_over.forget_answer()
        if hand_over.told_at is None:
            hand_over.note_told(HandOver.Via.BY_HAND, at=now)
    if time_away.manner == TimeAway.Manner.QUESTION:
        zone = time_away.household.zone
        until = answer_by(asked_at=now, starts_at=time_away.starts_at, zone=zone)
        if until != time_away.answer_by_at:
            with noted(time_away, "changed", by=by, at=now, part_of=written[0]):
                time_away.ask_until(until)
    replies.say_it_is_as_it_was(hand_over, time_away, by=by, at=now + TIME_TO_UNDO, now=now)
    return written[0]


def _claim_counter(hand_over: HandOver) -> None:
    """Of two taps at once, exactly one goes on."""
    rows = HandOver.objects.of(hand_over.household)
    counters = rows.filter(pk=hand_over.pk, answer=HandOver.Answer.COUNTER)
    if counters.update(answer=HandOver.Answer.GOT_IT) != 1:
        raise NotNow(State.GOT_IT)


def _move(time_away: TimeAway, span: Span, *, by: Member, now: datetime, part_of: Event) -> None:
    with noted(time_away, "changed", by=by, at=now, part_of=part_of):
        time_away.manner = manner_of(span, household=time_away.household, offered=time_away.is_offer)
        time_away.save(update_fields=["manner"])
        time_away.move(span, length=length_of(span, time_away.household.zone))
    lay_out(time_away)


def _give(span: Span, *, to: Member, by: Member, now: datetime, part_of: Event) -> TimeAway:
    """A time away of their own for the one who answered, with the one who asked staying; settled at once."""
    made = pencil_in(leaver=to, stayers=[by], span=span, by=by, now=now)
    for row in HandOver.objects.of(made.household).filter(time_away=made):
        row.note_told(HandOver.Via.BY_HAND, at=now)
        row.say(HandOver.Answer.GOT_IT, at=now)
    made.note_told(at=now)
    # Taking the swap back calls this one off: what did not exist before has no other state to go back to.
    made.call_off(at=now)
    with noted(made, "given_in_return", by=by, at=now, part_of=part_of):
        made.called_off_at = None
        made.save(update_fields=["called_off_at"])
    return made
