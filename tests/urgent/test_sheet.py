"""The emergency sheet: what stands on it, for whom, of when, and that it opens whatever is broken."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kbye.emergency_page import files
from kbye.emergency_page.page import LARGEST, OLD_AFTER, head_of
from kbye.household.household import Household
from kbye.household.knowledge import Contact, Fact
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.set_up import sample
from kbye.urgent import sheet_readers
from kbye.urgent.sheet_content import content_for
from kbye.urgent.sheet_page import page_for
from kbye.urgent.sheet_words import blank_url
from kbye.work.sheets import NOBODYS_ARE_KEPT, tidy_sheets, write_sheets
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, family, signed_in, stay_link, time_away
from tests.urgent.ready import ALL_OF_IT, Door, furnish, missing, own_token, ready_family, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def cast() -> Family:
    return ready_family()


@pytest.fixture
def door(settings: Settings) -> Door:
    return Door(settings.EMERGENCY_SHEETS)


def test_all_of_it_stands_on_the_sheet_of_each_adult(cast: Family, door: Door) -> None:
    written(cast)
    for adult in (cast.sam, cast.alex):
        got = door.open(own_token(adult))
        assert got.status == 200
        assert missing(got.text) == []
        assert "As of Thursday 3 December 2026, 12:00" in got.text
        assert not got.is_old
    assert door.went_on == 0


def test_what_nobody_wrote_down_is_said_and_nothing_is_guessed(door: Door) -> None:
    cast = family()
    written(cast)
    text = door.open(own_token(cast.sam)).text
    assert text.count("none written down") == 2 * 3
    assert "only the adults of the house" in text
    assert "Our address is not written down here." in text
    for blank in ("the doctor", "a poison centre", "a consent to treatment", "any allergy"):
        assert blank in text


def test_the_numbers_of_the_country_stand_beside_the_first_one(cast: Family, door: Door) -> None:
    Household.objects.filter(pk=cast.household.pk).update(country="CH")
    written(cast)
    text = door.open(own_token(cast.sam)).text
    assert re.findall(r'<span>([a-z ]+) <a href="tel:(\d+)">', text) == [
        ("ambulance", "144"),
        ("police", "117"),
        ("fire", "118"),
        ("poison centre", "145"),
    ]
    assert "a poison centre" not in text
    Contact.objects.create(household=cast.household, name="Ours", phone="044 251", role=Contact.Role.POISON)
    written(cast)
    text = door.open(own_token(cast.sam)).text
    assert ("tel:044251" in text, "tel:145" in text) == (True, False)


def test_it_is_one_file_that_asks_for_nothing_and_runs_nothing(cast: Family, settings: Settings) -> None:
    written(cast)
    folder: Path = settings.EMERGENCY_SHEETS
    assert len(list(folder.iterdir())) == 2
    for file in folder.iterdir():
        page = file.read_text()
        assert len(page.encode()) <= LARGEST
        assert page.count('<link rel="icon" href="data:,">') == 1
        page = page.replace('<link rel="icon" href="data:,">', "")
        assert not re.search(r"<(script|link|img|iframe|object|form)\b|\ssrc=|url\(|@import|\son\w+=", page)
        assert set(re.findall(r'href="([^"]*)"', page)) <= {
            f"tel:{number}" for number in re.findall(r"tel:([+\d]+)", page)
        }


def test_nobody_else_on_the_machine_reads_it_and_nobody_guesses_its_name(
    cast: Family, settings: Settings
) -> None:
    written(cast)
    folder: Path = settings.EMERGENCY_SHEETS
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert re.fullmatch(r"[0-9a-f]{64}\.html", file.name)
    token = own_token(cast.sam)
    assert (folder / files.name_for(token)).exists()
    assert all(token not in file.read_text() for file in folder.iterdir())


def test_what_only_looks_at_the_address_sees_a_button(cast: Family, door: Door) -> None:
    written(cast)
    path = f"/e/{own_token(cast.sam)}/"
    for method in ("GET", "HEAD", "GET"):
        got = door.ask(path, method)
        assert got.status == 200
        assert missing(got.text, ALL_OF_IT) == list(ALL_OF_IT)
    assert door.ask(path, HTTP_COOKIE="kbye-sheet=0" * 3).text.count("<button>") == 1
    assert door.ask(path, HTTP_COOKIE='kbye-sheet="\\').status == 200
    tapped = door.ask(path, "POST")
    assert (tapped.status, tapped.headers["Location"]) == (303, path)
    assert {"HttpOnly", f"Path={path}"} <= set(tapped.headers["Set-Cookie"].split("; "))
    assert missing(door.ask(path).text) == []
    other = f"/e/{own_token(cast.alex)}/"
    assert door.ask(other, HTTP_COOKIE=door.cookies[path]).text.count("<button>") == 1
    assert missing(door.ask(other, HTTP_X_KEPT_HERE="yes").text) == []


def test_its_style_is_allowed_by_hash_and_all_else_forbidden(cast: Family, door: Door) -> None:
    written(cast)
    path = f"/e/{own_token(cast.sam)}/"
    for got in (door.ask(path), door.open(own_token(cast.sam))):
        policy = got.headers["Content-Security-Policy"]
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; form-action 'self'; base-uri 'none'; "
            r"frame-ancestors 'none'",
            policy,
        )
        assert got.headers["Cache-Control"] == "no-store"
        assert got.headers["X-Robots-Tag"].startswith("noindex")


def test_its_age_is_that_of_what_it_says_and_it_turns_red_after_a_day(cast: Family, door: Door) -> None:
    written(cast)
    token = own_token(cast.sam)
    assert not door.open(token).is_old
    door.at = THURSDAY_NOON + OLD_AFTER
    assert not door.open(token).is_old
    door.later(seconds=1)
    got = door.open(token)
    assert got.is_old
    assert "As of Thursday 3 December 2026, 12:00" in got.text
    for wrong in (timedelta(days=-365), timedelta(days=365), timedelta(minutes=-11)):
        door.at = THURSDAY_NOON + wrong
        assert door.open(token).is_old


def test_a_page_is_never_newer_than_the_rows_it_was_made_from(cast: Family, settings: Settings) -> None:
    """Whatever is written while it is being made is not on it, or it stays marked as behind."""
    made = page_for(cast.sam, made_at=THURSDAY_NOON)
    assert head_of(made).made_at == THURSDAY_NOON
    written(cast)
    due = Household.objects.get(pk=cast.household.pk).sheet_due_at
    assert due is not None
    assert THURSDAY_NOON < due <= THURSDAY_NOON + timedelta(hours=6)


def test_a_change_in_between_makes_it_due_again(cast: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    sam = signed_in(cast.sam)
    real = page_for

    def slowly(*given: object, **more: object) -> bytes:
        page = real(*given, **more)  # type: ignore[arg-type]
        words = {"words": "penicillin", "kind": Fact.Kind.ALLERGY, "child": cast.mia.pk}
        assert sam.post(reverse("handbook:add_fact"), words).status_code == 302
        return page

    with monkeypatch.context() as patch:
        patch.setattr(sheet_readers, "page_for", slowly)
        written(cast)
    assert Household.objects.get(pk=cast.household.pk).sheet_due_at is None


def test_whoever_stays_on_a_link_has_one_until_it_ends(cast: Family, door: Door) -> None:
    away = time_away(cast, stayer=cast.grandma)
    link = stay_link(away)
    written(cast)
    text = door.open(link.token).text
    assert missing(text, ("Mia", "Ben", "Zoe", "no nuts", "inhaler", "+49 30 23125 014", "May collect")) == []
    assert "For Grandma." in text
    door.at = away.links_end_at - timedelta(seconds=1)
    assert door.open(link.token).status == 200
    door.at = away.links_end_at
    assert door.open(link.token).status == 503  # it goes on to kbye, which does not import here
    assert door.went_on == 2


def test_what_is_for_the_adults_only_stays_with_them(cast: Family, door: Door) -> None:
    house = cast.household
    Fact.objects.create(household=house, kind=Fact.Kind.HOUSE, words="the safe: 4711", shown_to="adults")
    link = stay_link(time_away(cast, stayer=cast.grandma))
    written(cast)
    assert "4711" not in door.open(link.token).text
    assert "4711" in door.open(own_token(cast.sam)).text


@pytest.mark.parametrize("how", ["revoked", "called off", "removed"])
def test_what_was_taken_back_is_gone_from_the_disk(how: str, cast: Family, door: Door) -> None:
    away = time_away(cast, stayer=cast.grandma)
    link = stay_link(away)
    written(cast)
    assert door.open(link.token).status == 200
    if how == "revoked":
        link.revoke(at=THURSDAY_NOON)
    elif how == "called off":
        away.call_off(at=THURSDAY_NOON)
    else:
        cast.grandma.remove(at=THURSDAY_NOON)
    written(cast)
    assert door.open(link.token).status == 503
    assert len(list(door.folder.iterdir())) == 2


def test_an_adult_who_was_taken_out_has_none(cast: Family, door: Door) -> None:
    written(cast)
    token = own_token(cast.alex)
    cast.alex.remove(at=THURSDAY_NOON)
    written(cast)
    assert door.open(token).status == 503


def test_of_two_houses_each_sees_its_own(cast: Family, door: Door) -> None:
    other = family(canary="zq")
    furnish(other)
    Fact.objects.create(household=other.household, kind=Fact.Kind.ALLERGY, words="zq bees")
    written(cast)
    written(other)
    assert "zq" not in door.open(own_token(cast.sam)).text
    assert "zq bees" in door.open(own_token(other.sam)).text


def test_what_people_write_runs_nowhere_not_in_the_head_either(cast: Family, door: Door) -> None:
    evil = '--><script>alert(1)</script></style><p class="late" hidden>'
    Fact.objects.create(household=cast.household, kind=Fact.Kind.ALLERGY, child=cast.ben, words=evil)
    Member.objects.filter(pk=cast.ben.pk).update(name="<b>--></b>")
    written(cast)
    got = door.open(own_token(cast.sam))
    assert "<script" not in got.text
    assert "<b>" not in got.text
    assert "&lt;script&gt;" in got.text
    door.at += timedelta(days=2)
    assert door.open(own_token(cast.sam)).text.count('<p class="late">') == 1


def test_an_address_of_their_own_can_be_ended(cast: Family, door: Door) -> None:
    written(cast)
    before = own_token(cast.sam)
    sam = signed_in(cast.sam)
    assert sam.post(reverse("urgent:new_address")).status_code == 302
    written(cast)
    after = own_token(cast.sam)
    assert after != before
    assert door.open(before).status == 503
    assert door.open(after).status == 200


def test_with_another_key_the_old_address_still_opens_and_a_new_one_is_made(
    cast: Family, door: Door, settings: Settings
) -> None:
    written(cast)
    before = own_token(cast.sam)
    settings.LINK_KEY = "another key altogether"
    written(cast)
    assert own_token(cast.sam) != before
    assert missing(door.open(before).text) == []
    assert missing(door.open(own_token(cast.sam)).text) == []


def test_a_disk_that_is_full_keeps_what_lies_there_and_tries_again(
    cast: Family, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(cast)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _no_space)
        written(cast, THURSDAY_NOON + timedelta(hours=1))
    got = door.open(own_token(cast.sam))
    assert missing(got.text) == []
    assert "12:00" in got.text
    due = Household.objects.get(pk=cast.household.pk).sheet_due_at
    assert due is not None
    assert due - THURSDAY_NOON < timedelta(hours=1, minutes=1)
    assert len(list(door.folder.iterdir())) == 2


def _no_space(number: int) -> None:
    raise OSError(28, "No space left on device")


def test_the_page_for_adults_says_where_it_is_and_what_is_missing(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert b"It is being made" in sam.get(reverse("urgent:sheet")).content
    written(cast)
    page = sam.get(reverse("urgent:sheet"))
    assert f"/e/{own_token(cast.sam)}/".encode() in page.content
    assert reverse("handbook:add_contact").encode() + b"?role=poison" in page.content
    assert sam.post(reverse("urgent:sheet")).status_code == 405


@pytest.mark.parametrize("blank", ["address", "doctor", "poison", "insurance", "consent", "allergies"])
def test_what_is_missing_is_written_down_where_the_line_leads(blank: str, door: Door) -> None:
    cast = family()
    sam = signed_in(cast.sam)
    content = content_for(cast.sam, on=THURSDAY_NOON.date())
    url = blank_url(blank, content)
    form = sam.get(url).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    said |= {"words": "zq something", "name": "zq somebody", "phone": "+49 30 23125 055"}
    assert sam.post(url, {name: said[name] for name in form.fields}).status_code == 302
    assert blank not in content_for(cast.sam, on=THURSDAY_NOON.date()).blanks
    written(cast)
    assert "zq some" in door.open(own_token(cast.sam)).text


def test_where_its_file_is_missing_kbye_makes_it_this_moment(cast: Family, settings: Settings) -> None:
    written(cast)
    path = f"/e/{own_token(cast.sam)}/"
    phone = Client()
    assert phone.get(path).content.count(b"<form") == 1
    assert missing(phone.get(path).content.decode()) != []
    tapped = phone.post(path)
    assert tapped.status_code == 302
    got = phone.get(path)
    assert missing(got.content.decode()) == []
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert phone.get(f"/e/{'A' * 43}/").status_code == 404


def test_neither_django_nor_the_database_is_there(cast: Family, settings: Settings) -> None:
    """The application a server serves opens a sheet in a process that never imports either."""
    written(cast)
    code = f"""
