"""One emergency sheet, finished: the content in the reader's language, zone and way of telling the time, as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kbye.emergency_page.page import Head, compose
from kbye.household.knowledge import Contact
from kbye.household.language import written_for
from kbye.household.people import Member
from kbye.planning.wallclock import local, local_day
from kbye.urgent.sheet_content import Content, content_for
from kbye.urgent.sheet_words import blank_words, born, lines_of
from kbye.web import reader as reading
from kbye.web.calling import Call, other_numbers

# What it holds of a house with very much to say, so that it stays two pages; what keeps somebody safe is all on it.
MOST_HOUSE_LINES, MOST_CALLS = 10, 12
HOUSE_LINE_LETTERS = 160
# So many lines have room on paper in large letters.
SHORT = 30


def page_for(reader: Member, *, made_at: datetime, ends_at: datetime | None = None) -> bytes:
    """The sheet of this reader's house as they may see it, from rows that are read now; `made_at` is before that."""
    reading.read_as(reader.household.zone, reader.clock)
    try:
        with written_for(reader):
            content = content_for(reader, on=local_day(made_at, reader.household.zone))
            return compose(_head(made_at, ends_at), _body(content, reader, made_at))
    finally:
        reading.forget()


def _head(made_at: datetime, ends_at: datetime | None) -> Head:
    return Head(
        made_at=made_at,
        ends_at=ends_at,
        language=get_language() or settings.LANGUAGE_CODE,
        is_right_to_left=get_language_bidi(),
        is_https=settings.IS_HTTPS,
        title=_("Emergency sheet"),
        tap_words=_("For whoever has the children: allergies, medicine, whom to call, who may collect."),
        tap_button=_("Open it here"),
    )


def _body(content: Content, reader: Member, made_at: datetime) -> str:
    house = [one for one in content.house if len(one.line) <= HOUSE_LINE_LETTERS][:MOST_HOUSE_LINES]
    parts = [content.for_all, *content.children] if content.for_all.says_anything else content.children
    said = [(part, lines_of(part), _born(part.child, part.age)) for part in parts]
    lines = len(house) + sum(len(one.lines) for _part, all_of_it, _when in said for one in all_of_it)
    context = {
        "content": content,
        "is_short": lines <= SHORT,
        "numbers": numbers(content),
        "calls": calls(content),
        "parts": said,
        "house": house,
        "house_left_out": len(content.house) - len(house),
        "blanks": blank_words(content),
        "reader": reader,
        "made_at": made_at,
        "year": local(made_at, reader.household.zone).year,
    }
    return render_to_string("urgent/kept_sheet.html", context)


def numbers(content: Content) -> list[Call]:
    """Those of the country; the poison centre that the house wrote down itself stands for the country's."""
    known = content.emergency._replace(poison="") if content.poison else content.emergency
    return other_numbers(known)


def calls(content: Content) -> list[Call]:
    """The adults of the house first, then the two to call, the doctor, the poison centre, and the rest."""
    to_call, others = content.contacts[:2], content.contacts[2:]
    found = [Call(adult.name, adult.phone, "") for adult in content.adults]
    found += _as_calls(to_call)
    found += _as_calls(content.doctors, _("doctor")) + _as_calls(content.poison, _("poison centre"))
    return [*found, *_as_calls(others)][:MOST_CALLS]


def _as_calls(rows: Sequence[Contact], role: str = "") -> list[Call]:
    return [Call(row.name, row.phone, " · ".join(one for one in (role, row.note) if one)) for row in rows]


def _born(child: Member | None, age: int | None) -> str:
    return born(child, age) if child else ""


def next_look(reader_zone: str, now: datetime) -> datetime:
    """A day of the house changes who may collect and how old somebody is; else a few hours are often enough."""
    there = local(now, reader_zone)
    tomorrow = (there + timedelta(days=1)).replace(hour=0, minute=1, second=0, microsecond=0)
    return min(now + timedelta(hours=6), tomorrow.astimezone(now.tzinfo))
