"""Queries that are worded once.

Django needs a millisecond or more to put a queryset into SQL, and does it anew for every request although the words
never change. Here a queryset is put into SQL when it is first asked, with a place for each value; from then on only
the values change. It is the same statement as before: the wall decides about it as about every other.

    _TEAMS = Worded(lambda: Team.objects.filter(office__agency_id=given("agency")).values_list("id", "name_en"))
    rows = _TEAMS.rows(agency=who.agency_id)
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, ForeignKey, Lookup, Model, QuerySet, Value, query


class _Place(NamedTuple):
    """Where a value goes, among those that were given when it was worded."""

    name: str


class _Given(Value):
    """A value that is told when it is asked."""

    def as_sql(self, compiler: object, connection: object) -> tuple[str, tuple[Any, ...]]:
        return "%s", (_Place(self.value),)

    def _resolve_output_field(self) -> None:
        """It has no type of its own: psycopg writes that of the value."""


def given(name: str) -> Value:
    """The place of a value in a worded queryset."""
    return _Given(name)


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """`pk__among=ids`: one of a list. Unlike `__in` its words do not depend on how many there are."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: object) -> tuple[str, tuple[Any, ...]]:
        return "%s", (list(value),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = any({right})", (*left_values, *right_values)


class Worded[M: Model]:
    """A queryset, made by a function without arguments; `rows` and `records` ask it."""

    def __init__(self, make: Callable[[], QuerySet[M, Any]]) -> None:
        self._make = make
        self._words: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as the database gives them."""
        sql, places = self._words or self._word()
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[one.name] if type(one) is _Place else one for one in places])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _word(self) -> tuple[str, tuple[Any, ...]]:
        sql, values = self._make().query.sql_with_params()
        self._words = sql, tuple(values)
        return self._words


class WordedRecords[M: Model](Worded[M]):
    """The same for whole records of one table, none of its columns left out."""

    def __init__(self, make: Callable[[], QuerySet[M, M]]) -> None:
        super().__init__(make)
        self._recorded: Callable[[tuple[Any, ...]], M] | None = None

    def records(self, **values: Any) -> list[M]:
        """The records, as from the queryset."""
        recorded = self._recorded or self._record()
        return [recorded(row) for row in self.rows(**values)]

    def _record(self) -> Callable[[tuple[Any, ...]], M]:
        made = self._make()
        columns = [field.attname for field in made.model._meta.concrete_fields]
        self._recorded = partial(made.model.from_db, DEFAULT_DB_ALIAS, columns, fetch_mode=query.DEFAULT_FETCH_MODE)
        return self._recorded
