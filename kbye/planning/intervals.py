"""Half-open spans of time, and sums and differences of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to, but not including, `end`.

    Both are aware and are kept in UTC: Python subtracts and compares two instants of one zone by their
    wall clocks, which is wrong on the nights when the clocks change.

    `open_end`: nobody knows the end; `end` is presumed, to reckon with, and never shown to anybody.

    Raises ValueError if an instant has no zone, or the end is not after the start.
    """

    start: datetime
    end: datetime
    open_end: bool = field(default=False, compare=False, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            at: datetime = getattr(self, name)
            if at.utcoffset() is None:
                raise ValueError(f"The {name} of a span needs a time zone: {at.isoformat()}.")
            object.__setattr__(self, name, at.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError(
                f"A span must end after it starts: {self.start.isoformat()} to {self.end.isoformat()}."
            )

    @property
    def minutes(self) -> int:
        """Whole minutes that really pass, so an hour more or less when the clocks change."""
        return (self.end - self.start) // timedelta(minutes=1)

    def overlaps(self, other: Span) -> bool:
        """True if the two share some time; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """True for the start and all that follows before the end."""
        return self.start <= instant < self.end

    def holds(self, other: Span) -> bool:
        """True if the whole of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def shared(self, other: Span) -> Span | None:
        """The time both have in common, if any."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time as sorted spans with gaps between them: those that overlap or touch become one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `spans` when `taken` is cut out, merged and sorted."""
    cuts = merged(taken)
    return tuple(piece for span in merged(spans) for piece in _pieces(span, cuts))


def overlapping(spans: Iterable[Span], span: Span) -> tuple[Span, ...]:
    """Those of `spans` that share some time with `span`, in the order given."""
    return tuple(one for one in spans if one.overlaps(span))


def _pieces(span: Span, cuts: tuple[Span, ...]) -> Iterable[Span]:
    start = span.start
    for cut in overlapping(cuts, span):
        if start < cut.start:
            yield Span(start, cut.start)
        start = cut.end
    if start < span.end:
        yield Span(start, span.end)
