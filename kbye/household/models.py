"""Every table, in one list; each is written in the file named after it."""

from kbye.household.afterwards import Debrief, Postcard, Worry
from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Calendar, Commitment
from kbye.household.channel import Channel
from kbye.household.door import SetUpCode, SignInTry
from kbye.household.event import Event
from kbye.household.gap import Ask, Gap, GapChild
from kbye.household.household import Household
from kbye.household.knowledge import Contact, Fact
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.people import Member, User, UsualHome
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.household.standing import PublicHoliday, StandingDate

__all__ = [
    "Ask",
    "Calendar",
    "Channel",
    "Commitment",
    "Contact",
    "Debrief",
    "Event",
    "Fact",
    "Gap",
    "GapChild",
    "HandOver",
    "Household",
    "Link",
    "Member",
    "Notice",
    "Occurrence",
    "Postcard",
    "PublicHoliday",
    "Responsibility",
    "SetUpCode",
    "SignInTry",
    "StandingDate",
    "TimeAway",
    "User",
    "UsualHome",
    "Worry",
]
