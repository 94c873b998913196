"""The pages of docs/made: drawn from the code, never by hand, so that they cannot be wrong for long.

`jiwar docs` writes them, `jiwar docs --check` (in `make check`) fails where one is old.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils import translation

from jiwar.areas.cases import rules
from jiwar.areas.cases.words import Status
from jiwar.doors.api.describing import described
from jiwar.doors.api.urls import PREFIX, api
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import ROLES
from jiwar.ground.base.records import History
from jiwar.ground.vault.fields import SealedField
from jiwar.lib.formats import htcds

FOLDER = Path(__file__).parents[2] / "docs" / "made"
OWN = "jiwar."
BEGINNING = "[*]"


def case_states() -> str:
    """The life of a case, from the table of its transitions."""
    arrows = [
        f"    {t.source or BEGINNING} --> {t.target}: {t.verb}" for t in rules.TRANSITIONS if t.source != t.target
    ]
    inside = [f"| {t.verb} | {t.source} |" for t in rules.TRANSITIONS if t.source == t.target]
    names = [f'    state "{Status(code).label}" as {code}' for code in Status.values]
    return "\n".join(
        [
            "# The life of a case",
            "",
            "From `TRANSITIONS` in `jiwar/areas/cases/rules.py`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *names,
            *arrows,
            "```",
            "",
            "Without leaving the state:",
            "",
            "| verb | in |",
            "|---|---|",
            *inside,
        ]
    )


def roles() -> str:
    """Which role may do what, and how far it reaches."""
    held = list(ROLES.values())
    head = "| permission | " + " | ".join(str(role.name) for role in held) + " |"
    rows = [
        f"| `{permission}` | " + " | ".join("yes" if permission in role.permissions else "" for role in held) + " |"
        for permission in Permission
    ]
    says = [f"| {role.name} | `{role.code}` | {role.reach} | {role.says} |" for role in held]
    return "\n".join(
        [
            "# Roles and permissions",
            "",
            "From `jiwar/ground/access/roles.py`. A role is held at a team, an office or the agency, for a period.",
            "",
            "| role | code | reach at the wall | in words |",
            "|---|---|---|---|",
            *says,
            "",
            head,
            "|---" * (len(held) + 1) + "|",
            *rows,
        ]
    )


def dictionary() -> str:
    """Every table and column, with the data class of what is sealed."""
    parts = [
        "# Data dictionary",
        "",
        "From the models. *Sealed* columns are encrypted under a key of the person or case; the class says who may",
        "read them. Every protected table has a history of the same columns, written by the database alone.",
    ]
    for model in _models():
        parts += [
            "",
            f"## {model._meta.db_table}",
            "",
            _first_line(model),
            "",
            "| column | type | sealed |",
            "|---|---|---|",
        ]
        parts += [_column(field) for field in model._meta.local_concrete_fields]
    return "\n".join(parts)


def htcds_schema() -> str:
    """One record of HTCDS 2.0 as JSON Schema, for partners who check what they send."""
    return json.dumps(htcds.schema(), indent=2, ensure_ascii=False)


def interface() -> str:
    """The API, as programs read it: OpenAPI 3.1."""
    return json.dumps(described(api, prefix=PREFIX), indent=1, ensure_ascii=False)


PAGES: dict[str, Callable[[], str]] = {
    "case-states.md": case_states,
    "roles.md": roles,
    "data.md": dictionary,
    "htcds.schema.json": htcds_schema,
    "api.json": interface,
}


def stale() -> list[str]:
    """The pages that are not what the code says."""
    return [name for name, text in _written() if not (FOLDER / name).is_file() or (FOLDER / name).read_text() != text]


def write() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in _written():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _written() -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(name, draw().rstrip() + "\n") for name, draw in PAGES.items()]


def _models() -> Iterable[type[models.Model]]:
    own = [model for model in apps.get_models() if model.__module__.startswith(OWN) and not issubclass(model, History)]
    return sorted(own, key=lambda model: model._meta.db_table)


def _first_line(model: type[models.Model]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _column(field: "models.Field[object, object]") -> str:
    sealed = f"{field.data_class}" if isinstance(field, SealedField) else ""
    kind = "text" if isinstance(field, SealedField) else field.get_internal_type().removesuffix("Field").lower()
    return f"| `{field.column}` | {kind} | {sealed} |"
