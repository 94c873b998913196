"""What is known of a case, as rows that say nothing: one in each table, named after the case."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

GROUPS = ("traffickingfacts", "intake", "supportplan", "incident", "perpetrator", "casenumber")


def dated(**columns: Any) -> dict[str, Any]:
    """A record as it begins."""
    return columns | {"version": 1}


def facts_of(file: UUID, agency: UUID) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table with its row."""
    for group in GROUPS:
        row = dated(id=uuid5(file, group), case_id=file)
        if group == "casenumber":
            row |= {"agency_id": agency, "system": "partner", "number": b"x", "token": file.int % 2**63}
        yield f"cases_{group}", row
