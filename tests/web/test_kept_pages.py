"""A page that was shown is shown again while nothing was written: never a stale one, never somebody else's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Commitment
from kbye.household.database_version import version
from kbye.household.people import Member
from kbye.web import kept_pages
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, Family, family, inhaler, opened, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
# A PostgreSQL that others use as well has always something new: there only what is never shown again is tested.
on_sqlite = pytest.mark.skipif(not settings.IS_SQLITE, reason="others write in the same PostgreSQL")
_TOKENS = re.compile(r'(?<=csrfmiddlewaretoken" value=")[^"]+|(?<=data-token=")[^"]+')


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet() -> Iterator[None]:
    kept_pages.forget()
    yield
    kept_pages.forget()


def queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked.captured_queries)


def words(browser: Client, path: str = "/") -> str:
    return _TOKENS.sub("…", browser.get(path).content.decode())


def sheet_of(row: TimeAway) -> str:
    return f"/away/{row.pk}/sheet/"


@on_sqlite
@pytest.mark.parametrize("page", ["first screen", "sheet", "sheet on a link"])
def test_nothing_new_is_one_question_and_the_very_same_page(clock: Clock, page: str) -> None:
    cast = family()
    inhaler(cast)
    row = time_away(cast)
    clock.at = FRIDAY_EVENING.start + timedelta(minutes=5)
    link = stay_link(row)
    browser, path = {
        "first screen": (signed_in(cast.sam), "/"),
        "sheet": (signed_in(cast.alex), sheet_of(row)),
        "sheet on a link": (opened(link), f"/l/{link.token}/sheet/"),
    }[page]
    first = words(browser, path)
    words(browser, path)  # From here on the browser has its cookie for forms.
    assert queries(browser, path) == 1
    assert words(browser, path) == first


def _rename(cast: Family, row: TimeAway) -> None:
    Member.objects.of(cast.household).filter(pk=cast.alex.pk).update(name="Toni")


def _answer(cast: Family, row: TimeAway) -> None:
    row.hand_overs.all()[0].say(HandOver.Answer.GOT_IT, at=FRIDAY_EVENING.start)


def _without_the_models(cast: Family, row: TimeAway) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE household_timeaway SET open_end = %s", [True])


def _call_off(cast: Family, row: TimeAway) -> None:
    TimeAway.objects.of(cast.household).filter(pk=row.pk).delete()


@pytest.mark.parametrize("change", [_rename, _answer, _without_the_models, _call_off])
@pytest.mark.parametrize("by", ["this connection", "another one"])
def test_whatever_is_written_is_seen_at_once(
    clock: Clock, change: Callable[[Family, TimeAway], None], by: str
) -> None:
    cast = family()
    row = time_away(cast)
    clock.at = FRIDAY_EVENING.start - timedelta(hours=5)
    sam = signed_in(cast.sam)
    before = words(sam)
    assert words(sam) == before
    if by == "this connection":
        change(cast, row)
    else:
        _in_a_thread(lambda: change(cast, row))
    seen = words(sam)
    kept_pages.forget()
    assert seen == words(sam)
    assert (seen != before) or change is _without_the_models


def _in_a_thread(work: Callable[[], None]) -> None:
    def do() -> None:
        work()
        connection.close()

    thread = Thread(target=do)
    thread.start()
    thread.join()


def test_every_write_moves_the_version() -> None:
    cast = family()
    row = time_away(cast)
    for change in (_rename, _answer, _without_the_models, _call_off):
        before = version()
        _in_a_thread(lambda change=change: change(cast, row))  # type: ignore[misc]
        assert version() != before, change
    before = version()
    Commitment.objects.of(cast.household).delete()
    cast.alex.save()
    assert version() != before


def test_within_a_transaction_it_cannot_be_told_and_nothing_is_kept() -> None:
    sam = signed_in(family().sam)
    with transaction.atomic():
        assert version() is None
        words(sam)
        words(sam)
        assert queries(sam, "/") > 1


@on_sqlite
def test_when_the_clock_has_come_to_the_next_moment_it_is_made_anew(clock: Clock) -> None:
    cast = family()
    time_away(cast)
    clock.at = FRIDAY_EVENING.start - timedelta(minutes=1)
    sam = signed_in(cast.sam)
    for _time in range(2):
        assert "Alex knows." in words(sam)
    clock.at = FRIDAY_EVENING.start - timedelta(seconds=1)
    assert queries(sam, "/") == 1
    clock.at = FRIDAY_EVENING.start
    assert "You're off." in words(sam)


def test_whoever_signs_out_sees_nothing_again() -> None:
    sam = signed_in(family().sam)
    words(sam)
    words(sam)
    sam.session.delete()
    assert sam.get("/").headers["Location"] == "/sign-in/"


def test_a_link_that_ended_shows_nothing_again(clock: Clock) -> None:
    row = time_away(family())
    link = stay_link(row)
    clock.at, phone = FRIDAY_EVENING.start, opened(link)
    for _time in range(2):
        assert phone.get(f"/l/{link.token}/sheet/").status_code == 200
    link.revoke(at=clock.at)
    assert phone.get(f"/l/{link.token}/sheet/").status_code == 404


def test_nobody_is_given_the_page_of_another_one() -> None:
    cast = family()
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    for _time in range(3):
        assert "Hello, Sam" in words(sam)
        assert "Hello, Alex" in words(alex)
        assert Client().get("/").status_code == 302


@on_sqlite
def test_its_forms_have_a_token_of_their_own_each_time_and_can_be_sent(clock: Clock) -> None:
    cast = family()
    inhaler(cast)
    row = time_away(cast)
    clock.at = FRIDAY_EVENING.start + timedelta(minutes=45)
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = signed_in(cast.alex).cookies
    tokens = [_TOKENS.search(careful.get(sheet_of(row)).text) for _time in range(3)]
    assert len({one.group() for one in tokens if one}) == 3
    assert queries(careful, sheet_of(row)) == 1
    occurrence = row.occurrences.get()
    assert tokens[2] is not None
    careful.post(f"/away/{row.pk}/tick/{occurrence.pk}/", {"csrfmiddlewaretoken": tokens[2].group()})
    occurrence.refresh_from_db()
    assert occurrence.done_at == clock.at


def test_what_was_just_done_is_told_once() -> None:
    cast = family()
    sam = signed_in(cast.sam)
    words(sam)
    sam.post("/no-offers/")
    assert "kbye will not bring it up again." in words(sam)
    assert "kbye will not bring it up again." not in words(sam)


def test_asked_for_something_more_it_is_made_for_that() -> None:
    sam = signed_in(family().sam)
    words(sam)
    words(sam)
    assert queries(sam, "/?more=1") > 1
