"""Who may see what was said before and after: each kind of words, in each output, for each who could look.

W worries and how they were · R how rested · D different and fine, to know next time · P postcards and firsts of Alex ·
G postcards and firsts of Grandma. What is not in a row of the table must not be anywhere on that page.
"""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Worry
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event
from kbye.household.notice import Notice
from kbye.household.people import Member
from tests.come_back.after import AFTERWARDS, card, first, told, try_first
from tests.conftest import Clock
from tests.people import LONG_AGO, Family, family, give_account, opened, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db

KINDS = {
    "W": ("zq-worry", "zq-outcome"),
    "R": ("Hardly at all</span>", "Rested:"),
    "D": ("zq-different", "zq-toknow"),
    "P": ("zq-card-alex", "zq-first-alex"),
    "G": ("zq-card-grandma", "zq-first-grandma"),
}
# Role and output: what of it may be there. Everything else must not.
MAY_SEE = {
    ("leaver", "welcome"): "RDPG",
    ("leaver", "keepsake"): "DPG",
    ("leaver", "history"): "PG",
    ("leaver", "year"): "PG",
    ("leaver", "child"): "PG",
    ("leaver", "decide"): "W",
    ("leaver", "rested"): "R",
    ("leaver", "worries"): "W",
    ("stayer", "welcome"): "DPG",
    ("stayer", "keepsake"): "DPG",
    ("stayer", "history"): "PG",
    ("stayer", "year"): "PG",
    ("stayer", "child"): "PG",
    ("stayer", "decide"): "",
    ("stayer", "two minutes"): "D",
    ("stayer", "fine"): "D",
    ("stayer", "worries"): "D",
    ("stayer", "postcard"): "P",
    ("stayer on a link", "postcard"): "G",
    ("stayer on a link", "two minutes"): "",
    ("stayer on a link", "worries"): "",
    ("third adult", "history"): "",
    ("third adult", "year"): "",
    ("third adult", "child"): "",
    ("third adult", "decide"): "",
    ("stranger", "history"): "",
    ("stranger", "year"): "",
}


class House:
    """A time away after which everybody has said something."""

    def __init__(self) -> None:
        self.cast: Family = family()
        cast = self.cast
        self.third = Member.objects.create(
            household=cast.household, kind=Member.Kind.ADULT, name="Noor", place=8
        )
        give_account(self.third, "noor@example.org")
        self.strangers = family(canary="-x")
        self.row = self._lived()

    def _lived(self) -> TimeAway:
        cast = self.cast
        row = time_away(cast)
        stays = HandOver.Part.STAYS
        HandOver.objects.create(household=cast.household, time_away=row, person=cast.grandma, part=stays)
        Worry.objects.create(
            household=cast.household,
            time_away=row,
            author=cast.sam,
            words="zq-worry",
            how_it_was="zq-outcome",
            came_true="no",
            created_at=LONG_AGO,
        )
        row.come_back(at=AFTERWARDS)
        told(row, cast.sam, rested="hardly", switched_off="hardly")
        told(row, cast.alex, different_and_fine="zq-different", to_know_next_time="zq-toknow")
        for sender, name in ((cast.alex, "alex"), (cast.grandma, "grandma")):
            card(row, sender=sender, words=f"zq-card-{name}")
            first(row, teller=sender, words=f"zq-first-{name}")
        try_first(row, cast.alex)
        return TimeAway.objects.of(cast.household).with_people().get(pk=row.pk)

    def ask(self, role: str, output: str) -> tuple[Client, str]:
        about = f"?about={output}" if output in {"worries", "fine", "rested"} else ""
        name = output if output in {"welcome", "keepsake", "postcard"} else "two_minutes"
        if role == "stayer on a link":
            link = stay_link(self.row, member=self.cast.grandma)
            return opened(link), reverse(f"come_back:{name}_by_link", kwargs={"token": link.token}) + about
        people = {"leaver": self.cast.sam, "stayer": self.cast.alex, "third adult": self.third}
        urls = {
            "history": "/history/",
            "year": "/history/2026/",
            "decide": "/away/",
            "child": reverse("come_back:of_child", kwargs={"child": self.cast.ben.pk}),
        }
        own = reverse(f"come_back:{name}", kwargs={"time_away": self.row.pk}) + about
        return signed_in(people.get(role, self.strangers.sam)), urls.get(output, own)


def test_each_sees_what_is_theirs_to_see_and_nothing_else(clock: Clock) -> None:
    clock.at = AFTERWARDS
    house = House()
    wrong = []
    for (role, output), may in MAY_SEE.items():
        browser, url = house.ask(role, output)
        response = browser.get(url)
        assert response.status_code == 200, (role, output)
        text = response.content.decode()
        for kind, words in KINDS.items():
            seen = any(one in text for one in words)
            if seen != (kind in may):
                wrong.append((role, output, kind, seen))
    assert wrong == []


def test_neither_the_log_nor_the_outbox_knows_what_is_private(clock: Clock) -> None:
    clock.at = AFTERWARDS
    house = House()
    sam, url = house.ask("leaver", "two minutes")
    worry = Worry.objects.get()
    sam.post(url, {"about": "rested", "rested": "well", "switched_off": "fully"})
    sam.post(url, {"about": "worries", f"came-{worry.pk}": "yes", f"words-{worry.pk}": "zq-new-outcome"})
    assert Worry.objects.get().came_true == "yes"
    events = Event.objects.filter(household=house.cast.household)
    assert events.filter(object_kind="worry").exists()
    written = json.dumps([[one.before, one.after] for one in events]) + "".join(
        f"{one.subject}{one.body}" for one in Notice.objects.filter(household=house.cast.household)
    )
    for words in ("zq-worry", "zq-outcome", "zq-new-outcome", '"came_true"', '"rested"', '"switched_off"'):
        assert words not in written


@pytest.mark.parametrize("role", ["stayer", "third adult", "stranger"])
def test_nobody_answers_for_anothers_worry(role: str, clock: Clock) -> None:
    clock.at = AFTERWARDS
    house = House()
    worry = Worry.objects.get()
    browser, url = house.ask(role, "worries")
    status = browser.post(url, {"about": "worries", f"came-{worry.pk}": "yes"}).status_code
    assert status == {"stayer": 302, "third adult": 403, "stranger": 404}[role]
    worry.refresh_from_db()
    assert (worry.came_true, worry.how_it_was) == ("no", "zq-outcome")
