"""What a token of a partner system is for and how far it reaches: words here, limits in data/tokens.json.

Nothing is open unless a scope names it, a scope opens nothing that its purpose does not allow, and both only take away
from what the roles of the user allow at that moment.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.permissions import Permission

DATA = Path(__file__).parent / "data" / "tokens.json"


class TokenPurpose(models.TextChoices):
    """What a partner system comes for."""

    OWN_SYSTEM = "own_system", _("our own case system works with the same files")
    INTAKE = "intake", _("people are registered elsewhere and handed on to here")
    REPORTING = "reporting", _("lists and figures of cases, without people and stories")


class Scope(models.TextChoices):
    """What a token opens."""

    CASES_READ = "cases.read", _("read cases")
    CASES_WRITE = "cases.write", _("open and work cases")
    PEOPLE_READ = "people.read", _("find and read people")
    PEOPLE_WRITE = "people.write", _("register and correct people")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is left of the roles of whoever comes by a token: these permissions, these classes, nothing else."""

    permissions: frozenset[Permission]
    classes: frozenset[DataClass]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often somebody may ask: so many a minute, and so many at once."""

    per_minute: int
    burst: int


def scopes_of(purpose: TokenPurpose) -> frozenset[Scope]:
    """The scopes that a purpose allows."""
    return frozenset(map(Scope, _data()["purposes"][purpose]["scopes"]))


def bounds_of(purpose: str, scopes: Iterable[str]) -> Bounds:
    """What is left of a user's roles under a token. A purpose or scope that the file no longer names opens nothing."""
    allowed = _data()["purposes"].get(purpose, {"scopes": [], "classes": []})
    named = [_data()["scopes"][scope] for scope in scopes if scope in allowed["scopes"]]
    classes = {data_class for scope in named for data_class in scope["classes"]}
    return Bounds(
        permissions=frozenset(Permission(name) for scope in named for name in scope["permissions"]),
        classes=frozenset(map(DataClass, classes.intersection(allowed["classes"]))),
    )


def periods() -> list[int]:
    """For how many days a token may be good."""
    return list(_data()["days"])


def most_tokens() -> int:
    """How many tokens one user may have."""
    return int(_data()["most"])


def pace_of(whose: str) -> Pace:
    """The pace of a `token`, or of a `user` with all tokens together."""
    return Pace(**_data()["pace"][whose])


def answers_kept() -> timedelta:
    """For how long a repeated request gets the answer of the first."""
    return timedelta(hours=_data()["answers_kept_hours"])


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found
