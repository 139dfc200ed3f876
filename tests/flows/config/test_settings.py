"""The configuration is read once, and every problem is named with its key and the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.channels.email import Email
from flows.config.bundle import SAMPLE
from flows.config.loading.load import load_settings
from flows.config.schedule import Cron, Every, read_duration, read_schedule
from storage.errors import ConfigurationError
from storage.records import SourceKind


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HANMI_CONFIG", "HANMI_DATA_DIR", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)


def write(text: str) -> Path:
    path = Path("hanmi.toml").absolute()
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(text))
    return str(caught.value)


def test_without_a_file_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.config_path is None
    assert settings.data_dir == Path.cwd() / "data"
    assert settings.monitor == Every(timedelta(minutes=5))
    assert settings.fresh == timedelta(hours=24)
    assert {"ncg", "trump-transition"} <= {watch.id for watch in settings.watches}
    assert settings.sources
    assert settings.channels == ()


def test_the_sample_says_what_the_defaults_are() -> None:
    sample = load_settings(write(SAMPLE.read_text(encoding="utf-8")))
    plain = load_settings(write(""))
    assert sample == plain


@pytest.mark.sqlite_only  # its path is looked at
def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "hanmi.toml").write_text(
        'data_dir = "state"\n[storage]\nurl = "sqlite:///x.db"\n', encoding="utf-8"
    )
    settings = load_settings(folder / "hanmi.toml")
    assert settings.data_dir == folder / "state"
    assert settings.storage_url == f"sqlite:///{folder / 'x.db'}"


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write('data_dir = "of-the-file"')
    assert load_settings(path).data_dir == tmp_path / "of-the-file"
    monkeypatch.setenv("HANMI_DATA_DIR", "of-the-environment")
    assert load_settings(path).data_dir == tmp_path / "of-the-environment"
    assert load_settings(path, Path("given")).data_dir == tmp_path / "given"


def test_an_entry_of_the_same_id_replaces_the_bundled_one() -> None:
    bundled = load_settings(write("")).sources[0]
    text = f'[[source]]\nid = "{bundled.id}"\nurl = "https://elsewhere.example/feed"\nkind = "feed"\n'
    settings = load_settings(write(text))
    source = settings.source(bundled.id)
    assert source is not None
    assert source.url == "https://elsewhere.example/feed"
    assert source.kind is SourceKind.FEED
    assert len(settings.sources) == len(load_settings(write("")).sources)


def test_without_defaults_there_is_only_what_the_file_names() -> None:
    settings = load_settings(write("[defaults]\nsources = false\nwatchlist = false\n"))
    assert (settings.sources, settings.entities, settings.watches) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("timezone = ", ["is no TOML"], id="no TOML"),
        pytest.param('timezone = "Seoul"', ["timezone: 'Seoul' is no time zone"], id="zone"),
        pytest.param("[fetch]\nper_hots = 3", ["fetch.per_hots: there is no such key"], id="misspelt key"),
        pytest.param('[fetch]\npause = "soon"', ["fetch.pause: 'soon' is no duration"], id="duration"),
        pytest.param('[fetch]\nmax_bytes = "huge"', ["fetch.max_bytes: 'huge' is no size"], id="size"),
        pytest.param('[fetch]\nallow_private = ["intranet"]', ["'intranet' is no address"], id="network"),
        pytest.param('[schedule]\nmonitor = "61 * * * *"', ["schedule.monitor: '61 * * * *'"], id="cron"),
        pytest.param('[schedule]\nmonitor = "1s"', ["is too often"], id="too often"),
        pytest.param(
            '[[source]]\nid = "x"\nurl = "rss.xml"', ["source[x].url: 'rss.xml' is no web address"], id="url"
        ),
        pytest.param('[[source]]\nurl = "https://a.example"', ["source[1].id: is missing"], id="no id"),
        pytest.param(
            '[[source]]\nid = "x"\nurl = "https://a.example"\nselector = "div["\npattern = "("\nevery = "0s"',
            [
                "source[x].selector: 'div[' is no CSS selector",
                "source[x].pattern: '(' is no regular expression",
                "source[x].every: '0s' leaves no time at all",
            ],
            id="list",
        ),
        pytest.param(
            '[[source]]\nid = "a"\nurl = "https://a.example"\n[[source]]\nid = "a"\nurl = "https://b.example"',
            ["source[a]: the id is given 2 times"],
            id="id twice",
        ),
        pytest.param(
            '[defaults]\nto = ["nobody"]', ["defaults.to: there is no channel 'nobody'"], id="no channel"
        ),
        pytest.param('[desk]\nlisten = "0.0.0.0:80"', ["desk.token: needed"], id="open desk"),
        pytest.param(
            '[desk]\ntoken = "env:NOT_SET"', ["desk.token: environment variable NOT_SET is not set"], id="env"
        ),
        pytest.param(
            '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "https://a.example"\nsecret = "env:NOT_SET"',
            ["channel[hook].secret", "NOT_SET"],
            id="secret not set",
        ),
        pytest.param('[[watch]]\nid = "w"\nname = "W"', ["watch[w].query: is missing"], id="no query"),
        pytest.param('[storage]\nurl = "mysql://x"', ["storage.url: write sqlite"], id="database"),
        pytest.param(
            'timezone = "Seoul"\n[fetch]\npause = "soon"\nper_host = 0',
            ["timezone", "fetch.pause", "fetch.per_host"],
            id="all at once",
        ),
    ],
)
def test_a_problem_names_file_key_and_reason(text: str, named: list[str]) -> None:
    said = problems_of(text)
    assert "hanmi.toml" in said
    for part in named:
        assert part in said


def test_a_file_that_was_asked_for_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="hanmi init"):
        load_settings(Path("nowhere.toml"))


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    settings = load_settings(
        write(
            '[[channel]]\nid = "h"\nkind = "webhook"\nurl = "https://a.example/x"\nsecret = "env:HOOK_SECRET"'
        )
    )
    assert "MfKQ9r8" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90s", 90), ("5m", 300), ("1h30m", 5400), ("7d", 604_800), ("0s", 0), ("500ms", 0.5)],
)
def test_durations_read(text: str, expected: float) -> None:
    assert read_duration(text).total_seconds() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5m", Every(timedelta(minutes=5))),
        ("30 7 * * *", Cron("30 7 * * *")),
        ("30 7 * * 1-5 America/New_York", Cron("30 7 * * 1-5", "America/New_York")),
    ],
)
def test_schedules_read(text: str, expected: Every | Cron) -> None:
    assert read_schedule(text) == expected


@pytest.mark.parametrize(
    "text", ["", "@hourly", "* * * *", "0 0 31 2 *", "*/5 * * * * * *", "30 7 * * * Mars/Base"]
)
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"neither|cannot"):
        read_schedule(text)


def test_faults_of_every_kind_are_named_in_one_go() -> None:
    said = problems_of(
        'timezone = "Seoul"\nsauce = 1\n[fetch]\nper_host = 0\n[desk]\nlisten = "0.0.0.0:80"\n'
        '[[source]]\nid = "lost"\nkind = "feed"\nname = 3\n'
        '[[source]]\nid = "s"\nurl = "ftp://a"\nevery = "x"\n'
        '[[entity]]\nid = "e"\nname = "E"\nkind = "thing"\naliases = []\n'
        '[[watch]]\nid = "w"\nname = "W"\npolicy = "often"\nquery = "(ncg OR"\nto = ["hook", "nobody"]\n'
        '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "https://a.example"\nsecret = "env:NOT_SET"\n'
        '[[channel]]\nid = "mail"\nkind = "email"\nsmtp = "smtp://a.example"\nto = "x"\n'
        '[[digest]]\ncron = "99 * * * *"\nto = ["hook"]\n'
    )
    named = [line.partition("hanmi.toml: ")[2].split(": ")[0] for line in said.splitlines()]
    assert sorted(filter(None, named)) == [
        "channel[hook].secret",
        "channel[mail].from",
        "channel[mail].to",
        "desk.token",
        "digest[1].cron",
        "entity[e].aliases",
        "entity[e].kind",
        "fetch.per_host",
        "sauce",
        "source[lost].name",
        "source[lost].url",
        "source[s].every",
        "source[s].url",
        "timezone",
        "watch[w].policy",
        "watch[w].query",
        "watch[w].to",
    ]


MAIL = """
[[channel]]
id = "mail"
kind = "email"
smtp = "smtp://127.0.0.1:25"
from = "a@example.org"
to = ["b@example.org"]
"""


def keys_of(said: str) -> list[str]:
    """The keys that problems name, sorted."""
    named = (line.partition("hanmi.toml: ")[2].split(": ")[0] for line in said.splitlines())
    return sorted(filter(None, named))


CRONS = ['cron = "99 * * * *"', 'cron = "5m"', 'cron = ""', "cron = 5", ""]


@pytest.mark.parametrize("cron", CRONS)
def test_what_a_digest_names_is_looked_at_whatever_is_wrong_with_its_time(cron: str) -> None:
    said = problems_of(
        f'[[digest]]\n{cron}\nto = ["nobody"]\nwatches = ["ngc"]\n'
        '[[digest]]\ncron = "0 7 * * *"\nto = "nobody"\nwatches = ["nothing-like-it"]\n'
    )
    assert keys_of(said) == [
        "digest[1].cron",
        "digest[1].to",
        "digest[1].watches",
        "digest[2].to",
        "digest[2].watches",
    ]
    assert "there is no watch 'ngc'; did you mean ncg?" in said


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('[[watch]]\nid = "w"\nto = ["nobody"]\n', ["watch[w].query", "watch[w].to"]),
        ('[[watch]]\nid = "w"\nquery = "a"\nto = ["nobody", 3]\n', ["watch[w].to", "watch[w].to"]),
        (
            '[[entity]]\nid = "e"\naliases = ["Ee"]\nrequires = ["(a"]\nexpects = "b)"\n',
            ["entity[e].expects", "entity[e].kind", "entity[e].name", "entity[e].requires"],
        ),
        (MAIL + 'breaks = ["@ngc", "watch:ngc"]\n', ["channel[mail].breaks", "channel[mail].breaks"]),
        (
            '[[channel]]\nid = "a"\nkind = "emial"\nsmtp = "smtp://x y"\nto = "no"\n',  # by how it is spelt
            ["channel[a].from", "channel[a].kind", "channel[a].smtp", "channel[a].to"],
        ),
        (
            '[[channel]]\nid = "a"\nkind = "sms"\nsmtp = "smtp://x y"\nfrom = 5\nto = "no"\n',  # by its keys
            ["channel[a].from", "channel[a].kind", "channel[a].smtp", "channel[a].to"],
        ),
        ('[[channel]]\nid = "a"\nkind = "hmm"\nurl = "x"\n', ["channel[a].kind"]),  # of either of two
        ('[[channel]]\nid = "a"\nkind = 5\nlang = "zz"\n', ["channel[a].kind"]),
    ],
)
def test_an_entry_with_one_fault_is_read_for_its_others(text: str, keys: list[str]) -> None:
    assert keys_of(problems_of(text)) == keys


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            '[[watch]]\nid = "trump-transitoin"\npolicy = "every"\n',
            "did you mean the bundled watch trump-transition?",
        ),
        ('[[watch]]\nid = "tariffs-and-trade"\n', "did you mean the bundled watch tariffs-trade?"),
        ('[[source]]\nid = "yohnap-en"\npaused = true\n', "did you mean the bundled source yonhap-en?"),
        (MAIL + 'breaks = ["@ngc"]\n', "there is no entity 'ngc'; did you mean ncg?"),
        (MAIL + 'breaks = ["watch:ngc"]\n', "there is no watch 'ngc'; did you mean ncg?"),
    ],
)
def test_a_misspelt_bundled_entry_is_named_as_it_is_spelled(text: str, meant: str) -> None:
    assert meant in problems_of(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            '[[watch]]\nid = "w"\nkeywords = ["NCG"]\n',
            "watch[w].keywords: there is no such key; did you mean query?",
        ),
        ('[[watch]]\nid = "w"\nquery = "a"\npolicy = "instant"\n', "did you mean story?"),
        ('[[entity]]\nid = "e"\nname = "E"\naliases = ["Ee"]\nkind = "agency"\n', "did you mean body?"),
        ('[[channel]]\nid = "c"\nkind = "slack"\nurl = "x"\n', "did you mean apprise?"),
        (MAIL + 'host = "mail.example"\n', "did you mean smtp?"),
        ("[desk]\nport = 80\n", "desk.port: there is no such key; did you mean listen?"),
        ('[[digest]]\nto = []\ntime = "7:30"\n', "digest[1].time: there is no such key; did you mean cron?"),
    ],
)
def test_what_other_programs_call_it_is_named_as_it_is_called_here(text: str, meant: str) -> None:
    assert meant in problems_of(text)


@pytest.mark.parametrize(
    "text",
    ['[[watch]]\nid = "of-my-own-kind-alone"\n', '[defaults]\nwatchlist = false\n[[watch]]\nid = "ngc"\n'],
)
def test_nothing_is_offered_where_nothing_is_near(text: str) -> None:
    said = problems_of(text)
    assert "query: is missing" in said
    assert "did you mean" not in said


def test_a_bundled_source_can_be_paused_without_its_address() -> None:
    bundled = load_settings(write("")).source("yonhap-en")
    settings = load_settings(write('[[source]]\nid = "yonhap-en"\npaused = true\n'))
    assert bundled is not None
    assert settings.source("yonhap-en") == replace(bundled, paused=True)
    assert (
        problems_of('[defaults]\nsources = false\n[[source]]\nid = "yonhap-en"\n').count("url: is missing")
        == 1
    )


def test_a_wrong_id_is_not_also_called_missing() -> None:
    said = problems_of('[[source]]\nid = "a b"\nurl = "ftp://a"\n[[source]]\nname = "no id"\n')
    keys = [line.partition("hanmi.toml: ")[2].split(": ")[0] for line in said.splitlines()]
    assert sorted(filter(None, keys)) == [
        "source[2].id",
        "source[2].url",
        "source[a b].id",
        "source[a b].url",
    ]


def test_a_broken_query_is_named_with_its_place_before_anything_is_done() -> None:
    said = problems_of('[[watch]]\nid = "w"\nquery = "(ncg OR"\n')
    assert "watch[w].query: character" in said


def test_a_bundled_watch_can_be_told_at_once_without_its_query() -> None:
    def policy(text: str) -> str:
        return next(w.policy for w in load_settings(write(text)).watches if w.id == "tariffs-trade")

    assert policy("") == "digest"
    assert policy('[[watch]]\nid = "tariffs-trade"\npolicy = "story"\n') == "story"


HOOK = """
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hooks.example.org/"
secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
"""
CHAT = '[[channel]]\nid = "chat"\nkind = "apprise"\nurl = "ntfy://example.org/topic"\n'
OWN = '[[watch]]\nid = "w"\nname = "W"\nquery = "talks"\npolicy = "digest"\n'


@pytest.mark.parametrize(
    ("text", "to"),
    [
        pytest.param(MAIL, {"mail"}, id="mail"),
        pytest.param(MAIL + HOOK + CHAT, {"mail", "chat"}, id="people only"),
        pytest.param(HOOK, set(), id="machines only"),
        pytest.param("", set(), id="no channel"),
        pytest.param('[defaults]\nto = ["chat"]\n' + MAIL + CHAT, {"chat"}, id="where alerts go"),
        pytest.param("[defaults]\nto = []\n" + MAIL, set(), id="desk only"),
        pytest.param('[defaults]\ndigest = ""\n' + MAIL, set(), id="none wanted"),
    ],
)
def test_people_have_a_morning_digest_unless_they_want_none(text: str, to: set[str]) -> None:
    settings = load_settings(write(text))
    assert {id_ for plan in settings.digests for id_ in plan.to} == to
    assert all(plan.schedule == Cron("30 7 * * *") and not plan.watches for plan in settings.digests)


def test_a_digest_of_ones_own_stands_in_place_of_the_default_one() -> None:
    own = '[[digest]]\ncron = "0 18 * * 5"\nto = ["mail"]\n'
    (plan,) = load_settings(write(MAIL + CHAT + own)).digests
    assert (plan.schedule, plan.to) == (Cron("0 18 * * 5"), ("mail",))


def test_the_default_digest_can_have_another_time() -> None:
    (plan,) = load_settings(write('[defaults]\ndigest = "0 6 * * 1-5"\n' + MAIL)).digests
    assert plan.schedule == Cron("0 6 * * 1-5")
    assert "defaults.digest: write cron" in problems_of('[defaults]\ndigest = "1h"\n' + MAIL)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[defaults]\ndigest = ""\n' + MAIL + OWN, id="no digest"),
        pytest.param(HOOK + OWN, id="machines only"),
        pytest.param(MAIL + HOOK + OWN + 'to = ["hook"]\n', id="elsewhere"),
        pytest.param(
            MAIL + OWN + '[[digest]]\ncron = "0 7 * * *"\nto = ["mail"]\nwatches = ["ncg"]\n', id="of another"
        ),
    ],
)
def test_a_watch_that_would_be_told_nowhere_is_an_error(text: str) -> None:
    assert "watch[w].policy: it reports in digests only" in problems_of(text)


@pytest.mark.parametrize("text", [MAIL + OWN, OWN, "[defaults]\nto = []\n" + HOOK + OWN])
def test_a_digest_or_no_channel_at_all_is_none(text: str) -> None:
    load_settings(write(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('timezon = "Asia/Seoul"', "timezon: there is no such key; did you mean timezone?"),
        ('[fetch]\nuseragent = "x"', "fetch.useragent: there is no such key; did you mean user_agent?"),
        ('[alerts]\nfrehs = "1h"', "did you mean fresh?"),
        ('[[source]]\nid = "a"\nurl = "https://a.example"\nlanguage = "ko"', "did you mean lang?"),
        ('monitor = "5m"', "monitor: there is no such key; it belongs under [schedule]"),
        ('[chanel]\nid = "a"', "chanel: there is no such key; did you mean channel?"),
        ('[channel]\nid = "a"', "channel: there can be several: write [[channel]], with two brackets"),
        ('[source]\nid = "a"\nurl = "https://a.example"', "write [[source]]"),
        ('[watch]\nid = "a"', "write [[watch]]"),
        ('[digest]\ncron = "0 7 * * *"', "write [[digest]]"),
        ("timezone = “Asia/Seoul”", "line 1 has curly quotes"),
        ("# “a remark”\ndata_dir = ‘data’", "line 2 has curly quotes"),
        (MAIL + '[defaults]\nto = ["mial"]', "there is no channel 'mial'; did you mean mail?"),
        (MAIL + 'qiet = "22:00-06:00"', "qiet: a channel of kind email has no such key; did you mean quiet?"),
        (MAIL + '[[digest]]\ncron = "0 7 * * *"\nto = ["mail"]\nwatches = ["ncgs"]', "did you mean ncg?"),
        (
            '[[watch]]\nid = "w"\nname = "W"\nquerry = "x"',
            "querry: there is no such key; did you mean query?",
        ),
        (HOOK.replace("whsec_", ""), "`echo whsec_$(openssl rand -base64 32)` makes one"),
    ],
)
def test_what_was_meant_is_said(text: str, said: str) -> None:
    assert said in problems_of(text)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('timezone = "Asia/Seoul" # 시간대'.encode("cp949"), "it reads as CP949"),
        ('timezone = "Asia/Seoul"'.encode("utf-16"), "it reads as UTF-16"),
        (b'timezone = "Asia/Seoul"\n# \xff\xff\n', "is not UTF-8 (line 2)"),
    ],
)
def test_a_file_in_another_charset_is_named_as_such(body: bytes, said: str) -> None:
    Path("hanmi.toml").write_bytes(body)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert said in str(caught.value)


REACHED = '[desk]\ntoken = "t0ken"\nurl = "https://hanmi.example.org"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MAIL + "unsubscribe = true\n", "channel[mail].unsubscribe: needs [desk] url"),
        (MAIL + 'unsubscribe = "yes"\n' + REACHED, "channel[mail].unsubscribe: must be true or false"),
        (
            CHAT + "unsubscribe = true\n" + REACHED,
            "channel[chat].unsubscribe: a channel of kind apprise has no",
        ),
    ],
)
def test_what_keeps_readers_from_unsubscribing_is_named(text: str, said: str) -> None:
    assert said in problems_of(text)


@pytest.mark.parametrize("line", ["", "unsubscribe = false\n", "unsubscribe = true\n"])
def test_readers_can_unsubscribe_where_that_is_wanted(line: str) -> None:
    (channel,) = load_settings(write(MAIL + line + REACHED)).channels
    assert isinstance(channel, Email)
    assert channel.unsubscribes is ("true" in line)
    assert load_settings(write(MAIL + line.replace("true", "false"))).channels


@pytest.mark.parametrize(
    ("line", "said"),
    [("quote = -1", "at least 0"), ("quote = 21", "at most 20"), ("quote = '3'", "whole number")],
)
def test_what_is_no_number_of_sentences_is_named(line: str, said: str) -> None:
    found = problems_of(f"[alerts]\n{line}\n")
    assert "alerts.quote" in found
    assert said in found


def test_the_most_sentences_of_an_article_are_three_unless_said_otherwise() -> None:
    assert load_settings(write("")).quote == 3
    assert load_settings(write("[alerts]\nquote = 0\n")).quote == 0
