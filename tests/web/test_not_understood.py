"""A request that makes no sense is answered with a sentence and a way on, in the same calm page as all else."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.people import family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_an_address_that_is_not_ours_is_told_so_kindly() -> None:
    page = Client().get("/", headers={"host": "elsewhere.example.org"})
    assert page.status_code == 400
    assert "kbye did not understand that." in page.text
    assert "Nothing was changed." in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_form_with_far_too_much_in_it_as_well(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    sam = signed_in(family().sam)
    page = sam.post("/country/", {f"field{number}": "x" for number in range(20)})
    assert page.status_code == 400
    assert "kbye did not understand that." in page.text
