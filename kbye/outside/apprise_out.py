"""Messages to phones by the services that Apprise speaks (ntfy, Telegram, Matrix, Gotify, Pushover, Signal).

Apprise opens its connections itself. It therefore runs in a process of its own (`apprise_apart`), where every
connection is judged by the same rule as everywhere else at the moment it is made, and which is killed when it
takes too long. The address with its secrets goes to its standard input, never on a command line.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

import kbye
from kbye.outside.addresses import LONGEST, Place
from kbye.outside.outcome import Sent, Trouble

SECONDS = 20.0
SCHEMES = frozenset({"ntfys", "tgram", "matrixs", "pover", "gotifys", "signals"})
# The same without encryption: for servers in the house, which the host of this kbye has to allow.
PLAIN_SCHEMES = frozenset({"ntfy", "matrix", "gotify", "signal"})

_START = "import sys; sys.path.insert(0, sys.argv[1]); from kbye.outside.apprise_apart import main; main()"
_KEPT_SURROUNDINGS = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "SSL_CERT_FILE")


class NotAllowed(ValueError):
    """kbye does not send there. `words` are for whoever typed the address."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def is_there() -> bool:
    """Whether Apprise is installed (`kbye[notify]`)."""
    return importlib.util.find_spec("apprise") is not None


def check(url: str) -> None:
    """Whether kbye may send to this Apprise address, as far as its spelling tells. Raises `NotAllowed`."""
    if len(url) > LONGEST or not url.isprintable() or any(letter.isspace() for letter in url):
        raise NotAllowed(_("This does not look like an address for messages."))
    scheme, colon, _rest = url.partition("://")
    scheme = scheme.lower() if colon else ""
    if scheme in SCHEMES or (scheme in PLAIN_SCHEMES and _place(url) in settings.MAY_REACH):
        return
    if scheme in PLAIN_SCHEMES:
        raise NotAllowed(
            _("Please write %(scheme)s:// so that nobody can listen in.") % {"scheme": f"{scheme}s"}
        )
    known = ", ".join(f"{name}://" for name in sorted(SCHEMES))
    raise NotAllowed(_("kbye sends to addresses that start with %(known)s.") % {"known": known})


def notify(url: str, title: str, body: str, *, seconds: float = SECONDS) -> Sent | Trouble:
    """Send one message. `Sent` only when Apprise says that every receiver of this address has it."""
    try:
        check(url)
    except NotAllowed as refusal:
        return Trouble(words=refusal.words, cause="address", again=False)
    order = {
        "url": url,
        "title": title,
        "body": body,
        "schemes": sorted(SCHEMES),
        "may_reach": [[place.host, place.port] for place in settings.MAY_REACH],
    }
    try:
        return _outcome(_status(order, seconds))
    except subprocess.TimeoutExpired:
        return Trouble(words=_("The service for messages took too long."), cause="timeout")


def _place(url: str) -> Place | None:
    try:
        parts = urlsplit(url)
        return Place((parts.hostname or "").removesuffix("."), parts.port or 80)
    except ValueError:
        return None


def _status(order: Mapping[str, object], seconds: float) -> str:
    root = str(Path(kbye.__file__).resolve().parents[1])
    done = subprocess.run(  # noqa: S603  the command is ours; what people typed goes to its standard input
        [sys.executable, "-I", "-c", _START, root],
        input=json.dumps(order).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        env={name: os.environ[name] for name in _KEPT_SURROUNDINGS if name in os.environ},
        check=False,
    )
    lines = done.stdout.decode(errors="replace").splitlines()
    return lines[-1] if lines and done.returncode == 0 else "BROKE_OFF"


def _outcome(status: str) -> Sent | Trouble:
    """Apprise's own word: anything but SUCCESS is none, PARTIAL included."""
    words = {
        "PARTIAL": _("Not everyone at this address got it."),
        "NOMATCH": _("This does not look like an address for messages."),
        "MISSING": _("This kbye cannot send there: the package apprise is not installed."),
    }
    if status == "SUCCESS":
        return Sent()
    return Trouble(
        words=words.get(status, _("The service for messages did not take it.")),
        cause=f"apprise {status.lower()}",
        again=status not in words,
    )
