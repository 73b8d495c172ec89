"""The first bytes of what phones record, made up; and of what only pretends to be a recording."""

from __future__ import annotations

WEBM = (
    b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04"
    + b"w" * 400
)
OGG = b"OggS\x00\x02" + b"o" * 400
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00" + b"m" * 400
PHONE_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00" + b"m" * 400
MP3_WITH_TAG = b"ID3\x03\x00\x00" + b"i" * 400
MP3 = b"\xff\xfb\x90\x64" + b"i" * 400
WAV = b"RIFF\x24\x08\x00\x00WAVEfmt " + b"v" * 400

GOOD = {
    "webm": (WEBM, ".webm"),
    "ogg": (OGG, ".ogg"),
    "m4a": (M4A, ".m4a"),
    "mp4 of a phone": (PHONE_MP4, ".m4a"),
    "mp3 with a tag": (MP3_WITH_TAG, ".mp3"),
    "mp3": (MP3, ".mp3"),
    "wav": (WAV, ".wav"),
}
NONE = {
    "nothing": b"",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "a photo": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a photo of an iPhone": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "a film in Matroska": b"\x1a\x45\xdf\xa3\x93B\x82\x88matroska",
    "RIFF of something else": b"RIFF\x24\x08\x00\x00AVI LIST",
    "a program": b"\x7fELF\x02\x01\x01",
    "a frame of another layer": b"\xff\xf1\x50\x80",
}
