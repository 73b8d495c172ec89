"""Home: what has to happen there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kbye.household.event import Event, undo
from kbye.household.knowledge import Fact
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from kbye.household.weekdays import EVERY_DAY
from kbye.planning.wallclock import instant
from kbye.set_up.responsibilities import on_days
from tests.conftest import Clock
from tests.people import FRIDAY, THURSDAY_NOON, ZONE, Family, family, inhaler, signed_in, time_away

pytestmark = pytest.mark.django_db
HOME = reverse("set_up:home")
ADD = reverse("set_up:add_responsibility")


def page(cast: Family) -> str:
    return signed_in(cast.sam).get(HOME).content.decode()


def edit(row: Responsibility) -> str:
    return reverse("set_up:responsibility", kwargs={"responsibility": row.pk})


def remove(row: Responsibility) -> str:
    return reverse("set_up:remove_responsibility", kwargs={"responsibility": row.pk})


def seed(key: str) -> str:
    return reverse("set_up:add_seed", kwargs={"seed": key})


def written(**more: object) -> dict[str, object]:
    return {
        "title": "feed the fish",
        "what": "should",
        "from_time": "17:00",
        "until_time": "",
        "days": ["0", "1", "2", "3", "4", "5", "6"],
        **more,
    }


def test_it_starts_almost_empty(clock: Clock) -> None:
    shown = page(family())
    assert "Nothing is written down yet" in shown
    assert shown.count("Not here") == 3


def test_musts_and_allergies_stand_first_and_the_rest_is_folded(clock: Clock) -> None:
    cast = family()
    inhaler(cast)
    Fact.objects.create(household=cast.household, kind=Fact.Kind.ALLERGY, child=cast.zoe, words="no nuts")
    signed_in(cast.sam).post(seed("dinner"))
    shown = page(cast)
    must, folded = shown.index("Ben: inhaler, 2 puffs"), shown.index("<details")
    assert shown.index("Zoe: no nuts") < must < folded < shown.index("Make dinner")
    assert "every day" in shown
    assert "about 18:30" in shown


def test_the_time_is_told_as_the_reader_likes_it(clock: Clock) -> None:
    cast = family()
    inhaler(cast)
    cast.sam.clock = cast.sam.Clock.H12
    cast.sam.save(update_fields=["clock"])
    assert "about 6:30 pm" in page(cast)


def test_the_wrong_method_is_refused(clock: Clock) -> None:
    cast = family()
    row = inhaler(cast)
    browser = signed_in(cast.sam)
    assert browser.post(HOME).status_code == 405
    assert browser.get(seed("dinner")).status_code == 405
    assert browser.get(remove(row)).status_code == 405
    assert browser.delete(edit(row)).status_code == 405


def test_a_stranger_finds_nothing(clock: Clock) -> None:
    row = inhaler(family())
    stranger = signed_in(family(canary="stranger").sam)
    assert "inhaler" not in stranger.get(HOME).content.decode()
    assert stranger.get(edit(row)).status_code == 404
    assert stranger.post(edit(row), written()).status_code == 404
    assert stranger.post(remove(row)).status_code == 404
    row.refresh_from_db(from_queryset=Responsibility.objects.of(row.household))
    assert (row.title, row.removed_at) == ("inhaler, 2 puffs", None)


def test_somebody_elses_child_cannot_be_chosen(clock: Clock) -> None:
    cast, others = family(), family(canary="other")
    answer = signed_in(cast.sam).post(ADD, written(child=str(others.mia.pk)))
    assert answer.status_code == 200
    assert not Responsibility.objects.of(cast.household).exists()


def test_one_tap_takes_on_what_is_offered(clock: Clock) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    browser.post(seed("dinner"))
    browser.post(seed("dinner"))
    row = Responsibility.objects.of(cast.household).get()
    assert (row.title, row.priority, row.seed, row.child_id) == (
        "Make dinner",
        Priority.SHOULD,
        "dinner",
        None,
    )
    assert (row.from_minute, row.to_minute, row.minutes, row.weekdays) == (17 * 60, 19 * 60, 40, EVERY_DAY)


def test_what_is_for_one_child_is_taken_on_for_each_it_fits(clock: Clock) -> None:
    cast = family()
    signed_in(cast.sam).post(seed("nails"))
    rows = Responsibility.objects.of(cast.household).select_related("child")
    assert {row.child for row in rows} == {cast.mia, cast.ben, cast.zoe}


def test_not_here_brings_the_next_and_writes_nothing_down(clock: Clock) -> None:
    cast = family()
    signed_in(cast.sam).post(seed("dinner"), {"no": "1"})
    shown = page(cast)
    assert "Nothing is written down yet" in shown
    assert "Make dinner" not in shown
    assert shown.count("Not here") == 3


def test_a_must_and_an_unknown_seed_cannot_be_taken_on(clock: Clock) -> None:
    browser = signed_in(family().sam)
    assert browser.post(seed("medicine")).status_code == 404
    assert browser.post(seed("no-such-thing")).status_code == 404


def test_something_else_is_written_down(clock: Clock) -> None:
    cast = family()
    answer = signed_in(cast.sam).post(
        ADD, written(child=str(cast.mia.pk), days=["0", "3"], until_time="17:45")
    )
    assert answer.url == HOME  # type: ignore[attr-defined]
    row = Responsibility.objects.of(cast.household).select_related("child").get()
    assert (row.title, row.child, row.kind, row.priority) == ("feed the fish", cast.mia, "care", "should")
    assert (row.days, row.from_minute, row.to_minute) == (frozenset({0, 3}), 17 * 60, 17 * 60 + 45)
    assert Event.objects.of(cast.household).get(object_id=row.pk).verb == "added"


@pytest.mark.parametrize(
    ("what", "priority"),
    [
        ("medicine", "must"),
        ("fetch", "must"),
        ("appointment", "must"),
        ("should", "should"),
        ("nice", "nice"),
    ],
)
def test_what_it_is_decides_whether_it_is_a_must(clock: Clock, what: str, priority: str) -> None:
    cast = family()
    signed_in(cast.sam).post(ADD, written(what=what))
    row = Responsibility.objects.of(cast.household).get()
    assert (row.priority, row.kind) == (priority, what if priority == "must" else "care")


def test_until_before_from_is_after_midnight(clock: Clock) -> None:
    cast = family()
    signed_in(cast.sam).post(ADD, written(from_time="22:00", until_time="06:00"))
    row = Responsibility.objects.of(cast.household).get()
    assert (row.from_minute, row.to_minute) == (22 * 60, 30 * 60)
    assert "22:00–06:00" in page(cast)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "A word or two is enough."),
        ({"from_time": ""}, "About when?"),
        ({"from_time": "soon"}, "Please write the time like 18:30."),
        ({"days": []}, "Choose at least one day."),
        ({"until_time": "17:00"}, "Choose a later time"),
    ],
)
def test_what_is_missing_is_said_kindly(clock: Clock, wrong: dict[str, object], said: str) -> None:
    answer = signed_in(family().sam).post(ADD, written(**wrong))
    assert said in answer.content.decode()


def test_editing_shows_what_is_there_and_keeps_what_is_changed(clock: Clock) -> None:
    cast = family()
    row = inhaler(cast)
    browser = signed_in(cast.sam)
    shown = browser.get(edit(row)).content.decode()
    assert 'value="18:30"' in shown
    assert "inhaler, 2 puffs" in shown
    browser.post(
        edit(row), written(title="inhaler, 1 puff", what="medicine", from_time="19:00", child=cast.ben.pk)
    )
    row = Responsibility.objects.of(cast.household).get()
    assert (row.title, row.from_minute, row.to_minute) == ("inhaler, 1 puff", 19 * 60, 20 * 60)


def test_what_was_taken_off_is_gone_and_can_be_brought_back(clock: Clock) -> None:
    cast = family()
    row = inhaler(cast)
    browser = signed_in(cast.sam)
    shown = browser.post(remove(row), follow=True).content.decode()
    assert "inhaler, 2 puffs: taken off." in shown
    assert "about 18:30" not in shown
    assert browser.get(edit(row)).status_code == 404
    event = Event.objects.of(cast.household).get(verb="removed")
    assert undo(event, by=cast.sam, at=THURSDAY_NOON)
    assert "about 18:30" in page(cast)


def test_a_child_who_is_gone_takes_their_things_along(clock: Clock) -> None:
    cast = family()
    inhaler(cast)
    cast.ben.remove(at=THURSDAY_NOON)
    assert "inhaler" not in page(cast)


def test_a_coming_time_away_follows_each_change(clock: Clock) -> None:
    cast = family()
    row_away = time_away(cast)
    browser = signed_in(cast.sam)

    def due() -> list[str]:
        return [
            row.title for row in Occurrence.objects.of(cast.household).filter(time_away=row_away).in_order()
        ]

    browser.post(ADD, written(title="fish", from_time="19:00"))
    assert due() == ["fish"]
    row = Responsibility.objects.of(cast.household).get()
    browser.post(edit(row), written(title="the fish", from_time="19:00"))
    assert due() == ["the fish"]
    browser.post(seed("dinner"))
    assert due() == ["Make dinner", "the fish"]
    browser.post(remove(row))
    assert due() == ["Make dinner"]


def test_a_time_away_that_is_over_stays_as_it_was(clock: Clock) -> None:
    cast = family()
    time_away(cast)
    clock.at = instant(FRIDAY, 23 * 60, ZONE)
    signed_in(cast.sam).post(ADD, written(from_time="19:00"))
    assert not Occurrence.objects.of(cast.household).exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(7), "every day"),
        (range(5), "Monday to Friday"),
        ([3], "Thursday"),
        ([5, 6], "Saturday and Sunday"),
        ([0, 2, 4], "Monday, Wednesday and Friday"),
    ],
)
def test_days_in_words(days: list[int], words: str) -> None:
    assert on_days(frozenset(days)) == words
