"""What belongs to the house's front door and to no family: set-up codes and tries to sign in."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models

SIGN_IN_TRIES = 10
SIGN_IN_WITHIN = timedelta(minutes=15)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class SetUpCode(models.Model):
    """Lets exactly one household start. Printed once on the console; only its hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"set-up code {self.id}"

    @classmethod
    def make(cls, *, now: datetime) -> str:
        """A new code, 160 bits; earlier unused ones end."""
        cls.objects.filter(used_at=None).delete()
        code = secrets.token_urlsafe(20)
        cls.objects.create(code_hash=_hash(code), created_at=now)
        return code

    @classmethod
    def is_open(cls, code: str) -> bool:
        return cls.objects.filter(code_hash=_hash(code), used_at=None).exists()

    @classmethod
    def use(cls, code: str, *, now: datetime) -> bool:
        """True for exactly one of all who use it, however many try at once."""
        return cls.objects.filter(code_hash=_hash(code), used_at=None).update(used_at=now) == 1


class SignInTry(models.Model):
    """A try to sign in that failed, by account and by address, both hashed; forgotten after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="sign_in_by_account"),
            models.Index(fields=["address", "at"], name="sign_in_by_address"),
        ]

    def __str__(self) -> str:
        return f"try {self.id}"

    @classmethod
    def too_many(cls, *, account: str, address: str, now: datetime) -> bool:
        recent = cls.objects.filter(at__gt=now - SIGN_IN_WITHIN)
        return any(
            recent.filter(**who).count() >= SIGN_IN_TRIES
            for who in ({"account": _hash(account)}, {"address": _hash(address)})
        )

    @classmethod
    def note(cls, *, account: str, address: str, now: datetime) -> None:
        cls.objects.filter(at__lt=now - timedelta(days=1)).delete()
        cls.objects.create(account=_hash(account), address=_hash(address), at=now)
