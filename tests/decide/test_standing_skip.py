"""Skip this one: a tap, taken back with another, and a few times instead, each told as usual."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kbye.household.away import TimeAway
from kbye.household.notice import Notice
from kbye.web.calendar_entry import text_for
from tests.conftest import Clock
from tests.decide.standing import agreed, third_adult, times
from tests.decide.test_decide import _busy
from tests.people import FRIDAY_EVENING, THURSDAY, THURSDAY_NOON, Family, family, signed_in, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def one_of_them(cast: Family) -> TimeAway:
    """Next week's, on Thursday 10 December."""
    return times(agreed(cast))[1]


def test_skipped_then_friday_instead_and_told(cast: Family) -> None:
    row, sam = one_of_them(cast), signed_in(cast.sam)
    assert "Skip this one" in sam.get(f"/away/{row.pk}/").text
    page = sam.post(f"/away/{row.pk}/skip/", follow=True)
    assert page.redirect_chain[-1][0] == f"/away/{row.pk}/instead/"
    assert "Thursday 10 December, 19:00–22:00 is skipped." in page.text
    assert page.text.count("instead</button>") == 3
    first = page.text.split('name="starts_at" value="')[1].split('"')[0]
    last = page.text.split('name="ends_at" value="')[1].split('"')[0]
    answer = sam.post(f"/away/{row.pk}/instead/take/", {"starts_at": first, "ends_at": last})
    key = answer.headers["Location"].split("/")[2]
    made = TimeAway.objects.of(cast.household).with_people().get(pk=key)
    assert (made.leaver, made.stayers, made.standing_id, made.told_at) == (cast.sam, [cast.alex], None, None)
    assert "I&#x27;m away: Monday 7 December, 19:00–22:00." in sam.get(f"/away/{key}/message/").text
    sam.post(f"/away/{key}/told/", {"person": cast.alex.pk})
    made.refresh_from_db(from_queryset=TimeAway.objects.of(cast.household))
    assert made.phase(THURSDAY_NOON) == TimeAway.Phase.COMING


def test_the_other_hears_of_it_unless_it_is_taken_back(cast: Family) -> None:
    row, sam = one_of_them(cast), signed_in(cast.sam)
    page = sam.post(f"/away/{row.pk}/skip/", follow=True)
    notice = Notice.objects.of(cast.household).get()
    assert (notice.address, notice.kind) == ("alex@example.org", "called_off")
    assert "Sam skips this one: Thursday 10 December, 19:00–22:00." in notice.body
    assert notice.due_at == THURSDAY_NOON + timedelta(minutes=2)
    sam.post("/undo/" + page.text.split('action="/undo/')[1].split('"')[0])
    assert not Notice.objects.of(cast.household).exists()
    assert TimeAway.objects.of(cast.household).get(pk=row.pk).called_off_at is None


def test_a_skipped_one_is_struck_from_the_calendar_of_the_other(cast: Family, clock: Clock) -> None:
    row = one_of_them(cast)
    known = text_for(row, cast.alex, now=THURSDAY_NOON).decode()
    signed_in(cast.sam).post(f"/away/{row.pk}/skip/")
    struck = Notice.objects.of(cast.household).get().calendar
    for line in ("METHOD:CANCEL", "STATUS:CANCELLED", f"UID:{row.pk}@"):
        assert line in struck
    assert f"UID:{row.pk}@" in known
    first, second = (int(re.findall(r"SEQUENCE:(\d+)", text)[0]) for text in (known, struck))
    assert second > first


def test_who_gets_no_mail_is_told_by_whoever_skips(cast: Family) -> None:
    row = times(agreed(cast, stayer=cast.noor))[1]
    page = signed_in(cast.sam).post(f"/away/{row.pk}/skip/", follow=True).text
    assert "Skipped. The next one stands as always. Please tell Noor." in page


def test_whoever_has_the_children_can_skip_too_and_offers_another_time(cast: Family) -> None:
    row, alex = one_of_them(cast), signed_in(cast.alex)
    assert "Skip this one" in alex.get(f"/away/{row.pk}/").text
    page = alex.post(f"/away/{row.pk}/skip/", follow=True)
    assert "Another time for Sam instead?" in page.text
    first = page.text.split('name="starts_at" value="')[1].split('"')[0]
    last = page.text.split('name="ends_at" value="')[1].split('"')[0]
    alex.post(f"/away/{row.pk}/instead/take/", {"starts_at": first, "ends_at": last})
    made = TimeAway.objects.of(cast.household).get(standing=None)
    assert (made.manner, made.leaver_id, made.offered_by_id) == ("offer", cast.sam.pk, cast.alex.pk)


