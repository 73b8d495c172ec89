"""Telling somebody something: the one way in which rows get into the outbox, one for each way to reach them."""

from __future__ import annotations

from datetime import datetime

from kbye.household.away import TimeAway
from kbye.household.channel import Channel
from kbye.household.link import Link
from kbye.household.notice import MAIL, Notice
from kbye.household.people import Member
from kbye.planning.quiet import quiet_until

# What the one who stays chooses to send, so it goes although the leaver is off duty.
SENT_TO_THE_LEAVER_ON_PURPOSE = {"all_well"}
# Somebody counts on these: they always go by mail as well.
MUSTS = {
    "told",
    "ask",
    "urgent",
    "called_off",
    "helper_took_back",
    "nobody_can",
    "ask_by_hand",
    "moved",
    "send_by_hand",
    "emergency",
    "who_has_them",
    "false_alarm",
}


def tell(
    person: Member,
    *,
    kind: str,
    subject: str,
    body: str,
    time_away: TimeAway | None,
    key: str,
    due_at: datetime,
    link: Link | None = None,
    urgent: bool = False,
    calendar: str = "",
    reply_to: str = "",
) -> list[Notice]:
    """Queue `subject` and `body` for this person; returns the notices made, none if there is nothing to do.

    `key` says what is told and makes it once-only: the same key a second time queues nothing. `LINK_HERE` in
    `body` marks where the address of `link` goes. It waits for the end of their quiet hours and for their return
    from another time away; what they would hear about their own time away while they are off duty is not told at
    all. `urgent`, or of a kind that the one who stays sends on purpose: at once. Call it in the transaction it
    tells of.
    """
    due_at, is_for_nobody = _time_for_it(person, time_away, kind, urgent, due_at)
    if is_for_nobody or _is_told(person, key):
        return []
    return [
        Notice.objects.create(
            household_id=person.household_id,
            key=key_for(key, channel),
            kind=kind,
            is_urgent=urgent,
            channel=channel,
            person=person,
            time_away=time_away,
            address="" if channel else person.email,
            reply_to=reply_to,
            subject=subject[:200],
            body=body,
            link=link,
            calendar=calendar,
            due_at=due_at,
        )
        for channel in ways_to(person, kind=kind, urgent=urgent)
    ]


def key_for(thing: str, channel: Channel | None) -> str:
    return f"{thing}:{channel.pk.hex if channel else MAIL}"


def ways_to(person: Member, *, kind: str, urgent: bool = False) -> list[Channel | None]:
    """The channels that this person chose for it; None is mail."""
    rows = list(Channel.objects.to(person)) if person.user_id else []
    chosen: list[Channel | None] = [row for row in rows if row.is_on and row.kind != Channel.Kind.MAIL]
    likes_mail = not any(row.kind == Channel.Kind.MAIL and not row.is_on for row in rows)
    if person.email and (likes_mail or urgent or kind in MUSTS or not chosen):
        return [None, *chosen]
    return chosen


def off_duty_until(person: Member, at: datetime) -> tuple[datetime, TimeAway] | None:
    """Until when this person is away at that time, and the time away; None when they are not."""
    rows = TimeAway.objects.filter(household_id=person.household_id).open().filter(leaver=person)
    away = [row for row in rows.exclude(told_at=None) if row.is_under_way(at)]
    latest = max(away, key=lambda row: row.ends_at, default=None)
    return (latest.ends_at, latest) if latest else None


def quiet_for(person: Member, kind: str, time_away: TimeAway | None, at: datetime) -> datetime:
    """When their quiet hours are over. What begins before that cannot wait for it: then `at` itself."""
    end = quiet_until(
        at,
        from_minute=person.quiet_from_minute,
        to_minute=person.quiet_to_minute,
        zone=person.household.zone,
    )
    is_too_late = kind in MUSTS and time_away is not None and time_away.starts_at <= end
    return at if is_too_late else end


def welcome_back(time_away: TimeAway, *, now: datetime) -> None:
    """They are back, perhaps earlier than planned: what waited for it need not wait any longer."""
    rows = Notice.objects.filter(household_id=time_away.household_id, person_id=time_away.leaver_id)
    held = rows.filter(state=Notice.State.WAITING, attempts=0, due_at=time_away.ends_at)
    held.update(due_at=min(now, time_away.ends_at))


def goes_to_the_leaver(kind: str, *, urgent: bool) -> bool:
    return urgent or kind in SENT_TO_THE_LEAVER_ON_PURPOSE


def _time_for_it(
    person: Member, time_away: TimeAway | None, kind: str, urgent: bool, due_at: datetime
) -> tuple[datetime, bool]:
    if urgent:
        return due_at, False
    if not goes_to_the_leaver(kind, urgent=urgent):
        if time_away and time_away.leaver_id == person.pk and time_away.is_under_way(due_at):
            return due_at, True
        away = off_duty_until(person, due_at)
        due_at = max(due_at, away[0]) if away else due_at
    return quiet_for(person, kind, time_away, due_at), False


def _is_told(person: Member, key: str) -> bool:
    """One nudge per thing, also when ways to reach them came and went in between."""
    ways = Channel.objects.filter(household_id=person.household_id, member=person)
    keys = [key_for(key, None), *(key_for(key, way) for way in ways)]
    return Notice.objects.filter(household_id=person.household_id, key__in=keys).exists()
