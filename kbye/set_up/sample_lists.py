"""What the sample household prepared: what was used, what was not, and what was missing."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.preparation import Preparation

Heading, Used = Preparation.Heading, Preparation.Used
Said = tuple[str, str, str]


def evening_list(row: TimeAway, *, by: Member) -> None:
    """Before an evening: little, and half of it for nothing."""
    _list(
        row,
        by,
        (
            (Heading.ERRANDS, _("milk"), Used.YES),
            (Heading.FREEZER, _("a pizza, just in case"), Used.NO),
            (Heading.OTHER, _("Ben's inhaler on the shelf by the door"), Used.YES),
        ),
    )


def night_list(row: TimeAway, *, by: Member, partner: Member) -> None:
    """Before the first night: rather a lot; afterwards one knows."""
    _list(
        row,
        by,
        (
            (Heading.PACKING, _("charger"), Used.YES),
            (Heading.PACKING, _("a book"), Used.YES),
            (Heading.PACKING, _("the laptop"), Used.NO),
            (Heading.FREEZER, _("lasagne for two days"), Used.NO),
            (Heading.LAUNDRY, _("outfits for each day, in bags"), Used.NO),
            (Heading.CARDS, _("a card for each of the three"), Used.NO),
            (Heading.OTHER, _("the emergency sheet on the fridge"), Used.NOT_SAID),
        ),
    )
    missed = _row(row, by, Heading.PACKING, _("the swim bag"), place=7)
    missed.is_missing = True
    missed.save()
    _list(row, partner, ((Heading.ERRANDS, _("pizza dough"), Used.YES),))


def _list(row: TimeAway, owner: Member, said: tuple[Said, ...]) -> None:
    for place, (heading, words, used) in enumerate(said):
        line = _row(row, owner, heading, words, place=place)
        line.used, line.done_at = used, row.starts_at - timedelta(hours=3)
        line.save()


def _row(row: TimeAway, owner: Member, heading: str, words: str, *, place: int) -> Preparation:
    return Preparation(
        household=row.household,
        time_away=row,
        owner=owner,
        heading=heading,
        words=words,
        place=place,
        created_at=row.starts_at - timedelta(days=2),
    )
