"""A bare browser: cookies in, one request at a time through all of the middleware, nothing recorded on the way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http.cookies import SimpleCookie
from typing import Any

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.client import encode_multipart

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_BOUNDARY = "kbye"
_FORM = f"multipart/form-data; boundary={_BOUNDARY}"


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


class Browser:
    """Cookies stay as they were given; `is_guarded` asks for the form's token as in earnest."""

    def __init__(self, client: Client | None = None, *, is_guarded: bool = False) -> None:
        self.is_guarded = is_guarded
        self.cookies = SimpleCookie({key: one.value for key, one in client.cookies.items()} if client else {})

    def ask(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> HttpResponse:
        request = self._request(method, path, data or {})
        response = _handler().get_response(request)
        request.close()
        assert isinstance(response, HttpResponse)
        return response

    def _request(self, method: str, path: str, data: Mapping[str, Any]) -> HttpRequest:
        factory = RequestFactory()
        factory.cookies.load({key: one.value for key, one in self.cookies.items()})
        has_body = method in {"POST", "PUT", "PATCH"}
        body = encode_multipart(_BOUNDARY, dict(data)) if has_body else b""
        request = factory.generic(method, path, body, _FORM if has_body else "")
        setattr(request, "_dont_enforce_csrf_checks", not self.is_guarded)  # noqa: B010
        return request


def everything_in(response: HttpResponse) -> str:
    """Body and headers, cookies too, as one text."""
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{heads}\n{response.cookies.output()}\n{response.content.decode(errors='replace')}"
