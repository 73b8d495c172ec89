"""The sample household: built relative to now, looked around in, and gone in one tap."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from PIL import Image

from kbye.household.afterwards import First, Postcard, Worry
from kbye.household.away import TimeAway
from kbye.household.door import SetUpCode
from kbye.household.household import Household
from kbye.household.knowledge import Contact
from kbye.household.musts import must_lines
from kbye.household.our_way import OurWay
from kbye.household.owned import Owned
from kbye.household.people import Member, User
from kbye.household.responsibility import Occurrence, Priority
from kbye.household.tripwire import spanning_households
from kbye.household.whose_time import unanswered
from kbye.planning.history import remember
from kbye.planning.lengths import Length
from kbye.planning.wallclock import instant, local, nights
from kbye.set_up import sample
from tests.conftest import Clock
from tests.people import LONG_AGO, THURSDAY_NOON, ZONE, family, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db
BERLIN, CHICAGO, APIA = "Europe/Berlin", "America/Chicago", "Pacific/Apia"
NOWS = [
    pytest.param(THURSDAY_NOON, BERLIN, id="thursday noon"),
    pytest.param(instant(date(2026, 12, 4), 11 * 60 + 59, BERLIN), BERLIN, id="friday, six hours before"),
    pytest.param(instant(date(2026, 12, 4), 17 * 60, BERLIN), BERLIN, id="friday, an hour before"),
    pytest.param(instant(date(2026, 12, 4), 20 * 60, BERLIN), BERLIN, id="friday evening"),
    pytest.param(instant(date(2026, 12, 5), 0, BERLIN), BERLIN, id="midnight"),
    pytest.param(instant(date(2026, 3, 29), 150, BERLIN), BERLIN, id="the missing hour"),
    pytest.param(instant(date(2026, 3, 27), 600, BERLIN), BERLIN, id="before the short night"),
    pytest.param(instant(date(2026, 10, 25), 150, BERLIN), BERLIN, id="the doubled hour"),
    pytest.param(instant(date(2026, 10, 25), 150, BERLIN) + timedelta(hours=1), BERLIN, id="and again"),
    pytest.param(datetime(2026, 3, 29, 1, 30, tzinfo=UTC) + timedelta(weeks=3), BERLIN, id="three weeks on"),
    pytest.param(datetime(2026, 11, 1, 7, 30, tzinfo=UTC), CHICAGO, id="chicago's doubled hour"),
    pytest.param(datetime(2028, 2, 29, 12, tzinfo=UTC), APIA, id="a leap day in apia"),
]


def rows_of(household: uuid.UUID) -> dict[str, int]:
    models = [model for model in apps.get_models() if issubclass(model, Owned)]
    with spanning_households():
        counts = {
            model.__name__: model._default_manager.filter(household_id=household).count() for model in models
        }
    return {name: count for name, count in counts.items() if count}


def times_of(sam: Member) -> list[TimeAway]:
    return list(TimeAway.objects.of(sam.household).for_oneself().with_people())


def it_is_told_relative_to_now(sam: Member, now: datetime, zone: str) -> None:
    by_phase: dict[str, list[TimeAway]] = {}
    for row in times_of(sam):
        if row.standing_id is None:
            by_phase.setdefault(row.phase(now), []).append(row)
    assert {phase: len(rows) for phase, rows in by_phase.items()} == {"back": 4, "coming": 1, "pencilled": 1}
    [evening], [night] = by_phase["coming"], by_phase["pencilled"]
    start = local(evening.starts_at, zone)
    assert (start.weekday(), start.hour, start.minute) == (4, 18, 0)
    assert local(evening.ends_at, zone).hour == 22
    assert timedelta(hours=6) <= evening.starts_at - now < timedelta(days=7, hours=7)
    assert evening.is_settled
    assert evening.told_at
    assert evening.told_at < now
    assert (evening.length, night.length) == (Length.EVENING, Length.NIGHT)
    assert nights(night.span, zone) == 1


def alex_was_on_a_work_trip_and_will_be_and_of_a_third_kbye_asks(
    sam: Member, now: datetime, zone: str
) -> None:
    trips = TimeAway.objects.of(sam.household).filter(reason=TimeAway.Reason.WORK).with_people()
    assert [(row.leaver.name, row.phase(now), row.is_settled) for row in trips] == [
        ("Alex", "back", True),
        ("Alex", "coming", True),
    ]
    assert all(nights(row.span, zone) == 1 for row in trips)
    [asked] = unanswered(sam.household, now)
    assert nights(asked.span, zone) == 1


def mondays_are_sams_and_none_of_them_has_begun(sam: Member, now: datetime, zone: str) -> None:
    rows = [row for row in times_of(sam) if row.standing_id]
    assert len(rows) >= 3
    for row in rows:
        start = local(row.starts_at, zone)
        assert (start.weekday(), start.hour, start.minute) == (0, 19, 30)
        assert row.phase(now) == "coming"
        assert (row.leaver, row.is_settled) == (sam, True)


def the_third_time_is_the_longest_by_a_night(sam: Member, now: datetime, zone: str) -> None:
    own = [row for row in times_of(sam) if row.leaver_id == sam.pk and row.back_at]
    memory = remember((row.span for row in own), own[-1].span, zone)
    assert (memory.nth, memory.longest_by_nights) == (3, 1)
    ago = [(now - row.starts_at) / timedelta(weeks=1) for row in own]
    assert all(weeks - 0.2 < real < weeks + 1.2 for weeks, real in zip([10, 6, 3], ago, strict=True))
    for row in own:
        assert row.told_at
        assert row.began_at
        assert row.back_at
        assert row.created_at < row.told_at < row.began_at < row.back_at < now


def everybody_is_as_old_as_they_should_be_and_nothing_clashes(sam: Member, now: datetime, zone: str) -> None:
    children = Member.objects.of(sam.household).children()
    assert [(one.name, one.age(local(now, zone).date())) for one in children] == [
        ("Mia", 6),
        ("Ben", 3),
        ("Zoe", 1),
    ]
    adults_and_helpers = Member.objects.of(sam.household).who_can_stay()
    assert [one.name for one in adults_and_helpers] == ["Sam", "Alex", "Grandma Ruth", "Noor"]
    with spanning_households():
        busy = list(apps.get_model("household", "Commitment").objects.all())
    assert len(busy) >= 5
    for row in TimeAway.objects.of(sam.household).open():
        assert not [one for one in busy if one.starts_at < row.ends_at and row.starts_at < one.ends_at]


def no_evening_has_more_than_five_musts(sam: Member, now: datetime, zone: str) -> None:
    for row in times_of(sam):
        assert len(must_lines(row)) <= 5
    [coming] = [row for row in times_of(sam) if row.phase(now) == "coming" and not row.standing_id]
    titles = [line.title.partition(":")[0] for line in must_lines(coming)]
    assert titles == ["no nuts, not even traces", "inhaler, 2 puffs"]


@pytest.mark.parametrize(("now", "zone"), NOWS)
def test_whenever_it_is_built_it_is_as_it_should_be(now: datetime, zone: str) -> None:
    """All that is claimed of one built then: to build it takes longest."""
    sam = sample.build(zone=zone, now=now)
    for claim in (
        it_is_told_relative_to_now,
        alex_was_on_a_work_trip_and_will_be_and_of_a_third_kbye_asks,
        mondays_are_sams_and_none_of_them_has_begun,
        the_third_time_is_the_longest_by_a_night,
        everybody_is_as_old_as_they_should_be_and_nothing_clashes,
        no_evening_has_more_than_five_musts,
    ):
        claim(sam, now, zone)


def test_what_happened_was_done_and_looked_back_on(settings: LazySettings) -> None:
    sam = sample.build(zone=ZONE, now=THURSDAY_NOON)
    household = sam.household
    ticked = Occurrence.objects.of(household).exclude(done_at=None)
    assert ticked.filter(kind="medicine").count() == 5
    assert (
        not Occurrence.objects.of(household)
        .filter(priority=Priority.MUST, done_at=None)
        .filter(time_away__back_at__isnull=False)
    )
    assert First.objects.of(household).count() == 4
    beside = [bool(one.responsibility_id) for one in OurWay.objects.of(household).here()]
    assert sorted(beside) == [False, True]
    worry = Worry.objects.of(household).get()
    assert (worry.words, worry.how_it_was, worry.author_id) == ("bedtime", "it went fine", sam.pk)
    assert Postcard.objects.of(household).count() == 3
    photo = Postcard.objects.of(household).exclude(photo="").get().photo
    with Image.open(settings.PHOTOS / photo) as picture:
        assert picture.format == "JPEG"
        assert picture.width > 600
    offer = TimeAway.objects.of(household).exclude(offered_by=None).with_people().get()
    assert (offer.is_offer, offer.is_settled) == (True, True)


def test_no_telephone_of_the_sample_ever_rings() -> None:
    sam = sample.build(zone=ZONE, now=THURSDAY_NOON)
    phones = [one.phone for one in Contact.objects.of(sam.household)]
    phones += [one.phone for one in Member.objects.of(sam.household) if one.phone]
    assert len(phones) == 5
    assert all(phone.startswith("+49 30 23125 0") for phone in phones)


def test_removing_it_leaves_nothing_and_touches_no_other_household(settings: LazySettings) -> None:
    cast = family()
    stay_link(time_away(cast))
    theirs, accounts = rows_of(cast.household.pk), User.objects.count()
    sam = sample.build(zone=ZONE, now=THURSDAY_NOON)
    removed = sam.household.pk
    assert len(rows_of(removed)) >= 12
    assert list(Path(settings.PHOTOS).iterdir())
    sample.remove(sam.household)
    assert rows_of(removed) == {}
    assert not Household.objects.filter(is_sample=True).exists()
    assert list(Path(settings.PHOTOS).iterdir()) == []
    assert rows_of(cast.household.pk) == theirs
    assert User.objects.count() == accounts


def looking_around(code: str, zone: str = "") -> Client:
    browser = Client()
    answer = browser.post(reverse("set_up:sample", kwargs={"code": code}), {"zone": zone})
    assert answer.status_code == 302
    assert answer.url == reverse("today:page")  # type: ignore[attr-defined]
    return browser


def test_looking_around_signs_in_as_sam_and_keeps_the_code(clock: Clock) -> None:
    code = SetUpCode.make(now=LONG_AGO)
    browser = looking_around(code, "America/Chicago")
    assert SetUpCode.is_open(code)
    household = Household.objects.get(is_sample=True)
    assert household.zone == "America/Chicago"
    assert "Make" in browser.get(reverse("set_up:home")).content.decode()


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "x" * 5000])
def test_a_zone_nobody_knows_is_the_houses_own(clock: Clock, settings: LazySettings, zone: str) -> None:
    looking_around(SetUpCode.make(now=LONG_AGO), zone)
    assert Household.objects.get(is_sample=True).zone == settings.DEFAULT_ZONE


def test_looking_around_again_is_the_same_day_the_same_and_the_next_day_anew(clock: Clock) -> None:
    code = SetUpCode.make(now=LONG_AGO)
    looking_around(code)
    first = Household.objects.get(is_sample=True)
    looking_around(code)
    assert Household.objects.get(is_sample=True) == first
    clock.at += timedelta(days=1)
    looking_around(code)
    assert Household.objects.get(is_sample=True) != first


def test_only_the_code_opens_it_and_only_by_post(clock: Clock) -> None:
    code = SetUpCode.make(now=LONG_AGO)
    assert Client().post(reverse("set_up:sample", kwargs={"code": "not-the-code"})).status_code == 404
    assert Client().get(reverse("set_up:sample", kwargs={"code": code})).status_code == 405
    assert SetUpCode.use(code, now=LONG_AGO)
    assert Client().post(reverse("set_up:sample", kwargs={"code": code})).status_code == 404
    assert not Household.objects.filter(is_sample=True).exists()


def test_one_tap_removes_it_and_leads_back_to_the_beginning(clock: Clock) -> None:
    code = SetUpCode.make(now=LONG_AGO)
    browser = looking_around(code)
    answer = browser.post(reverse("set_up:remove_sample"))
    assert answer.url == reverse("set_up:welcome", kwargs={"code": code})  # type: ignore[attr-defined]
    assert not Household.objects.filter(is_sample=True).exists()
    assert browser.get(reverse("set_up:home")).status_code == 302, "signed out"


def test_without_an_open_code_it_leads_to_the_way_in(clock: Clock) -> None:
    code = SetUpCode.make(now=LONG_AGO)
    browser = looking_around(code)
    SetUpCode.use(code, now=LONG_AGO)
    answer = browser.post(reverse("set_up:remove_sample"))
    assert answer.url == reverse("set_up:sign_in")  # type: ignore[attr-defined]


def test_a_real_household_is_never_removed_this_way(clock: Clock) -> None:
    sample.build(zone=ZONE, now=THURSDAY_NOON)
    cast = family()
    browser = signed_in(cast.sam)
    assert browser.post(reverse("set_up:remove_sample")).status_code == 404
    assert browser.get(reverse("set_up:remove_sample")).status_code == 405
    assert Household.objects.filter(is_sample=True).exists()
    assert Member.objects.of(cast.household).count() == 7


def test_every_page_that_can_be_reached_from_today_opens(clock: Clock) -> None:
    browser = looking_around(SetUpCode.make(now=LONG_AGO))
    to_see, seen, came_from = [reverse("today:page")], set[str](), dict[str, str]()
    while to_see:
        path = to_see.pop()
        seen.add(path)
        answer = browser.get(path, follow=True)
        assert answer.status_code == 200, (
            f"{path}, reached from {came_from.get(path)}, {answer.redirect_chain}"
        )
        if answer.headers["Content-Type"].startswith("text/html"):
            found = links_on(answer.content.decode()) - seen - set(to_see)
            came_from |= dict.fromkeys(found, path)
            to_see += found
    assert len(seen) > 15
    assert {reverse("set_up:home"), reverse("handbook:page"), reverse("come_back:history")} <= seen


def links_on(page: str) -> set[str]:
    import re
    from html import unescape

    paths = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
    # One of each kind of proposal is enough, and static files are no pages.
    return {path for path in paths if not path.startswith("/static/") and "starts_at=" not in path}
