"""SQL that somebody slips into a statement of the application: run as its own role, on behalf of whoever is entered."""

from typing import Any

from django.db import connection

from jiwar.ground.access import wall
from jiwar.ground.access.who import Who


def inject(who: Who, sql: str, *values: Any, announced: str = "note_case") -> int:
    """One statement; how many rows it wrote or found."""
    with wall.standing(who), wall.announcing(announced), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def answer(who: Who, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a question is answered."""
    with wall.standing(who), wall.announcing("note_case"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
