"""What a helper receives: complete as text, by any messenger. The link only adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kbye.ask.stretch import Stretch, stretch_of
from kbye.household.gap import Ask, Gap
from kbye.household.language import written_for
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence
from kbye.planning.intervals import Span
from kbye.web.reader import Reader
from kbye.web.wording import clock_time, date, hours_of, is_one_day, names, when


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    body: str


def write(ask: Ask, gap: Gap, *, link: str = "", again: bool = False) -> Message:
    """In the language of who is asked. `gap` comes from `Gap.objects.whole()`; `ask` has its helper.

    `again`: they were asked in this emergency before, and nobody has heard from them.
    """
    with written_for(ask.helper):
        return _written(ask, gap, link, again)


def _written(ask: Ask, gap: Gap, link: str, again: bool) -> Message:
    reader, about = reader_of(gap, ask.helper), stretch_of(gap, ask.helper)
    asked = {"children": names(about.children) or _("the children"), "when": when(about.span, reader)}
    leaver = {"leaver": gap.time_away.leaver.name}
    parts = [
        _("Hi %(name)s,") % {"name": ask.helper.name},
        _("this is an emergency: %(leaver)s has to leave at once.") % leaver if gap.is_urgent else "",
        _("Nobody has the children yet, so I ask you once more. A no helps, too.") if again else "",
        (
            _("Could you take %(children)s?\n%(when)s")
            if gap.is_urgent
            else _("could you take %(children)s?\n%(when)s")
        )
        % asked,
        _("Where: %(place)s") % {"place": about.place} if about.place else "",
        about.what_to_know,
        _what_must_happen(about, reader),
        _good_to_know(about),
        _whom_to_call(about),
        _how_to_answer(link, gap, reader),
        about.asker.name,
    ]
    words = (
        _("Emergency: could you take %(children)s? %(when)s")
        if gap.is_urgent
        else _("Could you take %(children)s? %(when)s")
    )
    subject = words % asked
    return Message(subject, "\n\n".join(part for part in parts if part))


def reader_of(gap: Gap, person: Member) -> Reader:
    return Reader(gap.household.zone, person.clock)


def must_lines(about: Stretch, reader: Reader | None = None) -> list[str]:
    """ "Ben: no nuts", "18:30 Ben: inhaler, 2 puffs": allergies first, then by the clock."""
    lines = [_with_child(one.child, one.line) for one in about.allergies]
    return [*lines, *(_timed(row, about, reader) for row in about.musts)]


def _timed(row: Occurrence, about: Stretch, reader: Reader | None) -> str:
    """What was due before they come may be done by then, and medicine is not given twice."""
    what = _with_child(row.child, row.title)
    if row.earliest_at >= about.span.start:
        return f"{clock_time(row.earliest_at, reader)} {what}"
    return _("by %(time)s %(what)s; ask %(name)s first whether it is done") % {
        "time": clock_time(row.latest_at, reader),
        "what": what,
        "name": about.asker.name,
    }


def fact_lines(about: Stretch) -> list[str]:
    return [_with_child(one.child, one.line) for one in about.facts]


def time_of(span: Span, reader: Reader | None = None) -> str:
    """ "Friday 4 December, 16:30–18:00"; for subjects and short lines."""
    return when(span, reader)


def hours(span: Span, reader: Reader | None = None) -> str:
    """ "16:30–18:00" within one day, else with the days."""
    return hours_of(span, reader) if is_one_day(span, reader) else when(span, reader)


def moment(at: datetime, reader: Reader | None = None) -> str:
    return _("%(day)s, %(time)s") % {"day": date(at, reader), "time": clock_time(at, reader)}


def _with_child(child: Member | None, words: str) -> str:
    return f"{child.name}: {words}" if child else words


def _what_must_happen(about: Stretch, reader: Reader) -> str:
    lines = must_lines(about, reader)
    if not lines:
        return _("Nothing special has to happen. Cereal is fine.")
    return "\n".join([_("What must happen:"), *(f"• {line}" for line in lines)])


def _good_to_know(about: Stretch) -> str:
    lines = fact_lines(about)
    return "\n".join([_("Good to know:"), *(f"• {line}" for line in lines)]) if lines else ""


def _whom_to_call(about: Stretch) -> str:
    if not about.calls:
        return ""
    return "\n".join([_("If you need somebody:"), *(f"• {one.name}: {one.phone}" for one in about.calls)])


def _how_to_answer(link: str, gap: Gap, reader: Reader) -> str:
    if not link:
        return _("Just tell me yes or no; both are fine.")
    lines = [_("Yes or no, both are fine (no account needed):"), link]
    if gap.is_urgent:
        lines.append(_("Others are asked, too; the first yes has it, and the others hear so at once."))
    elif gap.yes_binds_at:
        lines.append(
            _("A yes can be taken back until %(moment)s.") % {"moment": moment(gap.yes_binds_at, reader)}
        )
    return "\n".join(lines)
