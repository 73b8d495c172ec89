"""For whoever runs the server: a way back in for somebody who lost theirs."""

from __future__ import annotations

import sys

from kbye.cli import prepare
from kbye.household.people import Member
from kbye.household.tripwire import spanning_households
from kbye.set_up import ways_back_in
from kbye.web import clock
from kbye.web.links import address_of


def run(wanted: str) -> int:
    """Print an address with which the adult of this name or e-mail chooses a new password; 1 if that is nobody."""
    prepare.everything()
    with spanning_households():
        adults = list(Member.objects.adults().exclude(user=None).select_related("household", "user"))
        found = [one for one in adults if wanted.lower() in {one.name.lower(), one.user_email.lower()}]
        if len(found) != 1:
            print(_which(found, adults), file=sys.stderr)
            return 1
        link = ways_back_in.make(found[0], now=clock.now())
    print(f"For {found[0].name}, once, within the hour:\n\n    {address_of(link)}\n")
    return 0


def _which(found: list[Member], adults: list[Member]) -> str:
    if not adults:
        return "Nobody has a way in yet. Start kbye and open the address it prints."
    names = ", ".join(f"{one.name} ({one.user_email or 'no e-mail yet'})" for one in adults)
    return f"{'More than one fits' if found else 'Nobody is called that'}. Say one of: {names}"
