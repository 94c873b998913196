"""A world of n cases, made in bulk: believable sizes, real encryption, arrays as the triggers would keep them.

`world.sql` does what sets can do; here is what needs keys. Ids, choices and data keys follow from the seed and a
number, so that each part can be made without asking the others.
"""

import hashlib
import hmac
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from jiwar.areas.people.rules import elements_of
from jiwar.areas.people.words import NAME_TOKENS
from jiwar.ground.vault import agency_keys
from jiwar.ground.vault.agency_keys import Current
from jiwar.ground.vault.crypto import Key, Place, seal
from jiwar.ground.vault.models import Kind
from jiwar.ground.vault.tokens import token
from jiwar.ground.vault.wraps import DataKey
from jiwar.lib.names import KEYS_VERSION
from jiwar.site import database

SCRIPT = Path(__file__).with_name("world.sql")
AGENCIES = range(1, 7)
BATCH = 10_000
FIRSTS = (
    ("سلمى", "Salma"), ("ليلى", "Layla"), ("نور", "Nour"), ("هبة", "Hiba"), ("رنا", "Rana"), ("مريم", "Mariam"),
    ("أحمد", "Ahmad"), ("محمد", "Mohammad"), ("يوسف", "Yousef"), ("عمر", "Omar"), ("خالد", "Khaled"), ("زيد", "Zaid"),
)  # fmt: skip
FATHERS = (
    ("عبد الرحمن", "Abdulrahman"),
    ("محمود", "Mahmoud"),
    ("إبراهيم", "Ibrahim"),
    ("حسن", "Hasan"),
    ("علي", "Ali"),
)
FAMILIES = (
    ("الخطيب", "Al-Khatib"), ("العمري", "Al-Omari"), ("حداد", "Haddad"), ("النجار", "Al-Najjar"), ("عبيدات", "Obeidat"),
    ("المصري", "Al-Masri"), ("الحسن", "Al-Hasan"), ("شريف", "Sharif"), ("بني خالد", "Bani Khaled"), ("ديب", "Deeb"),
)  # fmt: skip
NOTE = "حضرت برفقة صديقة. طلبت أن يبقى الحديث بالعربية، ورتّبنا موعدًا مع العيادة يوم الأحد. "
RESIDENCES = ("citizen", "refugee", "migrant", "resident", "irregular")


def uuid_of(kind: str, number: int) -> UUID:
    """The id of something; the same as bench.id() in SQL."""
    return UUID(hashlib.md5(f"{kind} {number}".encode(), usedforsecurity=False).hexdigest())


def connect() -> psycopg.Connection:
    """As a superuser, past the wall."""
    return psycopg.connect(make_conninfo(database.admin_dsn(), dbname=database.NAME), autocommit=True)


def steps() -> dict[str, str]:
    """The parts of world.sql by name."""
    parts = SCRIPT.read_text(encoding="utf-8").split("-- step: ")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def generate(cases: int, *, seed: int, db: psycopg.Connection) -> float:
    """Fill an empty migrated database; returns the seconds it took."""
    began = time.monotonic()
    with db.transaction():
        db.execute("set local session_replication_role = replica")
        db.execute(
            "select set_config('bench.cases', %s, true), set_config('bench.seed', %s, true)", [str(cases), str(seed)]
        )
        parts = steps()
        for name in ("staff", "files", "access", "sealed"):
            db.execute(parts[name])
        Sealer(db, seed).run()
        for name in ("roots", "past"):
            db.execute(parts[name])
    db.execute("vacuum (analyze)")
    db.execute("checkpoint")
    return time.monotonic() - began


@dataclass(frozen=True, slots=True)
class File:
    """One case as planned: whose, for which person, with whom it is shared."""

    n: int
    person: int
    agency: int
    worker: int
    status: str
    at: datetime
    receivers: Sequence[int]


COLUMNS = {
    "people_personname": "id version created_at updated_at person_id script first rest middle",
    "people_findingkeys": "person_id keys_version tokens",
    "cases_note": "id version created_at updated_at case_id author_id occasion happened_on risk text",
    "vault_keywrap": "root_id kind key_version agency_id agency_key_version wrapped",
    "bench.sealed_person": "n safe_contact residence",
    "bench.sealed_case": "n summary",
}


@dataclass(slots=True)
class Rows:
    """What waits to be copied, by table."""

    by_table: dict[str, list[Sequence[object]]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def add(self, table: str, *values: object) -> None:
        self.by_table[table].append(values)

    def copy_to(self, db: psycopg.Connection) -> None:
        for table, rows in self.by_table.items():
            names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table].split()))
            where = sql.Identifier(*table.split("."))
            with db.cursor().copy(sql.SQL("copy {} ({}) from stdin").format(where, names)) as copy:
                for row in rows:
                    copy.write_row(row)


