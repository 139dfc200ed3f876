"""On Korean pages everything of ours is Korean, what is refused too: a walk over pages, forms and changes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import httpx
import pytest

from flows.config.settings import Settings
from flows.desk.render import say_duration
from flows.desk.words import WORDS
from tests.flows.desk.stand import make_settings, open_desk

ENGLISH = re.compile(r"(?:[A-Za-z][A-Za-z'’-]+ ){3,}[A-Za-z]+")
"""Four words in a row: names of keys, filters and outlets are fewer."""

ENGLISH_WORD, HANGUL = re.compile("[A-Za-z]{2}"), re.compile("[가-힣]")

OF_ARTICLES = re.compile(
    r"(NCG )?meets in \w+, round \d+|Ports of \w+ \d+|Ships waited[^.]*\.|[Ff]or \d+ days, the port[^.]*\."
    r"|(The )?Nuclear Consultative Group( met[^.]*\.)?"
)

PAGES = [
    "/", "/stories", "/articles", "/alerts", "/entities", "/entities/offered", "/entities/ncg", "/watches",
    "/watches/new", "/watches/ncg", "/watches/ncg/edit", "/watches/ncg/edit?test=1", "/watches/ncg/learn",
    "/sources", "/sources/new",
    "/sources/wire", "/deliveries", "/search", "/search?q=ncg", "/search?q=zzz", "/search?q=and", "/trust",
    "/login", "/feeds", "/nothing-here", "/m/x", "/u/x", "/articles?wach=1", "/articles?watch=ncgg",
    "/articles?after=zz",
    "/articles?since=zz", "/articles?limit=zz", "/articles?lang=KO", "/watches/nope", "/stories/nope",
    "/today.csv?watch=ncg", "/deliveries?state=zz", "/entities/ncg?period=zz",
]  # fmt: skip

WATCHES: list[Mapping[str, str]] = [
    {}, {"name": "x"}, {"query": "@ncg AND"}, {"query": "ncg", "to": "nobody"}, {"query": "ncg", "to": "hok"},
    {"query": "ncg and 북한", "must_match": "nothing", "must_not_match": "NCG"}, {"query": "$talks"},
    {"query": "source:nope"}, {"query": "lang:kr @ncg"}, {"query": '"tariff*"'}, {"query": "x" * 20_001},
    {"query": "@ncg", "id": "ncg", "seen": "7"}, {"query": "COUNT("}, {"query": "title:(a b"}, {"query": "*"},
    {"query": "a NEAR/0 b"}, {"query": "ncg", "policy": "digest", "to": "hook"},
]  # fmt: skip

CHANGES: list[tuple[str, Mapping[str, str]]] = [
    ("/entities/ncg", {"seen": "0", "aliases": ""}),
    ("/entities/ncg", {"seen": "0", "aliases": "-"}),
    ("/entities/ncg", {"seen": "9", "aliases": "NCG", "kind": "zz"}),
    ("/entities/accept", {"name": "Zed", "kind": "zz"}),
    ("/entities/accept", {"name": "Zed", "kind": "topic"}),
    ("/entities/refuse", {}),
    ("/sources/new", {"url": "abc"}),
    ("/sources/new", {"url": "http://127.0.0.1:1/"}),
    ("/sources/new", {"url": "ftp://x"}),
    ("/sources/new", {"url": "http://nowhere.invalid/"}),
    ("/sources/add", {"url": "abc"}),
    ("/sources/add", {"url": "https://two.example/rss", "kind": "zz", "lang": "Korean", "id": "Bad Id"}),
    ("/judge", {"asked": "x", "opinion": "on-topic"}),
    ("/judge", {"asked": "x", "opinion": "zz"}),
    ("/mute", {"subject": "nope"}),
    ("/mute", {"subject": "ncg", "for": "x"}),
    ("/redeliver", {"id": "d-9"}),
    ("/revert", {"kind": "watch", "id": "ncg", "to": "9"}),
    ("/feeds/token", {"name": ""}),
    ("/mark", {"until": "zz"}),
    ("/sources/nope/poll", {}),
    ("/watches/save", {"query": "x" * 70_000}),
    ("/login", {"token": "bad", "name": "x"}),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("korean"))


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Iterator[httpx.Client]:
    with open_desk(settings) as (client, _):
        client.headers["Accept-Language"] = "ko"
        yield client


def find_english(answer: httpx.Response) -> list[str]:
    """The sentences in English that a reader sees or hears of a page, but for articles' own."""
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", answer.text)
    said = re.findall(r'\b(?:title|aria-label|placeholder|alt)="([^"]*)"', text)
    said += re.sub(r"<[^>]+>", "|", text).split("|")
    plain = (OF_ARTICLES.sub(" ", " ".join(html.unescape(each).split())) for each in said)
    return [each for each in plain if ENGLISH.search(each)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_korean(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path, follow_redirects=True)
    assert find_english(answer) == []
    assert re.findall(r"[가-힣]\.[가-힣]", answer.text) == []  # two sentences are two


@pytest.mark.parametrize("form", WATCHES, ids=str)
def test_what_is_wrong_in_a_watch_is_said_in_korean(reader: httpx.Client, form: Mapping[str, str]) -> None:
    whole = {"id": "", "name": "", "query": "", "policy": "story", "seen": "0"} | form
    saved = reader.post("/watches/save", data=whole)
    assert saved.status_code in (303, 400, 409, 422)
    assert find_english(saved) == []
    tried = reader.get("/watches/try", params=whole | {"test": "1"})
    assert tried.status_code < 500
    assert find_english(tried) == []


@pytest.mark.parametrize(("path", "form"), CHANGES)
def test_what_is_refused_is_refused_in_korean(
    reader: httpx.Client, path: str, form: Mapping[str, str]
) -> None:
    answer = reader.post(path, data=form, follow_redirects=True)
    assert answer.status_code < 500
    assert find_english(answer) == []


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"Host": "evil.example"}),
        ("/", {"X-Forwarded-For": "192.0.2.1"}),
        ("/mute", {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_who_comes_another_way_hears_so_in_korean(
    reader: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    answer = reader.request("POST" if path == "/mute" else "GET", path, headers=headers)
    assert answer.status_code == 403
    assert "허용되지 않음" in answer.text
    assert find_english(answer) == []


def test_a_field_is_called_as_its_form_calls_it(reader: httpx.Client) -> None:
    form = {"id": "", "name": "n", "query": "ncg", "policy": "story", "seen": "0", "to": "hok"}
    said = html.unescape(reader.post("/watches/save", data=form).text)
    assert "보내는 곳: 'hok' 채널은 없음. 혹시 hook입니까?" in said
    english = reader.post("/watches/save", data=form, headers={"Accept-Language": "en"}).text
    assert "Goes to: there is no channel 'hok'; did you mean hook?" in html.unescape(english)


@pytest.mark.parametrize(
    ("minutes", "english", "korean"),
    [(0, "0 min", "0분"), (42, "42 min", "42분"), (180, "3 h", "3시간"), (2880, "2 d", "2일")],
)
def test_a_span_is_said_in_the_readers_language(minutes: int, english: str, korean: str) -> None:
    span = timedelta(minutes=minutes)
    assert (say_duration(span), say_duration(span, "ko")) == (english, korean)


def test_every_word_of_the_desk_is_in_both_languages() -> None:
    korean = {word: said for word, (_, said) in WORDS.items()}
    alike = {word for word, said in korean.items() if ENGLISH_WORD.search(said) and not HANGUL.search(said)}
    assert alike == {"other_ui"}
