"""Recordings: known by what is in them, kept under a name nobody guesses, served whole or in pieces."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kbye.children.voices import TYPES, NotAVoice, ending_of, keep_voice, voice_response
from kbye.web.qr import MARGIN, code_of
from tests.children import recordings
from tests.people import THURSDAY_NOON


@pytest.mark.parametrize(("content", "ending"), recordings.GOOD.values(), ids=recordings.GOOD.keys())
def test_a_recording_is_kept_as_what_it_is(content: bytes, ending: str, tmp_path: Path) -> None:
    lies = SimpleUploadedFile("../../x.html", content, content_type="text/html")
    name = keep_voice(lies, folder=tmp_path / "new", now=THURSDAY_NOON)
    kept = tmp_path / "new" / name
    assert kept.read_bytes() == content
    assert kept.suffix == ending
    assert ending in TYPES
    assert kept.stat().st_mode & 0o777 == 0o600
    assert len(name) > 40


@pytest.mark.parametrize("content", recordings.NONE.values(), ids=recordings.NONE.keys())
def test_what_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotAVoice):
        keep_voice(
            SimpleUploadedFile("voice.mp3", content, content_type="audio/mpeg"),
            folder=tmp_path,
            now=THURSDAY_NOON,
        )
    assert list(tmp_path.iterdir()) == []


def test_no_start_of_a_file_is_too_short_to_look_at() -> None:
    for content, _ in recordings.GOOD.values():
        assert [ending_of(content[:size]) for size in range(2)] == [None, None]


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("", 200, b"0123456789", None),
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=4-99", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("words=1-2", 200, b"0123456789", None),
    ],
)
def test_pieces(asked: str, status: int, content: bytes, said: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.ogg"
    path.write_bytes(b"0123456789")
    answer = voice_response(path, asked)
    assert (answer.status_code, answer.content, answer.headers.get("Content-Range")) == (
        status,
        content,
        said,
    )
    assert answer.headers["Content-Type"] == "audio/ogg"


def test_the_code_draws_every_dark_square_within_its_margin() -> None:
    import segno

    address = "http://kbye.test/c/" + "A" * 43 + "/"
    code = code_of(address)
    dark = sum(map(sum, segno.make(address, micro=False).matrix))
    assert code.path.count("M") == dark > 100
    places = [tuple(map(int, part.split("h")[0].split())) for part in code.path.split("M")[1:]]
    assert {min(one) for one in places} >= {MARGIN}
    assert max(max(one) for one in places) < code.side - MARGIN
