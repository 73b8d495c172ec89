"""Photos that come from a phone: read with suspicion, kept as a plain JPEG that says nothing about its maker."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

LONGEST_SIDE = 1600
QUALITY = 82
PIXELS_MAX = 40_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class NotAPhoto(Exception):
    """The upload cannot be kept; its text is a sentence for the one who sent it."""


def keep_photo(upload: UploadedFile[Any], *, folder: Path, now: datetime) -> str:
    """Re-encode the photo, write it into `folder` and return its name there, which nobody can guess.

    Upright, at most 1600 pixels long, in sRGB, with no word of where, when or with what it was taken.
    Raises NotAPhoto for everything that is too large, broken, or no JPEG, PNG or WebP.
    """
    if (upload.size or 0) > settings.PHOTO_BYTES_MAX:
        raise NotAPhoto(
            _("That photo is larger than %(count)d megabytes. A smaller one will do.")
            % {"count": settings.PHOTO_BYTES_MAX // (1024 * 1024)}
        )
    jpeg = _as_plain_jpeg(upload)
    name = f"{now:%Y-%m-%d}-{secrets.token_urlsafe(24)}.jpg"
    _write(folder / name, jpeg)
    return name


def _as_plain_jpeg(upload: UploadedFile[Any]) -> bytes:
    upload.seek(0)
    if _is_heif(upload.read(12)):
        raise NotAPhoto(
            _("That is a HEIC photo, which kbye cannot open. A JPEG works, and so does a screenshot of it.")
        )
    upload.seek(0)
    photo = _carefully(lambda: Image.open(cast(IO[bytes], upload), formats=_FORMATS))
    with photo:
        # The header alone says how large it would get: decided before a single pixel is decoded.
        if photo.width * photo.height > PIXELS_MAX:
            raise _too_many_pixels()
        plain = _carefully(lambda: _plain(photo))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _carefully(read: Callable[[], Image.Image]) -> Image.Image:
    """Read what a stranger wrote. Pillow raises a dozen kinds of errors for it, from SyntaxError to struct.error."""
    try:
        return read()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Exception as broken:
        raise NotAPhoto(
            _("That file does not open as a photo. A JPEG, PNG or WebP works; perhaps try another one.")
        ) from broken


def _plain(photo: Image.Image) -> Image.Image:
    photo.draft(
        "RGB", (LONGEST_SIDE, LONGEST_SIDE)
    )  # a JPEG is decoded small at once: less memory, less time
    upright = ImageOps.exif_transpose(photo)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    coloured = _in_srgb(upright)
    # Only pixels are carried over, onto a new picture, so that no comment or profile comes along.
    paper = Image.new("RGB", coloured.size, "white")
    if coloured.has_transparency_data:
        seen = coloured.convert("RGBA")
        paper.paste(seen, mask=seen)
    else:
        paper.paste(coloured.convert("RGB"))
    return paper


def _in_srgb(photo: Image.Image) -> Image.Image:
    """Phones write wider colours, which would look dull once their profile is gone."""
    profile = photo.info.get("icc_profile")
    if not profile or photo.mode != "RGB":
        return photo
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(photo, theirs, ImageCms.createProfile("sRGB")) or photo
    except (ImageCms.PyCMSError, OSError, ValueError):
        return photo


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, readable for nobody else on the machine."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _is_heif(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in _HEIF_BRANDS


def _too_many_pixels() -> NotAPhoto:
    return NotAPhoto(_("That photo has more pixels than kbye can take in. A smaller one will do."))
