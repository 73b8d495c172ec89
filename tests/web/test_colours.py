"""The colours of tokens.css, measured: contrast after WCAG 2.2, and people told apart by colour-blind eyes."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

import kbye.web

TOKENS = (Path(kbye.web.__file__).parent / "static" / "kbye" / "tokens.css").read_text(encoding="utf-8")

Rgb = tuple[float, float, float]
Matrix = tuple[Rgb, Rgb, Rgb]

TEXT_ON_GROUND = [
    *[(ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "card", "sunk")],
    ("on-accent", "accent"),
    ("on-accent", "accent-pressed"),
    ("on-careful", "careful"),
    ("on-red", "red"),
    ("on-red-soft", "red-soft"),
    ("ink", "tint"),
]
EDGE_ON_GROUND = [(edge, ground) for edge in ("ring", "edge") for ground in ("paper", "card", "sunk")]

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHTS: dict[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block))


def block_after(opening: str) -> dict[str, str]:
    """The custom properties between `opening` and the next closing brace."""
    start = TOKENS.index(opening) + len(opening)
    return declarations(TOKENS[start : TOKENS.index("}", start)])


PEOPLE = block_after("tell neighbours apart */\n  :root {")
THEMES = {
    "light": block_after('[data-theme="light"] {'),
    "dark": block_after('  [data-theme="dark"] {'),
    "dark by the system": block_after(':root:not([data-theme="light"]) {'),
}


def linear_rgb(oklch: str) -> Rgb:
    """`oklch(L% C H)` as linear sRGB, clipped to the gamut (Ottosson 2020)."""
    found = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", oklch)
    assert found, f"not a plain oklch colour: {oklch}"
    light, chroma, hue = float(found[1]) / 100, float(found[2]), math.radians(float(found[3]))
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        clip(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""

    def luminance(rgb: Rgb) -> float:
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]

    dark, light = sorted(luminance(linear_rgb(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: Rgb) -> Rgb:
    red, green, blue = rgb
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def seen(oklch: str, sight: Matrix) -> Rgb:
    red, green, blue = linear_rgb(oklch)
    return oklab(tuple(clip(r * red + g * green + b * blue) for r, g, b in sight))  # type: ignore[arg-type]


def test_contrast_knows_the_ends_of_the_scale() -> None:
    assert contrast("oklch(0% 0 0)", "oklch(100% 0 0)") == pytest.approx(21, abs=0.01)
    assert contrast("oklch(50% 0 0)", "oklch(50% 0 0)") == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON_GROUND)
def test_the_edges_of_fields_and_the_focus_ring_can_be_seen(theme: str, edge: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("number", range(1, 9))
def test_initials_can_be_read(number: int) -> None:
    assert contrast(PEOPLE[f"on-person-{number}"], PEOPLE[f"person-{number}"]) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_eight_people_are_told_apart_by_any_eyes(sight: str) -> None:
    people = {n: seen(PEOPLE[f"person-{n}"], SIGHTS[sight]) for n in range(1, 9)}
    nearest = min((math.dist(people[a], people[b]), a, b) for a, b in combinations(people, 2))
    assert nearest[0] >= 0.08, f"persons {nearest[1]} and {nearest[2]} look alike"


def test_dark_is_the_same_by_choice_and_by_system() -> None:
    assert THEMES["dark"] == THEMES["dark by the system"]


def test_both_themes_name_the_same_colours() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_large_text_changes_sizes_only() -> None:
    assert not {*block_after('[data-text="large"] {')} & {*THEMES["light"]}
