"""The same sheet on every phone: asked for often, answered with nothing unless something has changed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kbye.household.away import HandOver, TimeAway
from kbye.planning.intervals import Span
from tests.conftest import Clock
from tests.go.evenings import a_full_home, friday, page_of, responsibility, the_occurrence, url
from tests.people import Family, family, opened, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Family:
    made = family()
    a_full_home(made)
    return made


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    row = time_away(cast)
    clock.at = friday(18, 40)
    return row


def ask(client: Client, where: str, version: str = "") -> tuple[int, str]:
    """The answer's status and the version it carries."""
    answer = client.get(where, headers={"If-None-Match": version})
    return answer.status_code, answer.headers.get("ETag", "")


def test_it_works(cast: Family, evening: TimeAway, alex: Client) -> None:
    answer = alex.get(url("go:fresh", evening))
    page = page_of(answer)
    assert "Ben: inhaler, 2 puffs" in page
    assert "<html" not in page
    assert ask(alex, url("go:fresh", evening), answer.headers["ETag"])[0] == 304


def test_the_page_names_the_version_it_shows(cast: Family, evening: TimeAway, alex: Client) -> None:
    _status, version = ask(alex, url("go:fresh", evening))
    page = page_of(alex.get(url("go:sheet", evening))).replace("&quot;", '"')
    assert f'data-version="{version}"' in page


def test_a_tick_on_one_phone_shows_on_the_other(cast: Family, evening: TimeAway, alex: Client) -> None:
    HandOver.objects.create(
        household=cast.household, time_away=evening, person=cast.grandma, part=HandOver.Part.STAYS
    )
    link = stay_link(evening, member=cast.grandma)
    grandma, hers = opened(link), f"/l/{link.token}/sheet/fresh/"
    _status, version = ask(grandma, hers)
    alex.post(url("go:tick", evening, occurrence=the_occurrence(evening).pk))
    assert ask(grandma, hers, version)[0] == 200
    page = page_of(grandma.get(hers))
    assert "18:40, Alex" in page
    assert "/away/" not in page
    assert "With you: Alex." in page


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (friday(19, 25), friday(19, 30)),  # the inhaler's window ends
        (friday(19, 55), friday(20)),  # fetching begins
        (friday(21, 55), friday(22)),  # Sam is back
        (friday(22, 1), friday(22, 11)),  # in any case
    ],
)
def test_time_alone_changes_a_sheet_too(
    cast: Family, evening: TimeAway, alex: Client, clock: Clock, at: datetime, until: datetime
) -> None:
    clock.at = at
    _status, version = ask(alex, url("go:fresh", evening))
    clock.at = until - timedelta(seconds=1)
    assert ask(alex, url("go:fresh", evening), version)[0] == 304
    clock.at = until
    assert ask(alex, url("go:fresh", evening), version)[0] == 200


def test_a_tag_that_a_proxy_has_marked_as_weak_is_known_too(evening: TimeAway, alex: Client) -> None:
    _status, version = ask(alex, url("go:fresh", evening))
    assert ask(alex, url("go:fresh", evening), f"W/{version}")[0] == 304


def test_a_tag_made_up_or_of_another_page_says_nothing(cast: Family, evening: TimeAway, alex: Client) -> None:
    _status, version = ask(alex, url("go:fresh", evening))
    other = time_away(cast, span=Span(friday(18) + timedelta(days=7), friday(22) + timedelta(days=7)))
    made_up = version[:-4] + "AAA" + version[-1]
    assert ask(alex, url("go:fresh", evening), made_up)[0] == 200
    assert ask(alex, url("go:fresh", other), version)[0] == 200
    assert ask(alex, url("go:sheet", evening), version)[0] == 200
    assert ask(alex, url("go:fresh", evening), '"a.b.c.d"')[0] == 200


