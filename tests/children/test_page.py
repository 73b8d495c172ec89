"""The adults' side: the tablet's link, and a return that moves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.children.actions import TIME_TO_UNDO
from kbye.household.away import TimeAway
from kbye.household.card import Card
from kbye.household.event import Event
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.responsibility import Occurrence
from kbye.set_up import sample
from tests.children.away import Tablet, at, tablet, weekend
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, ZONE, Family, family, inhaler, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: Clock) -> Family:
    clock.at = at(0, 16)
    return family()


def links(cast: Family) -> list[Link]:
    return list(Link.objects.of(cast.household).filter(purpose="children").order_by("created_at"))


def test_a_link_is_made_shown_as_address_and_code_and_ended(cast: Family) -> None:
    weekend(cast)
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    assert sam.get(reverse("children:page")).status_code == 200
    sam.post(reverse("children:make_link"))
    sam.post(reverse("children:make_link"))
    [link] = links(cast)
    assert link.member == cast.sam
    assert link.ends_at == at(0, 16) + timedelta(days=365)
    text = alex.get(reverse("children:page")).text
    assert f"http://kbye.test/c/{link.token}/" in text
    assert 'class="qr"' in text
    assert "style=" not in text
    assert "Make a link for all of them" not in text
    phone = Tablet(link)
    assert phone.get(phone.url("shown")).status_code == 200
    assert alex.post(reverse("children:end_link"), {"link": link.pk}).status_code == 302
    for name in ("shown", "strip"):
        assert phone.get(phone.url(name)).status_code == 404
    assert link.token not in sam.get(reverse("children:page")).text


def test_one_for_one_child(cast: Family) -> None:
    sam = signed_in(cast.sam)
    sam.post(reverse("children:make_link"), {"child": cast.ben.pk})
    assert [link.member for link in links(cast)] == [cast.ben]
    text = sam.get(reverse("children:page")).text
    assert "Ben's link" in text
    assert "One for Mia alone" in text
    assert "One for Ben alone" not in text
    assert sam.post(reverse("children:make_link"), {"child": cast.grandma.pk}).status_code == 404
    assert sam.post(reverse("children:make_link"), {"child": "x"}).status_code == 404


def test_the_link_goes_with_the_one_whose_it_is(cast: Family, clock: Clock) -> None:
    phone = tablet(cast)
    cast.sam.remove(at=clock.at)
    assert phone.get(phone.url("shown")).status_code == 404


def test_others_find_nothing_to_end(cast: Family) -> None:
    theirs = family(canary="-x")
    tablet(cast)
    [link] = links(cast)
    strangers = signed_in(theirs.sam)
    assert strangers.post(reverse("children:end_link"), {"link": link.pk}).status_code == 404
    assert strangers.post(reverse("children:end_link"), {"link": "x"}).status_code == 404
    assert strangers.post(reverse("children:make_link"), {"child": cast.mia.pk}).status_code == 404
    assert strangers.get(reverse("children:end_link")).status_code == 405
    assert Client().get(reverse("children:page")).status_code == 302
    assert links(cast)[0].revoked_at is None


def move(row: TimeAway) -> str:
    return reverse("children:move_return", kwargs={"time_away": row.pk})


LATER = {"day": "2026-12-07", "until_time": "10:00"}


def test_back_later(cast: Family) -> None:
    inhaler(cast)
    row, sam = weekend(cast), signed_in(cast.sam)
    before = Occurrence.objects.of(cast.household).filter(time_away=row).count()
    assert 'value="2026-12-06"' in sam.get(move(row)).text
    assert sam.post(move(row), LATER).status_code == 302
    row.refresh_from_db()
    assert row.ends_at == at(3, 10)
    assert Occurrence.objects.of(cast.household).filter(time_away=row).count() == before + 1
    [notice] = Notice.objects.of(cast.household).filter(kind="moved")
    assert notice.person == cast.alex
    assert notice.due_at == at(0, 16) + TIME_TO_UNDO
    assert "Sam is back Monday 7 December, 10:00." in notice.body
    assert f"UID:{row.pk}@" in notice.calendar
    assert "DTEND;TZID=Europe/Berlin:20261207T100000" in notice.calendar
    first = notice.calendar.split("SEQUENCE:")[1].split()[0]
    assert int(first) > 0


def test_it_can_be_taken_back(cast: Family) -> None:
    inhaler(cast)
    row, sam = weekend(cast), signed_in(cast.sam)
    held = Notice.objects.create(
        household=cast.household, key="x:mail", person=cast.sam, subject="x", body="x", due_at=row.ends_at
    )
    before = Occurrence.objects.of(cast.household).filter(time_away=row).count()
    sam.post(move(row), LATER)
    held.refresh_from_db()
    assert held.due_at == at(3, 10), "what waits for the return waits for the new one"
    event = Event.objects.of(cast.household).get(verb="moved_return")
    sam.post(reverse("today:undo", kwargs={"seq": event.seq}))
    row.refresh_from_db()
    held.refresh_from_db()
    assert row.ends_at == held.due_at == at(2, 16)
    assert Occurrence.objects.of(cast.household).filter(time_away=row).count() == before
    assert not Notice.objects.of(cast.household).filter(kind="moved").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": "2026-12-04", "until_time": "15:30"}, "That has passed already."),
        ({"day": "2027-12-04", "until_time": "15:30"}, "more than two months"),
        ({"day": "2026-12-06", "until_time": "16:00"}, "Nothing has changed."),
        ({"day": "soon", "until_time": "16:00"}, "Please write the day like"),
        ({"day": "2026-12-06", "until_time": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said(cast: Family, given: dict[str, str], words: str) -> None:
    row = weekend(cast)
    answer = signed_in(cast.sam).post(move(row), given)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{given["day"]}"' in answer.text
    row.refresh_from_db()
    assert row.ends_at == at(2, 16)


def test_only_the_one_who_is_away_and_only_meanwhile(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    assert signed_in(cast.alex).post(move(row), LATER).status_code == 403
    assert signed_in(cast.sam).put(move(row)).status_code == 405
    assert signed_in(family(canary="-x").sam).get(move(row)).status_code == 404
    clock.at = THURSDAY_NOON
    assert signed_in(cast.sam).get(move(row)).status_code == 302
    assert signed_in(cast.sam).post(move(row), LATER).status_code == 409
    row.refresh_from_db()
    assert row.ends_at == at(2, 16)


def test_leaving_early_keeps_what_belongs_to_those_on_duty(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    row.begin(at=at(0, 9))
    clock.at = at(0, 10)
    signed_in(cast.sam).post(move(row), LATER)
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (at(0, 15), at(3, 10))


def test_there_is_a_way_to_it_from_where_it_is_wanted(cast: Family, clock: Clock) -> None:
    row, sam = weekend(cast), signed_in(cast.sam)
    hub = reverse("go:page", kwargs={"time_away": row.pk})
    assert move(row) in sam.get(hub).text
    clock.at = THURSDAY_NOON
    for page in (hub, reverse("set_up:more")):
        assert reverse("children:page") in sam.get(page).text
    far = weekend(cast)
    for _ in range(3):
        weekend(cast)
    assert f"{far.pk}/cards/new/" in sam.get(reverse("children:page") + f"?away={far.pk}").text
    assert sam.get(reverse("children:page") + f"?away={far.pk}").text.count("/cards/new/") == 1
    assert sam.get(reverse("children:page") + "?away=x").text.count("/cards/new/") == 3


def test_the_sample_has_cards_and_they_go_with_it(cast: Family, clock: Clock) -> None:
    from django.conf import settings

    sam = sample.build(zone=ZONE, now=clock.at)
    cards = Card.objects.of(sam.household)
    assert cards.count() == 2
    one = cards.first()
    assert one is not None
    one.voice = "voice.webm"
    one.save(update_fields=["voice"])
    settings.PHOTOS.mkdir(parents=True, exist_ok=True)
    (settings.PHOTOS / "voice.webm").write_bytes(b"x")
    sample.remove(sam.household)
    assert not (settings.PHOTOS / "voice.webm").exists()
    assert not Card.objects.filter(household=sam.household_id).exists()


def test_what_the_children_call_somebody(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = reverse("set_up:person", kwargs={"person": cast.grandma.pk})
    assert "What do the children call them?" in sam.get(page).text
    sam.post(page, {"name": "Grandma", "called": "Oma", "clock": "24"})
    cast.grandma.refresh_from_db()
    assert cast.grandma.called_by_children == "Oma"
    assert cast.alex.called_by_children == "Alex"
    child = reverse("set_up:person", kwargs={"person": cast.mia.pk})
    assert "What do the children call them?" not in sam.get(child).text
