"""What lies in the tables, as only the keeper sees it: for tests that ask what was written, whoever may read it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.backends.utils import CursorWrapper

OWNER = "owner"


class Told(NamedTuple):
    """One event of the trail."""

    action: str
    outcome: str
    reason: str
    actor: UUID | None
    agency: UUID | None
    root_id: UUID | None
    subject_id: UUID | None
    door: str
    request_id: UUID | None


@contextmanager
def keeper() -> Iterator[CursorWrapper]:
    """A cursor that sees every row."""
    with transaction.atomic(OWNER), transaction.get_connection(OWNER).cursor() as cursor:
        cursor.execute("set local role jiwar_keeper")
        yield cursor


def rows(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query, seen by the keeper."""
    with keeper() as cursor:
        cursor.execute(query, list(values))
        return list(cursor.fetchall())


def events(action: str = "") -> list[Told]:
    """The trail, oldest first; of one action, or all of it."""
    columns = ", ".join(Told._fields)
    found = rows(f"select {columns} from public.audit_event where %s in ('', action) order by id", [action])
    return [Told(*row) for row in found]


def notices(kind: str = "") -> list[tuple[UUID, str]]:
    """Who is told what, oldest first; of one kind, or all of it."""
    query = "select user_id, kind from public.notices_notice where %s in ('', kind) order by created_at"
    return [(user, told) for user, told in rows(query, [kind])]


def tell(user_id: UUID, kind: str = "work_waits") -> None:
    """A notice that was left behind yesterday."""
    with keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute(
            "insert into public.notices_notice (id, user_id, kind, created_at)"
            " values (gen_random_uuid(), %s, %s, now() - interval '1 day')",
            [user_id, kind],
        )


def roles_since_yesterday() -> None:
    """Every role was given a day before: what is ended now is over now, not after the second that a role lasts."""
    with keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_roleassignment set starts_at = starts_at - interval '1 day'")


def last_event() -> Told:
    return events()[-1]


@contextmanager
def altered(*, todo: str, undo: str) -> Iterator[None]:
    """Something about the database is otherwise meanwhile; done and undone by its owner, and committed."""
    with transaction.get_connection(OWNER).cursor() as cursor:
        cursor.execute(todo)
        try:
            yield
        finally:
            cursor.execute(undo)


def no_event_can_be_written() -> Any:
    """The trail is closed meanwhile: the application may not insert."""
    columns = "(action, outcome, door, request_id, reason, root_id, subject_id)"
    return altered(
        todo=f"revoke insert on audit_event from jiwar_app; revoke insert {columns} on audit_event from jiwar_app",
        undo=f"grant insert {columns} on audit_event to jiwar_app",
    )
