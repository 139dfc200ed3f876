"""The fact line: what a report says for sure, in the reader's language, and nothing beside."""

from __future__ import annotations

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.compose.gist import say_gist, shape_gist
from alerts.gist.read import GistReader
from alerts.watch.matcher import compile_watchlist
from flows.config.loading.load import load_settings
from storage.records import Article, Published, Sighting, TextFrom
from storage.records.gist import Gist, GistPart, Part

QUALITY = Path(__file__).parents[2] / "quality"


@pytest.fixture(scope="module")
def reader() -> GistReader:
    settings = load_settings()
    return GistReader(compile_watchlist(settings.entities, settings.watches))


def an_article(text: str, title: str, lang: str, day: str) -> Article:
    return Article(
        key="text:gist",
        title=title,
        text=text,
        lang=lang,
        published=Published(at=datetime.fromisoformat(f"{day}T03:00:00+00:00"), by="test"),
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


def say(reader: GistReader, text: str, title: str, lang: str, day: str) -> str:
    gist = reader.read(an_article(text, title, lang, day))
    return say_gist(gist, "en" if lang == "ko" else "ko").partition(": ")[2] if gist else ""


KOREAN = [
    (
        "한미가 오는 12일 미국 워싱턴에서 제6차 핵협의그룹(NCG) 회의를 연다고 국방부가 2일 밝혔다.",
        "2026-03-02",
        "South Korea, United States · is to hold Nuclear Consultative Group meeting · on 12 March"
        " · in Washington · according to Ministry of National Defense",
    ),
    (
        "북한이 18일 오전 동해상으로 장거리 탄도미사일 1발을 발사했다고 합동참모본부가 밝혔다.",
        "2026-05-18",
        "North Korea · fired 1 ballistic missile · on 18 May · according to ROK Joint Chiefs of Staff",
    ),
    (
        "국회가 4일 새벽 1시 본회의를 열어 비상계엄 해제 요구 결의안을 통과시켰다.",
        "2024-12-04",
        "National Assembly · passed resolution · on 4 December",
    ),
    (
        "이재명 대통령이 미국으로 가기에 앞서 23일 일본을 찾아 이시바 시게루 총리와 만난다.",
        "2025-08-20",
        "Lee Jae-myung · is to meet Shigeru Ishiba · on 23 August",
    ),
    (
        "4, 5일 미국 워싱턴에서 열릴 예정이던 제4차 한미 핵협의그룹(NCG) 회의가 연기됐다.",
        "2024-12-05",
        "Nuclear Consultative Group meeting postponed",
    ),
    (
        "미국 이민당국이 4일(현지시간) 조지아주 합작 배터리 공장 건설 현장을 단속해 475명을 체포했다.",
        "2025-09-05",
        "US immigration authorities · arrested · on 4 September · 475 people",
    ),
    (
        "정부가 구글이 신청한 고정밀 지도의 국외 반출 여부에 대한 결정을 다시 미뤘다.",
        "2025-08-08",
        "government · postponed decision",
    ),
    (
        "도널드 트럼프 미국 대통령이 18일(현지시간) 2026회계연도 국방수권법(NDAA)에 서명했다.",
        "2025-12-19",
        "Donald Trump · signed … · on 18 December",
    ),
    (
        '미국이 독일 주둔 미군을 줄이는 방안을 추진한다는 소식이 전해지자 국방부는 "주한미군과 관련이 없다"고'
        " 밝혔다.",
        "2020-06-05",
        "",
    ),
    (
        "한미가 오는 4일과 5일 미국 워싱턴에서 제4차 핵협의그룹(NCG) 회의를 연다고 국방부가 2일 밝혔다.",
        "2024-12-02",
        "South Korea, United States · is to hold Nuclear Consultative Group meeting · in Washington"
        " · according to Ministry of National Defense",
    ),
    (
        "북한이 16일 오전 평양 순안에서 대륙간탄도미사일(ICBM)을 동해로 쏘았다.",
        "2026-04-16",
        "North Korea · fired intercontinental ballistic missile · on 16 April",
    ),
    (
        "조 바이든 미국 대통령이 16일(현지 시각) '인플레이션 감축법(IRA)'에 서명했다.",
        "2022-08-17",
        "Joe Biden · signed Inflation Reduction Act · on 16 August",
    ),
]


@pytest.mark.parametrize(("text", "day", "line"), KOREAN)
def test_a_korean_report_is_read_out_in_english(reader: GistReader, text: str, day: str, line: str) -> None:
    assert say(reader, text, "보도", "ko", day) == line


ENGLISH = [
    (
        "South Korea's National Assembly on Monday passed a bill that prohibits sending leaflets.",
        "2020-12-15",
        "국회 · 법안 가결함 · 12월 14일",
    ),
    (
        "South Korean Finance Minister Koo Yun-cheol will meet US Treasury Secretary Scott Bessent in"
        " Washington on July 31, the presidential office in Seoul said.",
        "2025-07-27",
        "구윤철 · 스콧 베선트와 회동할 예정 · 7월 31일 · 장소: 워싱턴",
    ),
    (
        "The Pentagon on Friday denied a report that it was weighing the withdrawal of troops from"
        " South Korea.",
        "2025-05-24",
        "펜타곤 · 보도 부인함 · 5월 23일",
    ),
    (
        "The United States has seized a North Korean cargo ship, the Justice Department said Thursday.",
        "2019-05-10",
        "미국 · … 나포함",
    ),
    (
        "South Korea has requested an unlimited currency swap line with the United States, two sources"
        " familiar with the matter said.",
        "2025-09-15",
        "한국 · … 요청함 · 출처: 사정을 아는 사람들",
    ),
    (
        "The US is proposing yearly approvals for exports of chipmaking supplies to Samsung's factories.",
        "2025-09-08",
        "미국 · … 제안 중",
    ),
    (
        "NASA has put off the launch of Artemis II, which carries a South Korean satellite.",
        "2026-02-03",
        "NASA · … 연기함",
    ),
    (
        "Cho Tae-yul, the South Korean foreign minister, condemned North Korea's launch on Monday.",
        "2024-06-04",
        "조태열 · … 규탄함",
    ),
]


@pytest.mark.parametrize(("text", "day", "line"), ENGLISH)
def test_an_english_report_is_read_out_in_korean(reader: GistReader, text: str, day: str, line: str) -> None:
    assert say(reader, text, "Report", "en", day) == line


UNSURE = [
    ("ko", "정부는 회의를 연기하는 방안을 검토하고 있다."),
    ("ko", "국방부는 회의가 연기될 수 있다고 밝혔다."),
    ("ko", "북한이 미사일을 발사한 것으로 알려졌다."),
    ("ko", "2018년 정부는 훈련을 중단했다."),
    ("en", "The United States may postpone a meeting of the Nuclear Consultative Group."),
    ("en", "Donald Trump would sign the bill if Congress passed it."),
    ("en", "South Korea did not postpone the meeting."),
    ("en", "In 2018 Donald Trump suspended joint exercises."),
    ("en", "The Pentagon dismissed a claim of North Korea's."),
    ("en", "South Korea has fired its envoy."),
    ("en", "Donald Trump has named a number and a day."),
    ("en", "Seoul bought time on Monday."),
    ("en", "Seoul has bought more time on the request."),
    ("en", "South Korea has joined forces with Japan."),
    ("en", "A South Korean court on Monday denied an American request for the extradition."),
]


@pytest.mark.parametrize(("lang", "text"), UNSURE)
def test_what_is_not_sure_is_left_out(reader: GistReader, lang: str, text: str) -> None:
    gist = reader.read(an_article(text, "-", lang, "2025-01-10"))
    assert not any(part.part.value in ("who", "turn", "day") for part in (gist.parts if gist else ()))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The summit was cancelled.", "정상회담 취소됨"),
        ("The foreign ministry said the talks were postponed.", "회담 연기됨 · 출처: 외교부"),
        ("The drills have been suspended.", "훈련 중단됨"),
    ],
)
def test_a_sentence_may_end_with_its_verb(reader: GistReader, text: str, line: str) -> None:
    assert say(reader, text, "-", "en", "2025-01-10") == line


