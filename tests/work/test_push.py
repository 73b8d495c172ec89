"""Notices on phones: a real endpoint that opens what it gets; it names nobody, and nothing hangs on it alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kbye.household.channel import Channel
from kbye.household.link import Link
from kbye.household.notice import LEASE, LINK_HERE, TRIES, Notice
from kbye.household.notices import tell
from kbye.outside import egress
from kbye.outside.addresses import Place
from kbye.work.notices import send_due
from tests.outside.servers import Behaviour, Server, answer, says, silent
from tests.outside.test_push import Browser
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, stay_link, time_away
from tests.work.conftest import PostOffice

pytestmark = pytest.mark.django_db
CREATED = answer(status="201 Created")


def on_the_clock(now: datetime) -> Callable[[], datetime]:
    return lambda: now


class Phone:
    """Alex's phone and the service it gets its notices from, which behaves as told."""

    def __init__(self, cast: Family, settings: Settings) -> None:
        self.cast, self.browser = cast, Browser()
        self.server = Server(self._behave)
        self.behave: Behaviour = says(CREATED)
        place = Place("127.0.0.1", self.server.port)
        settings.MAY_REACH = frozenset({place})
        self.channel = Channel.objects.add(
            cast.alex,
            kind=Channel.Kind.PUSH,
            address=f"http://{place}/wpush/alex {self.browser.p256dh} {self.browser.auth}",
            label="Firefox on Android",
            now=THURSDAY_NOON,
        )

    def _behave(self, guest: Any, server: Server) -> None:
        self.behave(guest, server)

    @property
    def shown(self) -> list[dict[str, str]]:
        bodies = [one.partition(b"\r\n\r\n")[2] for one in self.server.asked]
        return [json.loads(self.browser.opened(body).rstrip(b"\0").removesuffix(b"\x02")) for body in bodies]

    def again(self) -> Channel:
        return Channel.objects.of(self.cast.household).get(pk=self.channel.pk)


