"""Nobody knows the end, so nobody is shown one; what has to reckon with one has a presumed one that moves on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.ask.helper_link import open_help_link
from kbye.household.away import TimeAway
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from kbye.web import calendar_entry, wording
from kbye.web.reader import Reader
from kbye.work.emergencies import keep_open
from tests.conftest import Clock
from tests.people import FRIDAY, THURSDAY, THURSDAY_NOON, ZONE, Family, family, inhaler, opened, signed_in
from tests.urgent.cast import HOUR, MINUTE, SECOND, again, gap_of, leave, says_no, seven_helpers, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
READER = Reader(ZONE, "24")
# A minute that nothing else has.
PRESUMED_AT = instant(FRIDAY, 13 * 60 + 37, ZONE)


@pytest.fixture
def cast() -> Family:
    return family()


def test_in_words() -> None:
    span = Span(THURSDAY_NOON, PRESUMED_AT, open_end=True)
    assert span == Span(THURSDAY_NOON, PRESUMED_AT)
    assert wording.when(span, READER) == "Thursday 3 December, from 12:00, open end"
    assert wording.hours_of(span, READER) == "from 12:00, open end"
    assert wording.until(span, now=THURSDAY_NOON, reader=READER) == "open end"
    assert wording.back(span, now=THURSDAY_NOON, reader=READER) == "Open end."
    assert wording.is_back("Sam", span, now=THURSDAY_NOON, reader=READER) == "Sam is away, open end."
    known = Span(THURSDAY_NOON, PRESUMED_AT)
    assert wording.back(known, now=THURSDAY_NOON, reader=READER) == "Back Friday 13:37."
    assert wording.is_back("Sam", known, now=THURSDAY_NOON, reader=READER) == "Sam is back Friday 13:37."


def pages(cast: Family, row: TimeAway) -> Iterator[tuple[str, str]]:
    """What each of those concerned can look at while it lasts."""
    at = [str(row.pk)]
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    for client, who in ((sam, "sam"), (alex, "alex")):
        for name in ("today:page", "decide:page", "children:page", "children:shown", "share:page"):
            yield f"{who} {name}", _looked_at(client, reverse(name))
        yield f"{who} history", _looked_at(client, reverse("come_back:history"))
    for name in ("urgent:now", "urgent:words", "children:move_return", "go:page", "children:new_card"):
        yield f"sam {name}", _looked_at(sam, reverse(name, args=at))
    for name in ("go:sheet", "ask:page", "urgent:words", "prepare:page", "ask:new", "handbook:on_duty"):
        yield f"alex {name}", _looked_at(alex, reverse(name, args=at))
    link = Link.objects.get(member=cast.alex, purpose="stay", time_away=row)
    for part in ("", "sheet/", "gaps/", "emergency/words/"):
        yield f"link {part}", _looked_at(opened(link), f"/l/{link.token}/{part}")
    help_link = open_help_link(cast.grandma, THURSDAY_NOON)
    assert help_link is not None
    yield "grandma", _looked_at(opened(help_link), f"/h/{help_link.token}/")


def _looked_at(client: Client, path: str) -> str:
    page = client.get(path, follow=True)
    assert page.status_code == 200, path
    return page.text


def test_no_page_no_mail_and_no_calendar_shows_a_made_up_time(cast: Family) -> None:
    inhaler(cast)
    seven_helpers(cast)
    row = leave(cast.sam)
    says_no(row, cast.alex)
    TimeAway.objects.of(cast.household).update(ends_at=PRESUMED_AT)
    work(THURSDAY_NOON + SECOND)
    gap = gap_of(row)
    gap.ends_at = PRESUMED_AT
    gap.save(update_fields=["ends_at"])
    row = again(row)
    for who, text in pages(cast, row):
        assert "13:37" not in text, who
        assert "1:37" not in text, who
    for notice in Notice.objects.all():
        assert "13:37" not in notice.subject + notice.body
    for person in (cast.sam, cast.alex):
        entry = calendar_entry.text_for(row, person, now=THURSDAY_NOON).decode().replace("\r\n ", "")
        assert "open end" in entry
    assert "open end" in signed_in(cast.sam).get(reverse("come_back:history")).text


def test_it_moves_on_while_it_lasts_and_all_that_hangs_on_it(cast: Family, clock: Clock) -> None:
    inhaler(cast)
    seven_helpers(cast)
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    first_end = again(row).ends_at
    assert keep_open(lambda: first_end - 12 * HOUR - MINUTE) == 0
    for days in range(1, 6):
        at = THURSDAY_NOON + timedelta(days=days) - 12 * HOUR
        assert keep_open(lambda at=at: at) == 1  # type: ignore[misc]
        assert keep_open(lambda at=at: at) == 0  # type: ignore[misc]
        moved = again(row)
        assert moved.ends_at >= at + 23 * HOUR
        assert moved.open_end
        assert gap_of(row).ends_at == moved.ends_at
        link = open_help_link(cast.grandma, at)
        assert link is not None
        assert link.ends_at is not None
        assert link.ends_at >= moved.ends_at
        assert Link.objects.open_at(at).filter(purpose="stay", time_away=row).exists()
    clock.at = THURSDAY_NOON + timedelta(days=5)
    assert "Ben: inhaler" in signed_in(cast.alex).get(f"/away/{row.pk}/sheet/").text


def test_it_does_not_move_what_is_over_or_has_an_end(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    late = THURSDAY_NOON + 20 * HOUR
    form = {"day": FRIDAY.isoformat(), "until_time": "18:00"}
    signed_in(cast.sam).post(reverse("children:move_return", args=[str(row.pk)]), form)
    row = again(row)
    assert (row.open_end, row.ends_at) == (False, instant(FRIDAY, 18 * 60, ZONE))
    assert keep_open(lambda: late) == 0
    page = signed_in(cast.alex).get(f"/away/{row.pk}/sheet/").text
    assert "Back" in page
    assert "18:00" in page
    moved = Notice.objects.get(kind="moved", person=cast.alex)
    assert moved.subject == "Sam is back Friday 4 December, 18:00"
    children = signed_in(cast.alex).get(reverse("children:shown")).text
    assert "One sleep, then Sam is here." in children
    assert "sleep later" not in children
    again(row).come_back(at=late)
    TimeAway.objects.of(cast.household).update(open_end=True)
    assert keep_open(lambda: late) == 0


def test_children_are_told_no_number_of_sleeps(cast: Family) -> None:
    leave(cast.sam)
    page = signed_in(cast.alex).get(reverse("children:shown")).text
    assert "Sam comes back." in page
    assert "Nobody knows yet after how many sleeps." in page
    assert "One sleep" not in page


@pytest.mark.parametrize(
    "day", [THURSDAY.replace(month=10, day=24), THURSDAY.replace(year=2027, month=3, day=27)]
)
def test_on_both_nights_of_the_clock_change(cast: Family, clock: Clock, day: object) -> None:
    clock.at = instant(day, 23 * 60, ZONE)  # type: ignore[arg-type]
    row = leave(cast.sam, now=clock.at)
    for hours in range(13, 48, 13):
        keep_open(lambda hours=hours: clock.at + hours * HOUR)  # type: ignore[misc]
        assert again(row).ends_at > clock.at + hours * HOUR
