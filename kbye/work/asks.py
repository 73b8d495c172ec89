"""Asks the next one when nobody answered in time, and lets helpers go when nobody is needed any more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Exists, F, OuterRef, Q

from kbye.ask import actions
from kbye.household.away import HandOver
from kbye.household.gap import Ask, Gap
from kbye.household.tripwire import spanning_households

Row = TypeVar("Row", Ask, Gap)
AT_ONCE = 50
# Coming back and calling off can be taken back with a tap; nobody is told before that time is over.
TIME_TO_UNDO = timedelta(minutes=2)
log = logging.getLogger("kbye.work")


def keep_asking(now: Callable[[], datetime]) -> int:
    """Every ask whose time to answer is over, and every gap that nobody needs; returns how many were done."""
    at = now()
    with spanning_households():
        asks = _each(_unanswered(at), lambda ask: actions.move_on(ask=ask, now=at))
        gaps = _each(_needless(at), lambda gap: actions.close(gap=gap, by=None, now=at))
        begun = _each(_lined_up(at), lambda gap: actions.begin(gap=gap, now=at))
    return asks + gaps + begun


def _unanswered(now: datetime) -> list[Ask]:
    due = Ask.objects.filter(
        state=Ask.State.ASKED,
        next_at__lte=now,
        gap__state=Gap.State.OPEN,
        gap__ends_at__gt=now,
        gap__time_away__back_at=None,
        gap__time_away__called_off_at=None,
    )
    return list(due.select_related("household").order_by("next_at", "pk")[:AT_ONCE])


def _lined_up(now: datetime) -> list[Gap]:
    """Emergencies for which helpers wait to be asked, and nobody is being waited for."""
    asks = Ask.objects.filter(household=OuterRef("household"), gap=OuterRef("pk"))
    rows = Gap.objects.filter(
        Exists(asks.filter(state=Ask.State.WAITING, helper__removed_at=None)),
        ~Exists(asks.filter(state=Ask.State.ASKED, next_at__isnull=False)),
        is_urgent=True,
        state=Gap.State.OPEN,
        ends_at__gt=now,
        time_away__back_at=None,
        time_away__called_off_at=None,
    )
    return list(rows.select_related("household").order_by("starts_at", "pk")[:AT_ONCE])


def _needless(now: datetime) -> list[Gap]:
    long_enough = now - TIME_TO_UNDO
    at_home = HandOver.objects.filter(
        household=OuterRef("household"),
        time_away=OuterRef("time_away"),
        part=HandOver.Part.STAYS,
        answer=HandOver.Answer.GOT_IT,
    )
    rows = Gap.objects.unfinished(now).filter(
        Q(time_away__back_at__lte=long_enough)
        | Q(time_away__called_off_at__lte=long_enough)
        | Q(starts_at__gte=F("time_away__ends_at"))
        | Q(ends_at__lte=F("time_away__starts_at"))
        | Q(Exists(at_home), is_urgent=True)
    )
    return list(rows.select_related("household").order_by("pk")[:AT_ONCE])


def _each(rows: Iterable[Row], do: Callable[[Row], object]) -> int:
    done = 0
    for row in rows:
        try:
            do(row)
            done += 1
        except Exception:
            # What is wrong with one keeps no other waiting.
            log.exception("%s is stuck", row)
    return done
