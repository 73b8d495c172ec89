"""A tripwire for tests: a query on a household's table that does not say whose rows it wants is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from kbye.household.owned import Owned

_MAIN_TABLE = re.compile(r'^\s*(?:SELECT\b.*?\bFROM|UPDATE|DELETE FROM)\s+"(?P<table>\w+)"', re.S | re.I)
# Django names the inner table of `WHERE id IN (SELECT …)` U0.
_IN_SUBQUERY = re.compile(r'"U\d+"\."household_id"')
# What merely groups or sorts by the household says nothing of whose rows are wanted.
_WHERE = re.compile(r" WHERE (?P<where>.*?)(?: GROUP BY | ORDER BY |$)", re.S)
_spanning: ContextVar[bool] = ContextVar("spanning", default=False)


class UnscopedQuery(AssertionError):
    """A query that could have reached into another household."""


@cache
def owned_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Owned) and not model._meta.proxy
    )


def is_scoped(sql: str) -> bool:
    """Whether the statement's main table is asked with its household (inserts carry it as a column)."""
    found = _MAIN_TABLE.match(sql)
    if found is None or found["table"] not in owned_tables():
        return True
    found_where = _WHERE.search(sql)
    where = found_where["where"] if found_where else ""
    return f'"{found["table"]}"."household_id"' in where or _IN_SUBQUERY.search(where) is not None


@contextmanager
def spanning_households() -> Iterator[None]:
    """For the few places that work across households on purpose: background work, deleting a household."""
    before = _spanning.set(True)
    try:
        yield
    finally:
        _spanning.reset(before)


def _look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _spanning.get() and not is_scoped(sql):
        raise UnscopedQuery(f"This query does not name its household: {sql}")
    return execute(sql, params, many, context)


@contextmanager
def tripwire() -> Iterator[None]:
    with connection.execute_wrapper(_look):
        yield
