"""`hanmi init`: the first configuration, from a few answers."""

from __future__ import annotations

import locale
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from flows.cli.answer import say
from flows.cli.call import EXIT_FAILED, Invocation
from storage.errors import say_os
from storage.language.printable import show_line

if TYPE_CHECKING:
    from flows.config.first_file import FirstAnswers

Read = TypeVar("Read")

_ASKED = {
    "en": {
        "zone": "Time zone of schedules and quiet hours",
        "address": "Address that alerts go to by mail (several: with commas; none: leave empty)",
        "smtp": "Mail server that sends them (smtp+starttls://USER@HOST:587)",
        "written": "{path} is written; `hanmi doctor` checks it, `hanmi serve` starts the service",
        "password": "give it the password before that: export {name}=…",
        "try": "`hanmi channel test mail` sends a test",
        "held": "mail is held from {begin} to {end} ({zone}) until the morning, and beyond {most} an hour\n"
        "goes out in one message, but for what cannot wait (a flash). To have every alert at once,\n"
        "delete the lines `quiet` and `most`. What does not alert comes in a digest on weekdays at 07:30",
    },
    "ko": {
        "zone": "일정과 방해 금지 시간의 시간대",
        "address": "알림을 받을 메일 주소(여러 개는 쉼표로, 없으면 비워 두세요)",
        "smtp": "메일을 보낼 서버(smtp+starttls://사용자@호스트:587)",
        "no zone": "시간대 이름을 알 수 없습니다. Asia/Seoul처럼 써 주세요 ({fault})",
        "no address": "메일 주소가 아닙니다. desk@example.org처럼 써 주세요 ({fault})",
        "no smtp": "이 서버로는 보낼 수 없습니다. mail.example처럼 이름만 써도 됩니다 ({fault})",
        "written": "{path} 파일을 만들었습니다. `hanmi doctor`로 점검하고 `hanmi serve`로 시작하세요",
        "password": "먼저 비밀번호를 알려 주세요: export {name}=…",
        "try": "`hanmi channel test mail`로 시험 메일을 보낼 수 있습니다",
        "held": "{begin}부터 {end}까지({zone})는 메일을 아침까지 미루고, 한 시간에 {most}통이 넘으면\n"
        "한 통으로 묶습니다. 미룰 수 없는 속보는 언제나 바로 보냅니다. 모든 알림을 바로 받으려면\n"
        "파일에서 `quiet`와 `most` 줄을 지우세요. 바로 알리지 않은 기사는 평일 07:30에 모아 보냅니다",
    },
}


def add_commands(app: typer.Typer) -> None:
    """Add this group to the command line."""
    app.command()(init)


def init(
    context: typer.Context,
    lang: Annotated[str | None, typer.Option(help="en or ko: of what it asks, and of what is sent.")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone, such as Asia/Seoul.")] = None,
    address: Annotated[
        list[str] | None, typer.Option(help="Where alerts go by mail; may be repeated, or empty.")
    ] = None,
    smtp: Annotated[
        str | None, typer.Option(help="The mail server: smtp+starttls://USER@HOST:587; else this machine's.")
    ] = None,
) -> None:
    """Write a commented hanmi.toml to start from: on a terminal it asks for what no option says."""
    from flows.config.first_file import MOST, PASSWORD, QUIET, compose_first

    invocation: Invocation = context.obj
    path = invocation.config or Path("hanmi.toml")
    if path.exists():
        raise _stays(path)
    answers = _gather(lang, zone, None if address is None else ",".join(address), smtp, ask=_is_terminal())
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(compose_first(answers))
    except FileExistsError:
        raise _stays(path) from None
    except OSError as error:
        say(f"{path}: cannot be written: {say_os(error)}", err=True)
        raise typer.Exit(EXIT_FAILED) from None
    words = _ASKED[answers.lang]
    say(words["written"].format(path=path))
    if answers.addresses:
        begin, _, end = QUIET.partition("-")
        say(words["held"].format(begin=begin, end=end, zone=answers.zone, most=MOST))
        if answers.has_login:
            say(words["password"].format(name=PASSWORD))
        say(words["try"])


def _gather(
    lang: str | None, zone: str | None, address: str | None, smtp: str | None, *, ask: bool
) -> FirstAnswers:
    """The answers, each by its option, else as asked, else as it is without one.

    Raises:
        typer.BadParameter: an option is wrong.
    """
    from flows.config import first_file
    from flows.config.first_file import FirstAnswers

    words: Mapping[str, str] = {}

    def take(name: str, given: str | None, question: str, default: str, read: Callable[[str], Read]) -> Read:
        if given is None and ask:
            return _ask(question, default, read, words.get(f"no {name}", "{fault}"))
        try:
            return read(default if given is None else given)
        except ValueError as error:
            raise typer.BadParameter(show_line(str(error)), param_hint=f"--{name}") from None

    own = "ko" if ask and (locale.getlocale()[0] or "").startswith(("ko", "Korean")) else "en"
    language = take("lang", lang, "Language / 언어 (en, ko)", own, first_file.read_lang)
    words = _ASKED[language]
    local = first_file.local_zone() if ask else "Asia/Seoul"
    where = take("zone", zone, words["zone"], local, first_file.read_zone)
    addresses = take("address", address, words["address"], "", first_file.read_addresses)
    ask = ask and bool(addresses)
    server = take("smtp", smtp, words["smtp"], first_file.OWN_SERVER, first_file.read_smtp)
    return FirstAnswers(lang=language, zone=where, addresses=addresses, smtp=server)


def _ask(question: str, default: str, read: Callable[[str], Read], no: str) -> Read:
    """Ask until the answer can be read, saying `no` to others; Enter alone takes the default."""
    while True:
        answer = typer.prompt(question, default=default, show_default=bool(default), err=True)
        try:
            return read(str(answer))
        except ValueError as error:
            say(f"  {no.format(fault=error)}", err=True)


def _is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _stays(path: Path) -> typer.Exit:
    say(f"{path}: is there already, and stays as it is", err=True)
    return typer.Exit(EXIT_FAILED)
