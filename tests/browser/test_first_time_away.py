"""From nothing to "K, bye" and back: the leaver on one phone, the partner on the link from a real mail."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

import pytest

from tests.browser.conftest import Kbye, MailServer, Phones
from tests.browser.phone import Phone

pytestmark = [pytest.mark.browser]
MOST_INPUTS, MOST_SECONDS = 12, 180


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://kbye\.test:\d+/l/\S+", text_of(message))
    assert found, text_of(message)
    return found.group()


def start(phones: Phones, kbye: Kbye, *, children: str = "Mia 6, Ben 3, Zoe 1") -> Phone:
    sam = phones.new("sam")
    sam.open(kbye.start)
    sam.tap("Me")
    sam.write("Your name", "Sam")
    sam.write("Who takes over?", "Alex")
    sam.write("The children", children)
    sam.tap("On to the time")
    return sam


def tell_by_mail(sam: Phone, length: str, address: str = "alex@example.org") -> None:
    sam.tap(length)
    sam.tap("Go", exact=True)
    sam.write("E-mail", address)
    sam.tap("Send by e-mail")


def leave(phone: Phone) -> None:
    """ "Leave now" as long as the time is far, "K, bye!" once it is near: how late it is decides which stands there."""
    phone.inputs += 1
    phone.page.get_by_role("button", name=re.compile("^(Leave now|K, bye!)$")).click()
    phone.sees("You're off")
    phone.look()


def test_me_from_nothing_to_kbye_and_back(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    began = time.monotonic()
    sam = start(phones, kbye)
    tell_by_mail(sam, "an evening")
    sam.sees("Alex")
    assert sam.inputs <= MOST_INPUTS
    assert time.monotonic() - began < MOST_SECONDS

    message = mail.next()
    text = text_of(message)
    for words in ("Hi Alex", "18:00–22:00", "Mia, Ben and Zoe", "Cereal is fine"):
        assert words in text
    assert [part.get_content_type() for part in message.iter_attachments()] == ["text/calendar"]

    # The second time: three taps, nothing typed.
    sam.open(kbye.local)
    taps, typed = sam.inputs, sam.typed
    sam.tap("an evening")
    sam.tap("Go", exact=True)
    sam.tap("Send to Alex")
    assert (sam.inputs - taps, sam.typed - typed) == (3, 0)
    second = mail.next()

    alex = phones.new("alex", theme="dark")
    alex.open(link_in(second))
    alex.sees("Sam is going out", "You have Mia, Ben and Zoe", "no account needed")
    alex.tap("Got it")
    alex.sees("You've got it. Sam knows.")

    sam.page.reload()
    sam.sees("Alex")
    leave(sam)
    sam.sees("Alex has it")
    sam.does_not_see("Done")

    alex.open(link_in(second))
    alex.sees("You have Mia, Ben and Zoe")
    alex.open(link_in(second) + "postcard/")
    alex.write("words", "Raw currants, and a tooth.")
    alex.tap("Send")

    sam.tap("I'm back")
    sam.sees("Welcome back", "Raw currants, and a tooth.")


def test_so_that_you_can_get_back_in(phones: Phones, kbye: Kbye) -> None:
    sam = start(phones, kbye)
    sam.open(kbye.local)
    sam.tap("leave an e-mail address and a password")
    sam.write("E-mail", "sam@example.org")
    sam.write("Password", "seven red currants")
    sam.page.locator("form .button-primary, .primary .button-primary").first.click()
    again = phones.new("sam-again")
    again.open(kbye.local)
    again.write("E-mail", "sam@example.org")
    again.write("Password", "seven red currants")
    again.page.locator("form .button-primary, .primary .button-primary").first.click()
    again.sees("Sam", "I'd like to go")


def test_but_this_would_work(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = start(phones, kbye)
    tell_by_mail(sam, "a night")
    alex = phones.new("alex", theme="dark")
    message = mail.next()
    assert "Does that work for you?" in text_of(message)
    alex.open(link_in(message))
    alex.sees("Sam would like to be away")
    alex.unfold("But this would work")
    alex.write("A word with it", "Not then; the week after?")
    alex.tap("This would work")
    alex.sees("You proposed something else", "the week after?")
    sam.page.reload()
    sam.sees("the week after?")
    sam.tap("Alex said yes")
    sam.sees("Alex")


def test_no_partner_but_grandmother_by_link(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = phones.new("sam")
    sam.open(kbye.start)
    sam.tap("Me")
    sam.write("Your name", "Sam")
    sam.write("Who takes over?", "Grandma")
    sam.choose("someone else")
    sam.write("The children", "Mia 6")
    sam.tap("On to the time")
    tell_by_mail(sam, "a coffee", "grandma@example.org")
    assert sam.inputs <= MOST_INPUTS
    grandma = phones.new("grandma")
    grandma.open(link_in(mail.next()))
    grandma.sees("You have Mia.")
    grandma.tap("Got it")
    sam.page.reload()
    sam.sees("Grandma")
    grandma.tap("The sheet for the day")
    grandma.sees("you have Mia")


def test_my_partner_needs_it_so_i_offer(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    alex = phones.new("alex")
    alex.open(kbye.start)
    alex.tap("My partner")
    alex.write("Your name", "Alex")
    alex.write("Your partner's name", "Sam")
    alex.write("The children", "Mia 6, Ben 3")
    alex.tap("On to the time")
    alex.sees("Give Sam a break")
    alex.tap("a coffee")
    alex.tap("Offer", exact=True)
    alex.sees("is yours", "I have Mia and Ben")
    alex.write("E-mail", "sam@example.org")
    alex.tap("Send by e-mail")
    assert alex.inputs <= MOST_INPUTS
    sam = phones.new("sam", theme="dark")
    sam.open(link_in(mail.next()))
    sam.sees("is yours.", "Alex has Mia and Ben.")
    sam.tap("Thank you, I'll go")
    sam.sees("It is yours. Enjoy it.")
    alex.page.reload()
    alex.sees("Sam")


def test_the_sample_household(phones: Phones, kbye: Kbye) -> None:
    somebody = phones.new("somebody")
    somebody.open(kbye.start)
    somebody.tap("Look around a sample household")
    somebody.sees("Sam", "I'd like to go", "This is the sample household.")
    for place in ("Away", "Home", "Handbook", "More", "Today"):
        somebody.page.get_by_role("navigation").get_by_role("link", name=place, exact=True).click()
        somebody.look()
    somebody.tap("Remove it")
    somebody.sees("Who needs the break?")
    somebody.tap("Me")
    somebody.sees("Who is at home?")