def test_a_sentence_may_break_off_anywhere(reader: GistReader) -> None:
    for name, lang in (("facts_blind_a.toml", "en"), ("facts_blind_b.toml", "ko")):
        table = tomllib.loads((QUALITY / name).read_text(encoding="utf-8"))
        for text in [one["text"] for one in table["text"] if one["lang"] == lang][:20]:
            words = text.split("\n")[0].split(" ")[:24]
            for many in range(1, len(words), 2):
                part = " ".join(words[:many])
                reader.read(an_article(f"{part}.", part, lang, "2025-01-10"))


def test_a_shorter_name_in_a_headline_is_not_another_thing(reader: GistReader) -> None:
    text = "The 11-day Ulchi Freedom Shield exercise began Monday with about 19,000 South Korean troops."
    line = say(reader, text, "Freedom Shield drill includes government exercise", "en", "2024-08-20")
    assert line == "을지 자유의 방패 훈련 시작됨 · 8월 19일"


def test_what_begins_to_be_done_has_not_begun_itself(reader: GistReader) -> None:
    assert "시작됨" not in say(
        reader, "-", "US Embassy starts stamping visas in South Korea", "en", "2025-12-05"
    )


@pytest.mark.parametrize("lang", ["fr", "will", ""])
def test_a_page_may_say_that_it_is_in_any_language(lang: str) -> None:
    gist = Gist(lang=lang, sentence="-", parts=(GistPart(Part.DAY, "Jan. 4", "1월 4일"),))
    assert say_gist(gist, lang) == say_gist(gist, "en")
    assert shape_gist(gist, lang)["lang"] == "en"


