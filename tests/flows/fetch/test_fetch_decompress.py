"""Decompression within bounds."""

import gzip
import os
import time
import zlib
from functools import partial

import brotli
import pytest
import zstandard

from flows.fetch.decompress import decode_body
from storage.errors import FetchError, TooLarge, TooSlow

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
        (gzip.compress(TEXT) + b"<!-- cached -->", "gzip"),
        (zlib.compress(TEXT) + b"\r\n", "deflate"),
        (zstandard.compress(TEXT[:100]) + zstandard.compress(TEXT[100:]), "zstd"),
        (brotli.compress(gzip.compress(TEXT)), "gzip, br"),
        (zstandard.compress(zlib.compress(gzip.compress(TEXT))), "gzip, deflate, zstd"),
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


@pytest.mark.parametrize("encoding", PACKED)
def test_a_body_that_ends_too_early_is_damaged(encoding: str) -> None:
    with pytest.raises(FetchError):
        decode_body(PACKED[encoding][:-20], encoding, 1_000_000, about="x")


def test_a_body_wrapped_many_times_is_refused() -> None:
    with pytest.raises(FetchError):
        decode_body(TEXT, "gzip, gzip, gzip, gzip", 1_000_000, about="x")


EMPTY = gzip.compress(b"")
NO_FRAME = zstandard.compress(b"")
STORED = bytes.fromhex("0000 00ff ff")
"""A block of deflate with nothing in it."""

CROWDS = {
    "members": (EMPTY * (4_000_000 // len(EMPTY)), "gzip"),
    "members, packed again": (gzip.compress(EMPTY * (4_000_000 // len(EMPTY))), "gzip, gzip"),
    "members, packed by brotli": (brotli.compress(EMPTY * 200_000, quality=1), "gzip, br"),
    "frames": (NO_FRAME * (4_000_000 // len(NO_FRAME)), "zstd"),
    "frames to skip": (bytes.fromhex("502a4d18 00000000") * 500_000, "zstd"),
    "blocks": (bytes.fromhex("7801") + STORED * 800_000, "deflate"),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_body_of_many_empty_parts_is_given_up_at_once(crowd: str) -> None:
    raw, encodings = CROWDS[crowd]
    began = time.thread_time()
    with pytest.raises(FetchError, match=r"members|too early"):
        decode_body(raw, encodings, 10_000_000, about="x")
    assert time.thread_time() - began < 1


def test_what_follows_many_members_costs_nothing() -> None:
    began = time.thread_time()
    assert not decode_body(EMPTY * 4_000 + os.urandom(4_000_000), "gzip", 10_000_000, about="x")
    assert time.thread_time() - began < 1


def test_a_body_in_as_many_members_as_real_ones_have_is_whole() -> None:
    blocks = [os.urandom(500) for _ in range(2_000)]
    assert decode_body(b"".join(map(gzip.compress, blocks)), "gzip", 2_000_000, about="x") == b"".join(blocks)


def test_a_body_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fetch.decompress.SLOWEST_S", 0.0)
    with pytest.raises(TooSlow):
        decode_body(PACKED["gzip"], "gzip", 1_000_000, about="x")
