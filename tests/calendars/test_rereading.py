"""A calendar read again: whatever was edited since, the answer is that of reading all of it from scratch."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbye.calendars import limits, renewing, safely
from kbye.calendars.cutting import Piece
from kbye.calendars.folding import unfolded
from kbye.calendars.keeping import Kept
from kbye.calendars.ours import uid_of
from kbye.calendars.outline import outlined
from kbye.calendars.reading import Happening, Unreadable, expand
from kbye.calendars.rereading import fingerprints_of, happenings_of, reread, seal_of, without_titles

from .ics import BERLIN, calendar, event

MONTHS = [datetime(2025 + month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in range(84)]
WINDOW = (MONTHS[0], MONTHS[36])
VIENNA = """
    BEGIN:VTIMEZONE
    TZID:{name}
    BEGIN:STANDARD
    DTSTART:19701025T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
    END:STANDARD
    END:VTIMEZONE
"""
HEADS = (
    "",
    "X-WR-TIMEZONE:Asia/Tokyo",
    VIENNA.format(name="Mine"),
    VIENNA.format(name="Mine").replace("+02", "+03"),
)

STARTS = st.sampled_from(
    (
        *(
            "DTSTART:20250131T230000Z",
            "DTSTART;TZID=Europe/Berlin:20260329T023000",
            "DTSTART:20260301T090000",
        ),
        *("DTSTART;VALUE=DATE:20260307", "DTSTART;TZID=Mine:20260501T100000", "DTSTART:20241230T220000Z"),
        *("DTSTART:20271231T230000Z", "DTSTART:20280115T100000Z", "DTSTART;TZID=Nowhere:20260101T090000"),
    )
)
MORE = st.sampled_from(
    (
        *(
            "",
            "",
            "RRULE:FREQ=WEEKLY",
            "RRULE:FREQ=MONTHLY;COUNT=3",
            "RRULE:FREQ=DAILY;UNTIL=20260401T000000Z",
        ),
        *(
            "RDATE:20270101T100000Z",
            "EXRULE:FREQ=DAILY",
            "RRULE:FREQ=SECONDLY",
            "STATUS:TENTATIVE",
            "DTSTART:never",
        ),
        *(
            "TRANSP:TRANSPARENT",
            "STATUS:CANCELLED",
            "SEQUENCE:2",
            "RECURRENCE-ID:20260308T090000",
            "EXDATE:20260308T090000",
        ),
        *("\x00noise", "BEGIN:VALARM\nUID:alarm\nEND:VALARM", "BEGIN:VALARM\nUID:alarm", "DURATION:P3D"),
    )
)
USUAL = st.builds(
    lambda uid, title, start, more: event(start, more, uid=uid, title=title),
    st.sampled_from(["", "1@test", "2@test", "3@test", "4@test", "5@test"]),
    st.sampled_from(["Piano", "Choir"]),
    STARTS,
    MORE,
)
ODD = st.sampled_from(
    (
        "begin:vevent\nUID:odd@test\nDTSTART:20260501T100000Z\nend:vevent",
        "BEGIN:VEVENT\nUID:odd@test\nDTSTART:20260501T100000Z",
        "BEGIN:VEVENT\nUID:odd@test\nDTSTART:20260501T100000Z\nEND : VEVENT\nX-WR-TIMEZONE:Asia/Tokyo\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:odd@test\nBEGIN:VEVENT\nDTSTART:20260501T100000Z\nEND:VEVENT\nEND:VEVENT",
        "BEGIN:VTODO\nUID:odd@test\nDTSTART:20260501T100000Z\nEND:VTODO",
        "BEGIN:VTODO\nUID:odd@test",
        "END:VCALENDAR",
        "END:VCALENDAR\nBEGIN:VCALENDAR",
        "BEGIN:VEVENT\nEND:VEVENT",
        "X-WR-TIMEZONE:Asia/Tokyo",
    )
)
ENTRIES = st.one_of(USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, ODD)
EDITS = st.tuples(
    st.sampled_from(["insert", "remove", "replace", "double", "move", "head", "later"]),
    st.integers(0, 9),
    ENTRIES,
)


class File:
    """A calendar that somebody edits, and the window that somebody looks through."""

    def __init__(self, entries: list[str]) -> None:
        self.entries, self.head, self.month = entries, 0, 0

    def edit(self, kind: str, at: int, entry: str) -> None:
        place = at % (len(self.entries) + 1)
        if kind == "head":
            self.head = at % len(HEADS)
        elif kind == "later":
            self.month += 1 + at % 7
        elif kind == "insert" or place == len(self.entries):
            self.entries.insert(place, entry)
        elif kind == "replace":
            self.entries[place] = entry
        else:
            old = self.entries[place] if kind == "double" else self.entries.pop(place)
            if kind != "remove":
                self.entries.insert(at // 2, old)

    def read(self, kept: Kept | None, *, titles: bool = False) -> Kept:
        raw = calendar(*self.entries, head=HEADS[self.head])
        start, end = MONTHS[self.month], MONTHS[self.month + 36]
        seal = seal_of(raw, start=start, end=end, zone=BERLIN, titles=titles)
        found, _ = renewing.renewed(raw, json.loads(json.dumps(kept)), seal)
        whole = expand(raw, start=start, end=end, zone=BERLIN).happenings
        assert alike(happenings_of(found)) == alike(whole, titles=titles)
        assert alike(happenings_of(without_titles(found))) == alike(whole, titles=False)
        return found


def alike(happenings: tuple[Happening, ...], *, titles: bool = True) -> Counter[str]:
    """As they are without identifiers, in any order."""
    return Counter(repr(replace(one, uid="", title=one.title if titles else "")) for one in happenings)


def agree(entries: list[str], edits: list[tuple[str, int, str]], *, titles: bool) -> None:
    file = File(list(entries))
    kept = file.read(None, titles=titles)
    for edit in edits:
        file.edit(*edit)
        kept = file.read(kept, titles=titles)
        assert kept == file.read(None, titles=titles)


@settings(max_examples=120, deadline=None)
@given(st.lists(ENTRIES, max_size=8), st.lists(EDITS, max_size=3), st.booleans())
def test_edited_in_any_way_it_is_as_read_from_scratch(
    entries: list[str], edits: list[tuple[str, int, str]], titles: bool
) -> None:
    agree(entries, edits, titles=titles)


@pytest.mark.nightly
@settings(max_examples=20_000, deadline=None)
@given(st.lists(ENTRIES, max_size=12), st.lists(EDITS, max_size=6), st.booleans())
def test_many_more_edits(entries: list[str], edits: list[tuple[str, int, str]], titles: bool) -> None:
    agree(entries, edits, titles=titles)


# Mistakes that such a comparison must find

CHOIR = event("DTSTART:20260301T090000", "RRULE:FREQ=WEEKLY", uid="choir@test")
MOVED = event("DTSTART:20260309T100000", "RECURRENCE-ID:20260308T090000", uid="choir@test")
LATE = event("DTSTART:20280115T100000Z", uid="late@test")
ODD_END = (
    "BEGIN:VEVENT\nUID:odd@test\nDTSTART:20260501T100000Z\nEND : VEVENT\nX-WR-TIMEZONE:Asia/Tokyo\nEND:VEVENT"
)
MISTAKES: dict[str, tuple[str, object, tuple[str, int, str]]] = {
    "an edit is not noticed": ("_is_due", lambda old, digests, moved: old is None, ("insert", 2, MOVED)),
    "the window moves and nothing follows": (
        "_is_due",
        lambda old, digests, moved: old is None or old[0] != digests,
        ("later", 5, ""),
    ),
    "the zone of the calendar does not count": ("_fits", lambda kept, seal, context: True, ("head", 1, "")),
    "what is past stays": ("_still", lambda old, entries, window: old, ("later", 6, "")),
}


@pytest.mark.parametrize(("name", "wrong", "edit"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_are_found(
    name: str, wrong: object, edit: tuple[str, int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [CHOIR, LATE, event("DTSTART:20250131T230000Z", uid="3@test")]
    agree(entries, [edit], titles=True)
    monkeypatch.setattr(renewing, name, wrong)
    with pytest.raises(AssertionError):
        agree(entries, [edit], titles=True)


def test_a_piece_that_is_more_than_an_entry_is_no_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    edits = [("insert", 0, LATE)]
    agree([ODD_END, CHOIR], edits, titles=True)
    monkeypatch.setattr("kbye.calendars.cutting.Piece.read", lambda piece: _first_entry(piece))
    with pytest.raises(AssertionError):
        agree([ODD_END, CHOIR], edits, titles=True)


def _first_entry(piece: object) -> object:
    assert isinstance(piece, Piece)
    return outlined(unfolded(b"BEGIN:VEVENT" + piece.body + b"\nEND:VEVENT", piece.line))[0].events[0]


# What is done, and what is not

MANY = [
    event(f"DTSTART:202603{day:02}T090000Z", uid=f"{day}@test", title=f"Piano {day}") for day in range(1, 29)
]


def again(raw: bytes, kept: Kept | None, window: tuple[datetime, datetime] = WINDOW) -> tuple[Kept, int]:
    return renewing.renewed(
        raw, kept, seal_of(raw, start=window[0], end=window[1], zone=BERLIN, titles=False)
    )


def test_only_what_changed_is_worked_out() -> None:
    kept, first = again(calendar(*MANY, CHOIR), None)
    assert first == 29
    assert again(calendar(*MANY[:5], MANY[5].replace("Piano", "Choir"), *MANY[6:], CHOIR), kept)[1] == 1
    assert again(calendar(*reversed(MANY), CHOIR), kept)[1] == 0
    assert again(calendar(*MANY[3:], CHOIR), kept)[1] == 0
    assert again(calendar(*MANY, CHOIR, MOVED), kept)[1] == 1
    assert again(calendar(*MANY, CHOIR, head="X-WR-CALNAME:New name"), kept)[1] == 0
    assert again(calendar(*MANY, CHOIR, head="X-WR-TIMEZONE:Asia/Tokyo"), kept)[1] == 29


def test_a_month_later_only_what_goes_on_is_worked_out() -> None:
    kept, _ = again(calendar(*MANY, CHOIR, LATE), None)
    assert again(calendar(*MANY, CHOIR, LATE), kept, (MONTHS[1], MONTHS[37]))[1] == 2
    assert again(calendar(*MANY, CHOIR, LATE), kept, (MONTHS[0], MONTHS[35]))[1] == 30


def test_one_bad_entry_is_tried_again_and_the_others_are_not() -> None:
    bad = event("DTSTART:never", uid="bad@test")
    kept, _ = again(calendar(bad, *MANY), None)
    kept, redone = again(calendar(*MANY[:3], bad, *MANY[3:]), kept)
    assert redone == 1
    assert [line for line, _, _ in kept["problems"]] == [4 + 3 * 5]


def test_no_title_and_no_identifier_is_kept_unless_asked() -> None:
    raw = calendar(*MANY, event("DTSTART:never", uid="bad@test", title="Bad"))
    kept = reread(raw, None, start=WINDOW[0], end=WINDOW[1], zone=BERLIN).kept
    assert not any(word in json.dumps(kept) for word in ("Piano", "@test", "Bad"))
    titled = reread(raw, kept, start=WINDOW[0], end=WINDOW[1], zone=BERLIN, titles=True)
    assert titled.redone == 29
    assert {one.title for one in titled.happenings} == {f"Piano {day}" for day in range(1, 29)}


def test_titles_go_at_once_when_somebody_asks() -> None:
    two = [
        event("DTSTART:20260501T100000Z", uid="1@test", title="A"),
        event("RDATE:20260601T100000Z", "DTSTART:20260502T100000Z", uid="2@test", title="B"),
    ]
    titled = reread(calendar(*two), None, start=WINDOW[0], end=WINDOW[1], zone=BERLIN, titles=True).kept
    assert without_titles(titled) == again(calendar(*two), None)[0]


def test_what_kbye_wrote_itself_is_left_out() -> None:
    own = event("DTSTART:20260301T090000Z", uid=uid_of(UUID(int=7), "kbye.test"))
    broken = own.replace("BEGIN:VEVENT", "begin:vevent")
    for entry in (own, broken):
        raw = calendar(entry, LATE)
        seal = seal_of(raw, start=WINDOW[0], end=WINDOW[1], zone=BERLIN, ours="kbye.test")
        kept, _ = renewing.renewed(raw, None, seal)
        assert fingerprints_of(kept) == fingerprints_of(again(calendar(LATE), None)[0])
        assert not happenings_of(kept)
        assert len(happenings_of(again(raw, kept)[0])) == 1


def test_apart_it_is_the_same_and_unchanged_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    raw, window = calendar(*MANY, CHOIR), {"start": WINDOW[0], "end": WINDOW[1], "zone": BERLIN}
    first = reread(raw, None, **window)  # type: ignore[arg-type]
    assert first.kept == again(raw, None)[0]
    edited = reread(raw.replace(b"Piano 7\r", b"Piano\r"), first.kept, **window)  # type: ignore[arg-type]
    assert edited.redone == 1
    with pytest.raises(Unreadable, match="web page"):
        reread(b"<html>", first.kept, **window)  # type: ignore[arg-type]
    monkeypatch.setattr(safely, "_answer", None)
    same = reread(raw, first.kept, **window)  # type: ignore[arg-type]
    assert same.kept is first.kept
    assert same.redone == 0


def test_a_fingerprint_for_each_uid_and_for_each_entry_without_one() -> None:
    without = [event("DTSTART:20260301T090000Z", uid="", title=title) for title in ("A", "B")]
    whole = calendar(CHOIR, MOVED, LATE, *without)
    assert len(fingerprints_of(again(whole, None)[0])) == 4
    assert len(fingerprints_of(again(whole[:-14], None)[0])) == 4  # no END:VCALENDAR: read whole
    assert fingerprints_of(again(calendar(LATE), None)[0]) < fingerprints_of(again(whole, None)[0])


def test_a_calendar_that_holds_too_much_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "MAX_CALENDAR_OCCURRENCES", 30)
    monkeypatch.setattr("kbye.calendars.expanding.MAX_CALENDAR_OCCURRENCES", 30)
    short = event("DTSTART:20260501T090000Z", "RRULE:FREQ=DAILY;COUNT=5", uid="short@test")
    kept, _ = again(calendar(*MANY), None)
    more, redone = again(calendar(*MANY, short), kept)
    assert (redone, more["context"], len(more["problems"])) == (29, "", 1)
    assert more == again(calendar(*MANY, short), None)[0]
    assert again(calendar(*MANY), more)[0] == kept


def test_too_many_entries_are_too_many_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbye.calendars.outline.MAX_COMPONENTS", 29)
    assert limits.MAX_COMPONENTS == 20_000
    assert len(fingerprints_of(again(calendar(*MANY, CHOIR), None)[0])) == 29
    with pytest.raises(Unreadable, match="entries"):
        again(calendar(*MANY, CHOIR, LATE), None)
