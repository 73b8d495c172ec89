"""What the page of one time away says before it begins and while it lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kbye.go import calls
from kbye.go.lines import shown_dose
from kbye.go.reading import doses_in
from kbye.household.away import HandOver, TimeAway
from kbye.household.check_ins import URGENT, last_all_well
from kbye.household.leaving_now import running
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.household.preparing import count_open, said_to
from kbye.household.refuelling import ideas_for
from kbye.web.who_has_them import Shown, shown

LEAVING_IS_NEAR = timedelta(hours=3)
RETURN_IS_NEAR = timedelta(hours=1)
JUST_LEFT = timedelta(minutes=1)


def told(time_away: TimeAway, me: Member, now: datetime) -> dict[str, Any]:
    """For the leaver, before: who knows it, what for, and the door."""
    ideas = ideas_for(time_away)
    return {
        "sides": _sides(time_away, me),
        "mine": _mine(time_away, me),
        "ideas": ideas,
        "idea_words": [idea.words for idea in ideas],
        "to_prepare": count_open(time_away, me, now=now),
        "said_to_me": said_to(me, time_away),
        "is_near": time_away.starts_at - now <= LEAVING_IS_NEAR,
        "answer_is_due": answer_is_due(time_away, now),
    }


def answer_is_due(time_away: TimeAway, now: datetime) -> bool:
    """The time to answer has passed; kbye has said what it says, the rest is for people."""
    return time_away.answer_by_at is not None and time_away.answer_by_at <= now


def off_duty(time_away: TimeAway, now: datetime) -> dict[str, Any]:
    """For the leaver, meanwhile: nothing but who has it, until when, doses that were given, whom to call."""
    return {
        "stayers": who_stays(time_away),
        "has_just_left": bool(time_away.began_at) and now - (time_away.began_at or now) < JUST_LEFT,
        "is_near": time_away.open_end or time_away.ends_at - now <= RETURN_IS_NEAR,
        "is_over": not time_away.open_end and time_away.ends_at <= now,
        "doses": [shown_dose(dose, now) for dose in doses_in(time_away)],
        "unanswered": unanswered(time_away),
        "all_well_at": last_all_well(time_away),
        "urgent": _urgent(time_away),
        "emergency": _emergency(time_away, now),
        "calls": calls.off_duty(time_away.household, who_stays(time_away)),
    }


def waiting(time_away: TimeAway, me: Member, now: datetime) -> dict[str, Any]:
    """For everybody else, before: the same, to read."""
    return {
        "sides": _sides(time_away, me),
        "mine": _mine(time_away, me),
        "stayers": who_stays(time_away),
        "to_prepare": count_open(time_away, me, now=now),
        "said_to_me": said_to(me, time_away),
        "children": list(Member.objects.of(time_away.household).children()),
        "is_mine_to_answer": _mine(time_away, me) is not None and time_away.offered_by_id != me.pk,
        "is_mine_to_call_off": time_away.offered_by_id == me.pk,
    }


def unanswered(time_away: TimeAway) -> list[HandOver]:
    """Those who were asked and have not said yes: silence is not consent, so nobody is said to have it."""
    if time_away.manner != TimeAway.Manner.QUESTION:
        return []
    yes = {HandOver.Answer.GOT_IT, HandOver.Answer.FINDING}
    return [row for row in time_away.hand_overs.all() if row.answer not in yes]


def _urgent(time_away: TimeAway) -> Notice | None:
    """The last thing that could not wait, as it was sent."""
    sent = Notice.objects.of(time_away.household).filter(time_away=time_away, kind=URGENT)
    return sent.filter(person=time_away.leaver_id).order_by("-due_at").first()


def _emergency(time_away: TimeAway, now: datetime) -> Shown | None:
    """Another one had to leave meanwhile."""
    row = running(time_away.household)
    if row is None or not row.concerns(time_away.leaver):
        return None
    return shown(row, time_away.leaver, now)


def who_stays(time_away: TimeAway) -> list[Member]:
    """Those who have the children, in the household's order."""
    return sorted(time_away.stayers, key=lambda one: (one.place, one.name))


def _sides(time_away: TimeAway, me: Member) -> list[HandOver]:
    rows = [row for row in time_away.hand_overs.all() if row.person_id != me.pk]
    return sorted(rows, key=lambda row: (row.person.place, row.person.name))


def _mine(time_away: TimeAway, me: Member) -> HandOver | None:
    return next((row for row in time_away.hand_overs.all() if row.person_id == me.pk), None)
