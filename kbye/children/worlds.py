"""The children's page is in two worlds: on an adult's phone, signed in, and on the children's tablet, by its link."""

from __future__ import annotations

from django.urls import reverse

from kbye.household.people import Member
from kbye.web.access import Request


def url(request: Request, name: str, **more: object) -> str:
    """The address of one of the routes that stand in both worlds, in the world of whoever asks."""
    if request.who.link is not None:
        return reverse(f"children:{name}_by_link", kwargs={"token": request.who.link.token, **more})
    return reverse(f"children:{name}", kwargs=more)


def whose(request: Request) -> Member | None:
    """The child whose tablet it is; None where it is everybody's."""
    member = request.who.member if request.who.is_by_link else None
    return member if member is not None and member.is_child else None


def adult_looking(request: Request) -> Member | None:
    """The signed-in adult who looks at it; None on the tablet."""
    return None if request.who.is_by_link else request.who.member
