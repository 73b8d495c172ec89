"""Who has an emergency sheet of their own, at which address, and the files behind those addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from kbye.emergency_page import files
from kbye.household.household import Household
from kbye.household.link import SHEETS_LAST, Link
from kbye.household.people import Member
from kbye.household.stand_in import StandIn
from kbye.planning.standing_in import State
from kbye.urgent.sheet_page import page_for
from kbye.web.own_sheet import own_link


class Opens(NamedTuple):
    """An address that opens a sheet, by the row of its link."""

    link: Link
    ends_at: datetime | None


def opens_now(household: Household, now: datetime) -> Iterator[Opens]:
    """Every link that opens a sheet now: the adults' own, of whoever stays, of a stand-in who was let in."""
    rows = Link.objects.of(household).open_at(now).that_may_open_sheets()
    active = StandIn.objects.of(household).here().filter(state=State.ACTIVE.value)
    let_in = set(active.values_list("receiver_id", flat=True))
    for link in rows.select_related("member__household", "time_away"):
        if link.purpose == Link.Purpose.STAND_IN and link.member_id not in let_in:
            continue
        if link.purpose == Link.Purpose.SHEET and not link.member.is_adult:
            continue
        yield Opens(link, link.lasts_until if link.time_away_id else None)


def give_each_adult_one(household: Household, now: datetime) -> None:
    """An address of their own for every adult who signs in. One made with a key that is lost is replaced."""
    for adult in Member.objects.of(household).adults().exclude(user=None):
        if own_link(adult, now) is None:
            adult.household = household
            Link.objects.make(
                household=household,
                purpose=Link.Purpose.SHEET,
                member=adult,
                now=now,
                ends_at=now + SHEETS_LAST,
            )


def write_all(household: Household, *, now: datetime) -> int:
    """Make every sheet of this house anew and take away those whose address opens nothing any more.

    Returns how many there are. Raises OSError when the disk does not take one; those that lie there stay.
    """
    give_each_adult_one(household, now)
    folder, written = settings.EMERGENCY_SHEETS, set[str]()
    for link, ends_at in opens_now(household, now):
        files.write(folder, link.sheet_file, page_for(link.member, made_at=now, ends_at=ends_at))
        written.add(link.sheet_file)
    for link in Link.objects.of(household).that_may_open_sheets():
        if link.sheet_file not in written:
            files.remove(folder, link.sheet_file)
    return len(written)