def test_who_proposed_the_talks_is_not_who_refused_them(reader: GistReader) -> None:
    assert say(reader, "미국이 제안한 회담을 거부했다.", "-", "ko", "2025-01-10") == "rejected talks"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("said", ["에서 ", "회의를 ", "the ", "(", ", A said", "고 "])
def test_long_lines_take_no_time(reader: GistReader, lang: str, said: str) -> None:
    text = said * 2_000
    article = an_article(f"{text}했다.", text, lang, "2025-01-10")
    reader.read(article)
    began = time.thread_time()
    reader.read(article)
    assert time.thread_time() - began < 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("한국가스공사가 23일 미국 뉴욕에서 액화천연가스를 들여오는 장기계약을 맺었다.", ""),
        (
            "두 나라 항공사가 5일 서울에서 공동운항 약정서에 서명했다고 외교부가 밝혔다.",
            "according to Ministry of Foreign Affairs",
        ),
    ],
)
def test_an_act_of_nobody_known_on_nothing_known_is_not_said(
    reader: GistReader, text: str, line: str
) -> None:
    assert say(reader, text, "", "ko", "2019-09-24") == line


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("두 나라 항공사가 5일 서울에서 공동운항 약정서에 서명했다고 외교부가 밝혔다.", False),
        ("한미가 오는 12일 미국 워싱턴에서 제6차 핵협의그룹(NCG) 회의를 연다고 국방부가 2일 밝혔다.", True),
    ],
    ids=["who said it alone", "what happened"],
)
def test_a_message_has_no_line_of_who_said_it_alone(reader: GistReader, text: str, is_told: bool) -> None:
    article = an_article(text, "", "ko", "2026-03-02")
    assert reader.read(article)
    assert bool(reader.read_to_tell(article)) is is_told


def test_an_act_under_way_is_no_plan(reader: GistReader) -> None:
    gist = reader.read(
        an_article("The United States is proposing annual approvals.", "-", "en", "2025-09-08")
    )
    assert gist
    assert "United States · is proposing …" in say_gist(gist, "en")
    gist = reader.read(an_article("The United States is agreeing to new talks.", "-", "en", "2025-09-08"))
    assert gist is not None
    assert "is agreeing" in say_gist(gist, "en")


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("ko", "주한대사 지명안, 상원 외교위 통과"),
        ("en", "Nominee clears Senate Foreign Relations Committee"),
    ],
)
def test_a_committee_of_the_other_chamber_is_not_named(reader: GistReader, lang: str, title: str) -> None:
    gist = reader.read(an_article("-", title, lang, "2026-01-28"))
    assert not gist or "House Foreign Affairs Committee" not in say_gist(gist, "en")


@pytest.mark.parametrize(
    ("lang", "text", "line"),
    [
        ("ko", "북한이 24일 풍계리 핵실험장의 갱도를 폭파했다.", "North Korea · blew up …"),
        ("en", "The court has ordered a halt to the sale.", "법원 · … 명령함"),
        ("en", "The Pentagon has ordered a halt to the sale.", "펜타곤 · … 지시함"),
        ("en", "Iran will allow the crew to leave, its foreign ministry said.", "이란 · … 허용할 예정"),
        ("en", "US Forces Korea has handed over its garrison.", "주한 미군 · … 인계함"),
    ],
)
def test_each_word_is_that_of_its_language(reader: GistReader, lang: str, text: str, line: str) -> None:
    said = say(reader, text, "-", lang, "2018-05-24")
    assert said.startswith(line)
    assert "외교부" not in said
