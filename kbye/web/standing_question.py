"""How a standing date is asked for, in the message and on the page of its first time."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.household.standing_days import asked_by, made_together
from kbye.planning.wallclock import local_day
from kbye.web.reader import Reader
from kbye.web.standing_words import every
from kbye.web.wording import names


@dataclass(frozen=True, slots=True)
class StandingQuestion:
    """`title` for a subject or a heading; `opening` is complete in itself, the one in return included."""

    title: str
    opening: str


def standing_question(
    time_away: TimeAway, *, children: list[Member], reader: Reader
) -> StandingQuestion | None:
    """What this time away asks for beyond itself; None if it stands for itself alone."""
    standing = asked_by(time_away)
    if standing is None:
        return None
    about = {
        "every": every(standing, reader),
        "date": formats.date_format(local_day(time_away.starts_at, reader.zone), _("j F")),
        "children": names(children) or _("the children"),
        "name": standing.leaver.name,
    }
    if time_away.is_offer:
        title, lines = _("Yours: %(every)s") % about, [_offered() % about]
    else:
        title, lines = _("%(name)s asks: %(every)s?") % about, [_wished() % about]
    lines += [_in_return(one, reader) for one in made_together(standing)[1:]]
    lines.append(_("Agreed once, each one goes by itself; skipping one is a tap."))
    return StandingQuestion(title, "\n".join(lines))


def _wished() -> str:
    return _(
        "I'd like a standing date: %(every)s, from %(date)s on.\n"
        "You would have %(children)s. Does that work for you?"
    )


def _offered() -> str:
    return _("A standing date for you: %(every)s, from %(date)s on.\nI have %(children)s.")


def _in_return(standing: StandingDate, reader: Reader) -> str:
    return _("And yours: %(every)s, from %(date)s on. Then I have them.") % {
        "every": every(standing, reader),
        "date": formats.date_format(standing.first_date, _("j F")),
    }