@pytest.fixture
def phone(cast_of_all: Family, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """Alex has it, and likes no more mail than needed; nobody here waits longer than half a second."""
    really = egress.ask
    monkeypatch.setattr(egress, "ask", lambda *said, **more: really(*said, **(more | {"seconds": 0.5})))
    found = Phone(cast_of_all, settings)
    kind = Channel.Kind.MAIL
    Channel.objects.add(cast_of_all.alex, kind=kind, address="", label="", now=THURSDAY_NOON).switch(
        is_on=False
    )
    with found.server:
        yield found


def say(cast: Family, kind: str = "settled", **more: Any) -> list[Notice]:
    about: dict[str, Any] = {
        "kind": kind,
        "subject": "Settled: Sam is off on Friday",
        "body": f"Sam, Mia, Ben and Zoe {LINK_HERE}",
        "key": "settled:1",
        "due_at": THURSDAY_NOON,
    }
    return tell(cast.alex, time_away=time_away(cast), **(about | more))


def states(cast: Family) -> dict[str, str]:
    rows = Notice.objects.of(cast.household)
    return {"push" if row.channel_id else "mail": str(row.state) for row in rows}


def test_the_phone_shows_it_and_no_name_is_in_it(phone: Phone) -> None:
    row = time_away(phone.cast)
    link = stay_link(row)
    about = {"kind": "settled", "subject": "Sam is off", "body": f"Sam, Mia {LINK_HERE}", "key": "settled:1"}
    tell(phone.cast.alex, time_away=row, link=link, due_at=THURSDAY_NOON, **about)  # type: ignore[arg-type]
    assert send_due(on_the_clock(THURSDAY_NOON)) == 1
    [shown] = phone.shown
    assert shown["title"] == "kbye: something for you"
    assert shown["body"] == "Something is settled."
    assert shown["path"] == f"/away/{row.pk}/"
    said = json.dumps(shown)
    names = [str(one) for one in (phone.cast.sam, phone.cast.alex, *phone.cast.children)]
    assert not any(name in said for name in names)
    assert link.token not in said
    assert states(phone.cast) == {"push": "sent"}
    assert (phone.again().worked_at, phone.again().trouble) == (THURSDAY_NOON, "")


def test_who_wants_names_there_reads_the_headline_and_no_more(phone: Phone) -> None:
    alex = phone.cast.alex
    alex.names_in_push = True
    alex.save(update_fields=["names_in_push"])
    say(phone.cast, body=f"Zoe: no nuts {LINK_HERE}", link=stay_link(time_away(phone.cast)))
    send_due(on_the_clock(THURSDAY_NOON))
    [shown] = phone.shown
    assert (shown["title"], shown["body"]) == ("Settled: Sam is off on Friday", "Something is settled.")
    assert "nuts" not in json.dumps(shown)
    assert "/l/" not in json.dumps(shown)


@pytest.mark.parametrize("kind", ["told", "ask", "called_off", "nobody_can"])
def test_what_somebody_counts_on_is_never_on_the_phone_alone(
    phone: Phone, post_office: PostOffice, kind: str
) -> None:
    say(phone.cast, kind)
    send_due(on_the_clock(THURSDAY_NOON))
    assert states(phone.cast) == {"push": "sent", "mail": "sent"}
    assert (len(phone.shown), len(post_office.letters)) == (1, 1)


@pytest.mark.parametrize("kind", ["told", "ask", "answer", "nudge", "all_well", "settled", "something new"])
def test_there_is_always_something_to_show(phone: Phone, post_office: PostOffice, kind: str) -> None:
    say(phone.cast, kind)
    send_due(on_the_clock(THURSDAY_NOON))
    [shown] = phone.shown
    assert all(shown[part] for part in ("title", "body", "tag", "path"))


def test_urgent_is_called_urgent_and_goes_everywhere(phone: Phone, post_office: PostOffice) -> None:
    say(phone.cast, "urgent", urgent=True)
    send_due(on_the_clock(THURSDAY_NOON))
    assert [one["title"] for one in phone.shown] == ["kbye: urgent"]
    assert b"urgency: high" in phone.server.asked[0].lower()
    assert len(post_office.letters) == 1


def test_a_phone_that_is_gone_is_forgotten_and_mail_takes_over(phone: Phone, post_office: PostOffice) -> None:
    for status in ("410 Gone",):
        phone.behave = says(answer(status=status))
        say(phone.cast)
        send_due(on_the_clock(THURSDAY_NOON))
        send_due(on_the_clock(THURSDAY_NOON))
    assert states(phone.cast) == {"push": "gave_up", "mail": "sent"}
    assert phone.again().gone_at == THURSDAY_NOON
    assert phone.again().trouble == "This phone takes no notices any more."
    [letter] = post_office.letters
    assert letter["Subject"] == "Settled: Sam is off on Friday"
    say(phone.cast, key="settled:2")
    assert Notice.objects.of(phone.cast.household).filter(key__startswith="settled:2").get().channel is None


def test_mail_that_goes_anyway_is_not_sent_twice(phone: Phone, post_office: PostOffice) -> None:
    phone.behave = says(answer(status="404 Not Found"))
    say(phone.cast, "told")
    send_due(on_the_clock(THURSDAY_NOON))
    send_due(on_the_clock(THURSDAY_NOON))
    assert len(post_office.letters) == 1


@pytest.mark.parametrize(
    ("behave", "words"),
    [
        (says(answer(status="500 Internal Server Error")), "The push service did not take it."),
        (says(answer(status="503 Service Unavailable")), "The push service did not take it."),
        (silent, "The push service could not be reached."),
        (lambda guest, server: guest.close(), "The push service could not be reached."),
        (says(b"HTTP/1.1 "), "The push service could not be reached."),
    ],
    ids=["500", "503", "silence", "hangs up", "half an answer"],
)
def test_trouble_is_in_sight_and_it_is_tried_again(phone: Phone, behave: Behaviour, words: str) -> None:
    phone.behave = behave
    [row] = say(phone.cast)
    send_due(on_the_clock(THURSDAY_NOON))
    row.refresh_from_db(from_queryset=Notice.objects.of(phone.cast.household))
    assert (row.state, row.trouble, row.attempts) == ("waiting", words, 1)
    assert phone.again().trouble == words
    assert row.due_at > THURSDAY_NOON
    phone.behave = says(CREATED)
    send_due(on_the_clock(row.due_at))
    assert states(phone.cast) == {"push": "sent"}
    assert phone.again().trouble == ""


def test_who_asks_to_be_left_alone_is_left_alone(phone: Phone) -> None:
    phone.behave = says(answer(status="429 Too Many Requests", Retry_After="7200"))
    [row] = say(phone.cast)
    send_due(on_the_clock(THURSDAY_NOON))
    row.refresh_from_db(from_queryset=Notice.objects.of(phone.cast.household))
    assert row.due_at == THURSDAY_NOON + timedelta(hours=2)


def test_it_gives_up_in_sight_and_mail_takes_over(phone: Phone, post_office: PostOffice) -> None:
    phone.behave = says(answer(status="500 Internal Server Error"))
    [row] = say(phone.cast)
    at = THURSDAY_NOON
    for _try in range(TRIES):
        send_due(on_the_clock(at))
        row.refresh_from_db(from_queryset=Notice.objects.of(phone.cast.household))
        at = max(at, row.due_at)
    assert phone.server.knocks == TRIES
    assert at < FRIDAY_EVENING.start
    send_due(on_the_clock(at))
    assert states(phone.cast) == {"push": "gave_up", "mail": "sent"}
    assert len(post_office.letters) == 1


def test_taken_and_then_no_answer_is_shown_once(phone: Phone) -> None:
    """The service takes it and is silent: it is sent again under the same tag and topic, which phones show once."""

    def takes_and_keeps_still(guest: Any, server: Server) -> None:
        says()(guest, server)
        server.over.wait(2)

    phone.behave = takes_and_keeps_still
    [row] = say(phone.cast)
    send_due(on_the_clock(THURSDAY_NOON))
    row.refresh_from_db(from_queryset=Notice.objects.of(phone.cast.household))
    phone.behave = says(CREATED)
    send_due(on_the_clock(row.due_at))
    first, second = phone.shown
    assert first == second
    topics = {line for one in phone.server.asked for line in one.split(b"\r\n") if line.startswith(b"topic")}
    assert len(topics) == 1
    assert states(phone.cast) == {"push": "sent"}


def test_a_crash_after_the_service_took_it_repeats_it_under_the_same_tag(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kbye.work import notices

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    say(phone.cast)
    with monkeypatch.context() as patch:
        patch.setattr(notices, "_note", die)
        with pytest.raises(SystemExit):
            send_due(on_the_clock(THURSDAY_NOON))
    send_due(on_the_clock(THURSDAY_NOON + LEASE))
    first, second = phone.shown
    assert first["tag"] == second["tag"]


def test_different_things_have_different_tags(phone: Phone) -> None:
    row = time_away(phone.cast)
    for number in range(2):
        about: dict[str, Any] = {"kind": "settled", "subject": "Settled", "body": "words"}
        tell(phone.cast.alex, time_away=row, key=f"settled:{number}", due_at=THURSDAY_NOON, **about)
    send_due(on_the_clock(THURSDAY_NOON))
    assert len({one["tag"] for one in phone.shown}) == 2


def test_no_header_can_be_slipped_in(phone: Phone) -> None:
    payload = "x\r\nX-Slipped: in\r\n\r\n"
    say(phone.cast, subject=payload, body=payload, key=f"settled:{payload}")
    send_due(on_the_clock(THURSDAY_NOON))
    [asked] = phone.server.asked
    assert b"slipped" not in asked.lower()
    assert states(phone.cast) == {"push": "sent"}


def test_no_link_that_opens_something_is_pushed(phone: Phone) -> None:
    say(phone.cast, "told")
    send_due(on_the_clock(THURSDAY_NOON))
    tokens = [link.token for link in Link.objects.of(phone.cast.household)]
    assert not any(token in json.dumps(phone.shown) for token in tokens)
