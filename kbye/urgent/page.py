"""What the pages of an emergency say, put together for the templates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from kbye.household.away import HandOver, TimeAway
from kbye.household.gap import Ask
from kbye.household.leaving_now import Stands, being_asked
from kbye.household.notices import off_duty_until, ways_to
from kbye.household.people import Member
from kbye.planning.wallclock import instant, local_day
from kbye.urgent.leaving import TIME_TO_TAKE_BACK, may_take_back
from kbye.urgent.message import write
from kbye.urgent.notices import TOLD
from kbye.urgent.waves import helpers
from kbye.web.calling import Call, emergency
from kbye.web.links import for_message, open_link
from kbye.web.who_has_them import shown


def before(me: Member, now: datetime) -> dict[str, Any]:
    """What the second tap would do: who has the children then, and who is asked if nobody is at home."""
    household = me.household
    others = [one for one in Member.objects.of(household).adults() if one.pk != me.pk]
    asked = list(helpers(household))
    unreached = [one for one in (*others, *asked) if not ways_to(one, kind=TOLD, urgent=True)]
    home = [one for one in others if off_duty_until(one, now) is None]
    return {
        "home": home,
        "home_hears": not any(one in unreached for one in home),
        "away": [one for one in others if one not in home and one not in unreached],
        "helpers": asked,
        "helpers_hear": any(one not in unreached for one in asked),
        "unreached": unreached,
        "children": list(Member.objects.of(household).children()),
        "call": emergency(household),
    }


class Side(NamedTuple):
    """Somebody who was told or is asked; what they said, how to call them, what to write down for them."""

    person: Member
    answer: str
    call: Call | None
    ask: Ask | None
    is_reached: bool

    @property
    def is_to_be_told(self) -> bool:
        """By whoever left: kbye cannot, and nobody has noted that it was done."""
        return self.ask is None and self.answer == "" and not self.is_reached


def meanwhile(time_away: TimeAway, me: Member, now: datetime) -> dict[str, Any]:
    """For whoever had to leave: who has the children, whom to call, and what they may still do."""
    found = shown(time_away, me, now)
    event = may_take_back(time_away, me, now)
    return {
        "time_away": time_away,
        "shown": found,
        "sides": _sides(time_away, found.found.gap),
        "may_take_back": event is not None,
        "may_ask_helpers": found.found.stands in {Stands.TOLD, Stands.UNTOLD}
        and helpers(time_away.household).exists(),
        "has_helpers": helpers(time_away.household).exists(),
        "call": emergency(time_away.household),
        "lasts_until": _lasts_until(time_away, event.at if event else None, now),
    }


def _sides(time_away: TimeAway, gap: Any) -> list[Side]:
    told = [row for row in time_away.hand_overs.all() if row.part == HandOver.Part.STAYS]
    sides = [
        Side(row.person, row.answer, _call(row.person), None, row.told_at is not None)
        for row in sorted(told, key=lambda row: (row.person.place, row.person.name))
    ]
    if gap is None or gap.state not in {"open", "covered"}:
        return sides
    first = {ask.pk for ask in being_asked(gap)}
    return sides + [
        Side(
            ask.helper,
            "asked" if ask.pk in first else ask.state,
            _call(ask.helper),
            ask,
            bool(ask.helper.email),
        )
        for ask in gap.asks.all()
    ]


def _call(person: Member) -> Call | None:
    return Call(person.name, person.phone) if person.phone else None


def _lasts_until(time_away: TimeAway, said_at: datetime | None, now: datetime) -> datetime:
    """The first moment at which the page would read differently although nobody did anything."""
    zone = time_away.household.zone
    midnight = instant(local_day(now, zone) + timedelta(days=1), 0, zone)
    # One second on: the minute itself still counts.
    over = said_at + TIME_TO_TAKE_BACK + timedelta(seconds=1) if said_at else None
    return min(at for at in (midnight, over, time_away.answer_by_at) if at is not None and at > now)


def message_to(row: HandOver, time_away: TimeAway) -> dict[str, Any]:
    text = write(row, time_away, link=for_message(open_link(time_away, row.person)))
    mailto = f"mailto:{quote(row.person.email)}?subject={quote(text.subject)}&body={quote(text.body)}"
    return {"time_away": time_away, "person": row.person, "message": text, "mailto": mailto}
