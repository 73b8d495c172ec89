"""The three questions about what must not be missed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kbye.household.event import Event
from kbye.household.household import Household
from kbye.household.knowledge import Fact
from kbye.household.musts import must_lines
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from tests.conftest import Clock
from tests.people import FRIDAY, FRIDAY_EVENING, THURSDAY_NOON, ZONE, Family, family, signed_in, time_away

pytestmark = pytest.mark.django_db
MUSTS, HOME = reverse("set_up:musts"), reverse("set_up:home")


def everything(cast: Family, **more: object) -> dict[str, object]:
    return {
        "medicine_child": str(cast.ben.pk),
        "medicine_what": "inhaler, 2 puffs",
        "medicine_at": "18:30",
        "never_child": str(cast.zoe.pk),
        "never_what": "no nuts",
        "fetch_kind": "fetch",
        "fetch_child": str(cast.mia.pk),
        "fetch_what": "pick up from the play",
        "fetch_at": "20:15",
        "fetch_days": ["4"],
        **more,
    }


def test_it_asks_three_things_and_no_is_what_stands_there(clock: Clock) -> None:
    shown = signed_in(family().sam).get(MUSTS).content.decode()
    assert shown.count("<details") == 3
    assert "<details open" not in shown
    assert 'class="folded" open' not in shown
    assert "Nothing of that" in shown


def test_all_three_answered_with_yes_are_written_down_and_laid_out(clock: Clock) -> None:
    cast = family()
    row = time_away(cast)
    answer = signed_in(cast.sam).post(MUSTS, everything(cast))
    assert answer.url == HOME  # type: ignore[attr-defined]
    medicine, fetch = Responsibility.objects.of(cast.household).select_related("child")
    assert (medicine.kind, medicine.child, medicine.priority) == ("medicine", cast.ben, "must")
    assert (medicine.from_minute, medicine.days) == (18 * 60 + 30, frozenset(range(7)))
    assert (fetch.kind, fetch.child, fetch.from_minute, fetch.days) == (
        "fetch",
        cast.mia,
        20 * 60 + 15,
        frozenset({4}),
    )
    fact = Fact.objects.of(cast.household).select_related("child").get()
    assert (fact.kind, fact.child, fact.words) == (Fact.Kind.ALLERGY, cast.zoe, "no nuts")
    assert Household.objects.get(pk=cast.household.pk).musts_asked_at == THURSDAY_NOON
    assert Event.objects.of(cast.household).filter(verb="added").count() == 3
    due = Occurrence.objects.of(cast.household).filter(time_away=row).in_order()
    assert [one.title for one in due] == ["inhaler, 2 puffs", "pick up from the play"]


def test_an_evening_with_three_children_has_at_most_five_musts(clock: Clock) -> None:
    cast = family()
    row = time_away(cast)
    signed_in(cast.sam).post(MUSTS, everything(cast))
    lines = must_lines(row)
    assert [line.title for line in lines] == ["no nuts", "inhaler, 2 puffs", "pick up from the play"]
    assert len(lines) <= 5


@pytest.mark.parametrize(
    "posted", [{}, {"nothing": "1"}, {"nothing": "1", "medicine_what": "half a thought"}]
)
def test_nothing_of_that_is_an_answer_too(clock: Clock, posted: dict[str, str]) -> None:
    cast = family()
    answer = signed_in(cast.sam).post(f"{MUSTS}?next=/away/", posted)
    assert answer.url == "/away/"  # type: ignore[attr-defined]
    assert Household.objects.get(pk=cast.household.pk).musts_asked_at == THURSDAY_NOON
    assert not Responsibility.objects.of(cast.household).exists()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "away", ""],
)
def test_it_goes_on_to_our_own_pages_only(clock: Clock, elsewhere: str) -> None:
    browser = signed_in(family().sam)
    answer = browser.post(MUSTS, {"nothing": "1"}, query_params={"next": elsewhere})
    assert answer.url == HOME  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"medicine_what": ""}, "What is it that they need?"),
        ({"medicine_at": ""}, "About when?"),
        ({"medicine_at": "tea time"}, "Please write the time like 18:30."),
        ({"medicine_child": ""}, "Who is it about?"),
        ({"never_child": ""}, "Who is it about?"),
        ({"fetch_what": ""}, "What is it? A word or two is enough."),
        ({"fetch_at": ""}, "About when?"),
        ({"fetch_days": []}, "On which days, or on which one?"),
    ],
)
def test_half_an_answer_is_asked_about_and_nothing_is_kept(
    clock: Clock, wrong: dict[str, object], said: str
) -> None:
    cast = family()
    answer = signed_in(cast.sam).post(MUSTS, everything(cast, **wrong))
    shown = answer.content.decode()
    assert f'<p class="error">{said}' in shown
    assert shown.count('class="folded" open') == 3
    assert not Responsibility.objects.of(cast.household).exists()
    assert Household.objects.get(pk=cast.household.pk).musts_asked_at is None


def test_an_only_child_need_not_be_chosen(clock: Clock) -> None:
    cast = family()
    for child in (cast.mia, cast.zoe):
        child.remove(at=THURSDAY_NOON)
    shown = signed_in(cast.sam).get(MUSTS).content.decode()
    assert shown.count(f'value="{cast.ben.pk}"') == shown.count("checked") - 1 == 3


def test_what_is_known_already_is_shown(clock: Clock) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    browser.post(MUSTS, everything(cast))
    shown = browser.get(MUSTS).content.decode()
    for line in (
        "So far: Ben: inhaler, 2 puffs",
        "So far: Zoe: no nuts",
        "So far: Mia: pick up from the play",
    ):
        assert line in shown


def test_the_wrong_method_is_refused(clock: Clock) -> None:
    assert signed_in(family().sam).put(MUSTS).status_code == 405


def test_a_stranger_answers_for_their_own_home_alone(clock: Clock) -> None:
    cast, others = family(), family(canary="stranger")
    stranger = signed_in(others.sam)
    answer = stranger.post(MUSTS, everything(cast))
    assert answer.status_code == 200, "children of another household are no choice"
    stranger.post(MUSTS, everything(others))
    assert not Responsibility.objects.of(cast.household).exists()
    assert not Fact.objects.of(cast.household).exists()


def test_without_an_account_there_is_only_the_way_in(clock: Clock) -> None:
    family()
    from django.test import Client

    assert Client().get(MUSTS).status_code == 302
    assert Client().post(MUSTS, {"nothing": "1"}).status_code == 302


def test_a_must_near_the_return_is_not_lost(clock: Clock) -> None:
    """Fetching at 21:45 belongs to the one who stays, though Sam is back at 22:00."""
    cast = family()
    row = time_away(cast, span=FRIDAY_EVENING)
    signed_in(cast.sam).post(MUSTS, everything(cast, fetch_at="21:45"))
    assert "pick up from the play" in {line.title for line in must_lines(row)}


def test_a_must_after_midnight_and_one_at_midnight(clock: Clock) -> None:
    cast = family()
    night = Span(instant(FRIDAY, 18 * 60, ZONE), instant(FRIDAY, 34 * 60, ZONE))
    row = time_away(cast, span=night)
    signed_in(cast.sam).post(MUSTS, everything(cast, medicine_at="00:00", fetch_at="23:50"))
    at = {line.title: line.at for line in must_lines(row)}
    assert at["inhaler, 2 puffs"] == (instant(FRIDAY, 24 * 60, ZONE),)
    assert at["pick up from the play"] == (instant(FRIDAY, 23 * 60 + 50, ZONE),)
