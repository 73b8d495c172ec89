"""From rows to what is to be noticed about the days of standing dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kbye.household.away import TimeAway
from kbye.household.calendar import Commitment
from kbye.household.household import Household
from kbye.household.ready_query import ReadyQuery
from kbye.household.standing import PublicHoliday, StandingDate
from kbye.planning.intervals import Span
from kbye.planning.standing import Absence, Conflict, Holiday, conflicts
from kbye.planning.wallclock import instant

_commitments = ReadyQuery(
    lambda household, start, end: (
        Commitment.objects.of(household)
        .blocking()
        .filter(starts_at__lt=end, ends_at__gt=start)
        .order_by("starts_at")
    ),
    household=UUID,
    start=datetime,
    end=datetime,
)
_holidays = ReadyQuery(
    lambda household, start, end: PublicHoliday.objects.of(household).filter(
        on_date__gte=start, on_date__lte=end
    ),
    household=UUID,
    start=date,
    end=date,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that happens in a household within some days, read once for all its standing dates."""

    zone: str
    absences: Mapping[UUID, Absence]
    busy: Mapping[UUID, tuple[Span, ...]]
    holidays: tuple[Holiday, ...]

    def conflicts(
        self, standing: StandingDate, day: date, *, own: UUID | None = None
    ) -> tuple[Conflict, ...]:
        """What is to be noticed about this standing date on that day, its `own` time away left out."""
        return conflicts(
            standing.rhythm.on(day, self.zone),
            self.zone,
            leaver=str(standing.leaver_id),
            stayer=str(standing.stayer_id),
            absences=[absence for key, absence in self.absences.items() if key != own],
            stayer_busy=self.busy.get(standing.stayer_id, ()),
            holidays=self.holidays,
        )


def surroundings(
    household: Household, start: date, end: date, *, away: Iterable[TimeAway] | None = None
) -> Surroundings:
    """What happens from `start` up to and without `end`, a day more on both sides; what nobody was told yet
    does not count. `away`: all open times away with their people, where they are at hand.
    """
    span = Span(instant(start - timedelta(days=1), 0, household.zone), instant(end, 24 * 60, household.zone))
    return Surroundings(
        zone=household.zone,
        absences=_absences(_away(household, span) if away is None else away, span),
        busy=_busy(household, span),
        holidays=tuple(
            Holiday(day=row.on_date, name=row.name)
            for row in _holidays(household=household.pk, start=start, end=end)
        ),
    )


def _away(household: Household, span: Span) -> Iterable[TimeAway]:
    rows = TimeAway.objects.of(household).open().exclude(told_at=None).with_people()
    return rows.filter(starts_at__lt=span.end, ends_at__gt=span.start)


def _absences(rows: Iterable[TimeAway], span: Span) -> dict[UUID, Absence]:
    return {
        row.pk: Absence(
            span=row.span,
            leaver=str(row.leaver_id),
            stayers=frozenset(str(person.pk) for person in row.stayers),
        )
        for row in rows
        if row.told_at and row.span.overlaps(span)
    }


def _busy(household: Household, span: Span) -> dict[UUID, tuple[Span, ...]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in _commitments(household=household.pk, start=span.start, end=span.end):
        found[row.member_id].append(Span(row.starts_at, row.ends_at))
    return {key: tuple(spans) for key, spans in found.items()}
