"""Wraps of data keys in the form in which they are read and written: many at a time, one statement.

A wrap is bound to its root, its kind, the version of the data key, the agency and the version of the agency's key:
moved to another row of the table it does not open.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from jiwar.ground.vault import agency_keys
from jiwar.ground.vault.agency_keys import Current
from jiwar.ground.vault.crypto import Key, bind, unwrap, wrap
from jiwar.ground.vault.models import KeyWrap

LAYOUT = 1
"""The first byte of a wrapped data key; which agency key it needs stands in its own column."""

READ = """
select w.root_id, w.kind, w.key_version, w.agency_id, w.agency_key_version, w.wrapped, k.wrapped
from vault_keywrap w join vault_agencykey k on k.agency_id = w.agency_id and k.version = w.agency_key_version
"""

WRITTEN = ("root_id", "kind", "key_version", "agency_id", "agency_key_version", "wrapped")
REPLACE = """
update vault_keywrap w set agency_key_version = new.agency_key_version, wrapped = new.wrapped
from unnest(%s::uuid[], %s::text[], %s::int[], %s::uuid[], %s::int[], %s::bytea[])
     as new(root_id, kind, key_version, agency_id, agency_key_version, wrapped)
where (w.root_id, w.kind, w.key_version, w.agency_id)
    = (new.root_id, new.kind, new.key_version, new.agency_id)
"""


class DataKey(NamedTuple):
    """One version of one data key of a root, unwrapped."""

    root_id: UUID
    kind: str
    version: int
    key: Key

    def open(self) -> "DataKey":
        """Itself: it is open already."""
        return self

    def under(self, agency_id: UUID, current: Current) -> KeyWrap:
        """This key wrapped for an agency under its current key; not yet stored."""
        row = KeyWrap(
            root_id=self.root_id,
            kind=self.kind,
            key_version=self.version,
            agency_id=agency_id,
            agency_key_version=current.version,
        )
        row.wrapped = wrap(current.key, self.key, context=_context(row), version=LAYOUT)
        return row


class Wrap(NamedTuple):
    """A wrapped data key, with the wrapped agency key that opens it."""

    root_id: UUID
    kind: str
    key_version: int
    agency_id: UUID
    agency_key_version: int
    wrapped: bytes
    agency_key: bytes

    def open(self) -> DataKey:
        """The data key. Raises CannotOpen."""
        outer = agency_keys.unwrapped(self.agency_id, self.agency_key_version, self.agency_key)
        key = unwrap({LAYOUT: outer}, self.wrapped, context=_context(self))
        return DataKey(self.root_id, self.kind, self.key_version, key)


def read(agency_id: UUID, root_ids: Collection[UUID], kinds: Iterable[str]) -> list[Wrap]:
    """The wraps that an agency holds of these roots and that the wall shows: one query."""
    if not root_ids:
        return []
    where = "where w.agency_id = %s and w.root_id = any(%s) and w.kind = any(%s)"
    return select(where, [agency_id, list(root_ids), [str(kind) for kind in kinds]])


def select(where: str, values: list[Any]) -> list[Wrap]:
    """Wraps by a condition over `w` (the wrap) and `k` (the agency's key)."""
    with connection.cursor() as cursor:
        cursor.execute(READ + where, values)
        return [Wrap._make(row) for row in cursor]


def replace(rows: list[KeyWrap]) -> None:
    """Put newly wrapped keys in the place of the wraps that are there: one statement."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(REPLACE, [[getattr(row, name) for row in rows] for name in WRITTEN])


def _context(wrap: Wrap | KeyWrap) -> bytes:
    return bind(
        wrap.root_id.bytes,
        wrap.kind.encode(),
        wrap.key_version.to_bytes(2, "big"),
        wrap.agency_id.bytes,
        wrap.agency_key_version.to_bytes(4, "big"),
    )
