from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.come_back.forms import POSTCARDS_MAX
from kbye.household.afterwards import Postcard
from kbye.household.away import TimeAway
from kbye.household.event import Event
from tests.come_back import pictures
from tests.come_back.after import AFTERWARDS, DURING, card, over
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, family, opened, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _during(clock: Clock) -> None:
    clock.at = DURING


def url(row: TimeAway) -> str:
    return reverse("come_back:postcard", kwargs={"time_away": row.pk})


def by_link(token: str) -> str:
    return reverse("come_back:postcard_by_link", kwargs={"token": token})


def kept() -> list[Path]:
    return list(settings.PHOTOS.iterdir()) if settings.PHOTOS.exists() else []


def test_words_alone_are_a_postcard() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    assert "A postcard for Sam" in browser.get(url(row)).content.decode()
    response = browser.post(url(row), {"words": "raw currants!\na tooth!"}, follow=True)
    assert "Sent. Sam finds it here." in response.content.decode()
    assert "a tooth!" in response.content.decode()
    sent = Postcard.objects.get(time_away=row)
    assert (sent.sender, sent.photo, sent.created_at) == (cast.alex, "", DURING)
    assert Event.objects.get(object_id=sent.pk, verb="sent").actor == cast.alex


def test_a_photo_alone_is_one_and_says_nothing_of_where_it_was_taken() -> None:
    cast = family()
    row = time_away(cast)
    signed_in(cast.alex).post(url(row), {"photo": pictures.upload(pictures.with_place())})
    (path,) = kept()
    assert Postcard.objects.get(time_away=row).photo == path.name
    stored = path.read_bytes()
    assert b"Exif" not in stored
    assert pictures.CAMERA.encode() not in stored
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("when", [DURING, AFTERWARDS])
def test_grandma_sends_hers_by_link_while_it_lasts_and_after(when: object, clock: Clock) -> None:
    cast = family()
    row = time_away(cast, stayer=cast.grandma) if when == DURING else over(cast, stayer=cast.grandma)
    clock.at = when  # type: ignore[assignment]
    link = stay_link(row)
    assert "no account needed" in opened(link).get(by_link(link.token)).content.decode()
    photo = pictures.upload(pictures.picture())
    response = Client().post(by_link(link.token), {"words": "all well", "photo": photo}, follow=True)
    text = response.content.decode()
    sent = Postcard.objects.get(time_away=row)
    assert sent.sender == cast.grandma
    assert reverse("come_back:photo_by_link", kwargs={"token": link.token, "postcard": sent.pk}) in text
    assert str(row.pk) not in text


def test_on_the_link_one_sees_only_what_one_sent_oneself() -> None:
    cast = family()
    row = time_away(cast, stayer=cast.grandma)
    card(row, sender=cast.noor, words="from somebody else")
    link = stay_link(row)
    text = opened(link).get(by_link(link.token)).content.decode()
    assert "A postcard for Sam" in text
    assert "from somebody else" not in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Dear Sam", "does not open as a photo"),
        (pictures.SVG, "does not open as a photo"),
        (pictures.bomb(), "more pixels"),
        (pictures.HEIC, "HEIC"),
        (pictures.picture(size=(800, 800))[:400], "does not open as a photo"),
        (b"", "nothing in that file"),
    ],
)
def test_a_file_that_is_no_photo_is_said_and_the_words_stay(content: bytes, says: str) -> None:
    cast = family()
    row = time_away(cast)
    response = signed_in(cast.alex).post(
        url(row), {"words": "raw currants", "photo": pictures.upload(content)}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert says in text
    assert "raw currants" in text
    assert kept() == []
    assert not Postcard.objects.exists()


def test_an_empty_postcard_is_none() -> None:
    cast = family()
    response = signed_in(cast.alex).post(url(time_away(cast)), {"words": "  "})
    assert response.status_code == 422
    assert "a few words, a photo or a first" in response.content.decode()
    assert not Postcard.objects.exists()


def test_what_the_family_writes_is_only_text() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    text = browser.post(url(row), {"words": "<script>alert(1)</script>"}, follow=True).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_twenty_are_plenty() -> None:
    cast = family()
    row = time_away(cast)
    for number in range(POSTCARDS_MAX):
        card(row, sender=cast.alex, words=str(number))
    response = signed_in(cast.alex).post(url(row), {"photo": pictures.upload(pictures.picture())})
    assert "plenty" in response.content.decode()
    assert kept() == []


def test_no_photo_stays_behind_when_the_row_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    monkeypatch.setattr("kbye.come_back.actions.record", _fail)
    with pytest.raises(RuntimeError):
        browser.post(url(row), {"photo": pictures.upload(pictures.picture())})
    assert kept() == []
    assert not Postcard.objects.exists()


def _fail(*row: object, **more: object) -> None:
    raise RuntimeError("the disk is full")


def test_two_minutes_are_asked_for_only_once_it_is_over(clock: Clock) -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    assert "Two minutes?" not in browser.get(url(row)).content.decode()
    row.come_back(at=AFTERWARDS)
    clock.at = AFTERWARDS
    assert "Two minutes?" in browser.get(url(row)).content.decode()


def test_before_it_began_there_is_nothing_to_write_about(clock: Clock) -> None:
    cast, clock.at = family(), THURSDAY_NOON
    row = time_away(cast)
    response = signed_in(cast.alex).post(url(row), {"words": "early"})
    assert response.headers["Location"] == reverse("go:page", kwargs={"time_away": row.pk})
    assert not Postcard.objects.exists()


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    row = time_away(cast)
    assert signed_in(cast.alex).put(url(row)).status_code == 405
    assert Client().delete(by_link(stay_link(row).token)).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(), family(canary="-x")
    row = time_away(cast)
    assert signed_in(strangers.alex).get(url(row)).status_code == 404
    assert signed_in(strangers.alex).post(url(row), {"words": "boo"}).status_code == 404
    assert Client().post(by_link("x" * 43), {"words": "boo"}).status_code == 404
    assert not Postcard.objects.exists()


def test_the_one_who_left_does_not_write_it() -> None:
    cast = family()
    assert signed_in(cast.sam).post(url(time_away(cast)), {"words": "all well"}).status_code == 403
