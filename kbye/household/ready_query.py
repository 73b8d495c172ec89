"""A query that is put into SQL once in each process; from then on only its values are filled in.

Django puts a query together anew each time, which costs many times what the database takes to answer it. The door and
the pages that are opened most ask theirs through here; the rows are those that the queryset itself would give.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model, covariant=True)
# The stubs know it as a later Django has it.
_populators: Any = get_related_populators
_FIRST = datetime(1901, 1, 1, tzinfo=UTC)
# By the type of a value: how it goes to the database, and what stands in for it while the SQL is made.
_TYPES: dict[type, tuple[models.Field[Any, Any], Callable[[int], object]]] = {
    UUID: (models.UUIDField(), lambda number: UUID(int=number)),
    datetime: (models.DateTimeField(), lambda number: _FIRST + timedelta(days=number)),
    date: (models.DateField(), lambda number: (_FIRST + timedelta(days=number)).date()),
    str: (models.CharField(), lambda number: f"value {number}"),
}


class CannotBeReady(ValueError):
    """What this query asks for changes with its values in a way that could not be filled in."""


_all: list[ReadyQuery[Any]] = []


def forget() -> None:
    """Every query is put together anew when it is asked next: for tests that change how."""
    for one in _all:
        one._statement = None


def all_ready() -> None:
    """Every query is put together now: for tests that change how others are."""
    for one in _all:
        one._statement = one._statement or one._put_together()


@dataclass(frozen=True, slots=True)
class _Statement:
    """`places`: the name of the value that goes there, or None where `fixed` does."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[str | None, ...]
    columns: slice
    names: list[str]
    converters: list[tuple[int, Sequence[Callable[..., object]], object]]
    related: Sequence[Any]


class ReadyQuery(Generic[Row]):
    """`ReadyQuery(lambda household: Member.objects.of(household), household=UUID)`, then
    `query(household=one.pk)` for a list of rows.

    Values have the types named and are never None. They go into the SQL as they are: nothing may be reckoned from
    them, no lists, no `prefetch_related`.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Row]], **types: type) -> None:
        self.rows, self.types = rows, types
        self._statement: _Statement | None = None
        _all.append(self)

    def __call__(self, **values: object) -> list[Row]:
        known = self._statement = self._statement or self._put_together()
        ready: dict[str, Any] = {name: _as_stored(values[name], kind) for name, kind in self.types.items()}
        params = [
            fixed if place is None else ready[place]
            for place, fixed in zip(known.places, known.fixed, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(known.sql, params)
            return [self._row(known, list(found)) for found in cursor.fetchall()]

    def _row(self, known: _Statement, values: list[Any]) -> Row:
        for place, converters, column in known.converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        row = self._model.from_db(DEFAULT_DB_ALIAS, known.names, values[known.columns])
        for one in known.related:
            one.populate(values, row)
        return row

    def _put_together(self) -> _Statement:
        """Each value is found again by what stood in for it; what changes with it must be it."""
        compiler, sql, fixed, places = self._compiled(stand_ins_from=0)
        _compiler, other_sql, other_fixed, other_places = self._compiled(stand_ins_from=len(self.types))
        pairs = zip(places, fixed, other_fixed, strict=True)
        if (
            sql != other_sql
            or places != other_places
            or any(a != b for place, a, b in pairs if place is None)
        ):
            raise CannotBeReady("something is reckoned from a value: hand it in as a value of its own")
        if missing := set(self.types).difference(places):
            raise CannotBeReady(f"not asked about: {missing}")
        columns = compiler.klass_info["select_fields"]
        select = [one for one, _sql, _alias in compiler.select]
        return _Statement(
            sql=sql,
            fixed=fixed,
            places=places,
            columns=slice(columns[0], columns[-1] + 1),
            names=[one.target.attname for one in select[columns[0] : columns[-1] + 1]],
            converters=[(place, *how) for place, how in compiler.get_converters(select).items()],
            related=_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS),
        )

    def _compiled(self, *, stand_ins_from: int) -> tuple[Any, str, tuple[Any, ...], tuple[str | None, ...]]:
        numbered = enumerate(self.types.items(), start=stand_ins_from)
        stand_ins = {name: _TYPES[kind][1](number) for number, (name, kind) in numbered}
        queryset = self.rows(**stand_ins)
        self._model = queryset.model
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, fixed = compiler.as_sql()
        meant = {_as_stored(one, self.types[name]): name for name, one in stand_ins.items()}
        return compiler, sql, tuple(fixed), tuple(meant.get(one) for one in fixed)


def _as_stored(value: object, kind: type) -> Any:
    return _TYPES[kind][0].get_db_prep_value(value, connection)
