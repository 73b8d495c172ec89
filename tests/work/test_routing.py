"""When a notice goes, on which ways, when it waits, and when nobody needs it any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kbye.come_back.actions import come_back
from kbye.household.away import HandOver, TimeAway
from kbye.household.channel import Channel
from kbye.household.event import undo
from kbye.household.notice import LINK_HERE, Notice
from kbye.household.notices import tell, ways_to
from kbye.household.people import Member
from kbye.outside import apprise_out
from kbye.outside.outcome import Sent, Trouble
from kbye.planning.intervals import Span
from kbye.planning.quiet import quiet_until
from kbye.planning.wallclock import instant
from kbye.web.links import address_of
from kbye.work.notices import AT_ONCE, send_due
from tests.people import FRIDAY, FRIDAY_EVENING, THURSDAY, THURSDAY_NOON, ZONE, Family, stay_link, time_away
from tests.work.conftest import PostOffice, words_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STORM, A_GREAT_STORM = 150, 10_000
NIGHT = {"quiet_from_minute": 22 * 60, "quiet_to_minute": 7 * 60}


def at(hour: int, minute: int = 0) -> datetime:
    return instant(THURSDAY, hour * 60 + minute, ZONE)


def on_the_clock(now: datetime) -> Callable[[], datetime]:
    return lambda: now


@pytest.fixture
def cast(cast_of_all: Family) -> Family:
    return cast_of_all


@pytest.fixture
def evening(cast: Family) -> TimeAway:
    return time_away(cast)


def say(person: Member, row: TimeAway, **more: Any) -> list[Notice]:
    about: dict[str, Any] = {"kind": "settled", "subject": "Settled", "body": "words", "key": "settled:1"}
    return tell(person, time_away=row, **(about | {"due_at": THURSDAY_NOON} | more))


def messenger(person: Member, name: str = "ntfy") -> Channel:
    kind = Channel.Kind.MESSENGER
    address = f"ntfys://ntfy.example.org/{name}"
    return Channel.objects.add(person, kind=kind, address=address, label=name, now=THURSDAY_NOON)


def messages(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Address, title and body of what goes to messengers from here on."""
    sent: list[tuple[str, str, str]] = []

    def notify(url: str, title: str, body: str) -> Sent:
        sent.append((url, title, body))
        return Sent()

    monkeypatch.setattr(apprise_out, "notify", notify)
    return sent


def without_mail(person: Member) -> None:
    kind = Channel.Kind.MAIL
    Channel.objects.add(person, kind=kind, address="", label="", now=THURSDAY_NOON).switch(is_on=False)


def of(cast: Family) -> list[Notice]:
    return list(Notice.objects.of(cast.household).order_by("due_at", "key"))


def test_one_row_for_each_way(cast: Family, evening: TimeAway) -> None:
    ntfy = messenger(cast.alex)
    rows = say(cast.alex, evening)
    assert [(row.key, row.channel, row.address) for row in rows] == [
        ("settled:1:mail", None, "alex@example.org"),
        (f"settled:1:{ntfy.pk.hex}", ntfy, ""),
    ]


def test_one_nudge_per_thing_whatever_ways_came_meanwhile(cast: Family, evening: TimeAway) -> None:
    assert say(cast.alex, evening)
    messenger(cast.alex)
    assert say(cast.alex, evening) == []
    assert len(of(cast)) == 1


@pytest.mark.parametrize(
    ("kind", "urgent", "mail_too"),
    [("settled", False, False), ("told", False, True), ("ask", False, True), ("settled", True, True)],
)
def test_what_somebody_counts_on_goes_by_mail_as_well(
    cast: Family, evening: TimeAway, kind: str, urgent: bool, mail_too: bool
) -> None:
    ntfy = messenger(cast.alex)
    without_mail(cast.alex)
    rows = say(cast.alex, evening, kind=kind, urgent=urgent)
    assert [row.channel for row in rows] == ([None, ntfy] if mail_too else [ntfy])


