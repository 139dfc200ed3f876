"""What is wrong in a watch, an entity or a source as it is written, key by key, in English and in Korean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.records.reason_texts import Sentences


class EntryCode(StrEnum):
    """Every fault of an entry's keys; a query's own faults are in `query_texts`."""

    AT_KEY = "entry-at-key"
    OR_MEANT = "entry-or-meant"
    MISSING = "entry-missing"
    BLANK = "entry-blank"
    NO_TEXT = "entry-no-text"
    NO_TEXTS = "entry-no-texts"
    BLANK_WITHIN = "entry-blank-within"
    TWICE = "entry-twice"
    NO_ID = "entry-no-id"
    NONE_OF_KNOWN = "entry-none-of-known"
    MUST_BE = "entry-must-be"
    GIVE_ONE = "entry-give-one"
    NO_KEY = "entry-no-key"
    NO_RISE = "entry-no-rise"
    RISE_OF_IDEA = "entry-rise-of-idea"
    RISE_AND_POLICY = "entry-rise-and-policy"
    NO_TABLES = "entry-no-tables"
    NOT_A_LETTER = "entry-not-a-letter"
    NO_PERIOD = "entry-no-period"
    ENDS_FIRST = "entry-ends-first"
    NO_DAY = "entry-no-day"
    NO_LANG = "entry-no-lang"
    NO_CHANNEL = "entry-no-channel"
    CHANNEL_GONE = "entry-channel-gone"


ENTRY_SENTENCES: Mapping[EntryCode, Sentences] = {
    EntryCode.AT_KEY: Sentences("{key}: {why}", "{key}: {why}"),
    EntryCode.OR_MEANT: Sentences("{what}; did you mean {near}?", "{what}. 혹시 {near}입니까?"),
    EntryCode.MISSING: Sentences("is missing", "빠졌음"),
    EntryCode.BLANK: Sentences("is empty", "비어 있음"),
    EntryCode.NO_TEXT: Sentences("must be a text", "글이어야 함"),
    EntryCode.NO_TEXTS: Sentences("must be a list of texts", "글의 목록이어야 함"),
    EntryCode.BLANK_WITHIN: Sentences("one of its texts is empty", "그 가운데 빈 글이 있음"),
    EntryCode.TWICE: Sentences("it is given twice", "두 번 주어졌음"),
    EntryCode.NO_ID: Sentences(
        "{given} is no id; use lower-case letters, digits and hyphens",
        "{given}: 식별자가 아님. 영문 소문자, 숫자, 붙임표로 쓰십시오",
    ),
    EntryCode.NONE_OF_KNOWN: Sentences("{given} is none of {known}", "{given}: 쓸 수 있는 것은 {known}"),
    EntryCode.MUST_BE: Sentences("must be {known}", "쓸 수 있는 것은 {known}"),
    EntryCode.GIVE_ONE: Sentences("give at least one", "하나 이상 쓰십시오"),
    EntryCode.NO_KEY: Sentences("there is no such key", "그런 항목은 없음"),
    EntryCode.NO_RISE: Sentences(
        "{given} is no rise; write 3 for three times as often as usual",
        "{given}: 배수가 아님. 평소의 세 배면 3으로 쓰십시오",
    ),
    EntryCode.RISE_OF_IDEA: Sentences(
        "is counted of names, and an idea has none; leave surge or idea out",
        "이름을 세는 것인데 idea에는 이름이 없음. surge나 idea를 빼십시오",
    ),
    EntryCode.RISE_AND_POLICY: Sentences(
        "tells once a surge, which policy {policy} contradicts; leave policy out",
        "급증할 때 한 번 알리므로 policy {policy}와 맞지 않음. policy를 빼십시오",
    ),
    EntryCode.NO_TABLES: Sentences("must be a list of tables", "표의 목록이어야 함"),
    EntryCode.NOT_A_LETTER: Sentences(
        "{given} has neither a letter nor a digit", "{given}: 글자도 숫자도 없음"
    ),
    EntryCode.NO_PERIOD: Sentences(
        "{given} is no period; write it like 2023-04-26/.. or ../2025-01-20",
        "{given}: 기간이 아님. 2023-04-26/..이나 ../2025-01-20처럼 쓰십시오",
    ),
    EntryCode.ENDS_FIRST: Sentences("{given} ends before it begins", "{given}: 시작하기 전에 끝남"),
    EntryCode.NO_DAY: Sentences(
        'date: {given} is no day; write it like "2024-11-20"',
        'date: {given}: 날짜가 아님. "2024-11-20"처럼 쓰십시오',
    ),
    EntryCode.NO_LANG: Sentences(
        "{given} is no language; write it like en or ko", "{given}: 언어가 아님. en이나 ko처럼 쓰십시오"
    ),
    EntryCode.NO_CHANNEL: Sentences("there is no channel {given}", "{given} 채널은 없음"),
    EntryCode.CHANNEL_GONE: Sentences(
        "there is no channel {given}; it goes where watches go that name none",
        "{given} 채널은 없음. 채널을 정하지 않은 주제와 같은 곳으로 감",
    ),
}
