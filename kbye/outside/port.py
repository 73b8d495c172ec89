"""Whether the port to serve on can be had."""

from __future__ import annotations

import errno
import socket


def why_not(host: str, number: int) -> str:
    """In words, why nobody can listen there; "" when it is free.

    Asked first, because the web server shares a port with another kbye without a word.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, number), family=family).close()
    except OSError as error:
        return _words(error, host, number)
    return ""


def _words(error: OSError, host: str, number: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"something already answers on {host}:{number}. Stop it, or choose another port with PORT."
    if error.errno == errno.EACCES:
        return f"this account may not use port {number}. Choose one from 1024 on with PORT."
    return f"cannot listen on {host}:{number} ({error.strerror or error})."
