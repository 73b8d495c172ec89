"""On duty: two phones that agree, a phone without signal, and nothing left behind after signing out."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Kbye, MailServer, Phones
from tests.browser.phone import Phone
from tests.browser.test_first_time_away import link_in, start, tell_by_mail

pytestmark = [pytest.mark.browser]
AGREE_WITHIN = 2.0
# What a browser writes to its console while there is no network, whoever asks for what.
NO_SIGNAL = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_NETWORK_CHANGED")


def two_on_duty(phones: Phones, kbye: Kbye, mail: MailServer) -> tuple[Phone, Phone]:
    """Sam has left; Alex has the sheet open on two phones, by the link. On localhost, where workers are allowed."""
    if phones.size != "phone":
        pytest.skip("about two phones")
    sam = start(phones, kbye)
    for title in ("inhaler", "drops"):
        sam.open(f"{kbye.local}/home/add/")
        sam.write("What has to happen?", title)
        sam.choose("medicine")
        sam.page.locator("[name=from_time]").fill("00:00")
        sam.page.locator("[name=until_time]").fill("23:59")
        sam.tap("Add", exact=True)
    sam.open(f"{kbye.local}/")
    tell_by_mail(sam, "an evening")
    sheet = link_in(mail.next()).replace(kbye.public, kbye.local) + "sheet/"
    sam.page.reload()
    sam.tap("Leave now")
    found = phones.new("alex"), phones.new("alex-too", theme="dark")
    for phone in found:
        phone.open(sheet)
        phone.tap("Open it here")
        phone.sees("You have Mia, Ben and Zoe")
    return found


def forgive_no_signal(*some: Phone) -> None:
    for phone in some:
        phone.complaints = [one for one in phone.complaints if not any(words in one for words in NO_SIGNAL)]


def line(phone: Phone, text: str, *, done: bool) -> None:
    """That line is there, and done or not."""
    kind = ".must-done" if done else ".must:not(.must-done)"
    expect(phone.page.locator(kind, has_text=text).first).to_be_attached(timeout=10000)


def test_two_phones_agree_within_two_seconds_and_nothing_half_written_is_lost(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    one, two = two_on_duty(phones, kbye, mail)
    two.unfold("Our plan")
    two.write("What will you do?", "pizza and a d")
    one.page.get_by_role("button", name="Done: inhaler").first.focus()
    one.page.keyboard.press("Enter")
    line(one, "inhaler", done=True)
    tapped = time.monotonic()
    line(two, "inhaler", done=True)
    assert time.monotonic() - tapped < AGREE_WITHIN
    assert two.page.get_by_label("What will you do?").input_value() == "pizza and a d"
    expect(one.page.get_by_role("button", name="Undo: inhaler").first).to_be_focused()
    two.page.get_by_role("button", name="Undo: inhaler").first.click()
    line(one, "inhaler", done=False)


def test_a_phone_without_signal_opens_the_sheet_and_its_tap_arrives_once(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    one, two = two_on_duty(phones, kbye, mail)
    one.page.wait_for_function(
        "async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller"
    )
    one.page.reload()
    one.page.context.set_offline(True)
    one.page.reload()
    one.page.get_by_role("button", name="Done: inhaler").first.click()
    expect(one.page.locator("[data-tap-said=waiting]")).to_contain_text("not saved yet")
    expect(one.page.locator("[data-taps-waiting]")).to_be_visible()
    one.page.reload()
    expect(one.page.locator("[data-tap-said=waiting]")).to_contain_text("not saved yet")
    one.sees("Whom to call", "112")
    two.page.get_by_role("button", name="Done: inhaler").first.click()
    line(two, "inhaler", done=True)
    one.page.get_by_role("button", name="Done: drops").first.click()
    one.page.context.set_offline(False)
    line(two, "drops", done=True)
    one.sees("Was it given once more?")
    one.page.get_by_role("button", name="No, that was the one").click()
    line(one, "inhaler", done=True)
    expect(one.page.locator("[data-tap-said]")).to_have_count(0)
    expect(one.page.locator("[data-taps-waiting]")).to_be_hidden()
    assert one.page.locator(".must-done", has_text="inhaler").count() == 1
    forgive_no_signal(one)


def test_signing_out_leaves_nothing_on_the_phone(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    one, _two = two_on_duty(phones, kbye, mail)
    one.page.wait_for_function("async () => (await caches.keys()).length > 0")
    sam = phones.all[0]
    sam.open(f"{kbye.local}/keep/")
    sam.write("E-mail", "sam@example.org")
    sam.write("Password", "seven red currants")
    sam.page.locator("form .button-primary, .primary .button-primary").first.click()
    cookies = sam.page.context.cookies()
    one.page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "kbye"])  # type: ignore[misc]
    one.open(f"{kbye.local}/more/")
    one.tap("Sign out")
    left = one.page.evaluate("async () => [...await caches.keys(), ...await indexedDB.databases()]")
    assert left == []
