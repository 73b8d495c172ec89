"""Whether somebody may come in with this e-mail and password, without telling who has an account here."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from kbye.household.door import SignInTry
from kbye.household.people import Member, User


class Check(Enum):
    RIGHT = auto()
    WRONG = auto()
    TOO_MANY = auto()


def account_of(email: str) -> User | None:
    """The account with this address, if it belongs to an adult who is (still) of a household."""
    return User.objects.filter(
        email__iexact=email, member__kind=Member.Kind.ADULT, member__removed_at=None
    ).first()


def check(user: User | None, password: str, *, email: str, address: str, now: datetime) -> Check:
    """Try `password` on an account or on none; both take the same work and count the same.

    `address` is the asking machine's. After ten failures for the e-mail or the address within 15
    minutes nothing is tried any more, right or wrong.
    """
    account = email.strip().lower()
    if SignInTry.too_many(account=account, address=address, now=now):
        return Check.TOO_MANY
    if _fits(user, password):
        return Check.RIGHT
    SignInTry.note(account=account, address=address, now=now)
    return Check.WRONG


def _fits(user: User | None, password: str) -> bool:
    if user is None:
        # As much work as for an account there is, so that the time taken tells nothing.
        User().set_password(password)
        return False
    return user.check_password(password)
