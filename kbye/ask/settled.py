"""What was told and settled by now, as the planner reads it: what stays, who cannot, whose some of the children are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kbye.household.coverage import GRID_MINUTES, HOME, Document, Pin
from kbye.household.gap import Ask, Gap
from kbye.household.people import Member
from kbye.planning.intervals import Span, without

_SAID = "said "
_STEP = timedelta(minutes=GRID_MINUTES)
_A_FULL_HOUR = datetime(1970, 1, 1, tzinfo=UTC)
SAID_NO = {Ask.State.NO, Ask.State.WITHDRAWN, Ask.State.ENDED}


@dataclass(frozen=True, slots=True)
class Apart:
    """A stretch in which some of the children are not with the rest. `who`: None if nobody has been found."""

    gap: Gap
    children: tuple[Member, ...]
    span: Span
    who: Member | None


@dataclass(frozen=True, slots=True)
class Settled:
    """`pins`: who has them all, or is being asked; `agreed`: those who said yes. `cannot`: who said no, or asks
    because they cannot. `left`: the stretches, for all of the children, that nobody has.
    """

    pins: tuple[Pin, ...]
    agreed: tuple[Pin, ...]
    cannot: tuple[Pin, ...]
    apart: tuple[Apart, ...]
    left: tuple[Gap, ...]


def settled(gaps: Iterable[Gap], me: Member, whole: Span) -> Settled:
    """Of the gaps that are not closed, as far as they lie in `whole`; an emergency's own gap is not one of them."""
    agreed: list[Pin] = []
    asked: list[Pin] = []
    cannot, apart, left = [], [], []
    for gap in gaps:
        span = gap.span.shared(whole)
        if span is None or gap.is_urgent:
            continue
        who = _who(gap, me)
        if gap.named_children:
            if who != me:
                apart.append(Apart(gap, tuple(gap.named_children), span, who))
            continue
        if who is None:
            left.append(gap)
            cannot.append(Pin(gap.asked_by or me, span))
        else:
            pin = Pin(who, on_the_grid(span).shared(whole) or span)
            (agreed if gap.state == Gap.State.COVERED else asked).append(pin)
        cannot += [
            Pin(ask.helper, span) for ask in gap.asks.all() if ask.state in SAID_NO and ask.helper != who
        ]
    pins = tuple(_one_at_a_time([*agreed, *asked]))
    return Settled(pins, tuple(agreed), tuple(cannot), tuple(apart), tuple(left))


def on_the_grid(span: Span) -> Span:
    """As the planner reckons with it, outward: whoever has them for a part of a quarter is not asked for the rest."""
    end = full_quarter(span.end)
    return Span(full_quarter(span.start), span.end if span.end == end else end + _STEP)


def full_quarter(at: datetime) -> datetime:
    """The last one before."""
    return at - (at - _A_FULL_HOUR) % _STEP


def _one_at_a_time(pins: list[Pin]) -> Iterator[Pin]:
    """Of two for the same time the first has them."""
    for number, pin in enumerate(pins):
        for span in without((pin.span,), [one.span for one in pins[:number]]):
            yield Pin(pin.person, span)


def _who(gap: Gap, me: Member) -> Member | None:
    if gap.state == Gap.State.STAYER:
        return me
    return gap.covered_by or next(iter(gap.being_asked), None)


def around(rows: Document, known: Settled) -> Document:
    """The situation file with what is settled: who cannot then, and the children that somebody else has."""
    carers = {row["id"] for row in rows["carers"]}
    busy = [
        {"id": f"{_SAID}{number}", "carer": str(one.person.pk), **_times(left), "strength": "cannot"}
        for number, (one, left) in enumerate(_not_then(known))
        if str(one.person.pk) in carers
    ]
    elsewhere = list(_elsewhere(rows["supervised"], known.apart))
    return {
        **rows,
        "busy": [*rows["busy"], *busy],
        "supervised": [*rows["supervised"], *elsewhere],
        "occurrences": [one for one in rows["occurrences"] if not _is_theirs(one, known.apart)],
    }


def is_settled(busy: str | None) -> bool:
    """Whether a busy time of the file, by id, is there because of what was said, and not from a calendar."""
    return busy is not None and busy.startswith(_SAID)


def _not_then(known: Settled) -> Iterator[tuple[Pin, Span]]:
    """What is settled since goes before an earlier no."""
    for one in known.cannot:
        for left in without((one.span,), [pin.span for pin in known.pins]):
            yield one, left


def _elsewhere(supervised: list[Document], apart: Iterable[Apart]) -> Iterator[Document]:
    """To the others it is as if these children were looked after elsewhere."""
    for child, span in ((str(child.pk), one.span) for one in apart for child in one.children):
        known = [_span(row) for row in supervised if row["child"] == child]
        for left in without((span,), known):
            row = {"child": child, **_times(left), "place": HOME, "drop_off": False, "pick_up": False}
            supervised = [*supervised, row]
            yield row


def _is_theirs(occurrence: Document, apart: Iterable[Apart]) -> bool:
    """Whoever has the child then sees to it; it stands on their page."""
    window = Span(
        datetime.fromisoformat(occurrence["earliest"]), datetime.fromisoformat(occurrence["latest"])
    )
    return any(
        one.span.holds(window) and any(str(child.pk) in occurrence["with"] for child in one.children)
        for one in apart
    )


def with_what_was_told(
    rows: Document, stayer: Member, whole: Span, known: Settled, clashes: Iterable[Span]
) -> Document:
    """The same after telling: `stayer` has the children, but for what is settled and what clashes.

    Whatever the planner changes of that costs; breaking what a helper said yes to costs most.
    """
    carers = {row["id"]: row for row in rows["carers"]}
    spoken_for = [*(pin.span for pin in (*known.pins, *known.cannot)), *clashes]
    had = [(stayer, span) for span in without((whole,), spoken_for)]
    had += [(pin.person, pin.span) for pin in known.pins if str(pin.person.pk) in carers]
    care = [
        {"child": child["id"], "carer": str(who.pk), **_times(span)}
        for child in rows["children"]
        for who, span in had
    ]
    helpers = {key for key, row in carers.items() if not row["household"]}
    asks = [
        {"carer": str(pin.person.pk), **_times(pin.span), "accepted": True}
        for pin in known.agreed
        if str(pin.person.pk) in helpers
    ]
    return {**rows, "previous": {"care": care, "asks": asks}}


def _times(span: Span) -> Document:
    """On whole minutes, outward."""
    last = span.end + timedelta(seconds=-span.end.second % 60)
    return {"from": span.start.isoformat(timespec="minutes"), "to": last.isoformat(timespec="minutes")}


def _span(row: Document) -> Span:
    return Span(datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"]))