class Sealer:
    """Everything of the world that is encrypted, and the keys."""

    def __init__(self, db: psycopg.Connection, seed: int) -> None:
        self._db = db
        self._seed = str(seed).encode()
        self._tokens: dict[str, int] = {}
        self._keys: dict[int, Current] = {}

    def run(self) -> None:
        """All files, batch by batch."""
        self._make_agency_keys()
        for files in batched(self._files(), BATCH):
            rows = Rows()
            for file in files:
                self._case(rows, file)
                if file.person == file.n:
                    self._person(rows, file)
            rows.copy_to(self._db)
        for person, receiver in self._shared_later():
            rows = Rows()
            self._wrap(rows, uuid_of("person", person), [receiver])
            rows.copy_to(self._db)

    def _make_agency_keys(self) -> None:
        for agency in AGENCIES:
            made = agency_keys.fresh(uuid_of("agency", agency), 1)
            self._db.execute(
                "insert into vault_agencykey (agency_id, version, wrapped) values (%s, 1, %s)",
                [made.agency_id, made.wrapped],
            )
            self._keys[agency] = Current(1, agency_keys.unwrapped(made.agency_id, 1, bytes(made.wrapped)))

    def _files(self) -> Iterator[File]:
        with self._db.cursor(name="files") as cursor:
            cursor.itersize = BATCH
            cursor.execute(
                "select f.n, f.person, f.agency, f.worker, f.status, f.updated_at,"
                " array(select receiver from bench.share s where s.n = f.n) from bench.file f order by f.n"
            )
            for row in cursor:
                yield File(*row)

    def _shared_later(self) -> list[tuple[int, int]]:
        """Persons whose wraps for a receiver come from another file than the one that made the person."""
        return self._db.execute(
            "select distinct s.person, s.receiver from bench.share s where s.person <> s.n"
            " and not exists (select from bench.share o where o.n = s.person and o.receiver = s.receiver)"
        ).fetchall()

    def _case(self, rows: Rows, file: File) -> None:
        root = uuid_of("case", file.n)
        self._wrap(rows, root, [file.agency, *file.receivers])
        key = self._key(root, Kind.NARRATIVE)
        for number in (2 * file.n, 2 * file.n + 1)[: 1 + file.n % 2]:
            note = uuid_of("note", number)
            written = ("note", file.at.date(), "")
            text = _sealed(key, "cases_note", "text", note, NOTE * (1 + number % 4))
            rows.add("cases_note", note, 1, file.at, file.at, root, uuid_of("worker", file.worker), *written, text)
        if file.status == "closed":
            rows.add("bench.sealed_case", file.n, _sealed(key, "cases_case", "summary", root, "تحققت الأهداف كلها."))

    def _person(self, rows: Rows, file: File) -> None:
        root = uuid_of("person", file.n)
        self._wrap(rows, root, [file.agency, *file.receivers])
        key = self._key(root, Kind.IDENTITY)
        contact = _sealed(key, "people_person", "safe_contact", root, "بعد السادسة مساءً فقط")
        guarded = self._key(root, Kind.GUARDED)
        residence = _sealed(guarded, "people_person", "residence", root, RESIDENCES[file.n % len(RESIDENCES)])
        rows.add("bench.sealed_person", file.n, contact, residence)
        names = _names(file.n)
        for script, first, rest in names:
            name = uuid_of(f"name {script}", file.n)
            sealed = [
                _sealed(key, "people_personname", column, name, text)
                for column, text in (("first", first), ("rest", rest))
            ]
            rows.add("people_personname", name, 1, file.at, file.at, root, script, *sealed, b"")
        found = {self._token(one) for one in elements_of([f"{first} {rest}" for _, first, rest in names])}
        rows.add("people_findingkeys", root, KEYS_VERSION, sorted(found))

    def _wrap(self, rows: Rows, root: UUID, agencies: Iterable[int]) -> None:
        for kind in Kind:
            data = DataKey(root, str(kind), 1, self._key(root, kind))
            for agency in agencies:
                made = data.under(uuid_of("agency", agency), self._keys[agency])
                rows.add("vault_keywrap", root, str(kind), 1, made.agency_id, 1, made.wrapped)

    def _key(self, root: UUID, kind: Kind) -> Key:
        return Key(hmac.digest(self._seed, root.bytes + kind.encode(), "sha256"))

    def _token(self, word: str) -> int:
        if word not in self._tokens:
            self._tokens[word] = token(NAME_TOKENS, word)
        return self._tokens[word]


def _sealed(key: Key, table: str, column: str, row: UUID, text: str) -> bytes:
    return seal(key, text, place=Place(table, column, row), version=1)


def _names(number: int) -> list[tuple[str, str, str]]:
    """One or two scripts, first names and the rest."""
    mixed = int.from_bytes(hashlib.md5(f"name {number}".encode(), usedforsecurity=False).digest()[:8], "big")
    first, father, family = FIRSTS[mixed % 12], FATHERS[mixed // 12 % 5], FAMILIES[mixed // 60 % 10]
    arabic = ("arab", first[0], f"{father[0]} {family[0]}")
    latin = ("latn", first[1], f"{father[1]} {family[1]}")
    return [arabic, latin] if mixed // 600 % 2 else [arabic]
