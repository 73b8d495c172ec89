"""On duty: the run sheet, from the link or signed in."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kbye.go.reading import sheet_of
from kbye.household.away import TimeAway
from kbye.household.excerpt import excerpt
from kbye.household.gap import Gap, GapChild
from kbye.household.knowledge import Fact
from kbye.household.responsibility import Responsibility
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from tests.conftest import Clock
from tests.go.evenings import a_full_home, fact, friday, page_of, responsibility, the_occurrence, url
from tests.people import FRIDAY, ZONE, Family, family, inhaler, opened, signed_in, stay_link, time_away

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


def test_it_works(cast: Family, evening: TimeAway) -> None:
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "You have Mia, Ben and Zoe." in page
    assert "Sam is back 22:00." in page
    assert page.index("Ben: inhaler, 2 puffs") < page.index("Mia: fetch from the choir")
    assert "Would be nice" in page
    assert "cereal is fine" in page


def test_it_works_on_the_link_without_any_way_into_the_house(cast: Family, evening: TimeAway) -> None:
    link = stay_link(evening)
    token = link.token
    page = page_of(opened(link).get(f"/l/{token}/sheet/"))
    assert "You have Mia, Ben and Zoe." in page
    assert f"/l/{token}/tick/" in page
    assert "/away/" not in page
    assert 'href="/handbook/' not in page


def test_it_refuses_the_wrong_method(cast: Family, evening: TimeAway) -> None:
    assert signed_in(cast.alex).post(url("go:sheet", evening)).status_code == 405
    assert Client().post(f"/l/{stay_link(evening).token}/sheet/").status_code == 405


def test_a_stranger_gets_404(evening: TimeAway) -> None:
    stranger = family(canary="X")
    assert signed_in(stranger.alex).get(url("go:sheet", evening)).status_code == 404
    assert Client().get("/l/not-a-link-at-all-not-a-link/sheet/").status_code == 404


def test_the_one_who_is_off_duty_gets_403(cast: Family, evening: TimeAway) -> None:
    assert signed_in(cast.sam).get(url("go:sheet", evening)).status_code == 403


def test_a_revoked_or_ended_link_opens_nothing(evening: TimeAway, clock: Clock) -> None:
    link = stay_link(evening)
    clock.at = friday(22) + timedelta(hours=48)
    assert Client().get(f"/l/{link.token}/sheet/").status_code == 404
    clock.at = friday(18, 40)
    link.revoke(at=clock.at)
    assert Client().get(f"/l/{link.token}/sheet/").status_code == 404


def test_an_evening_of_the_seeded_family_has_five_lines_at_most(cast: Family, evening: TimeAway) -> None:
    for hour in range(18, 22):
        found = sheet_of(evening, excerpt(cast.household, to=cast.alex, on=FRIDAY).facts, friday(hour))
        assert 0 < found.must_lines <= 5


def test_what_a_child_must_not_have_stands_in_one_line_and_other_facts_are_folded(
    cast: Family, evening: TimeAway
) -> None:
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "Zoe: no bee stings, no nuts" in page
    assert "the rabbit must be found before bed" in page
    assert page.index("Zoe: no bee stings") < page.index("Ben: inhaler")


def test_facts_of_a_child_who_was_removed_are_gone(cast: Family, evening: TimeAway) -> None:
    fact(cast, "sleeps with the light on", cast.ben, Fact.Kind.COMFORT)
    cast.ben.remove(at=friday(12))
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "no cow" not in page
    assert "light on" not in page


def test_whom_to_call_in_order_and_the_leaver_last(cast: Family, evening: TimeAway) -> None:
    cast.sam.phone = "0170 1"
    cast.sam.save(update_fields=["phone"])
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert page.index('href="tel:112"') < page.index('href="tel:+493012345"') < page.index('href="tel:01701"')
    assert "only if it cannot wait" in page


@pytest.mark.parametrize(("page", "most"), [("go:sheet", 15), ("go:fresh", 15), ("handbook:on_duty", 9)])
def test_however_much_there_is_to_know_the_queries_stay_as_many(
    cast: Family,
    evening: TimeAway,
    page: str,
    most: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    alex = signed_in(cast.alex)
    Fact.objects.bulk_create(
        Fact(household=cast.household, kind=kind, child=child, words=f"{kind} {child}")
        for kind in Fact.Kind.values
        for child in (cast.ben, cast.mia, None)
    )
    with django_assert_max_num_queries(most):
        assert alex.get(url(page, evening)).status_code == 200


def test_before_the_start_it_only_says_what_is_coming(cast: Family, evening: TimeAway, clock: Clock) -> None:
    clock.at = friday(12)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "From today 18:00 you have Mia, Ben and Zoe." in page
    assert "Ben: inhaler, 2 puffs" in page
    # The buttons are there for a phone that keeps this page until it begins, and nobody sees them before.
    assert page.count('data-tap="tick"') == page.count(
        'data-tap="tick" hidden data-from="2026-12-04T17:00:00'
    )
    assert "/untick/" not in page


def test_it_begins_by_the_clock_even_if_nobody_noted_that_alex_was_told(cast: Family, clock: Clock) -> None:
    row = time_away(cast, told=False)
    clock.at = friday(18)
    link = stay_link(row)
    assert "/tick/" in page_of(opened(link).get(f"/l/{link.token}/sheet/"))


def test_after_the_return_it_thanks_and_asks_for_a_postcard(cast: Family, evening: TimeAway) -> None:
    evening.come_back(at=friday(18, 35))
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "Sam is back. Thank you." in page
    assert url("come_back:postcard", evening) in page
    assert "/tick/" not in page
    link = stay_link(evening)
    assert f"/l/{link.token}/postcard/" in page_of(opened(link).get(f"/l/{link.token}/sheet/"))


def test_nobody_is_called_late(cast: Family, evening: TimeAway, clock: Clock) -> None:
    clock.at = friday(23)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "Sam meant to be back at 22:00." in page
    lines = page.partition('id="ifs"')[0].lower()
    assert not [word for word in ("overdue", "late", "missed", "forgot") if f" {word}" in lines]


def test_a_called_off_evening_leads_to_a_kind_sentence(cast: Family, evening: TimeAway) -> None:
    evening.call_off(at=friday(17))
    assert signed_in(cast.alex).get(url("go:sheet", evening)).headers["Location"] == url("go:page", evening)


def test_times_are_told_as_the_reader_likes_them(cast: Family, evening: TimeAway) -> None:
    cast.alex.clock = "12"
    cast.alex.save(update_fields=["clock"])
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert "6:30 pm" in page
    assert "Sam is back 10:00 pm." in page


def test_over_midnight_the_day_is_said_where_it_is_another(cast: Family, clock: Clock) -> None:
    responsibility(cast, "drops", Responsibility.Kind.MEDICINE, 30, 60, child=cast.zoe)
    row = time_away(cast, span=Span(friday(18), friday(18) + timedelta(hours=8)))
    clock.at = friday(23, 50)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", row)))
    assert "tomorrow · by 01:00" in page
    assert "Sam is back Saturday 02:00." in page
    clock.at = friday(18) + timedelta(hours=6, minutes=40)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", row)))
    assert "tomorrow" not in page
    assert "Sam is back 02:00." in page


@pytest.mark.parametrize(
    ("sunday", "hours", "dose"),
    [
        (date(2026, 10, 25), 17, "02:30"),  # an hour twice: the dose is due once, at the first half past two
        (date(2027, 3, 28), 15, "03:30"),  # an hour missing: it moves forward
    ],
)
def test_the_nights_of_the_clock_change(clock: Clock, sunday: date, hours: int, dose: str) -> None:
    cast = family()
    responsibility(cast, "drops", Responsibility.Kind.MEDICINE, 150, 165, child=cast.zoe)
    span = Span(instant(sunday - timedelta(days=1), 18 * 60, ZONE), instant(sunday, 10 * 60, ZONE))
    assert span.end - span.start == timedelta(hours=hours)
    row = time_away(cast, span=span)
    assert len(sheet_of(row, [], span.start).next) == 1
    clock.at = instant(sunday, 2 * 60 + 30, ZONE)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", row)))
    assert f'<span class="must-time">{dose}</span>' in page
    assert "Sam is back 10:00." in page
    signed_in(cast.alex).post(url("go:tick", row, occurrence=the_occurrence(row, "drops").pk))
    page = page_of(signed_in(cast.alex).get(url("go:sheet", row)))
    assert f"{dose}, Alex" in page


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_sunday_evening_after_the_clock_change(clock: Clock, sunday: date) -> None:
    cast = family()
    inhaler(cast)
    span = Span(instant(sunday, 18 * 60, ZONE), instant(sunday, 22 * 60, ZONE))
    row = time_away(cast, span=span)
    clock.at = instant(sunday, 18 * 60 + 30, ZONE)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", row)))
    assert '<span class="must-time">18:30</span>' in page
    assert "by 19:30" in page
    assert "Sam is back 22:00." in page


def test_the_last_dose_is_shown_whoever_was_away_then(cast: Family, evening: TimeAway) -> None:
    morning = time_away(cast, span=Span(friday(7), friday(9)), leaver=cast.alex, stayer=cast.sam)
    dose = morning.occurrences.create(
        household=cast.household,
        kind=Responsibility.Kind.MEDICINE,
        title="inhaler, 2 puffs",
        priority="must",
        child=cast.ben,
        earliest_at=friday(8),
        latest_at=friday(9),
    )
    dose.tick(at=friday(8, 10), by=cast.sam)
    assert "last 08:10, Sam" in page_of(signed_in(cast.alex).get(url("go:sheet", evening)))


def test_a_dose_of_another_day_names_that_day(cast: Family, evening: TimeAway) -> None:
    thursday = time_away(cast, span=Span(friday(18) - timedelta(days=1), friday(20) - timedelta(days=1)))
    the_occurrence(thursday).tick(at=friday(19) - timedelta(days=1), by=cast.alex)
    assert "last Thu 3 Dec 19:00, Alex" in page_of(signed_in(cast.alex).get(url("go:sheet", evening)))


def test_who_fetches_whom_and_who_is_where(cast: Family, evening: TimeAway) -> None:
    gap = Gap.objects.create(
        household=cast.household,
        time_away=evening,
        starts_at=friday(19, 30),
        ends_at=friday(21),
        place="the music school",
        state=Gap.State.COVERED,
        covered_by=cast.grandma,
        created_at=friday(12),
    )
    GapChild.objects.create(household=cast.household, gap=gap, child=cast.mia)
    page = page_of(signed_in(cast.alex).get(url("go:sheet", evening)))
    assert page.index("Who is where") < page.index("Grandma has Mia") < page.index("the music school")
    assert "Grandma does it" in page
    assert page.count("Grandma does it") == 1


def test_a_stretch_that_is_over_is_no_longer_where_anybody_is(
    cast: Family, evening: TimeAway, clock: Clock
) -> None:
    Gap.objects.create(
        household=cast.household,
        time_away=evening,
        starts_at=friday(18),
        ends_at=friday(18, 40),
        state=Gap.State.COVERED,
        covered_by=cast.grandma,
        created_at=friday(12),
    )
    assert "Who is where" not in page_of(signed_in(cast.alex).get(url("go:sheet", evening)))


def test_the_earliest_next_dose(cast: Family, clock: Clock) -> None:
    inhaler_row = Responsibility.objects.of(cast.household).get(title="inhaler, 2 puffs")
    inhaler_row.apart_minutes = 240
    inhaler_row.save(update_fields=["apart_minutes"])
    row = time_away(cast)
    clock.at = friday(18, 40)
    alex = signed_in(cast.alex)
    earlier = time_away(cast, span=Span(friday(14), friday(17)), leaver=cast.alex, stayer=cast.sam)
    dose = the_occurrence(row)
    dose.pk, dose.time_away = uuid.uuid4(), earlier
    dose._state.adding = True
    dose.done_at, dose.done_by = friday(16), cast.sam
    dose.save()
    assert "last 16:00, Sam · not before 20:00" in page_of(alex.get(url("go:sheet", row)))
    asked = page_of(alex.post(url("go:tick", row, occurrence=the_occurrence(row).pk)))
    assert "Sam gave the last one at 16:00; the next was not to be before 20:00." in asked
    assert the_occurrence(row).done_at is None
    alex.post(url("go:tick", row, occurrence=the_occurrence(row).pk), {"again": "yes"})
    assert "18:40, Alex · next not before 22:40" in page_of(alex.get(url("go:sheet", row)))
