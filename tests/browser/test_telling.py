"""Answers, standing dates and helpers: three people on three phones at once, every mail read from a real server."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Kbye, MailServer, Phones, days_ahead
from tests.browser.phone import Phone
from tests.browser.test_first_time_away import link_in, start, tell_by_mail, text_of

pytestmark = [pytest.mark.browser]


def mails(mail: MailServer, count: int) -> dict[str, EmailMessage]:
    """The next few mails, by whom they are to."""
    arrived = [mail.next() for _ in range(count)]
    return {str(one["To"]): one for one in arrived}


def mail_to(mail: MailServer, address: str) -> EmailMessage:
    """The next mail to this address; those to others in between are theirs."""
    while True:
        message = mail.next()
        if message["To"] == address:
            return message


def help_link_in(message: EmailMessage) -> str:
    found = re.search(r"http://kbye\.test:\d+/h/\S+", text_of(message))
    assert found, text_of(message)
    return found.group()


def give_address(phone: Phone, kbye: Kbye, name: str, address: str) -> None:
    phone.open(f"{kbye.local}/more/")
    phone.tap(name)
    phone.write("E-mail", address)
    phone.tap("Save")


def test_announced_got_it_and_both_see_it(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = start(phones, kbye)
    tell_by_mail(sam, "an evening")
    link = link_in(mail.next())
    alex, program = phones.new("alex", theme="dark"), phones.new("program")
    alex.open(link)
    sam.sees("Alex has not answered yet.")
    # What only looks at links, also at those it finds there, sees no more than the message says.
    program.open(link)
    program.sees("Sam is going out")
    program.open(f"{link}sheet/")
    program.does_not_see("Mia", "Sam", "Whom to call")
    alex.tap("Got it")
    alex.sees("You've got it. Sam knows.")
    sam.page.reload()
    sam.sees("Alex knows.", "✓ got it")
    # The answer was the first tap on this phone: the sheet is one more, and asks for none.
    alex.tap("The sheet for the day")
    alex.sees("you have Mia, Ben and Zoe", "Whom to call")
    program.tap("Open it here")
    program.sees("you have Mia, Ben and Zoe")


def test_offered_and_taken(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    alex = phones.new("alex")
    alex.open(kbye.start)
    alex.tap("My partner")
    alex.write("Your name", "Alex")
    alex.write("Your partner's name", "Sam")
    alex.write("The children", "Mia 6, Ben 3")
    alex.tap("On to the time")
    alex.tap("an evening")
    alex.tap("Offer", exact=True)
    alex.write("E-mail", "sam@example.org")
    alex.tap("Send by e-mail")
    sam = phones.new("sam", theme="dark")
    sam.open(link_in(mail.next()))
    sam.sees("is yours.", "Alex has Mia and Ben.")
    alex.sees("Sam has not answered yet.")
    sam.tap("Thank you, I'll go")
    sam.sees("It is yours. Enjoy it.")
    alex.page.reload()
    alex.sees("Sam knows.", "✓ got it")


def test_ask_counter_accept(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = start(phones, kbye)
    give_address(sam, kbye, "Sam", "sam@example.org")
    sam.open(f"{kbye.local}/")
    tell_by_mail(sam, "a weekend")
    alex = phones.new("alex", theme="dark")
    alex.open(link_in(mail.next()))
    alex.sees("Sam would like to be away")
    alex.unfold("But this would work")
    alex.write("Day", days_ahead(24))
    alex.write("From", "09:00")
    alex.write("Until", "14:00")
    alex.tap("This would work")
    alex.sees("You proposed")
    heard = mail.next()
    assert heard["To"] == "sam@example.org"
    assert "9:00–14:00 would work" in str(heard["Subject"])
    sam.page.reload()
    sam.tap("Take that time")
    sam.sees("09:00–14:00", "Alex knows.")
    alex.page.reload()
    alex.sees("You've got it. Sam knows.")


def test_a_gap_two_helpers_first_yes_taken_back_and_asked_again(
    phones: Phones, kbye: Kbye, mail: MailServer
) -> None:
    sam = phones.new("sam")
    sam.open(kbye.start)
    sam.tap("Me")
    sam.write("Your name", "Sam")
    sam.write("Who takes over?", "Alex, Grandma, Noor")
    sam.write("The children", "Mia 6, Ben 3")
    sam.tap("On to the time")
    give_address(sam, kbye, "Grandma", "grandma@example.org")
    give_address(sam, kbye, "Noor", "noor@example.org")
    plan_by_hand(sam, kbye)
    sam.tap("Go", exact=True)
    sam.write("E-mail", "alex@example.org")
    sam.tap("Send by e-mail")

    alex = phones.new("alex", theme="dark")
    told = mail.next()
    assert "Grandma could have them: 19:00–20:00." in text_of(told)
    alex.open(link_in(told))
    alex.tap("Got it")
    alex.tap("Ask somebody for a stretch")
    alex.write("What should they know?", "The key is under the pot.")
    alex.page.get_by_label("Whom?").select_option(label="Grandma")
    alex.page.get_by_label("Then").first.select_option(label="Noor")
    alex.page.get_by_role("radio", name=re.compile("once")).first.check()
    alex.tap("Ask", exact=True)
    asked = mails(mail, 2)
    assert set(asked) == {"grandma@example.org", "noor@example.org"}
    assert "The key is under the pot." in text_of(asked["noor@example.org"])

    grandma, noor = phones.new("grandma"), phones.new("noor")
    grandma.open(help_link_in(asked["grandma@example.org"]))
    grandma.sees("Could you take Mia and Ben?", "no account needed")
    grandma.does_not_see("The key is under the pot.")
    noor.open(help_link_in(asked["noor@example.org"]))
    grandma.tap("Yes", exact=True)
    grandma.sees("You have Mia and Ben.", "The key is under the pot.")
    assert "Somebody has it already" in text_of(mail_to(mail, "noor@example.org"))
    noor.page.reload()
    noor.sees("Somebody has it already.")
    alex.page.reload()
    alex.sees("Grandma has the children")

    grandma.tap("I can't after all")
    assert "could you take Mia and Ben?" in text_of(mail_to(mail, "noor@example.org"))
    noor.page.reload()
    noor.tap("Yes", exact=True)
    noor.sees("You have Mia and Ben.")
    alex.page.reload()
    alex.sees("Noor has the children")
    # Noor calls: not after all. Nothing else changes, and who else could is one tap away.
    alex.tap("Noor can't")
    alex.tap("Back")
    alex.sees("Noor can't after all: 18:00–22:00.", "Grandma can't after all: 18:00–22:00.")
    sam.open(f"{kbye.local}/")
    sam.does_not_see("Noor", "Grandma")


def plan_by_hand(sam: Phone, kbye: Kbye) -> None:
    """An evening in which Grandma has them for an hour; the rest is planned, and looked for better."""
    sam.open(f"{kbye.local}/when/by-hand/")
    sam.write("Day", days_ahead(3))
    sam.tap("Look at that time")
    sam.sees("18:00–22:00", "Nobody else is needed.")
    sam.unfold("Plan it by hand")
    sam.page.get_by_label("Who?").select_option(label="Grandma")
    sam.page.get_by_label("From").first.fill("19:00")
    sam.page.get_by_label("Until").first.fill("20:00")
    sam.tap("Keep that, plan the rest")
    sam.sees("Takes asking Grandma for 1 hour.", "A good plan.")
    sam.tap("Look for a better one")
    expect(sam.page.get_by_text("There is no better plan.")).to_be_visible(timeout=20_000)
    expect(sam.page.get_by_role("figure")).to_contain_text("Alex, 18:00–19:00, Alex, 20:00–22:00")


def test_a_standing_date_through_a_skipped_week(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = start(phones, kbye)
    sam.open(f"{kbye.local}/away/")
    sam.tap("A time that is always yours")
    sam.tap("Make one")
    sam.choose("Thursday")
    sam.write("From", "19:00")
    sam.write("Until", "22:00")
    sam.tap("Propose it")
    sam.write("E-mail", "alex@example.org")
    sam.tap("Send by e-mail")
    message = mail.next()
    assert "Thursday" in text_of(message)
    alex = phones.new("alex", theme="dark")
    alex.open(link_in(message))
    alex.page.get_by_role("button", name=re.compile("Yes, that works|Got it")).first.click()
    sam.open(f"{kbye.local}/standing/")
    sam.sees("Thursday")
    skips = sam.page.get_by_role("button", name=re.compile("^Skip"))
    assert skips.count() >= 2
    skips.first.click()
    sam.sees("is skipped.", "Another time instead?")
    sam.page.locator("form button.button-primary").first.click()
    sam.look()
    sam.sees("Alex")
    sam.open(f"{kbye.local}/standing/")
    assert sam.page.get_by_role("button", name=re.compile("^Skip")).count() == skips.count()
