"""Where the password of a calendar server goes, and what its answers mean."""

from __future__ import annotations

import base64
import logging
from datetime import UTC, datetime, timedelta

import pytest

from kbye.outside.dav import DavTrouble, Login, Why
from kbye.outside.dav_calendar import delete, entries_at, entries_within, fetched, put, version_of
from kbye.outside.dav_finding import calendars_at
from tests.outside.conftest import Allow
from tests.outside.dav_answers import CALENDAR, ENTRY, home, multistatus, paths, principal, response
from tests.outside.servers import Server, answer, says

SAM = Login("sam", "täglich:secret")
SECRET = base64.b64encode(SAM.name.encode() + b":" + SAM.password.encode())
START, END = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)


def trouble_of(address: str) -> DavTrouble:
    with pytest.raises(DavTrouble) as trouble:
        calendars_at(address, SAM)
    return trouble.value


def test_the_password_goes_where_it_was_meant_to_go(allow: Allow) -> None:
    with Server(
        paths({"/": multistatus(response("/", CALENDAR, "<d:displayname>Home</d:displayname>"))})
    ) as server:
        (found,) = calendars_at(allow(server), SAM)
    assert (found.name, found.colour, found.may_write) == ("Home", "", True)
    assert all(b"Basic " + SECRET in asked for asked in server.asked)


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_a_redirect_to_another_origin_gets_no_password(status: str, allow: Allow) -> None:
    with Server(says(answer(b"", "401 Who?"))) as other:
        there = allow(other, "/dav/", host="other.example")
        with Server(says(answer(b"", status, location=there))) as server:
            trouble = trouble_of(allow(server))
    assert trouble.why is Why.ELSEWHERE
    assert trouble.address == there.removesuffix("dav/")
    assert other.knocks >= 1
    assert all(SECRET not in asked and b"uthorization" not in asked for asked in other.asked)


def test_not_even_if_the_other_origin_answers_like_a_calendar_server(allow: Allow) -> None:
    with (
        Server(paths({"/": multistatus(response("/", principal("/me/")))})) as other,
        Server(says(answer(b"", "302 x", location=allow(other, host="other.example")))) as server,
    ):
        assert trouble_of(allow(server)).why is Why.ELSEWHERE
    assert all(SECRET not in asked for asked in other.asked)


@pytest.mark.parametrize("where", ["principal", "home"])
def test_an_href_to_another_origin_is_not_even_asked(where: str, allow: Allow) -> None:
    with Server(says(answer())) as other:
        there = allow(other, "/p34/", host="other.example")
        answers = {
            "/": multistatus(response("/", principal(there if where == "principal" else "/me/"))),
            "/me/": multistatus(response("/me/", home(there))),
        }
        with Server(paths(answers)) as server:
            trouble = trouble_of(allow(server))
    assert (trouble.why, trouble.address) == (Why.ELSEWHERE, there.removesuffix("p34/"))
    assert other.knocks == 0


def test_calendars_at_another_origin_are_left_out(allow: Allow) -> None:
    with Server(says(answer())) as other:
        there = allow(other, "/b/", host="other.example")
        answers = {
            "/": multistatus(response("/", principal("/me/"), home("/me/"))),
            "/me/": multistatus(
                response("/me/a/", CALENDAR), response(there, CALENDAR), response("//b/", CALENDAR)
            ),
        }
        with Server(paths(answers)) as server:
            found = calendars_at(allow(server), SAM)
    assert [one.name for one in found] == ["a"]
    assert other.knocks == 0


