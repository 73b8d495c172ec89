""" "Alex gave it at 18:34. Again?": the question before a second dose, on a page of its own or beside the line."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.go.actions import GivenAlready
from kbye.go.lines import moment


class Again(NamedTuple):
    """The question and its two answers; `no` changes nothing."""

    words: str
    no: str
    yes: str


def question(given: GivenAlready, now: datetime) -> Again:
    dose = given.dose
    assert dose.done_at is not None
    at, name = moment(dose.done_at, now), dose.done_by.name if dose.done_by else ""
    if given.next_at is None:
        words = (
            _("%(name)s gave it at %(at)s. Was it given once more?")
            if name
            else _("It was given at %(at)s. Was it given once more?")
        )
        return Again(words % {"name": name, "at": at}, _("No, that was the one"), _("Yes, a second time"))
    words = (
        _("%(name)s gave the last one at %(at)s; the next was not to be before %(then)s. Was it given?")
        if name
        else _("The last one was given at %(at)s; the next was not to be before %(then)s. Was it given?")
    )
    then = moment(given.next_at, now)
    return Again(words % {"name": name, "at": at, "then": then}, _("No, not yet"), _("Yes, it was given"))


def question_after_all() -> Again:
    """The dose that raised the question was taken back meanwhile."""
    return Again(
        _("The other dose was taken back meanwhile. Was it given?"), _("No, not yet"), _("Yes, it was given")
    )
