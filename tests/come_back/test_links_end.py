"""Link pages are open until 48 hours after the return, and for nothing but their own time away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Postcard
from kbye.household.away import TimeAway
from kbye.web.photos import keep_photo
from tests.come_back import pictures
from tests.come_back.after import DURING, card, over
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, family, stay_link, time_away

pytestmark = pytest.mark.django_db
BACK_EARLY = FRIDAY_EVENING.end - timedelta(hours=1)
TWO_DAYS = timedelta(hours=48)


def pages(token: str, of: Postcard) -> list[str]:
    names = {"two_minutes": {}, "postcard": {}, "photo": {"postcard": of.pk}}
    return [
        reverse(f"come_back:{name}_by_link", kwargs={"token": token, **more}) for name, more in names.items()
    ]


def with_photo(row: TimeAway) -> Postcard:
    name = keep_photo(pictures.upload(pictures.picture()), folder=settings.PHOTOS, now=DURING)
    return card(row, sender=row.stayers[0], photo=name)


@pytest.mark.parametrize("back_at", [BACK_EARLY, FRIDAY_EVENING.end + timedelta(hours=3), None])
def test_they_end_two_days_after_the_return_or_after_the_planned_one(
    back_at: datetime | None, clock: Clock
) -> None:
    cast = family()
    row = over(cast, back_at=back_at) if back_at else time_away(cast)
    ends_at = (back_at or FRIDAY_EVENING.end) + TWO_DAYS
    every = pages(stay_link(row).token, with_photo(row))
    clock.at = ends_at - timedelta(seconds=1)
    assert [Client().get(url).status_code for url in every] == [200, 200, 200]
    clock.at = ends_at
    assert [Client().get(url).status_code for url in every] == [404, 404, 404]
    assert [Client().post(url, {"words": "late"}).status_code for url in every] == [404, 404, 404]
    assert Postcard.objects.count() == 1


def test_a_revoked_link_and_one_of_somebody_removed_open_nothing(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row = time_away(cast, stayer=cast.grandma)
    link, of = stay_link(row), with_photo(row)
    link.revoke(at=DURING)
    assert [Client().get(url).status_code for url in pages(link.token, of)] == [404, 404, 404]
    again = stay_link(row)
    cast.grandma.remove(at=DURING)
    assert [Client().get(url).status_code for url in pages(again.token, of)] == [404, 404, 404]


def test_a_link_writes_to_its_own_time_away_alone(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    mine, other = time_away(cast, stayer=cast.grandma), time_away(cast, stayer=cast.grandma)
    url = reverse("come_back:postcard_by_link", kwargs={"token": stay_link(mine).token})
    Client().post(url, {"words": "all well", "time_away": str(other.pk)})
    assert Postcard.objects.get().time_away == mine
