"""Could you leave on Saturday at seven? What would fail then is tried now; nobody outside is asked or told.

What is tried is real: the sheet is opened as a phone opens it, by the part that needs nothing else of kbye. What kbye
cannot see from here is said to be unknown, not well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.emergency_page import serving
from kbye.emergency_page.page import LARGEST, NotASheet, head_of
from kbye.household.household import Household
from kbye.household.notices import ways_to
from kbye.household.people import Member
from kbye.planning.wallclock import local_day
from kbye.urgent.sheet_content import Content, content_for
from kbye.urgent.sheet_words import blank_url
from kbye.web.own_sheet import own_link, path_of

# Without these a sheet leaves somebody alone; the rest is good to have.
ESSENTIAL = ("address", "phones", "contacts", "doctor")
BEHIND_AFTER = timedelta(minutes=5)
SATURDAY = 5


class How(Enum):
    WELL = "well"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried. What fails comes with the one thing to do about it."""

    how: How
    words: str
    action: str = ""
    url: str = ""


def rehearse(household: Household, now: datetime) -> list[Finding]:
    """Everything that leaving on Saturday would need, in the order in which it would be missed."""
    adults = list(Member.objects.of(household).adults().select_related("user", "household"))
    return [
        *_sheets(adults, now),
        _background(household, now),
        *_safety(adults, now),
        *_reach(adults),
        _helpers(household),
        _somebody_stays(household, adults),
        _collect(adults, now),
        Finding(How.UNKNOWN, _("Whether each phone has kept the sheet: open kbye on it once, over https.")),
        Finding(How.UNKNOWN, _("Whether the sheet on the fridge is of this month: its date stands on it.")),
        Finding(
            How.UNKNOWN, _("Whether somebody makes backups of the data folder: whoever runs kbye knows.")
        ),
    ]


def fails(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.how is How.FAILS]


def _sheets(adults: list[Member], now: datetime) -> Iterator[Finding]:
    see = _("See the sheet"), reverse("urgent:sheet")
    for adult in (one for one in adults if one.user_id):
        trouble = _what_is_wrong_with_the_sheet_of(adult, now)
        if trouble:
            yield Finding(
                How.FAILS, _("%(name)s: %(trouble)s") % {"name": adult.name, "trouble": trouble}, *see
            )
        else:
            yield Finding(
                How.WELL, _("The emergency sheet of %(name)s opens without kbye.") % {"name": adult.name}
            )


def _what_is_wrong_with_the_sheet_of(adult: Member, now: datetime) -> str:
    link = own_link(adult, now)
    if link is None:
        return _("there is no emergency sheet yet.")
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path_of(link), serving.KEPT_HERE: "yes"}
    answer = serving.answer_to(asked, folder=settings.EMERGENCY_SHEETS, now=now)
    if answer is None or not answer.status.startswith("200"):
        return _("the emergency sheet does not open.")
    try:
        is_old = head_of(answer.body).is_old(now)
    except NotASheet:
        return _("the emergency sheet does not open.")
    if is_old:
        return _("the emergency sheet is more than a day old.")
    content = content_for(adult, on=local_day(now, adult.household.zone))
    text = answer.body.decode()
    if len(answer.body) > LARGEST or not all(escape(words) in text for words in must_stand_there(content)):
        return _("the emergency sheet is not whole.")
    return ""


def must_stand_there(content: Content) -> list[str]:
    """What a sheet may never be without: the children, what is dangerous for them, the numbers, who may collect."""
    words = [content.emergency.first, *(one.phone for one in content.adults if one.phone)]
    for part in (content.for_all, *content.children):
        words += [part.child.name] if part.child else []
        words += [fact.words for kind in ("allergy", "medicine", "condition") for fact in part.facts[kind]]
        words += [dose.title for dose in part.doses]
        words += [one.name for one in part.collectors] if part.child else []
    return words + [one.phone for one in (*content.contacts[:2], *content.doctors[:1])]


def _background(household: Household, now: datetime) -> Finding:
    due = Household.objects.values_list("sheet_due_at", flat=True).get(pk=household.pk)
    if due is not None and now - due < BEHIND_AFTER:
        return Finding(How.WELL, _("What changes gets onto the sheets."))
    if due is None:
        words = _("Something changed a moment ago and is not on the sheets yet. Look again in a minute.")
    else:
        words = _("The background work stands still: sheets get old, and nothing is sent.")
    return Finding(How.FAILS, words, _("Look again"), reverse("urgent:drill"))


def _safety(adults: list[Member], now: datetime) -> Iterator[Finding]:
    if not adults:
        return
    content = content_for(adults[0], on=local_day(now, adults[0].household.zone))
    words = {
        "address": _("Our address is not written down; an ambulance will ask."),
        "phones": _("There is not a number for each adult."),
        "contacts": _("There are not two people to call yet."),
        "doctor": _("The doctor is not written down."),
    }
    missing = [one for one in ESSENTIAL if one in content.blanks]
    for one in missing:
        yield Finding(How.FAILS, words[one], _("Write it down"), blank_url(one, content))
    if not missing:
        yield Finding(How.WELL, _("Address, numbers and doctor are written down."))


def _reach(adults: list[Member]) -> Iterator[Finding]:
    for adult in adults:
        about = {"name": adult.name}
        ways = [
            way for way in ways_to(adult, kind="told", urgent=True) if way is not None or settings.SENDS_MAIL
        ]
        broken = [way for way in ways if way is not None and way.trouble]
        if not ways:
            words = (
                _("Nothing of kbye reaches %(name)s by itself: no phone is added, and no mail goes out.")
                % about
            )
        elif len(broken) == len(ways):
            words = _("The last message to the phone of %(name)s did not arrive.") % about
        else:
            yield Finding(How.WELL, _("kbye knows a way to reach %(name)s.") % about)
            continue
        yield Finding(How.FAILS, words, _("How kbye reaches you"), reverse("set_up:channels"))


def _helpers(household: Household) -> Finding:
    helpers = [one for one in Member.objects.of(household).here() if one.kind == Member.Kind.HELPER]
    if not helpers:
        words = _("No helper is named who could be asked.")
        return Finding(How.FAILS, words, _("Add somebody"), reverse("set_up:add_person"))
    silent = [one for one in helpers if not (one.phone or one.email)]
    if len(silent) == len(helpers):
        words = _("%(name)s has neither a number nor an e-mail address here.") % {"name": silent[0].name}
        url = reverse("set_up:person", kwargs={"person": silent[0].pk})
        return Finding(How.FAILS, words, _("Write it down"), url)
    first = next(one for one in helpers if one not in silent)
    return Finding(How.WELL, _("%(name)s would be asked first.") % {"name": first.name})


def _somebody_stays(household: Household, adults: list[Member]) -> Finding:
    others = Member.objects.of(household).who_can_stay().count() - 1
    if len(adults) > 1 or others > 0:
        return Finding(How.WELL, _("There is somebody who could have the children."))
    words = _("Nobody else is named who could have the children.")
    return Finding(How.FAILS, words, _("Add somebody"), reverse("set_up:add_person"))


def _collect(adults: list[Member], now: datetime) -> Finding:
    household = adults[0].household if adults else None
    if household is not None:
        content = content_for(adults[0], on=next_saturday(household, now))
        if len(adults) > 1 or any(part.collectors for part in content.children):
            return Finding(How.WELL, _("Somebody else may collect."))
    url = reverse("handbook:add_collector")
    return Finding(How.FAILS, _("Nobody else may collect the children."), _("Write it down"), url)


def next_saturday(household: Household, now: datetime) -> date:
    today = local_day(now, household.zone)
    return today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
