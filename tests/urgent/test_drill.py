"""The drill: it tries what is there, says what fails with one thing to do, asks nobody, and sees a broken sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from kbye.cli import drill as command
from kbye.household.drill import DRILLS_HOLD, Drill, is_long_ago
from kbye.household.household import Household
from kbye.household.knowledge import Contact, Fact
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.urgent import sheet_page
from kbye.urgent.drill import How, fails, next_saturday, rehearse
from tests.conftest import Clock
from tests.people import FRIDAY, LONG_AGO, THURSDAY_NOON, Family, family, signed_in
from tests.urgent.ready import ALL_OF_IT, Door, missing, own_token, ready_family, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "urgent:drill"


@pytest.fixture
def cast(settings: Settings) -> Family:
    """A house in which nothing would fail."""
    settings.SENDS_MAIL = True
    cast = ready_family()
    Contact.objects.create(household=cast.household, name="Noor", phone="+49 30 23125 027", place=2)
    for who in (cast.alex, cast.grandma):
        who.phone = "+49 30 23125 014"
        who.save(update_fields=["phone"])
    written(cast)
    return cast


def found(cast: Family) -> list[str]:
    return [one.words for one in fails(rehearse(cast.household, THURSDAY_NOON))]


def test_where_all_is_ready_nothing_fails_and_what_cannot_be_seen_is_said(cast: Family) -> None:
    findings = rehearse(cast.household, THURSDAY_NOON)
    assert fails(findings) == []
    unknown = " ".join(one.words for one in findings if one.how is How.UNKNOWN)
    for words in ("phone has kept the sheet", "on the fridge", "backups"):
        assert words in unknown


def test_nobody_is_asked_or_told_and_nothing_changes(cast: Family, settings: Settings) -> None:
    rehearse(cast.household, THURSDAY_NOON)
    assert not Notice.objects.of(cast.household).exists()
    assert not settings.EMAIL_FILE_PATH.exists()
    assert not Drill.objects.of(cast.household).exists()


def no_sheet(cast: Family, settings: Settings) -> None:
    for file in settings.EMERGENCY_SHEETS.iterdir():
        file.unlink()


def damaged_sheet(cast: Family, settings: Settings) -> None:
    for file in settings.EMERGENCY_SHEETS.iterdir():
        file.write_bytes(file.read_bytes()[:5000])


def sheet_of_before(cast: Family, settings: Settings) -> None:
    Fact.objects.create(household=cast.household, kind="allergy", child=cast.mia, words="bees & wasps")


def old_sheet(cast: Family, settings: Settings) -> None:
    written(cast, THURSDAY_NOON - timedelta(hours=25))


def dead_worker(cast: Family, settings: Settings) -> None:
    Household.objects.filter(pk=cast.household.pk).update(sheet_due_at=THURSDAY_NOON - timedelta(minutes=6))


def no_mail(cast: Family, settings: Settings) -> None:
    settings.SENDS_MAIL = False


def no_address(cast: Family, settings: Settings) -> None:
    Fact.objects.of(cast.household).filter(kind="address").delete()


def no_doctor(cast: Family, settings: Settings) -> None:
    Contact.objects.of(cast.household).filter(role="doctor").update(role="")


def one_to_call(cast: Family, settings: Settings) -> None:
    Contact.objects.of(cast.household).filter(name="Noor").delete()


def silent_adult(cast: Family, settings: Settings) -> None:
    Member.objects.of(cast.household).filter(name="Alex").update(phone="")


def silent_helpers(cast: Family, settings: Settings) -> None:
    Member.objects.of(cast.household).filter(kind="helper").update(phone="", email="")


def no_helper(cast: Family, settings: Settings) -> None:
    Member.objects.of(cast.household).filter(kind="helper").update(removed_at=THURSDAY_NOON)


BROKEN: list[tuple[Callable[[Family, Settings], None], str]] = [
    (no_sheet, "the emergency sheet does not open."),
    (damaged_sheet, "the emergency sheet is not whole."),
    (sheet_of_before, "the emergency sheet is not whole."),
    (old_sheet, "the emergency sheet is more than a day old."),
    (dead_worker, "The background work stands still"),
    (no_mail, "Nothing of kbye reaches Alex by itself"),
    (no_address, "Our address is not written down"),
    (no_doctor, "The doctor is not written down."),
    (one_to_call, "There are not two people to call yet."),
    (silent_adult, "There is not a number for each adult."),
    (silent_helpers, "Grandma has neither a number nor an e-mail address here."),
    (no_helper, "No helper is named who could be asked."),
]


@pytest.mark.parametrize(("breaks", "says"), BROKEN)
def test_what_fails_is_said_with_the_one_thing_to_do(
    breaks: Callable[[Family, Settings], None], says: str, cast: Family, settings: Settings
) -> None:
    breaks(cast, settings)
    findings = fails(rehearse(cast.household, THURSDAY_NOON))
    [first, *_] = [one for one in findings if says in one.words]
    assert first.action
    assert signed_in(cast.sam).get(first.url).status_code == 200


def test_with_one_adult_and_nobody_else_it_says_so(cast: Family, settings: Settings) -> None:
    no_helper(cast, settings)
    cast.alex.remove(at=THURSDAY_NOON)
    words = found(cast)
    assert "Nobody else is named who could have the children." in words


def test_a_broken_renderer_turns_the_drill_and_the_matrix_red(
    cast: Family, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet that loses the children: both must see it."""
    door = Door(settings.EMERGENCY_SHEETS)
    assert (found(cast), missing(door.open(own_token(cast.sam)).text)) == ([], [])
    with monkeypatch.context() as patch:
        patch.setattr(sheet_page, "lines_of", lambda part: [])
        written(cast)
    assert any("not whole" in words for words in found(cast))
    assert set(missing(door.open(own_token(cast.sam)).text, ALL_OF_IT)) >= {
        "no nuts, not even traces",
        "asthma",
    }


