"""Habits that would open a hole one day: streams, swallowed errors, printed values, silent writes, open functions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import Breach, Source, dotted, files, is_module

STREAMS = frozenset({"StreamingHttpResponse", "FileResponse"})
WRITES = frozenset({"update", "delete", "bulk_update", "bulk_create", "update_or_create", "get_or_create"})
ROWS = re.compile(r"\.(objects|_default_manager|_base_manager|filter|exclude|all|using)\b")
WRITERS = {
    "jiwar/ground/base/records.py": "the one UPDATE that carries a version",
    "jiwar/ground/access/sessions.py": "a session is no record; reading it notes when it was seen",
    "jiwar/ground/access/begun.py": "what was begun and not sent is no record",
    "jiwar/ground/access/repeats.py": "what was answered is no record; it leaves after a day",
    "jiwar/ground/access/signing/": "one's own secrets and sessions, before and beside what one does",
    "jiwar/ground/notices/jobs.py": "that a notice was sent is no act of anybody; it is announced as such",
    "jiwar/ground/jobs/running.py": "how far a job is and how it ended is no act of anybody",
    "jiwar/ground/vault/": "keys and their wraps: written inside the actions of the ground above it",
}
"""Where a queryset may write outside an action, and why."""
WRITING_ROOMS = ("actions", "migrations")
SPEAKERS = re.compile(r"(^|\.)(_?log|_?logger|logging|getLogger|get_logger)$", re.IGNORECASE)
LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
OPENED = frozenset({
    "text", "texts", "summary", "first", "rest", "given", "names", "safe_contact", "opened", "plain", "plaintext",
    "password", "token", "phone", "address", "content", "narrative",
})  # fmt: skip
"""Words for values that were sealed, or that open something: no log line holds them."""
ANYTHING = frozenset({"Exception", "BaseException"})
DEFINER = re.compile(r"\bsecurity\s+definer\b", re.IGNORECASE)
STATEMENT = re.compile(r"\b(?:create(?:\s+or\s+replace)?|alter)\s+(?:function|procedure)\b", re.IGNORECASE)
HEAD_ENDS = re.compile(r"\$[a-z_]*\$|;|\bbegin\s+atomic\b", re.IGNORECASE)
FIXED_PATH = re.compile(r"\bset\s+search_path\b", re.IGNORECASE)


def breaches(root: Path) -> list[Breach]:
    """Every such habit in the product's code under `root`."""
    found: list[Breach] = []
    for source in files(root, ".py", under=["jiwar"]):
        tree = source.tree()
        for check in (_streams, _swallowed, _spoken, _silent_writes):
            found += [breach for breach in check(source, tree) if not source.is_excused(breach.line)]
    for source in files(root, ".py", ".sql", under=["jiwar"]):
        found += _open_functions(source)
    return found


def _streams(source: Source, tree: ast.Module) -> Iterator[Breach]:
    """A response that is still made while bytes leave is made outside the transaction and its audit."""
    for node in ast.walk(tree):
        names = {node.id} if isinstance(node, ast.Name) else {node.attr} if isinstance(node, ast.Attribute) else set()
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
        for name in sorted(names & STREAMS):
            if source.name != "jiwar/ground/base/middleware.py":  # the place that refuses them
                yield source.breach(getattr(node, "lineno", 1), f"{name} leaves before its transaction ends")


def _swallowed(source: Source, tree: ast.Module) -> Iterator[Breach]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
        wide = node.type is None or any(c is not None and dotted(c) in ANYTHING for c in caught)
        idle = all(isinstance(s, ast.Pass | ast.Continue) or _is_word(s) for s in node.body)
        if wide and idle:
            yield source.breach(node.lineno, "any error is swallowed here")


def _is_word(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _spoken(source: Source, tree: ast.Module) -> Iterator[Breach]:
    """No print at all; and a log line names no value that was sealed."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        where, _, what = dotted(node.func).rpartition(".")
        if what == "print" and not where and not _at_start_up(source, node):
            yield source.breach(node.lineno, "print reaches whoever reads the terminal; use click.echo at a door")
        if what in LEVELS and SPEAKERS.search(where):
            said = _words(node)
            if said & OPENED:
                yield source.breach(node.lineno, f"a log line must not hold {', '.join(sorted(said & OPENED))}")
            if any(isinstance(part, ast.JoinedStr) for part in node.args):
                yield source.breach(node.lineno, "a log line is a fixed sentence with parameters, not an f-string")


def _at_start_up(source: Source, call: ast.Call) -> bool:
    """Before there is a door, `site` may tell an error to the terminal."""
    to = [dotted(word.value) for word in call.keywords if word.arg == "file"]
    return source.name.startswith("jiwar/site/") and to == ["sys.stderr"]


def _words(call: ast.Call) -> set[str]:
    values = [*call.args, *(word.value for word in call.keywords)]
    inner = [node for value in values for node in ast.walk(value)]
    names = {node.id for node in inner if isinstance(node, ast.Name)}
    return names | {node.attr for node in inner if isinstance(node, ast.Attribute)}


def _silent_writes(source: Source, tree: ast.Module) -> Iterator[Breach]:
    if any(is_module(source, name) for name in WRITING_ROOMS) or source.name.startswith(tuple(WRITERS)):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in WRITES and ROWS.search(f".{dotted(node.func.value)}"):
            yield source.breach(node.lineno, f".{node.func.attr}( on rows outside an action")


def _open_functions(source: Source) -> Iterator[Breach]:
    """A SECURITY DEFINER function without a fixed search_path runs whatever a caller puts in its way."""
    for match in STATEMENT.finditer(source.text):
        end = HEAD_ENDS.search(source.text, match.end())
        head = source.text[match.start() : end.start() if end else None]
        tail = _after_body(source.text, end) if end else ""
        if DEFINER.search(head + tail) and not FIXED_PATH.search(head + tail):
            line = source.text.count("\n", 0, match.start()) + 1
            yield source.breach(line, "security definer without a fixed search_path")


def _after_body(text: str, opening: re.Match[str]) -> str:
    """What follows the body up to the semicolon: `$$ language sql security definer;`"""
    if not opening[0].startswith("$"):
        return ""
    closing = text.find(opening[0], opening.end())
    return text[closing + len(opening[0]) :].partition(";")[0] if closing >= 0 else ""
