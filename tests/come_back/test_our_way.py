"""Ways that worked stand beside the usual one, as good as it; and what to try first is a line one can take out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.event import Event, undo
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.responsibility import Responsibility
from tests.come_back.after import AFTERWARDS, over, try_first, way
from tests.conftest import Clock
from tests.people import Family, family, inhaler, signed_in

pytestmark = pytest.mark.django_db
HANDBOOK = "/handbook/"


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def removing(row: OurWay | TryFirst) -> str:
    if isinstance(row, OurWay):
        return reverse("come_back:remove_way", kwargs={"ourway": row.pk})
    return reverse("come_back:remove_try", kwargs={"tryfirst": row.pk})


def usual_page(of: Responsibility) -> str:
    return reverse("set_up:responsibility", kwargs={"responsibility": of.pk})


def kept(cast: Family) -> tuple[Responsibility, OurWay]:
    usual = inhaler(cast)
    return usual, way(over(cast), cast.alex, responsibility=usual)


def test_it_stands_beside_the_usual_way_and_in_the_handbook() -> None:
    cast = family()
    usual, _way = kept(cast)
    for member in (cast.sam, cast.alex):
        text = signed_in(member).get(usual_page(usual)).content.decode()
        assert "the usual way" in text
        assert "cereal for dinner (Alex's way)" in text
        assert "cereal for dinner (Alex's way)" in signed_in(member).get(HANDBOOK).content.decode()


@pytest.mark.parametrize("who", ["sam", "alex"])
def test_either_takes_it_out_and_that_can_be_undone(who: str) -> None:
    cast = family()
    usual, row = kept(cast)
    member = getattr(cast, who)
    response = signed_in(member).post(removing(row), {"beside": "yes"})
    assert response.headers["Location"] == usual_page(usual)
    assert "cereal" not in signed_in(member).get(usual_page(usual)).content.decode()
    assert undo(Event.objects.get(object_id=row.pk, verb="removed"), by=member, at=AFTERWARDS)
    assert OurWay.objects.of(cast.household).here().get() == row


def test_from_the_handbook_it_leads_back_there() -> None:
    cast = family()
    row = way(over(cast), cast.alex)
    assert signed_in(cast.sam).post(removing(row)).headers["Location"] == HANDBOOK
    assert signed_in(cast.sam).post(removing(row)).status_code == 404


def test_what_to_try_first_is_taken_out_and_put_back() -> None:
    cast = family()
    row = try_first(over(cast), cast.alex)
    assert signed_in(cast.sam).post(removing(row)).headers["Location"] == reverse("decide:page")
    assert not TryFirst.objects.for_leaver(cast.sam, now=AFTERWARDS).exists()
    assert undo(Event.objects.get(object_id=row.pk, verb="removed"), by=cast.sam, at=AFTERWARDS)
    assert TryFirst.objects.for_leaver(cast.sam, now=AFTERWARDS).get() == row


def test_it_refuses_the_wrong_method_and_strangers() -> None:
    cast, strangers = family(), family(canary="-x")
    time_away = over(cast)
    for row in (way(time_away, cast.alex), try_first(time_away, cast.alex)):
        assert signed_in(cast.sam).get(removing(row)).status_code == 405
        assert signed_in(strangers.sam).post(removing(row)).status_code == 404
        assert Client().post(removing(row)).status_code == 302
        row.refresh_from_db()
        assert row.removed_at is None
