"""Why a file is no TOML, in plain words. A value is never shown: it may be a secret."""

from __future__ import annotations

import re
import tomllib

from flows.config.toml.hints import find_curly
from flows.config.toml.lines import HEADER, KEY

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_LONE = ("Unterminated", 'Expected "\'"', "Expected '\"'", "Expected \"'''\"", 'Expected \'"""\'')


def say_toml_fault(text: str, error: tomllib.TOMLDecodeError) -> str:
    """What is wrong and on which line: `line 3: the quote at the end of name is missing`."""
    message = str(error)
    at = _AT.search(message)
    why = _AT.split(message)[0]
    lines = text.splitlines() or [""]
    number = int(at[1]) if at and at[1] else _find_last(lines, why)
    if curly := find_curly(text, number):
        return curly
    line = "".join(lines[number - 1 : number])
    return f"line {number}: {_say(why, line, text) or f'it cannot be read ({why})'}"


def _find_last(lines: list[str], why: str) -> int:
    """Where a fault at the end of the document began: with a quote that nothing closes on its line."""
    if not why.startswith(_LONE):
        return len(lines)
    odd = (n for n, line in enumerate(lines, 1) if line.count('"') % 2 or line.count("'") % 2)
    return next(odd, len(lines))


def _say(why: str, line: str, text: str) -> str | None:
    """The parser's reason, and the line that it points at, in plain words; None for what is too rare."""
    key, value = _read_pair(line)
    match why.split(" ")[:2]:
        case ["Illegal", "character"]:
            if "\\n" in why:
                return f"the quote at the end of {key} is missing"
            return f"a character that cannot be seen stands in {key}"
        case ["Unterminated", _] | ["Expected", '"\'"' | "\"'''\"" | '\'"""\'']:
            return f"the quote at the end of {key} is missing"
        case ["Cannot", "overwrite" | "declare" | "mutate"] | ["Duplicate", _]:
            return _say_twice(line, key, text)
        case ["Expected", "newline"]:
            return _say_left_over(key, value)
        case ["Expected", "'='"]:
            return 'there is no = behind the key; write key = "value"'
        case ["Expected", "']'" | "']]'"]:
            return "a bracket is missing; write [table], or [[table]] where there are several"
        case ["Invalid", "value"]:
            return _say_value(key, value)
        case ["Invalid", "statement"]:
            return 'it is neither key = "value" nor a [table]'
        case ["Unclosed", "array"]:
            return "a list before or on this line has no ] at its end, or no comma between two items"
        case ["Unclosed", "inline"]:
            return "a table in braces stands on one line, with commas between its keys and } at its end"
        case ["Unescaped", _]:
            return rf"a backslash in {key} is written twice (\\), or the text put in single quotes"
    return None


def _read_pair(line: str) -> tuple[str, str]:
    """The key of a line, as it is named to people, and what stands behind its =."""
    found = KEY.match(line)
    return (found[1], found[2].partition(" #")[0].strip()) if found else ("the text", "")


def _say_twice(line: str, key: str, text: str) -> str:
    header = HEADER.match(line)
    if header is None:
        return f"{key} is given twice in this table"
    name = header[2]
    if f"[[{name}]]" in text and not header[1]:
        return f"there is [[{name}]] before; write [[{name}]] here too"
    return f"{name} was given before; put what belongs to it in one place"


def _say_left_over(key: str, value: str) -> str:
    quote = value[:1]
    if quote in ('"', "'") and value.count(quote) > 2:
        other = "single" if quote == '"' else "double"
        return f"quotes stand within the quotes of {key}; put {other} ones around the whole"
    if quote in ('"', "'", "[", "{"):
        return f"something stands behind the end of {key}"
    if not value:
        return "something stands behind the end of the line; what begins with # is a comment"
    return _say_value(key, value)


def _say_value(key: str, value: str) -> str:
    if not value:
        return f"{key} has no value"
    if value[:1] in ('"', "'"):
        return "a list before this line has no ] at its end"
    if value.lower() in ("true", "false"):
        return f"{key}: write true or false in small letters"
    return f'{key} cannot be read; a text stands in quotes: {key} = "…"'
