"""What somebody who was asked says: yes, can't, not after all. The first yes has it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from kbye.ask import letters, turns
from kbye.household.event import noted, record, snapshot
from kbye.household.gap import Ask, Gap
from kbye.household.people import Member

State = Ask.State
# Also who was told that it is covered: it may be open again, and the update decides.
MAY_SAY_YES = {State.ASKED, State.NO, State.WITHDRAWN, State.COVERED}


class Outcome(StrEnum):
    """What came of it, for the page to say."""

    YES = "yes"
    NO = "no"
    COVERED = "covered"
    TAKEN_BACK = "taken_back"
    BINDS = "binds"
    OVER = "over"


def is_over(gap: Gap, now: datetime) -> bool:
    """Past, or of a time away that ended or is off: nothing can be said to it any more."""
    away = gap.time_away
    return bool(gap.ends_at <= now or away.back_at or away.called_off_at)


@transaction.atomic
def say_yes(*, ask: Ask, by: Member, now: datetime, words: str = "") -> Outcome:
    """`by` is the helper, or the one who stays who was told it in person."""
    gap = turns.hold(ask.household, ask.gap_id)
    ask = turns.ask_in(gap, ask.pk)
    if ask.state == State.YES:
        return Outcome.YES
    if is_over(gap, now) or ask.state in {State.ENDED, State.WAITING}:
        return Outcome.OVER
    before = snapshot(gap)
    if ask.state not in MAY_SAY_YES or not Gap.objects.cover(gap, by=ask.helper):
        return _too_late(ask, gap, by=by, now=now)
    gap.state, gap.covered_by = Gap.State.COVERED, ask.helper
    turns.move(ask, State.YES, "said_yes", by=by, now=now, words=words)
    record(gap, "covered_gap", by=by, at=now, before=before)
    turns.tell_the_others(gap, ask, now=now)
    letters.somebody_has_it(gap, ask.helper, words, now=now)
    return Outcome.YES


def _too_late(ask: Ask, gap: Gap, *, by: Member, now: datetime) -> Outcome:
    """Kindly: somebody has it already, or nobody is needed any more."""
    if gap.state != Gap.State.COVERED:
        return Outcome.OVER
    if ask.state != State.COVERED:
        turns.move(ask, State.COVERED, "came_late", by=by, now=now)
    return Outcome.COVERED


@transaction.atomic
def say_no(*, ask: Ask, by: Member, now: datetime, words: str = "") -> Outcome:
    gap = turns.hold(ask.household, ask.gap_id)
    ask = turns.ask_in(gap, ask.pk)
    if ask.state == State.YES:
        return _take_back(ask, gap, by=by, now=now, words=words)
    if is_over(gap, now) or ask.state in {State.ENDED, State.WAITING}:
        return Outcome.OVER
    if ask.state != State.ASKED:
        return Outcome.NO
    turns.move(ask, State.NO, "said_no", by=by, now=now, words=words)
    turns.go_on(gap, by=None, now=now)
    return Outcome.NO


@transaction.atomic
def take_back(*, ask: Ask, by: Member, now: datetime, words: str = "") -> Outcome:
    """A yes taken back in time opens the stretch again, and the next one is asked."""
    gap = turns.hold(ask.household, ask.gap_id)
    ask = turns.ask_in(gap, ask.pk)
    return _take_back(ask, gap, by=by, now=now, words=words) if ask.state == State.YES else Outcome.NO


def _take_back(ask: Ask, gap: Gap, *, by: Member, now: datetime, words: str) -> Outcome:
    if is_over(gap, now):
        return Outcome.OVER
    # Whoever stays may write down a no that they were told, however late.
    if by.pk == ask.helper_id and (gap.yes_binds_at is None or now >= gap.yes_binds_at):
        return Outcome.BINDS
    before = snapshot(gap)
    if not Gap.objects.reopen(gap, by=ask.helper):
        return Outcome.OVER
    gap.state, gap.covered_by = Gap.State.OPEN, None
    turns.move(ask, State.WITHDRAWN, "took_back_yes", by=by, now=now, words=words)
    record(gap, "reopened_gap", by=by, at=now, before=before)
    letters.they_cannot_after_all(gap, ask.helper, words, now=now)
    turns.go_on(gap, by=None, now=now, again=True)
    return Outcome.TAKEN_BACK


@transaction.atomic
def has_read(*, ask: Ask, by: Member, now: datetime) -> bool:
    """They have it and send word that they have read everything: once, to those who stay. False if not."""
    gap = turns.hold(ask.household, ask.gap_id)
    ask = turns.ask_in(gap, ask.pk)
    if ask.state != State.YES or ask.read_at or is_over(gap, now):
        return False
    with noted(ask, "has_read", by=by, at=now):
        ask.read_at = now
        ask.save(update_fields=["read_at"])
    letters.they_have_read_it(gap, ask.helper, now=now)
    return True
