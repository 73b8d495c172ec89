"""Routes of a time away, for those signed in and for those on a link."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

View = Callable[..., HttpResponse]


def away(route: str, view: View, name: str) -> URLPattern:
    return path(f"away/<uuid:time_away>/{route}", view, name=name)


def both(route: str, view: View, name: str) -> list[URLPattern]:
    """The same view for a signed-in adult and for the holder of a link, whose names end in `_by_link`."""
    return [away(route, view, name), path(f"l/<str:token>/{route}", view, name=f"{name}_by_link")]
