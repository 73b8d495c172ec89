"""The sample household's times away: those that happened, the one that is coming, and one in pencil."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from kbye.household.afterwards import Debrief, First, Postcard, Worry
from kbye.household.away import HandOver, TimeAway
from kbye.household.card import Card
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from kbye.planning.intervals import Span
from kbye.planning.wallclock import DAY_MINUTES, instant, local_day
from kbye.set_up.sample_lists import evening_list, night_list
from kbye.set_up.sample_people import Cast, following, minute
from kbye.set_up.sample_picture import currants
from kbye.web.photos import keep_photo

TUESDAY, FRIDAY, SATURDAY = 1, 4, 5
TOO_SOON = timedelta(hours=6)
Rest = Debrief.Rest


def past(cast: Cast, *, now: datetime) -> None:
    """Two evenings and a night of Sam's, the second evening offered by Alex; a morning and a work trip of Alex's."""
    _first_evening(cast, now=now)
    _offered_evening(cast, now=now)
    _alexs_morning(cast, now=now)
    _night(cast, now=now)
    _work_trip(cast, now=now)


def coming(cast: Cast, *, now: datetime) -> None:
    zone = cast.household.zone
    today = local_day(now, zone)
    friday = following(FRIDAY, today - timedelta(days=1))
    evening = _span(friday, "18:00", "22:00", zone)
    if evening.start - now < TOO_SOON:
        friday += timedelta(weeks=1)
        evening = _span(friday, "18:00", "22:00", zone)
    night = _span(friday + timedelta(days=1, weeks=3), "16:00", "11:00", zone)
    pencil_in(leaver=cast.sam, stayers=[cast.alex], span=night, by=cast.sam, now=now - timedelta(days=19))
    told = pencil_in(
        leaver=cast.sam,
        stayers=[cast.alex],
        span=evening,
        by=cast.sam,
        now=now - timedelta(hours=26),
        what_for=_("Café Lilie and a magazine"),
    )
    _tell(told, at=now - timedelta(hours=25))
    _cards(told, cast, now=now)
    _coming_work_trip(cast, today=today, now=now)


def _coming_work_trip(cast: Cast, *, today: date, now: datetime) -> None:
    """Two days in another town, the week after next."""
    day = following(TUESDAY, today + timedelta(days=14)) + timedelta(days=1)
    zone = cast.household.zone
    trip = Span(instant(day, minute("07:00"), zone), instant(day + timedelta(days=1), minute("20:00"), zone))
    row = pencil_in(
        leaver=cast.alex,
        stayers=[cast.sam],
        span=trip,
        by=cast.alex,
        now=now - timedelta(days=2),
        reason=TimeAway.Reason.WORK,
    )
    _tell(row, at=now - timedelta(days=2))


def _cards(row: TimeAway, cast: Cast, *, now: datetime) -> None:
    """One for bedtime, and one for when it is hard."""
    bedtime = row.starts_at + timedelta(minutes=30)
    for words, opens_at in (
        (_("Sleep tight, all three. One story more tonight, because it is Friday."), bedtime),
        (_("Put your hand on your heart. That is where I am."), None),
    ):
        Card.objects.create(
            household=row.household,
            time_away=row,
            author=cast.sam,
            words=words,
            opens_at=opens_at,
            created_at=now - timedelta(hours=1),
        )


def _first_evening(cast: Cast, *, now: datetime) -> None:
    span = _span_ago(cast, now, weeks=10, weekday=FRIDAY, start="18:30", end="21:30")
    row = _happened(cast.sam, cast.alex, span)
    evening_list(row, by=cast.sam)
    _send(row, cast.alex, _("All asleep by half past eight. Mia read to Ben."))
    _first(row, cast.mia, _("first whole story read aloud"), with_whom=_("Ben"))
    _look_back(row, cast.alex, different_and_fine=_("Cereal for dinner, and nobody minded."))
    _our_way(row, cast.alex, _("Cereal for dinner"))
    _look_back(row, cast.sam, rested=Rest.SOMEWHAT)


def _offered_evening(cast: Cast, *, now: datetime) -> None:
    span = _span_ago(cast, now, weeks=6, weekday=SATURDAY, start="18:00", end="22:30")
    row = _happened(cast.sam, cast.alex, span, offered_by=cast.alex)
    _send(row, cast.alex, _("We built a den. It stays up till Monday."))
    _first(row, None, _("first night in the den"), with_whom=_("Papa"))
    _look_back(row, cast.sam, rested=Rest.WELL)


def _alexs_morning(cast: Cast, *, now: datetime) -> None:
    span = _span_ago(cast, now, weeks=4, weekday=SATURDAY, start="09:00", end="13:00")
    _happened(cast.alex, cast.sam, span)


def _night(cast: Cast, *, now: datetime) -> None:
    span = _span_ago(cast, now, weeks=3, weekday=SATURDAY, start="15:00", end="11:00")
    row = _happened(cast.sam, cast.alex, span, our_plan=_("pizza and a den"))
    night_list(row, by=cast.sam, partner=cast.alex)
    Worry.objects.create(
        household=cast.household,
        time_away=row,
        author=cast.sam,
        words=_("bedtime"),
        how_it_was=_("it went fine"),
        came_true=Worry.CameTrue.NO,
        created_at=span.start - timedelta(days=1),
    )
    _send(row, cast.alex, _("Raw currants. Ben ate about forty and wants a bush."), with_picture=True)
    _first(row, cast.ben, _("first currants"), with_whom=_("Papa"))
    _first(row, cast.zoe, _("first three steps"), with_whom=_("Mia"))
    _our_way(row, cast.alex, _("A story by torchlight, under the table"), beside="story")
    TryFirst.objects.create(
        household=cast.household,
        leaver=cast.sam,
        author=cast.alex,
        time_away=row,
        words=_("try a night at Grandma's for all three first"),
        created_at=span.end + timedelta(hours=2),
    )
    _look_back(
        row,
        cast.alex,
        different_and_fine=_("No bath, and pyjamas till noon."),
        to_know_next_time=_("Where the spare inhaler is."),
    )
    _look_back(row, cast.sam, rested=Rest.WELL, switched_off=Debrief.SwitchedOff.PARTLY)


def _work_trip(cast: Cast, *, now: datetime) -> None:
    span = _span_ago(cast, now, weeks=2, weekday=TUESDAY, start="07:00", end="20:00")
    two_days = Span(span.start, span.end + timedelta(days=1))
    _happened(cast.alex, cast.sam, two_days, reason=TimeAway.Reason.WORK)


def _happened(
    leaver: Member,
    stayer: Member,
    span: Span,
    *,
    offered_by: Member | None = None,
    our_plan: str = "",
    reason: TimeAway.Reason = TimeAway.Reason.OWN,
) -> TimeAway:
    created = span.start - timedelta(days=4)
    row = pencil_in(
        leaver=leaver,
        stayers=[stayer],
        span=span,
        by=offered_by or leaver,
        now=created,
        offered_by=offered_by,
        reason=reason,
    )
    row.our_plan = our_plan
    row.save(update_fields=["our_plan"])
    _tell(row, at=created + timedelta(minutes=10))
    row.begin(at=span.start)
    _tick(row, by=stayer)
    row.come_back(at=span.end)
    return row


def _tell(row: TimeAway, *, at: datetime) -> None:
    row.note_told(at=at)
    for one in HandOver.objects.of(row.household).filter(time_away=row, answer=HandOver.Answer.NONE):
        one.note_told(HandOver.Via.SHARE, at=at)
        one.say(HandOver.Answer.GOT_IT, at=at + timedelta(minutes=40))


def _tick(row: TimeAway, *, by: Member) -> None:
    """What was good to do was done; what would have been nice was nobody's business."""
    due = Occurrence.objects.of(row.household).filter(time_away=row).exclude(priority=Priority.NICE)
    for occurrence in due:
        occurrence.tick(at=min(occurrence.earliest_at + timedelta(minutes=6), occurrence.latest_at), by=by)


