"""The CPU time and the queries of a page, as multiples of a bare Django page with a session."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import bare
from benchmarks.rounds import side_by_side
from kbye.set_up.sample import build
from kbye.web import clock, kept_pages


def signed_in() -> Client:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    member = build(zone="Europe/Berlin", now=clock.now())
    client = Client(HTTP_HOST="localhost")
    assert member.user is not None
    client.force_login(member.user)
    return client


def bare_page(like: Client) -> Callable[[], None]:
    """Gets the bare page in this browser's session."""
    with override_settings(ROOT_URLCONF="benchmarks.bare", MIDDLEWARE=bare.MIDDLEWARE):
        floor = Client(HTTP_HOST="localhost")
        floor.cookies = like.cookies
        assert floor.get("/bare/").status_code == 200

    def get_bare() -> None:
        with override_settings(ROOT_URLCONF="benchmarks.bare"):
            assert floor.get("/bare/").status_code == 200

    return get_bare


def report(kbye: Client) -> None:
    get_bare = bare_page(kbye)

    def again() -> None:
        with override_settings(ROOT_URLCONF="kbye.urls"):
            assert kbye.get("/").status_code == 200

    def anew() -> None:
        kept_pages.forget()
        again()

    found = side_by_side(bare=get_bare, anew=anew, again=again)
    print(f"bare page         {found['bare'] * 1000:7.2f} ms CPU")
    for name, get in (("anew", anew), ("again", again)):
        with CaptureQueriesContext(connection) as asked:
            get()
        print(
            f"home page {name:5}   {found[name] * 1000:7.2f} ms CPU   {found[name] / found['bare']:.1f} × bare, "
            f"{len(asked.captured_queries)} queries"
        )
