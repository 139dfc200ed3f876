"""What stories, names and counts are called in the reader's language, and which names stand first."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from flows.config.naming import name_entities
from flows.desk.words import speak
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import open_house
from storage.records import Entity
from tests.flows.desk.stand import FILE, make_settings, open_desk

ENGLISH = "Seoul, Washington hold sixth NCG meeting in Washington"
KOREAN = "한미, 워싱턴서 제6차 핵협의그룹 회의 개최"
REPORTS = (
    (
        "en", ENGLISH,
        "South Korea and the United States held the sixth meeting of the Nuclear Consultative Group in "
        "Washington on Monday, the defense ministry said. The two sides reviewed guidelines for "
        "conventional-nuclear integration and agreed to hold a tabletop exercise next spring.",
    ),
    (
        "ko", KOREAN,
        "한국과 미국이 워싱턴에서 제6차 핵협의그룹(NCG) 회의를 열었다고 국방부가 밝혔다. "
        "양측은 재래식·핵 통합 지침을 점검하고 내년 봄 도상연습을 실시하기로 합의했다.",
    ),
    (
        "ko", "국방부 \"핵협의그룹, 내년 봄 도상연습\"",
        "국방부는 한미가 워싱턴에서 연 제6차 핵협의그룹(NCG) 회의에서 재래식·핵 통합 지침을 점검하고 "
        "내년 봄 도상연습을 실시하기로 합의했다고 전했다.",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("headings")
    settings, now = make_settings(folder, count=1), datetime.now(UTC)
    with (folder / "pair.jsonl").open("w", encoding="utf-8") as out:
        for n, (lang, title, text) in enumerate(REPORTS):
            at = (now - timedelta(minutes=50 - 5 * n)).isoformat()
            record = {"url": f"https://paper{n}.example/{n}", "title": title, "text": text, "lang": lang}
            out.write(json.dumps(record | {"published_at": at, "outlet": f"Paper {n}"}) + "\n")
    with open_house(settings, console=io.StringIO()) as house:
        bring_in(house, BackfillPlan(paths=(folder / "pair.jsonl",)), now=house.db.now())
    with open_desk(settings) as (client, _):
        client.follow_redirects = True
        yield client


def headings(page: httpx.Response, level: str) -> list[tuple[str, str]]:
    """The language and words of each heading of this level that is said to be in one."""
    found = re.findall(rf'(?s)<{level} lang="(\w+)">(.*?)</{level}>', page.text)
    return [(lang, unescape(re.sub(r"<[^>]+>", "", words))) for lang, words in found]


@pytest.mark.parametrize(("ui", "title"), [("en", ENGLISH), ("ko", KOREAN)])
@pytest.mark.parametrize("path", ["/stories", "/"])
def test_a_story_is_called_what_a_report_in_the_readers_language_calls_it(
    desk: httpx.Client, ui: str, title: str, path: str
) -> None:
    among = headings(desk.get(path, params={"ui": ui}), "h2")
    assert (ui, title) in among
    assert [words for _, words in among if words in (ENGLISH, KOREAN)] == [title]


@pytest.mark.parametrize(("ui", "title"), [("en", ENGLISH), ("ko", KOREAN)])
def test_a_storys_own_page_has_the_same_heading(desk: httpx.Client, ui: str, title: str) -> None:
    story = next(shape for shape in _lines(desk.get("/stories.json")) if len(shape["articles"]) > 1)
    page = desk.get(f"/stories/{story['id']}", params={"ui": ui})
    assert headings(page, "h1") == [(ui, title)]
    assert f"<title>{title} ·" in page.text


def test_a_story_without_a_report_in_that_language_keeps_its_title(desk: httpx.Client) -> None:
    assert ("en", "Ports of Seoul 0") in headings(desk.get("/stories", params={"ui": "ko"}), "h2")


def test_what_machines_read_has_the_storys_own_title_whatever_the_language(desk: httpx.Client) -> None:
    korean, english = (desk.get("/stories.json", params={"ui": ui}).text for ui in ("ko", "en"))
    assert korean == english


def _lines(answer: httpx.Response) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def test_names_that_are_not_in_the_news_are_folded(tmp_path_factory: pytest.TempPathFactory) -> None:
    quiet = '[[entity]]\nid = "aaa"\nname = "Aaa Accord"\nkind = "agreement"\naliases = ["Aaa Accord"]\n'
    settings = make_settings(tmp_path_factory.mktemp("quiet"), FILE + quiet, count=4)
    with open_desk(settings) as (client, _):
        said = client.get("/entities", params={"ui": "en"}).text
    shown, _, folded = said.partition("1 name not in the news for five weeks")
    assert [id_ in shown for id_ in ("/entities/ncg", "/entities/seoul", "/entities/aaa")] == [
        True,
        True,
        False,
    ]
    assert [id_ in folded for id_ in ("/entities/ncg", "/entities/aaa")] == [False, True]


@pytest.mark.parametrize(
    ("aliases", "korean"),
    [
        (("LG Energy Solution", "LGES", "LG에너지솔루션", "LG엔솔"), "LG에너지솔루션"),
        (("SK hynix", "SK 하이닉스", "하이닉스"), "하이닉스"),
        (("NCG", "핵협의그룹"), "핵협의그룹"),
        (("B-52H",), "Name"),
        ((), "Name"),
    ],
)
def test_a_name_with_hangul_in_it_is_a_korean_one(aliases: tuple[str, ...], korean: str) -> None:
    entity = Entity(id="it", name="Name", kind="body", aliases=aliases)
    assert name_entities([entity], "ko") == {"it": korean}
    assert name_entities([entity], "en") == {"it": "Name"}


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ({"stories": 1, "told": 1, "held": 1}, "news in 1 story, 1 alert, 1 match grouped or held."),
        ({"stories": 21, "told": 0, "held": 79}, "news in 21 stories, 0 alerts, 79 matches grouped or held."),
    ],
)
def test_a_noun_goes_by_its_number(count: dict[str, int], said: str) -> None:
    assert speak("en")("since_you_looked", when="12:10", **count) == f"Since 12:10: {said}"
    assert f"사안 {count['stories']}건" in speak("ko")("since_you_looked", when="12:10", **count)
