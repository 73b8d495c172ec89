"""What somebody who stays, on their link, can never see, open or do: one line each. Grandma has Sam's Friday."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from kbye.ask import actions
from kbye.household.afterwards import Debrief, Postcard, Worry
from kbye.household.away import TimeAway
from kbye.household.calendar import Calendar, Commitment
from kbye.household.gap import Ask
from kbye.household.knowledge import Contact, Fact
from kbye.household.link import Link
from kbye.household.occurrences import lay_out
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence
from kbye.household.standing import StandingDate
from kbye.planning.intervals import Span
from tests.conftest import Clock
from tests.once import built_once
from tests.people import (
    FRIDAY_EVENING,
    LONG_AGO,
    THURSDAY,
    THURSDAY_NOON,
    Family,
    family,
    inhaler,
    opened,
    stay_link,
    time_away,
)
from tests.web.never import assert_led_to_sign_in, assert_shut

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
DURING = FRIDAY_EVENING.start + HOUR
EARLY = Span(FRIDAY_EVENING.start + HOUR, FRIDAY_EVENING.start + 2 * HOUR)


def later(by: timedelta) -> Span:
    return Span(FRIDAY_EVENING.start + by, FRIDAY_EVENING.end + by)


@dataclass
class Scene:
    cast: Family
    row: TimeAway
    link: Link
    keys: dict[str, Any] = field(default_factory=dict)

    @property
    def phone(self) -> Client:
        return opened(self.link)

    def pages(self) -> Iterator[str]:
        """Everything that their link shows."""
        phone, at = self.phone, f"/l/{self.link.token}"
        for path in ("", "sheet/", "gaps/", "gaps/new/", "kbye.ics", "urgent/", "postcard/", "two-minutes/"):
            yield phone.get(f"{at}/{path}", follow=True).text
        yield phone.get(f"{at}/gaps/{self.keys['gap']}/").text
        yield phone.get(f"{at}/asks/{self.keys['ask']}/").text


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with built_once(django_db_blocker):
        yield scene()


@pytest.fixture
def at(world: Scene, clock: Clock) -> Scene:
    return deepcopy(world)


def scene() -> Scene:
    """Noor is asked for an hour of it; another time of Sam's, Alex's, and the neighbours' are there, too."""
    cast = family()
    house = cast.household
    inhaler(cast)
    mine = time_away(cast, stayer=cast.grandma)
    lay_out(mine)
    gap, asked = _asked(mine, cast.noor)
    other = time_away(cast, span=later(DAY), stayer=cast.grandma)
    other_gap, other_ask = _asked(other, cast.noor)
    row = TimeAway.objects.of(house).with_people().get(pk=mine.pk)
    found = Scene(cast, row, stay_link(row))
    next_door = _next_door()
    found.keys = {
        "gap": gap.pk,
        "ask": asked.pk,
        "other": other.pk,
        "other_gap": other_gap.pk,
        "other_ask": other_ask.pk,
        "other_must": _must(other).pk,
        "other_card": _card(other, cast.grandma).pk,
        "another_card": _card(mine, cast.alex, words="Alex wrote this").pk,
        "token": found.link.token,
        "mine": mine.pk,
        "must": _must(mine).pk,
        "nobody": uuid4(),
        "alex": cast.alex.pk,
        **next_door,
    }
    return found


def _asked(row: TimeAway, helper: Member) -> tuple[Any, Ask]:
    span = Span(row.starts_at + HOUR, row.starts_at + 2 * HOUR)
    gap = actions.open_gap(time_away=row, span=span, by=row.stayers[0], now=THURSDAY_NOON)
    actions.ask_people(gap=gap, people=[helper], by=row.stayers[0], now=THURSDAY_NOON)
    return gap, Ask.objects.of(row.household).get(gap=gap)


def _must(row: TimeAway) -> Occurrence:
    return Occurrence.objects.of(row.household).filter(time_away=row)[0]


def _card(row: TimeAway, sender: Member, words: str = "fine") -> Postcard:
    return Postcard.objects.create(
        household=row.household, time_away=row, sender=sender, words=words, created_at=LONG_AGO
    )


