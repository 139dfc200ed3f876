"""What is wrong with an address or a query is said at the desk by name, in the reader's language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import httpx
import pytest

from alerts.compose.words import KOREAN, say_reason
from flows.config.database import open_database
from flows.config.settings import Settings
from flows.desk.query_help import QUERY_HELP
from flows.desk.words import WORDS
from flows.inspect.search import check_query
from storage.promises.outbox import keep_deliveries
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import ALL_SENTENCES, Reason
from storage.records.send_texts import SendCode
from storage.tables import deliveries, sources
from tests.flows.desk.stand import make_settings, open_desk
from tests.storage.test_storage_outbox import a_delivery


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx.Client]:
    with open_desk(settings) as (opened, _):
        yield opened


@pytest.fixture
def reader(client: httpx.Client) -> Iterator[httpx.Client]:
    """A reader whose language the desk does not remember from another test."""
    before = httpx.Cookies(client.cookies)
    yield client
    client.cookies = before


def read_main(answer: httpx.Response) -> str:
    """What stands in the middle of a page, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2].partition("</main>")[0]))


UNKNOWN = [
    ("/articles?watch=ncgg", "watch=ncgg", "did you mean ncg?"),
    ("/stories?entity=seuol", "entity=seuol", "did you mean seoul?"),
    ("/alerts?source=wyre", "source=wyre", "did you mean wire?"),
    ("/articles?entity=zzzzzz", "entity=zzzzzz", "/entities lists them"),
    ("/articles?lang=klingon", "lang=klingon", "no article is in this language"),
    ("/search?q=@ncg&source=wyre", "source=wyre", "did you mean wire?"),
    ("/deliveries?watch=ncgg", "watch=ncgg", "did you mean ncg?"),
    ("/deliveries?state=lost", "state=lost", "there are"),
    ("/sources?state=broken", "state=broken", "there are"),
    ("/entities/ncg?period=1w", "period=1w", "there are 30d, 1y"),
    ("/articles?limit=many", "limit=many", "a number from 1 to"),
    ("/articles?since=soon", "since", "soon"),
]


