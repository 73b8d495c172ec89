"""Unpacking a compressed answer piece by piece, so that a small one cannot become an endless one."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 64 * 1024
_GZIP = 31  # zlib's number for "with a gzip header"


class TooMuch(Exception):
    """More bytes than agreed."""


class Garbled(Exception):
    """Packed in a way nobody asked for, damaged, or cut short."""


def unpacked(chunks: Iterable[bytes], packing: str, most: int) -> Iterator[bytes]:
    """The plain bytes of `chunks`. `packing` is the Content-Encoding: none or gzip. At most `most` bytes, packed
    and plain alike, and never more than a piece of 64 KiB beyond them in memory. Raises `TooMuch`, `Garbled`."""
    if packing in {"", "identity"}:
        return _counted(chunks, most)
    if packing in {"gzip", "x-gzip"}:
        return _counted(_gunzipped(_counted(chunks, most)), most)
    raise Garbled


def _counted(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    left = most
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise TooMuch
        yield chunk


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj(wbits=_GZIP)
    begun = False
    try:
        for chunk in chunks:
            while chunk:
                begun = True
                if unpack.eof:
                    unpack = zlib.decompressobj(wbits=_GZIP)
                piece = unpack.decompress(chunk, _PIECE)
                while piece:
                    yield piece
                    piece = b"" if unpack.eof else unpack.decompress(unpack.unconsumed_tail, _PIECE)
                # What follows one gzip file is another one, or padding.
                chunk = unpack.unused_data.lstrip(b"\0")
    except zlib.error:
        raise Garbled from None
    if begun and not unpack.eof:
        raise Garbled
