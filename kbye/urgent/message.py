"""What whoever has the children now is told: complete as text, by any messenger. The house fills in the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.excerpt import contacts_for
from kbye.household.language import written_for
from kbye.household.musts import must_lines
from kbye.household.people import Member
from kbye.urgent.waves import sentence_of
from kbye.web.must_words import must_text
from kbye.web.reader import Reader
from kbye.web.wording import names, when


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    body: str


def write(
    hand_over: HandOver,
    time_away: TimeAway,
    *,
    link: str = "",
    is_longer: bool = False,
    is_away: bool = False,
) -> Message:
    """`is_longer`: they have the children already. `is_away`: they are away themselves, so others are asked, too."""
    person, leaver = hand_over.person, time_away.leaver
    reader = Reader(time_away.household.zone, person.clock)
    with written_for(person):
        about = {
            "name": leaver.name,
            "children": names(Member.objects.of(time_away.household).children()) or _("the children"),
            "when": when(time_away.span, reader),
        }
        if is_longer:
            subject = _("Emergency: %(name)s has to stay away")
            opening = _("I have to stay away, open end. You have %(children)s until I am back.")
        elif is_away:
            subject = _("Emergency: %(name)s has to leave now")
            opening = _(
                "I have to leave at once, and you are away: others are asked to take %(children)s. "
                "If you can be there, say so."
            )
        else:
            subject = _("Emergency: %(name)s has to leave now, you have the children")
            opening = _("I have to leave at once. You have %(children)s:\n%(when)s.")
        parts = [
            _("Hi %(name)s,") % {"name": person.name},
            opening % about,
            sentence_of(time_away),
            _what_must_happen(time_away, reader),
            _("If you cannot, say so at once: then others are asked."),
            _whom_to_call(time_away, person),
            _("Answer, and all you need (no account needed):\n%(link)s") % {"link": link} if link else "",
            leaver.name,
        ]
        return Message(subject % about, "\n\n".join(part for part in parts if part))


def _what_must_happen(time_away: TimeAway, reader: Reader) -> str:
    lines = [f"• {must_text(line, reader)}" for line in must_lines(time_away)]
    return "\n".join([_("What must happen:"), *lines]) if lines else ""


def _whom_to_call(time_away: TimeAway, person: Member) -> str:
    people = [(one.name, one.phone) for one in contacts_for(time_away.household, person)]
    if time_away.leaver.phone:
        people.append((time_away.leaver.name, time_away.leaver.phone))
    lines = [f"• {name}: {phone}" for name, phone in people]
    return "\n".join([_("If you need somebody:"), *lines]) if lines else ""
