"""Whether the page that a redirect ended at is the article's own."""

from __future__ import annotations

import pytest

from flows.extract.landing import leads_elsewhere
from storage.records import Extract

TITLE = "Envoys meet in Washington on nuclear warnings"
KOREAN = "한미 핵협의그룹 서울에서 회의 개최"
OWN = Extract(title="Envoys meet in Washington over nuclear warnings | Outlet", text="They met. " * 30)
RETOLD = Extract(title="Talks begin", text="Envoys meet in Washington. They weigh nuclear warnings. " * 9)
LOGIN = Extract(title="Log in", text="Readers log in with their address and a word they keep. " * 9)
HANGUL = Extract(title="로그인", text="회원은 로그인 후 서울에서도 기사를 보실 수 있습니다. " * 9)


@pytest.mark.parametrize(
    ("came", "title", "page", "is_elsewhere"),
    [
        ("https://o.example/a/1", TITLE, LOGIN, False),
        ("https://m.o.example/m/1", TITLE, LOGIN, False),
        ("https://o.example/2026/envoys-meet", TITLE, OWN, False),
        ("https://o.example/2026/talks-begin", TITLE, RETOLD, False),
        ("https://o.example/envoys", TITLE, OWN, False),
        ("https://o.example/2026/talks-begin", "", LOGIN, False),
        ("https://o.example/", TITLE, OWN, True),
        ("https://o.example/login", TITLE, LOGIN, True),
        ("https://o.example/login", "", LOGIN, True),
        ("https://o.example/politics", TITLE, RETOLD, True),
        ("https://o.example/sign-in-to-read?next=7", TITLE, LOGIN, True),
        ("https://consent.example/ask?id=7", KOREAN, HANGUL, True),
    ],
)
def test_a_page_without_the_headline_is_another(
    came: str, title: str, page: Extract, is_elsewhere: bool
) -> None:
    assert leads_elsewhere("https://o.example/a/1", came, title, page) is is_elsewhere
