"""Three questions, only for a helper who wants them: nothing is graded, and nothing goes out but what they send."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kbye.ask import answers
from kbye.ask.read_back import questions
from kbye.ask.stretch import stretch_of
from kbye.household.event import Event
from kbye.household.gap import Ask, Gap
from kbye.household.notice import Notice
from kbye.household.occurrences import lay_out
from kbye.web.calling import emergency
from tests.ask.cast import ask, asks, gap, known_things, link_of
from tests.conftest import Clock
from tests.people import Family, family, inhaler, opened, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def cast() -> Family:
    cast = family()
    known_things(cast)
    inhaler(cast)
    return cast


@pytest.fixture
def row(cast: Family) -> Ask:
    made = time_away(cast)
    lay_out(made)
    stretch = gap(made, children=[cast.ben])
    ask(stretch, cast.grandma)
    return asks(stretch)["Grandma"]


@pytest.fixture
def mine(row: Ask, clock: Clock) -> Ask:
    answers.say_yes(ask=row, by=row.helper, now=clock.at)
    return row


def page(row: Ask) -> str:
    link = link_of(row.helper)
    return opened(link).get(f"/h/{link.token}/").content.decode()


def send(row: Ask) -> int:
    link = link_of(row.helper)
    return opened(link).post(reverse("ask:has_read", kwargs={"token": link.token, "ask": row.pk})).status_code


def test_they_come_from_what_this_helper_may_see_and_are_three(row: Ask, cast: Family) -> None:
    whole = Gap.objects.of(cast.household).whole().get(pk=row.gap_id)
    found = questions(stretch_of(whole, row.helper), emergency(cast.household))
    assert [one.asks for one in found][:2] == [
        "What must never be, for Ben?",
        "What must happen for Ben, and when?",
    ]
    assert len(found) == 3
    assert "no nuts" in found[0].answer
    assert "inhaler, 2 puffs" in found[1].answer
    assert not [one for one in found if "Zoe" in str(one) or "Mia" in str(one)]


def test_a_house_that_wrote_nothing_down_has_its_number(cast: Family) -> None:
    bare = family(canary="X")
    made = gap(time_away(bare))
    ask(made, bare.grandma)
    whole = Gap.objects.of(bare.household).whole().get(pk=made.pk)
    found = questions(stretch_of(whole, bare.grandma), emergency(bare.household))
    assert found[-1] == ("Which number is the one for an emergency?", "112")


def test_only_who_has_it_is_offered_them(row: Ask, clock: Clock) -> None:
    assert "Three questions" not in page(row)
    answers.say_yes(ask=row, by=row.helper, now=clock.at)
    assert "Three questions, if you like" in page(row)


def test_looking_and_answering_leave_nothing_behind(mine: Ask, cast: Family) -> None:
    events, notices = Event.objects.count(), Notice.objects.count()
    for _time in range(2):
        assert "What must never be, for Ben?" in page(mine)
    assert (Event.objects.count(), Notice.objects.count()) == (events, notices)


def test_word_of_having_read_it_goes_to_who_stays_once_and_to_nobody_else(mine: Ask, cast: Family) -> None:
    for _time in range(2):
        assert send(mine) == 302
    sent = Notice.objects.of(cast.household).filter(kind="helper_has_read")
    assert [(one.person_id, one.subject) for one in sent] == [
        (cast.alex.pk, "Grandma has read everything for 19:00–20:30.")
    ]
    assert "knows that you have read it" in page(mine)


def test_nobody_else_can_send_it(mine: Ask, cast: Family) -> None:
    path = reverse("ask:has_read", kwargs={"token": link_of(cast.grandma).token, "ask": mine.pk})
    assert opened(link_of(cast.grandma)).get(path).status_code == 405
    stays = stay_link(mine.gap.time_away)
    assert opened(stays).post(path.replace(link_of(cast.grandma).token, stays.token)).status_code == 404
    assert not Notice.objects.of(cast.household).filter(kind="helper_has_read").exists()


def test_who_has_not_said_yes_has_nothing_to_send(row: Ask, cast: Family) -> None:
    assert send(row) == 302
    assert not Notice.objects.of(cast.household).filter(kind="helper_has_read").exists()


def test_never_between_the_adults_of_the_house(mine: Ask, cast: Family) -> None:
    for who in (cast.alex, cast.sam):
        sheet = signed_in(who).get(f"/away/{mine.gap.time_away_id}/", follow=True).content.decode()
        assert "Three questions" not in sheet
