"""At most six things an hour for one person: what comes on top is folded into one letter at the end of that hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.channel import Channel
from kbye.household.language import written_for
from kbye.household.notice import DIGEST, Notice
from kbye.household.notices import key_for
from kbye.web.calendar_entry import newest
from kbye.web.links import address_of
from kbye.work.routing import AT_ONCE, is_void, ours

MANY = 6
WITHIN = timedelta(hours=1)
TOLD_IN_FULL = 20
NAMED = 100
_ALONE = {DIGEST, *AT_ONCE}


def is_too_much(notice: Notice, at: datetime) -> bool:
    """Whether this would be one thing more than people want to hear of within an hour."""
    if notice.is_urgent or notice.kind in _ALONE:
        return False
    things = {row.thing for row in _heard_of(notice, at)}
    return len(things) >= MANY and notice.thing not in things


@transaction.atomic
def fold(notice: Notice, at: datetime) -> None:
    """Put this claimed notice, and whatever else is due for the person now, into the letter of this hour.

    That letter is mail; without an address it goes the way of the notice.
    """
    heard = _heard_of(notice, at)
    digest = _open_letter(notice) or _new_letter(notice, min(row.sent_at or at for row in heard) + WITHIN)
    waiting = Notice.objects.due(at).filter(household_id=notice.household_id, person=notice.person)
    known = {row.thing for row in heard}
    others = waiting.filter(is_urgent=False).exclude(kind__in=_ALONE).only("key", "household_id")
    # What was heard of on one way still goes on the others.
    too_many = [row.pk for row in others if row.thing not in known]
    waiting.filter(pk__in=too_many).update(**_folded_into(digest))
    ours(notice).update(**_folded_into(digest))


def _folded_into(digest: Notice) -> dict[str, object]:
    return {"state": Notice.State.FOLDED, "folded_into": digest.pk, "lease_until": None, "trouble": ""}


def words_of(digest: Notice, at: datetime) -> tuple[str, str] | None:
    """Subject and body: every thing by its headline, the first twenty in full. None if all of it is void by now.

    Addresses are written out: the body is for sending, never for a row.
    """
    things = _things(digest, at)
    if not things:
        return None
    if len(things) == 1:
        return things[0].subject, things[0].body_as_it_leaves(address_of)
    headline = ngettext("%(count)d thing from kbye", "%(count)d things from kbye", len(things))
    return headline % {"count": len(things)}, "\n".join([*_headlines(things), *_in_full(things)])


def calendars_of(digest: Notice, at: datetime) -> tuple[str, ...]:
    """The dates for the calendar of all that it tells; of one that was told, moved and called off only the last."""
    return newest(thing.calendar for thing in _things(digest, at) if thing.calendar)


def _things(digest: Notice, at: datetime) -> list[Notice]:
    rows = Notice.objects.filter(household_id=digest.household_id, folded_into=digest.pk)
    rows = rows.select_related("link", "time_away", "person").order_by("due_at", "pk")
    return list({row.thing: row for row in rows if not is_void(row, at)}.values())


def _headlines(things: list[Notice]) -> Iterator[str]:
    yield from (f"· {thing.subject}" for thing in things[:NAMED])
    if len(things) > NAMED:
        yield _("and %(count)d more; kbye shows where things stand now") % {"count": len(things) - NAMED}


def _in_full(things: list[Notice]) -> Iterator[str]:
    for thing in things[:TOLD_IN_FULL]:
        yield f"\n— {thing.subject}\n\n{thing.body_as_it_leaves(address_of).strip()}"


def _heard_of(notice: Notice, at: datetime) -> list[Notice]:
    rows = Notice.objects.filter(household_id=notice.household_id, person=notice.person, is_urgent=False)
    sent = rows.filter(state=Notice.State.SENT, sent_at__gt=at - WITHIN).exclude(kind__in=AT_ONCE)
    return list(sent.only("key", "sent_at", "household_id"))


def _open_letter(notice: Notice) -> Notice | None:
    """The letter that nobody has begun to send; the update holds whoever wants to take it until we are done."""
    rows = Notice.objects.filter(household_id=notice.household_id, person=notice.person, kind=DIGEST)
    open_ones = rows.filter(state=Notice.State.WAITING, attempts=0, lease_until=None)
    found = open_ones.order_by("due_at").first()
    if found is None or open_ones.filter(pk=found.pk).update(attempts=0) != 1:
        return None
    return found


def _new_letter(notice: Notice, due_at: datetime) -> Notice:
    by_mail = bool(notice.person.email)
    channel: Channel | None = None if by_mail else notice.channel
    with written_for(notice.person):
        subject = _("Several things from kbye")
    return Notice.objects.create(
        household_id=notice.household_id,
        # Named after what it begins with: tried again after a crash, it is the same letter.
        key=key_for(f"{DIGEST}:{notice.pk}", channel),
        kind=DIGEST,
        channel=channel,
        person=notice.person,
        time_away=None,
        address=notice.person.email if by_mail else "",
        subject=subject,
        body="",
        due_at=due_at,
    )
