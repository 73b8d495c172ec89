"""What the lists are called, and what is asked about them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kbye.household.preparation import Preparation
from kbye.planning.remembering import Question, Why
from kbye.web.wording import names

Heading = Preparation.Heading
HEADINGS = {
    Heading.PACKING: gettext_lazy("Packing"),
    Heading.ERRANDS: gettext_lazy("Errands"),
    Heading.FREEZER: gettext_lazy("Freezer"),
    Heading.LAUNDRY: gettext_lazy("Laundry"),
    Heading.PRESENTS: gettext_lazy("Presents"),
    Heading.CARDS: gettext_lazy("Cards"),
    Heading.OTHER: gettext_lazy("Other"),
}


def names_of_lists() -> dict[str, str]:
    """How a list may be called in what is pasted: as on screen, or in plain English."""
    return {key.value: key.value for key in HEADINGS} | {
        str(name): key.value for key, name in HEADINGS.items()
    }


def asks(question: Question) -> str:
    """ "Last time the cards stayed closed. Skip them?" """
    count, things = len(question.things), {"things": names(thing.words for thing in question.things)}
    if question.why is Why.WENT_WITHOUT:
        return (
            ngettext(
                "Last time you left without this: %(things)s. Skip it again?",
                "Last time you left without these: %(things)s. Skip them again?",
                count,
            )
            % things
        )
    if question.heading == Heading.CARDS:
        return _("Last time the cards stayed closed. Skip them?")
    if question.heading == Heading.FREEZER:
        return (
            ngettext(
                "Last time this stayed in the freezer: %(things)s. Skip it?",
                "Last time these stayed in the freezer: %(things)s. Skip them?",
                count,
            )
            % things
        )
    return (
        ngettext(
            "Last time nobody needed this: %(things)s. Skip it?",
            "Last time nobody needed these: %(things)s. Skip them?",
            count,
        )
        % things
    )
