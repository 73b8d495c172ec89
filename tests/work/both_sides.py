"""A calendar on a server that two sides write into: kbye, and somebody with another program who does as they please."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, timedelta
from random import Random
from uuid import UUID

from kbye.calendars.one_entry import one_entry
from kbye.calendars.writing import Entry, calendar_text
from kbye.feeds.actions import choose
from kbye.household.away import TimeAway
from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_out import CalendarOut
from kbye.household.event import noted
from kbye.household.feed import Detail
from kbye.household.people import Member
from kbye.outside import dav_calendar
from kbye.outside.dav import Login, ask, xml
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.work.calendars_out import write_out
from tests.people import THURSDAY_NOON, Family, time_away
from tests.tools import NAME, PASSWORD, Radicale

SAM = Login(NAME, PASSWORD)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTE = "X-SOMEBODY"


def account_of(member: Member, server: Radicale) -> CalendarAccount:
    row = CalendarAccount(
        household=member.household, member=member, host="127.0.0.1", created_at=THURSDAY_NOON
    )
    row.set_login(address=server.address, name=NAME, password=PASSWORD)
    row.save()
    return row


@dataclass
class Known:
    """What should stand there for one time away."""

    row: TimeAway
    is_new: bool = True  # kbye has changed it and not written that yet
    is_half_written: bool = False  # it was tried, and nobody knows how far that got
    # Somebody deleted it there, and kbye has had no news since; None if that crossed with half a writing.
    is_unwanted: bool | None = False
    notes: set[str] = field(default_factory=set)

    @property
    def is_off(self) -> bool:
        return self.row.called_off_at is not None


class BothSides:
    def __init__(self, cast: Family, server: Radicale, calendar: str, random: Random) -> None:
        self.cast, self.server, self.name, self.random = cast, server, calendar, random
        self.address = f"{server.address}{NAME}/{calendar}/"
        self.at, self.count = THURSDAY_NOON, 0
        self.is_kbyes_turn = self.is_mid_write = False
        self.times: dict[UUID, Known] = {}
        self.theirs: dict[str, str] = {}
        ask(self.address, SAM, method="MKCALENDAR", body=xml("C:mkcalendar", ""))
        self.row = choose(
            member=cast.sam,
            account=account_of(cast.sam, server),
            address=self.address,
            name="home",
            detail=Detail.NAMES,
            now=self.at,
        )

    # --- kbye's side

    def tell(self) -> None:
        start = self.at + (len(self.times) + 2) * DAY
        row = time_away(self.cast, span=Span(start, start + 4 * HOUR))
        with noted(row, "told", by=self.cast.sam, at=self.at):
            pass
        self.times[row.pk] = Known(row)

    def move(self) -> None:
        if (known := self._one(lambda one: not one.is_off)) is None:
            return
        by = self.random.choice((-1, 1, 2)) * HOUR
        with noted(known.row, "changed", by=self.cast.sam, at=self.at):
            known.row.move(Span(known.row.starts_at + by, known.row.ends_at + by), length=Length.EVENING)
        known.is_new, known.is_half_written, known.is_unwanted = True, False, False

    def call_off(self) -> None:
        if (known := self._one(lambda one: not one.is_off)) is not None:
            with noted(known.row, "called_off", by=self.cast.sam, at=self.at):
                known.row.call_off(at=self.at)
            known.is_new = True

    def take_back(self) -> None:
        """Called off, and then not. If nobody wanted it there, that holds unless kbye forgot in between."""
        known = self._one(lambda one: one.is_off)
        if known is None:
            return
        with noted(known.row, "undid", by=self.cast.sam, at=self.at):
            TimeAway.objects.filter(household=self.cast.household, pk=known.row.pk).update(called_off_at=None)
        known.row.called_off_at = None
        known.is_new, known.is_unwanted = True, None if known.is_unwanted else known.is_unwanted

    def write(self, *, rounds: int = 12) -> None:
        """All that there is to do now."""
        self.is_kbyes_turn = self.is_mid_write = True
        for _round in range(rounds):
            if write_out(lambda: self.at) == 0:
                break
        self.is_kbyes_turn = self.is_mid_write = False
        row = CalendarOut.objects.get(household=self.cast.household, pk=self.row.pk)
        is_whole = row.failures == 0 and row.seen_seq >= self._seq()
        for known in self.times.values():
            known.is_half_written = not is_whole and known.is_new
            if is_whole and known.is_off:
                known.notes, known.is_unwanted = set(), False
            known.is_new = known.is_new and not is_whole

    def wait(self) -> None:
        self.at += 2 * HOUR

    # --- the other side

    def add(self) -> None:
        self.count += 1
        key = f"theirs-{self.count}@elsewhere.example"
        start = self.at + self.random.randrange(1, 20) * DAY
        entry = Entry(
            uid=key, start=start, end=start + HOUR, zone="Europe/Berlin", title=f"dentist {self.count}"
        )
        self._put(f"{self.count}.ics", calendar_text((entry,), now=self.at).decode())

    def edit(self) -> None:
        if self.theirs:
            name = self.random.choice(sorted(self.theirs))
            self._put(name, self._text(name).replace("SUMMARY:", "SUMMARY:new "))

    def delete(self) -> None:
        if self.theirs:
            name = self.random.choice(sorted(self.theirs))
            dav_calendar.delete(self.address + name, SAM, tag=self._tag(name))
            del self.theirs[name]

    def note_on_ours(self) -> None:
        if (found := self._ours()) is not None:
            known, text = found
            self.count += 1
            words = f"note {self.count}"
            alarm = (
                f"BEGIN:VALARM\r\nTRIGGER:-PT{self.count}M\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nEND:VALARM"
            )
            self._write_ours(known, text.replace("END:VEVENT", f"{NOTE}:{words}\r\n{alarm}\r\nEND:VEVENT"))
            known.notes.add(words)

    def move_ours(self) -> None:
        if (found := self._ours()) is not None:
            known, text = found
            hour = self.random.randrange(10, 20)
            lines = [
                f"DTSTART:20270101T{hour}0000Z"
                if line.startswith("DTSTART;TZID")
                else f"DTEND:20270101T{hour + 1}0000Z"
                if line.startswith("DTEND;TZID")
                else line
                for line in text.splitlines()
            ]
            self._write_ours(known, "\r\n".join(lines) + "\r\n")

    def delete_ours(self) -> None:
        if (found := self._ours()) is not None:
            known, _text = found
            name = _name(known)
            dav_calendar.delete(self.address + name, SAM, tag=self._tag(name))
            known.notes = set()
            is_unsure = known.is_new and (known.is_half_written or self.is_mid_write)
            known.is_unwanted = None if is_unsure else not known.is_new

    # --- what should be there, and what is

    def faults(self) -> list[str]:
        files = self.server.files(self.name)
        on = [one for one in self.times.values() if not one.is_off]
        wanted = {_name(one) for one in on if one.is_unwanted is False}
        allowed = wanted | {_name(one) for one in on if one.is_unwanted is None}
        found = [f"{name} is missing" for name in (wanted | set(self.theirs)) - set(files)]
        found += [f"{name} should not be there" for name in set(files) - allowed - set(self.theirs)]
        found += [
            f"{name} was changed"
            for name, text in self.theirs.items()
            if name in files and files[name] != text
        ]
        for known in self.times.values():
            found += self._faults_of(known, files.get(_name(known), ""))
        uids = [entry.text("UID") for text in files.values() if (entry := one_entry(text))]
        return found + [f"{uid} is there twice" for uid in set(uids) if uids.count(uid) > 1]

    def _faults_of(self, known: Known, text: str) -> list[str]:
        entry = one_entry(text)
        if not text or known.is_off or known.is_unwanted or entry is None:
            return []
        span = (known.row.starts_at.astimezone(UTC), known.row.ends_at.astimezone(UTC))
        lost = [note for note in known.notes if f"{NOTE}:{note}" not in "\n".join(entry.lines)]
        found = [f"{_name(known)} lost {note}" for note in lost]
        if len([one for one in entry.nested if one == "BEGIN:VALARM"]) != len(known.notes):
            found.append(f"{_name(known)} lost or doubled a reminder")
        return found if entry.times() == span else [*found, f"{_name(known)} is at the wrong time"]

    # --- how

    def _one(self, fits: object) -> Known | None:
        known = [one for one in self.times.values() if fits(one)]  # type: ignore[operator]
        return self.random.choice(known) if known else None

    def _ours(self) -> tuple[Known, str] | None:
        files = self.server.files(self.name)
        there = [one for one in self.times.values() if _name(one) in files]
        if not there:
            return None
        known = self.random.choice(there)
        return known, self._text(_name(known))

    def _entry(self, name: str) -> dav_calendar.Entry:
        address = self.address + name
        return dav_calendar.entries_at(self.address, SAM, [address])[address]

    def _text(self, name: str) -> str:
        return self._entry(name).text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"

    def _tag(self, name: str) -> str:
        return self._entry(name).tag

    def _put(self, name: str, text: str) -> None:
        tag = self._tag(name) if name in self.theirs else ""
        dav_calendar.put(self.address + name, SAM, text.encode(), tag=tag)
        self.theirs[name] = self.server.files(self.name)[name]

    def _write_ours(self, known: Known, text: str) -> None:
        name = _name(known)
        dav_calendar.put(self.address + name, SAM, text.encode(), tag=self._tag(name))

    def _seq(self) -> int:
        self.cast.household.refresh_from_db()
        return self.cast.household.event_seq


def _name(known: Known) -> str:
    return f"kbye-{known.row.pk}.ics"
