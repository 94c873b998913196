"""Opening and sealing the columns of records, for one agency and the roots it asks for.

    keys = ring(agency_id, [person.id for person in page])
    first = keys.open(name, "first")              None: this agency holds no key of that person
    name.first = keys.seal(name, "first", "أمل")

A root (a person, a case) has three data keys, each wrapped once per entitled agency. A grant adds a wrap, its end
deletes it, and erasure deletes them all: every copy of what was sealed is noise then, but for backups of the time
before, which still hold the wraps, until they expire. A ring lives as long as a request. Rotation: see rotation.py.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Model

from jiwar.ground.vault import agency_keys, wraps
from jiwar.ground.vault.crypto import Key, Place, open_bytes, open_sealed, seal, seal_bytes
from jiwar.ground.vault.fields import SealedField
from jiwar.ground.vault.models import KeyWrap, Kind
from jiwar.ground.vault.wraps import DataKey, Wrap

FIRST = 1
"""The first version of a data key."""


class NoKey(LookupError):
    """The agency holds no key to seal with: it is not entitled, or the root was erased."""


class Ring:
    """The data keys that one agency holds of the roots it asked for. Each is unwrapped when it is first used."""

    def __init__(self, roots: Iterable[UUID], kinds: Iterable[str], held: Iterable[Wrap | DataKey]) -> None:
        self._held: dict[tuple[UUID, str], list[Wrap | DataKey]]
        self._held = {(root, str(kind)): [] for root, kind in product(roots, kinds)}
        self._keys: dict[tuple[UUID, str], dict[int, Key]] = {}
        for one in held:
            self._held[one.root_id, one.kind].append(one)

    def __repr__(self) -> str:
        return f"<Ring of {sum(map(len, self._held.values()))} keys>"

    def open(self, record: Model, column: str) -> str | None:
        """The text in a sealed column; None where the agency holds no key for it, "" where nothing was sealed.

        Raises CannotOpen where there is a key and the bytes are not what was sealed at this place.
        """
        root = getattr(record, _seat(type(record), column).root)
        return self.read(type(record), column, root=root, row=record.pk, blob=getattr(record, column))

    def read(self, model: type[Model], column: str, *, root: UUID, row: UUID, blob: bytes | memoryview) -> str | None:
        """The same for a column that was read without its record."""
        seat = _seat(model, column)
        keys = self._of(root, seat.kind)
        if not keys:
            return None
        return open_sealed(keys, bytes(blob), place=Place(seat.table, seat.column, row)) if blob else ""

    def holds(self, root: UUID, kind: str) -> bool:
        """Whether the agency holds a key of this kind of this root: none is left of what was erased."""
        return bool(self._of(root, str(kind)))

    def seal(self, record: Model, column: str, text: str) -> bytes:
        """Ciphertext of `text` for a column of this record, under the newest key. Raises NoKey."""
        version, key, place = self._to_seal(record, column)
        return seal(key, text, place=place, version=version)

    def seal_bytes(self, record: Model, column: str, plain: bytes) -> bytes:
        """The same for a column that holds no text: the bytes of a file. Raises NoKey."""
        version, key, place = self._to_seal(record, column)
        return seal_bytes(key, plain, place=place, version=version)

    def open_bytes(self, record: Model, column: str) -> bytes | None:
        """What `seal_bytes` sealed; None where the agency holds no key for it, or nothing was sealed."""
        seat, blob = _seat(type(record), column), getattr(record, column)
        keys = self._of(getattr(record, seat.root), seat.kind)
        return open_bytes(keys, bytes(blob), place=Place(seat.table, seat.column, record.pk)) if keys and blob else None

    def _to_seal(self, record: Model, column: str) -> tuple[int, Key, Place]:
        """The newest key for a column of this record, its version, and the place that is bound into the ciphertext."""
        seat = _seat(type(record), column)
        keys = self._of(getattr(record, seat.root), seat.kind)
        if not keys:
            raise NoKey(f"no key for {seat.table}.{seat.column}")
        version = max(keys)
        return version, keys[version], Place(seat.table, seat.column, record.pk)

    def _of(self, root: UUID, kind: str) -> Mapping[int, Key]:
        """The keys of a root by version, empty where the agency holds none."""
        where = (root, kind)
        keys = self._keys.get(where)
        if keys is None:
            if where not in self._held:
                raise LookupError(f"this ring was not asked for the {kind} key of {root}")
            opened = [one.open() for one in self._held[where]]
            keys = self._keys[where] = {made.version: made.key for made in opened}
        return keys


class _Seat(NamedTuple):
    """What is the same for a sealed column in every row."""

    table: str
    column: str
    kind: str
    root: str


@cache
def _seat(model: type[Model], column: str) -> _Seat:
    field = model._meta.get_field(column)
    if not isinstance(field, SealedField):
        raise TypeError(f"{model.__name__}.{column} is not a sealed column")
    return _Seat(model._meta.db_table, field.name, str(field.kind), field.root)


def ring(agency_id: UUID, root_ids: Collection[UUID], *, kinds: Collection[str] = tuple(Kind)) -> Ring:
    """The keys that an agency holds of these roots: one query, however many they are."""
    return Ring(root_ids, kinds, wraps.read(agency_id, root_ids, kinds))


def new_root_id() -> UUID:
    """The id of a new person or case, for this transaction. The database gives it: chosen ones tell which are taken."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.new_root()")
        made: UUID = cursor.fetchone()[0]
    return made


def new_root_ids(count: int) -> list[UUID]:
    """As many ids at once: one statement. Each waits in the transaction for its row, so take few at a time."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.new_root() from generate_series(1, %s)", [count])
        return [made for (made,) in cursor.fetchall()]


def new_root_keys(root_id: UUID, agency_id: UUID) -> Ring:
    """Make the data keys of a new person or case, wrapped for the agency that keeps it, and the ring to seal with."""
    return new_roots_keys([root_id], agency_id)


def new_roots_keys(root_ids: Collection[UUID], agency_id: UUID) -> Ring:
    """The same for several new ones: one statement, however many they are."""
    current = agency_keys.current(agency_id)
    keys = [DataKey(root, str(kind), FIRST, Key.fresh()) for root in root_ids for kind in Kind]
    KeyWrap.objects.bulk_create([key.under(agency_id, current) for key in keys])
    return Ring(root_ids, Kind, keys)


def add_wraps(root_id: UUID, from_agency: UUID, to_agency: UUID, kinds: Collection[str]) -> None:
    """Entitle another agency to these kinds, every version of them; harmless where it is entitled already."""
    held = wraps.read(from_agency, [root_id], kinds)
    if {wrap.kind for wrap in held} != {str(kind) for kind in kinds}:
        raise NoKey("an agency cannot share what it cannot open")
    if not held:
        return
    current = agency_keys.current(to_agency)
    KeyWrap.objects.bulk_create([wrap.open().under(to_agency, current) for wrap in held], ignore_conflicts=True)


def drop_wraps(root_id: UUID, agency_id: UUID, kinds: Collection[str]) -> None:
    """End an agency's entitlement to these kinds: from now on it cannot open even the ciphertext it copied."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.drop_wraps(%s, %s, %s)", [root_id, agency_id, [str(kind) for kind in kinds]])


def erase(root_id: UUID) -> None:
    """Destroy every wrap of every data key of a root, whoever holds it: nothing of it opens again."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.erase_keys(%s)", [root_id])
