"""What the one who asked hears back, and what the others hear when it is off. Once each, by the outbox."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.language import written_for
from kbye.household.notice import LINK_HERE
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.web import calendar_entry
from kbye.web.links import for_message, open_link
from kbye.web.reader import Reader
from kbye.web.wording import when


def answer_line(hand_over: HandOver, reader: Reader | None = None) -> str:
    """ "Alex: got it.", "Alex: not then, but Saturday 5 December, 9:00–14:00 would work.\""""
    about = {"name": hand_over.person.name, "words": hand_over.words}
    if hand_over.answer == HandOver.Answer.GOT_IT:
        return _("%(name)s: got it.") % about
    if hand_over.answer == HandOver.Answer.FINDING:
        found = (
            _("%(name)s found someone: %(words)s.") if hand_over.words else _("%(name)s will find someone.")
        )
        return found % about
    if hand_over.proposal is not None:
        about |= {"when": when(hand_over.proposal, reader)}
        return _("%(name)s: not then, but %(when)s would work.") % about
    if hand_over.in_return is not None:
        return _("%(name)s: yes, and would like something in return.") % about
    return _("%(name)s: that does not work yet.") % about


def in_return_line(hand_over: HandOver, reader: Reader | None = None) -> str:
    if hand_over.in_return is None:
        return ""
    about = {"name": hand_over.person.name, "when": when(hand_over.in_return, reader)}
    return _("In return, for %(name)s: %(when)s.") % about


def tell_the_asker(hand_over: HandOver, time_away: TimeAway, *, now: datetime) -> None:
    """To the one who announced, asked or offered, if they can be reached. Silent while they are away."""
    asker = time_away.offered_by or time_away.leaver
    reader = Reader(time_away.household.zone, asker.clock)
    with written_for(asker):
        line = answer_line(hand_over, reader)
        words = "" if hand_over.answer == HandOver.Answer.FINDING else hand_over.words
        said = (line, in_return_line(hand_over, reader), words and f"“{words}”", when(time_away.span, reader))
        tell(
            asker,
            kind="answer",
            key=f"answer:{hand_over.pk}:{now.isoformat()}",
            time_away=time_away,
            subject=line,
            body=_paragraphs(*said),
            due_at=now,
        )


def say_it_is_settled(
    hand_over: HandOver, time_away: TimeAway, in_return: TimeAway | None, *, at: datetime, now: datetime
) -> None:
    """To the one who proposed it: taken, and when it is now, with both times for their calendar."""
    person, asker = hand_over.person, time_away.offered_by or time_away.leaver
    reader = Reader(time_away.household.zone, person.clock)
    with written_for(person):
        about = {"name": asker.name, "when": when(time_away.span, reader)}
        yours = in_return and _("In return, yours: %(when)s.") % {"when": when(in_return.span, reader)}
        times = [time_away, in_return] if in_return else [time_away]
        tell(
            person,
            kind="settled",
            key=f"took_proposal:{hand_over.pk}:{now.isoformat()}",
            time_away=time_away,
            subject=_("Settled: %(when)s") % about,
            body=_paragraphs(_("%(name)s takes it: %(when)s.") % about, yours or "", asker.name),
            calendar=calendar_entry.text_for_all(times, person, now=now).decode(),
            due_at=at,
        )


def say_it_moved(hand_over: HandOver, time_away: TimeAway, *, at: datetime, now: datetime, key: str) -> None:
    """To another who stays and knew of the old time: when it is now, which their calendar then shows instead."""
    person, asker = hand_over.person, time_away.offered_by or time_away.leaver
    reader = Reader(time_away.household.zone, person.clock)
    link = open_link(time_away, person)
    with written_for(person):
        about = {"name": asker.name, "when": when(time_away.span, reader)}
        tell(
            person,
            kind="moved",
            key=key,
            time_away=time_away,
            subject=_("At another time now: %(when)s") % about,
            body=_paragraphs(
                _("It is at another time now: %(when)s.") % about,
                _("Does that work for you, too? A word is enough, also if it does not."),
                LINK_HERE if for_message(link) else "",
                asker.name,
            ),
            link=link,
            calendar=calendar_entry.text_for(time_away, person, now=now).decode(),
            due_at=at,
        )


def say_it_is_as_it_was(
    hand_over: HandOver, time_away: TimeAway, *, by: Member, at: datetime, now: datetime
) -> None:
    """To the one who proposed something else: it does not do, and the question stands."""
    person = hand_over.person
    reader = Reader(time_away.household.zone, person.clock)
    link = open_link(time_away, person)
    with written_for(person):
        about = {"when": when(time_away.span, reader)}
        tell(
            person,
            kind="as_it_was",
            key=f"kept_as_it_is:{hand_over.pk}:{now.isoformat()}",
            time_away=time_away,
            subject=_("As it was: %(when)s") % about,
            body=_paragraphs(
                _("Thank you for looking. It would have to be as it was: %(when)s.") % about,
                _("Does it work after all, or will you find someone?"),
                LINK_HERE if for_message(link) else "",
                by.name,
            ),
            link=link,
            due_at=at,
        )


def ask_once_more(hand_over: HandOver, time_away: TimeAway, *, now: datetime) -> None:
    """The one gentle second notice. Whatever comes of it, there is no third."""
    person, asker = hand_over.person, time_away.leaver
    reader = Reader(time_away.household.zone, person.clock)
    link = open_link(time_away, person)
    with written_for(person):
        about = {"name": asker.name, "when": when(time_away.span, reader)}
        tell(
            person,
            kind="nudge",
            key=f"nudge:{hand_over.pk}",
            time_away=time_away,
            subject=_("Does it work? %(when)s") % about,
            body=_paragraphs(
                _("Perhaps it slipped by: %(name)s would like to be away %(when)s.") % about,
                _("A word is enough, also if it does not work. Without one, nothing is agreed."),
                LINK_HERE if for_message(link) else "",
                asker.name,
            ),
            link=link,
            reply_to=asker.email,
            due_at=now,
        )


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def say_it_is_off(person: Member, time_away: TimeAway, *, at: datetime, key: str) -> None:
    reader = Reader(time_away.household.zone, person.clock)
    with written_for(person):
        about = {"name": time_away.leaver.name, "when": when(time_away.span, reader)}
        tell(
            person,
            kind="called_off",
            key=key,
            time_away=time_away,
            subject=_("Called off: %(when)s") % about,
            body=_("%(name)s will not be away after all (%(when)s). There is nothing to do for you.") % about,
            calendar=calendar_entry.text_for(time_away, person, now=at, is_off=True).decode(),
            due_at=at,
        )
