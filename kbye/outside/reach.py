"""Asking kbye's own public address whether kbye answers there: one request, nothing else."""

from __future__ import annotations

import http.client
import ssl
from enum import Enum
from urllib.parse import urlsplit

SECONDS = 5.0
SIGN_OF_LIFE = b"kbye\n"


class Answer(Enum):
    KBYE = "kbye"
    SOMETHING_ELSE = "something_else"
    SENDS_ELSEWHERE = "sends_elsewhere"
    NOBODY = "nobody"
    TOO_SLOW = "too_slow"
    NOT_TRUSTED = "not_trusted"
    NO_ADDRESS = "no_address"


def answer_at(address: str, *, seconds: float = SECONDS) -> Answer:
    """What is found at `<address>/healthz`; never raises for what is there or not.

    `address` is http or https with a host, as kbye's settings have it. No redirect is followed, no more
    than a few bytes are read, certificates are checked. `seconds` is for each step of the connection.
    """
    try:
        return _ask(address, seconds)
    except ssl.SSLCertVerificationError:
        return Answer.NOT_TRUSTED
    except (ssl.SSLError, http.client.HTTPException):
        return Answer.SOMETHING_ELSE
    except TimeoutError:
        return Answer.TOO_SLOW
    except OSError:
        return Answer.NOBODY
    except ValueError:
        return Answer.NO_ADDRESS


def _ask(address: str, seconds: float) -> Answer:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return Answer.NO_ADDRESS
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=seconds)
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/healthz", headers={"Connection": "close"})
        response = connection.getresponse()
        return _judge(response.status, response.read(len(SIGN_OF_LIFE) + 1))
    finally:
        connection.close()


def _judge(status: int, body: bytes) -> Answer:
    if 300 <= status < 400:
        return Answer.SENDS_ELSEWHERE
    return Answer.KBYE if status == 200 and body == SIGN_OF_LIFE else Answer.SOMETHING_ELSE
