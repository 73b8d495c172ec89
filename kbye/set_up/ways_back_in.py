"""A link that sets a new password, once; nothing else of the account changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.event import record
from kbye.household.link import Link, LinkQuerySet
from kbye.household.notice import LINK_HERE, Notice
from kbye.household.people import Member, User
from kbye.household.tripwire import spanning_households

LASTS = timedelta(hours=1)


class NoLongerOpen(Exception):
    """Used a moment ago, or the person is not here any more."""


@transaction.atomic
def make(member: Member, *, now: datetime) -> Link:
    """A way back in for this adult; earlier ones end."""
    _open(member).update(revoked_at=now)
    made = Link.objects.make(
        household=member.household,
        purpose=Link.Purpose.WAY_IN,
        member=member,
        now=now,
        ends_at=now + LASTS,
    )
    record(made, "made_a_way_in", by=member, at=now)
    return made


@transaction.atomic
def mail(user: User | None, *, now: datetime) -> None:
    """Send one to the address of the account, if there is such an account."""
    member = _member_of(user)
    if member is None or user is None or not user.email:
        return
    link = make(member, now=now)
    Notice.objects.create(
        household=member.household,
        key=f"way-in:{link.pk}",
        kind="way_in",
        person=member,
        address=user.email,
        subject=_("Your way back into kbye"),
        body=_(
            "With this address you choose a new password. It works once, within the hour:\n\n%(link)s\n\n"
            "You did not ask for it? Then do nothing; everything stays as it is."
        )
        % {"link": LINK_HERE},
        link=link,
        due_at=now,
    )


@transaction.atomic
def use(*, link: Link, password: str, now: datetime) -> User:
    """Set the password; every browser of the account is signed out by it. Raises NoLongerOpen.

    Exactly one of all who use the link at once succeeds.
    """
    if _open(link.member).filter(pk=link.pk).update(used_at=now) != 1:
        raise NoLongerOpen
    adults = Member.objects.of(link.household).adults().select_related("user")
    member = adults.filter(pk=link.member_id).first()
    if member is None or member.user is None:
        raise NoLongerOpen
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    record(member, "used_a_way_in", by=member, at=now)
    return member.user


def _open(member: Member) -> LinkQuerySet:
    return Link.objects.filter(
        household_id=member.household_id,
        member=member,
        purpose=Link.Purpose.WAY_IN,
        used_at=None,
        revoked_at=None,
    )


def _member_of(user: User | None) -> Member | None:
    if user is None:
        return None
    with spanning_households():
        return Member.objects.adults().select_related("household").filter(user=user).first()
