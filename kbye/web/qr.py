"""An address as a QR code: one path to draw, with no style and nothing to escape."""

from __future__ import annotations

from typing import NamedTuple

import segno

MARGIN = 4


class Code(NamedTuple):
    """`side` in squares, the quiet margin included."""

    side: int
    path: str


def code_of(address: str) -> Code:
    squares = segno.make(address, micro=False).matrix
    dark = (
        f"M{column + MARGIN} {row + MARGIN}h1v1h-1z"
        for row, line in enumerate(squares)
        for column, is_dark in enumerate(line)
        if is_dark
    )
    return Code(len(squares) + 2 * MARGIN, "".join(dark))
