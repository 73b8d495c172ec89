"""What one could do with a time away: one's own ideas first, what rested most, then a few of ours."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kbye.household.afterwards import Debrief
from kbye.household.away import TimeAway
from kbye.planning.lengths import Length

OWN_SHOWN = 3
OURS_SHOWN = 3
_LOOKED_BACK_ON = 40

# None of them needs buying anything.
_SHORT = (
    _("a bench and no phone"),
    _("a book, and nobody asks what it says"),
    _("a walk with hands in your own pockets"),
    _("a coffee while it is hot"),
    _("round the block twice, slowly"),
    _("a song in the car, all of it"),
    _("the library, the quiet floor"),
    _("sit in the sun like a cat"),
)
_AN_EVENING = (
    _("a friend, and whole sentences"),
    _("a dinner nobody else tastes"),
    _("a film for grown-ups"),
    _("dancing, or watching others dance"),
    _("a long bath at a friend's place"),
    _("a swim, lengths only"),
    _("the long way home"),
    _("in bed by eight, somewhere else"),
)
_A_DAY = (
    _("a train to anywhere and back"),
    _("a hike at your own pace"),
    _("a museum, only the good room"),
    _("a friend's sofa"),
    _("a lake, a blanket, a nap"),
    _("a market, just to look"),
    _("the bicycle, no child seat"),
)
_A_NIGHT = (
    _("sleep, all of it"),
    _("a friend's guest bed and a late breakfast"),
    _("a book until far too late"),
    _("wake up by yourself, both ways"),
    _("the sea, if there is one"),
    _("a dinner that takes three hours"),
    _("breakfast without getting up once"),
)
_DAYS = (
    _("the friend you always mean to visit"),
    _("one thing a day, and that is lunch"),
    _("walk until it is quiet"),
    _("the thing you used to do before"),
    _("sleep first, plans later"),
    _("a hut, a tent, a borrowed room"),
    _("two days of nothing, then see"),
    _("write a letter on paper"),
)
IDEAS = {
    Length.COFFEE: _SHORT,
    Length.EVENING: _AN_EVENING,
    Length.OTHER: _A_DAY,
    Length.NIGHT: _A_NIGHT,
    Length.WEEKEND: _DAYS,
    Length.LONGER: _DAYS,
}


@dataclass(frozen=True, slots=True)
class Idea:
    words: str
    rested_most: bool = False


def ideas_for(time_away: TimeAway) -> list[Idea]:
    """For the leaver's eyes: how rested they were is nobody else's business."""
    own = _own(time_away)
    rested = _what_rested_most(time_away)
    first = [Idea(words) for words in own if words != rested][:OWN_SHOWN]
    most = [Idea(rested, rested_most=True)] if rested else []
    known = {idea.words.casefold() for idea in (*first, *most)}
    ours = [Idea(words) for words in _ours(time_away) if words.casefold() not in known]
    return [*first, *most, *ours[:OURS_SHOWN]]


def _own(time_away: TimeAway) -> list[str]:
    """What they went for the last times, the latest first, each once."""
    rows = (
        TimeAway.objects.of(time_away.household)
        .filter(leaver=time_away.leaver_id)
        .exclude(what_for__in=["", time_away.what_for])
        .order_by("-starts_at")
    )
    return list(dict.fromkeys(rows.values_list("what_for", flat=True)[:_LOOKED_BACK_ON]))


def _what_rested_most(time_away: TimeAway) -> str:
    """What the latest time was for after which they wrote that they were properly rested."""
    rows = (
        Debrief.objects.of(time_away.household)
        .filter(
            member=time_away.leaver_id,
            rested=Debrief.Rest.WELL,
            time_away__leaver=time_away.leaver_id,
        )
        .exclude(time_away__what_for__in=["", time_away.what_for])
        .order_by("-time_away__starts_at")
    )
    return rows.values_list("time_away__what_for", flat=True).first() or ""


def _ours(time_away: TimeAway) -> list[str]:
    """Those for this length, beginning somewhere else each time, so that not always the same ones are seen."""
    ideas = IDEAS[Length(time_away.length)]
    start = time_away.pk.int % len(ideas)
    return [str(one) for one in (*ideas[start:], *ideas[:start])]
