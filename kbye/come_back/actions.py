"""Coming back, postcards and firsts, and when next. What the two minutes do stands in `telling.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kbye.household.afterwards import First, Postcard
from kbye.household.away import TimeAway
from kbye.household.event import Event, noted, record, snapshot
from kbye.household.looking_back import TryFirst
from kbye.household.notices import welcome_back
from kbye.household.our_way import OurWay
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.web.photos import keep_photo


@transaction.atomic
def come_back(*, time_away: TimeAway, by: Member, now: datetime) -> Event:
    with noted(time_away, "came_back", by=by, at=now) as written:
        time_away.come_back(at=now)
    welcome_back(time_away, now=now)
    return written[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFirst:
    """A first as it is told: of one child, or of all; `with_whom` in the words of the family."""

    words: str
    child: Member | None = None
    with_whom: str = ""


def send_postcard(
    *,
    time_away: TimeAway,
    by: Member,
    words: str,
    photos: Iterable[UploadedFile[Any]],
    first: ToldFirst | None,
    now: datetime,
) -> None:
    """One card and, if there was one, a first.

    Raises NotAPhoto, with a sentence, if one of the files is none; then nothing is kept.
    """
    names: list[str] = []
    try:
        # Before the transaction: a large photo takes a moment, and nobody else should wait for it.
        names.extend(keep_photo(photo, folder=settings.PHOTOS, now=now) for photo in photos)
        with transaction.atomic():
            _write_card(time_away, by, words, names, now)
            if first is not None:
                _write_first(time_away, by, first, now)
    except BaseException:
        for name in names:
            (settings.PHOTOS / name).unlink(missing_ok=True)
        raise


def _write_card(time_away: TimeAway, by: Member, words: str, photos: list[str], now: datetime) -> None:
    """The words with the first photo; each further photo is a row of the same moment."""
    rows = [(words, photos[0] if photos else ""), *(("", photo) for photo in photos[1:])]
    sent: Event | None = None
    for text, photo in rows:
        if text or photo:
            row = Postcard.objects.create(
                household_id=time_away.household_id,
                time_away=time_away,
                sender=by,
                words=text,
                photo=photo,
                created_at=now,
            )
            event = record(row, "sent", by=by, at=now, part_of=sent)
            sent = sent or event


def _write_first(time_away: TimeAway, by: Member, told: ToldFirst, now: datetime) -> None:
    row = First.objects.create(
        household_id=time_away.household_id,
        time_away=time_away,
        child=told.child,
        told_by=by,
        words=told.words,
        with_whom=told.with_whom,
        created_at=now,
    )
    record(row, "told", by=by, at=now)


@transaction.atomic
def take_out(row: First | OurWay | TryFirst, *, by: Member, now: datetime) -> Event:
    """Gone from every page, until somebody takes that back."""
    with noted(row, "removed", by=by, at=now) as written:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
    return written[0]


@transaction.atomic
def put_back(*, row: First, by: Member, now: datetime) -> None:
    with noted(row, "put_back", by=by, at=now):
        row.removed_at = None
        row.save(update_fields=["removed_at"])


def pencil_in_next(*, time_away: TimeAway, span: Span, by: Member, now: datetime) -> Event | None:
    """The next time of the same one, with the same ones staying. None if they are away then already.

    If somebody else than the leaver says when, it is an offer.
    """
    others = TimeAway.objects.of(time_away.household).open().filter(leaver=time_away.leaver)
    if others.filter(starts_at__lt=span.end, ends_at__gt=span.start).exclude(pk=time_away.pk).exists():
        return None
    with transaction.atomic():
        row = pencil_in(
            leaver=time_away.leaver,
            stayers=[person for person in time_away.stayers if person.removed_at is None],
            span=span,
            by=by,
            now=now,
            offered_by=None if by.pk == time_away.leaver_id else by,
        )
        # Before it was pencilled in there was none, which is the same as one called off: undo leads there.
        before = {**snapshot(row), "called_off_at": now.isoformat()}
        return record(row, "changed", by=by, at=now, before=before)
