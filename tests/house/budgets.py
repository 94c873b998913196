"""The budgets of the house: they guard tails, not averages. `python -m tests.house.budgets`

A budget that must be broken is broken with one line of reason beside it, in a comment of the file's
language: `# budget: the table of a standard, one line per code`. Beside a function that is the line of
its `def` or the one above; for a whole file it is one of the first five lines.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT, Breach, Function, Source, files, functions

FILE = 400
FUNCTION = 40
VIEW = 20
TEMPLATE = 150
TYPESCRIPT = 1_500
LONG_FILES = (".py", ".sql", ".ts", ".mjs", ".css", ".sh")
SELF = frozenset({"self", "cls"})


def breaches(root: Path) -> list[Breach]:
    """Everything in the tree under `root` that is longer, looser or later than agreed."""
    found = [*_long_files(root), *_long_templates(root), *_too_much_script(root)]
    for source in files(root, ".py"):
        tree = source.tree()
        found += _functions(source, tree)
        found += _late_imports(source, tree)
    return found


def _long_files(root: Path) -> Iterator[Breach]:
    for source in files(root, *LONG_FILES):
        written_by_django = source.path.suffix == ".py" and "migrations" in source.parts
        if len(source.lines) > FILE and not written_by_django and not source.is_excused_whole():
            yield source.breach(1, f"{len(source.lines)} lines; a file has at most {FILE}")


def _long_templates(root: Path) -> Iterator[Breach]:
    for source in files(root, ".html"):
        if len(source.lines) > TEMPLATE and not source.is_excused_whole():
            yield source.breach(1, f"{len(source.lines)} lines; a template has at most {TEMPLATE}")


def _too_much_script(root: Path) -> Iterator[Breach]:
    total = sum(len(source.lines) for source in files(root, ".ts"))
    if total > TYPESCRIPT:
        yield Breach("web", 1, f"{total} lines of TypeScript; the house has at most {TYPESCRIPT} in all")


def _functions(source: Source, tree: ast.Module) -> Iterator[Breach]:
    for function in functions(tree):
        first = min([function.lineno, *(node.lineno for node in function.decorator_list)])
        if source.is_excused(function.lineno) or source.is_excused(first):
            continue
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        limit, kind = (VIEW, "view") if _is_view(source, function) else (FUNCTION, "function")
        if length > limit:
            yield source.breach(function.lineno, f"{function.name} has {length} lines; a {kind} has at most {limit}")
        if untyped := _untyped(function):
            yield source.breach(function.lineno, f"{function.name} does not say the type of {', '.join(untyped)}")


def _is_view(source: Source, function: Function) -> bool:
    if "views" not in {source.path.stem, *source.parts[:-1]} or "tests" in source.parts:
        return False
    return any(argument.arg == "request" for argument in function.args.args[:2])


def _untyped(function: Function) -> list[str]:
    """The names of what carries no type: arguments, and `its result`."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    missing = [argument.arg for argument in named if argument.annotation is None and argument.arg not in SELF]
    return [*missing, *([] if function.returns is not None else ["its result"])]


def _late_imports(source: Source, tree: ast.Module) -> Iterator[Breach]:
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and not source.is_excused(node.lineno):
                yield source.breach(node.lineno, f"an import inside {function.name}; imports stand at the top")


def main() -> int:
    """Print every breach and the tails; 1 where there is a breach."""
    found = breaches(ROOT)
    for breach in found:
        print(breach)
    longest = max(files(ROOT, *LONG_FILES), key=lambda source: len(source.lines))
    script = sum(len(source.lines) for source in files(ROOT, ".ts"))
    count = sum(1 for source in files(ROOT, ".py") for _ in functions(source.tree()))
    print(f"longest file {longest.name}, {len(longest.lines)} lines; {count} functions; TypeScript {script} lines")
    print(f"{len(found)} breaches" if found else "The budgets hold.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
