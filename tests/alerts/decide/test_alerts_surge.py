"""A surge is told once, with its figures, and is no accident, habit, gap or reprint."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.compose.words import KOREAN, say_reason
from alerts.decide.surge import Rise, Surge, Volume, Windows, reason_against, reason_of
from flows.config.loading.load import load_settings
from storage.errors import ConfigurationError
from storage.promises.alerts import list_alerts
from storage.records import Article
from tests.corpus import CONFIG, NOW, Corpus, an_article

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def spread(counts: list[int], before: datetime = NOW) -> list[datetime]:
    """So many times on each day, the last of the days ending at `before`, the oldest first."""
    return [
        before - DAY * (len(counts) - number) + DAY * (one + 1) / (many + 1)
        for number, many in enumerate(counts)
        for one in range(many)
    ]


def a_volume(named: list[int], others: int | list[int] = 50) -> Windows:
    rest = others if isinstance(others, list) else [others] * len(named)
    times = spread(named)
    return Volume(read=sorted([*times, *spread(rest)]), named=times).cut(NOW)


MONTH = [1] * 28
TUESDAYS = [6 if day % 7 == 0 else 0 for day in range(28)]


A_GAP = a_volume([*([1] * 10), *([0] * 10), *([1] * 8), 12], [50] * 10 + [0] * 10 + [50] * 9)


@pytest.mark.parametrize(
    ("volume", "is_surge"),
    [
        pytest.param(a_volume([*MONTH, 12]), True, id="twelve after one a day"),
        pytest.param(a_volume([*MONTH, 3]), False, id="from one to three"),
        pytest.param(a_volume([0] * 28 + [6]), True, id="six after a month of silence"),
        pytest.param(a_volume([0] * 28 + [3]), False, id="three after a month of silence"),
        pytest.param(a_volume([*([10] * 28), 20]), False, id="twice the usual"),
        pytest.param(a_volume([*([10] * 28), 45]), True, id="four times the usual"),
        pytest.param(a_volume([*TUESDAYS, 7]), False, id="a habit of this weekday"),
        pytest.param(a_volume([*([0] * 10), 30, *([1] * 17), 15]), True, id="an earlier surge hides nothing"),
        pytest.param(a_volume([9, 0, 14, 1, 0, 12, 2] * 4 + [15]), False, id="what always comes in bursts"),
        pytest.param(a_volume([*MONTH, 8], [10] * 28 + [400]), False, id="eight times the sources"),
        pytest.param(a_volume([1] * 5 + [12]), False, id="a corpus of five days"),
        pytest.param(A_GAP, True, id="a gap in the watching"),
        pytest.param(Volume(read=[], named=[]).cut(NOW), False, id="an empty corpus"),
    ],
)  # fmt: skip
def test_a_surge_is_a_rise_that_is_no_accident(volume: Windows, is_surge: bool) -> None:
    assert volume.measure().is_surge(3) is is_surge


def test_a_rise_has_its_figures() -> None:
    rise = a_volume([*MONTH, 12]).measure()
    assert rise.count == 12
    assert rise.usual == pytest.approx(1.0, abs=0.1)
    assert re.fullmatch(
        r"surge: 12 independent texts in 24 hours, usually 1\.\d, by chance less than once in 1,000,000",
        reason_of(rise),
    )


def test_the_figures_are_said_in_korean_too() -> None:
    for rise in (Rise(count=12, usual=1.2, chance=1e-9), Rise(count=9, usual=1.2, chance=2e-4)):
        assert reason_against(Surge(rise=rise), 3) == f"no {reason_of(rise)}".replace(
            "surge:", "surge of 3 times the usual:"
        )
        said = say_reason(reason_of(rise), KOREAN)
        assert said.startswith(f"언급 급증: 24시간 동안 독립 기사 {rise.count}건")


def test_a_surge_that_goes_on_is_the_same_and_one_after_a_pause_is_another() -> None:
    goes_on = a_volume([*MONTH, 12, 14, 13])
    assert goes_on.find_surge(NOW, 3, [NOW - 2 * DAY]).told == NOW - 2 * DAY
    paused = a_volume([*MONTH, 12, 1, 1, 14])
    found = paused.find_surge(NOW, 3, [NOW - 3 * DAY])
    assert found.rise.is_surge(3)
    assert found.told is None


def test_what_is_no_surge_is_nobodys_surge() -> None:
    assert a_volume([*MONTH, 3]).find_surge(NOW, 3, [NOW]) == Surge(rise=Rise(count=3))


SURGING = CONFIG + '[[watch]]\nid = "ncg-surge"\nname = "NCG surge"\nquery = "@ncg"\nsurge = 3\n'
_WORDS = re.findall(
    "[a-z]+", "harbour bridges carry apples over mountains while painters sing of winter trains"
)


def a_text(number: int, says: str) -> str:
    """Texts that share nothing but what they say."""
    shuffled = [_WORDS[(number * step + step) % len(_WORDS)] + str(number * 31 + step) for step in range(40)]
    return f"{says}\n{' '.join(shuffled)}."


def a_month() -> list[Article]:
    """Three articles a day on other things and one a week on the NCG; then eight on it in one day."""
    other = [
        an_article(f"o{day}-{n}", f"Title {day} {n}", a_text(day * 10 + n, "Rice."), days_ago=day + n / 9)
        for day in range(30, 0, -1)
        for n in (2, 1, 0)
    ]
    weekly = [
        an_article(f"w{day}", f"Weekly {day}", a_text(900 + day, f"The NCG met, {day} said."), days_ago=day)
        for day in (28, 21, 14, 7)
    ]
    surge = [
        an_article(f"s{n}", f"Surge {n}", a_text(700 + n, f"The NCG was called off, report {n} says."),
                   days_ago=0.8 - n / 12, outlet=f"Outlet {n}")
        for n in range(8)
    ]  # fmt: skip
    return sorted([*other, *weekly, *surge], key=lambda article: article.order)


@pytest.fixture(scope="module")
def surged(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("surge"))
    corpus.configure(SURGING)
    corpus.keep(*a_month())
    return corpus


def test_a_watch_tells_once_of_a_surge_and_says_why(surged: Corpus) -> None:
    with surged.open() as house, house.db.reading() as tx:
        alerts = list_alerts(tx, watch="ncg-surge")
    assert len(alerts) == 1
    assert alerts[0].reasons[0].startswith("surge: 5 independent texts in 24 hours, usually 0.")
    explained = surged.document("explain", "https://news.example/s7")
    assert "told of this surge already" in str(explained)
    assert "no surge of 3 times the usual: 1 independent texts" in str(
        surged.document("explain", "https://news.example/w7")
    )


def test_a_backtest_tells_of_the_same_surge(surged: Corpus) -> None:
    (test,) = surged.document("watch", "test", "ncg-surge", "--since", "2026-10-20")["watches"]
    assert [alert["url"] for alert in test["alerts"]] == ["https://news.example/s4"]
    assert test["alerts"][0]["did_tell"]
    assert test["matched"] == 12
    assert test["folded"] == 11


def test_digests_leave_it_out(surged: Corpus) -> None:
    since_then = datetime.now(UTC) - NOW  # the command goes by the clock, the corpus by its own days
    shown = surged.hanmi("digest", "--period", f"{since_then.days + 8}d").output
    assert "NCG" in shown
    assert "NCG surge" not in shown


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ('query = "@ncg"\nsurge = 0.5', "watch[x].surge: 0.5 is no rise"),
        ('query = "@ncg"\nsurge = "3"', "watch[x].surge: '3' is no rise"),
        ('query = "@ncg"\nsurge = 3\npolicy = "every"', "watch[x].surge: tells once a surge"),
        ('query = "@ncg talks"\nsurge = 3', "watch[x].query: character 1: a surge is measured of entities"),
    ],
)
def test_a_surge_that_cannot_be_measured_is_an_error(tmp_path: Path, lines: str, fault: str) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure(f'{CONFIG}[[watch]]\nid = "x"\nname = "X"\n{lines}\n')
    with pytest.raises(ConfigurationError) as caught:
        load_settings(corpus.config)
    assert fault in " ".join(caught.value.problems)


def test_a_digest_of_a_surge_is_an_error(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    hook = '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "https://a.example"\nsecret = "env:SECRET"\n'
    digest = '[[digest]]\ncron = "30 7 * * *"\nto = ["hook"]\nwatches = ["ncg-surge"]\n'
    corpus.configure(SURGING + hook + digest)
    with pytest.raises(ConfigurationError, match="stands in no digest"):
        load_settings(corpus.config)
