"""The list that somebody prepares for a time away: its rows, and what is remembered from earlier ones.

What is remembered stands on the list before there is a row for it. Its key is known already (`row_key`), so that
it can be ticked; from the first change on all of it is written down (`write_down_remembered`).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.preparation import Preparation, PreparationQuerySet, ToSay
from kbye.household.ready_query import ReadyQuery
from kbye.planning.lengths import Length
from kbye.planning.remembering import PastList, PastThing, Start, Thing, start

ROWS_LOOKED_BACK_ON = 600
_said_to = ReadyQuery(
    lambda household, time_away, reader: (
        ToSay.objects.of(household)
        .filter(time_away=time_away, removed_at=None)
        .exclude(author=reader)
        .select_related("author")
    ),
    household=UUID,
    time_away=UUID,
    reader=UUID,
)


def list_of(time_away: TimeAway, owner: Member) -> PreparationQuerySet:
    """All that is written down for this time away and this owner, also what was left off."""
    rows = Preparation.objects.of(time_away.household).kept()
    return rows.filter(time_away=time_away, owner=owner, is_missing=False)


def on_the_list(time_away: TimeAway, owner: Member, *, now: datetime) -> list[Preparation]:
    """The lines of this list: the rows, and unsaved ones for what is remembered and not written down yet."""
    rows = list(list_of(time_away, owner))
    known = {thing_of(row).key for row in rows}
    unsaved = [
        row_of(one.thing, time_away, owner, now=now)
        for one in remembered(time_away, owner, now=now).on
        if one.thing.key not in known
    ]
    return [*(row for row in rows if row.left_off_at is None), *unsaved]


def count_open(time_away: TimeAway, owner: Member, *, now: datetime) -> int:
    return sum(row.done_at is None for row in on_the_list(time_away, owner, now=now))


def said_to(reader: Member, time_away: TimeAway) -> list[ToSay]:
    """What the others in it want this one to read, as they wrote it."""
    return _said_to(household=time_away.household_id, time_away=time_away.pk, reader=reader.pk)


def remembered(time_away: TimeAway, owner: Member, *, now: datetime) -> Start:
    """With what this list starts: from what the same one prepared when the same one was away."""
    length = Length(time_away.length)
    return start(_past(time_away, owner, now), length)


def write_down_remembered(time_away: TimeAway, owner: Member, *, now: datetime) -> None:
    """A row for everything that is remembered on the list; what has one already stays as it is."""
    known = {thing_of(row).key for row in list_of(time_away, owner)}
    rows = [
        row_of(one.thing, time_away, owner, place=place, now=now)
        for place, one in enumerate(remembered(time_away, owner, now=now).on)
        if one.thing.key not in known
    ]
    # Two who tap at once write the same keys.
    Preparation.objects.bulk_create(rows, ignore_conflicts=True)


def row_of(thing: Thing, time_away: TimeAway, owner: Member, *, now: datetime, place: int = 0) -> Preparation:
    """An unsaved row for a thing that is remembered."""
    return Preparation(
        pk=row_key(thing, time_away, owner),
        household=time_away.household,
        time_away=time_away,
        owner=owner,
        heading=thing.heading,
        words=thing.words,
        is_safety=thing.must_stay,
        place=place,
        created_at=now,
    )


def row_key(thing: Thing, time_away: TimeAway, owner: Member) -> UUID:
    """The key of a remembered thing's row, whenever it is written: one for each list."""
    return uuid.uuid5(time_away.pk, "\n".join((str(owner.pk), *thing.key)))


def thing_of(row: Preparation) -> Thing:
    return Thing(row.heading, row.words, row.is_safety)


def _past(time_away: TimeAway, owner: Member, now: datetime) -> list[PastList]:
    """Lists of times that are over, when the same one was away; called off ones do not count."""
    over = Q(time_away__back_at__isnull=False) | Q(
        time_away__told_at__isnull=False, time_away__ends_at__lte=now
    )
    rows = (
        Preparation.objects.of(time_away.household)
        .kept()
        .filter(
            over,
            # Whoever left early was back before this one, whenever that one was to begin.
            Q(time_away__starts_at__lt=time_away.starts_at) | Q(time_away__back_at__lte=time_away.starts_at),
            owner=owner,
            time_away__leaver=time_away.leaver_id,
            time_away__called_off_at=None,
        )
        .exclude(time_away=time_away)
        .select_related("time_away")
        .order_by("-time_away__starts_at", "time_away", "place", "created_at", "id")
    )
    return [
        PastList(
            length=Length(one.length), at=one.starts_at, things=tuple(_past_thing(row) for row in of_one)
        )
        for one, of_one in groupby(rows[:ROWS_LOOKED_BACK_ON], key=lambda row: row.time_away)
    ]


def _past_thing(row: Preparation) -> PastThing:
    return PastThing(
        thing=thing_of(row),
        was_used={Preparation.Used.YES: True, Preparation.Used.NO: False}.get(Preparation.Used(row.used)),
        was_done=row.done_at is not None,
        was_left_off=row.left_off_at is not None,
        was_missing=row.is_missing,
    )


def line_with_key(time_away: TimeAway, owner: Member, key: UUID, *, now: datetime) -> Preparation | None:
    """The row with this key; an unsaved one for a thing that is only remembered. None if there is no such thing."""
    row = list_of(time_away, owner).filter(pk=key).select_related("time_away__household").first()
    if row is not None:
        return row
    for thing in remembered(time_away, owner, now=now).things:
        if row_key(thing, time_away, owner) == key:
            return row_of(thing, time_away, owner, now=now)
    return None


def write_down(thing: Thing, time_away: TimeAway, owner: Member, *, now: datetime) -> Preparation:
    """The row of a remembered thing, as good as new if there was one that was taken back."""
    row = row_of(thing, time_away, owner, now=now)
    Preparation.objects.of(owner.household).filter(pk=row.pk).exclude(removed_at=None).delete()
    row.save()
    return row
