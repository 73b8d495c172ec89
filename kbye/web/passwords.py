"""Argon2id with OWASP's minimum profile: a sign-in costs 19 MiB, not Django's 100; small machines hold."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
