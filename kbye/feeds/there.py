"""The calendars that an adult has on servers and that kbye may write into."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from kbye.household.calendar_account import CalendarAccount
from kbye.household.people import Member


class Place(NamedTuple):
    """`key` names it in forms, where its address does not belong."""

    key: str
    account: CalendarAccount
    address: str
    name: str

    @property
    def words(self) -> str:
        return f"{self.name} · {self.account.host}" if self.account.host else self.name


def places_of(member: Member) -> list[Place]:
    rows = CalendarAccount.objects.of(member.household).there().filter(member=member)
    return [
        Place(_key(account, one["address"]), account, one["address"], one["name"])
        for account in rows
        for one in account.calendars
        if one["may_write"]
    ]


def _key(account: CalendarAccount, address: str) -> str:
    return hashlib.sha256(f"{account.pk} {address}".encode()).hexdigest()[:24]
