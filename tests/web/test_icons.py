"""The icons a phone puts on its home screen: there, of the size they say, small, and cut as each system wants it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

pytestmark = pytest.mark.django_db
SMALL = 10_000


def icon(name: str) -> Image.Image:
    found = finders.find(f"kbye/icons/{name}")
    assert isinstance(found, str), name
    assert Path(found).stat().st_size < SMALL
    with Image.open(found) as image:
        return image.convert("RGBA")


def icons() -> list[dict[str, str]]:
    found: list[dict[str, str]] = Client().get("/manifest.webmanifest").json()["icons"]
    return found


def test_the_manifest_has_both_sizes_for_both_purposes_and_the_drawing() -> None:
    pngs = [one for one in icons() if one["type"] == "image/png"]
    assert {(one["sizes"], one["purpose"]) for one in pngs} == {
        (f"{size}x{size}", purpose) for size in (192, 512) for purpose in ("any", "maskable")
    }
    assert "image/svg+xml" in {one["type"] for one in icons()}


def test_each_is_there_and_as_large_as_it_says() -> None:
    for one in icons():
        if one["type"] == "image/png":
            size = int(one["sizes"].split("x")[0])
            assert icon(Path(one["src"]).name).size == (size, size)


@pytest.mark.parametrize("name", ["kbye-192-maskable.png", "kbye-512-maskable.png", "kbye-180.png"])
def test_what_the_system_cuts_fills_its_square(name: str) -> None:
    image = icon(name)
    last = image.width - 1
    corners = [image.getpixel((x, y)) for x in (0, last) for y in (0, last)]
    assert {corner[3] for corner in corners if isinstance(corner, tuple)} == {255}


@pytest.mark.parametrize("name", ["kbye-192-maskable.png", "kbye-512-maskable.png"])
def test_a_round_mask_cuts_nothing_off_the_door(name: str) -> None:
    image = icon(name)
    wall, middle = image.getpixel((0, 0)), image.width / 2
    for x in range(0, image.width, 4):
        for y in range(0, image.width, 4):
            if (x - middle) ** 2 + (y - middle) ** 2 > (0.4 * image.width) ** 2:
                assert image.getpixel((x, y)) == wall


@pytest.mark.parametrize("name", ["kbye-192.png", "kbye-512.png"])
def test_the_others_have_round_corners(name: str) -> None:
    corner = icon(name).getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0


def test_every_page_names_the_one_for_apple() -> None:
    page = Client().get("/sign-in/").text
    [name] = [part.split('"')[0] for part in page.split('rel="apple-touch-icon" href="')[1:]]
    assert Path(name).name.startswith("kbye-180")
    assert icon("kbye-180.png").size == (180, 180)
