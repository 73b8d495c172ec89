"""A way in for another adult: an address that works once, makes a new account and touches no other."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from kbye.household.event import record
from kbye.household.link import Link, LinkQuerySet
from kbye.household.people import Member, User
from kbye.set_up.keeping import EmailTaken, is_taken


class NoLongerOpen(Exception):
    """The invitation was used or withdrawn a moment ago, or the person has a way in by now."""


def open_invitation(person: Member, *, now: datetime) -> Link | None:
    return _open(person, now).select_related("member").order_by("-created_at").first()


@transaction.atomic
def invite(*, person: Member, by: Member, now: datetime) -> Link | None:
    """An open invitation for an adult without an account, the one there is or a new one; else None."""
    if not person.is_adult or person.user_id:
        return None
    there_is = open_invitation(person, now=now)
    if there_is is not None:
        return there_is
    made = Link.objects.make(household=by.household, purpose=Link.Purpose.INVITE, member=person, now=now)
    record(made, "invited", by=by, at=now)
    return made


@transaction.atomic
def withdraw(*, person: Member, by: Member, now: datetime) -> int:
    """End all open invitations of this person; how many there were."""
    links = list(_open(person, now))
    for link in links:
        link.revoke(at=now)
        record(link, "withdrew", by=by, at=now)
    return len(links)


def accept(*, link: Link, email: str, password: str, now: datetime) -> User:
    """A new account for the invited person. Raises NoLongerOpen or EmailTaken; then nothing has changed.

    `link.member` is loaded. Exactly one of all who accept at once succeeds.
    """
    user = User(email=email, created_at=now)
    user.set_password(password)
    try:
        with transaction.atomic():
            return _accept(link, user, now)
    except IntegrityError as error:
        raise EmailTaken from error


def _accept(link: Link, user: User, now: datetime) -> User:
    if _open(link.member, now).filter(pk=link.pk).update(used_at=now) != 1:
        raise NoLongerOpen
    if is_taken(user.email or ""):
        raise EmailTaken
    user.save(force_insert=True)
    person = link.member
    theirs = Member.objects.of(link.household).adults().filter(pk=person.pk, user=None)
    if theirs.update(user=user, email=person.email or user.email) != 1:
        raise NoLongerOpen
    person.user, person.email = user, person.email or user.email or ""
    record(person, "accepted", by=person, at=now)
    return user


def _open(person: Member, now: datetime) -> LinkQuerySet:
    return Link.objects.filter(
        household_id=person.household_id,
        member=person,
        purpose=Link.Purpose.INVITE,
        used_at=None,
        revoked_at=None,
        ends_at__gt=now,
    )
