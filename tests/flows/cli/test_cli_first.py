"""`hanmi init` writes a configuration that works, from options, from answers, or from nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import first
from flows.cli.app import app
from flows.config.bundle import SAMPLE
from flows.config.digest_plans import read_routes
from flows.config.first_file import FirstAnswers, compose_first
from flows.config.loading.load import load_settings
from flows.config.settings import Settings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HANMI_CONFIG", "HANMI_DATA_DIR", "HANMI_SMTP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def init(*words: str, answers: str | None = None, monkeypatch: pytest.MonkeyPatch | None = None) -> Result:
    if monkeypatch is not None:
        monkeypatch.setattr(first, "_is_terminal", lambda: True)
    return CliRunner().invoke(app, ["init", *words], input=answers)


def load() -> Settings:
    return load_settings(Path("hanmi.toml"), needs=())


def test_one_option_may_name_several_addresses_with_commas_in_their_names() -> None:
    result = init("--address", "Kim, Minsu <kim@example.org>; desk@example.org")
    assert result.exit_code == 0, result.output
    (channel,) = load().channels
    assert channel.recipients == ("kim@example.org", "desk@example.org")


def test_without_a_terminal_and_without_options_the_sample_is_written_and_nothing_asked() -> None:
    result = init(answers="ko\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path("hanmi.toml").read_text(encoding="utf-8") == SAMPLE.read_text(encoding="utf-8")


def test_options_make_a_channel_with_quiet_hours_and_a_weekday_digest() -> None:
    result = init(
        "--zone", "Europe/Berlin", "--address", "desk@example.org", "--smtp", "smtps://u@mail.example"
    )
    assert result.exit_code == 0, result.output
    assert "export HANMI_SMTP_PASSWORD" in result.stdout
    settings = load()
    (channel,) = settings.channels
    assert (channel.id, channel.recipients, settings.timezone) == (
        "mail",
        ("desk@example.org",),
        "Europe/Berlin",
    )
    assert channel.manners.quiet is not None
    assert str(channel.manners.quiet.zone) == "Europe/Berlin"
    (digest,) = settings.digests
    assert (digest.schedule.expression, digest.schedule.zone, digest.to) == (
        "30 7 * * 1-5",
        "Europe/Berlin",
        ("mail",),
    )
    assert len(read_routes(settings)) == 1
    assert len(settings.missing) == 1


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("addresses", "smtp"),
    [
        ((), "smtp://localhost:25"),
        (("desk@example.org",), "smtp://localhost:25"),
        (("Desk <desk@example.org>", "b@example.org"), "smtp+starttls://u%40x@mail.example:587"),
        (('"Desk, the" <desk@example.org>',), "smtps://mail.example"),
    ],
)
def test_whatever_was_said_the_file_is_sound(lang: str, addresses: tuple[str, ...], smtp: str) -> None:
    text = compose_first(FirstAnswers(lang=lang, zone="America/New_York", addresses=addresses, smtp=smtp))
    Path("hanmi.toml").write_text(text, encoding="utf-8")
    settings = load()
    assert settings.timezone == "America/New_York"
    assert len(settings.channels) == bool(addresses)
    assert max(map(len, text.splitlines())) <= 130
    assert ("평일" in text) is (lang == "ko" and bool(addresses))


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--zone", "Seoul"), "'Seoul' is no time zone"),
        (("--lang", "fr"), "'fr' is neither en nor ko"),
        (("--address", "desk"), "'desk' is not an address"),
        (("--address", "a@b.example", "--smtp", "ftp://x"), "not 'ftp'"),
        (("--address", "a@b.example", "--smtp", "smtp://u@mail.example"), "would log in without encryption"),
        (("--address", "no", "--address", "nor"), "'no' is not an address; 'nor' is not an address"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_written(words: tuple[str, ...], hint: str) -> None:
    result = init(*words)
    assert result.exit_code == 2
    assert hint in " ".join(result.stderr.replace("│", " ").split())
    assert not Path("hanmi.toml").exists()


def test_on_a_terminal_it_asks_until_it_can_read_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "fr\nko\nSeoul\nAsia/Seoul\nnobody\ndesk@example.org, b@example.org\nsmtp://u@x.example\nmail.example\n"
    result = init(answers=answers, monkeypatch=monkeypatch)
    assert result.exit_code == 0, result.output
    for said in (
        "is neither en nor ko",
        "is no time zone",
        "is not an address",
        "without encryption",
        "시간대 이름을 알 수 없습니다. Asia/Seoul처럼",
        "메일 주소가 아닙니다.",
        "이 서버로는 보낼 수 없습니다.",
    ):
        assert said in result.stderr
    (channel,) = load().channels
    assert channel.recipients == ("desk@example.org", "b@example.org")
    assert "파일을 만들었습니다" in result.stdout
    assert 'smtp = "smtp+starttls://mail.example"' in Path("hanmi.toml").read_text(encoding="utf-8")


def test_enter_alone_takes_what_stands_there_and_what_an_option_says_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = init("--zone", "Asia/Tokyo", answers="\n\n", monkeypatch=monkeypatch)
    assert result.exit_code == 0, result.output
    assert "Time zone" not in result.stderr
    assert "Mail server" not in result.stderr
    assert load().channels == ()
    assert load().timezone == "Asia/Tokyo"


@pytest.mark.parametrize("has_terminal", [True, False])
def test_a_file_that_is_there_stays_and_nothing_is_asked(
    has_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("hanmi.toml").write_text("mine", encoding="utf-8")
    result = init(answers="en\n", monkeypatch=monkeypatch if has_terminal else None)
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert "Language" not in result.stderr
    assert Path("hanmi.toml").read_text(encoding="utf-8") == "mine"


def test_a_person_at_a_real_terminal_is_asked(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = [sys.executable, "-c", "from flows.cli import main; main()", "init"]
    environment = os.environ | {"PYTHONPATH": str(Path(first.__file__).parents[2]), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        words, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=environment
    ) as asked:
        os.close(theirs)
        os.write(ours, b"ko\nAsia/Seoul\ndesk@example.org\n\n")
        assert asked.wait(30) == 0
    os.close(ours)
    assert load().channels[0].recipients == ("desk@example.org",)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_its_channel_holds_back_is_said(lang: str) -> None:
    said = init("--lang", lang, "--zone", "Europe/Berlin", "--address", "desk@example.org").stdout
    (channel,) = load().channels
    assert channel.manners.quiet is not None
    assert channel.manners.most is not None
    for word in ("22:00", "06:30", "Europe/Berlin", "20", "`quiet`", "`most`", "07:30"):
        assert word in said
    assert max(map(len, said.splitlines())) < 130


def test_nothing_is_said_of_a_channel_that_was_not_made() -> None:
    assert "quiet" not in init("--zone", "Europe/Berlin").stdout
