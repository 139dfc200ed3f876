"""Each sentence of the watch language's rules, as texts that meet a query and texts that do not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.watch.matcher import compile_watchlist
from storage.records import Article, Entity, Sighting, TextFrom, Watch

ENTITIES = (
    Entity(
        id="ncg",
        name="Nuclear Consultative Group",
        kind="body",
        aliases=("Nuclear Consultative Group", "NCG", "핵협의그룹"),
    ),
    Entity(id="us", name="United States", kind="place", aliases=("United States", "US", "미국", "美")),
    Entity(id="nk", name="North Korea", kind="place", aliases=("North Korea", "DPRK", "북한", "北")),
    Entity(id="cho", name="Cho Tae-yul", kind="person", aliases=("Cho Tae-yul", "조태열")),
)
FILL = "x " * 59

# A query, texts that meet it, texts that do not; what stands before a bar is the title.
Case = tuple[str, tuple[str, ...], tuple[str, ...]]

WORDS: tuple[Case, ...] = (
    ('"cost sharing"', ("cost sharing", "cost-sharing", "cost–sharing", 'cost "sharing"'), ("sharing cost",)),
    ('"cost sharing"', ("cost-sharing을", "cost, sharing 논의"), ("costsharing 논의", "cost. Sharing 논의")),
    ("cost-sharing", ("the cost sharing deal", "cost — sharing"), ("cost of sharing",)),
    ("cost sharing", ("sharing the cost",), ("cost",)),
    ("US", ("the U.S. army", "in the U.S.", "U.S.-ROK", "ROK-U.S.", "U.S.’s", "US’", "U.S.와"), ("tell us",)),
    ("US", ("The U.S. The president left.", "미국(U.S.)은"), ("TRUST", "USFK는", "bus")),
    ("U.S.", ("the US",), ("the ＵＮ",)),
    ('"US president"', ("the U.S. president",), ("in the U.S. The president left.",)),
    ("us", ("US", "tell us"), ("focus를",)),
    ("trump", ("Trump's", "Trump’s", "TRUMP", "Trumps"), ("trumpet",)),
    ('"trump team"', ("Trump's team",), ("Trump's new team",)),
    ("Trump's", ("Trump",), ()),
    ("ministers'", ("ministers",), ()),
    ("ally", ("allies", "ally's"), ("alley",)),
    ("tax", ("taxes",), ("taxi",)),
    ("crisis", ("crises",), ()),
    ("child", ("children",), ()),
    ("hero", ("heroes",), ()),
    ("F-35", ("F-35s", "F 35", "F35s", "F-35 및", "F-35를"), ("F-350", "F-35A를", "f-15")),
    ("KF21", ("KF-21", "KF-21s", "KF21은"), ("kf 22",)),
    ("G7", ("G-7", "G7은"), ("G70은", "G20")),
    ("ICBM", ("ICBMs", "ICBM을"), ("icbm",)),
    ("tariff*", ("tariff", "tariffs", "tariffication을"), ("atariff",)),
    ("취임*", ("취임", "취임식에서", "대통령 취임식"), ("치임",)),
    ("인수위*", ("인수위원회는",), ("인수",)),
    ("NCG*", ("NCGs",), ("ncgs",)),
    ("234", ("234", "234개"), ("1,234", "1,234개", "2345")),
    ("1,500", ("1,500명",), ("500명",)),
    ("café", ("Café", "CAFE\u0301"), ("cafe",)),
    ("O'Brien", ("O’Brien",), ()),
)
FOLDING: tuple[Case, ...] = (
    (
        "NCG",
        ("NCG를", "(NCG)", "ＮＣＧ", "N\u200bCG", "한미NCG를", "제4차NCG회의", "NCG·SCM"),
        ("syNCGroup",),
    ),
    ("NCG", ("NCG_2",), ("ncg", "NCG2", "2NCG")),
    ("ncg", ("NCG",), ()),
    ("북한", ("\u1107\u116e\u11a8\u1112\u1161\u11ab\u110b\u1175",), ()),
    ("CAFÉ", ("CAFÉ",), ("café",)),
)
KOREAN: tuple[Case, ...] = (
    (
        "핵협의그룹",
        ("핵협의그룹이", "한미핵협의그룹", "핵 협의 그룹이", "핵협의그룹에서는"),
        ("핵협의그룹원",),
    ),
    ('"핵 협의 그룹"', ("핵협의그룹",), ("핵, 협의 그룹",)),
    (
        "북한",
        ("북한의", "북한에서까지도", "북한이라고", "“북한”은", "북한(조선)", "북한·중국"),
        ("북한산에", "북한강"),
    ),
    ("한미", ("한미는", "韓美 동맹", "한·미"), ("한미약품", "한미반도체", "주한미군", "미한")),
    ('"한미 동맹"', ("한미동맹", "韓美동맹을", "한·미 동맹"), ("한미, 동맹",)),
    ("관세", ("관세를", "관세까지도", "관세만으로도", "관세였다"), ("관세청은",)),
    ("미국", ("미국으로부터의", "미국뿐만", "미국에서조차", "미국에선", "미국측은"), ("미국인삼",)),
    ("협상", ("협상했다", "협상하기로"), ("협상가",)),
    ("미사일", ("탄도 미사일을",), ("탄도미사일을",)),
    ("핵", ("핵을",), ("핵무기를",)),
    ("NCG회의", ("NCG 회의", "NCG회의를"), ("NCG, 회의",)),
    ('"NCG 회의"', ("NCG회의에서",), ()),
    ('"F-35 전투기"', ("F-35전투기를", "F-35 전투기"), ()),
    ('"12·3 비상계엄"', ("12.3 비상계엄을", "12·3비상계엄"), ("123 비상계엄",)),
    ('"북한, 미국"', ("북한, 미국",), ("북한 미국",)),
    ("美", ("美 대통령",), ("美術",)),
)
NAMES: tuple[Case, ...] = (
    ("@cho", ("Cho Tae Yul", "Cho Taeyul", "Tae-yul Cho", "Jo Tae-yeol", "CHO TAE-YUL"), ("Cho Tae-yong",)),
    ("@cho", ("조태열외교부장관은", "조 태열", "조태열(趙兌烈)"), ("조태용",)),
    ('"Cho Tae-yul"', ("Cho Taeyul", "Cho Tae Yul"), ()),
    ("Taeyul", ("Tae-yul", "Tae Yul"), ()),
    ("@us", ("American troops", "the US", "한·美 협의"), ("tell us",)),
    ("@nk", ("North Korean", "北이 발사"), ("北京",)),
    (
        "ATLEAST/2 @ncg",
        ("NCG 핵협의그룹", "NCG. NCG"),
        ("Nuclear Consultative Group (NCG)", "핵협의그룹(NCG)은"),
    ),
)
LOGIC: tuple[Case, ...] = (
    ("a OR b c", ("a", "b c"), ("b", "c")),
    ("(a OR b) c", ("b c",), ("a b",)),
    ("a OR b NOT c", ("a c", "b"), ("b c",)),
    ("a NOT b", ("a",), ("a b",)),
    ("a AND NOT b", ("a",), ("a b",)),
    ("a NOT (b OR c)", ("a",), ("a c",)),
    ("a NOT (b c)", ("a c",), ("a b c",)),
    ("a and b", ("a and b",), ("a b",)),
    ('"NOT guilty"', ("NOT guilty",), ("guilty",)),
    ('"북한 OR"', ("북한 OR",), ("북한",)),
    ("a (NOT b)", ("a",), ("a b",)),
    ("a NEAR/2 b OR c", ("c",), ("a x y b",)),
)
DISTANCE: tuple[Case, ...] = (
    ("a NEAR/1 b", ("a b", "b a", "a-b", "a\nb"), ("a x b", "a|b")),
    ("a ADJ/2 b", ("a b", "a x b"), ("b a", "a x x b")),
    ("a NEAR/5 a", ("a x a",), ("a",)),
    ('"a b" NEAR/1 c', ("a b c", "c a b"), ("a b x c",)),
    ('"a b" NEAR/5 b', ("a b b",), ("a b",)),
    ("a NEAR/99999 b", ("a x b",), ("b|a",)),
    ("a SAME b", ("a. x b",), ("a\nb", "a|b")),
    ("one SENT two", ("one x two.",), ("One. Two.", "one|two")),
    ("(a OR c) NEAR/2 (b OR d)", ("c x d",), ("a x x b",)),
    ("a NEAR/1 b NEAR/1 c", ("a b c",), ("a b x c",)),
    ("북한 NEAR/1 미사일", ("북한이 미사일을",), ("북한의 새 미사일을",)),
    ("북한 NEAR/1 NCG", ("북한 NCG",), ("북한 x NCG",)),
    ("@ncg NEAR/1 meeting", ("Nuclear Consultative Group (NCG) meeting",), ("NCG x meeting",)),
    ("a NEAR/1 북한", ("a 북한이",), ("a b 북한이",)),
)
FIELDS: tuple[Case, ...] = (
    ("title:a", ("a|x",), ("x|a",)),
    ("title:(ncg OR @ncg)", ("핵협의그룹|x",), ("x|NCG",)),
    ("title:(a b)", ("a b|x",), ("a|b",)),
    ("title:(a NOT b)", ("a|b",), ("a b|x",)),
    ("lede:a", (f"{FILL}a", "a|x"), (f"{FILL}x a",)),
    ("lede:(a b)", ("a|b",), (f"a|{FILL}x b",)),
    ("lede:북한", ("가 " * 59 + "북한이",), ("가 " * 60 + "북한이",)),
    ("ATLEAST/2 a", ("a A",), ("a",)),
    ("ATLEAST/3 (a OR b)", ("a b a",), ("a b",)),
    ('ATLEAST/2 "a a"', ("a a a a",), ("a a a",)),
    ("a NOT title:b", ("|a b",), ("b|a",)),
)


def read_case(text: str) -> Article:
    title, bar, body = text.partition("|")
    return Article(
        key="text:case",
        title=title if bar else "",
        text=body if bar else text,
        lang="en",
        fetched_at=datetime(2025, 1, 6, tzinfo=UTC),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


@pytest.mark.parametrize(
    ("query", "met", "unmet"),
    [*WORDS, *FOLDING, *KOREAN, *NAMES, *LOGIC, *DISTANCE, *FIELDS],
)
def test_a_rule_says_what_meets_a_query(query: str, met: tuple[str, ...], unmet: tuple[str, ...]) -> None:
    watchlist = compile_watchlist(ENTITIES, [Watch(id="w", name="w", query=query)])
    found = {text for text in (*met, *unmet) if watchlist.read(read_case(text)).matches()}
    assert found == set(met)
