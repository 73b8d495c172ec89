"""Times away with everybody in them, as the pages that are opened most read them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from kbye.household.away import HandOver, TimeAway
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery

_people = ReadyQuery(lambda household: Member.objects.of(household), household=UUID)
_times = ReadyQuery(lambda household: TimeAway.objects.of(household).open(), household=UUID)
_sides = ReadyQuery(
    lambda household: HandOver.objects.of(household).filter(
        time_away__back_at=None, time_away__called_off_at=None
    ),
    household=UUID,
)

_one = ReadyQuery(
    lambda household, key: (
        TimeAway.objects.of(household).filter(pk=key).select_related("leaver", "offered_by", "household")
    ),
    household=UUID,
    key=UUID,
)
_its_sides = ReadyQuery(
    lambda household, key: HandOver.objects.of(household).filter(time_away=key).select_related("person"),
    household=UUID,
    key=UUID,
)


@dataclass(frozen=True, slots=True)
class OpenTimes:
    """`rows` in the order of time, each with its household, people and hand-overs; `people` are all there ever were."""

    rows: list[TimeAway]
    people: list[Member]

    def other_adults(self, me: Member) -> list[Member]:
        return [one for one in self.people if one.is_adult and one.removed_at is None and one.pk != me.pk]


def open_times(household: Household) -> OpenTimes:
    """In three queries, however much there is."""
    rows, people = _times(household=household.pk), _people(household=household.pk)
    known = {one.pk: one for one in people}
    sides: dict[UUID, list[HandOver]] = defaultdict(list)
    for side in _sides(household=household.pk):
        side.person = known[side.person_id]
        sides[side.time_away_id].append(side)
    for one in people:
        one.household = household
    for row in rows:
        row.household, row.leaver = household, known[row.leaver_id]
        row.offered_by = known[row.offered_by_id] if row.offered_by_id else None
        _hand_overs_are(row, sides[row.pk])
    return OpenTimes(rows, people)


def one_time_away(household: Household, key: object) -> TimeAway | None:
    """As `with_people()` gives it; None if the household has none with this key."""
    row = next(iter(_one(household=household.pk, key=key)), None)
    if row is not None:
        _hand_overs_are(row, _its_sides(household=household.pk, key=key))
    return row


def _hand_overs_are(row: TimeAway, sides: list[HandOver]) -> None:
    """So that `row.hand_overs.all()` asks nobody, as after `prefetch_related`."""
    known = HandOver.objects.all()
    known._result_cache = sides
    row._prefetched_objects_cache = {"hand_overs": known}  # type: ignore[attr-defined]