def test_the_page_tries_it_and_remembers_the_day(cast: Family, clock: Clock) -> None:
    sam, page = signed_in(cast.sam), reverse(PAGE)
    assert "Could you leave on Saturday at seven?" in sam.get(page).content.decode()
    assert not Drill.objects.of(cast.household).exists()
    assert sam.post(page).status_code == 302
    assert "Yes. On Saturday at seven you could leave." in sam.get(page).content.decode()
    row = Drill.objects.of(cast.household).get()
    assert (row.at, row.by, row.to_mend) == (THURSDAY_NOON, cast.sam, 0)
    clock.at += timedelta(days=1)
    assert "Last tried on Thursday 3 December." in sam.get(page).content.decode()


def test_the_page_says_what_to_do_first(cast: Family, settings: Settings) -> None:
    no_doctor(cast, settings)
    sam, page = signed_in(cast.sam), reverse(PAGE)
    sam.post(page)
    text = sam.get(page).content.decode()
    assert "Nearly: one thing first." in text
    assert "?role=doctor" in text


def test_the_command_says_the_same_and_ends_accordingly(
    cast: Family, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.run() == 0
    said = capsys.readouterr().out
    assert "FAILS" not in said
    assert "unknown" in said
    no_doctor(cast, settings)
    assert command.run() == 1
    assert (
        "FAILS    The doctor is not written down. -> Write it down: http://kbye.test/"
        in capsys.readouterr().out
    )
    assert [row.to_mend for row in Drill.objects.of(cast.household)] == [1, 0] or Drill.objects.count() == 2


def test_after_ninety_days_it_is_long_ago(cast: Family) -> None:
    assert is_long_ago(cast.household, LONG_AGO + DRILLS_HOLD)
    assert not is_long_ago(cast.household, LONG_AGO + DRILLS_HOLD - timedelta(seconds=1))
    Drill.objects.create(household=cast.household, at=THURSDAY_NOON, to_mend=3)
    assert not is_long_ago(cast.household, THURSDAY_NOON + DRILLS_HOLD - timedelta(seconds=1))
    assert is_long_ago(cast.household, THURSDAY_NOON + DRILLS_HOLD)


def test_the_first_screen_says_it_in_one_line_and_only_then(cast: Family, clock: Clock) -> None:
    sam = signed_in(cast.sam)
    link = reverse(PAGE)
    assert sam.get("/").content.decode().count(link) == 1
    sam.post(link)
    assert link not in sam.get("/").content.decode()
    clock.at += DRILLS_HOLD
    assert link in sam.get("/").content.decode()


def test_saturday_is_the_next_one(cast: Family) -> None:
    assert next_saturday(cast.household, THURSDAY_NOON).isoformat() == "2026-12-05"
    assert next_saturday(cast.household, THURSDAY_NOON + timedelta(days=2)).isoformat() == "2026-12-12"
    assert FRIDAY.weekday() == 4


def test_of_another_house_nothing_is_seen(cast: Family) -> None:
    other = family(canary="zq")
    signed_in(other.sam).post(reverse(PAGE))
    assert not Drill.objects.of(cast.household).exists()
    assert not any("zq" in one.words for one in rehearse(cast.household, THURSDAY_NOON))
