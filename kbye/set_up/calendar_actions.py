"""Calendars come, are read, rest and go. Only busy times are kept; titles where the owner says so."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from kbye.calendars.rereading import reread
from kbye.household.calendar import Calendar, Kind, Means
from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_copy import fingerprint_of, take, window
from kbye.household.calendar_source import CalendarSource
from kbye.household.event import Event, noted, record
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.sealed import NotOurs
from kbye.outside.calendar_address import host_of

MOST = 50
# Each reading may take half a gigabyte of memory: one after the other, so that a small machine holds.
_one_at_a_time = threading.Lock()


class TooMany(Exception):
    """This household has as many calendars as kbye reads for one."""


def bring_file(*, member: Member, name: str, raw: bytes, by: Member, now: datetime) -> Calendar:
    """Read a calendar file and keep its busy times in place of those of the file of the same name.

    `member` has its household loaded. Raises `kbye.calendars.reading.Unreadable` with a sentence; then the
    calendar from before stays as it was. Reads in a process of its own, before the database is touched.
    """
    zone = member.household.zone
    start, end = window(now, zone)
    known = _file_of_that_name(member, name)
    titles = bool(known and known.keeps_titles)
    with _one_at_a_time:
        found = reread(raw, None, start=start, end=end, zone=zone, titles=titles, ours=settings.PUBLIC_HOST)
    with transaction.atomic():
        # Two files of one name may arrive at once: the second waits here, and replaces the first.
        _wait_for_others(member)
        calendar = _file_of_that_name(member, name) or _new(member, name, now=now)
        source, _made = CalendarSource.objects.get_or_create(
            calendar=calendar, household=member.household, defaults={"kind": Kind.FILE}
        )
        take(calendar, source, found, fingerprint=fingerprint_of(raw, with_titles=titles), until=end, now=now)
        record(calendar, "brought", by=by, at=now)
    return calendar


@transaction.atomic
def try_address(*, member: Member, name: str, address: str, by: Member, now: datetime) -> Calendar:
    """A calendar at an address, to be looked at by the background work; it counts once somebody keeps it."""
    host = host_of(address)
    return _try(member, name or host, Kind.ADDRESS, {"address": address}, by=by, now=now, host=host)


@transaction.atomic
def try_holidays(
    *, member: Member, name: str, country: str, region: str, what: str, by: Member, now: datetime
) -> Calendar:
    where = {"country": country, "region": region, "what": what}
    return _try(member, name, Kind.HOLIDAYS, where, by=by, now=now)


@transaction.atomic
def try_of_account(
    *, account: CalendarAccount, addresses: set[str], by: Member, now: datetime
) -> list[Calendar]:
    """The chosen ones of the calendars that were found there."""
    return [
        _try(
            account.member,
            one["name"] or account.host,
            Kind.DAV,
            {"address": one["address"]},
            by=by,
            now=now,
            host=account.host,
            account=account,
        )
        for one in account.calendars
        if one["address"] in addresses
    ]


def _try(
    member: Member,
    name: str,
    kind: Kind,
    where: dict[str, Any],
    *,
    by: Member,
    now: datetime,
    host: str = "",
    account: CalendarAccount | None = None,
) -> Calendar:
    _wait_for_others(member)
    calendar = _new(member, name[:120], now=now, is_draft=True)
    if kind == Kind.HOLIDAYS:
        calendar.means, calendar.keeps_titles = Means.INFORMATION, True
        calendar.save(update_fields=["means", "keeps_titles"])
    source = CalendarSource(
        household=member.household, calendar=calendar, kind=kind, host=host, account=account, due_at=now
    )
    source.set_where(where)
    source.save()
    record(calendar, "brought", by=by, at=now)
    return calendar


@transaction.atomic
def add_account(
    *, member: Member, address: str, name: str, password: str, by: Member, now: datetime
) -> CalendarAccount:
    """An account to be asked for its calendars by the background work; a known one gets its new password."""
    host = host_of(address)
    account = _known_account(member, host, name) or CalendarAccount(
        household=member.household, member=member, host=host, created_at=now
    )
    account.asked_at, account.lease_until, account.trouble = now, None, ""
    account.set_login(address=address, name=name, password=password)
    account.save()
    CalendarSource.objects.of(member.household).filter(account=account).update(due_at=now)
    record(account, "brought", by=by, at=now)
    return account


def _known_account(member: Member, host: str, name: str) -> CalendarAccount | None:
    for account in CalendarAccount.objects.of(member.household).there().filter(member=member, host=host):
        try:
            if account.login["name"] == name:
                return account
        except NotOurs:
            return account
    return None


@transaction.atomic
def remove_account(*, account: CalendarAccount, by: Member, now: datetime) -> Event:
    """The password goes with it a day later; the calendars from there are no longer read."""
    with noted(account, "removed", by=by, at=now) as written:
        account.removed_at = now
        account.save(update_fields=["removed_at"])
    for calendar in Calendar.objects.of(account.household).filter(removed_at=None, source__account=account):
        with noted(calendar, "removed", by=by, at=now, part_of=written[0]):
            calendar.forget(at=now)
    return written[0]


def _new(member: Member, name: str, *, now: datetime, is_draft: bool = False) -> Calendar:
    rows = Calendar.objects.of(member.household).filter(removed_at=None)
    if rows.count() >= MOST:
        raise TooMany
    return Calendar.objects.create(
        household=member.household,
        member=member,
        name=name,
        means=Means.SUPERVISED if member.is_child else Means.CANNOT,
        is_draft=is_draft,
        read_at=now,
        until_at=now,
    )


def _file_of_that_name(member: Member, name: str) -> Calendar | None:
    rows = Calendar.objects.of(member.household).there().filter(member=member, name=name)
    return rows.exclude(source__kind__in=[Kind.ADDRESS, Kind.DAV, Kind.HOLIDAYS]).first()


def _wait_for_others(member: Member) -> None:
    Household.objects.select_for_update().get(pk=member.household_id)
