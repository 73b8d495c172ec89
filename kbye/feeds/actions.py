"""Secret addresses are made and stopped; a calendar to write into is chosen and let go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_out import CalendarOut
from kbye.household.event import Event, noted, record
from kbye.household.feed import Detail, Feed, FeedQuerySet, Whose
from kbye.household.household import Household
from kbye.household.link import FEEDS_LAST, Link
from kbye.household.people import Member

MOST = 12


class Enough(Exception):
    """There are as many as anybody can keep an eye on."""


def open_feeds(member: Member, now: datetime) -> FeedQuerySet:
    rows = Feed.objects.of(member.household).open_at(now).filter(link__member=member)
    return rows.select_related("link__member__household").order_by("link__created_at")


@transaction.atomic
def make_feed(*, member: Member, whose: Whose, detail: Detail, label: str, now: datetime) -> Feed:
    """One more secret address; `member` with its household. Raises `Enough`."""
    # Two taps at once: the second waits here and counts the first.
    Household.objects.select_for_update().get(pk=member.household_id)
    if open_feeds(member, now).count() >= MOST:
        raise Enough
    link = Link.objects.make(
        household=member.household,
        purpose=Link.Purpose.FEED,
        member=member,
        now=now,
        ends_at=now + FEEDS_LAST,
    )
    feed = Feed.objects.create(household=member.household, link=link, whose=whose, detail=detail, label=label)
    record(link, "made_link", by=member, at=now)
    return feed


@transaction.atomic
def stop_feed(*, feed: Feed, by: Member, now: datetime) -> Event:
    with noted(feed.link, "ended", by=by, at=now) as written:
        feed.link.revoke(at=now)
    return written[0]


def chosen_by(member: Member) -> CalendarOut | None:
    rows = CalendarOut.objects.of(member.household).chosen().filter(member=member)
    return rows.select_related("account").order_by("-created_at").first()


@transaction.atomic
def choose(
    *, member: Member, account: CalendarAccount, address: str, name: str, detail: Detail, now: datetime
) -> CalendarOut:
    """Write this adult's times into that calendar, and into no other any more."""
    Household.objects.select_for_update().get(pk=member.household_id)
    before = chosen_by(member)
    if before is not None and before.account_id == account.pk and before.address == address:
        with noted(before, "changed", by=member, at=now):
            before.write_as(detail)
        before.try_again(at=now)
        return before
    if before is not None:
        stop_writing(calendar=before, by=member, now=now)
    row = CalendarOut(
        household=member.household,
        member=member,
        account=account,
        name=name[:120],
        detail=detail,
        created_at=now,
        due_at=now,
    )
    row.set_address(address)
    row.save()
    record(row, "chose", by=member, at=now)
    return row


@transaction.atomic
def stop_writing(*, calendar: CalendarOut, by: Member, now: datetime) -> Event:
    """From now on nothing is written there, and what is still to come is taken out."""
    with noted(calendar, "ended", by=by, at=now) as written:
        calendar.stop(at=now)
    calendar.try_again(at=now)
    return written[0]
