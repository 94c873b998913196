"""The database of the proof: who stands before it, and one transaction for each world, rolled back at its end.

The session belongs to a superuser, because only then the roles can change within one transaction, and only within
one transaction `now()` stands still: so an end that lies exactly at the moment of asking can be asked about. Every
question and every deed of a person runs as `jiwar_app`, which owns nothing and which the policies bind; that
they do is asked of the database in every world.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString
from uuid import UUID

import psycopg

ANNOUNCED = "proof"
DEMANDED = """
select attname, typname from pg_attribute join pg_type t on t.oid = atttypid
where attrelid = %s::regclass and attnum > 0 and attnotnull and not atthasdef and attidentity = '' and not attisdropped
"""
EMPTY = {
    "text": "''", "varchar": "''", "bytea": "''", "bool": "false", "date": "current_date", "timestamptz": "now()",
    "int2": "1", "int4": "1", "int8": "1", "uuid": "gen_random_uuid()", "_varchar": "'{}'",
}  # fmt: skip

HUNG: dict[str, dict[str, str]] = {
    "people_persondetails": {},
    "people_personphone": {"kind": "home"},
    "consent_statement": {"about": "data_processing"},
}
"""What hangs on the record of every person, and what a door would not read if it were empty."""


class Stage:
    """A connection, and the application's key with which users enter."""

    def __init__(self, db: psycopg.Connection[Any], key: bytes) -> None:
        self.db, self.key = db, key
        self.former_seal = self.last_seal = ""
        """A seal of the transaction before, which must open nothing in this one; and one of this one."""
        self._inserts: dict[tuple[str, tuple[str, ...]], str] = {}

    @contextmanager
    def world(self) -> Iterator[None]:
        """One transaction; nothing of it stays."""
        self.former_seal = self.last_seal
        with self.db.transaction(force_rollback=True):
            yield

    def token(self, user: UUID, *, mode: str = "full", good_for: int = 30, key: bytes | None = None) -> str:
        """user.mode.nonce.expiry.hmac, as the application makes it; written a second time on purpose."""
        message = f"{user}.{mode}.{hashlib.sha256(user.bytes).hexdigest()[:32]}.{int(time.time()) + good_for}"
        return f"{message}.{hmac.new(key or self.key, message.encode(), hashlib.sha256).hexdigest()}"

    def become(self, user: UUID | None, *, announced: bool = True) -> None:
        """Stand before the wall as the application, on behalf of a user or of nobody."""
        identity = f"wall.enter('{self.token(user)}')" if user else "wall.leave()"
        announce = f"; select wall.announce('{ANNOUNCED}')" if announced else ""
        self.run(f"set local role jiwar_app; select {identity}{announce}")

    def operator(self) -> None:
        """Stand there as the owner of the tables, announced."""
        self.run(f"set local role jiwar_owner; select wall.announce('{ANNOUNCED}')")

    def keeper(self) -> None:
        """See every row."""
        self.run("set local role jiwar_keeper")

    def superuser(self) -> None:
        self.run("set local role none")

    def offer(self, root: UUID) -> None:
        """Let whoever stands here make this file: in life the database says which id a new one takes."""
        self.run(f"set local role jiwar_keeper; select wall.offer('{root}'); set local role jiwar_app")

    def run(self, statements: str) -> None:
        """Several statements without values, in one journey."""
        self.db.execute(statements.encode())

    def one(self, query: LiteralString | bytes, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row."""
        row = self.db.execute(query, values).fetchone()
        return row[0] if row else None

    def insert(self, table: str, columns: tuple[str, ...]) -> str:
        """The statement that adds a row. A column that a table demands beyond these gets an empty value of its type."""
        if (table, columns) not in self._inserts:
            extra = {name: EMPTY[kind] for name, kind in self.db.execute(DEMANDED, [table]) if name not in columns}
            names, values = [*columns, *extra], [*["%s"] * len(columns), *extra.values()]
            self._inserts[table, columns] = f"insert into {table} ({', '.join(names)}) values ({', '.join(values)})"
        return self._inserts[table, columns]

    def is_walled(self) -> bool:
        """Whether policies bind who stands here now."""
        return bool(self.one("select row_security_active('cases_case') and row_security_active('people_person')"))
