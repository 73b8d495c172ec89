"""Two households with something in every table, and a canary in every text: a leak shows itself anywhere."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import models

from kbye.household.afterwards import Debrief, First, Postcard, Worry
from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Calendar, Commitment
from kbye.household.card import Card, CardChild
from kbye.household.channel import Channel
from kbye.household.drill import Drill
from kbye.household.event import Event, record, snapshot
from kbye.household.feed import Feed
from kbye.household.gap import Ask, Gap, GapChild
from kbye.household.household import Household
from kbye.household.knowledge import Contact, Fact
from kbye.household.link import Link
from kbye.household.looking_back import TryFirst
from kbye.household.notice import Notice
from kbye.household.our_way import OurWay
from kbye.household.owned import Owned
from kbye.household.people import Member, User, UsualHome
from kbye.household.preparation import Preparation, ToSay
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from kbye.household.stand_in import StandIn
from kbye.household.standing import StandingDate
from kbye.planning.intervals import Span
from tests.people import (
    FRIDAY_EVENING,
    LONG_AGO,
    THURSDAY,
    THURSDAY_NOON,
    Family,
    family,
    give_account,
    time_away,
)

OURS, THEIRS = "zqours", "zqtheirs"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RUNNING = Span(THURSDAY_NOON - HOUR, THURSDAY_NOON + 10 * HOUR)
LAST_NIGHT = Span(FRIDAY_EVENING.start - 2 * DAY, FRIDAY_EVENING.end - 2 * DAY)
NEXT_WEEK = Span(FRIDAY_EVENING.start + 7 * DAY, FRIDAY_EVENING.end + 7 * DAY)
# What is no text of anybody: keys, hashes, choices of the program, names of zones and files.
NO_TEXT = {
    "nonce",
    "token_hash",
    "key",
    "fingerprint",
    "photo",
    "voice",
    "verb",
    "object_kind",
    "made_of",
    "holds_for",
    "written",
    "tag",
    "seed",
    "secret",
    "found",
    "kept",
    "etag",
    "modified",
}

# Of a feed: the day it was fetched last, and what it showed then. Nothing that anybody decided.
KEPT_BY_LOOKING = {"used_on", "packed", "made_of", "holds_for"}


@dataclass
class Home:
    """A household in which everything has happened once."""

    canary: str
    cast: Family
    third: Member
    invited: Member
    under_way: TimeAway
    back: TimeAway
    coming: TimeAway
    offer: TimeAway
    called_off: TimeAway
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def times(self) -> list[TimeAway]:
        return [self.under_way, self.back, self.coming, self.offer, self.called_off]

    def link(self, row: TimeAway, purpose: str, member: Member) -> Link:
        return Link.objects.of(self.cast.household).get(time_away=row, purpose=purpose, member=member)


@dataclass(frozen=True)
class Kept:
    """A household that was lived through once, to be put back as it was: living through it again takes long."""

    home: bytes
    rows: bytes
    files: dict[str, bytes]


_KEPT: dict[str, Kept] = {}


def home(canary: str) -> Home:
    if canary in _KEPT:
        return _put_back(_KEPT[canary])
    found = _live(canary)
    _KEPT[canary] = _keep(found)
    return found


def _keep(found: Home) -> Kept:
    household = found.cast.household.pk
    rows = [
        list(Household.objects.filter(pk=household)),
        list(User.objects.filter(member__household=household)),
        *(list(model._default_manager.filter(household_id=household)) for model in owned_models()),
    ]
    files = {one.name: one.read_bytes() for one in settings.PHOTOS.iterdir()}
    return Kept(pickle.dumps(found), pickle.dumps(rows), files)


def _put_back(kept: Kept) -> Home:
    # Foreign keys are looked at when the transaction ends, so any order will do.
    for rows in pickle.loads(kept.rows):
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
    settings.PHOTOS.mkdir(parents=True, exist_ok=True)
    for name, content in kept.files.items():
        (settings.PHOTOS / name).write_bytes(content)
    found: Home = pickle.loads(kept.home)
    return found


def _live(canary: str) -> Home:
    cast = family(canary=canary)
    adult = Member.Kind.ADULT
    third = Member.objects.create(household=cast.household, kind=adult, name=f"Ruth{canary}", place=7)
    invited = Member.objects.create(household=cast.household, kind=adult, name=f"Noor{canary}", place=8)
    give_account(third, f"ruth{canary}@example.org")
    _furnish(cast)
    times = [
        time_away(cast, span=span, leaver=leaver, stayer=stayer)
        for span, leaver, stayer in (
            (RUNNING, cast.sam, cast.alex),
            (LAST_NIGHT, cast.sam, cast.alex),
            (FRIDAY_EVENING, cast.sam, cast.alex),
            (NEXT_WEEK, cast.sam, cast.alex),
            (Span(NEXT_WEEK.start + DAY, NEXT_WEEK.end + DAY), cast.sam, cast.alex),
        )
    ]
    under_way, back, coming, offer, called_off = times
    found = Home(canary, cast, third, invited, under_way, back, coming, offer, called_off)
    _live_through(found)
    _put_something_into_every_other_table(found)
    _put_canaries(cast.household.pk, canary)
    _write_down(found)
    for name in ("under_way", "back", "coming", "offer", "called_off"):
        key = getattr(found, name).pk
        setattr(found, name, TimeAway.objects.of(cast.household).with_people().get(pk=key))
    for person in (cast.sam, cast.alex, third, invited):
        person.refresh_from_db()
    return found


def _furnish(cast: Family) -> None:
    house, kinds = cast.household, Responsibility.Kind
    for about in Fact.Kind:
        Fact.objects.create(
            household=house,
            kind=about,
            child=cast.ben,
            words=f"about {about.value}",
            photo=_photo(f"{house.pk.hex}.jpg", of=cast),
        )
    Contact.objects.create(household=house, name="Grandma", phone="+49 30 23125 014", note="next door")
    for kind, priority in ((kinds.MEDICINE, Priority.MUST), (kinds.CARE, Priority.SHOULD)):
        Responsibility.objects.create(
            household=house,
            kind=kind,
            title=f"what is {kind.value}",
            priority=priority,
            child=cast.ben,
            from_minute=11 * 60,
            to_minute=20 * 60,
        )
    for person in (cast.sam, cast.alex, *Member.objects.of(house).filter(name__startswith="Ruth")):
        Channel.objects.create(
            household=house,
            member=person,
            kind=Channel.Kind.PUSH,
            label="Firefox on Android",
            fingerprint=f"{person.pk.hex:0<64}",
            created_at=LONG_AGO,
        )
    calendar = Calendar.objects.create(
        household=house,
        member=cast.alex,
        name="work",
        read_at=THURSDAY_NOON,
        fingerprint="0" * 64,
        until_at=THURSDAY_NOON + 90 * DAY,
        problems=[{"line": 7, "reason": "odd", "shown": False}],
    )
    for person in (cast.sam, cast.alex):
        Commitment.objects.create(
            household=house,
            member=person,
            calendar=calendar,
            starts_at=NEXT_WEEK.end,
            ends_at=NEXT_WEEK.end + DAY,
        )
    UsualHome.objects.create(household=house, member=cast.alex, weekday=4, from_minute=960, to_minute=1440)
    StandIn.objects.create(
        household=house, giver=cast.sam, receiver=cast.grandma, wait_minutes=120, created_at=LONG_AGO
    )
    Drill.objects.create(household=house, by=cast.sam, at=LONG_AGO, to_mend=2)
    StandingDate.objects.create(
        household=house,
        leaver=cast.sam,
        stayer=cast.alex,
        proposed_by=cast.alex,
        weekday=3,
        from_minute=1140,
        minutes=180,
        first_date=THURSDAY,
        created_at=LONG_AGO,
    )


def _live_through(at: Home) -> None:
    cast, house = at.cast, at.cast.household
    _remember(at)
    for row in at.times:
        grandma = HandOver(household=house, time_away=row, person=cast.grandma, part=HandOver.Part.STAYS)
        grandma.save()
        for stayer in (cast.alex, cast.grandma):
            Link.objects.make(
                household=house, purpose=Link.Purpose.STAY, member=stayer, time_away=row, now=THURSDAY_NOON
            )
        _ask_around(at, row)
        for author in (cast.sam, cast.alex):
            Worry.objects.create(
                household=house, time_away=row, author=author, words="that", created_at=LONG_AGO
            )
            Preparation.objects.create(
                household=house, time_away=row, owner=author, words="towels", created_at=LONG_AGO
            )
            ToSay.objects.create(
                household=house, time_away=row, author=author, words="hello", created_at=LONG_AGO
            )
        for sender in (cast.alex, cast.grandma):
            _postcard(at, row, sender)
            First.objects.create(
                household=house,
                time_away=row,
                child=cast.ben,
                told_by=sender,
                words="first",
                with_whom="whom",
                created_at=LONG_AGO,
            )
        for member in (cast.sam, cast.alex, cast.grandma):
            _debrief(row, member)
    Occurrence.objects.of(house).filter(time_away=at.under_way, kind="care").update(
        done_at=THURSDAY_NOON, done_by=cast.alex
    )
    HandOver.objects.of(house).filter(time_away=at.coming, person=cast.grandma).update(
        answer="counter", words="later", proposed_starts_at=NEXT_WEEK.start, proposed_ends_at=NEXT_WEEK.end
    )
    at.back.come_back(at=LAST_NIGHT.end)
    at.called_off.call_off(at=THURSDAY_NOON)
    _make_an_offer(at)
    purposes = Link.Purpose
    for purpose, whom in (
        (purposes.INVITE, at.invited),
        (purposes.HELP, cast.noor),
        (purposes.WAY_IN, cast.sam),
        (purposes.CHILDREN, cast.sam),
        (purposes.SHEET, cast.sam),
        (purposes.STAND_IN, cast.grandma),
        (purposes.FEED, cast.sam),
    ):
        Link.objects.make(household=house, purpose=purpose, member=whom, now=THURSDAY_NOON)
    fed = Link.objects.of(house).get(purpose=purposes.FEED)
    Feed.objects.create(household=house, link=fed, whose="everybody", detail="names", label="the office")
    _write_a_card(at)
    Notice.objects.create(
        household=house,
        key=f"tell:{at.coming.pk}",
        person=cast.alex,
        time_away=at.coming,
        address="alex@example.org",
        subject="away",
        body="away",
        calendar="BEGIN:VCALENDAR",
        due_at=THURSDAY_NOON + DAY,
    )


def _ask_around(at: Home, row: TimeAway) -> None:
    """Part of it is asked of two helpers; one of them waits her turn."""
    house, cast = at.cast.household, at.cast
    gap = Gap.objects.create(
        household=house,
        time_away=row,
        starts_at=row.starts_at + HOUR,
        ends_at=row.ends_at,
        place="the hall",
        what_to_know="shoes",
        asked_by=cast.alex,
        created_at=LONG_AGO,
    )
    GapChild.objects.create(household=house, gap=gap, child=cast.ben)
    Ask.objects.create(household=house, gap=gap, helper=cast.noor, state=Ask.State.ASKED, words="let me see")
    Ask.objects.create(household=house, gap=gap, helper=at.third, rank=1, words="later")


def _make_an_offer(at: Home) -> None:
    at.offer.manner, at.offer.offered_by = TimeAway.Manner.OFFER, at.cast.alex
    at.offer.save(update_fields=["manner", "offered_by"])
    house, sam = at.cast.household, at.cast.sam
    HandOver.objects.create(household=house, time_away=at.offer, person=sam, part=HandOver.Part.LEAVES)
    Link.objects.make(
        household=house, purpose=Link.Purpose.TAKE, member=sam, time_away=at.offer, now=THURSDAY_NOON
    )


def _remember(at: Home) -> None:
    """A way of theirs beside the usual one, and something to try first."""
    house, cast = at.cast.household, at.cast
    usual = Responsibility.objects.of(house).filter(kind="care").first()
    OurWay.objects.create(
        household=house,
        words="way",
        whose=cast.alex,
        responsibility=usual,
        time_away=at.back,
        created_at=LONG_AGO,
    )
    TryFirst.objects.create(
        household=house,
        words="try",
        leaver=cast.sam,
        author=cast.alex,
        time_away=at.back,
        created_at=THURSDAY_NOON - DAY,
    )


def _write_a_card(at: Home) -> None:
    """It was opened: then the children's link shows it."""
    house, cast = at.cast.household, at.cast
    card = Card.objects.create(
        household=house,
        time_away=at.under_way,
        author=cast.sam,
        words="sleep tight",
        photo=_photo(f"{house.pk.hex}-card.jpg", of=cast),
        voice=_photo(f"{house.pk.hex}-card.ogg", of=cast),
        opens_at=at.under_way.starts_at,
        opened_at=THURSDAY_NOON,
        created_at=LONG_AGO,
    )
    CardChild.objects.create(household=house, card=card, child=cast.ben)


