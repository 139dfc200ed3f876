"""What is wrong in the shape of a table, in words of ours instead of the checking library's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason

SAID: Mapping[str, str] = {
    "missing": Reason(EntryCode.MISSING),
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number, without quotes",
    "bool_type": "must be true or false, without quotes",
    "list_type": 'must be a list in square brackets, such as ["…"]',
}
"""What each kind of fault of pydantic's is called here; https://docs.pydantic.dev/latest/errors/validation_errors/"""


def say_shape(fault: Mapping[str, Any]) -> str:
    """The reason of one of pydantic's faults, without the key that it is about."""
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    match kind:
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']}"
        case "literal_error" | "enum":
            return Reason(EntryCode.MUST_BE, known=context["expected"])
        case "value_error":
            return _say_ours(context["error"])
        case "model_type" | "dict_type":
            return _say_table(fault)
    return SAID.get(kind) or str(fault["msg"])


def _say_ours(error: Exception) -> str:
    """What a check of ours says, as the reason that it is, where it is one."""
    return error.args[0] if error.args and isinstance(error.args[0], Reason) else str(error)


def _say_table(fault: Mapping[str, Any]) -> str:
    """What should be a table: one of several, or the only one of its name."""
    name = next(str(part) for part in fault["loc"])
    if len(fault["loc"]) > 1:
        return f"must be a table; write [[{name}]], and its keys on the lines below"
    return f"there is one alone; write [{name}], with one bracket, and its keys on the lines below"
