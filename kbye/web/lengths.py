"""The lengths one can choose from, as they are called on screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kbye.planning.lengths import Length


def lengths() -> list[tuple[str, str, str, str]]:
    """Key, icon, name and hint of each."""
    return [
        (Length.COFFEE, "mug", _("a coffee"), _("2 hours")),
        (Length.EVENING, "evening", _("an evening"), _("4 hours")),
        (Length.NIGHT, "night", _("a night"), _("back for breakfast")),
        (Length.WEEKEND, "weekend", _("a weekend"), _("two nights")),
        (Length.LONGER, "longer", _("longer"), _("four days")),
    ]


def titled(length: str) -> str:
    """ "An evening", as the title of a page."""
    return {
        Length.COFFEE: _("A coffee"),
        Length.EVENING: _("An evening"),
        Length.NIGHT: _("A night"),
        Length.WEEKEND: _("A weekend"),
        Length.LONGER: _("Longer"),
        Length.OTHER: _("Some time"),
    }[Length(length)]
