"""A push in a real browser: kbye's service worker shows it without a name, and a tap leads to its page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import CDPSession, expect

from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.work.pushing import payload_of
from tests.browser.conftest import Kbye, MailServer, Phones
from tests.browser.phone import Phone
from tests.browser.test_first_time_away import start, tell_by_mail

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("phones", ["phone"], indirect=True)]
REGISTER = """async () => {
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller)
    await new Promise((held) => (navigator.serviceWorker.oncontrollerchange = held));
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path }));
}"""
# What the browser does when somebody taps; a script may not hold such an event open, so that part of it fails unseen.
TAP = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


class Pushes:
    """The push service's end: hands a message to the worker of this phone, as the browser would."""

    def __init__(self, phone: Phone, kbye: Kbye) -> None:
        self.phone, self.origin = phone, kbye.local
        context = phone.page.context
        context.grant_permissions(["notifications"], origin=kbye.local)
        phone.open(kbye.local)
        phone.page.evaluate(REGISTER)
        self.browser: CDPSession = context.new_cdp_session(phone.page)
        found: list[str] = []
        self.browser.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(_ids(said)))
        self.browser.send("ServiceWorker.enable")
        phone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        for _ in range(50):
            if found:
                break
            phone.page.wait_for_timeout(20)
        [self.registration] = set(found)

    def deliver(self, data: str) -> list[dict[str, Any]]:
        """What stands on the locked screen then."""
        about = {"origin": self.origin, "registrationId": self.registration, "data": data}
        before = len(self._shown())
        self.browser.send("ServiceWorker.deliverPushMessage", about)
        for _ in range(100):
            if len(self._shown()) != before or before:
                break
            self.phone.page.wait_for_timeout(20)
        return self._shown()

    def tap(self) -> None:
        [worker] = self.phone.page.context.service_workers
        worker.evaluate(TAP)

    def _shown(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = self.phone.page.evaluate(SHOWN)
        return shown


def _ids(said: dict[str, Any]) -> list[str]:
    return [one["registrationId"] for one in said["registrations"] if not one["isDeleted"]]


def test_it_is_shown_without_a_name_and_leads_to_its_page(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    sam = start(phones, kbye)
    tell_by_mail(sam, "an evening")
    page = urlsplit(sam.page.url).path
    key = UUID(page.split("/")[2])
    pushes = Pushes(sam, kbye)
    told = {"kind": "answer", "key": f"answer:{key}:1", "time_away_id": key, "subject": "Alex: got it"}
    said = payload_of(Notice(person=Member(name="Sam"), **told))
    [shown] = pushes.deliver(said.decode())
    assert shown["title"] == "kbye: something for you"
    assert shown["body"] == "There is an answer."
    assert shown["path"] == page
    for name in ("Sam", "Alex", "Mia", "Ben", "Zoe"):
        assert name not in json.dumps(shown)
    # The same once more, as after a crash, is still one.
    assert len(pushes.deliver(said.decode())) == 1
    pushes.tap()
    expect(sam.page).to_have_url(f"{kbye.local}{page}", timeout=5000)
    sam.sees("Alex")


def test_whatever_comes_something_neutral_is_shown_and_nothing_leads_away(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    sam = start(phones, kbye)
    pushes = Pushes(sam, kbye)
    for said in ("no words of ours", '{"path": 7}', '{"path": "https://example.org/"}'):
        [shown] = pushes.deliver(said)
        assert shown["title"] == "kbye: something for you"
    sam.open(f"{kbye.local}/home/")
    pushes.tap()
    expect(sam.page).to_have_url(f"{kbye.local}/", timeout=5000)
