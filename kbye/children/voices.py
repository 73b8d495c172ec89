"""Voice notes that come from a phone: known by what is in them, not by what they are called, and kept as they are."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

# By the ending that kbye itself gives the file.
TYPES = {
    ".webm": "audio/webm",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
}
_MP4_BRANDS = {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash"}
_MP4_BRANDS |= {b"3gp4", b"3gp5", b"3gp6", b"qt  "}
_START = 64
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class NotAVoice(Exception):
    """The upload cannot be kept; its text is a sentence for the one who sent it."""


def keep_voice(upload: UploadedFile[Any], *, folder: Path, now: datetime) -> str:
    """Write the recording into `folder` and return its name there, which nobody can guess.

    Raises NotAVoice for everything that is too large or no WebM, Ogg, MP4, MP3 or WAV.
    """
    if (upload.size or 0) > settings.VOICE_BYTES_MAX:
        raise NotAVoice(
            _("That recording is larger than %(count)d megabytes. A shorter one will do.")
            % {"count": settings.VOICE_BYTES_MAX // (1024 * 1024)}
        )
    upload.seek(0)
    content = upload.read(settings.VOICE_BYTES_MAX + 1)
    ending = ending_of(content[:_START])
    if ending is None:
        raise NotAVoice(_("That file does not open as a recording. M4A, MP3, Ogg, WebM and WAV work."))
    name = f"{now:%Y-%m-%d}-{secrets.token_urlsafe(24)}{ending}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def ending_of(start: bytes) -> str | None:
    """What the first bytes say it is; None for everything that is no recording kbye knows."""
    found = (ending for ending, begins in _SIGNS.items() if begins(start))
    return next(found, None)


def _is_mp3(start: bytes) -> bool:
    """A tag, or a frame of MPEG layer III."""
    is_frame = (
        len(start) > 2 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2 and start[2] >> 4 not in (0, 15)
    )
    return start[:3] == b"ID3" or is_frame


_SIGNS: dict[str, Callable[[bytes], bool]] = {
    ".webm": lambda start: start[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in start,
    ".ogg": lambda start: start[:4] == b"OggS",
    ".m4a": lambda start: start[4:8] == b"ftyp" and start[8:12] in _MP4_BRANDS,
    ".wav": lambda start: start[:4] == b"RIFF" and start[8:12] == b"WAVE",
    ".mp3": _is_mp3,
}


def voice_response(path: Path, asked: str) -> HttpResponse:
    """The recording, or the piece of it that the header "Range" asks for: iPhones play nothing without pieces.

    Raises OSError if it is gone.
    """
    content = path.read_bytes()
    headers = {"Cache-Control": "no-store", "Accept-Ranges": "bytes"}
    kind = TYPES.get(path.suffix, "application/octet-stream")
    piece = _piece(asked, len(content))
    if piece is None:
        return HttpResponse(content, content_type=kind, headers=headers)
    first, last = piece
    if first > last:
        headers["Content-Range"] = f"bytes */{len(content)}"
        return HttpResponse(status=416, content_type=kind, headers=headers)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return HttpResponse(content[first : last + 1], status=206, content_type=kind, headers=headers)


def _piece(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what is asked for; None for the whole, an empty piece for what is not there."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
