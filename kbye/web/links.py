"""The addresses of links, and whether other phones can open them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.web.reach import Reach, reach_of


def open_link(time_away: TimeAway, person: Member) -> Link | None:
    """The link of this person that was not ended by hand."""
    return (
        Link.objects.of(time_away.household)
        .filter(time_away=time_away, member=person, revoked_at=None)
        .order_by("-created_at")
        .first()
    )


_PAGES = {
    Link.Purpose.STAY.value: "tell:answer_page_by_link",
    Link.Purpose.TAKE.value: "tell:answer_page_by_link",
    Link.Purpose.INVITE.value: "set_up:invitation",
    Link.Purpose.HELP.value: "ask:help",
    Link.Purpose.WAY_IN.value: "set_up:way_in",
    Link.Purpose.CHILDREN.value: "children:shown_by_link",
    Link.Purpose.SHEET.value: "urgent:kept_sheet",
    Link.Purpose.STAND_IN.value: "urgent:stand_in",
    Link.Purpose.FEED.value: "feeds:feed",
}


def address_of(link: Link) -> str:
    """The whole address, secret included: for the eyes of those who send it, never for a log or a row."""
    return settings.PUBLIC_ADDRESS + path_of(link)


def path_of(link: Link) -> str:
    """Where its own pages begin."""
    return reverse(_PAGES[link.purpose], kwargs={"token": link.token})


def reach() -> Reach:
    return reach_of(settings.PUBLIC_ADDRESS)


def for_message(link: Link | None) -> str:
    """The address to put into a message: none if only this computer could open it."""
    if link is None or reach() is Reach.THIS_COMPUTER:
        return ""
    return address_of(link)
