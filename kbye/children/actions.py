"""The tablet's link, cards, and a return that moves."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kbye.children.letters import say_it_moved
from kbye.children.moved import MOVED_RETURN
from kbye.children.voices import keep_voice
from kbye.household.agreement import NotNow, state_of
from kbye.household.away import TimeAway
from kbye.household.card import Card, CardChild
from kbye.household.event import Event, noted, record
from kbye.household.leaving_now import follow_the_end
from kbye.household.link import TABLETS_LAST, Link, LinkQuerySet
from kbye.household.notice import Notice
from kbye.household.occurrences import lay_out
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.lengths import length_of
from kbye.web.photos import keep_photo

TIME_TO_UNDO = timedelta(minutes=2)


@transaction.atomic
def make_link(*, whose: Member, by: Member, now: datetime) -> Link:
    """A link for a tablet: of one child, or of all of them, and then it is the adult's who made it.

    It opens for a year or until it is ended. The one that there is already is not made twice.
    """
    known = open_links(by, now).filter(member=whose).first()
    if known is not None:
        return known
    link = Link.objects.make(
        household=by.household,
        purpose=Link.Purpose.CHILDREN,
        member=whose,
        now=now,
        ends_at=now + TABLETS_LAST,
    )
    record(link, "made_link", by=by, at=now)
    return link


def open_links(me: Member, now: datetime) -> LinkQuerySet:
    rows = Link.objects.of(me.household).open_at(now).filter(purpose=Link.Purpose.CHILDREN)
    return rows.select_related("member").order_by("created_at")


@transaction.atomic
def end_link(*, link: Link, by: Member, now: datetime) -> None:
    link.revoke(at=now)
    record(link, "ended_link", by=by, at=now)


def write_card(
    *,
    time_away: TimeAway,
    words: str,
    photo: UploadedFile[Any] | None,
    voice: UploadedFile[Any] | None,
    children: Iterable[Member],
    opens_at: datetime | None,
    by: Member,
    now: datetime,
) -> Card:
    """Raises NotAPhoto or NotAVoice, with a sentence; then nothing is kept."""
    # Before the transaction: files take a moment, and nobody else should wait for them.
    kept: list[str] = []
    try:
        if voice:
            kept.append(keep_voice(voice, folder=settings.PHOTOS, now=now))
        if photo:
            kept.append(keep_photo(photo, folder=settings.PHOTOS, now=now))
        with transaction.atomic():
            card = Card.objects.create(
                household=time_away.household,
                time_away=time_away,
                author=by,
                words=words,
                voice=kept[0] if voice else "",
                photo=kept[-1] if photo else "",
                opens_at=opens_at,
                created_at=now,
            )
            CardChild.objects.bulk_create(
                CardChild(household=time_away.household, card=card, child=child) for child in children
            )
            record(card, "wrote_card", by=by, at=now)
    except BaseException:
        for name in kept:
            (settings.PHOTOS / name).unlink(missing_ok=True)
        raise
    return card


@transaction.atomic
def remove_card(*, card: Card, by: Member, now: datetime) -> Event:
    with noted(card, "removed", by=by, at=now) as written:
        card.remove(at=now)
    return written[0]


@transaction.atomic
def move_return(*, time_away: TimeAway, back_at: datetime, by: Member, now: datetime) -> Event:
    """ "I'll be back later", or sooner. Those who stay hear of it, with a new calendar entry; the children's page
    tells it kindly. Raises NotNow unless it is under way.
    """
    if not time_away.is_under_way(now):
        raise NotNow(state_of(time_away, None, now))
    was = time_away.ends_at
    with noted(time_away, MOVED_RETURN, by=by, at=now) as written:
        span = Span(time_away.starts_at, back_at)
        time_away.move(span, length=length_of(span, time_away.household.zone))
    _keep_quiet_until(time_away, was, by=by, now=now, part_of=written[0])
    # Whoever left before the time that was said is off duty since then.
    since = copy(time_away)
    since.starts_at = min(time_away.began_at or time_away.starts_at, time_away.starts_at)
    lay_out(since)
    follow_the_end(time_away)
    for person in time_away.stayers:
        if person.pk != by.pk and person.removed_at is None:
            say_it_moved(person, time_away, at=now + TIME_TO_UNDO, now=now)
    return written[0]


def _keep_quiet_until(
    time_away: TimeAway, was: datetime, *, by: Member, now: datetime, part_of: Event
) -> None:
    """What waits for their return waits for the new one."""
    rows = Notice.objects.of(time_away.household).filter(
        person=time_away.leaver_id, state=Notice.State.WAITING, attempts=0, due_at=was
    )
    for notice in rows:
        with noted(notice, "changed", by=by, at=now, part_of=part_of):
            notice.due_at = time_away.ends_at
            notice.save(update_fields=["due_at"])
