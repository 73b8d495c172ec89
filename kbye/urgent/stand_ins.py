"""Stand-ins, from agreeing to the end. Every step goes through the table in `planning/standing_in.py`, is written
down, and is told to the one who agreed to it and to every adult of the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.event import Event, noted, record, snapshot
from kbye.household.language import written_for
from kbye.household.link import SHEETS_LAST, Link, hash_of
from kbye.household.notice import LINK_HERE, Notice
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.household.stand_in import StandIn
from kbye.planning.standing_in import Action, Actor, State, after
from kbye.urgent.stand_in_words import told_to_adults, told_to_receiver

KIND = "stand_in"
# What cannot wait for anybody's quiet hours: time runs, or somebody reads the sheet.
AT_ONCE = {State.REQUESTED, State.WAITING, State.ACTIVE}


class NotNow(Exception):
    """The table knows no such step from here."""


@transaction.atomic
def agree(*, giver: Member, receiver: Member, wait: timedelta, now: datetime) -> StandIn | None:
    """None if it is agreed with them already, or they are nobody who could: an adult of the house needs none."""
    here = StandIn.objects.of(giver.household).here()
    if receiver.kind != Member.Kind.HELPER or receiver.removed_at or here.filter(receiver=receiver).exists():
        return None
    row = StandIn.objects.create(
        household_id=giver.household_id,
        giver=giver,
        receiver=receiver,
        wait_minutes=int(wait.total_seconds() // 60),
        created_at=now,
    )
    before = {**snapshot(row), "removed_at": now.isoformat()}
    event = record(row, "agreed_stand_in", by=giver, at=now, before=before)
    _open_link(row, now)
    _say(row, "agreed", event, now)
    return row


@transaction.atomic
def step(row: StandIn, action: Action, *, actor: Actor, by: Member | None, now: datetime) -> State:
    """Take this step and return where it led. Raises NotNow; then nothing has changed."""
    return _step(_locked(row), action, actor=actor, by=by, now=now)


@transaction.atomic
def change(row: StandIn, *, wait: timedelta, actor: Actor, by: Member, now: datetime) -> None:
    """Another length of the wait: by the adults, while nobody has asked. Raises NotNow."""
    mine = _locked(row)
    if after(mine.where, actor, Action.CHANGE) is None:
        raise NotNow
    with noted(mine, "changed_stand_in", by=by, at=now) as written:
        mine.wait_minutes = int(wait.total_seconds() // 60)
        mine.save(update_fields=["wait_minutes"])
    _say(mine, "changed", written[0], now)


def actor_of(member: Member, row: StandIn) -> Actor:
    """What a signed-in adult is to it."""
    return Actor.GIVER if member.pk == row.giver_id else Actor.OTHER_ADULT


def link_of(row: StandIn, now: datetime) -> Link | None:
    """Their address, if it can still be said."""
    links = Link.objects.of(row.household).open_at(now).filter(purpose=Link.Purpose.STAND_IN)
    mine = links.filter(member=row.receiver_id).order_by("-created_at")
    return next((link for link in mine if hash_of(link.token) == link.token_hash), None)


def is_told(row: StandIn) -> bool:
    """Whether the request has reached one adult at least, or nobody can be reached this way."""
    key = f"{KIND}:{row.pk}:{row.times_asked}:{State.REQUESTED.value}:"
    notices = Notice.objects.of(row.household).filter(key__startswith=key)
    states = set(notices.values_list("state", flat=True))
    return not states or Notice.State.SENT in states or states == {Notice.State.GAVE_UP}


def _locked(row: StandIn) -> StandIn:
    rows = StandIn.objects.of(row.household).filter(pk=row.pk, removed_at=None)
    found = rows.select_for_update().first()
    if found is None:
        raise NotNow
    found.household, found.receiver = row.household, row.receiver
    return found


def _step(row: StandIn, action: Action, *, actor: Actor, by: Member | None, now: datetime) -> State:
    following = after(row.where, actor, action)
    if following is None:
        raise NotNow
    with noted(row, f"stand_in_{action.name.lower()}", by=by, at=now) as written:
        row.state = following.value
        if action is Action.ASK:
            row.asked_at, row.waited_seconds, row.counted_at = now, 0.0, None
            row.times_asked += 1
        elif action is Action.TELL:
            row.waited_seconds, row.counted_at = 0.0, now
        elif action is Action.TAKE_AWAY:
            row.removed_at = now
        row.opened_at = now if following is State.ACTIVE else None
        row.save()
    if action is Action.TAKE_AWAY:
        _close_link(row, by, now)
    _say(row, "taken_away" if action is Action.TAKE_AWAY else following.value, written[0], now)
    return following


def _open_link(row: StandIn, now: datetime) -> None:
    if link_of(row, now) is None:
        Link.objects.make(
            household=row.household,
            purpose=Link.Purpose.STAND_IN,
            member=row.receiver,
            now=now,
            ends_at=now + SHEETS_LAST,
        )


def _close_link(row: StandIn, by: Member | None, now: datetime) -> None:
    links = Link.objects.of(row.household).filter(purpose=Link.Purpose.STAND_IN, member=row.receiver_id)
    for link in links.filter(revoked_at=None):
        link.revoke(at=now)
        record(link, "ended_link", by=by, at=now)


def _say(row: StandIn, what: str, event: Event, now: datetime) -> None:
    """To every adult of the house, also the one who gave it and the one who did it; and to the receiver."""
    times = row.times_asked if what == State.REQUESTED.value else f"{row.times_asked}.{event.seq}"
    urgent = what in {state.value for state in AT_ONCE}
    for adult in Member.objects.of(row.household).adults():
        with written_for(adult):
            subject, body = told_to_adults(row, what)
        tell(
            adult,
            kind=KIND,
            subject=subject,
            body=body,
            time_away=None,
            key=f"{KIND}:{row.pk}:{times}:{what}:{adult.pk}",
            due_at=now,
            urgent=urgent,
        )
    with written_for(row.receiver):
        words, link = told_to_receiver(row, what), link_of(row, now)
        address = _("Your page: %(address)s") % {"address": LINK_HERE}
    if words and link is not None:
        tell(
            row.receiver,
            kind=KIND,
            subject=words[0],
            body=f"{words[1]}\n\n{address}",
            time_away=None,
            key=f"{KIND}:{row.pk}:{times}:{what}:{row.receiver_id}",
            due_at=now,
            link=link,
            urgent=urgent,
        )
