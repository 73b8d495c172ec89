"""Draws the icons of kbye from the shapes of favicon.svg: `.venv/bin/python docs/draw_icons.py`.

The "any" ones have round corners; the "maskable" ones fill their square, with the door inside the circle that every
phone leaves; the one for Apple fills its square, too, because iOS rounds it by itself.
"""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[1] / "kbye/web/static/kbye/icons"
UNITS = 48  # the side of the drawing
FINER = 8  # drawn larger and made smaller: that is what smooths the edges
WALL, LIGHT, DOOR, LINE = (251, 134, 108), (255, 227, 166), (253, 248, 240), (42, 22, 19)
COLOURS = 48
Point = tuple[float, float]


class Pen:
    """Draws in units of the drawing, made smaller around its middle by `scale`."""

    def __init__(self, size: int, scale: float) -> None:
        self.image = Image.new("RGBA", (size * FINER, size * FINER), (0, 0, 0, 0))
        self.draw = ImageDraw.Draw(self.image)
        self.unit, self.scale = size * FINER / UNITS, scale

    def at(self, point: Point) -> Point:
        middle = UNITS / 2
        x, y = (middle + (one - middle) * self.scale for one in point)
        return x * self.unit, y * self.unit

    def shape(self, *points: Point, fill: tuple[int, int, int]) -> None:
        self.draw.polygon([self.at(one) for one in points], fill=fill)

    def line(self, *points: Point, width: float = 3) -> None:
        self.draw.line([self.at(one) for one in points], fill=LINE, width=self._wide(width), joint="curve")
        for one in points:
            self.dot(one, width / 2)

    def dot(self, point: Point, radius: float) -> None:
        (x, y), wide = self.at(point), radius * self.scale * self.unit
        self.draw.ellipse((x - wide, y - wide, x + wide, y + wide), fill=LINE)

    def _wide(self, width: float) -> int:
        return round(width * self.scale * self.unit)


def bend(middle: Point, radius: float, start: int, end: int) -> list[Point]:
    """A part of a circle, from and to these degrees: 180 is left, 270 above, 360 right."""
    steps = [radians(start + (end - start) * step / 24) for step in range(25)]
    return [(middle[0] + radius * cos(one), middle[1] + radius * sin(one)) for one in steps]


def drawn(size: int, *, scale: float = 1, is_round: bool = False) -> Image.Image:
    pen = Pen(size, scale)
    pen.draw.rounded_rectangle(
        (0, 0, size * FINER - 1, size * FINER - 1), radius=12 * pen.unit if is_round else 0, fill=WALL
    )
    pen.shape((16, 38), (16, 12), (18, 10), (30, 10), (32, 12), (32, 38), fill=LIGHT)
    pen.shape((15, 11.5), (25, 14.7), (26.4, 16.6), (26.4, 38), (15, 38), fill=DOOR)
    pen.line((8, 38.5), (40, 38.5))
    pen.line((14.5, 38), *bend((18.5, 13), 4, 180, 270), *bend((29.5, 13), 4, 270, 360), (33.5, 38))
    pen.line((15, 10.5), *bend((23.7, 16.1), 2.5, 289, 360), (26.2, 38.1))
    pen.dot((22, 25.5), 1.8)
    small = pen.image.resize((size, size), Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)


def main() -> None:
    wanted = {
        "kbye-180.png": drawn(180),
        "kbye-192.png": drawn(192, is_round=True),
        "kbye-512.png": drawn(512, is_round=True),
        "kbye-192-maskable.png": drawn(192, scale=0.8),
        "kbye-512-maskable.png": drawn(512, scale=0.8),
    }
    for name, image in wanted.items():
        image.save(FOLDER / name, optimize=True)
        print(f"{name}: {(FOLDER / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
