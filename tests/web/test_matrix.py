"""Every route x visitor x method x owner, against the table of `web/roles.py`; and that a hole would be seen.

Each control makes one hole in the door and sees the matrix turn red.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kbye.household.link import LinkQuerySet
from kbye.household.owned import OwnedQuerySet
from kbye.household.people import Member
from kbye.web import access
from kbye.web.access import NOBODY, Who
from kbye.web.roles import RULES, Part, Role
from tests.web.browser import METHODS
from tests.web.matrix import Matrix
from tests.web.visitors import VISITORS
from tests.web.world import OURS, THEIRS, home, owned_models, rows_pointing_elsewhere, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
Patch = pytest.MonkeyPatch


# For the others two methods will do in every change; each is asked in all of them by night.
IN_ALL_METHODS = {"stay link", "set-up code", "anonymous"}


# Signed in like the leaver: what differs is their part in the time away. By night all is asked of them, too.
DIFFERS_IN_PART = {"stayer", "the one who offers", "the one who is offered it"}


@pytest.mark.parametrize("who", VISITORS)
def test_all_goes_as_the_table_says(who: str) -> None:
    ours, theirs = home(OURS), home(THEIRS)
    methods = METHODS if who in IN_ALL_METHODS else ("GET", "POST")
    matrix = Matrix(who, ours, theirs, methods=methods)
    only = {name for name, rule in RULES.items() if rule.part is not Part.ANY}
    assert matrix.ask(only if who in DIFFERS_IN_PART else None) == []
    assert matrix.asked >= 6
    assert rows_pointing_elsewhere() == []


@pytest.mark.nightly
@pytest.mark.parametrize("who", VISITORS)
def test_all_of_it_goes_as_the_table_says(who: str) -> None:
    ours, theirs = home(OURS), home(THEIRS)
    assert Matrix(who, ours, theirs, is_full=True).ask() == []


def test_a_canary_sits_in_every_text_of_every_table() -> None:
    household = home(THEIRS).cast.household.pk
    silent = [
        f"{model.__name__}.{column.name}"
        for model in owned_models()
        for column in texts_of(model)
        if not model._default_manager.filter(
            household_id=household, **{f"{column.name}__icontains": THEIRS}
        ).exists()
    ]
    empty = [
        one for one in owned_models() if not one._default_manager.filter(household_id=household).exists()
    ]
    assert silent == []
    assert empty == []


def everything(self: OwnedQuerySet[Any], household: object) -> OwnedQuerySet[Any]:
    return self.all()


def scopes_nothing(patch: Patch) -> None:
    patch.setattr(OwnedQuerySet, "of", everything)


def every_part_is_mine(patch: Patch) -> None:
    patch.setattr(access, "_has_part", lambda *about: True)


def no_part_is_mine(patch: Patch) -> None:
    patch.setattr(access, "_has_part", lambda *about: False)


def links_never_end(patch: Patch) -> None:
    patch.setattr(LinkQuerySet, "open_at", lambda self, now: self.all())


def any_password_will_do(patch: Patch) -> None:
    patch.setattr(access, "constant_time_compare", lambda one, other: True)


def the_removed_stay(patch: Patch) -> None:
    def by_session(request: HttpRequest) -> Who:
        key = request.session["_auth_user_id"]
        member = Member.objects.filter(user=key).select_related("household", "user").first()
        return Who(Role.ADULT, member=member) if member else NOBODY

    patch.setattr(access, "_by_session", by_session)


def all_links_are_alike(patch: Patch) -> None:
    patch.setattr(access, "_PURPOSES", dict.fromkeys(access._PURPOSES, Role.STAY_LINK))


def theirs_is_forbidden_not_missing(patch: Patch) -> None:
    def one_of(request: access.Request, rows: OwnedQuerySet[Any], key: object) -> Any:
        if rows.filter(pk=key).exclude(household=access.household(request)).exists():
            raise PermissionDenied
        return found(request, rows, key)

    found = access.one_of
    patch.setattr(access, "one_of", one_of)


HOLES: dict[str, tuple[str, Callable[[Patch], None]]] = {
    "no query is scoped": ("leaver", scopes_nothing),
    "no query is scoped, seen from next door": ("stranger", scopes_nothing),
    "everybody has a part": ("third adult", every_part_is_mine),
    "nobody has a part": ("leaver", no_part_is_mine),
    "ended links open": ("expired link", links_never_end),
    "revoked links open": ("revoked link", links_never_end),
    "links of called-off times open": ("link of a called-off time", links_never_end),
    "links of removed people open": ("link of a removed person", links_never_end),
    "used invitations open": ("used invitation", links_never_end),
    "an old password keeps the session": ("password changed elsewhere", any_password_will_do),
    "removed people stay in": ("removed adult", the_removed_stay),
    "an invitation opens a sheet": ("invitation", all_links_are_alike),
    "an offer opens a sheet": ("take link", all_links_are_alike),
    "theirs is told from missing": ("stranger", theirs_is_forbidden_not_missing),
}


@pytest.mark.parametrize(("who", "hole"), HOLES.values(), ids=HOLES.keys())
def test_a_hole_in_the_door_is_seen(
    who: str, hole: Callable[[Patch], None], monkeypatch: Patch, settings: Any
) -> None:
    settings.TRIPWIRE = False
    ours, theirs = home(OURS), home(THEIRS)
    matrix = Matrix(who, ours, theirs, methods=("GET", "POST"), most=1)
    hole(monkeypatch)
    assert matrix.ask() != []


def test_a_changed_row_next_door_is_seen(monkeypatch: Patch, settings: Any) -> None:
    """The comparison of hashes is no ornament: a view that changes the others' rows turns the matrix red."""
    ours, theirs = home(OURS), home(THEIRS)
    settings.TRIPWIRE = False
    matrix = Matrix("leaver", ours, theirs, methods=("POST",))
    monkeypatch.setattr("kbye.handbook.actions.noted", lambda *about, **more: _Meddling(theirs.cast.sam))
    faults = matrix.ask({"handbook:remove_fact"})
    assert any("changed rows" in one for one in faults)


class _Meddling:
    def __init__(self, member: Member) -> None:
        self.member = member

    def __enter__(self) -> list[None]:
        Member.objects.filter(pk=self.member.pk).update(name="gone")
        return [None]

    def __exit__(self, *trouble: object) -> None:
        pass
