"""The source of the house as the house tests read it: files, functions, comments.

Everything takes the root of a tree, so that a control can hand in a small tree with a breach in it.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("jiwar", "tests", "proofs", "bench", "deploy", "bin", "web")
MADE = frozenset({"static", "node_modules", "__pycache__", "var", ".venv"})
EXEMPTION = re.compile(r"(?:#|--|//|/\*|\{#)\s*budget:\s*(\S.*)")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the house breaks a rule of its own."""

    path: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says}"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: where it is, relative to the root, and its text."""

    path: Path
    name: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.name).parts

    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    def breach(self, line: int, says: str) -> Breach:
        return Breach(self.name, line, says)

    def is_excused(self, line: int) -> bool:
        """Whether a comment `budget: reason` stands on this line (counted from 1) or alone on the line above."""
        here = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        above = self.lines[line - 2].strip() if line > 1 else ""
        return bool(EXEMPTION.search(here) or EXEMPTION.match(above))

    def is_excused_whole(self) -> bool:
        """Whether one of the first five lines excuses the whole file."""
        return any(EXEMPTION.search(line) for line in self.lines[:5])


def files(root: Path, *endings: str, under: Sequence[str] = CODE) -> Iterator[Source]:
    """Every file of the house with one of the endings (`.py`), in order, without what is made."""
    for folder in under:
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root)
            if path.suffix in endings and path.is_file() and not MADE & set(relative.parts):
                yield Source(path, relative.as_posix(), path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def public_functions(tree: ast.Module) -> Iterator[Function]:
    """The functions a module offers: at its top, without a leading underscore."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def is_module(source: Source, name: str) -> bool:
    """Whether the file is the module `name`, or lies in the folder that this module grew into."""
    return source.path.stem == name or name in source.parts[:-1]


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of names, with calls and subscripts passed over; empty for anything else."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Call():
            return dotted(node.func)
        case ast.Subscript():
            return dotted(node.value)
        case _:
            return ""