def _next_door() -> dict[str, Any]:
    cast = family(canary="-next-door")
    inhaler(cast)
    row = time_away(cast)
    lay_out(row)
    gap, asked = _asked(row, cast.noor)
    return {
        "their_gap": gap.pk,
        "their_ask": asked.pk,
        "their_must": _must(row).pk,
        "their_card": _card(row, cast.alex).pk,
    }


# What can never be seen.


def _nothing_more(at: Scene) -> None:
    """It is there already."""


def _next_week(at: Scene) -> None:
    time_away(at.cast, span=later(WEEK))


def _last_week(at: Scene) -> None:
    time_away(at.cast, span=later(-WEEK)).come_back(at=FRIDAY_EVENING.end - WEEK)


def _what_for(at: Scene) -> None:
    at.row.what_for = "the cinema with Ruth"
    at.row.save(update_fields=["what_for"])


def _worry(at: Scene) -> None:
    Worry.objects.create(
        household=at.cast.household,
        time_away=at.row,
        author=at.cast.sam,
        words="bedtime",
        created_at=LONG_AGO,
    )


def _debrief(at: Scene) -> None:
    Debrief.objects.create(
        household=at.cast.household,
        time_away=at.row,
        member=at.cast.sam,
        rested="well",
        to_know_next_time="slept badly",
        created_at=LONG_AGO,
    )


def _numbers(at: Scene) -> None:
    at.cast.noor.phone = "+49 30 23125 077"
    at.cast.noor.save(update_fields=["phone"])


def _removed_contact(at: Scene) -> None:
    Contact.objects.create(
        household=at.cast.household, name="Uncle", phone="+49 30 23125 066", removed_at=LONG_AGO
    )


def _removed_fact(at: Scene) -> None:
    Fact.objects.create(
        household=at.cast.household, kind=Fact.Kind.COMFORT, words="the bear", removed_at=LONG_AGO
    )


def _removed_child(at: Scene) -> None:
    at.cast.zoe.remove(at=THURSDAY_NOON)


def _calendar(at: Scene) -> None:
    calendar = Calendar.objects.create(
        household=at.cast.household,
        member=at.cast.sam,
        name="choir practice",
        read_at=THURSDAY_NOON,
        fingerprint="0" * 64,
        until_at=THURSDAY_NOON + WEEK,
    )
    Commitment.objects.create(
        household=at.cast.household,
        member=at.cast.sam,
        calendar=calendar,
        starts_at=EARLY.start + 17 * timedelta(minutes=1),
        ends_at=EARLY.end,
    )


def _standing(at: Scene) -> None:
    StandingDate.objects.create(
        household=at.cast.household,
        leaver=at.cast.sam,
        stayer=at.cast.alex,
        proposed_by=at.cast.sam,
        weekday=1,
        from_minute=1153,
        minutes=180,
        first_date=THURSDAY,
        agreed_at=LONG_AGO,
        created_at=LONG_AGO,
    )


UNSEEN = {
    "another day": (_nothing_more, "5 Dec"),
    "who is away next week": (_next_week, "11 Dec"),
    "what was last week": (_last_week, "27 Nov"),
    "what the leaver does": (_what_for, "cinema"),
    "a worry": (_worry, "bedtime"),
    "what the leaver told afterwards": (_debrief, "slept badly"),
    "the number of somebody who is not there to call": (_numbers, "23125 077"),
    "the adults' e-mail addresses": (_nothing_more, "sam@example.org"),
    "a number that was taken out": (_removed_contact, "23125 066"),
    "a line that was taken out": (_removed_fact, "the bear"),
    "a child who is not of the household any more": (_removed_child, "Zoe"),
    "what is in a calendar": (_calendar, "choir practice"),
    "when the leaver has something": (_calendar, "19:17"),
    "a standing date": (_standing, "19:13"),
    "another's postcard": (_nothing_more, "Alex wrote this"),
    "the neighbours": (_nothing_more, "-next-door"),
    "a way into the house": (_nothing_more, 'href="/away/'),
    "a page of the house": (_nothing_more, 'href="/handbook'),
    "the set-up of people": (_nothing_more, 'href="/people'),
}


