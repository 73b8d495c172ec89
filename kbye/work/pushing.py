"""A notice as a browser shows it: that there is something, and where; names only for who wants them there."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.household.channel import Channel
from kbye.household.language import written_for
from kbye.household.notice import Notice
from kbye.outside import push
from kbye.outside.outcome import Gone, Sent, Trouble
from kbye.web.push_files import push_key

WAITS_FOR_THE_PHONE = timedelta(days=1)


def push_out(notice: Notice, channel: Channel, *, now: datetime) -> Sent | Gone | Trouble:
    """Hand it to the push service of this browser. The same thing again replaces what is shown already."""
    return push.send(
        push.Subscription(*channel.address.split(" ")),
        payload_of(notice),
        topic=tag_of(notice),
        ttl=WAITS_FOR_THE_PHONE,
        urgency="high" if notice.is_urgent else "normal",
        key=push_key(),
        now=now,
    )


def payload_of(notice: Notice) -> bytes:
    with written_for(notice.person):
        said = {
            "title": title_of(notice),
            "body": words_of(notice),
            "tag": tag_of(notice),
            "path": path_of(notice),
        }
    return json.dumps(said, ensure_ascii=False).encode()


def tag_of(notice: Notice) -> str:
    """The same for the same notice, sent as often as you like; it tells nothing."""
    return hashlib.sha256(notice.key.encode()).hexdigest()[:32]


def title_of(notice: Notice) -> str:
    """Its headline, names and all, if this person asked for that; nothing of what it says otherwise."""
    if notice.person.names_in_push and notice.kind != "try":
        return notice.subject
    return _("kbye: urgent") if notice.is_urgent and notice.kind != "try" else _("kbye: something for you")


def words_of(notice: Notice) -> str:
    words = {
        "told": _("A time away: have a look."),
        "ask": _("You are asked for help."),
        "answer": _("There is an answer."),
        "settled": _("Something is settled."),
        "as_it_was": _("A question stands as it was."),
        "nudge": _("A question is still open."),
        "called_off": _("Something was called off."),
        "moved": _("Something is at another time now."),
        "taken_back": _("Something is as it was before."),
        "send_by_hand": _("There is a message for you to pass on."),
        "all_well": _("All well at home."),
        "urgent": _("Please look now."),
        "question": _("Somebody needs to know something now."),
        "answered": _("There is an answer."),
        "collector_ends": _("Somebody may soon no longer collect."),
        "emergency": _("Please look now."),
        "who_has_them": _("Who has the children now."),
        "false_alarm": _("A false alarm: all is as before."),
        "digest": _("Several things at once."),
        "try": _("This is how kbye reaches you here."),
    }
    return words.get(notice.kind, _("Open kbye to see it."))


def path_of(notice: Notice) -> str:
    """A page of those who are signed in; an address that opens something by itself is never pushed."""
    if notice.kind == "try":
        return reverse("set_up:channels")
    if notice.time_away_id is not None:
        return reverse("go:page", kwargs={"time_away": notice.time_away_id})
    return reverse("today:page")
