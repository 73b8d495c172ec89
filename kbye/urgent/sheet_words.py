"""How the lines of an emergency sheet read: short, whole, and the same on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.knowledge import Collector, Fact
from kbye.household.people import Member
from kbye.household.responsibility import Responsibility
from kbye.household.weekdays import EVERY_DAY
from kbye.planning.wallclock import instant
from kbye.urgent.sheet_content import Content, OfChild
from kbye.web import reader, wording

Kind = Fact.Kind


def born(child: Member, age: int | None) -> str:
    """ "born 1 March 2020, 6 years"; "" when nobody said."""
    if child.born_date is None or age is None:
        return ""
    years = ngettext("%(count)d year", "%(count)d years", age) % {"count": age}
    return _("born %(day)s, %(years)s") % {"day": date_format(child.born_date, _("j F Y")), "years": years}


class Said(NamedTuple):
    """A heading with its lines. `is_known`: somebody wrote them down; `is_grave`: nobody may overlook them."""

    heading: str
    lines: list[str]
    is_known: bool = True
    is_grave: bool = False


def lines_of(part: OfChild) -> list[Said]:
    """For a child allergies, medicine and who may collect always stand there, also when nothing is known."""
    facts = {kind: [one.line for one in rows] for kind, rows in part.facts.items()}
    doses = [*(dose(row) for row in part.doses), *facts[Kind.MEDICINE.value]]
    said = [
        _said(_("Allergies"), facts[Kind.ALLERGY.value], _("none written down"), is_grave=True),
        _said(_("Medicine"), doses, _("none written down")),
        _said(_("Health"), facts[Kind.CONDITION.value]),
        _said(_("Insurance"), facts[Kind.INSURANCE.value]),
        _said(_("Consent"), facts[Kind.CONSENT.value]),
    ]
    if part.child is None:
        return [one for one in said if one.is_known]
    may_collect = _said(_("May collect"), collectors(part.collectors), _("only the adults of the house"))
    return [one for one in [*said, may_collect] if one.lines]


def _said(heading: str, lines: list[str], otherwise: str = "", *, is_grave: bool = False) -> Said:
    if lines:
        return Said(heading, lines, is_grave=is_grave)
    return Said(heading, [otherwise] if otherwise else [], is_known=False)


def dose(row: Responsibility) -> str:
    """ "18:30–19:30 inhaler, 2 puffs (at least 4 hours apart)"."""
    times = f"{_clock(row.from_minute)}–{_clock(row.to_minute)}"
    said = _("%(times)s %(what)s") % {"times": times, "what": row.title}
    if row.only_on_date is not None:
        said += f" ({date_format(row.only_on_date, _('j F Y'))})"
    elif row.weekdays != EVERY_DAY:
        said += f" ({', '.join(str(WEEKDAYS_ABBR[day]) for day in sorted(row.days))})"
    if row.apart_minutes:
        said += " · " + _("at least %(hours)s apart") % {"hours": wording.hours(row.apart_minutes)}
    return said


def _clock(minute: int) -> str:
    """On a day without surprises: what is given at 18:30 is given at 18:30."""
    return wording.clock_time(instant(date(2026, 1, 15), minute % (24 * 60), reader.current().zone))


def collectors(rows: Iterable[Collector]) -> list[str]:
    found = []
    for row in rows:
        until = row.until_date and _("until %(day)s") % {"day": date_format(row.until_date, _("j F Y"))}
        more = " · ".join(part for part in (until, row.note) if part)
        found.append(f"{row.name} ({more})" if more else row.name)
    return found


def blank_words(content: Content) -> list[str]:
    """What nobody wrote down, as it is said on the sheet."""
    words = {
        "address": _("our address"),
        "phones": _("a number of each adult"),
        "contacts": _("two people to call"),
        "doctor": _("the doctor"),
        "poison": _("a poison centre"),
        "insurance": _("the insurance"),
        "consent": _("a consent to treatment"),
        "collect": _("who else may collect"),
        "allergies": _("any allergy"),
    }
    return [words[one] for one in content.blanks]


def blank_url(blank: str, content: Content) -> str:
    """Where it can be written down, in one go."""
    fact, contact = reverse("handbook:add_fact"), reverse("handbook:add_contact")
    silent = next((one for one in content.adults if not one.phone), None)
    return {
        "address": f"{fact}?kind={Kind.ADDRESS.value}",
        "phones": reverse("set_up:person", kwargs={"person": silent.pk}) if silent else "",
        "contacts": contact,
        "doctor": f"{contact}?role=doctor",
        "poison": f"{contact}?role=poison",
        "insurance": f"{fact}?kind={Kind.INSURANCE.value}",
        "consent": f"{fact}?kind={Kind.CONSENT.value}",
        "collect": reverse("handbook:add_collector"),
        "allergies": f"{fact}?kind={Kind.ALLERGY.value}",
    }[blank]
