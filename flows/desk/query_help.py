"""The watch language in a few lines, for whoever writes a query at the desk."""

from __future__ import annotations

QUERY_HELP: tuple[tuple[str, str, str], ...] = (
    ("@ncg", "every name of a tracked body, person or place", "추적하는 대상의 모든 이름(영어·한국어)"),
    (
        "tariffs OR 관세",
        "either of them; words side by side must all be there",
        "둘 중 하나. 나란히 쓰면 모두 있어야 함",
    ),
    ("talks NOT trade", "the first without the second", "앞의 것은 있고 뒤의 것은 없음"),
    ('"table-top exercise"', "just these words in this order", "이 낱말이 이 순서로"),
    ("tariff*", "any ending; Korean particles need none", "어떤 끝이든. 한국어 조사에는 필요 없음"),
    (
        "@ncg NEAR/15 (talks OR 회의)",
        "within 15 words; SENT: in one sentence, SAME: in one paragraph",
        "15낱말 안에. SENT는 한 문장, SAME은 한 문단",
    ),
    ("title:summit", "in the title; lede: in title and first 60 words", "제목에. lede:는 제목과 첫 60낱말"),
    ("@ncg lang:ko NOT genre:opinion", "in Korean, no opinion", "한국어이고 의견 글이 아닌 것"),
)
"""A query, and what it means in English and in Korean."""