def test_a_leaver_under_way_hears_of_it_when_they_are_back(cast: Family) -> None:
    row = one_of_them(cast)
    span = FRIDAY_EVENING
    trip = time_away(cast, span=type(span)(THURSDAY_NOON - timedelta(hours=1), span.end), leaver=cast.sam)
    signed_in(cast.alex).post(f"/away/{row.pk}/skip/")
    assert Notice.objects.of(cast.household).get().due_at == trip.ends_at


def test_instead_lies_in_that_week_or_the_next_and_never_where_something_stands(cast: Family) -> None:
    row = one_of_them(cast)
    _busy(cast.sam, 72, 82)
    page = signed_in(cast.sam).post(f"/away/{row.pk}/skip/", follow=True).text
    assert "Monday 7 December" not in page, "Sam has something then"
    assert "Thursday 17 December" not in page, "the next one stands as always"
    assert "Tuesday 8 December, 19:00–22:00" in page


def test_the_last_of_the_four_weeks_has_times_instead_too(cast: Family) -> None:
    row = times(agreed(cast))[3]
    assert "instead</button>" in signed_in(cast.sam).post(f"/away/{row.pk}/skip/", follow=True).text


def test_two_taps_skip_once(cast: Family) -> None:
    row, sam = one_of_them(cast), signed_in(cast.sam)
    for _ in range(2):
        assert sam.post(f"/away/{row.pk}/skip/").headers["Location"] == f"/away/{row.pk}/instead/"
    assert Notice.objects.of(cast.household).count() == 1


def test_what_has_begun_is_not_skipped(cast: Family, clock: Clock) -> None:
    row = times(agreed(cast))[0]
    clock.at = row.starts_at + timedelta(minutes=1)
    answer = signed_in(cast.sam).post(f"/away/{row.pk}/skip/")
    assert answer.headers["Location"] == f"/away/{row.pk}/"
    assert TimeAway.objects.of(cast.household).get(pk=row.pk).called_off_at is None


def test_the_page_says_what_was_skipped(cast: Family) -> None:
    row, sam = one_of_them(cast), signed_in(cast.sam)
    sam.post(f"/away/{row.pk}/skip/")
    page = sam.get("/standing/").text
    assert "Skipped." in page
    assert page.count(">Skip<") == 3


def test_a_time_that_has_passed_is_not_taken(cast: Family) -> None:
    row, sam = one_of_them(cast), signed_in(cast.sam)
    sam.post(f"/away/{row.pk}/skip/")
    past = {"starts_at": "2026-12-01T18:00+01:00", "ends_at": "2026-12-01T22:00+01:00"}
    page = sam.post(f"/away/{row.pk}/instead/take/", past, follow=True)
    assert "That time has passed." in page.text
    assert not TimeAway.objects.of(cast.household).filter(standing=None).exists()


def test_one_off_times_have_nothing_to_be_skipped_from(cast: Family) -> None:
    row, sam = time_away(cast), signed_in(cast.sam)
    assert sam.post(f"/away/{row.pk}/skip/").headers["Location"] == f"/away/{row.pk}/"
    assert sam.get(f"/away/{row.pk}/instead/").headers["Location"] == f"/away/{row.pk}/"
    assert TimeAway.objects.of(cast.household).get(pk=row.pk).called_off_at is None


def test_the_wrong_method_is_refused(cast: Family) -> None:
    row, sam = one_of_them(cast), signed_in(cast.sam)
    assert sam.get(f"/away/{row.pk}/skip/").status_code == 405
    assert sam.post(f"/away/{row.pk}/instead/").status_code == 405
    assert sam.get(f"/away/{row.pk}/instead/take/").status_code == 405


def test_a_stranger_finds_nothing(cast: Family) -> None:
    row, stranger = one_of_them(cast), signed_in(family(canary="-theirs").sam)
    assert stranger.post(f"/away/{row.pk}/skip/").status_code == 404
    assert stranger.get(f"/away/{row.pk}/instead/").status_code == 404
    assert stranger.post(f"/away/{row.pk}/instead/take/").status_code == 404


def test_another_adult_has_no_part_in_it(cast: Family) -> None:
    row, ruth = one_of_them(cast), signed_in(third_adult(cast))
    assert ruth.post(f"/away/{row.pk}/skip/").status_code == 403
    assert ruth.get(f"/away/{row.pk}/instead/").status_code == 403
    assert ruth.post(f"/away/{row.pk}/instead/take/").status_code == 403
    assert row.on_date == THURSDAY + timedelta(days=7)
