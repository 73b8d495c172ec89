"""What the children's link can never open or do: one line each, in one household built once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from kbye.household.card import Card
from kbye.household.gap import Gap
from kbye.household.link import Link
from kbye.household.responsibility import Occurrence
from tests.children.away import BEDTIME, Tablet, card, tablet, weekend
from tests.conftest import Clock
from tests.once import built_once
from tests.people import LONG_AGO, Family, family, inhaler, stay_link
from tests.web.never import answers, assert_led_to_sign_in, assert_shut

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    cast: Family
    phone: Tablet
    keys: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with built_once(django_db_blocker):
        yield _scene()


def _scene() -> Scene:
    cast, theirs = family(), family(canary="-x")
    inhaler(cast)
    row = weekend(cast)
    next_one, their_row = weekend(cast), weekend(theirs)
    gap = Gap.objects.create(
        household=cast.household,
        time_away=row,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        created_at=LONG_AGO,
    )
    opened, theirs_opened = card(row, cast.sam, opens_at=None), card(their_row, theirs.sam, opens_at=None)
    for one in (opened, theirs_opened):
        Card.objects.note_opened(one, at=BEDTIME)
    phone = tablet(cast)
    keys = {
        "own": phone.token,
        "bens": tablet(cast, child=cast.ben).token,
        "stay": stay_link(row).token,
        "away": row.pk,
        "next": next_one.pk,
        "gap": gap.pk,
        "dose": Occurrence.objects.of(cast.household).filter(time_away=row)[0].pk,
        "mia": cast.mia.pk,
        "card": opened.pk,
        "sealed": card(row, cast.sam, opens_at=row.ends_at).pk,
        "for_mia": card(row, cast.sam, opens_at=None, children=(cast.mia,)).pk,
        "theirs": theirs_opened.pk,
        "nothing": uuid4(),
    }
    return Scene(cast, phone, keys)


@pytest.fixture(autouse=True)
def _at_bedtime(clock: Clock) -> None:
    clock.at = BEDTIME


SHUT = {
    "a sealed card": "/c/{own}/cards/{sealed}/",
    "open it before its time": "/c/{own}/cards/{sealed}/open/",
    "the picture of a sealed card": "/c/{own}/cards/{sealed}/photo/",
    "the voice of a sealed card": "/c/{own}/cards/{sealed}/voice/",
    "another child's card": "/c/{bens}/cards/{for_mia}/open/",
    "a card of another household": "/c/{own}/cards/{theirs}/",
    "open one of another household": "/c/{own}/cards/{theirs}/open/",
    "its picture": "/c/{own}/cards/{theirs}/photo/",
    "its voice": "/c/{own}/cards/{theirs}/voice/",
    "a guessed card": "/c/{own}/cards/{nothing}/",
    "take a card back": "/c/{own}/cards/{card}/remove/",
    "write a card": "/c/{own}/cards/new/",
    "the sheet": "/l/{own}/sheet/",
    "the message": "/l/{own}/",
    "the calendar file": "/l/{own}/kbye.ics",
    "gaps": "/l/{own}/gaps/",
    "one gap": "/l/{own}/gaps/{gap}/",
    "tick a dose": "/l/{own}/sheet/{dose}/tick/",
    "something urgent": "/l/{own}/urgent/",
    "all well": "/l/{own}/all-well/",
    "a postcard": "/l/{own}/postcard/",
    "two minutes": "/l/{own}/two-minutes/",
    "what a helper is asked": "/h/{own}/",
    "an invitation": "/invitation/{own}/",
    "a way back in": "/way-in/{own}/",
    "the set-up": "/start/{own}/",
    "somebody else's link as this one": "/c/{stay}/",
    "and its strip": "/c/{stay}/strip/",
}
SIGN_IN = {
    "the adults' side": "/children/",
    "as adults see it": "/children/shown/",
    "a card as adults see it": "/children/cards/{card}/",
    "its picture there": "/children/cards/{card}/photo/",
    "its voice there": "/children/cards/{card}/voice/",
    "make another link": "/children/link/",
    "end a link": "/children/link/end/",
    "the strip of any time": "/away/{next}/strip/",
    "the card form": "/away/{away}/cards/new/",
    "move a return": "/away/{away}/return/",
    "the time away": "/away/{away}/",
    "the handbook": "/handbook/",
    "people": "/more/",
    "a person": "/people/{mia}/",
    "history": "/away/history/",
}


@pytest.mark.parametrize("path", SHUT.values(), ids=SHUT.keys())
def test_it_never_opens(path: str, scene: Scene) -> None:
    assert_shut(path.format(**scene.keys), scene.phone)


@pytest.mark.parametrize("path", SIGN_IN.values(), ids=SIGN_IN.keys())
def test_it_is_nobody_on_pages_of_the_house(path: str, scene: Scene) -> None:
    where = path.format(**scene.keys)
    if all(answer.status_code == 404 for answer in answers(where, scene.phone)):
        assert_shut(where, scene.phone)
    else:
        assert_led_to_sign_in(where, scene.phone)


def test_what_it_opens_and_nothing_else(scene: Scene) -> None:
    """The lines above are shut for a reason: these are open."""
    for path in ("/c/{own}/", "/c/{own}/strip/", "/c/{own}/cards/{card}/", "/c/{bens}/"):
        assert scene.phone.get(path.format(**scene.keys)).status_code == 200, path
    links = Link.objects.of(scene.cast.household).filter(purpose=Link.Purpose.CHILDREN)
    for method in (Client().put, Client().delete, Client().post):
        assert method(f"/c/{links[0].token}/").status_code == 405
