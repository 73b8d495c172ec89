"""Saying so: who stays, the message and its ways, a yes in person, calling off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from kbye.household import standing_days
from kbye.household.agreement import require
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, noted, record
from kbye.household.language import written_for
from kbye.household.link import Link
from kbye.household.notice import LINK_HERE, Notice
from kbye.household.notices import tell
from kbye.household.pencilling import hand_over
from kbye.household.people import Member
from kbye.planning.agreeing import Action, answer_by
from kbye.tell import replies
from kbye.tell.message import write
from kbye.web import calendar_entry
from kbye.web.links import for_message, open_link

TIME_TO_UNDO = timedelta(minutes=2)
CALLED_OFF = "called_off"


@transaction.atomic
def choose_stayers(*, time_away: TimeAway, people: Iterable[Member], by: Member, now: datetime) -> None:
    """These have the children now; those already told stay in until the time away is called off."""
    wanted = {person.pk: person for person in people}
    for row in list(time_away.hand_overs.all()):
        if row.part != HandOver.Part.STAYS or row.told_at or row.person_id in wanted:
            wanted.pop(row.person_id, None)
            continue
        Link.objects.of(time_away.household).filter(time_away=time_away, member=row.person).update(
            revoked_at=now
        )
        HandOver.objects.of(time_away.household).filter(pk=row.pk).delete()
    for person in wanted.values():
        hand_over(time_away, person, HandOver.Part.STAYS, now=now)
    record(time_away, "chose_who_stays", by=by, at=now)


@transaction.atomic
def send_by_mail(
    *, hand_over: HandOver, time_away: TimeAway, address: str, by: Member, now: datetime
) -> None:
    """Queue the message in the outbox; the background work sends it."""
    require(time_away, hand_over, by, Action.TELL, now=now)
    person = hand_over.person
    if person.email != address:
        person.email = address
        person.save(update_fields=["email"])
    link = open_link(time_away, person)
    message = write(
        hand_over,
        time_away,
        link=LINK_HERE if for_message(link) else "",
        answer_by=until_when(time_away, now=now),
    )
    with written_for(person):
        calendar = calendar_entry.text_for(time_away, person, now=now).decode()
    before = Notice.objects.of(time_away.household).filter(key__startswith=f"tell:{hand_over.pk}:").count()
    tell(
        person,
        kind="told",
        key=f"tell:{hand_over.pk}:{before + 1}",
        time_away=time_away,
        reply_to=by.email,
        subject=message.subject,
        body=message.body,
        link=link,
        calendar=calendar,
        due_at=now,
    )
    note_told(hand_over=hand_over, time_away=time_away, via=HandOver.Via.MAIL, by=by, now=now)


@transaction.atomic
def note_told(
    *, hand_over: HandOver, time_away: TimeAway, via: HandOver.Via, by: Member, now: datetime
) -> None:
    require(time_away, hand_over, by, Action.TELL, now=now)
    with noted(hand_over, "told", by=by, at=now):
        hand_over.note_told(via, at=now)
    time_away.note_told(at=now)
    if time_away.answer_by_at is None:
        time_away.ask_until(until_when(time_away, now=now))


def until_when(time_away: TimeAway, *, now: datetime) -> datetime | None:
    """Until when an answer is asked for, or would be if it were told now; None where nothing is asked."""
    if time_away.manner != TimeAway.Manner.QUESTION:
        return None
    zone = time_away.household.zone
    return time_away.answer_by_at or answer_by(asked_at=now, starts_at=time_away.starts_at, zone=zone)


@transaction.atomic
def said_yes(*, hand_over: HandOver, time_away: TimeAway, by: Member, now: datetime) -> Event:
    """They said yes in person; that counts like a tap of their own."""
    require(time_away, hand_over, by, Action.SAID_YES_FOR, now=now)
    with noted(hand_over, "said_yes_for", by=by, at=now) as written:
        if hand_over.told_at is None:
            hand_over.note_told(HandOver.Via.BY_HAND, at=now)
        hand_over.say(HandOver.Answer.GOT_IT, at=now, answered_for=True)
    if time_away.told_at is None:
        with noted(time_away, "told", by=by, at=now, part_of=written[0]):
            time_away.note_told(at=now)
    standing_days.agree_with(time_away, by=by, now=now, answered_for=True)
    return written[0]


@transaction.atomic
def call_off(*, time_away: TimeAway, by: Member, now: datetime) -> Event:
    """It will not happen. Those told by mail, or with a date for their calendar, hear of it, once there was time
    to take it back.
    """
    require(time_away, None, by, Action.CALL_OFF, now=now)
    with noted(time_away, "called_off", by=by, at=now) as written:
        time_away.call_off(at=now)
    for row in time_away.hand_overs.all():
        if row.person_id != by.pk and _waits_for_it(row, time_away):
            replies.say_it_is_off(
                row.person, time_away, at=now + TIME_TO_UNDO, key=f"{CALLED_OFF}:{row.pk}:{now.isoformat()}"
            )
    return written[0]


def _waits_for_it(row: HandOver, time_away: TimeAway) -> bool:
    return (
        row.via == HandOver.Via.MAIL
        or row.person_id == time_away.offered_by_id
        or calendar_entry.is_in_their_calendar(time_away, row.person)
    )


@transaction.atomic
def say_what_for(*, time_away: TimeAway, words: str, by: Member, now: datetime) -> None:
    with noted(time_away, "changed", by=by, at=now):
        time_away.what_for = words
        time_away.save(update_fields=["what_for"])


@transaction.atomic
def end_link(*, time_away: TimeAway, person: Member, by: Member, now: datetime) -> Link:
    """The old link opens nothing from now on; a new one takes its place."""
    old = open_link(time_away, person)
    purpose = old.purpose if old else Link.Purpose.STAY
    if old is not None:
        old.revoke(at=now)
        record(old, "ended_link", by=by, at=now)
    return Link.objects.make(
        household=time_away.household, purpose=purpose, member=person, time_away=time_away, now=now
    )
