"""Leaving within the hour: two taps, then four people on their own phones see at each moment who has the children."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Kbye, MailServer, Phones
from tests.browser.test_every_screen import serious_faults
from tests.browser.test_first_time_away import link_in, text_of
from tests.browser.test_telling import give_address, help_link_in, mail_to, mails

pytestmark = [pytest.mark.browser]


def test_two_taps_and_helpers_until_somebody_has_them(phones: Phones, kbye: Kbye, mail: MailServer) -> None:
    sam = phones.new("sam")
    sam.open(kbye.start)
    sam.tap("Me")
    sam.write("Your name", "Sam")
    sam.write("Who takes over?", "Alex, Grandma, Noor")
    sam.write("The children", "Mia 6, Ben 3, Zoe 1")
    sam.tap("On to the time")
    for name in ("Alex", "Grandma", "Noor"):
        give_address(sam, kbye, name, f"{name.lower()}@example.org")

    sam.open(kbye.local)
    sam.tap("It is an emergency")
    sam.tap("I have to leave now")
    mail_to(mail, "alex@example.org")
    sam.tap("A false alarm: take it back")
    sam.sees("Taken back.")
    assert "A false alarm: all is as before." in text_of(mail_to(mail, "alex@example.org"))

    sam.open(kbye.local)
    taps, typed = sam.inputs, sam.typed
    sam.tap("It is an emergency")
    sam.tap("I have to leave now")
    assert (sam.inputs - taps, sam.typed - typed) == (2, 0)
    sam.sees("Alex has Mia, Ben and Zoe from now.", "open end")

    told = mail_to(mail, "alex@example.org")
    assert "You have Mia, Ben and Zoe" in text_of(told)
    alex = phones.new("alex", theme="dark")
    alex.open(link_in(told))
    alex.tap("Open it here")
    alex.sees("You have Mia, Ben and Zoe.", "Sam had to leave at")
    alex.tap("I can't")
    alex.sees("Nobody has said yes yet.", "Grandma and Noor are being asked.")
    assert serious_faults(alex) + serious_faults(sam) == []
    # Nobody touches Sam's phone from here on.
    sam.sees("Nobody has said yes yet.", "Grandma and Noor are being asked.")

    asked = mails(mail, 2)
    grandma, noor = phones.new("grandma"), phones.new("noor")
    for phone in (grandma, noor):
        phone.open(help_link_in(asked[f"{phone.whose}@example.org"]))
        phone.sees("An emergency: Sam had to leave at once.", "Could you take Mia, Ben and Zoe?", "open end")
    grandma.tap("Yes", exact=True)
    grandma.sees("You have Mia, Ben and Zoe.")
    # Nobody touches Noor's phone either.
    noor.sees("Somebody has it already. Thank you all the same.")
    sam.sees("Grandma has Mia, Ben and Zoe.")
    alex.sees("Grandma has Mia, Ben and Zoe.")

    sam.tap("For school and for work")
    assert serious_faults(sam) == []
    assert "For now Grandma is there for" in sam.page.get_by_label("For school or day care").input_value()
    sam.open(kbye.local)
    sam.sees("Grandma has Mia, Ben and Zoe.")
