"""Calendars come, are read, rest and go. Only busy times are kept; titles where the owner says so."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from kbye.calendars.reading import Unreadable
from kbye.calendars.rereading import Reread, reread
from kbye.household.calendar import Calendar, Kind, Means
from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_copy import fingerprint_of, forget_titles, take, window
from kbye.household.calendar_source import LEASE, CalendarSource
from kbye.household.event import Event, noted, record
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.sealed import NotOurs
from kbye.outside.calendar_address import host_of

MOST = 50
# Each reading may take half a gigabyte of memory: one after the other, so that a small machine holds.
_readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="calendar-file")
log = logging.getLogger("kbye.calendars")


class TooMany(Exception):
    """This household has as many calendars as kbye reads for one."""


@dataclass(frozen=True, slots=True)
class File:
    """A calendar file that somebody brought, to be read. `member` has its household loaded."""

    member: Member
    name: str
    raw: bytes
    by: Member
    now: datetime
    titles: bool

    def read(self) -> Reread:
        """In a process of its own, and without the database. Raises `kbye.calendars.reading.Unreadable`."""
        zone = self.member.household.zone
        start, end = window(self.now, zone)
        host = settings.PUBLIC_HOST
        return reread(self.raw, None, start=start, end=end, zone=zone, titles=self.titles, ours=host)


def bring_file(*, member: Member, name: str, raw: bytes, by: Member, now: datetime) -> Calendar:
    """Read a calendar file and keep its busy times in place of those of the file of the same name.

    `member` has its household loaded. Raises `kbye.calendars.reading.Unreadable` with a sentence; then the
    calendar from before stays as it was. What takes longer than a moment goes on while its owner sees that it does
    (`source.lease_until` says until when at most); what came of it then stands with the calendar.
    """
    known = _file_of_that_name(member, name)
    file = File(member, name, raw, by, now, titles=bool(known and known.keeps_titles))
    reading = _readers.submit(file.read)
    try:
        return _keep(file, reading.result(timeout=settings.CALENDAR_FILE_SECONDS))
    except TimeoutError:
        calendar = _being_read(file)
    # Behind that reading: there is one thread.
    _readers.submit(_in_a_thread, calendar, file, reading)
    return calendar


@transaction.atomic
def _keep(file: File, found: Reread) -> Calendar:
    member, now = file.member, file.now
    # Two files of one name may arrive at once: the second waits here, and replaces the first.
    _wait_for_others(member)
    calendar = _file_of_that_name(member, file.name) or _new(member, file.name, now=now)
    _lease(calendar, None)
    _take(calendar, file, found)
    return calendar


def _take(calendar: Calendar, file: File, found: Reread) -> None:
    _start, end = window(file.now, file.member.household.zone)
    fingerprint = fingerprint_of(file.raw, with_titles=file.titles)
    take(calendar, _source_of(calendar), found, fingerprint=fingerprint, until=end, now=file.now)
    record(calendar, "brought", by=file.by, at=file.now)


@transaction.atomic
def _being_read(file: File) -> Calendar:
    """The one that it takes the place of, which counts as before until then; else a new one, not counting yet."""
    _wait_for_others(file.member)
    known = _file_of_that_name(file.member, file.name)
    calendar = known or _new(file.member, file.name, now=file.now, is_draft=True)
    _lease(calendar, file.now + LEASE)
    return calendar


def _in_a_thread(calendar: Calendar, file: File, done: Future[Reread]) -> None:
    try:
        come_back_with(calendar, file, done)
    except Exception:
        log.exception("A calendar file was read and could not be kept")
    finally:
        connections.close_all()


@transaction.atomic
def come_back_with(calendar: Calendar, file: File, done: Future[Reread]) -> None:
    """What came of reading it, if nobody has forgotten it meanwhile or brought a fresher one."""
    _wait_for_others(file.member)
    rows = Calendar.objects.of(file.member.household).filter(pk=calendar.pk, removed_at=None)
    row = rows.select_related("household").first()
    if row is None or _source_of(row).lease_until != file.now + LEASE:
        return
    if row.is_draft and _file_of_that_name(file.member, file.name):
        row.forget(at=file.now)
        return
    _lease(row, None)
    try:
        found = done.result()
    except Unreadable as why:
        row.trouble = str(why)[:200]
        row.save(update_fields=["trouble"])
        return
    row.is_draft = False
    row.save(update_fields=["is_draft"])
    _take(row, file, found)
    if file.titles and not row.keeps_titles:
        # Somebody has changed their mind while it was read.
        forget_titles(_source_of(row))


def _lease(calendar: Calendar, until: datetime | None) -> None:
    source = _source_of(calendar)
    source.lease_until = until
    source.save(update_fields=["lease_until"])


def _source_of(calendar: Calendar) -> CalendarSource:
    source, _made = CalendarSource.objects.get_or_create(
        calendar=calendar, household=calendar.household, defaults={"kind": Kind.FILE}
    )
    return source


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
    rows = rows.exclude(source__kind__in=[Kind.ADDRESS, Kind.DAV, Kind.HOLIDAYS])
    return rows.select_related("source").first()


def _wait_for_others(member: Member) -> None:
    Household.objects.select_for_update().get(pk=member.household_id)
