"""Ways to reach somebody come, go, rest and are tried out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.channel import Channel
from kbye.household.event import Event, noted, record
from kbye.household.notice import Notice
from kbye.household.notices import key_for
from kbye.household.people import Member
from kbye.outside.push import Subscription

TRY = "try"


@transaction.atomic
def add_phone(*, member: Member, subscription: Subscription, label: str, now: datetime) -> Channel:
    """Take notices to this browser; the same subscription again changes nothing but its name."""
    address = f"{subscription.endpoint} {subscription.p256dh} {subscription.auth}"
    return _add(member, Channel.Kind.PUSH, address, label, now)


@transaction.atomic
def add_messenger(*, member: Member, address: str, label: str, now: datetime) -> Channel:
    return _add(member, Channel.Kind.MESSENGER, address, label, now)


def _add(member: Member, kind: str, address: str, label: str, now: datetime) -> Channel:
    channel = Channel.objects.add(member, kind=kind, address=address, label=label, now=now)
    record(channel, "added", by=member, at=now)
    return channel


@transaction.atomic
def switch(*, member: Member, channel: Channel | None, is_on: bool, now: datetime) -> Event:
    """Let a way rest, or take it up again. None is mail."""
    if channel is None:
        # Mail needs no row until somebody wants less of it.
        mail = Channel.objects.to(member).filter(kind=Channel.Kind.MAIL).first()
        channel = mail or Channel.objects.add(member, kind=Channel.Kind.MAIL, address="", label="", now=now)
    with noted(channel, "changed", by=member, at=now) as written:
        channel.switch(is_on=is_on)
    return written[0]


@transaction.atomic
def remove(*, channel: Channel, by: Member, now: datetime) -> Event:
    with noted(channel, "removed", by=by, at=now) as written:
        channel.go(at=now)
    return written[0]


@transaction.atomic
def try_out(*, member: Member, channel: Channel | None, now: datetime) -> Notice | None:
    """Really send something this way, at once. None while the last try is still on its way, or without an address."""
    tries = Notice.objects.of(member.household).filter(person=member, channel=channel, kind=TRY)
    if tries.filter(state=Notice.State.WAITING).exists() or (channel is None and not member.email):
        return None
    return Notice.objects.create(
        household=member.household,
        key=key_for(f"{TRY}:{member.pk}:{now.isoformat()}", channel),
        kind=TRY,
        is_urgent=True,
        channel=channel,
        person=member,
        address="" if channel else member.email,
        subject=_("kbye reaches you here"),
        body=_("You wanted to see whether this arrives. It does."),
        due_at=now,
    )


@transaction.atomic
def show_names_in_push(*, member: Member, shown: bool, now: datetime) -> Event:
    """Whether the headline, names and times included, may stand on the locked screen of their phones."""
    with noted(member, "changed", by=member, at=now) as written:
        member.names_in_push = shown
        member.save(update_fields=["names_in_push"])
    return written[0]


@transaction.atomic
def set_quiet_hours(*, member: Member, start: int | None, end: int | None, now: datetime) -> Event:
    """Minutes after midnight at home, or None twice for no quiet hours."""
    with noted(member, "changed", by=member, at=now) as written:
        member.quiet_from_minute, member.quiet_to_minute = start, end
        member.save(update_fields=["quiet_from_minute", "quiet_to_minute"])
    return written[0]
