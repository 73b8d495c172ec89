"""A situation file without anybody's name: what somebody can send along with a report."""

from __future__ import annotations

import json
from typing import Any

Document = dict[str, Any]


def without_names(document: Document) -> Document:
    """The same situation; people, commitments and tasks are numbers, and what they are called is gone.

    Times stay as they are: they are what the situation is about.
    """
    found: Document = json.loads(json.dumps(document))
    new = {"home": "home"}
    for key, word in (("children", "child"), ("carers", "carer"), ("busy", "busy"), ("occurrences", "task")):
        for number, row in enumerate(found.get(key, []), start=1):
            new[row["id"]] = f"{word} {number}"
            row |= {"id": new[row["id"]]}
            for told in ("name", "label", "title", "born"):
                row.pop(told, None)
    for number, place in enumerate(found.get("places", []), start=1):
        new.setdefault(place, f"place {number}")
    new.setdefault(found["away"]["leaver"], "leaver")
    _replaced(found, new)
    return found


_IDS = ("child", "carer", "leaver", "place", "only", "with", "may_care", "between", "places")


def _replaced(value: Any, new: dict[str, str]) -> None:
    """Every id by its new one, in place."""
    rows = value if isinstance(value, list) else [value]
    for row in rows:
        if not isinstance(row, dict):
            continue
        for key, one in row.items():
            if key in _IDS and isinstance(one, str):
                row[key] = new.get(one, one)
            elif key in _IDS and isinstance(one, list):
                row[key] = [new.get(each, each) for each in one]
            elif key == "may_collect" and isinstance(one, dict):
                row[key] = {new.get(at, at): [new.get(c, c) for c in who] for at, who in one.items()}
            elif isinstance(one, list | dict):
                _replaced(one, new)
