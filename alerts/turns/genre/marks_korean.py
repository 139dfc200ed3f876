"""By what a text shows what kind it is, in Korean; the words themselves stand in the ledger as they were."""

from __future__ import annotations

from collections.abc import Mapping

MARKS_IN_KOREAN: Mapping[str, str] = {
    "its title": "제목",
    "its source": "출처",
    "its section": "실린 면",
    "its form": "형식",
    "its words": "표현",
    "how it begins": "첫머리",
    "how it is signed": "서명",
    "how it is written": "글쓰기 방식",
    "a first word": "속보 첫마디",
    "a talk on the air": "방송 대담",
    "a talk with somebody": "대담",
    "a spokesperson's answers": "대변인 문답",
    "a notice": "알림",
    "a notice of a body": "기관 공지",
    "a letter of news": "뉴스레터",
    "shares of a poll": "여론조사 비율",
    "questions and answers": "문답",
    "entries by the hour": "시각별 기록",
    "a list of headlines": "제목 모음",
    "an argument": "주장",
    "nobody else has it": "단독",
    "it begins with nothing said or done": "발언이나 일로 시작하지 않음",
}
"""What stands before and after the first comma or colon of such a mark, each by itself."""


def say_mark(mark: str) -> str:
    """A mark in Korean; what is quoted in it, and what is none, stays as it is."""
    for between in (": ", ", "):
        head, found, tail = mark.partition(between)
        if found and head in MARKS_IN_KOREAN:
            return f"{MARKS_IN_KOREAN[head]}: {MARKS_IN_KOREAN.get(tail, tail)}"
    return MARKS_IN_KOREAN.get(mark, mark)