@pytest.fixture(scope="module")
def shown(world: Scene, django_db_blocker: DjangoDbBlocker) -> str:
    """All of their pages, before and while they have the children, with all of that in the house."""
    at, found = deepcopy(world), list[str]()
    house = at.cast.household
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        Fact.objects.create(household=house, kind=Fact.Kind.COMFORT, child=at.cast.ben, words="the rabbit")
        Contact.objects.create(household=house, name="Dr. Wolke", phone="+49 30 23125 014")
        for there in {there for there, _words in UNSEEN.values()}:
            there(at)
        for now in (THURSDAY_NOON, DURING):
            patch.setattr("kbye.web.clock.now", lambda now=now: now)
            found += at.pages()
        transaction.set_rollback(True)
    return "\n".join(found)


@pytest.mark.parametrize("words", ["Mia", "inhaler", "the rabbit", "23125 014", "Noor", "A postcard for Sam"])
def test_what_they_do_see(words: str, shown: str) -> None:
    """The control of what follows: these pages are really read."""
    assert words in shown


@pytest.mark.parametrize("what", UNSEEN)
def test_never_seen(what: str, shown: str) -> None:
    assert UNSEEN[what][1] not in shown


# What can never be opened or done.

SHUT = {
    "a helper's page": "/h/{token}/",
    "opening a helper's page": "/h/{token}/open/",
    "a helper's yes": "/h/{token}/{ask}/answer/",
    "a helper's yes taken back": "/h/{token}/{ask}/take-back/",
    "a helper's calendar entry": "/h/{token}/{ask}/kbye.ics",
    "an invitation": "/invitation/{token}/",
    "a way back in": "/way-in/{token}/",
    "a household's start": "/start/{token}/",
    "a gap of another day": "/l/{token}/gaps/{other_gap}/",
    "taking a gap of another day": "/l/{token}/gaps/{other_gap}/take/",
    "closing a gap of another day": "/l/{token}/gaps/{other_gap}/close/",
    "opening a gap of another day": "/l/{token}/gaps/{other_gap}/open/",
    "the message of another day": "/l/{token}/asks/{other_ask}/",
    "the calendar entry of another day": "/l/{token}/asks/{other_ask}/kbye.ics",
    "a helper's answer of another day": "/l/{token}/asks/{other_ask}/said/",
    "asking nobody on another day": "/l/{token}/asks/{other_ask}/end/",
    "a new link by way of another day": "/l/{token}/asks/{other_ask}/new-link/",
    "a tick of another day": "/l/{token}/tick/{other_must}/",
    "a tick of another day taken back": "/l/{token}/untick/{other_must}/",
    "who did it on another day": "/l/{token}/credit/{other_must}/",
    "the photo of another day": "/l/{token}/photo/{other_card}/",
    "the photo of another": "/l/{token}/photo/{another_card}/",
    "the neighbours' gap": "/l/{token}/gaps/{their_gap}/",
    "taking the neighbours' gap": "/l/{token}/gaps/{their_gap}/take/",
    "the neighbours' message": "/l/{token}/asks/{their_ask}/",
    "the neighbours' answer": "/l/{token}/asks/{their_ask}/said/",
    "a new link of the neighbours": "/l/{token}/asks/{their_ask}/new-link/",
    "the neighbours' tick": "/l/{token}/tick/{their_must}/",
    "the neighbours' photo": "/l/{token}/photo/{their_card}/",
    "nobody's gap": "/l/{token}/gaps/{nobody}/",
    "nobody's ask": "/l/{token}/asks/{nobody}/",
    "nobody's tick": "/l/{token}/tick/{nobody}/",
    "a page there is not": "/l/{token}/attic/",
}


@pytest.mark.parametrize("what", SHUT)
def test_never_opened(what: str, at: Scene) -> None:
    assert_shut(SHUT[what].format(**at.keys), at.phone)


