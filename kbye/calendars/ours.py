"""Which entries of a calendar are kbye's own, so that a time away read back makes nobody busy."""

from __future__ import annotations

import re

_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@(?P<host>.+)", re.IGNORECASE | re.DOTALL)


def uid_of(key: object, host: str) -> str:
    """The name that an entry of kbye keeps for life, in mails, feeds and calendars alike."""
    return f"{key}@{host}"


def is_ours(uid: str, host: str) -> bool:
    """Whether the kbye that is reached as `host` gave that name."""
    found = _UID.fullmatch(uid.strip())
    return bool(host) and found is not None and found["host"].casefold() == host.casefold()
