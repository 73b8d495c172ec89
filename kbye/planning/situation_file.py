"""The situation file: one JSON document in, one answer out. The same for the command, tests and bug reports."""

from __future__ import annotations

import json

from kbye.planning.coverage import reader
from kbye.planning.coverage.fields import Refused
from kbye.planning.coverage.situation import Situation
from kbye.planning.coverage.writer import answer, price_row

__all__ = ["Refused", "answer", "price_row", "read"]

BYTE_ORDER_MARK = "\ufeff"
LONGEST_TEXT = 5_000_000


def read(text: str) -> Situation:
    """The situation that the JSON text tells. Raises Refused with one sentence that names the place."""
    if len(text) > LONGEST_TEXT:
        raise Refused("", "The document is too long.")
    try:
        document = json.loads(text.removeprefix(BYTE_ORDER_MARK), object_pairs_hook=_once)
    except RecursionError:
        raise Refused("", "The document is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise Refused("", f"The document is not JSON: line {error.lineno}, column {error.colno}.") from None
    except Refused:
        raise
    except ValueError:
        raise Refused("", "The document holds a number that is too long.") from None
    return reader.situation(document)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Refused("", f"A key is there twice: {next(key for key in keys if keys.count(key) > 1)}.")
    return found