def _photo(name: str, *, of: Family) -> str:
    settings.PHOTOS.mkdir(parents=True, exist_ok=True)
    (settings.PHOTOS / name).write_bytes(b"\xff\xd8" + of.sam.name.encode())
    return name


def _postcard(at: Home, row: TimeAway, sender: Member) -> None:
    name = f"{row.pk.hex}-{sender.pk.hex}.jpg"
    settings.PHOTOS.mkdir(parents=True, exist_ok=True)
    (settings.PHOTOS / name).write_bytes(b"\xff\xd8" + at.canary.encode())
    Postcard.objects.create(
        household=row.household, time_away=row, sender=sender, words="fine", photo=name, created_at=LONG_AGO
    )


def _debrief(row: TimeAway, member: Member) -> None:
    Debrief.objects.create(
        household=row.household,
        time_away=row,
        member=member,
        different_and_fine="hair",
        to_know_next_time="socks",
        rested="well",
        created_at=LONG_AGO,
    )


def _put_something_into_every_other_table(at: Home) -> None:
    """A new table is part of this at once; what does not fit by itself is written above."""
    empty = [one for one in owned_models() if one is not Event and not _rows(one, at).exists()]
    for _ in range(len(empty)):
        empty = [one for one in empty if not _put_one_into(one, at)]


