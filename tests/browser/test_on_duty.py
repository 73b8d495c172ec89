"""On duty: two phones that agree, a phone without signal, and nothing left behind after signing out."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Kbye, MailServer, Phones
from tests.browser.phone import Phone
from tests.browser.test_first_time_away import leave, link_in, start, tell_by_mail

pytestmark = [pytest.mark.browser]
AGREE_WITHIN = 2.0
# What a browser writes to its console while there is no network, whoever asks for what.
NO_SIGNAL = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_NETWORK_CHANGED")


def two_on_duty(
    phones: Phones, kbye: Kbye, mail: MailServer, *, known: str = "", leaves: bool = True
) -> tuple[Phone, Phone]:
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
    if known:
        sam.open(f"{kbye.local}/handbook/fact/")
        sam.page.locator("[name=words]").fill(known)
        sam.tap("Add", exact=True)
    sam.open(f"{kbye.local}/")
    tell_by_mail(sam, "an evening")
    sheet = link_in(mail.next()).replace(kbye.public, kbye.local) + "sheet/"
    sam.page.reload()
    if leaves:
        leave(sam)
    found = phones.new("alex"), phones.new("alex-too", theme="dark")
    for phone in found:
        phone.open(sheet)
        phone.tap("Open it here")
        phone.sees("you have Mia, Ben and Zoe" if not leaves else "You have Mia, Ben and Zoe")
    return found


def forgive_no_signal(*some: Phone) -> None:
    for phone in some:
        phone.forgiven = NO_SIGNAL


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


def keeps(phone: Phone, *paths: str) -> None:
    """The phone has these pages by now, and a worker that will answer with them."""
    phone.page.wait_for_function(
        """async (paths) => navigator.serviceWorker.controller
            && (await Promise.all(paths.map((one) => caches.match(one)))).every(Boolean)""",
        arg=list(paths),
    )


def test_handbook_search_numbers_and_emergency_sheet_without_a_server(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    one, _two = two_on_duty(phones, kbye, mail, known="Ben: no nuts, they make him swell")
    path = one.page.evaluate("location.pathname")
    one.page.reload()
    emergency_sheet = path.replace("/l/", "/e/").replace("sheet/", "")
    keeps(one, path, path.replace("sheet/", "handbook/"), emergency_sheet)
    kbye.stop()
    one.page.reload()
    one.sees("You have Mia, Ben and Zoe", "112")
    one.page.get_by_role("link", name="Handbook").click()
    one.sees("What one needs to know", "no nuts")
    one.page.get_by_label("Where is").fill("nutz")
    expect(one.page.locator("[data-find]", has_text="no nuts").first).to_be_visible()
    one.page.get_by_label("Where is").fill("hedgehog")
    expect(one.page.locator("[data-find-nothing]")).to_be_visible()
    one.page.goto(f"{kbye.local}{path.replace('sheet/', 'handbook/')}?q=swell")
    expect(one.page.locator("[data-find]", has_text="no nuts").first).to_be_visible()
    expect(one.page.locator("[data-find]", has_text="112").first).to_be_hidden()
    one.page.goto(f"{kbye.local}{emergency_sheet}")
    one.sees("112", "Ben")
    expect(one.page.locator("form")).to_have_count(0)
    expect(one.page.locator(".late")).to_be_hidden()
    read_at = one.page.locator(".as-of").first.inner_text()
    a_day_passes(one)
    one.page.reload()
    expect(one.page.locator(".late")).to_be_visible()
    one.sees("112", "Ben", "More than a day old", read_at)
    forgive_no_signal(one, _two)


def a_day_passes(phone: Phone) -> None:
    """For the worker, which answers with what was kept; the clock of a page is another one."""
    (worker,) = phone.page.context.service_workers
    worker.evaluate("() => { const now = Date.now; Date.now = () => now.call(Date) + 25 * 3600e3; }")


def test_a_sheet_kept_before_it_begins_has_its_buttons_when_it_does(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    one, _two = two_on_duty(phones, kbye, mail, leaves=False)
    done = one.page.get_by_role("button", name="Done: inhaler")
    begins = one.page.locator("form[data-from]").first.get_attribute("data-from")
    one.page.reload()
    keeps(one, one.page.evaluate("location.pathname"))
    expect(done).to_have_count(0)
    one.page.context.set_offline(True)
    one.page.clock.set_fixed_time(str(begins))
    one.page.reload()
    expect(done.first).to_be_visible()
    done.first.click()
    expect(one.page.locator("[data-tap-said=waiting]")).to_contain_text("not saved yet")
    one.page.clock.set_fixed_time(datetime.fromisoformat(str(begins)) + timedelta(hours=25))
    one.page.reload()
    expect(one.page.locator("[data-taps-waiting]")).to_contain_text("for more than a day")
    forgive_no_signal(one, _two)


def signed_in_like(phone: Phone, other: Phone, kbye: Kbye) -> None:
    """The phone holds the session of the other one, who has an e-mail and a password by now."""
    other.open(f"{kbye.local}/keep/")
    other.write("E-mail", "sam@example.org")
    other.write("Password", "seven red currants")
    other.page.locator("form .button-primary, .primary .button-primary").first.click()
    cookies = other.page.context.cookies()
    phone.page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "kbye"])  # type: ignore[misc]


# Everything a page can keep on a phone, as one text.
ALL_KEPT = """async () => {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const one of await cache.keys()) kept.push(one.url, await (await cache.match(one)).text());
    }
    for (const { name, version } of await indexedDB.databases()) {
        kept.push(`database ${name} ${version}`);
        const opening = indexedDB.open(name);
        const found = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
        for (const part of found.objectStoreNames) {
            const all = found.transaction(part).objectStore(part).getAll();
            kept.push(JSON.stringify(await new Promise((done) => (all.onsuccess = () => done(all.result)))));
        }
        found.close();
    }
    return kept.join("\\n");
}"""
OUT = "<!doctype html><link rel=icon href=data:,><title>out</title>"
CANARIES = ("inhaler", "Zoe", "/l/")


@pytest.mark.parametrize("told_by", ["the server", "the page"])
def test_signing_out_leaves_nothing_on_the_phone(
    phones: Phones, kbye: Kbye, mail: MailServer, told_by: str
) -> None:
    one, _two = two_on_duty(phones, kbye, mail)
    one.page.reload()
    keeps(one, one.page.evaluate("location.pathname"))
    signed_in_like(one, phones.all[0], kbye)
    one.page.evaluate("localStorage.setItem('inhaler', 'Zoe')")
    kept = one.page.evaluate(ALL_KEPT)
    assert all(canary in kept for canary in CANARIES)
    if told_by == "the page":  # plain http: no browser listens to the header there
        one.page.context.route(
            "**/sign-out/", lambda route: route.fulfill(status=200, body=OUT, content_type="text/html")
        )
    if told_by == "the server":
        one.page.route("**/forget*.js", lambda route: route.abort())
    one.open(f"{kbye.local}/more/")
    one.page.get_by_role("button", name="Sign out", exact=True).click()
    one.page.wait_for_url(lambda address: "/more/" not in address)
    left = one.page.evaluate(ALL_KEPT)
    assert not [canary for canary in CANARIES if canary in left], left
    one.complaints.clear()


def test_signing_out_with_unsaved_ticks_asks_first_and_sends_them_if_it_can(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    one, two = two_on_duty(phones, kbye, mail)
    signed_in_like(one, phones.all[0], kbye)
    posts = "**/tick/**"
    one.page.context.route(posts, lambda route: route.abort())
    one.page.get_by_role("button", name="Done: inhaler").first.click()
    expect(one.page.locator("[data-tap-said=waiting]")).to_contain_text("not saved yet")
    one.open(f"{kbye.local}/more/")
    one.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(one.page.locator("[data-forget-asks]")).to_contain_text("not saved yet: 1")
    one.look()
    one.page.get_by_role("link", name="Stay signed in").click()
    one.page.context.unroute(posts)
    one.page.get_by_role("button", name="Sign out", exact=True).click()
    one.page.wait_for_url("**/sign-in/")
    line(two, "inhaler", done=True)
    forgive_no_signal(one)
    one.complaints.clear()
