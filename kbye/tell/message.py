"""The message: complete as text by any messenger, even if no phone can reach kbye. A link only adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.excerpt import contacts_for
from kbye.household.language import written_for
from kbye.household.musts import MustLine, must_lines
from kbye.household.people import Member
from kbye.household.preparation import ToSay
from kbye.tell.limits_line import limits_line
from kbye.web.must_words import must_text
from kbye.web.reader import Reader
from kbye.web.standing_question import StandingQuestion, standing_question
from kbye.web.wording import clock_time, date, names, when


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    body: str


def write(
    hand_over: HandOver, time_away: TimeAway, *, link: str = "", answer_by: datetime | None = None
) -> Message:
    """What `hand_over.person` is told about `time_away`, in their language and their way of telling the time."""
    with written_for(hand_over.person):
        return _written(hand_over, time_away, link, answer_by)


def _written(hand_over: HandOver, time_away: TimeAway, link: str, answer_by: datetime | None) -> Message:
    reader = Reader(time_away.household.zone, hand_over.person.clock)
    children = list(Member.objects.of(time_away.household).children())
    asks = standing_question(time_away, children=children, reader=reader)
    if time_away.is_offer:
        return _offer(time_away, hand_over.person, children, reader, link, asks)
    parts = [
        _("Hi %(name)s,") % {"name": hand_over.person.name},
        asks.opening if asks else _opening(time_away, children, reader),
        _until_when(answer_by, reader),
        _what_must_happen(must_lines(time_away), reader),
        _said_along(time_away, time_away.leaver),
        _("Everything else is up to you. Cereal is fine."),
        _whom_to_reach(time_away, hand_over.person),
        limits_line(hand_over.person),
        _link_line(link),
        time_away.leaver.name,
    ]
    title = asks.title if asks else subject(time_away, reader)
    return Message(title, "\n\n".join(part for part in parts if part))


def subject(time_away: TimeAway, reader: Reader) -> str:
    about = {"name": time_away.leaver.name, "when": when(time_away.span, reader)}
    if time_away.manner == TimeAway.Manner.QUESTION:
        return _("May %(name)s be away %(when)s?") % about
    if time_away.is_offer:
        return _("%(when)s is yours") % about
    return _("%(name)s is away %(when)s") % about


def _opening(time_away: TimeAway, children: list[Member], reader: Reader) -> str:
    about = {"when": when(time_away.span, reader), "children": names(children) or _("the children")}
    if time_away.is_work_trip:
        return _work_trip(time_away, about)
    if time_away.manner == TimeAway.Manner.QUESTION:
        return (
            _("I'd like to be away: %(when)s.\nYou would have %(children)s. Does that work for you?") % about
        )
    return _("I'm away: %(when)s.\nYou have %(children)s.") % about


def _work_trip(time_away: TimeAway, about: dict[str, str]) -> str:
    if time_away.manner == TimeAway.Manner.QUESTION:
        return _("I have to travel for work: %(when)s.\nCan you have %(children)s?") % about
    return _("I'm away for work: %(when)s.\nYou have %(children)s.") % about


def _until_when(answer_by: datetime | None, reader: Reader) -> str:
    if answer_by is None:
        return ""
    at = {"day": date(answer_by, reader), "time": clock_time(answer_by, reader)}
    return _("Please answer by %(day)s, %(time)s.") % at


def _offer(
    time_away: TimeAway,
    to: Member,
    children: list[Member],
    reader: Reader,
    link: str,
    asks: StandingQuestion | None,
) -> Message:
    giver = time_away.offered_by or to
    parts = [
        _("Hi %(name)s,") % {"name": to.name},
        asks.opening
        if asks
        else _("%(when)s is yours. I have %(children)s.")
        % {"when": when(time_away.span, reader), "children": names(children) or _("the children")},
        _said_along(time_away, giver),
        _("Go wherever you like. It will be OK."),
        _link_line(link),
        giver.name,
    ]
    title = asks.title if asks else subject(time_away, reader)
    return Message(title, "\n\n".join(part for part in parts if part))


def _what_must_happen(lines: tuple[MustLine, ...], reader: Reader) -> str:
    if not lines:
        return ""
    return "\n".join([_("What must happen:"), *(f"• {must_text(line, reader)}" for line in lines)])


def _said_along(time_away: TimeAway, author: Member) -> str:
    """What the one who tells wants to be known besides, as they wrote it."""
    lines = ToSay.objects.of(time_away.household).filter(time_away=time_away, author=author, removed_at=None)
    return "\n".join(lines.values_list("words", flat=True))


def _whom_to_reach(time_away: TimeAway, reader: Member) -> str:
    lines = [f"• {one.name}: {one.phone}" for one in contacts_for(time_away.household, reader)]
    if time_away.leaver.phone:
        lines.append(
            _("• %(name)s, only if it cannot wait: %(phone)s")
            % {"name": time_away.leaver.name, "phone": time_away.leaver.phone}
        )
    if not lines:
        return _("If it cannot wait, call me.")
    return "\n".join([_("If you need somebody:"), *lines])


def _link_line(link: str) -> str:
    return (
        _("Answer, and all you need on the day (no account needed):\n%(link)s") % {"link": link}
        if link
        else ""
    )
