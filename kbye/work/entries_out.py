"""The entries of one calendar that kbye writes into, brought to what they should be; nothing else there is touched."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from kbye.calendars.merging import merged
from kbye.calendars.one_entry import one_entry
from kbye.calendars.reading import Unreadable
from kbye.calendars.safely import read_apart
from kbye.calendars.settling import Kept, Step, There, step_for
from kbye.calendars.writing import Entry, calendar_text
from kbye.household.calendar_out import CalendarOut, CalendarOutQuerySet, EntryOut
from kbye.household.language import written_for
from kbye.outside import dav_calendar
from kbye.outside.dav import DavTrouble, Login, Why
from kbye.web.own_calendar import Audience, entries_for

# What is over longer than this is left alone, whatever becomes of it.
OVER = timedelta(days=1)
TRIES = 3
AT_ONCE = 50
_WIDE = timedelta(days=800)


class Writing:
    """One round. Raises `DavTrouble` and `NotOurs`; what was done until then is remembered."""

    def __init__(self, row: CalendarOut, login: Login, *, now: datetime) -> None:
        self.row, self.login, self.now = row, login, now
        self.calendar = row.address if row.address.endswith("/") else f"{row.address}/"
        is_stopped = _is_stopped(row)
        self.wanted = {} if is_stopped else _wanted(row, now)
        rows = EntryOut.objects.filter(household_id=row.household_id, calendar=row)
        self.kept = {one.about: one for one in rows.filter(ends_at__gt=now if is_stopped else now - OVER)}

    def run(self) -> bool:
        """False if there is more to do than one round may take."""
        keys = list(dict.fromkeys([*self.wanted, *self.kept]))
        news = [key for key in keys if self._has_news(key)]
        is_time_to_look = self.row.due_at is not None and self.row.due_at <= self.now
        is_done = len(news) <= AT_ONCE
        self._settle_all(keys if is_time_to_look and is_done else news[:AT_ONCE])
        return is_done

    def _settle_all(self, keys: list[UUID]) -> None:
        if not keys:
            return
        addresses = {self._address(key): key for key in keys}
        there = dav_calendar.entries_at(self.calendar, self.login, addresses)
        for address, key in addresses.items():
            self._settle(key, there.get(address))

    def _has_news(self, key: UUID) -> bool:
        entry, kept = self.wanted.get(key), self.kept.get(key)
        return entry is None or kept is None or kept.written != _hash(entry)

    def _settle(self, key: UUID, there: dav_calendar.Entry | None) -> None:
        """Somebody may write there at the same moment: then it is read and judged anew."""
        step = Step.LEAVE
        for _try in range(TRIES):
            step = self._step(key, there)
            try:
                self._do(step, key, there)
            except DavTrouble as trouble:
                if trouble.why is not Why.CHANGED:
                    raise
            else:
                return
            address = self._address(key)
            there = dav_calendar.entries_at(self.calendar, self.login, [address]).get(address)
        if step is Step.CREATE and there is None:
            # Somebody brought it there themselves, under another address: that one is theirs.
            self._remember(key, "")

    def _step(self, key: UUID, there: dav_calendar.Entry | None) -> Step:
        entry, kept = self.wanted.get(key), self.kept.get(key)
        return step_for(
            _hash(entry) if entry else None,
            Kept(kept.written, kept.tag) if kept else None,
            There(there.tag, _is_right(there.text, entry)) if there else None,
        )

    def _do(self, step: Step, key: UUID, there: dav_calendar.Entry | None) -> None:
        if step is Step.CREATE:
            self._put(key, None)
        elif step in {Step.REPLACE, Step.PUT_BACK}:
            self._put(key, there)
            if step is Step.PUT_BACK:
                _rows(self.row).update(put_back_at=self.now)
        elif step is Step.ADOPT and there:
            self._remember(key, there.tag)
        elif step is Step.REMOVE and there:
            self._remove(key, there)
        elif step is Step.FORGET:
            self._forget(key)

    def _put(self, key: UUID, there: dav_calendar.Entry | None) -> None:
        address, entry = self._address(key), self.wanted[key]
        kept = self.kept.get(key) or self._note(key, written="", tag="")
        text = calendar_text((entry,), now=self.now)
        if there is not None:
            text = merged(there.text, text.decode(), title_before=kept.title).encode()
        tag = dav_calendar.put(address, self.login, text, tag=there.tag if there else "")
        if not tag:
            found = dav_calendar.entries_at(self.calendar, self.login, [address]).get(address)
            tag = found.tag if found else ""
        self._remember(key, tag)

    def _remove(self, key: UUID, there: dav_calendar.Entry) -> None:
        if (kept := self.kept.get(key)) is not None:
            # First: should it be wanted again before this is remembered, nobody is thought to have deleted it.
            kept.written = ""
            kept.save(update_fields=["written"])
        dav_calendar.delete(self._address(key), self.login, tag=there.tag)
        self._forget(key)

    def _remember(self, key: UUID, tag: str) -> None:
        self._note(key, written=_hash(self.wanted[key]), tag=tag)

    def _note(self, key: UUID, *, written: str, tag: str) -> EntryOut:
        """With `written` empty: something of ours may lie there from now on, whatever happens next."""
        entry = self.wanted[key]
        kept = self.kept.get(key) or EntryOut(
            household_id=self.row.household_id, calendar=self.row, about=key
        )
        kept.time_away_id, kept.ends_at = key, entry.end
        kept.title, kept.written, kept.tag = entry.title[:200], written, tag[:400]
        kept.save()
        self.kept[key] = kept
        return kept

    def _forget(self, key: UUID) -> None:
        kept = self.kept.pop(key, None)
        if kept is not None:
            EntryOut.objects.filter(household_id=self.row.household_id, pk=kept.pk).delete()

    def _address(self, key: UUID) -> str:
        return f"{self.calendar}kbye-{key}.ics"


def _is_stopped(row: CalendarOut) -> bool:
    return bool(row.stopped_at or row.member.removed_at or row.account.removed_at)


def _wanted(row: CalendarOut, now: datetime) -> dict[UUID, Entry]:
    with written_for(row.member):
        entries = entries_for(Audience(row.household, row.member, row.detail), now=now)
    return {key: one for key, one in entries.items() if not one.cancelled and one.end > now - OVER}


def _rows(row: CalendarOut) -> CalendarOutQuerySet:
    return CalendarOut.objects.filter(household_id=row.household_id, pk=row.pk)


def _hash(entry: Entry) -> str:
    what = (entry.start.astimezone(UTC), entry.end.astimezone(UTC), entry.zone, entry.title, entry.tentative)
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _is_right(text: str, entry: Entry | None) -> bool:
    """Whether it is at the times that kbye wants. What is not plain to see is read apart, like every calendar."""
    if entry is None:
        return False
    wanted = (entry.start.astimezone(UTC), entry.end.astimezone(UTC))
    found = one_entry(text)
    if found is not None and (times := found.times()) is not None:
        return times == wanted
    try:
        reading = read_apart(text.encode(), start=wanted[0] - _WIDE, end=wanted[1] + _WIDE, zone=entry.zone)
    except Unreadable:
        return False
    seen = [tuple(map(_instant, (one.start, one.end))) for one in reading.happenings]
    return seen == [wanted]


def _instant(at: datetime | date) -> datetime | date:
    return at.astimezone(UTC) if isinstance(at, datetime) else at
