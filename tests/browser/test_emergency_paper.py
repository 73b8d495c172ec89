"""The emergency sheet on paper: two sides at most, however much a house has to say; all that keeps safe is on it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.people import Member
from kbye.urgent import sheet_page
from kbye.urgent.sheet_page import page_for
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.people import THURSDAY_NOON, Family
from tests.urgent.ready import missing, ready_family

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def sides(page: bytes, folder: Path) -> int:
    """Printed as a browser prints it, without a script and without a network."""
    sheet, paper = folder / "sheet.html", folder / "sheet.pdf"
    sheet.write_bytes(page)
    command = [
        CHROMIUM,
        "--headless",
        *FLAGS,
        "--no-pdf-header-footer",
        f"--print-to-pdf={paper}",
        sheet.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))


def with_much_to_say(cast: Family) -> None:
    """Six children, three entries of each dangerous kind for each, ten who may collect, 20 numbers, 100 lines."""
    house, kind = cast.household, Fact.Kind
    for name in ("Ada", "Bo", "Cleo"):
        Member.objects.create(household=house, kind=Member.Kind.CHILD, name=name)
    for child in Member.objects.of(house).children():
        for number in range(3):
            for about in (kind.ALLERGY, kind.MEDICINE, kind.CONDITION):
                words = f"{about.value} {number} of {child.name}, not even traces of it"
                Fact.objects.create(
                    household=house,
                    kind=about,
                    child=child,
                    words=words,
                    detail="Red spots around the mouth.",
                    kept="in the blue bag",
                )
    for number in range(10):
        Collector.objects.create(
            household=house, name=f"Neighbour {number}", note="at the school gate, shows a card"
        )
    for number in range(20):
        Contact.objects.create(
            household=house, name=f"Friend {number}", phone=f"+49 30 23125 1{number:02}", place=9 + number
        )
    for number in range(100):
        Fact.objects.create(
            household=house, kind=kind.HOUSE, words=f"line {number} of the house: " + "behind the coats " * 9
        )


def test_a_usual_house_is_on_two_sides_at_most(tmp_path: Path) -> None:
    assert sides(page_for(ready_family().sam, made_at=THURSDAY_NOON), tmp_path) <= 2


def test_a_house_with_much_to_say_too_and_nothing_that_keeps_safe_is_left_off(tmp_path: Path) -> None:
    cast = ready_family()
    with_much_to_say(cast)
    page = page_for(cast.sam, made_at=THURSDAY_NOON)
    assert missing(page.decode()) == []
    for child in ("Mia", "Ben", "Zoe", "Ada", "Bo", "Cleo"):
        assert f"allergy 2 of {child}" in page.decode()
    assert "More of it is in the handbook." in page.decode()
    assert sides(page, tmp_path) <= 2


def test_without_the_limit_it_would_be_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = ready_family()
    with_much_to_say(cast)
    for limit in ("MOST_HOUSE_LINES", "HOUSE_LINE_LETTERS", "MOST_CALLS"):
        monkeypatch.setattr(sheet_page, limit, 10**6)
    assert sides(page_for(cast.sam, made_at=THURSDAY_NOON), tmp_path) > 2
