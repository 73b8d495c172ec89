"""Being signed in: a new session each time, and over at the next request when it has to be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kbye.household.people import Member
from tests.people import Family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
COOKIE = ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")
PASSWORD = "a long enough password"


def sign_in(client: Client, member: Member) -> str:
    assert member.user is not None
    answer = client.post("/sign-in/", {"email": member.user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"
    key = client.session.session_key
    assert key is not None
    return key


def is_in(client: Client) -> bool:
    return client.get("/more/").status_code == 200


def test_signing_in_gives_a_new_session_and_ends_the_one_before(cast: Family, client: Client) -> None:
    first = sign_in(client, cast.sam)
    second = sign_in(client, cast.alex)
    assert first != second
    assert not Session.objects.filter(pk=first).exists()
    assert "Alex" in client.get("/").text


def test_a_session_brought_along_is_not_taken_over(cast: Family, client: Client) -> None:
    """Somebody else may have laid the cookie there to come in with it later."""
    stranger = Client()
    laid = stranger.session
    laid["laid"] = "down"
    laid.save()
    client.cookies["kbye"] = str(laid.session_key)
    assert sign_in(client, cast.sam) != laid.session_key
    stranger.cookies["kbye"] = str(laid.session_key)
    assert not is_in(stranger)
    assert "laid" not in client.session


def test_signing_out_ends_the_session_on_the_server(cast: Family, client: Client) -> None:
    key = sign_in(client, cast.sam)
    client.post("/sign-out/")
    client.cookies["kbye"] = key
    assert not is_in(client)


def test_who_is_removed_is_out_at_the_next_request(cast: Family) -> None:
    sam, alex = signed_in(cast.sam), signed_in(cast.alex)
    assert is_in(alex)
    sam.post(f"/people/{cast.alex.pk}/remove/")
    assert alex.get("/more/").headers["Location"] == "/sign-in/?next=/more/"
    assert (
        alex.post("/handbook/contact/", {"name": "Noor", "phone": "112"}).headers["Location"] == "/sign-in/"
    )
    assert is_in(sam)


def test_a_helper_or_child_with_an_account_does_not_count_as_an_adult(cast: Family) -> None:
    sam = signed_in(cast.sam)
    for kind in (Member.Kind.HELPER, Member.Kind.CHILD):
        Member.objects.filter(pk=cast.sam.pk).update(kind=kind)
        assert not is_in(sam)


def test_a_changed_password_ends_all_other_sessions(cast: Family) -> None:
    here, there = signed_in(cast.sam), signed_in(cast.sam)
    assert is_in(there)
    user = cast.sam.user
    assert user is not None
    said = {"email": user.email, "so_far": PASSWORD, "password": "three or four other words"}
    assert here.post("/keep/", said).status_code == 302
    assert not is_in(there)
    assert is_in(here)


def test_an_account_that_is_gone_is_out(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert cast.sam.user is not None
    cast.sam.user.delete()
    assert not is_in(sam)


def test_a_session_that_names_somebody_else_lets_nobody_in(cast: Family) -> None:
    client = signed_in(cast.sam)
    session = client.session
    session["_auth_user_id"] = str(cast.alex.user_id)
    session.save()
    assert not is_in(client)


def test_cookies_over_plain_http(cast: Family, client: Client) -> None:
    sign_in(client, cast.sam)
    page = client.get("/handbook/contact/")
    assert page.status_code == 200
    for name in ("kbye", "kbye-form"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        assert not cookie["secure"]
        assert not cookie["domain"]


def settings_with(tmp_path: Path, **given: str) -> dict[str, Any]:
    """What the settings become with this environment, in a process of its own."""
    names = {
        *(f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF") for what in COOKIE),
        *("CSRF_TRUSTED_ORIGINS", "SECURE_HSTS_SECONDS", "SECURE_CROSS_ORIGIN_OPENER_POLICY"),
        *("SECURE_PROXY_SSL_HEADER", "ALLOWED_HOSTS", "DEBUG"),
    }
    script = (
        "import json; from django.conf import settings; import kbye.settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {sorted(names)!r}}}))"
    )
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KBYE_")}
    env = {**kept, "KBYE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kbye.settings", **given}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_behind_https_the_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    found = settings_with(tmp_path, KBYE_PUBLIC_ADDRESS="https://kbye.example.org", KBYE_BEHIND_PROXY="1")
    for kind, name in (("SESSION", "__Host-kbye"), ("CSRF", "__Host-kbye-form")):
        assert found[f"{kind}_COOKIE_NAME"] == name
        assert found[f"{kind}_COOKIE_SECURE"] is True
        assert found[f"{kind}_COOKIE_HTTPONLY"] is True
        # What browsers ask of a name that begins with __Host-.
        assert found[f"{kind}_COOKIE_PATH"] == "/"
        assert found[f"{kind}_COOKIE_DOMAIN"] is None
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://kbye.example.org"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_CROSS_ORIGIN_OPENER_POLICY"] == "same-origin"
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert "kbye.example.org" in found["ALLOWED_HOSTS"]
    assert "*" not in found["ALLOWED_HOSTS"]


@pytest.mark.parametrize("address", ["", "http://localhost:8000", "http://192.168.1.20:8000"])
def test_over_plain_http_nothing_asks_for_https(tmp_path: Path, address: str) -> None:
    found = settings_with(tmp_path, **({"KBYE_PUBLIC_ADDRESS": address} if address else {}))
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("kbye", "kbye-form")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["DEBUG"] is False


def test_a_claim_of_https_counts_only_behind_a_proxy(cast: Family, settings: Any) -> None:
    """Otherwise anybody could send the header."""
    client = Client(headers={"x-forwarded-proto": "https"})
    assert client.get("/sign-in/").wsgi_request.is_secure() is False
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/sign-in/").wsgi_request.is_secure() is True


def test_over_https_the_cookies_are_secure_and_host_bound(cast: Family, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-kbye", "__Host-kbye-form"
    client = Client()
    sign_in(client, cast.sam)
    assert client.get("/handbook/contact/", secure=True).status_code == 200
    for name in ("__Host-kbye", "__Host-kbye-form"):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
