"""The page of standing dates: proposed by one, agreed once by the other, gone when it is no longer wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.household.standing import PublicHoliday, StandingDate
from kbye.household.standing_days import come_round
from tests.conftest import Clock
from tests.decide.standing import agreed, make, mine, third_adult, times
from tests.people import THURSDAY, THURSDAY_NOON, ZONE, Family, family, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WEEK = timedelta(weeks=1)


def standing_dates(cast: Family) -> list[StandingDate]:
    return list(StandingDate.objects.of(cast.household).with_people().order_by("created_at", "first_date"))


def told(cast: Family) -> TimeAway:
    """Sam proposes and tells Alex."""
    row = make(signed_in(cast.sam), mine(cast))
    signed_in(cast.sam).post(f"/away/{row.pk}/told/", {"person": cast.alex.pk})
    return row


def test_nothing_yet_leads_to_making_one(cast: Family) -> None:
    page = signed_in(cast.sam).get("/standing/")
    assert page.status_code == 200
    assert "A time that is always yours" in page.text
    assert 'href="/standing/make/"' in page.text


def test_proposing_goes_on_to_a_message_that_is_complete(cast: Family) -> None:
    row = make(signed_in(cast.sam), mine(cast))
    page = signed_in(cast.sam).get(f"/away/{row.pk}/message/").text
    assert "every Thursday, 19:00–22:00, from 10 December on." in page
    assert "You would have Mia, Ben and Zoe. Does that work for you?" in page
    assert row.manner == "question"
    assert row.told_at is None
    assert TimeAway.objects.of(cast.household).count() == 1


def test_got_it_on_the_link_agrees_it_and_the_next_weeks_are_there(cast: Family) -> None:
    row = told(cast)
    link = stay_link(row).token
    page = Client().get(f"/l/{link}/")
    assert "Sam asks: every Thursday, 19:00–22:00?" in page.text
    assert not standing_dates(cast)[0].is_agreed, "looking changes nothing"
    Client().post(f"/l/{link}/answer/", {"answer": "got_it"})
    (standing,) = standing_dates(cast)
    assert standing.is_agreed
    rows = times(standing)
    assert [one.on_date for one in rows] == [THURSDAY + WEEK * number for number in (1, 2, 3)]
    assert all(one.is_settled and one.told_at for one in rows)


def test_the_other_agrees_signed_in_and_the_one_who_proposed_hears_it(cast: Family) -> None:
    make(signed_in(cast.sam), mine(cast))
    alex = signed_in(cast.alex)
    assert "A standing date?" in alex.get("/").text
    page = alex.get("/standing/")
    assert "Sam asks you." in page.text
    answer = alex.post(f"/standing/{standing_dates(cast)[0].pk}/agree/", follow=True)
    assert "Agreed: every Thursday, 19:00–22:00." in answer.text
    assert len(times(standing_dates(cast)[0])) == 3
    notice = Notice.objects.of(cast.household).get()
    assert (notice.address, notice.subject) == ("sam@example.org", "Alex: yes, every Thursday, 19:00–22:00.")


def test_said_yes_by_hand_counts_too(cast: Family) -> None:
    make(signed_in(cast.sam), mine(cast, stays=str(cast.grandma.pk)))
    page = signed_in(cast.sam).get("/standing/")
    assert "Grandma said yes" in page.text
    signed_in(cast.sam).post(f"/standing/{standing_dates(cast)[0].pk}/agree/")
    (standing,) = standing_dates(cast)
    assert standing.is_agreed
    sides = HandOver.objects.of(cast.household).filter(time_away__standing=standing)
    assert {(side.person_id, side.answer) for side in sides} == {(cast.grandma.pk, "got_it")}
    assert not Notice.objects.of(cast.household).exists()


def test_said_yes_on_the_time_itself_agrees_all_of_it(cast: Family) -> None:
    row = told(cast)
    signed_in(cast.sam).post(f"/away/{row.pk}/said-yes/", {"person": cast.alex.pk})
    assert standing_dates(cast)[0].is_agreed


def test_a_pair_is_made_and_agreed_in_one_go(cast: Family) -> None:
    row = make(signed_in(cast.sam), mine(cast, in_return="1"))
    message = signed_in(cast.sam).get(f"/away/{row.pk}/message/").text
    assert "And yours: every Tuesday, 19:00–22:00, from 15 December on." in message
    signed_in(cast.alex).post(f"/away/{row.pk}/answer/", {"answer": "got_it"})
    page = signed_in(cast.alex).get("/standing/").text
    assert "Tuesdays 19:00–22:00 are yours" in page
    assert "Thursdays 19:00–22:00 are Sam&#x27;s" in page
    assert all(standing.is_agreed for standing in standing_dates(cast))


def test_time_for_the_other_is_an_offer(cast: Family) -> None:
    row = make(signed_in(cast.sam), mine(cast, whose=str(cast.alex.pk), weekday="1", every_weeks="2"))
    (standing,) = standing_dates(cast)
    assert (standing.leaver, standing.stayer, row.manner) == (cast.alex, cast.sam, "offer")
    message = signed_in(cast.sam).get(f"/away/{row.pk}/message/").text
    assert "A standing date for you: every other Tuesday, 19:00–22:00, from 15 December on." in message
    signed_in(cast.alex).post(f"/away/{row.pk}/answer/", {"answer": "got_it"})
    rows = times(standing_dates(cast)[0])
    assert [one.on_date for one in rows] == [THURSDAY + timedelta(days=12), THURSDAY + timedelta(days=26)]


def test_not_thursday_but_friday_taken_is_every_friday(cast: Family) -> None:
    row = told(cast)
    signed_in(cast.alex).post(
        f"/away/{row.pk}/answer/",
        {"answer": "counter", "day": "2026-12-11", "from_time": "20:00", "until_time": "23:00"},
    )
    signed_in(cast.sam).post(f"/away/{row.pk}/take-proposal/", {"person": cast.alex.pk})
    page = signed_in(cast.sam).get("/standing/").text
    assert "Fridays 20:00–23:00 are yours" in page
    assert standing_dates(cast)[0].is_agreed


def test_it_stands_before_anything_that_is_one_off(cast: Family, clock: Clock) -> None:
    agreed(cast)
    sam = signed_in(cast.sam)
    for path in ("/", "/away/"):
        page = sam.get(path).text
        assert page.count("19:00 is yours.") == 1, path
        assert page.index("Today 19:00 is yours.") < page.index("go …"), path
    clock.at = THURSDAY_NOON + timedelta(hours=11)
    assert "Thursday 10 December 19:00 is yours." in sam.get("/away/").text
    clock.at = THURSDAY_NOON + timedelta(days=2)
    assert "Thursday 19:00 is Sam&#x27;s." in signed_in(cast.alex).get("/away/").text


def test_a_holiday_is_noticed_in_one_line(cast: Family) -> None:
    PublicHoliday.objects.create(household=cast.household, on_date=THURSDAY + 3 * WEEK, name="Christmas Eve")
    agreed(cast)
    page = signed_in(cast.sam).get("/standing/").text
    assert "Thursday 24 December is Christmas Eve: skip it?" in page


def test_a_week_in_which_the_other_is_away_says_why_there_is_none(cast: Family) -> None:
    standing = agreed(cast)
    TimeAway.objects.of(cast.household).filter(on_date=THURSDAY + WEEK).delete()
    evening = standing.rhythm.on(THURSDAY + WEEK, ZONE)
    time_away(cast, span=evening, leaver=cast.alex, stayer=cast.grandma)
    assert come_round(standing, now=THURSDAY_NOON) == 0
    assert "Not this week: Alex is away then." in signed_in(cast.sam).get("/standing/").text


def test_a_trip_told_later_is_noticed_on_the_one_that_is_there(cast: Family) -> None:
    standing = agreed(cast)
    evening = standing.rhythm.on(THURSDAY, ZONE)
    time_away(cast, span=evening, leaver=cast.alex, stayer=cast.grandma)
    page = signed_in(cast.sam).get("/standing/").text
    assert "Alex is away then." in page
    assert "Alex is away then." in signed_in(cast.sam).get("/").text


def test_no_longer_is_told_and_can_be_taken_back_whole(cast: Family) -> None:
    standing = agreed(cast)
    sam = signed_in(cast.sam)
    page = sam.post(f"/standing/{standing.pk}/end/", follow=True)
    assert "No longer: every Thursday, 19:00–22:00." in page.text
    assert all(row.called_off_at for row in times(standing))
    notice = Notice.objects.of(cast.household).get()
    assert notice.subject == "No longer: every Thursday, 19:00–22:00"
    assert notice.due_at > THURSDAY_NOON
    sam.post("/undo/" + page.text.split('action="/undo/')[1].split('"')[0])
    assert all(row.called_off_at is None for row in times(standing))
    assert not Notice.objects.of(cast.household).exists()
    assert "Thursdays 19:00–22:00 are yours" in sam.get("/standing/").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first_date": "2026-12-01"}, "That day has passed already."),
        ({"first_date": "2028-12-01"}, "more than a year away"),
        ({"first_date": "soon"}, "Please write the day like 2026-12-10."),
        ({"until_time": "19:00"}, "The return has to be after the start."),
        ({"from_time": "7pm"}, "Please write the time like 19:00."),
    ],
)
def test_what_cannot_be_is_said_in_words(cast: Family, changed: dict[str, str], sentence: str) -> None:
    page = signed_in(cast.sam).post("/standing/make/", mine(cast, **changed))
    assert page.status_code == 422
    assert sentence in page.text
    assert not standing_dates(cast)


def test_left_empty_the_first_day_is_the_next_one(cast: Family, clock: Clock) -> None:
    make(signed_in(cast.sam), mine(cast, first_date=""))
    assert standing_dates(cast)[0].first_date == THURSDAY
    clock.at = THURSDAY_NOON + timedelta(hours=8)
    make(signed_in(cast.sam), mine(cast, first_date=""))
    assert standing_dates(cast)[1].first_date == THURSDAY + WEEK


def test_past_midnight_means_the_next_day(cast: Family) -> None:
    row = make(signed_in(cast.sam), mine(cast, from_time="20:00", until_time="01:00"))
    assert row.ends_at - row.starts_at == timedelta(hours=5)


def test_with_nobody_else_there_somebody_is_added_first(cast: Family) -> None:
    Member.objects.of(cast.household).exclude(kind="child").exclude(name="Sam").update(
        removed_at=THURSDAY_NOON
    )
    answer = signed_in(cast.sam).get("/standing/make/")
    assert answer.headers["Location"] == "/people/add/"


def test_one_adult_homes_have_them_with_a_helper(cast: Family) -> None:
    cast.alex.remove(at=THURSDAY_NOON)
    page = signed_in(cast.sam).get("/standing/make/").text
    assert "Whose is it?" not in page
    make(signed_in(cast.sam), mine(cast, stays=str(cast.noor.pk)))
    assert standing_dates(cast)[0].stayer == cast.noor


def test_the_wrong_method_is_refused(cast: Family) -> None:
    standing, sam = agreed(cast), signed_in(cast.sam)
    assert sam.post("/standing/").status_code == 405
    assert sam.get(f"/standing/{standing.pk}/agree/").status_code == 405
    assert sam.get(f"/standing/{standing.pk}/end/").status_code == 405
    assert sam.delete("/standing/make/").status_code == 405


def test_a_stranger_finds_nothing(cast: Family) -> None:
    standing = agreed(cast)
    stranger = signed_in(family(canary="-theirs").sam)
    assert "Thursdays 19:00" not in stranger.get("/standing/").text
    assert stranger.post(f"/standing/{standing.pk}/agree/").status_code == 404
    assert stranger.post(f"/standing/{standing.pk}/end/").status_code == 404
    page = stranger.post("/standing/make/", mine(cast))
    assert page.status_code == 422, "other people's names are no choice"


def test_another_adult_may_look_and_no_more(cast: Family) -> None:
    standing = agreed(cast)
    ruth = signed_in(third_adult(cast))
    page = ruth.get("/standing/").text
    assert "Thursdays 19:00–22:00 are Sam&#x27;s" in page
    assert "No longer" not in page
    assert ruth.post(f"/standing/{standing.pk}/agree/").status_code == 403
    assert ruth.post(f"/standing/{standing.pk}/end/").status_code == 403