OF_THE_HOUSE: dict[str, tuple[str, dict[str, str]]] = {
    "the first page": ("today:page", {}),
    "what is undone": ("today:undo", {"seq": "1"}),
    "the history": ("come_back:history", {}),
    "the handbook": ("handbook:page", {}),
    "a line of the handbook": ("handbook:add_fact", {}),
    "a number to call": ("handbook:add_contact", {}),
    "everybody": ("set_up:more", {}),
    "one person": ("set_up:person", {"person": "alex"}),
    "adding somebody": ("set_up:add_person", {}),
    "removing somebody": ("set_up:remove_person", {"person": "alex"}),
    "inviting somebody": ("set_up:invite", {"person": "alex"}),
    "who does what": ("set_up:home", {}),
    "a calendar": ("set_up:calendar", {"person": "alex"}),
    "what is agreed": ("set_up:limits", {}),
    "how kbye reaches anybody": ("set_up:channels", {}),
    "a time away of one's own": ("decide:choose", {}),
    "a standing date": ("decide:make_standing", {}),
    "their own time away, signed in": ("go:page", {"time_away": "mine"}),
    "their own sheet, signed in": ("go:sheet", {"time_away": "mine"}),
    "leaving": ("go:begin", {"time_away": "mine"}),
    "coming back": ("come_back:back", {"time_away": "mine"}),
    "calling it off": ("tell:call_off", {"time_away": "mine"}),
    "the message to them": ("tell:message", {"time_away": "mine"}),
    "sending it": ("tell:send", {"time_away": "mine"}),
    "ending a link and making a new one": ("tell:end_link", {"time_away": "mine"}),
    "agreeing for another": ("tell:said_yes", {"time_away": "mine"}),
    "who has the children": ("tell:who", {"time_away": "mine"}),
    "the worries": ("prepare:worries", {"time_away": "mine"}),
}


@pytest.mark.parametrize("what", OF_THE_HOUSE)
def test_never_a_page_of_the_house(what: str, at: Scene) -> None:
    """Having opened their link and tapped on it, they are still nobody anywhere else."""
    name, names = OF_THE_HOUSE[what]
    phone = at.phone
    assert phone.post(f"/l/{at.link.token}/answer/", {"answer": "got_it"}).status_code == 302
    keys = {key: at.keys.get(value, value) for key, value in names.items()}
    if name == "today:page":
        assert "Mia" not in phone.get("/", follow=True).text
        return
    assert_led_to_sign_in(reverse(name, kwargs=keys), phone)


# When it is over.


def _revoked(at: Scene, clock: Clock) -> None:
    at.link.revoke(at=THURSDAY_NOON)


def _removed(at: Scene, clock: Clock) -> None:
    at.cast.grandma.remove(at=THURSDAY_NOON)


def _called_off(at: Scene, clock: Clock) -> None:
    at.row.call_off(at=THURSDAY_NOON)


def _two_days_after(at: Scene, clock: Clock) -> None:
    clock.at = FRIDAY_EVENING.end + 2 * DAY


def _two_days_after_an_early_return(at: Scene, clock: Clock) -> None:
    at.row.come_back(at=EARLY.start)
    clock.at = EARLY.start + 2 * DAY


@pytest.mark.parametrize(
    "ended", [_revoked, _removed, _called_off, _two_days_after, _two_days_after_an_early_return]
)
def test_nothing_at_all_once_it_has_ended(ended: Any, at: Scene, clock: Clock) -> None:
    phone = at.phone
    assert phone.get(f"/l/{at.link.token}/sheet/").status_code == 200
    ended(at, clock)
    own = ("", "open/", "answer/", "kbye.ics", "sheet/", "gaps/", "gaps/new/", "gaps/{gap}/", "tick/{must}/")
    for path in (*own, "plan/", "all-well/", "urgent/", "postcard/", "two-minutes/"):
        assert_shut(f"/l/{at.link.token}/{path}".format(**at.keys), phone)


def test_a_door_that_looks_at_nothing_is_seen(at: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table can fail: were links not kept to their own time away, its lines would turn red."""
    from kbye.ask import reading
    from kbye.household.gap import Gap

    def anybodys(time_away: TimeAway) -> Any:
        return Gap.objects.of(time_away.household).whole()

    monkeypatch.setattr(reading, "gaps_of", anybodys)
    with pytest.raises(AssertionError):
        assert_shut(SHUT["a gap of another day"].format(**at.keys), at.phone)


def test_then_it_is_not_even_known_that_it_was(at: Scene, clock: Clock) -> None:
    clock.at = datetime.max.replace(tzinfo=clock.at.tzinfo) - WEEK
    ended, never = at.phone.get(f"/l/{at.link.token}/"), at.phone.get(f"/l/{'A' * 43}/")
    assert (ended.status_code, ended.content) == (never.status_code, never.content)