def _send(row: TimeAway, sender: Member, words: str, *, with_picture: bool = False) -> None:
    at = row.ends_at - timedelta(hours=1)
    photo = ""
    if with_picture:
        drawn = SimpleUploadedFile("currants.png", currants(), content_type="image/png")
        photo = keep_photo(drawn, folder=settings.PHOTOS, now=at)
    Postcard.objects.create(
        household=row.household, time_away=row, sender=sender, words=words, photo=photo, created_at=at
    )


def _first(row: TimeAway, child: Member | None, words: str, *, with_whom: str) -> None:
    First.objects.create(
        household=row.household,
        time_away=row,
        child=child,
        told_by_id=HandOver.objects.of(row.household).get(time_away=row, part=HandOver.Part.STAYS).person_id,
        words=words,
        with_whom=with_whom,
        created_at=row.ends_at - timedelta(hours=1),
    )


def _our_way(row: TimeAway, whose: Member, words: str, *, beside: str = "") -> None:
    usual = Responsibility.objects.of(row.household).filter(seed=beside) if beside else None
    OurWay.objects.create(
        household=row.household,
        words=words,
        whose=whose,
        responsibility=usual.first() if usual else None,
        time_away=row,
        created_at=row.ends_at + timedelta(hours=1),
    )


def _look_back(
    row: TimeAway,
    member: Member,
    *,
    different_and_fine: str = "",
    to_know_next_time: str = "",
    rested: Debrief.Rest = Rest.NOT_SAID,
    switched_off: Debrief.SwitchedOff = Debrief.SwitchedOff.NOT_SAID,
) -> None:
    Debrief.objects.create(
        household=row.household,
        time_away=row,
        member=member,
        different_and_fine=different_and_fine,
        to_know_next_time=to_know_next_time,
        rested=rested,
        switched_off=switched_off,
        created_at=row.ends_at + timedelta(hours=1),
    )


def _span_ago(cast: Cast, now: datetime, *, weeks: int, weekday: int, start: str, end: str) -> Span:
    """On the last such weekday that is at least so many weeks ago."""
    zone = cast.household.zone
    day = local_day(now, zone) - timedelta(weeks=weeks)
    return _span(day - timedelta(days=(day.weekday() - weekday) % 7), start, end, zone)


def _span(day: date, start: str, end: str, zone: str) -> Span:
    """By the wall clock; an end before the start is on the next day."""
    first, last = minute(start), minute(end)
    return Span(instant(day, first, zone), instant(day, last if last > first else last + DAY_MINUTES, zone))
