"""Decompression within bounds."""

import gzip
import zlib
from functools import partial

import brotli
import pytest
import zstandard

from flows.fetch.decode import decode_body
from storage.errors import FetchError, TooLarge

TEXT = b"The Nuclear Consultative Group met in Seoul. " * 400


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_each_encoding_is_undone(encoding: str) -> None:
    assert decode_body(PACKED[encoding], encoding, len(TEXT), about="x") == TEXT


@pytest.mark.parametrize(
    ("raw", "encodings"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (TEXT, "utf-8"),
        (TEXT, "gzip"),
        (raw_deflate(TEXT), "deflate"),
        (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), "gzip"),
        (gzip.compress(TEXT) + b"\0\0\0\0", "GZIP"),
        (brotli.compress(gzip.compress(TEXT)), "gzip, br"),
    ],
)
def test_what_servers_get_wrong_is_read_all_the_same(raw: bytes, encodings: str) -> None:
    assert decode_body(raw, encodings, 100_000, about="x") == TEXT


@pytest.mark.parametrize("encoding", PACKED)
def test_a_bomb_is_stopped_at_the_limit(encoding: str) -> None:
    zeros = bytes(40_000_000)
    packers = {
        "br": partial(brotli.compress, quality=1),
        "zstd": zstandard.compress,
        "deflate": zlib.compress,
    }
    bomb = packers.get(encoding, gzip.compress)(zeros)
    with pytest.raises(TooLarge):
        decode_body(bomb, encoding, 1_000_000, about="x")


@pytest.mark.parametrize("encoding", PACKED)
def test_an_empty_body_needs_no_decoding(encoding: str) -> None:
    assert decode_body(b"", encoding, 10, about="x") == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_body_that_ends_too_early_is_damaged(encoding: str) -> None:
    with pytest.raises(FetchError):
        decode_body(PACKED[encoding][:-20], encoding, 1_000_000, about="x")


def test_a_body_wrapped_many_times_is_refused() -> None:
    with pytest.raises(FetchError):
        decode_body(TEXT, "gzip, gzip, gzip, gzip", 1_000_000, about="x")