def test_the_well_known_address_is_asked_when_the_typed_one_knows_nothing(allow: Allow) -> None:
    answers = {
        "/.well-known/caldav": answer(b"", "301 x", location="/dav/"),
        "/dav/": multistatus(response("/dav/", principal("/dav/sam/"))),
        "/dav/sam/": multistatus(response("/dav/sam/", home("/dav/cal/"))),
        "/dav/cal/": multistatus(
            response("/dav/cal/", "<d:resourcetype><d:collection/></d:resourcetype>"),
            response("/dav/cal/b/", CALENDAR, "<a:calendar-color>#FF8800FF</a:calendar-color>"),
            response(
                "/dav/cal/tasks/",
                CALENDAR,
                '<c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set>',
            ),
            response(
                "/dav/cal/a/",
                CALENDAR,
                "<d:displayname>School\n&lt;b&gt;</d:displayname>",
                "<d:current-user-privilege-set><d:privilege><d:read/></d:privilege></d:current-user-privilege-set>",
            ),
        ),
    }
    with Server(paths(answers)) as server:
        found = calendars_at(allow(server, "/calendar"), SAM)
    assert [(one.name, one.colour, one.may_write) for one in found] == [
        ("b", "#ff8800", True),
        ("School <b>", "", False),
    ]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("401 x", Why.SIGN_IN),
        ("403 x", Why.NOT_ALLOWED),
        ("404 x", Why.GONE),
        ("410 x", Why.GONE),
        ("412 x", Why.CHANGED),
        ("409 x", Why.CHANGED),
        ("429 x", Why.NOT_NOW),
        ("503 x", Why.NOT_NOW),
        ("500 x", Why.NOT_NOW),
        ("507 x", Why.NOT_ALLOWED),
        ("200 x", Why.NOT_DAV),
        ("418 x", Why.NOT_DAV),
    ],
)
def test_what_answers_mean(status: str, why: Why, allow: Allow) -> None:
    said = answer(b"<secret>the other side</secret>", status, retry_after="120")
    with Server(says(said)) as server, pytest.raises(DavTrouble) as trouble:
        version_of(allow(server), SAM)
    assert trouble.value.why is why
    assert trouble.value.wait == (timedelta(minutes=2) if why is Why.NOT_NOW else None)
    assert "other side" not in f"{trouble.value.words}{trouble.value.cause}"


def test_nobody_prints_the_password(allow: Allow, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Server(says(answer(b"", "401 x"))) as server:
        trouble = trouble_of(allow(server))
    printed = f"{SAM!r}{SAM}{trouble!r}{trouble}{trouble.words}{trouble.cause}{caplog.text}"
    assert SAM.password not in printed
    assert SECRET.decode() not in printed


def test_an_unchanged_calendar_is_one_short_question(allow: Allow) -> None:
    tokens = "<d:sync-token>v1</d:sync-token>"
    data = f"<d:getetag>a1</d:getetag><c:calendar-data>{ENTRY}</c:calendar-data>"
    with Server(paths({"/": multistatus(response("/", tokens), response("/a.ics", data))})) as server:
        address = allow(server)
        first = fetched(address, SAM, START, END)
        assert first is not None
        assert (first.version, first.text.count(b"BEGIN:VEVENT")) == ("v1", 1)
        knocks = server.knocks
        assert fetched(address, SAM, START, END, version="v1") is None
        assert server.knocks == knocks + 1
        assert fetched(address, SAM, START, END, version="v0") is not None


def test_entries_are_found_under_the_names_they_were_asked_for(allow: Allow) -> None:
    data = f"<d:getetag>a1</d:getetag><c:calendar-data>{ENTRY}</c:calendar-data>"
    rows = [
        response("/sam%40home/a.ics", data),
        "<d:response><d:href>/sam@home/b.ics</d:href><d:status>HTTP/1.1 404 x</d:status></d:response>",
        response("/sam@home/c.ics", "<d:getetag/>", status="404 x"),
    ]
    with Server(says(multistatus(*rows))) as server:
        address = allow(server, "/sam@home/")
        wanted = [f"{address}{name}.ics" for name in "abc"]
        found = entries_at(address, SAM, wanted)
        assert list(found) == wanted[:1]
        assert found[wanted[0]].tag == "a1"
        assert b"<href>/sam@home/a.ics</href>" in server.asked[0]
        assert len(entries_within(address, SAM, START, END)) == 1


def test_writing_is_conditional_always(allow: Allow) -> None:
    with Server(says(answer(b"", "204 x", etag='"2"'))) as server:
        address = allow(server, "/a.ics")
        assert put(address, SAM, b"x") == '"2"'
        assert put(address, SAM, b"x", tag='W/"1"') == '"2"'
        delete(address, SAM, tag='"2"')
    first, second, third = (asked.lower() for asked in server.asked)
    assert b"if-none-match: *\r\n" in first
    assert b'if-match: "1"\r\n' in second
    assert third.startswith(b"delete")
    assert b'if-match: "2"\r\n' in third


def test_what_is_gone_is_taken_away_already(allow: Allow) -> None:
    with Server(says(answer(b"", "404 x"))) as server:
        delete(allow(server, "/a.ics"), SAM, tag="1")
    with Server(says(answer(b"", "412 x"))) as server, pytest.raises(DavTrouble) as trouble:
        delete(allow(server, "/a.ics"), SAM, tag="1")
    assert trouble.value.why is Why.CHANGED
