"""What is said about a stand-in: to the adults, to the one who stands in, and on the pages of both."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kbye.household.stand_in import StandIn
from kbye.planning.standing_in import State
from kbye.web.wording import hours


def agreed(row: StandIn) -> str:
    """The whole of it in one sentence."""
    said = {"name": row.receiver.name, "hours": hours(row.wait_minutes)}
    return _("If none of us answers: %(name)s may open the emergency sheet after %(hours)s.") % said


def where_it_stands(row: StandIn) -> str:
    """For the adults."""
    left = hours(max(int(row.still_to_wait / timedelta(minutes=1)), 1))
    said = {"name": row.receiver.name, "hours": left}
    return {
        State.OFF: "",
        State.REQUESTED: _("%(name)s has asked. You are being told.") % said,
        State.WAITING: _("%(name)s has asked; the sheet opens in %(hours)s unless one of you says no.")
        % said,
        State.ACTIVE: _("%(name)s can read the emergency sheet now.") % said,
        State.ENDED: _("%(name)s could read the sheet. It is closed again; agree anew if you like.") % said,
        State.REFUSED: _("One of you said no to %(name)s. Agree anew if you like.") % said,
    }[row.where]


def told_to_adults(row: StandIn, what: str) -> tuple[str, str]:
    """Subject and body; `what` is the state it is in now, or agreed, changed, taken_away."""
    said = {"name": row.receiver.name, "hours": hours(row.wait_minutes)}
    look = "\n\n" + _("It is on kbye's page “If nobody answers”.")
    say_no = "\n\n" + _("If all is well, call %(name)s, or say no on kbye's page “If nobody answers”.") % said
    subject, body = {
        "agreed": (_("%(name)s may stand in") % said, agreed(row) + look),
        "changed": (_("%(name)s may stand in: changed") % said, agreed(row) + look),
        "taken_away": (
            _("%(name)s stands in no more") % said,
            _("%(name)s can no longer ask for the emergency sheet.") % said,
        ),
        State.OFF.value: (
            _("%(name)s: all as agreed") % said,
            _("Nothing is asked and nothing is open. What you agreed with %(name)s stands.") % said,
        ),
        State.REQUESTED.value: (
            _("%(name)s asks for the emergency sheet") % said,
            _("%(name)s asks to open the emergency sheet. It opens %(hours)s after this has reached you.")
            % said
            + say_no,
        ),
        State.WAITING.value: (
            _("%(name)s waits for the emergency sheet") % said,
            _("In %(hours)s the emergency sheet opens to %(name)s.") % said + say_no,
        ),
        State.ACTIVE.value: (
            _("%(name)s can read the emergency sheet") % said,
            _("The emergency sheet is open to %(name)s now, for a week at most. You can close it any time.")
            % said
            + look,
        ),
        State.ENDED.value: (
            _("The emergency sheet is closed again"),
            _("%(name)s can no longer read it.") % said,
        ),
        State.REFUSED.value: (
            _("%(name)s was told no") % said,
            _("One of you said no. %(name)s cannot open the emergency sheet.") % said + look,
        ),
    }[what]
    return subject, body


def told_to_receiver(row: StandIn, what: str) -> tuple[str, str] | None:
    """None where it is nothing to them."""
    return {
        State.ACTIVE.value: (_("The emergency sheet is open to you"), _("You can read it on your page now.")),
        State.ENDED.value: (_("The emergency sheet is closed again"), _("Thank you for being there.")),
        State.REFUSED.value: (
            _("They answered"),
            _("The emergency sheet stays closed. Call them."),
        ),
    }.get(what)
