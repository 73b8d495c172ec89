"""A forgotten password: a new one by a link, and nobody learns who has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.cli import let_in, prepare
from kbye.household.link import Link
from kbye.household.notice import LINK_HERE, Notice
from kbye.set_up import ways_back_in
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = "four words make one"


def _link(cast: Family) -> Link:
    return ways_back_in.make(cast.sam, now=THURSDAY_NOON)


def test_known_and_unknown_addresses_answer_alike(cast: Family) -> None:
    known = Client().post("/forgot/", {"email": "sam@example.org"})
    unknown = Client().post("/forgot/", {"email": "nobody@example.org"})
    assert known.text == unknown.text
    assert "is on its way" in known.text
    notice = Notice.objects.get()
    assert (notice.address, LINK_HERE in notice.body) == ("sam@example.org", True)


def test_the_link_sets_a_new_password_once_and_signs_everybody_else_out(cast: Family) -> None:
    elsewhere, link = signed_in(cast.sam), _link(cast)
    here = Client()
    assert "Choose a new password" in here.get(f"/way-in/{link.token}/").text
    assert here.post(f"/way-in/{link.token}/", {"password": NEW}).headers["Location"] == "/"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    cast.sam.user.refresh_from_db()  # type: ignore[union-attr]
    assert cast.sam.user is not None
    assert cast.sam.user.check_password(NEW)
    assert Client().post(f"/way-in/{link.token}/", {"password": NEW}).status_code == 404


def test_looking_uses_nothing_up_and_a_weak_password_is_said(cast: Family) -> None:
    link = _link(cast)
    assert Client().get(f"/way-in/{link.token}/").status_code == 200
    page = Client().post(f"/way-in/{link.token}/", {"password": "short"})
    assert "at least 12 characters" in page.text
    assert Client().get(f"/way-in/{link.token}/").status_code == 200


def test_it_ends_after_an_hour_and_with_the_next_one(cast: Family, clock: Clock) -> None:
    first, second = _link(cast), _link(cast)
    assert Client().get(f"/way-in/{first.token}/").status_code == 404
    clock.at = THURSDAY_NOON + timedelta(hours=1)
    assert Client().get(f"/way-in/{second.token}/").status_code == 404


def test_it_opens_nothing_else(cast: Family) -> None:
    link = _link(cast)
    for path in (f"/l/{link.token}/", f"/invitation/{link.token}/", f"/l/{link.token}/sheet/"):
        assert Client().get(path).status_code == 404


def test_who_asks_too_often_gets_no_further_mails(cast: Family) -> None:
    for _ in range(12):
        Client().post("/forgot/", {"email": "sam@example.org"})
    assert Notice.objects.count() == 10


def test_the_wrong_method_is_refused(cast: Family) -> None:
    assert Client().put("/forgot/").status_code == 405
    assert Client().delete(f"/way-in/{_link(cast).token}/").status_code == 405


def test_the_console_lets_in_by_name_or_address(
    cast: Family, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "everything", lambda: None)
    assert let_in.run("sam") == 0
    assert f"/way-in/{Link.objects.get(purpose='way_in').token}/" in capsys.readouterr().out
    assert let_in.run("alex@example.org") == 0
    assert let_in.run("Grandma") == 1
    assert "Nobody is called that. Say one of: Sam" in capsys.readouterr().err
