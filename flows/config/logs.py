"""Log lines: what strangers wrote stands in them and commands no terminal, whoever formats them."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from storage.language.printable import show_line, show_lines

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class CleanRecord(logging.LogRecord):
    """A record whose message is one line, and whose trace is lines, of what can be shown."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.exc_info and self.exc_info[1] is not None:
            # What formatters would write themselves, from the error's own words, unless it is there.
            self.exc_text = show_lines("".join(traceback.format_exception(*self.exc_info))).rstrip("\n")

    def getMessage(self) -> str:
        """The message with its arguments."""
        return show_line(super().getMessage())


def clean_log_records() -> None:
    """Make every record of this process a clean one; to be called where a process begins."""
    logging.setLogRecordFactory(CleanRecord)


class JsonLines(logging.Formatter):
    """A record as one JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, logger and message; a trace where there is one."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        shown = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            shown["trace"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(shown, ensure_ascii=False)


class ZonedLines(logging.Formatter):
    """A record as a line, with the time that the zone's clocks show and how far they are from UTC."""

    def __init__(self, zone: str) -> None:
        super().__init__(FORMAT)
        self._zone = ZoneInfo(zone)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002 - its base has it
        """Such as `2026-11-22 18:00:00+0900`."""
        return datetime.fromtimestamp(record.created, self._zone).strftime("%Y-%m-%d %H:%M:%S%z")


def choose_format(name: str, zone: str | None = None) -> None:
    """Have what this process logs stand as `text`, with times of a zone if one is given, or as `json`."""
    form = JsonLines() if name == "json" else ZonedLines(zone) if zone else None
    for handler in logging.getLogger().handlers if form else ():
        handler.setFormatter(form)


def show_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What the interpreter prints of an error that nobody caught, likewise (`sys.excepthook`)."""
    sys.stderr.write(show_lines("".join(traceback.format_exception(kind, error, trace))))
