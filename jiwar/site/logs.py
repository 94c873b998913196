"""Log lines that hold no data of people: a log is copied, mailed and kept by those who may not read a case.

Messages of Jiwar's own loggers and of the server's master process are written as they are; their authors see
to it that they hold codes and ids only. Of every other line only its origin is written, because messages of
libraries repeat what they were given: addresses with query strings, host names, rows that a constraint refused.
Of an exception: its class, the place of each frame, and of a database error the SQLSTATE and the constraint.
A line that a request leaves carries the number of that request.
"""

import logging
import traceback
from collections.abc import Iterator

from jiwar.ground.base import requests

TRUSTED = ("jiwar",)
SERVER = "gunicorn.error"
MASTER = ("arbiter", "jiwar_server", "server")
"""Modules whose lines in gunicorn's log are about processes, not about requests."""


class Careful(logging.Formatter):
    """One line, then the frames of the exception if there is one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """Write the record without what was given from outside."""
        stamp = self.formatTime(record, self.datefmt)
        number = requests.current()
        request = f"request {number} " if number else ""
        line = f"{stamp} {record.levelname} {record.name} {request}{_words(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *_lines(error)])


def _words(record: logging.LogRecord) -> str:
    if record.name.split(".", 1)[0] in TRUSTED or (record.name == SERVER and record.module in MASTER):
        return record.getMessage()
    status = getattr(record, "status_code", None)
    if status is None:
        return f"at {record.module}:{record.lineno}"
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return f"{status} {getattr(match, 'view_name', None) or 'no-route'}"


def _lines(error: BaseException | None) -> Iterator[str]:
    """The chain of exceptions, the last one first, without messages and without lines of source."""
    while error is not None:
        yield f"  {_name(error)}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _name(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, ImportError):
        return f"{name} {error.name or ''}".rstrip()
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        return name
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f"{name} {state} {constraint or ''}".rstrip()
