"""In whose language a page, a letter, a sheet and a printed page are; and who may say which one it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from kbye.ask.paper import words
from kbye.household.event import Event
from kbye.household.gap import Ask, Gap
from kbye.household.language import language_of
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.urgent.sheet_page import page_for
from kbye.work.pushing import payload_of
from tests.ask import cast as asking
from tests.conftest import Clock
from tests.languages.english import left_in
from tests.languages.readers import on_a_link
from tests.people import THURSDAY_NOON, Family, opened, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-AT,de;q=0.9,en;q=0.5"}


def reads(person: Member, language: str) -> None:
    person.language = language
    person.save(update_fields=["language"])


def heading_of(page: bytes) -> str:
    return page.decode().partition("<h1")[2].partition(">")[2].partition("<")[0]


@pytest.fixture
def asked(cast: Family) -> Family:
    """Grandma is asked for a stretch, by mail."""
    asking.mail_for(cast.grandma)
    asking.ask(asking.gap(time_away(cast)), cast.grandma)
    return cast


def choose(client: Client, token: str, language: str, onwards: str = "") -> int:
    address = reverse("choose_language_to_help", kwargs={"token": token})
    answer = client.post(address, {"language": language, "onwards": onwards})
    assert answer.headers.get("Location", f"/h/{token}/") == f"/h/{token}/"
    return answer.status_code


def says(helper: Member, ask: Ask, answer: str) -> None:
    where = reverse("ask:answer", kwargs={"token": asking.token_of(helper), "ask": ask.pk})
    assert opened(asking.link_of(helper)).post(where, {"answer": answer}).status_code == 302


def test_a_helper_chooses_on_their_link_and_it_is_remembered(asked: Family) -> None:
    token = asking.token_of(asked.grandma)
    phone, path = opened(asking.link_of(asked.grandma)), f"/h/{token}/"
    page = phone.get(path).content.decode()
    assert '<html lang="en">' in page
    assert '<button class="button button-quiet" name="language" value="de" lang="de">Deutsch</button>' in page
    assert choose(phone, token, "de", path) == 302
    assert b'<html lang="de">' in Client().get(path).content
    asked.grandma.refresh_from_db()
    assert asked.grandma.language == "de"
    event = Event.objects.of(asked.household).latest("seq")
    assert (event.verb, event.actor) == ("chose_language", asked.grandma)


def test_what_is_no_language_of_ours_changes_nothing(asked: Family) -> None:
    token = asking.token_of(asked.grandma)
    before = Event.objects.of(asked.household).count()
    assert choose(Client(), token, "tlh", "https://example.org/") == 302
    asked.grandma.refresh_from_db()
    assert asked.grandma.language == ""
    assert Event.objects.of(asked.household).count() == before


def test_it_is_posted_and_only_on_a_link_of_that_kind(asked: Family) -> None:
    token = asking.token_of(asked.grandma)
    assert Client().get(f"/h/{token}/language/").status_code == 405
    assert Client().post(f"/l/{token}/language/", {"language": "de"}).status_code == 404
    assert Client().post(f"/h/{'A' * 43}/language/", {"language": "de"}).status_code == 404


def test_a_browser_is_the_first_guess_and_nothing_is_kept_of_it(asked: Family) -> None:
    path = f"/h/{asking.token_of(asked.grandma)}/"
    assert b'<html lang="de">' in Client().get(path, **GERMAN).content  # type: ignore[arg-type]
    asked.grandma.refresh_from_db()
    assert asked.grandma.language == ""
    reads(asked.grandma, "fr")
    assert b'<html lang="fr">' in Client().get(path, **GERMAN).content  # type: ignore[arg-type]


def test_whoever_signs_in_reads_their_own_and_the_next_one_theirs(
    asked: Family, sam: Client, alex: Client
) -> None:
    reads(asked.sam, "de")
    assert b'<html lang="de">' in sam.get("/more/").content
    assert b'<html lang="en">' in alex.get("/more/", **GERMAN).content  # type: ignore[arg-type]
    assert translation.get_language() == "en"


def test_it_is_set_on_the_page_of_the_person(cast: Family, sam: Client) -> None:
    path = reverse("set_up:person", kwargs={"person": cast.grandma.pk})
    assert "as at home: English" in sam.get(path).content.decode()
    said = {"name": "Grandma", "clock": "24", "language": "de"}
    assert sam.post(path, said).status_code == 302
    cast.grandma.refresh_from_db()
    assert cast.grandma.language == "de"
    assert sam.post(path, {**said, "language": "tlh"}).status_code == 200
    ben = reverse("set_up:person", kwargs={"person": cast.ben.pk})
    assert 'name="language"' not in sam.get(ben).content.decode()


def test_a_letter_is_in_the_language_of_who_gets_it(cast: Family) -> None:
    """Also its entry for the calendar, what whoever asked sees of it, and what those who stay hear back."""
    for person in (cast.grandma, cast.alex):
        reads(person, "de")
    asking.mail_for(cast.grandma)
    gap = asking.gap(time_away(cast), place="Gartenweg 3")
    asking.ask(gap, cast.grandma, cast.noor)
    says(cast.grandma, asking.asks(gap)["Grandma"], "yes")
    asked, heard = (Notice.objects.of(cast.household).get(kind=kind) for kind in ("ask", "helper_yes"))
    assert asked.subject == "Könntest du Mia, Ben und Zoe nehmen? Freitag, 4. Dezember, 19:00–20:30"
    assert asked.body.startswith("Hallo Grandma,")
    assert left_in(asked.body, on_a_link(), "de") == []
    assert "(Alex hat gefragt)" in asked.calendar
    assert heard.subject == "Grandma hat Mia, Ben und Zoe, 19:00–20:30."


def test_whoever_stays_hears_it_in_their_own(cast: Family) -> None:
    reads(cast.alex, "de")
    asking.mail_for(cast.grandma)
    gap = asking.gap(time_away(cast))
    asking.ask(gap, cast.grandma)
    says(cast.grandma, asking.asks(gap)["Grandma"], "no")
    nobody = Notice.objects.of(cast.household).get(kind="nobody_can")
    assert nobody.subject == "Niemand kann, 19:00–20:30."
    assert nobody.body.endswith("selbst übernehmen · Sam Bescheid sagen.")


def test_what_a_phone_shows_of_a_notice(asked: Family) -> None:
    notice = Notice.objects.of(asked.household).select_related("person", "time_away").get(kind="ask")
    assert "You are asked for help." in payload_of(notice).decode()
    notice.person.language = "de"
    assert "Du wirst um Hilfe gebeten." in payload_of(notice).decode()


def test_paper_says_which_language_it_is_in(asked: Family) -> None:
    gap = asking.again(Gap.objects.of(asked.household).get())
    ask = asking.asks(gap)["Grandma"]
    ask.helper.language = "de"
    said = words(ask, gap, now=THURSDAY_NOON)
    assert (said["language"], said["right_to_left"]) == ("de", False)
    assert said["title"] == "Könntest du Mia, Ben und Zoe nehmen?"
    assert translation.get_language() == "en"


def test_each_reader_has_a_sheet_of_their_own(cast: Family, clock: Clock) -> None:
    cast.grandma.language = "de"
    german, english = (page_for(one, made_at=clock.now()).decode() for one in (cast.grandma, cast.noor))
    assert '<html lang="de">' in german
    assert "Notfallblatt" in german
    assert '<html lang="en">' in english
    assert "Emergency sheet" in english


def test_what_is_read_from_the_right_says_so(asked: Family, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    reads(asked.grandma, "ar")
    page = Client().get(f"/h/{asking.token_of(asked.grandma)}/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<html lang="ar" dir="rtl">' in page_for(asked.grandma, made_at=THURSDAY_NOON).decode()


def test_a_language_that_is_spoken_no_more_is_the_households(cast: Family, settings: Settings) -> None:
    cast.grandma.language = "tlh"
    assert language_of(cast.grandma) == "en"
    settings.LANGUAGE_CODE = "de"
    assert language_of(cast.grandma) == "de"


def test_somebody_who_stays_chooses_on_their_link(cast: Family) -> None:
    link = stay_link(time_away(cast))
    path = f"/l/{link.token}/"
    said = opened(link).post(f"{path}language/", {"language": "de", "onwards": f"{path}sheet/"})
    assert said.headers["Location"] == f"{path}sheet/"
    assert b'<html lang="de">' in opened(link).get(f"{path}sheet/").content
