"""Who has the children in an emergency, in words: the same wherever somebody looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.away import HandOver, TimeAway
from kbye.household.leaving_now import Stands, WhoHasThem, urgent_gap, who_has_them
from kbye.household.people import Member
from kbye.web import wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`title` says who has them, `more` what happens next, `since` who left when; `mine` is my side, if I was told."""

    time_away: TimeAway
    found: WhoHasThem
    title: str
    more: str
    since: str
    mine: HandOver | None

    @property
    def is_settled(self) -> bool:
        return self.found.stands is Stands.HAS

    @property
    def is_mine(self) -> bool:
        """I have them, or was told so."""
        return self.mine is not None and self.mine.person in self.found.people

    @property
    def is_to_be_told(self) -> bool:
        """I was not told yet, and look all the same."""
        return self.is_mine and self.found.stands is Stands.UNTOLD

    @property
    def may_have_them(self) -> bool:
        return self.mine is not None and self.mine.answer != HandOver.Answer.GOT_IT

    @property
    def may_not(self) -> bool:
        return self.mine is not None and self.mine.answer != HandOver.Answer.FINDING


def shown(time_away: TimeAway, me: Member, now: datetime) -> Shown:
    """`time_away` is an emergency and comes with its people."""
    found = who_has_them(time_away, urgent_gap(time_away))
    children = wording.names(Member.objects.of(time_away.household).children()) or _("the children")
    rows = (row for row in time_away.hand_overs.all() if row.part == HandOver.Part.STAYS)
    return Shown(
        time_away=time_away,
        found=found,
        title=_title(found, me, children),
        more=_more(found, time_away, me),
        since=_since(time_away, me),
        mine=next((row for row in rows if row.person_id == me.pk), None),
    )


def _title(found: WhoHasThem, me: Member, children: str) -> str:
    if found.stands is Stands.ASKING:
        return _("Nobody has said yes yet.")
    if found.stands is Stands.NOBODY:
        return _("Nobody has the children yet.")
    about = {"names": wording.names(found.people), "children": children}
    if me in found.people:
        words = _("You have %(children)s.")
    elif found.stands is Stands.UNTOLD:
        words = ngettext("%(names)s does not know yet.", "%(names)s do not know yet.", len(found.people))
    elif found.stands is Stands.TOLD:
        words = ngettext(
            "%(names)s has %(children)s from now.", "%(names)s have %(children)s from now.", len(found.people)
        )
    else:
        words = ngettext("%(names)s has %(children)s.", "%(names)s have %(children)s.", len(found.people))
    return words % about


def _more(found: WhoHasThem, time_away: TimeAway, me: Member) -> str:
    about = {"names": wording.names(one for one in found.people if one != me)}
    if found.stands is Stands.ASKING:
        return " ".join(one for one in (_asked(found.people), cannot_ask(found.people)) if one)
    if found.stands is Stands.NOBODY:
        return _("kbye has nobody left to ask. Please call somebody.")
    if found.stands is Stands.UNTOLD and me in found.people:
        leaver = {"name": time_away.leaver.name}
        return _("%(name)s cannot know yet that you have seen it: please answer.") % leaver
    if found.stands is Stands.UNTOLD:
        return _("kbye cannot reach %(names)s by itself: send the message, or call.") % about
    if found.stands is Stands.TOLD and time_away.answer_by_at is not None and me not in found.people:
        at = {"time": wording.clock_time(time_away.answer_by_at)}
        return _("Told, not answered yet. Without an answer by %(time)s others are asked.") % at
    return ""


def _asked(people: Iterable[Member]) -> str:
    reached = [one for one in people if one.email]
    words = ngettext(
        "%(names)s is being asked. The first yes has it; others are asked until somebody has them.",
        "%(names)s are being asked. The first yes has it; others are asked until somebody has them.",
        len(reached),
    )
    return words % {"names": wording.names(reached)} if reached else ""


def cannot_ask(people: Iterable[Member]) -> str:
    """Helpers without an address: their turn has come, and somebody has to call them."""
    left = {"names": wording.names(one for one in people if not one.email)}
    return _("kbye cannot reach %(names)s by itself: please call.") % left if left["names"] else ""


def _since(time_away: TimeAway, me: Member) -> str:
    about = {
        "name": time_away.leaver.name,
        "time": wording.clock_time(time_away.began_at or time_away.starts_at),
    }
    if time_away.leaver_id == me.pk:
        return _("You left at %(time)s, open end.") % about if time_away.open_end else ""
    if time_away.open_end:
        return _("%(name)s had to leave at %(time)s, open end.") % about
    return _("%(name)s had to leave at %(time)s.") % about
