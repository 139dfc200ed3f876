"""Documents are read whatever their charset, and whatever they declare it to be."""

from __future__ import annotations

import pytest

from flows.extract.text.charset import decode_document

KOREAN = ("한미 정상", "박진 장관", "방위비 협상 타결 임박", "외교부 “유감”")
WESTERN = ("café “quoted”", "Zürich – naïve déjà vu", "El Niño’s return")
DECLARED = ("", "utf-8", "euc-kr", "iso-8859-1")


def compose(title: str, declared: str) -> str:
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    return f"{head}<rss><title>{title}</title><p>news item</p></rss>"


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("really", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "iso2022_kr"])
@pytest.mark.parametrize("title", KOREAN)
def test_a_korean_title_is_read_whatever_is_declared(title: str, really: str, declared: str) -> None:
    assert title in decode_document(compose(title, declared).encode(really))


@pytest.mark.parametrize(
    ("really", "declared"),
    [("utf-8", "iso-8859-1"), ("utf-8", "euc-kr"), ("cp1252", ""), ("cp1252", "utf-8"), ("cp1252", "latin1")],
)
@pytest.mark.parametrize("title", WESTERN)
def test_a_western_title_is_not_taken_for_korean(title: str, really: str, declared: str) -> None:
    assert title in decode_document(compose(title, declared).encode(really))


def test_the_header_counts_where_the_document_says_nothing() -> None:
    assert decode_document("日本の外相".encode("cp932"), "text/html; charset=Shift_JIS") == "日本の外相"
