"""How kbye reaches you: each way on or off, tried out, removed; a phone, a messenger, quiet hours."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from kbye.household.channel import Channel
from kbye.household.event import Event
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.household.sealed import NotOurs, seal, unseal
from kbye.outside import apprise_out
from kbye.outside.push_key import base64url, point
from tests.people import THURSDAY_NOON, Family, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MESSENGER = "ntfys://ntfy.example.org/our-secret-house"
ANDROID = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def browser(cast: Family) -> Client:
    return signed_in(cast.sam)


def subscription(endpoint: str = "https://updates.push.services.mozilla.com/wpush/abc") -> dict[str, str]:
    public = point(ec.generate_private_key(ec.SECP256R1()).public_key())
    return {"endpoint": endpoint, "p256dh": base64url(public), "auth": base64url(bytes(16))}


def messenger(person: Member, label: str = "ntfy") -> Channel:
    kind = Channel.Kind.MESSENGER
    return Channel.objects.add(person, kind=kind, address=MESSENGER, label=label, now=THURSDAY_NOON)


def text(browser: Client) -> str:
    return browser.get("/channels/").content.decode()


def only(cast: Family) -> Channel:
    return Channel.objects.of(cast.household).get()


def notice_for(person: Member, **more: Any) -> Notice:
    values: dict[str, Any] = {"state": Notice.State.SENT, "sent_at": THURSDAY_NOON, "kind": "told"}
    values |= {"household": person.household, "key": "told:1:mail", "person": person, "subject": "Friday"}
    return Notice.objects.create(**(values | {"body": "words", "due_at": THURSDAY_NOON} | more))


def test_mail_is_there_without_being_asked_for(browser: Client) -> None:
    page = text(browser)
    assert "sam@example.org" in page
    assert "Nothing was sent yet." in page
    assert "/channels/" in browser.get("/more/").content.decode()


def test_what_came_of_the_last_one_is_in_sight(cast: Family, browser: Client) -> None:
    sent = notice_for(cast.sam)
    assert "The last one went through today, 12:00." in text(browser)
    later = THURSDAY_NOON + timedelta(hours=1)
    waits = notice_for(
        cast.sam,
        key="told:2:mail",
        state=Notice.State.WAITING,
        sent_at=None,
        trouble="The mail server could not be reached.",
        due_at=later,
    )
    assert "Not delivered yet: The mail server could not be reached. kbye tries again today, 13:00." in text(
        browser
    )
    waits.state = Notice.State.GAVE_UP
    waits.save(update_fields=["state"])
    assert "Not delivered: The mail server could not be reached." in text(browser)
    sent.sent_at = later + timedelta(minutes=1)
    sent.save(update_fields=["sent_at"])
    assert "Not delivered" not in text(browser)


def test_trying_it_out_really_sends_and_the_page_says_so(cast: Family, browser: Client) -> None:
    assert browser.post("/channels/mail/try/")["Location"] == "/channels/"
    row = Notice.objects.of(cast.household).get()
    assert (row.kind, row.address, row.is_urgent, row.due_at) == (
        "try",
        "sam@example.org",
        True,
        THURSDAY_NOON,
    )
    page = text(browser)
    assert "On its way …" in page
    assert "see what came of it" in page
    browser.post("/channels/mail/try/")
    assert Notice.objects.of(cast.household).count() == 1, "one at a time"
    row.note_sent(at=THURSDAY_NOON)
    page = text(browser)
    assert "The last one went through today, 12:00." in page
    assert "see what came of it" not in page


def test_a_phone_is_added_once_and_its_name_can_be_read(cast: Family, browser: Client) -> None:
    phone = subscription()
    for _ in range(2):
        answer = browser.post("/channels/phone/", phone, headers={"user-agent": ANDROID})
        assert answer["Location"] == "/channels/"
    channel = only(cast)
    whole = f"{phone['endpoint']} {phone['p256dh']} {phone['auth']}"
    assert (channel.kind, channel.label, channel.address) == ("push", "Firefox on Android", whole)
    assert f'data-push-known="{hashlib.sha256(whole.encode()).hexdigest()}"' in text(browser)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", "https://example.org/anything"),
        ("endpoint", "http://updates.push.services.mozilla.com/wpush/abc"),
        ("endpoint", "https://127.0.0.1/"),
        ("p256dh", "AAAA"),
        ("auth", "AAAA"),
        ("auth", ""),
    ],
)
def test_what_no_browser_hands_out_is_refused(cast: Family, browser: Client, field: str, value: str) -> None:
    browser.post("/channels/phone/", subscription() | {field: value})
    assert not Channel.objects.of(cast.household).exists()
    assert "This browser" in text(browser)


def test_a_messenger_is_added_and_never_shown_again(cast: Family, browser: Client) -> None:
    assert browser.post("/channels/messenger/", {"address": MESSENGER})["Location"] == "/channels/"
    assert only(cast).address == MESSENGER
    page = text(browser)
    assert "ntfy" in page
    assert "our-secret-house" not in page


@pytest.mark.parametrize("address", ["", "mailto://sam@example.org", "json://127.0.0.1/", "not an address"])
def test_other_addresses_are_refused_in_words(cast: Family, browser: Client, address: str) -> None:
    answer = browser.post("/channels/messenger/", {"address": address})
    assert answer.status_code == 200
    assert "field-wrong" in answer.content.decode()
    assert not Channel.objects.of(cast.household).exists()


def test_without_apprise_the_page_says_what_is_missing(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apprise_out, "is_there", lambda: False)
    assert "kbye[notify]" in browser.get("/channels/messenger/").content.decode()


def test_a_way_rests_and_works_again(cast: Family, browser: Client) -> None:
    channel = messenger(cast.sam)
    browser.post(f"/channels/{channel.pk}/switch/", {"is_on": "0"})
    assert not only(cast).is_on
    browser.post(f"/channels/{channel.pk}/switch/", {"is_on": "1"})
    assert only(cast).is_on


def test_less_mail_is_said_as_what_it_is(cast: Family, browser: Client) -> None:
    messenger(cast.sam)
    browser.post("/channels/mail/switch/", {"is_on": "0"})
    assert "Only what somebody counts on, to sam@example.org." in text(browser)


def test_removing_can_be_undone(cast: Family, browser: Client) -> None:
    channel = messenger(cast.sam)
    browser.post(f"/channels/{channel.pk}/remove/")
    assert only(cast).gone_at == THURSDAY_NOON
    assert "Remove" not in text(browser).split("toast")[0]
    browser.post(f"/undo/{Event.objects.of(cast.household).latest('seq').seq}/")
    assert only(cast).gone_at is None
    assert only(cast).address == MESSENGER


def test_a_phone_that_went_by_itself_is_named(cast: Family, browser: Client) -> None:
    messenger(cast.sam, "Firefox on Android").go(
        at=THURSDAY_NOON, why="This phone takes no notices any more."
    )
    assert "Firefox on Android is no longer here: This phone takes no notices any more." in text(browser)


def test_quiet_hours(cast: Family, browser: Client) -> None:
    browser.post("/channels/", {"quiet_from": "22:00", "quiet_to": "06:30"})
    sam = Member.objects.of(cast.household).get(pk=cast.sam.pk)
    assert (sam.quiet_from_minute, sam.quiet_to_minute) == (22 * 60, 6 * 60 + 30)
    page = text(browser)
    assert 'value="22:00"' in page
    assert 'value="06:30"' in page
    browser.post("/channels/", {"quiet_from": "", "quiet_to": ""})
    assert Member.objects.of(cast.household).get(pk=cast.sam.pk).quiet_from_minute is None


@pytest.mark.parametrize(("start", "end"), [("22:00", ""), ("", "6:00"), ("7:00", "7:00"), ("late", "6:00")])
def test_half_a_time_is_asked_about(cast: Family, browser: Client, start: str, end: str) -> None:
    answer = browser.post("/channels/", {"quiet_from": start, "quiet_to": end})
    assert answer.status_code == 200
    assert "field-wrong" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["phone/", "mail/try/", "mail/switch/", "{}/try/", "{}/switch/", "{}/remove/"]
)
def test_what_changes_something_is_posted(cast: Family, browser: Client, path: str) -> None:
    assert browser.get(f"/channels/{path.format(messenger(cast.sam).pk)}").status_code == 405


@pytest.mark.parametrize("do", ["try", "switch", "remove"])
def test_neither_a_stranger_nor_the_other_adult_gets_at_it(cast: Family, do: str) -> None:
    channel = messenger(cast.sam)
    for other in (family(canary="-next-door").sam, cast.alex):
        assert signed_in(other).post(f"/channels/{channel.pk}/{do}/").status_code == 404
    assert only(cast).gone_at is None
    assert Client().post(f"/channels/{channel.pk}/{do}/").status_code == 302
    assert only(cast).is_on


def test_the_database_alone_gives_no_address_away(cast: Family, browser: Client) -> None:
    browser.post("/channels/messenger/", {"address": MESSENGER})
    browser.post(f"/channels/{only(cast).pk}/remove/")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "our-secret-house" not in str(cursor.fetchall()), table


def test_a_sealed_text_opens_only_in_its_own_row_with_its_own_key(cast: Family, settings: Settings) -> None:
    mine, others = messenger(cast.sam), messenger(cast.alex)
    assert mine.secret != others.secret
    others.secret = mine.secret
    with pytest.raises(NotOurs):
        _ = others.address
    assert mine.address == MESSENGER
    settings.CHANNEL_KEY = "another key"
    with pytest.raises(NotOurs):
        _ = mine.address


@pytest.mark.parametrize(
    "change", [lambda one: one[:-4] + "AAAA", lambda one: "", lambda one: "no base64 at all!"]
)
def test_a_changed_seal_is_noticed(change: Any) -> None:
    closed = seal("a text", about="here")
    assert unseal(closed, about="here") == "a text"
    assert seal("a text", about="here") != closed
    with pytest.raises(NotOurs):
        unseal(change(closed), about="here")


def test_names_in_notices_are_off_until_somebody_wants_them(cast: Family, browser: Client) -> None:
    assert "Show names in notices" not in text(browser), "without a phone there is nothing to choose"
    browser.post("/channels/phone/", subscription())
    page = text(browser)
    assert "Without names on the locked screen." in page
    assert "Show names in notices" in page
    assert not Member.objects.of(cast.household).filter(names_in_push=True).exists()
    browser.post("/channels/names/", {"is_on": "1"})
    assert Member.objects.of(cast.household).get(names_in_push=True) == cast.sam
    page = text(browser)
    assert "With names on the locked screen." in page
    undo = page.split('action="/undo/')[1].split('"')[0]
    browser.post(f"/undo/{undo}")
    assert "Without names on the locked screen." in text(browser)
    for value in ("1", "0"):
        browser.post("/channels/names/", {"is_on": value})
    assert "Without names on the locked screen." in text(browser)


def test_names_are_switched_by_a_form_of_an_adult_alone(cast: Family, browser: Client) -> None:
    assert browser.get("/channels/names/").status_code == 405
    assert Client().post("/channels/names/", {"is_on": "1"})["Location"].startswith("/sign-in/")
    assert not Member.objects.of(cast.household).filter(names_in_push=True).exists()


def test_the_worker_and_the_manifest_are_there_for_anyone(db: None) -> None:
    worker, manifest = Client().get("/sw.js"), Client().get("/manifest.webmanifest")
    assert worker["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in worker.content
    assert b"://" not in worker.content, "it asks nobody else"
    assert manifest.json()["name"] == "kbye"
    assert manifest.json()["start_url"] == "/"
    assert '<link rel="manifest" href="/manifest.webmanifest">' in Client().get("/sign-in/").content.decode()
