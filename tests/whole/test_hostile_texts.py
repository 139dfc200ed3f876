"""Texts made to be hard are matched, judged and kept in time that grows with their length."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from flows.config.loading.load import load_settings
from flows.keeping.new_article import keep_article
from flows.wiring import House, open_house
from storage.records import Article, Published, Sighting, TextFrom

LENGTH = 50_000
UNITS = {
    "letters that are an entity": "NCG ",
    "an entity in one word": "핵협의그룹",
    "an entity in many words": "핵협의그룹 ",
    "countries in Hanja": "韓美 北 中 ",
    "surnames": "이 대통령 ",
    "holders": "이재명 대통령 조현 외교부 장관은 ",
    "names": "President Lee Jae-myung, Foreign Minister Cho Hyun ",
    "letters explained": "Nordic Cooling Guild (NCG) ",
    "countries": "Trump said South Korea and the United States. ",
    "abbreviations": "U.S. ",
    "initials": "a.",
    "full stops": ".",
    "quotes": '"',
    "brackets": "(",
    "one word": "a",
    "one word in Hangul": "가",
    "prefixes": "한미일",
    "offices": "대통령권한대행",
    "words of words": "대통령선거",
    "composed letters": "\u1100\u1161",
    "marks over letters": "가\u0301",
    "lines": "a\n",
    "one line again and again": "Talks were held in Seoul on Monday about cost sharing.\n",
    "figures": "1,234 5.6% 2026년 3월 1일 ",
    "one figure": "1",
    "turns": "cancelled postponed denied agreed ",
    "turns in Korean": "취소했다 연기했다 부인했다 합의했다 ",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The bundled watchlist over an empty corpus."""
    config = tmp_path_factory.mktemp("house") / "hanmi.toml"
    config.write_text('data_dir = "data"\n[defaults]\nsources = false\n', encoding="utf-8")
    with open_house(load_settings(config), console=io.StringIO()) as opened:
        yield opened


@pytest.mark.parametrize("kind", UNITS)
def test_a_text_made_to_be_hard_is_kept_at_once(house: House, kind: str) -> None:
    unit, now = UNITS[kind], datetime.now(UTC)
    text = unit * (LENGTH // len(unit))
    article = Article(
        key=f"a.kr/{kind}",
        title=text[:300].replace("\n", " "),
        text=text,
        lang="ko" if unit > "\u1000" else "en",
        fetched_at=now,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        url=f"https://a.kr/{kind}",
        outlet="A",
        source="a",
        published=Published(at=now, by="feed"),
    )
    began = time.thread_time()
    keep_article(house, article, now=now)
    assert time.thread_time() - began < 2
