"""The shape of a room: the same files in the same order, verbs that are actions, reads that know who asks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import Breach, Function, Source, dotted, files, is_module, public_functions

MODULES = frozenset({"urls", "views", "jobs", "forms", "actions", "queries", "models", "rules", "words"})
BESIDE = frozenset({"__init__.py", "apps.py"})
FOLDERS = frozenset({"templates", "migrations"})
PAGE = re.compile(r"^(page_|_)[a-z0-9_]+\.html$")
VERB_NOUN = re.compile(r"^(?P<verb>[a-z]+)(_[a-z]+)+$")
VERBS = frozenset({
    "accept", "arrange", "assign", "break", "close", "confirm", "correct", "declare", "decline", "drop", "end",
    "erase", "finish", "forget", "give", "hand", "invite", "judge", "keep", "let", "lift", "note", "open", "place",
    "plan", "postpone", "propose", "register", "reject", "release", "rename", "reopen", "retry", "review", "rotate",
    "seal", "see", "share", "shut", "state", "sweep", "take", "unseal", "withdraw",
})  # fmt: skip
"""The verbs of the house. A new one is a decision: does none of these say it?"""
NOT_FOR_RULES = ("django", "jiwar.ground.base.clock", "time", "random", "psycopg")
CLOCK = re.compile(r"\.(now|today|utcnow)$")


def breaches(root: Path) -> list[Breach]:
    """Everything in the tree that does not have the agreed shape."""
    sources = list(files(root, ".py", under=["jiwar"]))
    return [
        *_strange_files(root),
        *_strange_templates(root),
        *(b for s in sources if is_module(s, "actions") for b in _actions(s)),
        *(b for s in sources if is_module(s, "queries") for b in _queries(s)),
        *(b for s in sources if is_module(s, "rules") for b in _rules(s)),
        *(b for s in sources for b in _values(s)),
        *_same_names(sources),
        *_back_doors(sources),
        *_migrations(sources),
    ]


def _strange_files(root: Path) -> Iterator[Breach]:
    for area in _areas(root):
        for path in sorted(area.iterdir()):
            known = path.name in BESIDE or (path.suffix == ".py" and path.stem in MODULES)
            folder = path.is_dir() and path.name in MODULES | FOLDERS | {"__pycache__"}
            if not known and not folder:
                yield Breach(path.relative_to(root).as_posix(), 1, "an area has no such room; see docs/house.md")


def _strange_templates(root: Path) -> Iterator[Breach]:
    for area in _areas(root):
        for path in sorted((area / "templates").rglob("*.html")):
            if path.parent != area / "templates" / area.name or not PAGE.match(path.name):
                says = f"a template of {area.name} is templates/{area.name}/page_*.html, or _*.html for a part"
                yield Breach(path.relative_to(root).as_posix(), 1, says)


def _areas(root: Path) -> Iterator[Path]:
    folder = root / "jiwar" / "areas"
    yield from (path.parent for path in sorted(folder.glob("*/__init__.py")))


def _actions(source: Source) -> Iterator[Breach]:
    """Where actions grew into a folder, its `__all__` says which functions are actions; the others are its own."""
    offered = offered_by(source)
    for function in public_functions(source.tree()):
        marked = any(_is_action(node) for node in function.decorator_list)
        if offered is not None and not marked and function.name not in offered:
            continue
        if offered is not None and function.name not in offered:
            yield source.breach(function.lineno, f"{function.name} is an action that `__all__` does not offer")
        if not marked:
            yield source.breach(function.lineno, f"{function.name} is not an action: @action(Permission.…)")
        match = VERB_NOUN.match(function.name)
        if not match or match["verb"] not in VERBS:
            yield source.breach(function.lineno, f"{function.name} is no verb_noun with a verb of the house")
        yield from _who_first(source, function, ids=1)


def offered_by(source: Source) -> frozenset[str] | None:
    """What the package around a file offers in `__all__`; None where the file stands alone."""
    room = source.path.parent
    if room.name not in MODULES or room.parent.name == "ground":  # the room `jobs` is no module that grew
        return None
    package = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    lists = [
        node.value
        for node in package.body
        if isinstance(node, ast.Assign) and [dotted(target) for target in node.targets] == ["__all__"]
    ]
    return frozenset(
        element.value
        for value in lists
        for element in getattr(value, "elts", [])
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    )


def _is_action(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] != "action":
        return False
    return bool(node.args) and dotted(node.args[0]).startswith("Permission.")


def _queries(source: Source) -> Iterator[Breach]:
    for function in public_functions(source.tree()):
        yield from _who_first(source, function, ids=1)


def _who_first(source: Source, function: Function, *, ids: int) -> Iterator[Breach]:
    positional = [*function.args.posonlyargs, *function.args.args]
    if not positional or positional[0].arg != "who" or _annotation(positional[0]) != "Who":
        yield source.breach(function.lineno, f"{function.name} does not take `who: Who` first")
        return
    rest = positional[1:]
    if len(rest) > ids or any(not re.search(r"(^|_)(ids?|word)$", argument.arg) for argument in rest):
        yield source.breach(function.lineno, f"{function.name}: beside `who` and one id everything is keyword-only")
    if function.args.vararg:
        yield source.breach(function.lineno, f"{function.name} takes a list of positional values; name them")


def _annotation(argument: ast.arg) -> str:
    node = argument.annotation
    return str(node.value) if isinstance(node, ast.Constant) else dotted(node).rpartition(".")[2] if node else ""


def _rules(source: Source) -> Iterator[Breach]:
    """Pure decisions on plain values: no Django, no rows, no clock."""
    for line, name in _imported(source):
        if any(name == banned or name.startswith(f"{banned}.") for banned in NOT_FOR_RULES) or ".models" in name:
            yield source.breach(line, f"a rule knows no {name}")
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.Call) and CLOCK.search(dotted(node.func)):
            yield source.breach(node.lineno, "a rule looks at no clock; the moment is an argument")


def _values(source: Source) -> Iterator[Breach]:
    """What is handed around does not change underway: every dataclass is frozen."""
    for node in ast.walk(source.tree()):
        if not isinstance(node, ast.ClassDef) or source.is_excused(node.lineno):
            continue
        for decorator in node.decorator_list:
            frozen = isinstance(decorator, ast.Call) and any(
                word.arg == "frozen" and isinstance(word.value, ast.Constant) and word.value.value is True
                for word in decorator.keywords
            )
            if dotted(decorator).rpartition(".")[2] == "dataclass" and not frozen:
                yield source.breach(node.lineno, f"{node.name} is a dataclass that is not frozen")


def _same_names(sources: list[Source]) -> Iterator[Breach]:
    seen: dict[str, Source] = {}
    for source in sources:
        if not is_module(source, "actions"):
            continue
        for function in public_functions(source.tree()):
            first = seen.setdefault(function.name, source)
            if first is not source:
                yield source.breach(
                    function.lineno, f"{function.name} is already the name of an action in {first.name}"
                )


def _back_doors(sources: list[Source]) -> Iterator[Breach]:
    """The verbs in the folder `actions` are reached through the folder, where `__all__` says what is offered."""
    inside = re.compile(r"^(jiwar\..*\.(?:actions|queries))\.[a-z_]+$")
    for source in sources:
        here = ".".join(source.parts[:-1])
        for node in ast.walk(source.tree()):
            match = inside.match(node.module or "") if isinstance(node, ast.ImportFrom) else None
            if match is None or here.startswith(match[1]) or not isinstance(node, ast.ImportFrom):
                continue
            if not all(alias.name.isupper() for alias in node.names):
                yield source.breach(node.lineno, f"{node.module} is entered through {match[1]}")


def _migrations(sources: list[Source]) -> Iterator[Breach]:
    """A migration outlives the code it was written beside, so it imports none of ours; and says what it holds up."""
    for source in (s for s in sources if "migrations" in s.parts):
        for line, name in _imported(source):
            if name.split(".")[0] == "jiwar" and not source.is_excused(line):
                yield source.breach(line, "a migration imports nothing of ours")
        if source.path.stem != "__init__" and not all(word in source.text for word in ("Lock:", "Way back:")):
            yield source.breach(1, "a migration says which lock it takes and which way leads back: `Lock: … Way back:`")
        if "RunPython" in source.text and "jiwar_keeper" not in source.text:
            yield source.breach(1, "rows are moved as jiwar_keeper: the owner sees none of them, and nobody is told")


def _imported(source: Source) -> Iterator[tuple[int, str]]:
    """Line and dotted module of every import; a relative one counts as of the house."""
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, f"jiwar.{node.module}" if node.level else node.module or ""