def test_without_any_other_way_mail_is_the_way(cast: Family) -> None:
    without_mail(cast.alex)
    assert ways_to(cast.alex, kind="settled") == [None]
    ntfy = messenger(cast.alex)
    assert ways_to(cast.alex, kind="settled") == [ntfy]
    ntfy.switch(is_on=False)
    assert ways_to(cast.alex, kind="settled") == [None]
    ntfy.switch(is_on=True)
    ntfy.go(at=THURSDAY_NOON)
    assert ways_to(cast.alex, kind="settled") == [None]


def test_those_without_an_account_get_mail(cast: Family) -> None:
    assert ways_to(cast.grandma, kind="ask") == []
    cast.grandma.email = "ruth@example.org"
    assert ways_to(cast.grandma, kind="ask") == [None]


@pytest.mark.parametrize(
    ("said_at", "due"),
    [
        (at(21, 59), at(21, 59)),
        (at(22), instant(FRIDAY, 7 * 60, ZONE)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_quiet_hours_move_it_to_their_end(
    cast: Family, evening: TimeAway, said_at: datetime, due: datetime
) -> None:
    Member.objects.filter(household=cast.household, pk=cast.alex.pk).update(**NIGHT)
    alex = Member.objects.of(cast.household).get(pk=cast.alex.pk)
    assert [row.due_at for row in say(alex, evening, due_at=said_at)] == [due]
    assert [row.due_at for row in say(alex, evening, due_at=said_at, key="now", urgent=True)] == [said_at]


def test_quiet_hours_do_not_keep_what_begins_before_they_end(cast: Family) -> None:
    cast.alex.quiet_from_minute, cast.alex.quiet_to_minute = 22 * 60, 7 * 60
    tonight = time_away(cast, span=Span(at(23), at(23) + 2 * HOUR))
    assert [row.due_at for row in say(cast.alex, tonight, kind="told", due_at=at(22, 30))] == [at(22, 30)]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall_in_the_nights_it_changes(
    day: datetime, end: datetime
) -> None:
    assert quiet_until(day, from_minute=22 * 60, to_minute=7 * 60, zone=ZONE) == end


def test_quiet_hours_set_meanwhile_hold_it_up_as_well(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    say(cast.alex, evening, due_at=at(23))
    Member.objects.filter(household=cast.household, pk=cast.alex.pk).update(**NIGHT)
    send_due(on_the_clock(at(23)))
    [row] = of(cast)
    assert (row.due_at, row.attempts, row.lease_until) == (instant(FRIDAY, 7 * 60, ZONE), 0, None)
    assert send_due(on_the_clock(row.due_at)) == 1
    assert len(post_office.letters) == 1


def test_off_duty_is_off_duty(cast: Family, post_office: PostOffice) -> None:
    """What was written before they left and could not be sent waits for their return, however late that is."""
    away = time_away(cast)
    say(cast.sam, away, kind="settled", due_at=FRIDAY_EVENING.start - HOUR)
    send_due(on_the_clock(FRIDAY_EVENING.start + HOUR))
    assert [row.due_at for row in of(cast)] == [FRIDAY_EVENING.end]
    send_due(on_the_clock(FRIDAY_EVENING.end + HOUR))
    assert post_office.letters == []
    TimeAway.objects.filter(household=cast.household, pk=away.pk).update(back_at=FRIDAY_EVENING.end + HOUR)
    assert send_due(on_the_clock(FRIDAY_EVENING.end + 2 * HOUR)) == 1
    assert len(post_office.letters) == 1


def test_of_their_own_time_away_nothing_is_told_while_they_are_off(cast: Family, evening: TimeAway) -> None:
    during = FRIDAY_EVENING.start + HOUR
    assert say(cast.sam, evening, kind="answer", due_at=during) == []
    assert [row.due_at for row in say(cast.sam, evening, kind="all_well", due_at=during)] == [during]
    assert [row.due_at for row in say(cast.sam, evening, urgent=True, due_at=during, key="u")] == [during]


def test_about_another_time_it_waits_for_their_return(cast: Family, evening: TimeAway) -> None:
    next_week = Span(FRIDAY_EVENING.start + timedelta(days=7), FRIDAY_EVENING.end + timedelta(days=7))
    other = time_away(cast, span=next_week)
    rows = say(cast.sam, other, kind="answer", due_at=FRIDAY_EVENING.start + HOUR)
    assert [row.due_at for row in rows] == [FRIDAY_EVENING.end]


def test_who_is_back_early_hears_of_it_early(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    during = FRIDAY_EVENING.start + HOUR
    other = Span(FRIDAY_EVENING.start + timedelta(days=7), FRIDAY_EVENING.end + timedelta(days=7))
    say(cast.sam, time_away(cast, span=other), kind="answer", due_at=during)
    event = come_back(time_away=evening, by=cast.sam, now=during)
    assert [row.due_at for row in of(cast)] == [during]
    undo(event, by=cast.sam, at=during)
    send_due(on_the_clock(during))
    assert [row.due_at for row in of(cast)] == [FRIDAY_EVENING.end], "that was a mistake"
    assert post_office.letters == []
    come_back(time_away=evening, by=cast.sam, now=during)
    send_due(on_the_clock(during))
    assert len(post_office.letters) == 1


def test_what_is_called_off_is_not_told_any_more(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    say(cast.alex, evening, kind="told", due_at=THURSDAY_NOON + HOUR)
    off = THURSDAY_NOON + HOUR - timedelta(minutes=1)
    evening.call_off(at=off)
    send_due(on_the_clock(THURSDAY_NOON + HOUR))
    assert [row.due_at for row in of(cast)] == [off + timedelta(minutes=2)], "it can still be taken back"
    send_due(on_the_clock(off + timedelta(minutes=2)))
    assert of(cast) == []
    assert post_office.letters == []


def test_who_answered_meanwhile_is_not_asked_again(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    say(cast.alex, evening, kind="nudge")
    HandOver.objects.of(cast.household).update(answer="got_it", answered_at=THURSDAY_NOON)
    send_due(on_the_clock(THURSDAY_NOON))
    assert of(cast) == []
    assert post_office.letters == []


def test_nobody_writes_to_somebody_who_was_removed(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    say(cast.alex, evening, urgent=True)
    cast.alex.remove(at=THURSDAY_NOON)
    send_due(on_the_clock(THURSDAY_NOON))
    assert of(cast) == []


def test_a_messenger_gets_the_whole_message(
    cast: Family, evening: TimeAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = messages(monkeypatch)
    ntfy, link = messenger(cast.alex), stay_link(evening)
    without_mail(cast.alex)
    say(cast.alex, evening, subject="Friday\r\nX-Tag: x", body=f"Have a look: {LINK_HERE}", link=link)
    send_due(on_the_clock(THURSDAY_NOON))
    url = "ntfys://ntfy.example.org/ntfy"
    assert sent == [(url, "Friday X-Tag: x", f"Have a look: {address_of(link)}")]
    ntfy = Channel.objects.of(cast.household).get(pk=ntfy.pk)
    assert (ntfy.worked_at, ntfy.trouble) == (THURSDAY_NOON, "")


def test_what_a_messenger_will_never_take_goes_by_mail(
    cast: Family, evening: TimeAway, monkeypatch: pytest.MonkeyPatch, post_office: PostOffice
) -> None:
    no = Trouble(words="This does not look like an address for messages.", cause="nomatch", again=False)
    monkeypatch.setattr(apprise_out, "notify", lambda *_words: no)
    ntfy = messenger(cast.alex)
    without_mail(cast.alex)
    say(cast.alex, evening)
    send_due(on_the_clock(THURSDAY_NOON))
    send_due(on_the_clock(THURSDAY_NOON))
    assert {(row.state, row.channel_id) for row in of(cast)} == {("gave_up", ntfy.pk), ("sent", None)}
    assert [letter["Subject"] for letter in post_office.letters] == ["Settled"]
    assert Channel.objects.of(cast.household).get(pk=ntfy.pk).trouble == no.words


def test_with_the_key_lost_it_says_so_and_goes_by_mail(
    cast: Family, evening: TimeAway, post_office: PostOffice, settings: Any
) -> None:
    ntfy = messenger(cast.alex)
    settings.CHANNEL_KEY = "a new one"
    say(cast.alex, evening)
    send_due(on_the_clock(THURSDAY_NOON))
    assert len(post_office.letters) == 1, "mail was chosen anyway, and once is enough"
    assert "add it once more" in Channel.objects.of(cast.household).get(pk=ntfy.pk).trouble


def many(cast: Family, evening: TimeAway, count: int, **more: Any) -> None:
    for number in range(count):
        say(cast.alex, evening, key=f"thing:{number}", subject=f"Thing {number}", kind="note", **more)


def run(now: datetime) -> None:
    while send_due(on_the_clock(now)):
        pass


@pytest.mark.parametrize("things", [STORM, pytest.param(A_GREAT_STORM, marks=pytest.mark.nightly)])
def test_a_storm_becomes_one_letter(
    things: int, cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    many(cast, evening, things)
    run(THURSDAY_NOON)
    assert len(post_office.letters) == 6
    run(THURSDAY_NOON + HOUR - timedelta(seconds=1))
    assert len(post_office.letters) == 6
    run(THURSDAY_NOON + HOUR)
    assert len(post_office.letters) == 7
    letter = post_office.letters[-1]
    assert letter["Subject"] == f"{things - 6} things from kbye"
    assert f"and {things - 106} more" in words_in(letter)
    run(THURSDAY_NOON + 30 * HOUR)
    assert len(post_office.letters) == 7
    assert not Notice.objects.of(cast.household).filter(state="waiting").exists()


def test_a_storm_through_the_hour_adds_to_the_same_letter(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    for minute in range(50):
        now = THURSDAY_NOON + timedelta(minutes=minute)
        say(cast.alex, evening, key=f"t:{minute}", subject=f"Thing {minute}", kind="note", due_at=now)
        run(now)
    run(THURSDAY_NOON + HOUR)
    assert [letter["Subject"] for letter in post_office.letters][6:] == ["44 things from kbye"]
    lines = words_in(post_office.letters[-1]).splitlines()
    assert [line for line in lines if line.startswith("· ")] == [
        f"· Thing {minute}" for minute in range(6, 50)
    ]


def test_what_is_urgent_is_never_folded(cast: Family, evening: TimeAway, post_office: PostOffice) -> None:
    many(cast, evening, 20)
    say(cast.alex, evening, key="urgent:1", urgent=True, subject="Urgent")
    run(THURSDAY_NOON)
    assert post_office.letters[0]["Subject"] == "Urgent"
    assert len(post_office.letters) == 7


def test_six_things_on_two_ways_are_six_things(
    cast: Family, evening: TimeAway, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed = messages(monkeypatch)
    messenger(cast.alex)
    many(cast, evening, 9)
    run(THURSDAY_NOON)
    assert (len(post_office.letters), len(pushed)) == (6, 6)
    run(THURSDAY_NOON + HOUR)
    assert [letter["Subject"] for letter in post_office.letters][6:] == ["3 things from kbye"]


def test_one_person_in_a_storm_keeps_nobody_else_waiting(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    many(cast, evening, 2 * AT_ONCE)
    say(cast.sam, evening, key="to sam")
    run(THURSDAY_NOON)
    assert "sam@example.org" in post_office.recipients


def test_what_was_folded_is_not_told_once_it_is_called_off(
    cast: Family, evening: TimeAway, post_office: PostOffice
) -> None:
    many(cast, evening, 7)
    say(cast.alex, evening, key="settled:2", kind="settled", subject="Settled")
    run(THURSDAY_NOON)
    evening.call_off(at=THURSDAY_NOON)
    run(THURSDAY_NOON + HOUR)
    assert len(post_office.letters) == 7
    assert "Settled" not in words_in(post_office.letters[-1])
