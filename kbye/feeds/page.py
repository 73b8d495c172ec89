"""What stands on the page "kbye in your calendar"."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

from kbye.feeds.actions import MOST, chosen_by, open_feeds
from kbye.feeds.forms import ChoiceForm, FeedForm
from kbye.feeds.there import places_of
from kbye.household.calendar_out import CalendarOut
from kbye.household.feed import Detail, Feed, Whose
from kbye.household.people import Member
from kbye.web.links import address_of, reach
from kbye.web.qr import Code, code_of
from kbye.web.reach import Reach


class Row(NamedTuple):
    feed: Feed
    title: str
    note: str
    address: str
    opens_in: str
    code: Code


def page_of(
    me: Member, *, now: datetime, form: FeedForm | None = None, choice: ChoiceForm | None = None
) -> dict[str, Any]:
    """`me` with its household; the forms as they were filled, if they were."""
    rows = [_row(feed) for feed in open_feeds(me, now)]
    places = places_of(me)
    chosen = chosen_by(me)
    return {
        "place": "more",
        "rows": rows,
        "has_room": len(rows) < MOST,
        "form": form or FeedForm(prefix="feed"),
        "only_here": reach() is Reach.THIS_COMPUTER,
        "chosen": chosen,
        "chosen_note": _written(chosen) if chosen else "",
        "places": places,
        "choice": choice or ChoiceForm(prefix="out", places=places),
    }


def _row(feed: Feed) -> Row:
    address = address_of(feed.link)
    return Row(
        feed=feed,
        title=feed.label or _title(feed),
        note=" · ".join([_title(feed)] * bool(feed.label) + [_used(feed)]),
        address=address,
        opens_in="webcal:" + address.partition(":")[2],
        code=code_of(address),
    )


def _title(feed: Feed) -> str:
    return {
        (Whose.MINE.value, Detail.BUSY.value): _("When you are busy"),
        (Whose.MINE.value, Detail.NAMES.value): _("Your times, with names"),
        (Whose.EVERYBODY.value, Detail.BUSY.value): _("Everybody's times, as busy"),
        (Whose.EVERYBODY.value, Detail.NAMES.value): _("Everybody's times, with names"),
    }[feed.whose, feed.detail]


def _used(feed: Feed) -> str:
    if feed.used_on is None:
        return _("not fetched yet")
    return _("last fetched on %(day)s") % {"day": formats.date_format(feed.used_on, _("l j F"))}


def _written(calendar: CalendarOut) -> str:
    words = _("with names") if calendar.detail == Detail.NAMES else _("only “busy”")
    if calendar.put_back_at:
        words += " · " + _("an entry that was moved there is back in its place; move it in kbye")
    return words
