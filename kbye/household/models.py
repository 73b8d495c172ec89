"""Every table, in one list; each is written in the file named after it."""

from kbye.household.afterwards import Debrief, First, Postcard, Worry
from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Calendar, Commitment
from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_out import CalendarOut, EntryOut
from kbye.household.calendar_source import CalendarSource
from kbye.household.card import Card, CardChild
from kbye.household.channel import Channel
from kbye.household.door import SetUpCode, SignInTry
from kbye.household.drill import Drill
from kbye.household.event import Event
from kbye.household.feed import Feed
from kbye.household.gap import Ask, Gap, GapChild
from kbye.household.household import Household
from kbye.household.knowledge import Collector, Contact, Fact, KnownBy
from kbye.household.link import Link
from kbye.household.looking_back import TryFirst
from kbye.household.notice import Notice
from kbye.household.our_way import OurWay
from kbye.household.own_time import ChildrenWeek, Correction, Sleep, TripAnswer, WholeDays
from kbye.household.people import Member, User, UsualHome
from kbye.household.preparation import Preparation, ToSay
from kbye.household.question import Question
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.household.stand_in import StandIn
from kbye.household.standing import PublicHoliday, StandingDate
from kbye.household.tap import Tap

__all__ = [
    "Ask",
    "Calendar",
    "CalendarAccount",
    "CalendarOut",
    "CalendarSource",
    "Card",
    "CardChild",
    "Channel",
    "ChildrenWeek",
    "Collector",
    "Commitment",
    "Contact",
    "Correction",
    "Debrief",
    "Drill",
    "EntryOut",
    "Event",
    "Fact",
    "Feed",
    "First",
    "Gap",
    "GapChild",
    "HandOver",
    "Household",
    "KnownBy",
    "Link",
    "Member",
    "Notice",
    "Occurrence",
    "OurWay",
    "Postcard",
    "Preparation",
    "PublicHoliday",
    "Question",
    "Responsibility",
    "SetUpCode",
    "SignInTry",
    "Sleep",
    "StandIn",
    "StandingDate",
    "Tap",
    "TimeAway",
    "ToSay",
    "TripAnswer",
    "TryFirst",
    "User",
    "UsualHome",
    "WholeDays",
    "Worry",
]
