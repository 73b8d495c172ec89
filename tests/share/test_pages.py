"""Time of our own: the page, a week of it, and the nights."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.own_time import ChildrenWeek, Correction, Sleep
from kbye.planning.own_time import Kind
from tests.people import Family, family, signed_in, time_away
from tests.share.rows import MONDAY, SATURDAY_MORNING, know_the_weeks, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
URL = "/own-time/"
GO = "/away/"
PAGES = (URL, f"/own-time/{MONDAY}/", "/own-time/basis/", "/own-time/trip/")


@pytest.fixture
def cast() -> Family:
    made = family()
    know_the_weeks(made)
    return made


def test_both_side_by_side_with_pictures_that_say_what_they_show(cast: Family) -> None:
    time_away(cast)
    page = signed_in(cast.alex).get(URL).text
    assert "Sam: longest stretch Friday 18:00–22:00." in page
    assert page.count('<svg class="lane-picture"') == 2 * 8
    assert page.count(f'href="/own-time/{MONDAY}/"') == 2
    assert "Own time: Friday 18:00–22:00." in page
    assert "Alone with the children: Friday 18:00–22:00." in page


def test_a_table_stands_behind_and_nothing_is_compared(cast: Family) -> None:
    time_away(cast)
    page = signed_in(cast.sam).get(URL).text
    table = page[page.index("<table") : page.index("</table>")]
    assert "<caption>Sam</caption>" in table
    assert re.search(r"30 Nov – 6 Dec</th><td>4 h</td>", table)
    for word in ("%", "fair", "more than", "less than", "only", "behind", "ahead"):
        assert word not in re.sub(r"<[^>]*>", " ", page).lower()


def test_an_empty_house_hears_what_it_needs() -> None:
    page = signed_in(family().sam).get(URL).text
    assert "Nothing to draw yet" in page
    assert "When is Sam usually home?" in page
    assert "lane-picture" not in page


def test_without_the_childrens_week_it_says_so(cast: Family) -> None:
    ChildrenWeek.objects.of(cast.household).delete()
    page = signed_in(cast.sam).get(URL).text
    assert "When are the children at school or day care?" in page
    assert "lane-picture" in page


def test_it_hangs_on_home_without_a_figure_and_not_on_today(cast: Family) -> None:
    time_away(cast)
    browser = signed_in(cast.sam)
    home = browser.get("/home/").text
    link = home[home.index('href="/own-time/"') :]
    words = re.sub(r"<[^>]*>", "", link[: link.index("</a>")])
    assert "Time of our own" in words
    assert not re.search(r"\d", words)
    assert "/own-time/" not in browser.get("/").text


def test_a_week_is_made_of_pieces_that_lead_to_their_rows(cast: Family) -> None:
    row = time_away(cast)
    page = signed_in(cast.sam).get(f"/own-time/{MONDAY}/").text
    assert "Fri 4 Dec, 18:00–22:00" in page
    assert f"/away/{row.pk}/" in page
    assert "Sam is away" in page
    assert f"/people/{cast.alex.pk}/week/" in page or str(cast.alex.pk) in page
    assert "/own-time/basis/" in page
    table = page[page.index("<table") :]
    assert re.search(r"own time</th><td>4 h</td><td>–</td>", table)
    assert re.search(r"alone with the children</th><td>52½ h</td><td>4 h</td>", table)


def test_any_day_of_a_week_is_that_week_and_no_day_is_404(cast: Family) -> None:
    browser = signed_in(cast.sam)
    assert browser.get("/own-time/2026-12-06/").text.count("30 Nov – 6 Dec") >= 2
    for day in ("yesterday", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert browser.get(f"/own-time/{day}/").status_code == 404, day


def test_the_weeks_of_the_clock_change_open(cast: Family) -> None:
    browser = signed_in(cast.sam)
    assert browser.get("/own-time/2026-10-25/").status_code == 200
    assert browser.get("/own-time/2027-03-28/").status_code == 200


def test_one_that_has_no_part_in_it_gets_no_link_to_it(cast: Family) -> None:
    row = time_away(cast, stayer=cast.grandma)
    assert f"/away/{row.pk}/" in signed_in(cast.sam).get(f"/own-time/{MONDAY}/").text
    assert f"/away/{row.pk}/" not in signed_in(cast.alex).get(f"/own-time/{MONDAY}/").text


def test_nights_and_school_are_said_once(cast: Family) -> None:
    said = {
        **{
            f"{name}_{place}": at
            for place in (0, 1)
            for name, at in (("asleep", "23:00"), ("awake", "07:00"))
        },
        "days": ["0", "4"],
        "out_from": "08:00",
        "out_until": "13:00",
    }
    browser = signed_in(cast.sam)
    assert browser.post("/own-time/basis/", said, follow=True).redirect_chain == [(URL, 302)]
    assert ChildrenWeek.objects.get().days == {0, 4}
    assert {(row.from_minute, row.to_minute) for row in Sleep.objects.all()} == {(1380, 1860)}
    assert minutes(cast.sam, Kind.OWN) == 2 * 300
    browser.post("/own-time/basis/", {**said, "days": []})
    assert ChildrenWeek.objects.get().days == frozenset()
    assert Sleep.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"out_until": "07:00"}, "The end has to be after the start."),
        ({"asleep_0": "06:30", "awake_0": "06:30"}, "A night needs an end."),
        ({"awake_1": "late"}, "Please write the time like 22:30."),
    ],
)
def test_what_was_typed_stays(cast: Family, wrong: dict[str, str], words: str) -> None:
    said = {"days": ["0"], "out_from": "08:00", "out_until": "13:00", "asleep_0": "22:15", "awake_0": "06:00"}
    answer = signed_in(cast.sam).post(
        "/own-time/basis/", {**said, "asleep_1": "22:00", "awake_1": "06:00", **wrong}
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="22:15"' in answer.text or "asleep_0" in wrong
    assert not Sleep.objects.exists()


def test_a_stretch_is_put_right_and_that_can_be_taken_back(cast: Family) -> None:
    url = f"/own-time/{cast.sam.pk}/correct/"
    browser = signed_in(cast.alex)
    stretch = f"?from={SATURDAY_MORNING.start:%Y-%m-%dT%H:%M}&until={SATURDAY_MORNING.end:%Y-%m-%dT%H:%M}"
    form = browser.get(url + stretch).text
    assert all(value in form for value in ('value="2026-12-05"', 'value="09:00', 'value="14:00'))
    said = {"what": "own", "day": "2026-12-05", "from_time": "09:00", "until_time": "14:00", "until_day": ""}
    page = browser.post(url, said, follow=True).text
    assert minutes(cast.sam, Kind.OWN) == minutes(cast.alex, Kind.ALONE) == 300
    assert "said by hand" in page
    browser.post(re.search(r'action="(/undo/\d+/)"', page)[1])  # type: ignore[index]
    assert minutes(cast.sam, Kind.OWN) == 0
    browser.post(url, said)
    row = Correction.objects.get(removed_at=None)
    form = browser.get(f"/own-time/{MONDAY}/").text.split(f"/own-time/correction/{row.pk}/remove/")[1]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]
    page = browser.post(f"/own-time/correction/{row.pk}/remove/", follow=True).text
    assert minutes(cast.sam, Kind.OWN) == 0
    browser.post(re.search(r'action="(/undo/\d+/)"', page)[1])  # type: ignore[index]
    assert minutes(cast.sam, Kind.OWN) == 300


@pytest.mark.parametrize(
    "wrong",
    [{"what": ""}, {"day": "soon"}, {"until_day": "2026-12-01"}, {"day": "2024-12-05"}, {"from_time": ""}],
)
def test_a_stretch_that_makes_no_sense_is_not_lost(cast: Family, wrong: dict[str, str]) -> None:
    said = {"what": "own", "day": "2026-12-05", "from_time": "09:10", "until_time": "14:00", "until_day": ""}
    answer = signed_in(cast.sam).post(f"/own-time/{cast.sam.pk}/correct/", {**said, **wrong})
    assert answer.status_code == 422
    assert 'value="14:00"' in answer.text
    assert not Correction.objects.exists()


def test_odd_addresses_do_no_harm(cast: Family) -> None:
    url = f"/own-time/{cast.sam.pk}/correct/"
    for query in ("?from=x&until=y", "?from=2026-12-05T10:00&until=2026-12-05T09:00", "?day=2026-12-05"):
        assert signed_in(cast.sam).get(url + query).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_the_wrong_method_and_nobody_known(cast: Family, url: str) -> None:
    assert signed_in(cast.sam).delete(url).status_code == 405
    assert "/sign-in/" in Client().get(url).headers["Location"]


def test_a_stranger_sees_and_changes_only_their_own(cast: Family) -> None:
    time_away(cast)
    signed_in(cast.sam).post(
        f"/own-time/{cast.sam.pk}/correct/",
        {"what": "own", "day": "2026-12-05", "from_time": "09:00", "until_time": "14:00"},
    )
    row = Correction.objects.get()
    stranger = signed_in(family(canary="X").sam)
    assert stranger.get(f"/own-time/{cast.sam.pk}/correct/").status_code == 404
    assert stranger.post(f"/own-time/correction/{row.pk}/remove/").status_code == 404
    assert stranger.get(f"/own-time/{cast.grandma.pk}/correct/").status_code == 404
    for url in PAGES:
        assert str(cast.sam.pk) not in stranger.get(url).text
    assert minutes(cast.sam, Kind.OWN) == 240 + 300


def test_only_adults_have_a_week(cast: Family) -> None:
    for person in (cast.mia, cast.grandma):
        assert signed_in(cast.sam).get(f"/own-time/{person.pk}/correct/").status_code == 404


def test_a_year_back_and_no_further(cast: Family) -> None:
    said = {"what": "work", "from_time": "09:00", "until_time": "14:00"}
    browser = signed_in(cast.sam)
    days = (SATURDAY_MORNING.start - timedelta(days=back) for back in (300, 380))
    answers = [
        browser.post(f"/own-time/{cast.sam.pk}/correct/", {**said, "day": f"{day:%Y-%m-%d}"}) for day in days
    ]
    assert [one.status_code for one in answers] == [302, 422]
