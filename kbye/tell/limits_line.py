"""The line that tells somebody without an account that the limit between announcing and asking has changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kbye.household.away import HandOver
from kbye.household.event import Event
from kbye.household.people import Member
from kbye.web.limits import CHANGED, up_to


def limits_line(person: Member) -> str:
    """Said once: in the next message to an adult who could not be asked, "" otherwise."""
    if not person.is_adult or person.user_id:
        return ""
    changed = Event.objects.of(person.household).filter(verb=CHANGED).order_by("-seq").first()
    if changed is None:
        return ""
    told = HandOver.objects.of(person.household).filter(person=person, told_at__gte=changed.at)
    if told.exists():
        return ""
    return _("From now on: %(what)s Say so if you'd rather have it otherwise.") % {
        "what": up_to(person.household.announces_up_to)
    }
