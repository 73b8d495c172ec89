"""An e-mail address and a password, so that somebody can get back in."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from kbye.household.event import record
from kbye.household.people import Member, User


class EmailTaken(Exception):
    """Another account on this server has this e-mail address already."""


def is_taken(email: str, *, by_other_than: User | None = None) -> bool:
    """Whether another account has this address, in capitals or not."""
    taken = User.objects.filter(email__iexact=email)
    return (taken.exclude(pk=by_other_than.pk) if by_other_than else taken).exists()


def keep(*, member: Member, user: User, email: str, password: str, now: datetime) -> User:
    """`user`, the member's account, with this address and password. Raises EmailTaken; then nothing has changed.

    Every browser of the account is signed out by it: their sessions carry a proof of the old password.
    """
    user = User.objects.get(pk=user.pk)
    user.email = email
    user.set_password(password)
    try:
        with transaction.atomic():
            if is_taken(email, by_other_than=user):
                raise EmailTaken
            user.save(update_fields=["email", "password"])
            _be_reached_at(member, email)
            record(member, "kept_a_way_in", by=member, at=now)
    except IntegrityError as error:
        raise EmailTaken from error
    return user


def _be_reached_at(member: Member, email: str) -> None:
    if not member.email:
        member.email = email
        member.save(update_fields=["email"])
