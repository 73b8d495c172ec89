"""Asking for the handbook, and who has a question waiting. Off duty nothing comes unless it was marked urgent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.event import record
from kbye.household.household import Household
from kbye.household.knowledge import Fact, note_known, write_down
from kbye.household.language import written_for
from kbye.household.notices import off_duty_until, tell
from kbye.household.people import Member
from kbye.household.question import Question, QuestionQuerySet
from kbye.household.ready_query import ReadyQuery

KIND = "question"
ANSWERED = "answered"


@transaction.atomic
def ask_question(
    *,
    household: Household,
    words: str,
    by: Member,
    now: datetime,
    about_child: Member | None = None,
    time_away: TimeAway | None = None,
    urgent: bool = False,
) -> Question:
    """An open question of the handbook, asked of the one who left, or of the other adults.

    The same words from the same person are one question while it is open. `urgent`: it goes to the leaver at once;
    else nothing is sent, they find it when they are back.
    """
    words = words.strip()[:300]
    asked_of = time_away.leaver if time_away and time_away.leaver_id != by.pk else None
    rows = Question.objects.of(household)
    same = rows.open().filter(words__iexact=words, asked_by=by, about_child=about_child)
    question = same.select_related("asked_of").first()
    if question is None:
        question = rows.create(
            household=household,
            words=words,
            asked_by=by,
            asked_of=asked_of,
            about_child=about_child,
            time_away=time_away,
            is_urgent=urgent,
            asked_at=now,
        )
        record(question, "asked", by=by, at=now)
    elif urgent and not question.is_urgent:
        question.is_urgent = True
        question.save(update_fields=["is_urgent"])
    if urgent and question.asked_of is not None:
        _tell_at_once(question, by, time_away, now)
    return question


def _tell_at_once(question: Question, by: Member, time_away: TimeAway | None, now: datetime) -> None:
    assert question.asked_of is not None
    with written_for(question.asked_of):
        tell(
            question.asked_of,
            kind=KIND,
            subject=_("%(name)s asks something") % {"name": by.name},
            body=question.words,
            time_away=time_away,
            key=f"{KIND}:{question.pk}",
            due_at=now,
            urgent=True,
        )


@transaction.atomic
def answer_question(question: Question, *, by: Member, now: datetime, **columns: object) -> Fact | None:
    """The answer becomes an entry of the handbook. None if somebody else was faster; then theirs stands.

    Whoever asked knows it now, too. If it could not wait, they hear it at once.
    """
    if not Question.objects.of(by.household).take(question, now=now):
        return None
    fact = write_down(by=by, now=now, **columns)
    record(fact, "added", by=by, at=now)
    question.answered_at, question.fact = now, fact
    question.save(update_fields=["fact"])
    record(question, "answered", by=by, at=now)
    if question.asked_by is not None:
        note_known(fact, question.asked_by)
        if question.is_urgent:
            _hear_at_once(question.asked_by, question, fact, now)
    return fact


def _hear_at_once(asker: Member, question: Question, fact: Fact, now: datetime) -> None:
    tell(
        asker,
        kind=ANSWERED,
        subject=question.words,
        body=fact.line,
        time_away=None,
        key=f"{ANSWERED}:{question.pk}",
        due_at=now,
        urgent=True,
    )


def waiting_for(me: Member, *, now: datetime) -> list[Question]:
    """What others would like to know from me; while I am away only what could not wait."""
    if not me.is_adult:
        return []
    rows = _to_answer(household=me.household_id, me=me.pk)
    if not rows or off_duty_until(me, now) is None:
        return rows
    return [row for row in rows if row.is_urgent]


def asked_by(me: Member) -> list[Question]:
    """What I asked and nobody has answered yet."""
    rows = Question.objects.of(me.household).open().filter(asked_by=me)
    return list(rows.select_related("asked_of", "about_child"))


def _asked_by_others(household: UUID, me: UUID) -> QuestionQuerySet:
    mine = Q(asked_of=me) | Q(asked_of=None) | Q(asked_of__removed_at__isnull=False)
    rows = Question.objects.of(household).open().filter(mine).exclude(asked_by=me)
    return rows.select_related("asked_by", "about_child")


_to_answer = ReadyQuery(_asked_by_others, household=UUID, me=UUID)