import sys, io, os
from wsgiref.util import setup_testing_defaults
from kbye.wsgi import application
environ = {{"PATH_INFO": "/e/{own_token(cast.sam)}/", "HTTP_X_KEPT_HERE": "yes", "REQUEST_METHOD": "GET"}}
setup_testing_defaults(environ)
print(b"".join(application(environ, lambda *said: print(said[0]))).decode())
assert not {{name.partition(".")[0] for name in sys.modules}} & {{"django", "sqlite3", "psycopg", "_sqlite3"}}
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "KBYE_DATA": str(settings.EMERGENCY_SHEETS.parent),
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ["PATH"],
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("200 OK")
    assert missing(done.stdout) == []


def test_one_that_is_not_ours_is_not_opened(door: Door) -> None:
    door.folder.mkdir(parents=True)
    token = "x" * 43
    for page in (b"", b"<p>hello", b"<!--kbye {-->", b'<!--kbye {"made_at": "now"}-->', b"<!--kbye {}-->"):
        (door.folder / files.name_for(token)).write_bytes(page)
        assert door.ask(f"/e/{token}/").status == 503
    for path in ("/e/", "/e/../../etc/passwd/", "/e/short/", f"/e/{token}", f"/x/{token}/"):
        assert door.ask(path).status == 503
    assert door.went_on == 10


def test_sheets_of_a_house_that_goes_go_with_it(settings: Settings) -> None:
    sam = sample.build(zone="Europe/Berlin", now=THURSDAY_NOON)
    assert write_sheets(lambda: THURSDAY_NOON) == 1
    assert len(list(settings.EMERGENCY_SHEETS.iterdir())) >= 1
    sample.remove(sam.household)
    assert list(settings.EMERGENCY_SHEETS.iterdir()) == []


def test_files_of_nobody_go_after_five_weeks_and_a_lost_database_takes_none_before(
    cast: Family, settings: Settings, clock: Clock
) -> None:
    written(cast)
    folder: Path = settings.EMERGENCY_SHEETS
    Link.objects.of(cast.household).delete()
    old = THURSDAY_NOON.timestamp()
    for file in folder.iterdir():
        os.utime(file, (old, old))
    tidy_sheets(lambda: THURSDAY_NOON + NOBODYS_ARE_KEPT)
    assert len(list(folder.iterdir())) == 2
    tidy_sheets(lambda: THURSDAY_NOON + NOBODYS_ARE_KEPT + timedelta(seconds=1))
    assert list(folder.iterdir()) == []
