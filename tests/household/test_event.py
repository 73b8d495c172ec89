"""One row for each thing done: numbered without a gap, undone unless somebody has changed it since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kbye.household.afterwards import Worry
from kbye.household.event import Event, noted, record, snapshot, undo
from kbye.household.household import Household
from kbye.household.occurrences import lay_out
from kbye.household.responsibility import Occurrence
from tests.people import THURSDAY_NOON, Family, family, inhaler, stay_link, time_away

pytestmark = pytest.mark.django_db
LATER = THURSDAY_NOON + timedelta(minutes=5)


@pytest.fixture
def home() -> Family:
    return family()


@pytest.fixture
def dose(home: Family) -> Occurrence:
    inhaler(home)
    row = time_away(home)
    lay_out(row)
    return Occurrence.objects.of(home.household).get()


def tick(dose: Occurrence, home: Family) -> Event:
    with noted(dose, "ticked", by=home.alex, at=THURSDAY_NOON) as written:
        dose.tick(at=THURSDAY_NOON, by=home.alex)
    return written[0]


def fresh(dose: Occurrence) -> Occurrence:
    return Occurrence.objects.of(dose.household).get(pk=dose.pk)


def test_a_change_is_written_down_with_who_what_before_and_after(home: Family, dose: Occurrence) -> None:
    event = tick(dose, home)
    assert (event.verb, event.object_kind, event.object_id) == ("ticked", "occurrence", dose.pk)
    assert (event.actor, event.at) == (home.alex, THURSDAY_NOON)
    assert event.before is not None
    assert event.after is not None
    assert event.before["done_at"] is None
    assert event.after["done_at"] == THURSDAY_NOON.isoformat()
    assert event.after["done_by_id"] == str(home.alex.pk)


def test_events_are_numbered_without_a_gap_for_each_household(home: Family) -> None:
    next_door = family(canary="-next-door")
    for _ in range(3):
        record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)
        record(next_door.sam, "changed", by=next_door.sam, at=THURSDAY_NOON)
    for household in (home.household, next_door.household):
        assert list(Event.objects.of(household).values_list("seq", flat=True)) == [1, 2, 3]


def test_a_number_is_given_back_when_what_was_done_fails(home: Family) -> None:
    record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)
    with transaction.atomic():
        record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)
        transaction.set_rollback(True)
    record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)
    assert list(Event.objects.of(home.household).values_list("seq", flat=True)) == [1, 2]


def test_a_number_is_never_given_twice(home: Family) -> None:
    record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)
    Household.objects.filter(pk=home.household.pk).update(event_seq=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(home.sam, "changed", by=home.sam, at=THURSDAY_NOON)


def test_undo_puts_back_what_was_there(home: Family, dose: Occurrence) -> None:
    event = tick(dose, home)
    assert undo(event, by=home.alex, at=LATER)
    assert fresh(dose).done_at is None
    assert fresh(dose).done_by is None
    last = Event.objects.of(home.household).latest("seq")
    assert (last.verb, last.seq, last.at) == ("undid", event.seq + 1, LATER)


def test_undo_is_refused_when_somebody_changed_it_since(home: Family, dose: Occurrence) -> None:
    event = tick(dose, home)
    fresh(dose).tick(at=LATER, by=home.grandma)
    assert not undo(event, by=home.alex, at=LATER)
    assert (fresh(dose).done_at, fresh(dose).done_by_id) == (LATER, home.grandma.pk)
    assert Event.objects.of(home.household).count() == 1


def test_what_changed_elsewhere_in_the_row_does_not_stand_in_the_way(home: Family, dose: Occurrence) -> None:
    event = tick(dose, home)
    Occurrence.objects.of(home.household).filter(pk=dose.pk).update(title="inhaler, 1 puff")
    assert undo(event, by=home.alex, at=LATER)
    assert (fresh(dose).title, fresh(dose).done_at) == ("inhaler, 1 puff", None)


def test_undo_works_once(home: Family, dose: Occurrence) -> None:
    event = tick(dose, home)
    assert [undo(event, by=home.alex, at=LATER) for _ in range(2)] == [True, False]


def test_what_cannot_be_undone_stays(home: Family, dose: Occurrence) -> None:
    created = record(dose, "created", by=home.sam, at=THURSDAY_NOON)
    assert not undo(created, by=home.sam, at=LATER)
    with noted(home.sam, "renamed everybody", by=home.sam, at=THURSDAY_NOON) as written:
        home.sam.name = "Samira"
        home.sam.save(update_fields=["name"])
    assert not undo(written[0], by=home.sam, at=LATER)


def test_undo_reaches_into_no_other_household(home: Family, dose: Occurrence) -> None:
    event = tick(dose, home)
    event.household = family(canary="-next-door").household
    assert not undo(event, by=home.alex, at=LATER)
    assert fresh(dose).done_at == THURSDAY_NOON


def test_what_is_private_is_not_written_down(home: Family) -> None:
    row = time_away(home)
    worry = Worry.objects.create(
        household=home.household, time_away=row, author=home.sam, words="bedtime", created_at=THURSDAY_NOON
    )
    assert "bedtime" not in str(snapshot(worry))
    link = stay_link(row)
    written = str(record(link, "made", by=home.sam, at=THURSDAY_NOON).after)
    assert link.token not in written
    assert link.token_hash not in written
    assert link.nonce not in written
