"""What becomes of each answer of the two minutes; nothing that was not said is ever filled in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.afterwards import Debrief, Worry
from kbye.household.away import TimeAway
from kbye.household.event import noted, record
from kbye.household.knowledge import Fact, write_down
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.household.preparation import Preparation
from kbye.household.question import Question
from kbye.household.questions import ask_question
from kbye.household.responsibility import Responsibility


@transaction.atomic
def say(*, time_away: TimeAway, by: Member, now: datetime, **answers: str) -> Debrief:
    """One row a person; what is not among `answers` stays as it was."""
    row, _is_new = Debrief.objects.of(time_away.household).get_or_create(
        household=time_away.household, time_away=time_away, member=by, defaults={"created_at": now}
    )
    for name, words in answers.items():
        setattr(row, name, words)
    row.skipped = row.is_empty
    row.save(update_fields=[*answers, "skipped"])
    record(row, "told_how_it_was", by=by, at=now)
    return row


@transaction.atomic
def skip(*, time_away: TimeAway, by: Member, now: datetime) -> None:
    """Not now, not ever: they are not asked again. What was said before stays."""
    row, is_new = Debrief.objects.of(time_away.household).get_or_create(
        household=time_away.household,
        time_away=time_away,
        member=by,
        defaults={"skipped": True, "created_at": now},
    )
    if is_new:
        record(row, "skipped", by=by, at=now)


@transaction.atomic
def keep_our_way(
    *, time_away: TimeAway, words: str, beside: Responsibility | None, by: Member, now: datetime
) -> None:
    """One way for each person and time away: said again, it is put into other words."""
    rows = OurWay.objects.of(time_away.household).filter(time_away=time_away, whose=by, removed_at=None)
    known = rows.first()
    if known is not None:
        with noted(known, "changed", by=by, at=now):
            known.words, known.responsibility = words, beside
            known.save(update_fields=["words", "responsibility"])
        return
    row = OurWay.objects.create(
        household=time_away.household,
        words=words,
        whose=by,
        responsibility=beside,
        time_away=time_away,
        created_at=now,
    )
    record(row, "added", by=by, at=now)


@transaction.atomic
def put_in_handbook(*, words: str, instead_of: str, by: Member, now: datetime) -> None:
    """As something good to know. What the same person put there before, in other words, is changed."""
    facts = Fact.objects.of(by.household).filter(kind=Fact.Kind.GOOD_TO_KNOW, child=None, removed_at=None)
    if facts.filter(words=words).exists():
        return
    earlier = facts.filter(words=instead_of).first() if instead_of else None
    if earlier is not None:
        with noted(earlier, "changed", by=by, at=now):
            earlier.words = words
            earlier.save(update_fields=["words"])
        return
    record(write_down(by=by, now=now, kind=Fact.Kind.GOOD_TO_KNOW, words=words), "added", by=by, at=now)


@transaction.atomic
def ask_the_other(*, time_away: TimeAway, words: str, instead_of: str, by: Member, now: datetime) -> None:
    """The one who left finds it with the handbook's questions, now that they are back."""
    if instead_of and instead_of != words:
        earlier = (
            Question.objects.of(by.household)
            .open()
            .filter(asked_by=by, time_away=time_away, words=instead_of)
        )
        earlier.update(let_go_at=now)
    ask_question(household=by.household, words=words, by=by, now=now, time_away=time_away)


@transaction.atomic
def say_used(*, row: Preparation, used: Preparation.Used, by: Member, now: datetime) -> None:
    with noted(row, "said_used", by=by, at=now):
        row.say_used(used)


@transaction.atomic
def say_whether_it_came_true(
    *, worry: Worry, came_true: Worry.CameTrue, words: str, by: Member, now: datetime
) -> None:
    with noted(worry, "said_how_it_was", by=by, at=now):
        worry.say_whether(came_true, words=words)


@transaction.atomic
def say_what_to_try_first(*, time_away: TimeAway, words: str, by: Member, now: datetime) -> None:
    """One line for each person and time away; said again, it is put into other words, and without any it is gone."""
    rows = TryFirst.objects.of(time_away.household).filter(time_away=time_away, author=by, removed_at=None)
    known = rows.first()
    if known is None and words:
        row = TryFirst.objects.create(
            household=time_away.household,
            leaver=time_away.leaver,
            author=by,
            time_away=time_away,
            words=words,
            created_at=now,
        )
        record(row, "added", by=by, at=now)
    elif known is not None and words != known.words:
        with noted(known, "changed" if words else "removed", by=by, at=now):
            known.words, known.removed_at = words or known.words, None if words else now
            known.save(update_fields=["words", "removed_at"])
