"""Coming back, and the little that is said and done then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kbye.household.afterwards import Debrief, Postcard
from kbye.household.away import TimeAway
from kbye.household.event import Event, noted, record, snapshot
from kbye.household.knowledge import Fact
from kbye.household.notices import welcome_back
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


def send_postcard(
    *, time_away: TimeAway, by: Member, words: str, photo: UploadedFile[Any] | None, now: datetime
) -> Postcard:
    """Raises NotAPhoto, with a sentence, if the file is none; then nothing is kept."""
    # Before the transaction: a large photo takes a moment, and nobody else should wait for it.
    name = keep_photo(photo, folder=settings.PHOTOS, now=now) if photo else ""
    try:
        with transaction.atomic():
            card = Postcard.objects.create(
                household=time_away.household,
                time_away=time_away,
                sender=by,
                words=words,
                photo=name,
                created_at=now,
            )
            record(card, "sent", by=by, at=now)
    except BaseException:
        if name:
            (settings.PHOTOS / name).unlink(missing_ok=True)
        raise
    return card


@transaction.atomic
def tell_how_it_was(
    *,
    time_away: TimeAway,
    by: Member,
    now: datetime,
    different_and_fine: str = "",
    to_know_next_time: str = "",
    rested: str = "",
    into_handbook: bool = False,
) -> Debrief:
    """One row a person, written anew when they say it again."""
    said = {
        "different_and_fine": different_and_fine,
        "to_know_next_time": to_know_next_time,
        "rested": rested,
    }
    rows = Debrief.objects.of(time_away.household).filter(time_away=time_away, member=by)
    known = rows.values_list("to_know_next_time", flat=True).first() or ""
    row, _is_new = rows.update_or_create(
        household=time_away.household,
        time_away=time_away,
        member=by,
        defaults={**said, "skipped": not any(said.values())},
        create_defaults={**said, "skipped": not any(said.values()), "created_at": now},
    )
    record(row, "told_how_it_was", by=by, at=now)
    if into_handbook and to_know_next_time:
        _put_in_handbook(to_know_next_time, instead_of=known, by=by, time_away=time_away, now=now)
    return row


@transaction.atomic
def skip_two_minutes(*, time_away: TimeAway, by: Member, now: datetime) -> None:
    """Not now, not ever: they are not asked again. What was said before stays."""
    row, is_new = Debrief.objects.of(time_away.household).get_or_create(
        household=time_away.household,
        time_away=time_away,
        member=by,
        defaults={"skipped": True, "created_at": now},
    )
    if is_new:
        record(row, "skipped", by=by, at=now)


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


def _put_in_handbook(words: str, *, instead_of: str, by: Member, time_away: TimeAway, now: datetime) -> None:
    facts = Fact.objects.of(time_away.household).filter(
        kind=Fact.Kind.GOOD_TO_KNOW, child=None, removed_at=None
    )
    if facts.filter(words=words).exists():
        return
    earlier = facts.filter(words=instead_of).first() if instead_of else None
    if earlier is not None:
        with noted(earlier, "changed", by=by, at=now):
            earlier.words = words
            earlier.save(update_fields=["words"])
        return
    fact = Fact.objects.create(household=time_away.household, kind=Fact.Kind.GOOD_TO_KNOW, words=words)
    record(fact, "added", by=by, at=now)
