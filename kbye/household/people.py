"""The people of a household, and the accounts some of them have."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.ready_query import ReadyQuery

if TYPE_CHECKING:
    from kbye.household.household import Household


class UserManager(BaseUserManager["User"]):
    def start(self, *, now: datetime) -> User:
        """A way in for this browser, before there is an e-mail address or a password."""
        user = self.model(created_at=now)
        user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Someone who can sign in. Knows nothing of families: a `Member` points here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return True

    @property
    def can_get_back_in(self) -> bool:
        return bool(self.email) and self.has_usable_password()

    def __str__(self) -> str:
        return f"account {self.id}"


class MemberQuerySet(OwnedQuerySet["Member"]):
    def here(self) -> Self:
        return self.filter(removed_at=None)

    def adults(self) -> Self:
        return self.here().filter(kind=Member.Kind.ADULT)

    def children(self) -> Self:
        return self.here().filter(kind=Member.Kind.CHILD)

    def who_can_stay(self) -> Self:
        """Everybody who could have the children: the adults first, then helpers, in the agreed order."""
        return self.here().exclude(kind=Member.Kind.CHILD)


class Member(Owned):
    class Kind(models.TextChoices):
        ADULT = "adult"
        HELPER = "helper"
        CHILD = "child"

    class Clock(models.TextChoices):
        H24 = "24"
        H12 = "12"

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60)
    called = models.CharField(max_length=40, blank=True)
    born_date = models.DateField(null=True, blank=True)
    colour = models.PositiveSmallIntegerField(default=1)
    place = models.PositiveSmallIntegerField(default=0)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=2, choices=Clock, default=Clock.H24)
    # What they read, as in `settings.LANGUAGES`; "" is the household's. See `household/language.py`.
    language = models.CharField(max_length=12, blank=True, default="")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="member")
    quiet_from_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_to_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    names_in_push = models.BooleanField(default=False)
    hears_of_offers = models.BooleanField(default=True)
    offer_suggested_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "place", "name")
        indexes = [models.Index(fields=["household", "kind", "place"], name="member_by_household")]

    def __str__(self) -> str:
        return self.name

    @property
    def called_by_children(self) -> str:
        """ "Mama", "Papa", "Oma"; their name if nobody said."""
        return self.called or self.name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper() or "?"

    @property
    def user_email(self) -> str:
        """The address they sign in with, if they can; `user` is loaded."""
        return (self.user.email or "") if self.user else ""

    @property
    def is_adult(self) -> bool:
        return self.kind == self.Kind.ADULT

    @property
    def is_child(self) -> bool:
        return self.kind == self.Kind.CHILD

    def age(self, on: date) -> int | None:
        """Full years on that day; None when no birthday is known."""
        if self.born_date is None:
            return None
        before_birthday = (on.month, on.day) < (self.born_date.month, self.born_date.day)
        return max(on.year - self.born_date.year - before_birthday, 0)

    def remove(self, *, at: datetime) -> None:
        self.removed_at = at
        self.save(update_fields=["removed_at"])

    def bring_back(self) -> None:
        self.removed_at = None
        self.save(update_fields=["removed_at"])


_children = ReadyQuery(lambda household: Member.objects.of(household).children(), household=uuid.UUID)


def children_of(household: Household) -> list[Member]:
    """Those who belong to it now, in its order."""
    return _children(household=household.pk)


class UsualHome(Owned):
    """When somebody is usually home: one stretch of one weekday, in the household's wall-clock minutes."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="usual_home")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "member"], name="usual_home_by_household")]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="usual_home_weekday"),
            models.CheckConstraint(
                condition=models.Q(from_minute__lt=models.F("to_minute")), name="usual_home_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.from_minute}–{self.to_minute}"
