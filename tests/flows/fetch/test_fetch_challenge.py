"""Bot checks and consent pages, told from errors and articles."""

import time

import pytest

from flows.fetch.challenge import SHORT, is_challenge

SCRIPT = b'<script>setTimeout(function(){document.cookie="seen=1";location.reload()},5)</script>'


@pytest.mark.parametrize(
    "page",
    [
        b"<title>Just a moment...</title>",
        b"<html><head>" + SCRIPT,
        b'<!DOCTYPE html>\n<html lang="ko">\n <body>\n' + SCRIPT,
        b'\n<html>  <head><meta charset="utf-8">\n<meta name="robots" content="noindex">' + SCRIPT,
        b"<html>" + b" " * 20_000 + SCRIPT,
    ],
)
def test_a_bot_check_is_told_from_an_error(page: bytes) -> None:
    assert is_challenge(page)


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"document.cookie",
        b"<html><body><p>Not found</p>" + SCRIPT,
        b"<html><head>" + b" " * 25_000 + SCRIPT,
    ],
)
def test_another_page_is_none(page: bytes) -> None:
    assert not is_challenge(page)


@pytest.mark.parametrize(
    ("start", "pump"),
    [
        (b"<html>", b" "),
        (b"<html>", b"\n"),
        (b"<!doctype html>", b" "),
        (b"<html><head>", b"<meta>"),
        (b"<html><head>", b"<meta> "),
        (b"<html ", b"<html "),
        (b"<", b"<title>"),
        (b"<html><script>", b"document."),
    ],
)
def test_an_error_page_of_blanks_is_done_with_at_once(start: bytes, pump: bytes) -> None:
    page = start + pump * ((SHORT - len(start)) // len(pump))
    began = time.thread_time()
    assert not is_challenge(page)
    assert time.thread_time() - began < 0.2
