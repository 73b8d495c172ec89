"""Cards: sealed until their time, opened by a tap, and told to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.card import Card
from kbye.household.event import Event
from tests.children import recordings
from tests.children.away import BEDTIME, at, card, tablet, weekend
from tests.come_back import pictures
from tests.conftest import Clock
from tests.people import Family, family, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: Clock) -> Family:
    clock.at = at(0, 10)
    return family()


def files() -> list[str]:
    return sorted(one.name for one in settings.PHOTOS.iterdir()) if settings.PHOTOS.exists() else []


def new(row: TimeAway) -> str:
    return reverse("children:new_card", kwargs={"time_away": row.pk})


def voice(
    content: bytes = recordings.WEBM, name: str = "voice.exe", kind: str = "text/html"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def said(**more: Any) -> dict[str, Any]:
    return {"words": "Sleep tight", "opens": "2026-12-04-evening", **more}


def test_a_card_is_written_and_sealed(cast: Family) -> None:
    row, sam = weekend(cast), signed_in(cast.sam)
    page = sam.get(new(row))
    assert page.status_code == 200
    assert page.headers["Permissions-Policy"] == "geolocation=(), camera=(), microphone=(self)"
    assert '<option value="2026-12-04-evening" selected>Friday 4 December, at bedtime</option>' in page.text
    answer = sam.post(
        new(row), said(voice=voice(), photo=pictures.upload(pictures.picture()), for_whom=[cast.mia.pk])
    )
    assert answer.status_code == 302
    made = Card.objects.of(cast.household).whole().get()
    assert (made.words, made.opens_at, made.opened_at) == ("Sleep tight", BEDTIME, None)
    assert made.named_children == [cast.mia]
    assert files() == sorted([made.voice, made.photo])
    assert made.voice.endswith(".webm")
    assert made.photo.endswith(".jpg")
    assert '2026-12-05-evening" selected' in sam.get(new(row)).text, "one for each evening"


def test_when_it_is_hard(cast: Family) -> None:
    row = weekend(cast)
    assert signed_in(cast.sam).post(new(row), said(opens="hard")).status_code == 302
    assert Card.objects.of(cast.household).get().opens_at is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"words": ""}, "There is nothing in it yet."),
        ({"opens": "2026-12-24-evening"}, "Please choose one of these times."),
        ({"opens": "2026-12-04-night"}, "Please choose one of these times."),
        ({"voice": voice(recordings.NONE["a page"])}, "does not open as a recording"),
        ({"voice": voice(b"")}, "does not open as a recording"),
        ({"photo": SimpleUploadedFile("a.jpg", b"no photo")}, "does not open as a photo"),
        ({"voice": voice(), "photo": SimpleUploadedFile("a.jpg", b"no photo")}, "does not open as a photo"),
        ({"for_whom": ["x"]}, "Please choose among the children."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Family, given: dict[str, Any], words: str) -> None:
    row = weekend(cast)
    answer = signed_in(cast.sam).post(new(row), said(**given))
    assert answer.status_code == 422
    assert words in answer.text
    assert given.get("words", "Sleep tight") in answer.text
    assert not Card.objects.of(cast.household).exists()
    assert files() == []


def test_a_recording_that_is_too_large(cast: Family, settings: Any) -> None:
    settings.VOICE_BYTES_MAX = 300
    answer = signed_in(cast.sam).post(new(weekend(cast)), said(voice=voice()))
    assert (answer.status_code, files()) == (422, [])
    assert "A shorter one will do." in answer.text


def test_an_empty_card_is_none_for_the_database_either(cast: Family) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        card(weekend(cast), cast.sam, words="")


def test_another_childs_name_from_elsewhere_is_refused(cast: Family) -> None:
    theirs = family(canary="-x")
    answer = signed_in(cast.sam).post(new(weekend(cast)), said(for_whom=[theirs.mia.pk]))
    assert answer.status_code == 422
    assert "-x" not in answer.text


def whole(cast: Family) -> Card:
    """One with words, a picture and a voice, for Friday at bedtime."""
    signed_in(cast.sam).post(
        new(weekend(cast)), said(voice=voice(), photo=pictures.upload(pictures.picture()))
    )
    return Card.objects.of(cast.household).get()


def test_before_its_time_it_is_not_there(cast: Family, clock: Clock) -> None:
    row, phone = whole(cast), tablet(cast)
    clock.at = BEDTIME - timedelta(minutes=1)
    text = phone.see()
    assert "child-card-sealed" in text
    assert "Friday 4 December, at bedtime" in text
    assert "Sleep tight" not in text
    assert phone.url("open", card=row.pk) not in text
    for name in ("card", "photo", "voice"):
        assert phone.get(phone.url(name, card=row.pk)).status_code == 404
    assert phone.post(phone.url("open", card=row.pk)).status_code == 404
    clock.at = BEDTIME
    for name in ("card", "photo", "voice"):
        assert phone.get(phone.url(name, card=row.pk)).status_code == 404, "not before the tap"
    row.refresh_from_db()
    assert row.opened_at is None


def test_a_tap_opens_it(cast: Family, clock: Clock) -> None:
    row, phone = whole(cast), tablet(cast)
    clock.at = BEDTIME
    assert phone.url("open", card=row.pk) in phone.see()
    events = Event.objects.of(cast.household).count()
    answer = phone.post(phone.url("open", card=row.pk), follow=True)
    assert "Sleep tight" in answer.text
    assert "<audio" in answer.text
    assert "<img" in answer.text
    row.refresh_from_db()
    assert row.opened_at == BEDTIME
    assert Event.objects.of(cast.household).count() == events, "nobody is told, and no log says so"
    clock.at += timedelta(hours=1)
    phone.post(phone.url("open", card=row.pk))
    row.refresh_from_db()
    assert row.opened_at == BEDTIME
    assert "Once more" in phone.see()


def test_what_is_served_is_what_it_is(cast: Family, clock: Clock) -> None:
    row, phone = whole(cast), tablet(cast)
    clock.at = BEDTIME
    phone.post(phone.url("open", card=row.pk))
    answer = phone.get(phone.url("voice", card=row.pk))
    assert answer.content == recordings.WEBM
    assert answer.headers["Content-Type"] == "audio/webm"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    piece = phone.get(phone.url("voice", card=row.pk), headers={"range": "bytes=0-3"})
    assert (piece.status_code, piece.content) == (206, recordings.WEBM[:4])
    seen = phone.get(phone.url("photo", card=row.pk))
    assert seen.headers["Content-Type"] == "image/jpeg"
    assert seen.content.startswith(b"\xff\xd8")
    for name in files():
        (settings.PHOTOS / name).unlink()
    for name in ("voice", "photo"):
        assert phone.get(phone.url(name, card=row.pk)).status_code == 404


def test_when_it_is_hard_is_any_time_while_away(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    hard, phone = card(row, cast.sam, opens_at=None), tablet(cast)
    assert phone.post(phone.url("open", card=hard.pk)).status_code == 404
    clock.at = at(1, 3)
    assert phone.post(phone.url("open", card=hard.pk)).status_code == 302
    row.come_back(at=at(1, 9))
    clock.at = at(2, 9)
    assert phone.get(phone.url("card", card=hard.pk)).status_code == 200
    clock.at = at(3, 10)
    assert phone.get(phone.url("card", card=hard.pk)).status_code == 404, "two days after the return"


def test_a_card_of_a_time_that_is_off_stays_shut(cast: Family, clock: Clock) -> None:
    row, phone = weekend(cast), tablet(cast)
    sealed = card(row, cast.sam)
    row.call_off(at=clock.at)
    clock.at = BEDTIME
    assert phone.post(phone.url("open", card=sealed.pk)).status_code == 404
    assert "child-card" not in phone.see()


def test_another_childs_card_is_not_on_this_tablet(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    mias, bens = card(row, cast.sam, children=(cast.mia,)), tablet(cast, child=cast.ben)
    clock.at = BEDTIME
    assert bens.post(bens.url("open", card=mias.pk)).status_code == 404
    assert (
        tablet(cast, child=cast.mia).post(tablet(cast, child=cast.mia).url("open", card=mias.pk)).status_code
        == 302
    )


def test_the_one_who_wrote_it_looks_without_breaking_the_seal(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    mine, sam = card(row, cast.sam), signed_in(cast.sam)
    at_it = {"card": mine.pk}
    assert "Sleep tight" in sam.get(reverse("children:card", kwargs=at_it)).text
    clock.at = BEDTIME
    sam.post(reverse("children:open", kwargs=at_it))
    mine.refresh_from_db()
    assert mine.opened_at is None
    Card.objects.note_opened(mine, at=BEDTIME)
    for name in ("children:page", "children:shown"):
        text = sam.get(reverse(name)).text
        assert "Once more" not in text, "whether it was opened is told to nobody"
        assert "pened" not in text


def test_the_other_adult_finds_it_sealed_and_opens_it_with_the_children(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    at_it, alex = {"card": card(row, cast.sam).pk}, signed_in(cast.alex)
    assert "Sleep tight" not in alex.get(reverse("children:page")).text
    assert alex.get(reverse("children:card", kwargs=at_it)).status_code == 403
    assert alex.post(reverse("children:open", kwargs=at_it)).status_code == 403
    clock.at = BEDTIME
    assert alex.get(reverse("children:card", kwargs=at_it)).status_code == 403
    assert "Sleep tight" in alex.post(reverse("children:open", kwargs=at_it), follow=True).text
    assert "Once more" in alex.get(reverse("children:shown")).text


def test_what_the_other_wrote_is_no_news_for_the_one_who_is_away(cast: Family, clock: Clock) -> None:
    of_alex = card(weekend(cast), cast.alex)
    Card.objects.note_opened(of_alex, at=BEDTIME)
    clock.at = BEDTIME
    assert "Once more" not in signed_in(cast.sam).get(reverse("children:shown")).text


def test_taking_a_card_back_and_back_again(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    mine, sam = card(row, cast.sam), signed_in(cast.sam)
    remove = reverse("children:remove_card", kwargs={"card": mine.pk})
    assert signed_in(cast.alex).post(remove).status_code == 403
    assert sam.get(remove).status_code == 405
    assert sam.post(remove).status_code == 302
    clock.at = BEDTIME
    phone = tablet(cast)
    assert phone.post(phone.url("open", card=mine.pk)).status_code == 404
    event = Event.objects.of(cast.household).get(verb="removed")
    assert "words" not in (event.after or {})
    sam.post(reverse("today:undo", kwargs={"seq": event.seq}))
    assert phone.post(phone.url("open", card=mine.pk)).status_code == 302


def test_writing_is_for_those_who_are_in_it(cast: Family, clock: Clock) -> None:
    row = weekend(cast, stayer=cast.grandma)
    assert signed_in(cast.alex).get(new(row)).status_code == 403
    assert signed_in(cast.sam).put(new(row)).status_code == 405
    theirs = family(canary="-x")
    assert signed_in(theirs.sam).get(new(row)).status_code == 404
    at_it = {"card": card(row, cast.sam).pk}
    clock.at = BEDTIME
    for name in ("card", "photo", "voice"):
        assert signed_in(theirs.sam).get(reverse(f"children:{name}", kwargs=at_it)).status_code == 404
        assert Client().get(reverse(f"children:{name}", kwargs=at_it)).status_code == 302
        assert tablet(theirs).get(tablet(theirs).url(name, **at_it)).status_code == 404
    assert tablet(theirs).post(tablet(theirs).url("open", **at_it)).status_code == 404
    clock.at = at(2, 17)
    assert signed_in(cast.sam).get(new(row)).status_code == 302, "over"


def test_an_evening_has_its_bedtime_and_a_coffee_only_hard_moments(cast: Family) -> None:
    from kbye.children.openings import openings
    from kbye.planning.intervals import Span

    zone = cast.household.zone
    evening, coffee = Span(at(0, 18), at(0, 22)), Span(at(0, 14), at(0, 16))
    assert [one.key for one in openings(evening, zone, now=at(0, 9))] == ["2026-12-04-evening", "hard"]
    assert [one.key for one in openings(coffee, zone, now=at(0, 9))] == ["hard"]
    night = Span(at(0, 17), at(1, 11))
    assert [one.key for one in openings(night, zone, now=at(0, 19))] == ["2026-12-05-morning", "hard"]
