"""The handbook's page in sections: for each child, for all, the house, whom to call, who may collect, if …"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kbye.handbook.forms import dialled
from kbye.household.excerpt import Excerpt
from kbye.household.if_then import IfThen
from kbye.household.knowledge import Collector, Contact, Fact, Shown, ShownTo
from kbye.household.people import Member
from kbye.planning.finding import found
from kbye.web.calling import Call

# A handbook as short as this lies open; a longer one is folded.
LIES_OPEN = 12
Kind = Fact.Kind
_OF_THE_HOUSE = {Kind.HOUSE, Kind.ADDRESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry as it is read. `find` is all that can be found in it; addresses are "" where there is nothing."""

    title: str
    note: str = ""
    find: str = ""
    is_allergy: bool = False
    is_medicine: bool = False
    phone: str = ""
    photo: str = ""
    edit: str = ""
    earlier: str = ""
    seen_by: str = ""

    @property
    def dialled(self) -> str:
        return dialled(self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: str
    rows: tuple[Row, ...]
    child: Member | None = None
    hint: str = ""
    is_open: bool = False
    # What can be added here: words and address.
    adds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Turns an excerpt into sections. `photo_url` makes a photo's address; `edits` for the adults' own page."""

    excerpt: Excerpt
    children: tuple[Member, ...]
    today: date
    emergency: Call
    photo_url: Callable[[Fact], str]
    edits: bool = False

    def sections(self) -> list[Section]:
        is_short = len(self.excerpt.facts) <= LIES_OPEN
        found = [*(self._child(child, is_short) for child in self.children), self._for_all(is_short)]
        found += [self._house(), self._calls(), self._collectors(), self._if_then()]
        if not self.edits:
            found = [replace(one, adds=()) for one in found]
        return [one for one in found if one.rows or one.adds]

    def _child(self, child: Member, is_open: bool) -> Section:
        facts = [fact for fact in self.excerpt.of(child) if fact.kind not in _OF_THE_HOUSE]
        allergies = "; ".join(fact.words for fact in facts if fact.is_allergy)
        return Section(
            key=f"child-{child.pk}",
            title=child.name,
            child=child,
            rows=tuple(self._fact(fact) for fact in facts),
            hint=allergies,
            is_open=is_open and bool(facts),
            adds=((_("Add a line"), _add_url("fact", child=child.pk)),),
        )

    def _for_all(self, is_open: bool) -> Section:
        facts = [fact for fact in self.excerpt.of(None) if fact.kind not in _OF_THE_HOUSE]
        return Section(
            key="all", title=_("For all"), rows=tuple(self._fact(fact) for fact in facts), is_open=is_open
        )

    def _house(self) -> Section:
        facts = [fact for fact in self.excerpt.facts if fact.kind in _OF_THE_HOUSE]
        offered = [_("fuse box"), _("water"), _("wifi"), _("keys")]
        there = " ".join(fact.words.casefold() for fact in facts)
        adds = [(_("Add a line"), _add_url("fact", kind=Kind.HOUSE))]
        adds += [
            (word, _add_url("fact", kind=Kind.HOUSE, words=word))
            for word in offered
            if word.casefold() not in there
        ]
        return Section(
            key="house",
            title=_("The house"),
            rows=tuple(self._fact(fact, with_child=True) for fact in facts),
            adds=tuple(adds),
        )

    def _calls(self) -> Section:
        call = self.emergency
        rows = [Row(title=call.name, note=call.note, find=call.name, phone=call.phone)]
        rows += [self._contact(contact, place) for place, contact in enumerate(self.excerpt.contacts)]
        return Section(
            key="calls",
            title=_("Whom to call"),
            rows=tuple(rows),
            adds=((_("Add a number"), _add_url("contact")),),
        )

    def _collectors(self) -> Section:
        return Section(
            key="collect",
            title=_("Who may collect"),
            rows=tuple(self._collector(one) for one in self.excerpt.collectors),
            adds=((_("Add somebody"), _add_url("collector")),),
        )

    def _if_then(self) -> Section:
        return Section(
            key="if",
            title=_("If …"),
            rows=tuple(self._row_of(one) for one in self.excerpt.if_then),
            adds=((_("Add a line"), _add_url("fact", kind=Kind.IF_THEN)),),
        )

    def _fact(self, fact: Fact, *, with_child: bool = False) -> Row:
        name = fact.child.name if fact.child else ""
        return Row(
            title=f"{name}: {fact.words}" if with_child and name else fact.words,
            note=fact.more,
            find=f"{name} {fact.words} {fact.detail} {fact.kept}",
            is_allergy=fact.is_allergy,
            is_medicine=fact.kind == Kind.MEDICINE,
            photo=self.photo_url(fact) if fact.photo else "",
            edit=self._edit("fact", fact),
            seen_by=self._seen_by(fact),
        )

    def _contact(self, contact: Contact, place: int) -> Row:
        return Row(
            title=contact.name,
            note=contact.note,
            find=f"{contact.name} {contact.note}",
            phone=contact.phone,
            edit=self._edit("contact", contact),
            earlier=_url("earlier", contact=contact.pk) if self.edits and place else "",
            seen_by=self._seen_by(contact),
        )

    def _collector(self, one: Collector) -> Row:
        whom = one.child.name if one.child else _("all of them")
        note = " · ".join(part for part in (whom, dates_of(one, self.today), one.note) if part)
        return Row(
            title=one.name,
            note=note,
            find=f"{one.name} {note}",
            edit=self._edit("collector", one),
            seen_by=self._seen_by(one),
        )

    def _row_of(self, one: IfThen) -> Row:
        if one.fact is not None:
            return self._fact(one.fact, with_child=True)
        edit = _url("brought_along", brought=one.seed) if self.edits else ""
        return Row(title=one.words, note=one.detail, find=f"{one.words} {one.detail}", edit=edit)

    def _edit(self, name: str, row: Shown) -> str:
        return _url(name, **{name: row.pk}) if self.edits else ""

    def _seen_by(self, row: Shown) -> str:
        """Only where it is not as usual, and only for those who chose it."""
        if not self.edits or row.audience == row.usual:
            return ""
        return {
            ShownTo.ON_DUTY.value: _("everybody on duty, helpers too"),
            ShownTo.STAYERS.value: _("the adults, and whoever stays"),
            ShownTo.HELPER.value: _("one helper, too"),
            ShownTo.ADULTS.value: _("the adults only"),
        }[row.audience]


def dates_of(one: Collector, today: date) -> str:
    """ "until 4 December 2026"; what is over says so."""
    if one.until_date is not None and one.has_ended(today):
        return _("ended %(day)s") % {"day": date_format(one.until_date, _("j F Y"))}
    parts = []
    if one.from_date is not None and one.from_date > today:
        parts.append(_("from %(day)s") % {"day": date_format(one.from_date, _("j F Y"))})
    if one.until_date is not None:
        parts.append(_("until %(day)s") % {"day": date_format(one.until_date, _("j F Y"))})
    return " ".join(parts)


def fill_words() -> frozenset[str]:
    """The words of a question that say nothing about what is looked for."""
    return frozenset(
        _(
            "a an and any are at can could did do does for has have how i in is it my of on or our please the their "
            "there they this to us was we what when where which who whom why with you your"
        ).split()
    )


def narrowed(sections: Iterable[Section], query: str) -> list[Section]:
    """Only the rows in which the words are found, unfolded."""
    shelf = list(sections)
    rows = [(section.key, row) for section in shelf for row in section.rows]
    hits = [rows[at] for at in found(query, [row.find for _key, row in rows], fill_words())]
    kept = [
        replace(section, rows=tuple(row for key, row in hits if key == section.key), is_open=True, adds=())
        for section in shelf
    ]
    return [section for section in kept if section.rows]


def _url(name: str, **named: object) -> str:
    return reverse(f"handbook:{name}", kwargs=named)


def _add_url(name: str, **said: object) -> str:
    return f"{_url(f'add_{name}')}?{urlencode(said)}" if said else _url(f"add_{name}")
