"""A weekend with everything, and the next one with what was remembered; a work trip; a child's tablet."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Kbye, MailServer, Phones, days_ahead
from tests.browser.phone import Phone
from tests.browser.test_first_time_away import leave, link_in, start, tell_by_mail

pytestmark = [pytest.mark.browser]


def agreed_weekend(sam: Phone, alex: Phone, mail: MailServer) -> str:
    """Asked by mail, agreed on the link; returns the address of Alex's side."""
    side = link_in(mail.next())
    alex.open(side)
    alex.tap("Yes, that works")
    sam.page.reload()
    return side


def to_the_times_page(sam: Phone, kbye: Kbye) -> None:
    """The coming weekend, from the first screen."""
    sam.open(kbye.local)
    sam.page.locator("main a[href^='/away/']").first.click()
    sam.page.wait_for_url(re.compile("/away/"))
    sam.look()


def next_question(sam: Phone) -> None:
    sam.tap("Next", exact=True)


def test_a_weekend_and_the_next_one(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    if phones.size != "phone":
        pytest.skip("a long way; its screens are seen on a computer in the other journeys")
    sam, alex = start(phones, kbye), phones.new("alex", theme="dark")
    tell_by_mail(sam, "a weekend")
    side = agreed_weekend(sam, alex, mail)

    sam.tap("Prepare")
    sam.sees("Nearly empty, on purpose")
    sam.write("What else?", "- [ ] cards to open\n2. medicine bag\n* a book")
    sam.tap("Add", exact=True)
    sam.sees("cards to open", "medicine bag", "a book")
    for thing in ("cards to open", "medicine bag", "a book"):
        sam.tap(f"Done: {thing}")
    sam.tap("Worried about something?")
    sam.write("What worries you?", "bedtime")
    sam.tap("Write it down")
    sam.sees("What becomes of it?")
    sam.tap("Let it go")
    sam.sees("Let go.")

    sam.open(re.sub("prepare/.*|worries/.*", "", sam.page.url))
    leave(sam)
    sam.does_not_see("bedtime", "medicine bag")

    alex.open(side + "postcard/")
    alex.write("words", "Cereal for dinner, and nobody minded.")
    alex.unfold("A first?")
    alex.write("What was it?", "raw currants")
    alex.tap("Send it")
    alex.sees("raw currants, with Alex")
    alex.does_not_see("bedtime")

    sam.tap("I'm back")
    sam.sees("Welcome back", "Cereal for dinner", "raw currants, with Alex")
    sam.tap("Yes", exact=True)
    sam.sees("And the worries?", "bedtime")
    sam.choose("No")
    next_question(sam)
    sam.sees("Was it any use?")
    sam.does_not_see("medicine bag")
    sam.page.get_by_role("group", name="cards to open").get_by_label("Not needed").check()
    sam.page.get_by_role("group", name="a book").get_by_label("Yes, used").check()
    next_question(sam)
    sam.choose("Properly")
    while sam.page.get_by_role("button", name="Next", exact=True).count():
        next_question(sam)
    sam.tap("That was it")
    sam.open(re.sub("two-minutes/.*|welcome/.*", "keepsake/", sam.page.url))
    sam.sees("Sam was away", "Cereal for dinner", "raw currants, with Alex")

    # The next one: nothing typed again, and what was not needed is asked about once; medicine never is.
    sam.open(kbye.local)
    sam.tap("a weekend")
    sam.tap("Go", exact=True)
    sam.tap("Send to Alex")
    agreed_weekend(sam, alex, mail)
    sam.tap("Prepare")
    sam.sees("a book", "medicine bag", "Last time nobody needed this: cards to open.")
    sam.page.get_by_role("button", name="Skip", exact=True).click()
    sam.sees("Skipped. That much less.", "always on the list")
    sam.tap("Worried about something?")
    sam.sees("Last time you feared: “bedtime”", "It did not come true.")


def test_a_work_trip_is_a_time_away(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = start(phones, kbye)
    sam.open(kbye.local + "/own-time/")
    sam.tap("Write down a work trip")
    sam.sees("A work trip")
    sam.page.locator("[name=who][type=radio]").first.check()
    for name, said in (("day", days_ahead(9)), ("from_time", "09:00"), ("until_time", "17:00")):
        sam.page.locator(f"[name={name}]").fill(said)
    sam.tap("Write it down")
    sam.sees("Alex")
    # It stands among the times away, and opens from the picture of the weeks.
    sam.open(kbye.local + "/history/")
    sam.sees("Coming", "pencilled in")
    sam.open(kbye.local + "/own-time/")
    sam.sees("Time of our own")


def test_a_childs_tablet(phones: Phones, kbye: Kbye) -> None:
    somebody = phones.new("somebody")
    somebody.open(kbye.start)
    somebody.tap("Look around a sample household")
    somebody.open(kbye.local + "/children/")
    somebody.tap("Make a link for all of them")
    address = somebody.page.locator(".child-address").first.inner_text()
    assert address.startswith(kbye.public)
    tablet = phones.new("tablet", theme="dark")
    tablet.open(address)
    tablet.does_not_see("Mia", "Sam")
    tablet.tap("Open it here")
    # Whether somebody goes within days depends on the day of the week; this is so on each of them.
    tablet.sees("Everybody is here.", "For the first time")
    assert tablet.page.get_by_role("navigation").count() == 0
    for place in ("/", "/handbook/", "/away/"):
        tablet.page.goto(kbye.public + place)
        tablet.does_not_see("Mia", "Sam")
    somebody.tap("End this link")
    tablet.page.goto(address)
    tablet.sees("There is nothing here for you")
    # A browser says itself that such a page is not there.
    tablet.complaints = [one for one in tablet.complaints if "404" not in one]
