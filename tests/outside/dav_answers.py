"""What calendar servers say, to be put into the mouths of the servers of these tests."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from tests.outside.servers import Behaviour, Server, answer, question

ENTRY = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261204T170000Z\nEND:VEVENT\nEND:VCALENDAR\n"


def multistatus(*responses: str) -> bytes:
    inside = "".join(responses)
    text = (
        '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" '
        f'xmlns:a="http://apple.com/ns/ical/">{inside}</d:multistatus>'
    )
    return answer(text.encode(), "207 Multi-Status")


def response(href: str, *props: str, status: str = "200 OK") -> str:
    inside = "".join(props)
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{inside}</d:prop>"
        f"<d:status>HTTP/1.1 {status}</d:status></d:propstat></d:response>"
    )


def principal(href: str) -> str:
    return f"<d:current-user-principal><d:href>{href}</d:href></d:current-user-principal>"


def home(*hrefs: str) -> str:
    inside = "".join(f"<d:href>{href}</d:href>" for href in hrefs)
    return f"<c:calendar-home-set>{inside}</c:calendar-home-set>"


CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"


def paths(answers: Mapping[str, bytes]) -> Behaviour:
    """Each path with its answer; everything else is not found."""

    def behave(guest: socket.socket, server: Server) -> None:
        asked = question(guest)
        server.asked.append(asked)
        guest.sendall(answers.get(asked.split()[1].decode(), answer(b"", "404 Not Found")))

    return behave
