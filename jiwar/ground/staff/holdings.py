"""What is decided outside the code: which roles an agency of which kind may hold, and the code of conduct.

Both are files beside this one, each with its source and whether somebody verified it; read once.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jiwar.ground.access.roles import ROLES, Role

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages."""

    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Titles:
    """What stands above the two parts, and below the second heading."""

    promise: Sentence
    principles: Sentence
    about_principles: Sentence


@dataclass(frozen=True, slots=True)
class Conduct:
    """The code of conduct in one version; a new version is accepted anew by everybody."""

    version: str
    titles: Titles
    promise: tuple[Sentence, ...]
    principles: tuple[Sentence, ...]
    source: str
    is_verified: bool


def held_by(kind: str) -> list[type[Role]]:
    """The roles an agency of this kind may hold, in the order of roles.ROLES."""
    allowed = _read("holdings")["kinds"].get(kind, [])
    return [role for code, role in ROLES.items() if code in allowed]


@cache
def conduct() -> Conduct:
    """The code of conduct as it stands now."""
    text = _read("conduct")
    return Conduct(
        version=text["version"],
        titles=Titles(**{name: _sentences([row])[0] for name, row in text["titles"].items()}),
        promise=_sentences(text["promise"]),
        principles=_sentences(text["principles"]),
        source=text["source"],
        is_verified=text["verified"],
    )


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _sentences(rows: list[dict[str, str]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(row["en"], row["ar"]) for row in rows)
