"""`kbye drill`: what would fail if somebody had to leave, for every household here."""

from __future__ import annotations

from django.conf import settings

from kbye.cli import prepare
from kbye.household.drill import Drill
from kbye.household.household import Household
from kbye.household.tripwire import spanning_households
from kbye.urgent.drill import How, fails, rehearse
from kbye.web import clock

MARKS = {How.WELL: "well   ", How.FAILS: "FAILS  ", How.UNKNOWN: "unknown"}


def run() -> int:
    """Print what was found, and note that it was tried. 0 if nothing would fail, else 1."""
    if reasons := prepare.no_database():
        print("\n".join(reasons))
        return 1
    with spanning_households():
        households = list(Household.objects.filter(is_sample=False).order_by("created_at"))
        if not households:
            print("Nobody lives here yet; a sample household needs no drill.")
        return int(sum([_try(household) for household in households]) > 0)


def _try(household: Household) -> bool:
    now = clock.now()
    findings = rehearse(household, now)
    to_mend = fails(findings)
    Drill.objects.create(household=household, at=now, to_mend=len(to_mend))
    print(f"Could they leave on Saturday at seven? ({household})")
    for one in findings:
        where = f" -> {one.action}: {settings.PUBLIC_ADDRESS}{one.url}" if one.url else ""
        print(f"  {MARKS[one.how]}  {one.words}{where}")
    return bool(to_mend)
