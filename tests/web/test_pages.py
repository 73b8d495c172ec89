"""Every page of every visitor: what headers it has, what in it could run, where it leads; and that looking is free."""

from __future__ import annotations

from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from tests.web.browser import everything_in
from tests.web.crawl import LOOKING, START, Seen, crawl, looking
from tests.web.page import Page
from tests.web.world import OURS, THEIRS, Home, fingerprint, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
# A photo may stay for ten minutes in the browser that was allowed to see it; what makes kbye an app tells of nobody.
# Where one's voice is recorded, one's own browser may listen.
MAY_LISTEN = "/cards/new/", "Permissions-Policy: geolocation=(), camera=(), microphone=(self)"
KEPT_A_WHILE = {
    "image/jpeg": "private, max-age=600",
    "text/javascript": "no-cache",
    "application/manifest+json": "max-age=86400",
}


def wrong_headers(response: HttpResponseBase) -> list[str]:
    found = response.headers
    policy = {part.strip() for part in found.get("Content-Security-Policy", "").split(";") if part.strip()}
    kind = found.get("Content-Type", "").partition(";")[0]
    wanted = {**HEADERS, "Cache-Control": KEPT_A_WHILE.get(kind, "no-store")}
    wrong = [f"{name}: {found.get(name)}" for name, value in wanted.items() if found.get(name) != value]
    return wrong + ([f"Content-Security-Policy: {sorted(policy ^ POLICY)}"] if policy != POLICY else [])


@pytest.fixture
def two_homes() -> tuple[Home, Home]:
    return home(OURS), home(THEIRS)


@pytest.mark.parametrize("who", LOOKING)
def test_all_pages_of(who: str, two_homes: tuple[Home, Home]) -> None:
    ours, theirs = two_homes
    looker = looking(who, ours, theirs)
    before = [fingerprint(one.cast.household.pk) for one in two_homes]
    seen = crawl(who, looker, ours)
    assert [fingerprint(one.cast.household.pk) for one in two_homes] == before, "looking changed something"
    assert [fault for one in seen for fault in _faults(one)] == []
    shown = "\n".join(everything_in(one.response) for one in seen)
    assert THEIRS not in shown
    assert (OURS in shown) == (who not in {"anonymous", "set-up code"})


def _faults(one: Seen) -> list[str]:
    found = wrong_headers(one.response)
    found = [fault for fault in found if not (one.path.endswith(MAY_LISTEN[0]) and fault == MAY_LISTEN[1])]
    # What one may open by its address is for the matrix to judge; here no page leads to a shut door.
    if one.response.status_code not in {200, 302} and one.came_from != START:
        found.append(f"status {one.response.status_code}, linked from {one.came_from}")
    if one.is_page:
        found += one.page.faults
        found += [
            f"no form token: {form}"
            for form in one.page.forms
            if form.method == "post" and not form.has_token
        ]
    return [f"{one.path}: {fault}" for fault in found]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/no-such-page/", 404),
        ("get", f"/l/{'x' * 43}/", 404),
        ("get", "/handbook/", 302),
        ("put", "/sign-in/", 405),
        ("options", "/sign-in/", 405),
        ("get", "/sign-in", 301),
        ("get", "/healthz", 200),
    ],
)
def test_headers_of_what_is_no_page(client: Client, method: str, path: str, status: int) -> None:
    answer = getattr(client, method)(path)
    assert (answer.status_code, wrong_headers(answer)) == (status, [])


def test_headers_when_something_goes_wrong(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    client.raise_request_exception = False
    monkeypatch.setattr("kbye.web.living_page.samples", lambda: 1 / 0)
    answer = client.get("/components/")
    assert (answer.status_code, wrong_headers(answer)) == (500, [])
    assert "Something went wrong here." in answer.text


ACTIVE = [
    "<script>alert(1)</script>",
    '<script src="">x</script>',
    "<style>*{}</style>",
    '<p style="color:red">x</p>',
    '<img src="/x.png" onerror="x()">',
    '<a href="javascript:x()">x</a>',
    '<a href=" java\nscript:x()">x</a>',
    '<a href="https://example.org/">x</a>',
    '<a href="//example.org/">x</a>',
    '<a href="/\\example.org/">x</a>',
    '<form action="https://example.org/" method="post"></form>',
    '<button formaction="data:text/html,x">x</button>',
    '<base href="/elsewhere/">',
    '<iframe src="/x/"></iframe>',
    '<meta http-equiv="refresh" content="0; url=/x/">',
    "<svg><script>x()</script></svg>",
    '<svg><a xlink:href="javascript:x()"><text>x</text></a></svg>',
]


@pytest.mark.parametrize("text", ACTIVE)
def test_what_runs_or_leads_away_is_seen(text: str) -> None:
    assert Page(text, "/").faults != []


def test_what_only_stands_there_is_none_of_that() -> None:
    plain = '<a href="tel:112">112</a><a href="mailto:a@b.c?body=x">x</a><a href="/x/?y#z">&lt;script&gt;</a>'
    assert Page(plain, "/").faults == []
