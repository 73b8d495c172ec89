"""The plan for the one who stays: around what is settled, with one tap to ask; nothing of it for the leaver."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from kbye.ask import actions, answers
from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Means
from kbye.household.gap import Ask, Gap
from kbye.household.people import Member
from kbye.planning.intervals import Span
from tests.ask.cast import a_third_adult, ask, gap, states
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    busy,
    calendar_of,
    inhaler,
    opened,
    signed_in,
    stay_link,
    time_away,
)
from tests.urgent.cast import again, leave, says_no

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def has(member: Member, start_hours: float, end_hours: float, **more: Any) -> None:
    start, hour = FRIDAY_EVENING.start, timedelta(hours=1)
    span = Span(start + start_hours * hour, start + end_hours * hour)
    busy(member, span, calendar_of(member, **more), title="Board")


def one_tap(text: str, name: str) -> dict[str, list[str]]:
    """What "Ask …" would send."""
    form = next(
        one for one in text.split("<form")[1:] if f'aria-label="Ask {name}"' in one.split("</form>")[0]
    )
    sent: dict[str, list[str]] = {}
    for key, value in re.findall(r'name="(?!csrf)([^"]*)" value="([^"]*)"', form.split("</form>")[0]):
        sent.setdefault(key, []).append(value)
    return sent


def test_one_tap_asks_the_helper_who_can(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    has(cast.grandma, 0, 4)
    alex = signed_in(cast.alex)
    page = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Noor could: 19:00–20:00." in page
    assert "Ask Grandma" not in page
    alex.post(f"/away/{row.pk}/gaps/new/", one_tap(page, "Noor"))
    gap = Gap.objects.get()
    assert (gap.starts_at, gap.ends_at) == (
        FRIDAY_EVENING.start + timedelta(hours=1),
        FRIDAY_EVENING.start + timedelta(hours=2),
    )
    assert Ask.objects.get().helper == cast.noor


def test_the_rest_is_planned_around_what_is_settled(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    Gap.objects.create(
        household=cast.household,
        time_away=row,
        starts_at=FRIDAY_EVENING.start + timedelta(hours=1),
        ends_at=FRIDAY_EVENING.start + timedelta(hours=2),
        state=Gap.State.COVERED,
        covered_by=cast.noor,
        created_at=THURSDAY_NOON,
    )
    alex = signed_in(cast.alex)
    page = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Noor, 19:00–20:00" in page
    assert "Nobody else is needed." in page
    assert "could: 19:00" not in page
    has(cast.alex, 2, 4)
    page = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Takes asking Noor for 2 hours." in page
    assert one_tap(page, "Noor")["from_time"] == ["20:00"]


def test_who_is_only_asked_does_not_have_them_yet(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    wanted = given(cast, row, 1, 2)
    noor = ask(wanted, cast.noor)["Noor"]
    alex, page = signed_in(cast.alex), f"/away/{row.pk}/gaps/"
    text = alex.get(page).text
    assert "Noor, 19:00–20:00 (needs a yes)" in text
    assert "Alex, 18:00–19:00, Alex, 20:00–22:00<" in text
    assert 'class="bar-asked person-' in text
    assert "Nobody else is needed once Noor says yes." in text
    assert "better" not in text.split('id="planned"')[1].split("</section>")[0]
    answers.say_yes(ask=noor, by=cast.noor, now=THURSDAY_NOON)
    text = alex.get(page).text
    assert "Noor, 19:00–20:00<" in text
    assert "bar-asked" not in text
    assert "Nobody else is needed." in text


def test_part_of_what_somebody_has_may_still_need_a_yes(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 3)
    agreed = given(cast, row, 1, 2)
    answers.say_yes(ask=ask(agreed, cast.noor)["Noor"], by=cast.noor, now=THURSDAY_NOON)
    has(cast.grandma, 0, 4)
    text = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "Noor, 19:00–20:00, Noor, 20:00–21:00 (needs a yes)<" in text
    assert "Takes asking Noor for 1 hour." in text


def test_a_yes_beside_the_full_quarter_leaves_nothing_to_ask_for(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 70 / 60, 140 / 60)
    agreed = given(cast, row, 70 / 60, 140 / 60)
    answers.say_yes(ask=ask(agreed, cast.noor)["Noor"], by=cast.noor, now=THURSDAY_NOON)
    text = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "Nobody else is needed." in text
    assert "could:" not in text
    assert "needs a yes" not in text


def test_what_others_have_stays_their_business(cast: Family) -> None:
    row = time_away(cast)
    for member in (cast.alex, cast.grandma, cast.noor):
        has(member, 1, 2)
    page = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "19:00–20:00: nobody for Mia, Ben and Zoe yet." in page
    assert "Grandma has" not in page
    assert "It works if you can move “Board”." in page


def test_over_several_days_ones_own_comes_with_its_day(cast: Family) -> None:
    start = FRIDAY_EVENING.start
    row = time_away(cast, span=Span(start, start + timedelta(days=2)))
    for member in (cast.alex, cast.grandma, cast.noor):
        has(member, 25, 26)
    page = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "You have “Board”: Saturday 5 December, 19:00–20:00." in page


def test_the_leaver_is_shown_nothing_of_it(cast: Family) -> None:
    row = time_away(cast)
    has(cast.alex, 1, 2)
    assert signed_in(cast.sam).get(f"/away/{row.pk}/gaps/").status_code == 403
    assert "could: 19:00" not in signed_in(cast.sam).get(f"/away/{row.pk}/", follow=True).text


def test_a_helper_who_stays_is_not_asked_for_what_they_have(cast: Family) -> None:
    row = time_away(cast, stayer=cast.grandma)
    link = stay_link(row)
    page = opened(link).get(f"/l/{link.token}/gaps/").text
    assert "Nobody else is needed." in page
    assert "Takes asking" not in page


def given(cast: Family, row: TimeAway, start: float, end: float, *, children: tuple[Member, ...] = ()) -> Gap:
    """A stretch that Alex asks for, in hours of that evening."""
    at, hour = FRIDAY_EVENING.start, timedelta(hours=1)
    return gap(row, span=Span(at + start * hour, at + end * hour), children=children)


def test_a_yes_taken_back_changes_nothing_else_and_one_tap_asks_the_next(cast: Family) -> None:
    row = time_away(cast)
    open_one, other = given(cast, row, 0, 1), given(cast, row, 3, 4)
    answers.say_yes(ask=ask(other, cast.grandma)["Grandma"], by=cast.grandma, now=THURSDAY_NOON)
    noor = ask(open_one, cast.noor)["Noor"]
    answers.say_yes(ask=noor, by=cast.noor, now=THURSDAY_NOON)
    alex, page = signed_in(cast.alex), f"/away/{row.pk}/gaps/"
    assert "Noor, 18:00–19:00" in alex.get(page).text
    answers.say_no(ask=noor, by=cast.noor, now=THURSDAY_NOON)
    text = html.unescape(alex.get(page).text)
    assert "Noor can't after all: 18:00–19:00." in text
    assert "Grandma could: 18:00–19:00." in text
    assert "Ask Noor" not in text
    assert "Everything else stays as it is." in text
    assert "Grandma, 21:00–22:00" in text
    alex.post(f"/away/{row.pk}/gaps/{open_one.pk}/", one_tap(text, "Grandma"))
    assert Gap.objects.count() == 2
    assert states(open_one) == {"Noor": "withdrawn", "Grandma": "asked"}
    text = alex.get(page).text
    assert "Ask Grandma" not in text
    assert "after all" not in text


def test_who_asked_because_they_cannot_is_not_planned_with(cast: Family) -> None:
    row = time_away(cast)
    given(cast, row, 1, 2)
    for member in (cast.grandma, cast.noor):
        has(member, 0, 4)
    text = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "19:00–20:00: nobody for Mia, Ben and Zoe yet." in text
    assert "Grandma cannot have them then." in text
    assert "Board" not in text


def test_who_becomes_busy_after_telling_keeps_all_the_rest(cast: Family) -> None:
    """Asking Grandma for the whole evening would cost as little, but change more of what was told."""
    row = time_away(cast)
    agreed = given(cast, row, 0, 1)
    answers.say_yes(ask=ask(agreed, cast.noor)["Noor"], by=cast.noor, now=THURSDAY_NOON)
    has(cast.alex, 1, 2)
    has(cast.alex, 1, 4, means=Means.RATHER_NOT)
    has(cast.noor, 1, 4)
    text = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "Grandma could: 19:00–20:00." in text
    assert "Noor, 18:00–19:00" in text
    assert "Alex, 20:00–22:00" in text
    assert "Everything else stays as it is." in text


def test_what_is_past_is_not_planned_any_more(cast: Family, clock: Clock) -> None:
    row = time_away(cast)
    has(cast.alex, 0, 3)
    clock.at = FRIDAY_EVENING.start + timedelta(hours=2)
    text = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "Grandma could: 20:00–21:00." in text
    assert "18:00" not in text.split('id="planned"')[1].split("</section>")[0]


def test_some_of_the_children_are_drawn_beside_the_others_and_asked_for_alone(cast: Family) -> None:
    row = time_away(cast)
    inhaler(cast)
    with_noor, open_one = (given(cast, row, start, start + 2, children=(cast.ben,)) for start in (0, 2))
    answers.say_yes(ask=ask(with_noor, cast.noor)["Noor"], by=cast.noor, now=THURSDAY_NOON)
    has(cast.noor, 2, 3)
    alex = signed_in(cast.alex)
    text = alex.get(f"/away/{row.pk}/gaps/").text
    assert "Noor, 18:00–20:00 (Ben)" in text
    assert "Alex, 18:00–22:00" in text
    assert "20:00–22:00: nobody for Ben yet." in text
    assert "Nobody else is needed." not in text
    assert "as well" not in text  # his inhaler is Noor's to give
    assert "Grandma could: 20:00–22:00, Ben." in text
    assert "Ask Noor" not in text
    alex.post(f"/away/{row.pk}/gaps/{open_one.pk}/", one_tap(text, "Grandma"))
    assert states(open_one) == {"Grandma": "asked"}


def test_with_an_open_end_it_says_until_when_it_holds(cast: Family) -> None:
    row = leave(cast.sam)
    alex, page = signed_in(cast.alex), f"/away/{row.pk}/gaps/"
    assert "Covered for the next two days, as far as kbye knows." in alex.get(page).text
    has(cast.alex, 14, 18)
    text = alex.get(page).text
    assert "Covered until Saturday 5 December, 08:00." in text
    # What one could ask for is no cover yet; a yes is.
    assert "Grandma could: " in text
    given_to = given(cast, again(row), 14, 18)
    answers.say_yes(ask=ask(given_to, cast.grandma)["Grandma"], by=cast.grandma, now=THURSDAY_NOON)
    assert "Covered for the next two days" in alex.get(page).text
    # While somebody is looked for, kbye asks by itself.
    says_no(row, cast.alex)
    assert 'id="planned"' not in alex.get(page).text


def test_two_for_the_same_hour_are_no_gap(cast: Family) -> None:
    row = time_away(cast)
    for who, start in ((cast.grandma, 1), (cast.noor, 1.5)):
        made = given(cast, row, start, start + 1)
        answers.say_yes(ask=ask(made, who)[who.name], by=who, now=THURSDAY_NOON)
    text = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "nobody for" not in text
    assert "Grandma, 19:00–20:00" in text
    assert "Noor, 20:00–20:30" in text


def test_whatever_was_said_and_by_whom_the_page_opens(cast: Family) -> None:
    """Gaps that overlap, of all or some, with asks in every state, also of somebody who was taken out since."""
    dice = Random(6)
    row = time_away(cast)
    ruth = a_third_adult(cast)
    has(cast.alex, 1, 2)
    alex, page = signed_in(cast.alex), f"/away/{row.pk}/gaps/"
    for number in range(12):
        start = dice.choice((-0.5, 0, 0.75, 1, 2.5))
        some = dice.sample(cast.children, 0 if number > 8 else dice.choice((0, 1, 2)))
        made = given(cast, row, start, start + dice.choice((0.5, 1, 3)), children=tuple(some))
        whom = (cast.grandma, cast.noor, ruth) if number % 3 else ()
        for name, each in ask(made, *whom, one_by_one=False).items():
            say = dice.choice((answers.say_yes, answers.say_no, None))
            if say is not None:
                say(ask=each, by=getattr(cast, name.lower(), ruth), now=THURSDAY_NOON)
        if dice.random() < 0.3:
            actions.do_it_myself(gap=made, by=cast.alex, now=THURSDAY_NOON)
        if number == 4:
            Member.objects.filter(pk=cast.noor.pk).update(removed_at=THURSDAY_NOON)
        if number == 8:
            HandOver.objects.update(answer=HandOver.Answer.FINDING)
        assert 'id="planned"' in alex.get(page).text