def _put_one_into(model: type[Owned], at: Home) -> bool:
    given: dict[str, Any] = {"household": at.cast.household}
    for column in model._meta.concrete_fields:
        if column.null or column.has_default() or column.primary_key or column.name in given:
            continue
        target = column.related_model
        if isinstance(target, type) and issubclass(target, Owned):
            known = {Member: at.cast.alex, TimeAway: at.under_way}
            given[column.name] = known.get(target) or _rows(target, at).first()
            if given[column.name] is None:
                return False
        else:
            given[column.name] = _something_for(column)
    model._default_manager.create(**given)
    return True


def _rows(model: type[Owned], at: Home) -> models.QuerySet[Owned]:
    return model._default_manager.filter(household=at.cast.household)


def _something_for(column: models.Field[Any, Any]) -> Any:
    is_end = column.name.startswith(("end", "to_", "until", "latest"))
    if isinstance(column, models.DateTimeField):
        return THURSDAY_NOON + (HOUR if is_end else timedelta())
    if isinstance(column, models.DateField):
        return THURSDAY
    if isinstance(column, models.UUIDField):
        return uuid4()
    if isinstance(column, models.IntegerField):
        return 2 if is_end else 1
    return column.flatchoices[0][0] if column.choices else "something"


def _write_down(at: Home) -> None:
    """After the canaries: the log then carries them, too."""
    for person in (at.cast.sam, at.cast.alex, at.third):
        fact = Fact.objects.of(at.cast.household).first()
        assert fact is not None
        before = {**snapshot(fact), "words": f"before {at.canary}"}
        at.rows[f"seq of {person.pk}"] = record(
            fact, "changed", by=person, at=THURSDAY_NOON, before=before
        ).seq


