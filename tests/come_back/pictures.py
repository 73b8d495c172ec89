"""Pictures as phones, computers and mischief send them."""

from __future__ import annotations

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CAMERA = "Kitchen Camera 3"
_MAKE, _ORIENTATION, _GPS = 0x010F, 0x0112, 0x8825


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, mode: str = "RGB", **more: object
) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "orange" if mode in {"RGB", "RGBA"} else 0).save(written, kind, **more)
    return written.getvalue()


def with_place(size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG that says with what and where it was taken, and has a comment."""
    exif = Image.Exif()
    exif[_MAKE] = CAMERA
    exif.get_ifd(_GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return picture(size=size, exif=exif, comment=b"taken at home")


def lying_on_its_side() -> bytes:
    """60 wide and 40 high as stored, with the left edge red, to be turned by 90 degrees to stand upright."""
    photo = Image.new("RGB", (60, 40), "white")
    photo.paste("red", (0, 0, 20, 40))
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    written = io.BytesIO()
    photo.save(written, "JPEG", exif=exif, quality=95)
    return written.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A few bytes of PNG whose header promises billions of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
