"""The sample household's only photo, drawn: a bowl of raw currants."""

from __future__ import annotations

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

SIZE = (960, 640)
_CLOTH, _CHECK = (240, 228, 205), (228, 211, 180)
_BOWL, _RIM, _SHADE = (250, 250, 247), (214, 219, 222), (205, 190, 160)
_BERRIES = ((178, 24, 43), (196, 36, 52), (158, 16, 40), (208, 52, 60))
_STEM, _GLINT = (106, 137, 62), (255, 214, 210)


@cache
def currants() -> bytes:
    """A PNG of 960 × 640, the same every time."""
    # Drawn at twice the size and made smaller: that is what smooths the edges.
    large = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), _CLOTH)
    pen = ImageDraw.Draw(large)
    _cloth(pen)
    _bowl(pen)
    _berries(pen, Random(5))  # noqa: S311 - where berries lie is no secret
    written = io.BytesIO()
    large.resize(SIZE, Image.Resampling.LANCZOS).save(written, "PNG")
    return written.getvalue()


def _cloth(pen: ImageDraw.ImageDraw) -> None:
    for across in range(0, SIZE[0] * 2, 160):
        for down in range(0, SIZE[1] * 2, 160):
            if (across + down) // 160 % 2:
                pen.rectangle((across, down, across + 159, down + 159), fill=_CHECK)


def _bowl(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((400, 190, 1580, 1170), fill=_SHADE)
    pen.ellipse((370, 140, 1550, 1120), fill=_RIM)
    pen.ellipse((394, 160, 1526, 1094), fill=_BOWL)


def _berries(pen: ImageDraw.ImageDraw, dice: Random) -> None:
    for _bunch in range(34):
        across, down = _inside_the_bowl(dice)
        for berry in range(dice.randint(5, 8)):
            x, y = across + dice.randint(-80, 80), down + berry * 34 - 120
            pen.line((across, down - 140, x, y), fill=_STEM, width=5)
            _berry(pen, x, y, dice.randint(30, 40), dice.choice(_BERRIES))


def _inside_the_bowl(dice: Random) -> tuple[int, int]:
    while True:
        across, down = dice.randint(560, 1360), dice.randint(330, 920)
        if ((across - 960) / 400) ** 2 + ((down - 625) / 290) ** 2 < 1:
            return across, down


def _berry(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: tuple[int, int, int]) -> None:
    dark = (colour[0] * 3 // 4, colour[1] // 2, colour[2] * 3 // 4)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=dark)
    pen.ellipse((x - radius + 2, y - radius, x + radius - 6, y + radius - 8), fill=colour)
    pen.ellipse((x - 16, y - 18, x - 6, y - 8), fill=_GLINT)
