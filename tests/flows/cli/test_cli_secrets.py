"""A command needs only the secrets that it uses; `doctor` names those that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from storage.errors import ConfigurationError
from tests.corpus import CONFIG, Corpus, an_article

CHANNELS = """
[desk]
token = "env:NOWHERE_TOKEN"
[[channel]]
id = "mail"
kind = "email"
smtp = "smtp+starttls://user@mail.example:587"
password = "env:NOWHERE_PASSWORD"
from = "watch@example.org"
to = ["desk@example.org"]
[[channel]]
id = "hook"
kind = "webhook"
url = "file:nowhere.txt"
secret = "env:NOWHERE_SECRET"
[[channel]]
id = "chat"
kind = "apprise"
url = "env:NOWHERE_CHAT"
"""

MISSING = (
    "channel[mail].password: environment variable NOWHERE_PASSWORD is not set",
    "channel[hook].secret: environment variable NOWHERE_SECRET is not set",
    "channel[chat].url: environment variable NOWHERE_CHAT is not set",
    "nowhere.txt cannot be read",
)
TOKEN = "desk.token: environment variable NOWHERE_TOKEN is not set"

ARTICLE = an_article("ncg", "Allies meet", "The Nuclear Consultative Group meets on Friday.")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("secrets"))
    corpus.configure()
    corpus.keep(ARTICLE)
    (corpus.folder / "more.txt").write_text("More of it\n\nThe NCG met again on Sunday.\n", encoding="utf-8")
    corpus.configure(CONFIG.replace("to = []", 'to = ["mail", "hook", "chat"]') + CHANNELS)
    return corpus


@pytest.mark.parametrize(
    "words",
    [
        ("articles",),
        ("stories",),
        ("alerts",),
        ("deliveries",),
        ("sources",),
        ("show", ARTICLE.url),
        ("explain", ARTICLE.url),
        ("search", "@ncg"),
        ("watch", "check"),
        ("watch", "test"),
        ("watch", "format"),
        ("digest",),
        ("source", "export"),
        ("mute", "ncg", "--for", "1h"),
        ("backfill",),
    ],
    ids=" ".join,
)
def test_what_sends_nothing_needs_no_secret(corpus: Corpus, words: tuple[str, ...]) -> None:
    more = (str(corpus.folder / "more.txt"),) if words == ("backfill",) else ()
    result = corpus.hanmi(*words, *more)
    assert result.exit_code == 0, (result.output, result.exception)


@pytest.mark.parametrize(
    ("words", "named", "unnamed"),
    [
        (("run",), MISSING, TOKEN),
        (("deliver",), MISSING, TOKEN),
        (("redeliver", "--dead"), MISSING, TOKEN),
        (("digest", "--send"), MISSING, TOKEN),
        (("backfill", "--alert", "more.txt"), MISSING, TOKEN),
        (("channel", "test", "chat"), (MISSING[2],), "NOWHERE_PASSWORD"),
        (("serve",), (*MISSING, TOKEN), "Traceback"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_sends_names_every_secret_it_lacks(
    corpus: Corpus, words: tuple[str, ...], named: tuple[str, ...], unnamed: str
) -> None:
    result = corpus.hanmi(*words)
    assert isinstance(result.exception, ConfigurationError)
    assert all(name in str(result.exception) for name in named)
    assert unnamed not in str(result.exception)


def test_doctor_names_the_missing_ones_and_looks_at_the_rest(corpus: Corpus) -> None:
    result = corpus.hanmi("doctor", "--json")
    assert result.exit_code == 1
    assert all(name in result.stdout for name in (*MISSING, TOKEN, '"database"', '"disk"'))


def test_keys_beside_a_missing_secret_are_checked_all_the_same(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure(CHANNELS.replace("mail.example:587", "mail.example:no"))
    with pytest.raises(ConfigurationError, match=r"channel\[mail\].smtp") as caught:
        load_settings(corpus.config, needs=())
    assert "NOWHERE" not in str(caught.value)
