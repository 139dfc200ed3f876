"""Reasons as values: a code with what it speaks of, and its sentence in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from storage.records.desk_texts import DESK_SENTENCES, DeskCode
from storage.records.entry_texts import ENTRY_SENTENCES, EntryCode
from storage.records.fetch_texts import FETCH_SENTENCES, FetchCode
from storage.records.query_texts import QUERY_SENTENCES, QueryCode
from storage.records.reason_texts import SENTENCES, Code, Sentences
from storage.records.send_texts import SEND_SENTENCES, SendCode

_JSON = '{"code": "'
"""How a reason begins in a text column."""


AnyCode = Code | QueryCode | FetchCode | SendCode | DeskCode | EntryCode

ALL_SENTENCES: Mapping[AnyCode, Sentences] = dict[AnyCode, Sentences](
    [
        *SENTENCES.items(),
        *QUERY_SENTENCES.items(),
        *FETCH_SENTENCES.items(),
        *SEND_SENTENCES.items(),
        *DESK_SENTENCES.items(),
        *ENTRY_SENTENCES.items(),
    ]
)
"""The table of all that is said in either language."""


_CODES: Mapping[str, AnyCode] = {code.value: code for code in ALL_SENTENCES}


class Reason(str):
    """A reason; as a text it is its English sentence, which is what documents and webhooks have.

    `values` are texts by name, as in `ALL_SENTENCES`; one that is a reason itself is said in the same
    language. What was kept before reasons were values is a plain text.
    """

    __slots__ = ("code", "values")
    code: AnyCode
    values: Mapping[str, str]

    def __new__(cls, code: AnyCode, **values: object) -> Reason:
        said = {name: value if isinstance(value, Reason) else str(value) for name, value in values.items()}
        reason = super().__new__(cls, ALL_SENTENCES[code].en.format(**said))
        reason.code, reason.values = code, said
        return reason

    def __getnewargs_ex__(self) -> tuple[tuple[AnyCode], dict[str, str]]:
        return (self.code,), dict(self.values)


def join_reasons(reasons: Sequence[str]) -> str:
    """Several reasons as one; a single one as it is.

    Raises: TypeError without any.
    """
    return reduce(lambda one, two: Reason(Code.TOGETHER, one=one, two=two), reasons)


def say_beside(what: str, said: str) -> str:
    """A reason with what a server or a library says of it, or a host with what it failed by."""
    return Reason(FetchCode.SAYING, what=what, said=said) if said else what


def say_meant(what: str, near: str | None) -> str:
    """A fault with what was meant, where something known is near."""
    return Reason(EntryCode.OR_MEANT, what=what, near=near) if near else what


def reason_json(reason: str) -> Any:
    """A reason as a JSON column holds it."""
    if not isinstance(reason, Reason):
        return reason
    values = {name: reason_json(value) for name, value in reason.values.items()}
    return {"code": reason.code.value, "values": values}


def read_reason(value: Any) -> str:
    """The reverse of `reason_json`; a code that is not known here is shown with what it speaks of."""
    if isinstance(value, str):
        return value
    values = {name: read_reason(part) for name, part in value["values"].items()}
    try:
        return Reason(_CODES[value["code"]], **values)
    except (ValueError, KeyError):
        return f"{value['code']}: {', '.join(values.values())}"


def write_reason_text(reason: str) -> str:
    """A reason as a text column holds it: JSON, and what is a plain text as it is."""
    if not isinstance(reason, Reason):
        return str(reason)
    return json.dumps(reason_json(reason), ensure_ascii=False)


def read_reason_text(text: str) -> str:
    """The reverse of `write_reason_text`; a text that only looks like JSON stays as it is."""
    if not text.startswith(_JSON):
        return text
    try:
        return read_reason(json.loads(text))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return text