@pytest.mark.parametrize(("path", "named", "said"), UNKNOWN)
def test_a_filter_that_nothing_has_is_named(reader: httpx.Client, path: str, named: str, said: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 400
    assert named in read_main(answer)
    assert said in read_main(answer)
    korean = read_main(reader.get(path, headers={"Accept-Language": "ko"}))
    assert named in korean
    assert re.search("[가-힣]", korean)
    assert said not in korean or said.startswith("soon")


@pytest.mark.parametrize("path", ["/articles", "/stories", "/alerts", "/search"])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_of_what_is_misspelt_is_no_empty_file(reader: httpx.Client, path: str, form: str) -> None:
    params = {"entity": "seuol"} | ({"q": "@ncg"} if path == "/search" else {})
    answer = reader.get(f"{path}.{form}", params=params, headers={"Accept": "text/csv"})
    if (path, form) == ("/alerts", "json"):
        assert answer.status_code == 200  # a feed, which takes no filters
        return
    assert answer.status_code == 400
    assert "did you mean seoul?" in answer.text


def test_what_is_known_and_empty_is_an_empty_list(reader: httpx.Client) -> None:
    for path in ("/articles?source=wire", "/alerts?watch=ncg&since=1h", "/articles?lang=en&since=1m"):
        assert reader.get(path).status_code == 200


WRONG = [
    ("@ncg NEAR/15 (talks", "이 괄호가 닫히지 않음", ")를 붙이십시오"),
    ('"talks', "이 따옴표가 닫히지 않음", "를 붙이십시오"),
    ("@nobody", "그런 이름은 없음: @nobody", ""),
    ("@ncgg", "그런 이름은 없음: @ncgg", "혹시 @ncg입니까?"),
    ("NEAR/x talks", "개수가 아님: x", "1 이상의 정수"),
    ("NOT talks", "없다는 것만으로", "NOT 곁에"),
    ("talks AND NOT talks", "결코 맞을 수 없음", "둘 중 하나"),
    ("talks ||", "연산자가 아님", "OR처럼 쓰십시오"),
    ("genre:gossip", "그런 갈래는 없음", ""),
]


@pytest.mark.parametrize(("query", "why", "hint"), WRONG)
@pytest.mark.parametrize("path", ["/search", "/watches/new", "/watches/try"])
def test_a_fault_of_a_query_is_said_in_korean(
    reader: httpx.Client, path: str, query: str, why: str, hint: str
) -> None:
    name = "q" if path == "/search" else "query"
    asked = {name: query, "ui": "ko"}
    page = html.unescape(reader.get(path, params=asked).text)
    assert why in page
    assert hint in page
    export = reader.get("/search.json", params={"q": query}, headers={"Accept-Language": "ko"})
    assert export.status_code == 400
    assert why in export.text


def test_what_an_article_lacks_is_said_in_korean(reader: httpx.Client) -> None:
    form = {"id": "", "name": "Accord", "query": "@ncg (accord OR treaty)", "policy": "story", "seen": "0"}
    assert reader.post("/watches/save", data=form).status_code == 303
    id_ = first_id(reader)
    said = read_main(reader.get(f"/articles/{id_}", params={"ui": "ko"}))
    assert "accord, treaty 가운데 아무것도 없음" in said
    assert "none of accord, treaty is there" in read_main(reader.get(f"/articles/{id_}", params={"ui": "en"}))


def first_id(reader: httpx.Client) -> str:
    """The id of an article that names the NCG."""
    found = re.search(r'"id": "(a[^"]+)"', reader.get("/articles.json?entity=ncg").text)
    assert found is not None
    return found[1]


def read_plain(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return " ".join(read_main(answer).split())


@pytest.mark.parametrize("code", FetchCode)
def test_why_a_source_was_not_read_is_said_in_either_language(
    reader: httpx.Client, settings: Settings, code: FetchCode
) -> None:
    why = fill_in(code)
    with open_database(settings) as db, db.writing() as tx:
        status = {"failures": 3, "failing_since": db.now(), "last_result": "down", "last_error": why}
        tx.execute(sources.update().values(**status))
    for path in ("/sources", "/sources/wire"):
        for lang, said in (("en", why), ("ko", say_reason(why, KOREAN))):
            assert said in read_plain(reader.get(path, params={"ui": lang})), (path, lang)


@pytest.mark.parametrize("code", SendCode)
def test_why_a_message_was_not_taken_is_said_in_either_language(
    reader: httpx.Client, settings: Settings, code: SendCode
) -> None:
    why = fill_in(code)
    with open_database(settings) as db, db.writing() as tx:
        tx.execute(deliveries.delete())
        keep_deliveries(tx, [a_delivery()])
        tx.execute(deliveries.update().values(state="dead", last_error=why, next_attempt_at=None))
    for lang, said in (("en", why), ("ko", say_reason(why, KOREAN))):
        assert said in read_plain(reader.get("/deliveries", params={"ui": lang})), lang


def fill_in(code: FetchCode | SendCode) -> Reason:
    names = [name for _, name, _, _ in Formatter().parse(ALL_SENTENCES[code].ko) if name]
    return Reason(code, **{name: f"7{name}7" for name in names})


SCRIPT = Path("flows/desk/static/desk.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [0, 1])
def test_the_list_of_keys_has_every_key_that_does_something(place: int) -> None:
    works = {key.lower() for key in re.findall(r"Key([A-Z]):", SCRIPT)} | {"/", "?"}
    listed = {word for word in WORDS["keys_list"][place].split() if len(word) == 1} - {"·", "I"}
    assert listed == works


@pytest.mark.parametrize("query", [query for query, _, _ in QUERY_HELP])
def test_a_query_that_is_shown_as_an_example_can_be_asked(
    reader: httpx.Client, settings: Settings, query: str
) -> None:
    check_query(query, settings.entities, settings.phrases)
    for path in ("/search", "/watches/new"):
        assert query in read_main(reader.get(path, params={"ui": "en"}))
