"""A helper's stretch on paper: one page, in words, with tags for those who have it read to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kbye.ask.message import fact_lines, moment, must_lines, reader_of, time_of
from kbye.ask.stretch import stretch_of
from kbye.household.gap import Ask, Gap
from kbye.household.language import written_for
from kbye.web.calling import emergency
from kbye.web.typeset import pdf
from kbye.web.wording import names

# Where paper has other measures than everywhere else.
_LETTER = {"US", "CA", "MX", "PH", "CL", "CO", "VE"}


def paper(ask: Ask, gap: Gap, *, now: datetime) -> bytes:
    """Raises NotPrinted."""
    return pdf("kbye.ask", "ask/stretch.typ", words(ask, gap, now=now))


def words(ask: Ask, gap: Gap, *, now: datetime) -> dict[str, Any]:
    """All that stands on it, in the language of whoever it is for."""
    with written_for(ask.helper):
        about, reader = stretch_of(gap, ask.helper), reader_of(gap, ask.helper)
        asked = {"children": names(about.children) or _("the children")}
        has_it = ask.state == Ask.State.YES
        calls = (*about.calls, emergency(gap.household))
        return {
            "title": (_("You have %(children)s.") if has_it else _("Could you take %(children)s?")) % asked,
            "when": time_of(about.span, reader),
            "top": [line for line in (_where(about.place), about.what_to_know) if line],
            "parts": [
                _part(
                    _("What must happen"),
                    must_lines(about, reader) or [_("Nothing special. Cereal is fine.")],
                ),
                _part(_("Good to know"), fact_lines(about)),
                _part(_("If …"), [f"{row.words} {row.detail}" for row in about.if_then]),
                _part(_("Whom to call"), [f"{call.name}: {call.phone}" for call in calls]),
            ],
            "made": _("kbye · as of %(moment)s") % {"moment": moment(now, reader)},
            "language": (get_language() or "en").split("-")[0],
            "right_to_left": get_language_bidi(),
            "paper": "us-letter" if gap.household.country in _LETTER else "a4",
        }


def _where(place: str) -> str:
    return _("Where: %(place)s") % {"place": place} if place else ""


def _part(title: str, lines: list[str]) -> dict[str, object]:
    return {"title": title, "lines": lines}
