"""What is sent again says what became of it, the ids that it takes may be short, and the status is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from flows.cli.showing.carried import say_carried
from flows.demo.sinks import MailSink
from storage.promises.outbox import list_deliveries
from storage.tables import deliveries
from tests.corpus import CONFIG, Corpus, an_article

MAIL = """
[[channel]]
id = "mail"
kind = "email"
smtp = "{url}"
from = "watch@example.org"
to = ["desk@example.org"]
"""
ARTICLE = an_article("ncg", "Allies meet", "The Nuclear Consultative Group meets on Friday.")


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as opened:
        yield opened


@pytest.fixture
def corpus(tmp_path: Path, sink: MailSink) -> Corpus:
    """One alert, promised to a receiver and not sent yet."""
    corpus = Corpus(tmp_path)
    corpus.configure(CONFIG.replace("to = []", 'to = ["mail"]') + MAIL.format(url=sink.url))
    corpus.keep(ARTICLE)
    return corpus


def ids(corpus: Corpus) -> tuple[str, str]:
    (alert,), (delivery,) = corpus.lines("alerts"), corpus.lines("deliveries")
    return alert["id"], delivery["id"]


REFUSED = "550 no such user here"
LATER = "451 try again later"


@pytest.mark.parametrize("which", ["alert", "delivery", "--dead"])
@pytest.mark.parametrize(
    ("reply", "title", "state", "status"),
    [
        (None, "Redelivery: 1 sent", "sent", 0),
        (REFUSED, "Redelivery: 1 given up again", "dead", 1),
        (LATER, "Redelivery: 1 to be tried again", "retrying, next ", 0),
    ],
    ids=["taken", "refused", "later"],
)
def test_what_is_sent_again_is_headed_by_what_became_of_it(
    corpus: Corpus, sink: MailSink, which: str, reply: str | None, title: str, state: str, status: int
) -> None:
    sink.plan(REFUSED)
    assert corpus.hanmi("deliver").exit_code == 1
    sink.plan(*filter(None, [reply]))
    alert, delivery = ids(corpus)
    result = corpus.hanmi("redeliver", {"alert": alert, "delivery": delivery}.get(which, which))
    assert result.stdout.splitlines()[0] == title
    assert state in result.stdout
    assert result.exit_code == status


def test_what_was_sent_in_the_end_has_no_error(corpus: Corpus, sink: MailSink) -> None:
    sink.plan(REFUSED)
    corpus.hanmi("deliver")
    said = corpus.hanmi("redeliver", "--dead").stdout
    _, delivery = ids(corpus)
    assert "550" not in said
    assert "last error" not in corpus.hanmi("show", delivery).stdout
    assert corpus.document("show", delivery)["last_error"] is None


def test_the_error_that_an_older_version_kept_beside_sent_is_not_shown(
    corpus: Corpus, sink: MailSink
) -> None:
    corpus.hanmi("deliver")
    with corpus.open() as house, house.db.writing() as tx:
        tx.execute(deliveries.update().values(last_error="550 no such user"))
    _, delivery = ids(corpus)
    assert "550" not in corpus.hanmi("show", delivery).stdout
    assert "550" not in corpus.hanmi("deliveries").stdout


def test_with_nothing_given_up_nothing_is_called_sent(corpus: Corpus) -> None:
    result = corpus.hanmi("redeliver", "--dead")
    assert result.stdout == "Nothing to send again: no delivery was given up.\n"
    assert result.exit_code == 0


def test_a_channel_that_is_gone_sends_nothing_and_the_status_says_so(corpus: Corpus) -> None:
    _, delivery = ids(corpus)
    corpus.configure()
    result = corpus.hanmi("redeliver", delivery)
    assert "Redelivery: 1 waiting" in result.stdout
    assert "its channel is gone or off" in result.stdout
    assert result.exit_code == 1


@pytest.mark.parametrize("wrong", ["d-1", "al-9999", "d-0000000000000000000f"])
def test_one_wrong_id_of_several_sends_none(corpus: Corpus, sink: MailSink, wrong: str) -> None:
    _, delivery = ids(corpus)
    result = corpus.hanmi("redeliver", delivery, wrong)
    assert f"{wrong}: nothing of this id" in result.stderr
    assert result.exit_code == 1
    assert sink.mails() == []


@pytest.mark.parametrize(
    ("words", "listing"),
    [
        (("redeliver", "d-1"), "`hanmi deliveries` lists"),
        (("redeliver", "press-office"), "`hanmi deliveries` lists"),
        (("redeliver", "al-9999"), "`hanmi alerts` lists"),
        (("show", "al-9999"), "`hanmi alerts` lists"),
        (("show", "d-9999"), "`hanmi deliveries` lists"),
        (("show", "s-9999"), "`hanmi stories` lists"),
        (("show", "a-9999"), "`hanmi articles` lists"),
        (("show", "Allies mete"), "`hanmi search 'words of the title'`"),
        (("explain", "Allies mete"), "`hanmi search 'words of the title'`"),
        (("explain", "news.example/nc"), "`hanmi search 'words of the title'`"),
    ],
    ids=" ".join,
)
def test_an_unknown_id_leads_to_the_list_of_its_kind(
    corpus: Corpus, words: tuple[str, ...], listing: str
) -> None:
    result = corpus.hanmi(*words)
    assert listing in " ".join(result.output.split())
    assert result.exit_code == 1


@pytest.mark.parametrize("kept", [2, 6, 20])
@pytest.mark.parametrize("command", ["show", "explain", "redeliver"])
def test_the_beginning_of_an_id_does(corpus: Corpus, command: str, kept: int) -> None:
    alert, delivery = ids(corpus)
    article = corpus.lines("articles")[0]["id"]
    story = corpus.lines("stories")[0]["id"]
    of = {
        "show": (article, story, alert, delivery),
        "explain": (article, alert),
        "redeliver": (alert, delivery),
    }
    for id_ in of[command]:
        short = id_[: id_.index("-") + 1 + kept]
        assert corpus.hanmi(command, short).exit_code == 0, short


def test_a_beginning_of_several_names_them(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    many = (an_article(f"n{n}", f"Ferry {n} sails", f"Hull {n} was welded.") for n in range(2_000))
    alike = list(islice((article for article in many if article.id.startswith("a-38")), 3))
    corpus.keep(*alike)
    result = corpus.hanmi("show", "a-38")
    assert result.exit_code == 1
    assert "3 ids begin so; type more of it" in result.stderr
    assert re.findall("a-[0-9a-f]{20}", result.stderr) == sorted(article.id for article in alike)


@pytest.mark.parametrize("asked", ["a-", "s-", "al-", "s-%", "s-__", "a-%%%%", "%", "a"])
def test_what_is_too_short_or_odd_begins_no_id(corpus: Corpus, asked: str) -> None:
    assert corpus.hanmi("show", asked).exit_code == 1


def test_a_delivery_says_what_it_carries(corpus: Corpus) -> None:
    alert, delivery = ids(corpus)
    assert "Allies meet [ncg]" in corpus.hanmi("deliveries").stdout
    assert "Allies meet [ncg]" in corpus.hanmi("redeliver", delivery).stdout
    assert corpus.document("show", delivery)["carries"] == "Allies meet [ncg]"
    assert corpus.hanmi("show", alert).stdout.startswith("Allies meet\n")


def test_a_digest_says_that_it_is_one(corpus: Corpus) -> None:
    corpus.hanmi("digest", "--period", "30d", "--send")
    with corpus.open() as house, house.db.reading() as tx:
        carried = say_carried(tx, list_deliveries(tx))
    assert set(carried.values()) == {"Allies meet [ncg]", "a digest"}


def test_with_others_sent_nothing_was_given_up(corpus: Corpus) -> None:
    corpus.hanmi("deliver")
    assert corpus.hanmi("deliveries", "--dead").stdout.splitlines()[1:] == ["No delivery was given up."]


def test_a_backtest_says_how_many_articles_lay_in_the_time(corpus: Corpus) -> None:
    corpus.keep(*(an_article(f"f{n}", f"Ferry {n} sails", "Welders replaced its hull.") for n in range(3)))
    said = corpus.hanmi("watch", "test", "ncg", "--since", "2026-11-01").stdout
    assert "; 4 articles in that time" in said
    assert "Read, because they may meet it: 0; on file as meeting it: 1" in said
    tested = corpus.document("watch", "test", "ncg", "--since", "2026-11-01")
    assert (tested["articles"], tested["read"], tested["on_file"]) == (4, 0, 1)
