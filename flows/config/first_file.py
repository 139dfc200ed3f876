"""The first `hanmi.toml`: the sample, with a channel and a digest for whoever gave an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.config.bundle import SAMPLE
from flows.config.schema import check_zone
from storage.errors import ChannelError

LANGS = ("en", "ko")
ZONES = Path("/usr/share/zoneinfo")
LOCAL = Path("/etc/localtime")
OWN_SERVER = "smtp://localhost:25"
"""What sends the mail where no server is named: this machine's own."""

SERVER_LIKE = "smtp+starttls://USER@HOST:587"

CHANNEL = "mail"
PASSWORD = "HANMI_SMTP_PASSWORD"  # noqa: S105 — the name of a variable
SECRETS_SAID = "# Secrets are read from the environment (env:NAME) or from a file (file:PATH).\n"

QUIET = "22:00-06:30"
MOST = 20
"""What a channel that `init` made holds back, and says so."""

_SAID = {
    "en": {
        "to": "# What was asked for when this file was made; `hanmi channel test mail` tries it.",
        "quiet": "held until the morning, not dropped",
        "most": "what goes beyond it is bundled",
        "digest": "on weekdays: what did not alert, and late news",
        "head": "",
    },
    "ko": {
        "to": "# 이 파일을 만들 때 답한 내용입니다. `hanmi channel test mail`로 시험해 볼 수 있습니다.",
        "quiet": "버리지 않고 아침까지 미뤄 둡니다",
        "most": "넘치는 것은 한 통으로 묶습니다",
        "digest": "평일 아침: 바로 알리지 않은 기사와 늦은 소식",
        "head": "# 한미 워치 설정 파일입니다. #로 시작하는 줄은 적용되지 않으며, 각 값은 기본값과 같습니다.\n"
        "# `hanmi doctor`가 이 파일을 점검하고, `hanmi serve`가 서비스를 시작합니다.\n\n",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAnswers:
    """What somebody said of themselves; no address: no channel, alerts stand on the desk and the console.

    `lang` is that of the comments on the channel, and of what Hanmi writes to it where channels have that.
    """

    lang: str = "en"
    zone: str = "Asia/Seoul"
    addresses: Sequence[str] = ()
    smtp: str = OWN_SERVER

    @property
    def has_login(self) -> bool:
        """Whether the mail server asks for a password."""
        return "@" in self.smtp


def compose_first(answers: FirstAnswers) -> str:
    """The text of the file. Pure."""
    said = _SAID[answers.lang]
    text = SAMPLE.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^timezone = "[^"]*" *', f'timezone = "{answers.zone}"'.ljust(40), text, count=1)
    if answers.addresses:
        text = text.replace(SECRETS_SAID, f"{SECRETS_SAID}\n{_compose_channel(answers, said)}", 1)
    return said["head"] + text


def _compose_channel(answers: FirstAnswers, said: dict[str, str]) -> str:
    from alerts.channels.opening import KEYS

    addresses = ", ".join(map(_quote, answers.addresses))
    lines = [
        said["to"],
        "[[channel]]",
        f'id = "{CHANNEL}"',
        'kind = "email"',
        f"smtp = {_quote(answers.smtp)}",
        *([f'password = "env:{PASSWORD}"'] if answers.has_login else []),
        f"from = {_quote(f'Hanmi Watch <{_spec(answers.addresses[0])}>')}",
        f"to = [{addresses}]",
        f'quiet = "{QUIET} {answers.zone}"'.ljust(40) + f"# {said['quiet']}",
        f'most = "{MOST}/h"'.ljust(40) + f"# {said['most']}",
        *([f'lang = "{answers.lang}"'] if "lang" in KEYS["email"] else []),
        "",
        "[[digest]]",
        f'cron = "30 7 * * 1-5 {answers.zone}"'.ljust(40) + f"# {said['digest']}",
        f'to = ["{CHANNEL}"]',
        "",
    ]
    return "\n".join(lines)


def _spec(address: str) -> str:
    from alerts.channels.email import read_address

    return read_address(address).addr_spec


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_lang(text: str) -> str:
    """`en` or `ko`, by a name of it too. Raises: ValueError."""
    names = {"english": "en", "korean": "ko", "한국어": "ko", "영어": "en", "kr": "ko"}
    lang = names.get(text.strip().lower(), text.strip().lower())
    if lang not in LANGS:
        raise ValueError(f"{text!r} is neither en nor ko")
    return lang


def read_zone(text: str) -> str:
    """A time zone. Raises: ValueError."""
    return check_zone(text.strip())


def read_addresses(text: str) -> tuple[str, ...]:
    """Addresses of mail with commas between them, or nothing. Raises: ValueError, which names each fault."""
    from alerts.channels.email import part_addresses, read_address

    found = tuple(part_addresses(text))
    faults = list(filter(None, (_fault_of(read_address, each) for each in found)))
    if faults:
        raise ValueError("; ".join(faults))
    return found


def read_smtp(text: str) -> str:
    """The address of a mail server; a bare host is one with STARTTLS. Raises: ValueError."""
    from alerts.channels.opening import open_channel

    written = text.strip()
    if re.fullmatch(r"[^@:/\s]+@[^@:/\s]+", written):
        raise ValueError(f"{written!r} is an address of mail and no server; write it like {SERVER_LIKE}")
    written = written if "://" in written else f"smtp+starttls://{written}"
    table = {"id": CHANNEL, "kind": "email", "from": "a@a.example", "to": ["a@a.example"], "smtp": written}
    try:
        open_channel(table | ({"password": "-"} if "@" in written else {}), lambda text: text)
    except ChannelError as error:
        raise ValueError(error.why.removeprefix("smtp: ")) from None
    return written


def local_zone() -> str:
    """The zone that this machine is in, as far as it says so; else Seoul's."""
    try:
        return check_zone(str(LOCAL.resolve().relative_to(ZONES)))
    except (ValueError, OSError):
        return "Asia/Seoul"


def _fault_of(read: Callable[[str], object], text: str) -> str | None:
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return None
