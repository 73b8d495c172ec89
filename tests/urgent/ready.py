"""A house that is ready for an emergency, and how its sheet is asked for without Django."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults

from kbye.emergency_page import serving
from kbye.household.household import Household
from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.web.own_sheet import own_link
from kbye.work.sheets import write_sheets
from tests.people import THURSDAY_NOON, Family, family, inhaler

Kind = Fact.Kind
# What whoever opens a sheet has to find: the right children, medical notes, numbers, who may collect.
CHILDREN = ("Mia", "Ben", "Zoe")
MEDICAL = (
    "no nuts, not even traces",
    "Red spots",
    "the pouch by the fruit bowl",
    "inhaler, 2 puffs",
    "asthma",
)
PHONES = ("+49 30 23125 001", "+49 30 23125 014", "+49 30 23125 099", "112")
# Far off: the houses of test_faults.py live by the real clock.
UNTIL = date(2099, 12, 31)
COLLECT = ("Grandma", "at the school gate", "until 31 December 2099")
HOUSE = ("Lindenweg 7", "third floor", "fuse box")
PAPERS = ("A123456789", "the blue folder")
ALL_OF_IT = (*CHILDREN, *MEDICAL, *PHONES, *COLLECT, *HOUSE, *PAPERS)


def ready_family(**named: Any) -> Family:
    cast = family(**named)
    furnish(cast)
    return cast


def furnish(cast: Family) -> None:
    house = cast.household
    facts: list[tuple[str, Member | None, str, str, str]] = [
        (Kind.ALLERGY, cast.zoe, "no nuts, not even traces", "Red spots around the mouth.", MEDICAL[2]),
        (Kind.CONDITION, cast.ben, "asthma", "worse in the cold", ""),
        (Kind.HOUSE, None, "fuse box", "behind the coats", ""),
        (Kind.ADDRESS, None, "Lindenweg 7, 10999 Berlin", "third floor, the door on the left", ""),
        (Kind.INSURANCE, None, "with the health insurance of Alex", "A123456789", ""),
        (Kind.CONSENT, None, "Grandma may agree to a treatment", "the blue folder in the hall", ""),
    ]
    for kind, child, words, detail, kept in facts:
        Fact.objects.create(household=house, kind=kind, child=child, words=words, detail=detail, kept=kept)
    Collector.objects.create(
        household=house, name="Grandma", child=cast.mia, note=COLLECT[1], until_date=UNTIL
    )
    Contact.objects.create(household=house, name="Grandma", phone=PHONES[1], note="ten minutes away")
    Contact.objects.create(
        household=house, name="The children's doctor", phone=PHONES[2], role=Contact.Role.DOCTOR, place=1
    )
    inhaler(cast)
    cast.sam.phone = PHONES[0]
    cast.sam.save(update_fields=["phone"])


def written(cast: Family, at: datetime = THURSDAY_NOON) -> int:
    """The background work, once, at that time."""
    Household.objects.filter(pk=cast.household.pk).update(sheet_due_at=None)
    return write_sheets(lambda: at)


def own_token(member: Member, at: datetime = THURSDAY_NOON) -> str:
    link = own_link(member, at)
    assert link is not None
    return link.token


def link_of(cast: Family, purpose: str, member: Member) -> Link:
    return Link.objects.of(cast.household).get(purpose=purpose, member=member)


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_old(self) -> bool:
        return '<p class="late">' in self.text


def missing(text: str, wanted: tuple[str, ...] = ALL_OF_IT) -> list[str]:
    return [words for words in wanted if words.replace("'", "&#x27;") not in text]


class Door:
    """Asks the application a server serves, as a browser would; Django is never there."""

    def __init__(self, folder: Path, at: datetime = THURSDAY_NOON) -> None:
        self.folder, self.at, self.cookies = folder, at, dict[str, str]()
        self.application = serving.first(self._nothing_else, folder=folder, now=lambda: self.at)
        self.went_on = 0

    def _nothing_else(self) -> serving.Application:
        self.went_on += 1
        raise ImportError("kbye does not import")

    def ask(self, path: str, method: str = "GET", **environ: str) -> Got:
        given: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method, **environ}
        if path in self.cookies:
            given.setdefault("HTTP_COOKIE", self.cookies[path])
        setup_testing_defaults(given)
        given["wsgi.errors"] = io.StringIO()
        said: list[Any] = []
        body = b"".join(self.application(given, lambda *start: said.extend(start)))
        headers = dict(said[1])
        if "Set-Cookie" in headers:
            self.cookies[path] = headers["Set-Cookie"].partition(";")[0]
        return Got(int(said[0][:3]), headers, body.decode())

    def open(self, token: str) -> Got:
        """Tap, and read."""
        path = f"/e/{token}/"
        self.ask(path, "POST")
        return self.ask(path)

    def later(self, **by: float) -> Door:
        self.at += timedelta(**by)
        return self
