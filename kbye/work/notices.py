"""Sends what waits in the outbox.

A notice is claimed, sent, and marked, in this order: a crash in between repeats it under the same Message-ID or the
same tag, which mail programs and phones show once. The other order could lose it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.channel import Channel
from kbye.household.language import language_of, written_for
from kbye.household.notice import DIGEST, Notice
from kbye.household.sealed import NotOurs
from kbye.household.tripwire import spanning_households
from kbye.outside import apprise_out, mail
from kbye.outside.outcome import Gone, Sent, Trouble
from kbye.outside.push import NotASubscription
from kbye.web.links import address_of
from kbye.work import pushing, routing, storms
from kbye.work.routing import Now, Waits

AT_ONCE = 50
log = logging.getLogger("kbye.work")


def send_due(now: Callable[[], datetime]) -> int:
    """Try every notice that is due, up to 50, whoever's it is; returns how many were tried."""
    tried = 0
    with spanning_households():
        due = Notice.objects.due(now()).select_related(
            "link", "channel", "person__household", "time_away__leaver"
        )
        for notice in due.order_by("-is_urgent", "due_at", "pk")[:AT_ONCE]:
            try:
                if Notice.objects.claim(notice, now=now()):
                    tried += 1
                    _deal_with(notice, now)
            except Exception:
                # What is wrong with one keeps no other waiting; this one is due again when its lease ends.
                log.exception("Notice %s is stuck", notice.pk)
    return tried


def _deal_with(notice: Notice, now: Callable[[], datetime]) -> None:
    at = now()
    match routing.what_now(notice, at):
        case Waits(until):
            routing.put_off(notice, until)
        case Now.NOBODY_NEEDS_IT:
            routing.withdraw(notice)
        case Now.GOES if storms.is_too_much(notice, at):
            storms.fold(notice, at)
        case Now.GOES:
            _send(notice, now)


def _send(notice: Notice, now: Callable[[], datetime]) -> None:
    if notice.kind == DIGEST:
        with written_for(notice.person):
            words = storms.words_of(notice, now())
        if words is None:
            routing.withdraw(notice)
            return
        notice.subject, notice.body = words
    outcome = _handed_over(notice, now())
    if isinstance(outcome, Trouble):
        log.warning("Notice %s was not sent: %s", notice.pk, outcome.cause)
    _note(notice, outcome, at=now())


def _handed_over(notice: Notice, now: datetime) -> Sent | Gone | Trouble:
    try:
        if notice.channel is None:
            mail.send(_letter(notice, now))
            return Sent()
        if notice.channel.kind == Channel.Kind.PUSH:
            return pushing.push_out(notice, notice.channel, now=now)
        return apprise_out.notify(notice.channel.address, _title(notice), _body(notice))
    except mail.NotSent as not_sent:
        return Trouble(words=not_sent.words, cause=not_sent.cause)
    except (NotOurs, NotASubscription, TypeError) as error:
        words = _("kbye cannot read this address any more. Please add it once more.")
        return Trouble(words=words, cause=type(error).__name__, again=False)


@transaction.atomic
def _note(notice: Notice, outcome: Sent | Gone | Trouble, *, at: datetime) -> None:
    """Write the outcome down, unless the lease ended and somebody else has taken the notice since."""
    ours = routing.ours(notice).select_for_update().first()
    if ours is None:
        return
    if isinstance(outcome, Sent):
        ours.note_sent(at=at)
    elif isinstance(outcome, Gone):
        ours.note_trouble(_("This phone takes no notices any more."), at=at, again=False)
    else:
        wait = outcome.not_before or timedelta(0)
        ours.note_trouble(outcome.words, at=at, again=outcome.again, wait=wait)
    if notice.channel is not None:
        routing.note_channel(notice.channel, ours, is_gone=isinstance(outcome, Gone), at=at)
    if ours.state == Notice.State.GAVE_UP:
        routing.hand_to_mail(notice, now=at)


def _title(notice: Notice) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in notice.subject).split())


def _body(notice: Notice) -> str:
    """The words as they leave. The address that opens something is in no row."""
    return notice.body_as_it_leaves(address_of)


def _letter(notice: Notice, now: datetime) -> mail.Letter:
    return mail.Letter(
        key=notice.key,
        address=notice.address,
        reply_to=notice.reply_to,
        subject=notice.subject,
        body=_body(notice),
        calendars=_calendars(notice, now),
        language=language_of(notice.person),
    )


def _calendars(notice: Notice, now: datetime) -> tuple[str, ...]:
    if notice.kind == DIGEST:
        return storms.calendars_of(notice, now)
    return (notice.calendar,) if notice.calendar else ()
