"""Feeds as they went out last, at hand in each process: the same answer again for one indexed query.

An answer is given again while its tag holds (`web/unchanged.py`): the door let this very address in, and nothing was
done in its household since, which ending the address or taking somebody out would be. Else the door decides anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from kbye.web import clock
from kbye.web.unchanged import holds

View = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, bool]
MOST, MOST_BYTES = 64, 512 * 1024


class Answer(NamedTuple):
    body: bytes
    headers: dict[str, str]


_answers: OrderedDict[Key, Answer] = OrderedDict()
_one_at_a_time = Lock()


def at_hand(get_response: View) -> View:
    """Middleware, near the outermost; for feeds alone."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not request.path.startswith("/f/"):
            return get_response(request)
        key = (request.path, "gzip" in request.headers.get("Accept-Encoding", ""))
        known = _answers.get(key)
        if known is not None and holds(known.headers["ETag"], request.path, clock.now()):
            return HttpResponse(known.body, headers=known.headers)
        response = get_response(request)
        _keep(key, response)
        return response

    return respond


def forget() -> None:
    _answers.clear()


def _keep(key: Key, response: HttpResponse) -> None:
    with _one_at_a_time:
        _answers.pop(key, None)
        if response.status_code == 200 and "ETag" in response.headers and len(response.content) <= MOST_BYTES:
            _answers[key] = Answer(response.content, dict(response.headers))
            if len(_answers) > MOST:
                _answers.popitem(last=False)