def test_whoever_is_no_longer_on_duty_or_whose_link_ended_is_told_at_once(
    cast: Family, evening: TimeAway, clock: Clock
) -> None:
    link = stay_link(evening)
    alex, hers = opened(link), f"/l/{link.token}/sheet/fresh/"
    _status, version = ask(alex, hers)
    assert ask(alex, hers, version)[0] == 304
    signed_in(cast.sam).post(url("tell:end_link", evening), {"person": cast.alex.pk})
    assert ask(alex, hers, version)[0] == 404


def test_it_refuses_the_wrong_method(evening: TimeAway, alex: Client) -> None:
    assert alex.post(url("go:fresh", evening)).status_code == 405


def test_a_stranger_gets_404_and_the_leaver_403_whatever_version_they_name(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    version = '"1.2.3.4"'
    assert ask(signed_in(family(canary="X").alex), url("go:fresh", evening), version)[0] == 404
    assert ask(signed_in(cast.sam), url("go:fresh", evening), version)[0] == 403
    assert ask(Client(), "/l/not-a-link-at-all-not-a-link/sheet/fresh/", version)[0] == 404


def test_a_page_that_is_over_is_told_so(cast: Family, evening: TimeAway, alex: Client) -> None:
    evening.come_back(at=friday(18, 40))
    assert ask(alex, url("go:fresh", evening))[0] == 205


def test_an_undo_that_is_still_to_be_shown_is_not_used_up(
    cast: Family, evening: TimeAway, alex: Client
) -> None:
    alex.post(url("go:plan", evening), {"our_plan": "pizza"})
    alex.get(url("go:fresh", evening))
    assert "/undo/" in page_of(alex.get(url("go:sheet", evening)))


def test_nothing_new_costs_one_query_and_writes_nothing(
    evening: TimeAway, alex: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _status, version = ask(alex, url("go:fresh", evening))
    with django_assert_num_queries(1) as asked:
        assert ask(alex, url("go:fresh", evening), version)[0] == 304
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_what_waits_is_named_and_no_line_of_the_sheet(cast: Family, clock: Clock) -> None:
    taxes = responsibility(cast, "the tax return", "care", 19 * 60, 20 * 60, priority="should")
    taxes.while_away = "waits"
    letters = responsibility(cast, "sort the letters", "care", 19 * 60, 20 * 60, priority="should")
    letters.while_away = "left_out"
    for one in (taxes, letters):
        one.save(update_fields=["while_away"])
    row = time_away(cast)
    clock.at = friday(18, 40)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", row)))
    assert page.index("Waits until Sam is back") < page.index("the tax return")
    assert "sort the letters" not in page
    assert not row.occurrences.filter(household=cast.household, title="the tax return").exists()


def test_the_kept_files_are_all_that_the_sheet_loads(cast: Family, evening: TimeAway, alex: Client) -> None:
    page = page_of(alex.get(url("go:sheet", evening)))
    kept = page.partition('data-keep-files="')[2].partition('"')[0]
    folder = settings.ROOT / "web/static/kbye/js"
    main = (folder / "main.js").read_text(encoding="utf-8")
    loads = re.findall(r'querySelector\("([^"]*)"\)\) import\("\./([\w-]+)\.js"\)', main)
    assert len(loads) > 5
    needed = {
        module
        for selectors, module in loads
        if any(f" {one.strip(' []')}" in page.partition("</main>")[0] for one in selectors.split(","))
    }
    assert {"live", "taps", "keep", "print"} <= needed
    for module in list(needed):
        source = (folder / f"{module}.js").read_text(encoding="utf-8")
        needed |= set(re.findall(r'from "\./([\w-]+)\.js"', source))
    assert [module for module in needed if f"kbye/js/{module}." not in kept] == []


def test_it_is_kept_until_the_links_end(evening: TimeAway, alex: Client) -> None:
    page = page_of(alex.get(url("go:sheet", evening)))
    kept = f"{url('go:sheet', evening)} {url('handbook:on_duty', evening)}"
    assert f'data-keep="{kept}"' in page
    assert f'data-keep-until="{(evening.ends_at + timedelta(hours=48)).isoformat()}"' in page