def owned_models() -> list[type[Owned]]:
    return [one for one in apps.get_app_config("household").get_models() if issubclass(one, Owned)]


@cache
def texts_of(model: type[Owned]) -> tuple[models.Field[Any, Any], ...]:
    """The columns of this table into which people write."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return tuple(
        one
        for one in model._meta.concrete_fields
        if isinstance(one, kinds) and not one.choices and one.name not in NO_TEXT
    )


def _put_canaries(household: UUID, canary: str) -> None:
    for model in owned_models():
        for row in model._default_manager.filter(household_id=household):
            changed = {one.name: _with(canary, one, row) for one in texts_of(model)}
            if changed:
                model._default_manager.filter(pk=row.pk).update(**changed)


def _with(canary: str, column: models.Field[Any, Any], row: Owned) -> Any:
    value = getattr(row, column.attname)
    if canary in str(value):
        return value
    if isinstance(column, models.JSONField):
        return [{**one, "reason": f"{one['reason']} {canary}"} for one in value]
    return f"{canary}@example.org" if isinstance(column, models.EmailField) else f"{value} {canary}".strip()


def rows_of(household: UUID) -> Iterator[tuple[object, ...]]:
    for model in owned_models():
        columns = [one.attname for one in model._meta.concrete_fields if one.name not in KEPT_BY_LOOKING]
        rows = model._default_manager.filter(household_id=household).order_by("pk")
        yield from ((model._meta.db_table, *row) for row in rows.values_list(*columns))
    yield from apps.get_model("household", "Household").objects.filter(pk=household).values_list()
    yield from apps.get_model("household", "User").objects.filter(member__household=household).values_list()


def fingerprint(household: UUID) -> str:
    """A hash over every row of this household."""
    found = hashlib.sha256()
    for row in rows_of(household):
        found.update(repr(row).encode())
    return found.hexdigest()


def keys_of(household: UUID) -> frozenset[str]:
    keys = {
        str(row.pk)
        for model in owned_models()
        for row in model._default_manager.filter(household_id=household)
    }
    return frozenset(keys | {str(household)})


def rows_pointing_elsewhere() -> list[str]:
    """Rows of one household with a foreign key into another; there must never be one."""
    found = []
    for model in owned_models():
        for column in model._meta.concrete_fields:
            target = column.related_model
            if isinstance(target, type) and issubclass(target, Owned):
                away = model._default_manager.exclude(**{column.attname: None}).exclude(
                    **{f"{column.name}__household_id": models.F("household_id")}
                )
                found += [f"{model.__name__}.{column.name} {row.pk}" for row in away]
    return found


def seq_of(at: Home, person: Member) -> int:
    return int(at.rows[f"seq of {person.pk}"])
