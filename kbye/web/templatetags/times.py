"""The one set of filters for times and people; see `web/wording.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template

from kbye.planning.intervals import Span
from kbye.web import clock, wording
from kbye.web.access import NOBODY, Who

register = template.Library()


@register.filter
def clock_time(at: datetime) -> str:
    return wording.clock_time(at)


@register.filter
def day(at: datetime) -> str:
    return wording.day(at, now=clock.now())


@register.filter
def date_of(at: datetime) -> str:
    return wording.date(at)


@register.filter
def short_day(at: datetime) -> str:
    return wording.short_day(at)


@register.filter
def when(span: Span) -> str:
    return wording.when(span)


@register.filter
def hours_of(span: Span) -> str:
    return wording.hours_of(span)


@register.filter
def is_one_day(span: Span) -> bool:
    return wording.is_one_day(span)


@register.filter
def until(span: Span) -> str:
    return wording.until(span, now=clock.now())


@register.filter
def back(span: Span) -> str:
    return wording.back(span, now=clock.now())


@register.filter
def is_back(span: Span, name: str) -> str:
    """`{{ row.span|is_back:row.leaver.name }}`"""
    return wording.is_back(name, span, now=clock.now())


@register.filter
def names(of: Iterable[object]) -> str:
    return wording.names(of)


@register.simple_tag(takes_context=True)
def address(context: template.Context, name: str, time_away: object = None, **more: Any) -> str:
    """`{% address "go:tick" time_away occurrence=row.id %}`: signed in or on a link, as the visitor is."""
    who: Who = context.get("who") or NOBODY
    return who.url(name, time_away, **more)  # type: ignore[arg-type]
