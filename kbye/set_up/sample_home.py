"""What has to happen in the sample household, what one needs to know there, and whom to call."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.people import Member
from kbye.household.responsibility import Priority, Responsibility
from kbye.household.seeds import seed_called
from kbye.household.weekdays import EVERY_DAY
from kbye.set_up.responsibility_actions import columns
from kbye.set_up.responsibility_form import MUST_MINUTES, WINDOW_MINUTES
from kbye.set_up.sample_people import GRANDMAS_PHONE, NOORS_PHONE, Cast, minute

TAKEN_SEEDS = ("teeth", "bedtime", "story", "toys", "bins")
DOCTORS_PHONE = "+49 30 23125 041"
THURSDAYS = 1 << 3


def furnish(cast: Cast) -> None:
    _has_to_happen(cast)
    _good_to_know(cast)
    _whom_to_call(cast)


def _has_to_happen(cast: Cast) -> None:
    kinds = Responsibility.Kind
    _must(cast.ben, kinds.MEDICINE, _("inhaler, 2 puffs"), at="18:30", weekdays=EVERY_DAY)
    _must(cast.mia, kinds.FETCH, _("pick up from swimming"), at="16:00", weekdays=THURSDAYS)
    for key in TAKEN_SEEDS:
        seed = seed_called(key)
        assert seed is not None
        Responsibility.objects.create(household=cast.household, **columns(seed))


def _must(child: Member, kind: Responsibility.Kind, title: str, *, at: str, weekdays: int) -> None:
    Responsibility.objects.create(
        household=child.household,
        kind=kind,
        title=title,
        priority=Priority.MUST,
        child=child,
        weekdays=weekdays,
        from_minute=minute(at),
        to_minute=minute(at) + WINDOW_MINUTES[kind],
        minutes=MUST_MINUTES,
    )


def _good_to_know(cast: Cast) -> None:
    kinds = Fact.Kind
    facts: list[tuple[Member | None, Fact.Kind, str, str]] = [
        (cast.zoe, kinds.ALLERGY, _("no nuts, not even traces"), _("Red spots around the mouth.")),
        (cast.ben, kinds.MEDICINE, _("The spare inhaler is in the blue bag by the door."), ""),
        (cast.ben, kinds.COMFORT, _("The rabbit without ears. Without it there is no night."), ""),
        (cast.ben, kinds.WORD, _("tatütata"), _("Off to the loo, at once.")),
        (cast.mia, kinds.GOOD_TO_KNOW, _("Reads under the blanket and may do so till eight."), ""),
        (cast.zoe, kinds.COMFORT, _("Falls asleep if somebody hums. Any tune will do."), ""),
        (None, kinds.GOOD_TO_KNOW, _("The key to the cellar hangs behind the coats."), ""),
        (None, kinds.ADDRESS, _("7 Lime Lane, third floor"), _("The green door, and up the stairs.")),
        (None, kinds.HOUSE, _("fuse box"), _("Behind the coats, too. The left one is the kitchen.")),
        (None, kinds.HOUSE, _("Where is the thermometer?"), _("Bathroom, top drawer, under the plasters.")),
    ]
    Fact.objects.bulk_create(
        Fact(
            household=cast.household,
            child=child,
            kind=kind,
            words=words,
            detail=detail,
            kept=_("the pouch by the fruit bowl") if kind == kinds.ALLERGY else "",
        )
        for child, kind, words, detail in facts
    )
    Collector.objects.create(
        household=cast.household, name=cast.grandma.name, child=cast.mia, note=_("at the school gate")
    )


def _whom_to_call(cast: Cast) -> None:
    contacts = [
        (cast.grandma.name, GRANDMAS_PHONE, _("ten minutes away, has a key"), Contact.Role.ANY),
        (cast.noor.name, NOORS_PHONE, _("evenings, but not on Mondays"), Contact.Role.ANY),
        (_("The children's doctor"), DOCTORS_PHONE, _("knows about Ben's inhaler"), Contact.Role.DOCTOR),
    ]
    Contact.objects.bulk_create(
        Contact(household=cast.household, name=name, phone=phone, note=note, role=role, place=place)
        for place, (name, phone, note, role) in enumerate(contacts)
    )
