"""A small world for injected queries: two agencies, nine people at work, files of each kind that an attacker wants.

Written by a superuser straight into the tables, so that the proof does not rest on the code it doubts; the triggers
of the wall run all the same.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID, uuid5

import psycopg
from django.conf import settings
from psycopg import sql

SPACE = UUID("6f7c2f4e-0c1b-4e0e-9a53-3f1d5a3c9e10")
PLAIN: dict[str, LiteralString] = {
    "character varying": "''", "text": "''", "bytea": "''", "boolean": "false", "integer": "1", "smallint": "1",
    "timestamp with time zone": "now() - interval '1 second'", "date": "current_date", "character varying[]": "'{}'",
}  # fmt: skip
CLASSES = "{service,identity,narrative,status,place}"


def name(what: str) -> UUID:
    """The id of something in this world."""
    return uuid5(SPACE, what)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works here: agency, team, role."""

    name: str
    agency: str
    team: str
    role: str
    kind: str = "person"

    @property
    def id(self) -> UUID:
        return name(self.name)


WORKERS = (
    Worker("amal", "moa", "moa-1", "case_worker"),
    Worker("bashir", "moa", "", "supervisor"),
    Worker("huda", "moa", "moa-2", "case_worker"),
    Worker("carine", "iom", "iom-1", "case_worker"),
    Worker("dima", "iom", "iom-2", "case_worker"),
    Worker("dina", "iom", "", "supervisor"),
    Worker("elias", "moa", "", "researcher"),
    Worker("farah", "iom", "", "administrator"),
    Worker("faris", "iom", "", "policy_officer"),
    Worker("job", "iom", "", "system", kind="system"),
)
BY_NAME = {worker.name: worker for worker in WORKERS}
FILES = ("open", "lent", "ended", "conflict", "sealed", "glass")
"""Cases of the ministry that Amal owns: one plain, one lent to Carine, one whose loan ended, one that Amal must not
see, one sealed, one that Huda has opened in an emergency. `home` is Dima's own case at the organization."""


def found_by(file: str) -> int:
    """The token under which the person of a file is found."""
    return name(f"{file} person").int % 2**62


def token(user: UUID, *, key: bytes | None = None, until: float = 30) -> str:
    """What the application signs to enter, made here from its key alone."""
    message = f"{user}.full.{'0' * 32}.{int(time.time() + until)}"
    secret = settings.WALL_APP_KEY if key is None else key
    return f"{message}.{hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()}"


def build(db: psycopg.Connection) -> None:
    """Fill an empty migrated database; `db` is a superuser's connection."""
    with db.transaction():
        db.execute("select wall.announce('world')")
        _bodies(db)
        for worker in WORKERS:
            _employ(db, worker)
        for file in FILES:
            _file(db, file, BY_NAME["amal"])
        _file(db, "home", BY_NAME["dima"])
        _permits(db)
        _forced(db)


def _bodies(db: psycopg.Connection) -> None:
    for agency, kind in (("moa", "ministry"), ("iom", "un"), ("psd", "police")):
        _insert(db, "access_agency", id=name(agency), code=agency, kind=kind, is_active=True)
        _insert(db, "access_office", id=name(f"{agency} office"), agency_id=name(agency))
        _insert(db, "access_provider", id=name(f"{agency} provider"), agency_id=name(agency), word=f"word-{agency}",
                factors=["mfa"], contexts=[])  # fmt: skip
        for team in (f"{agency}-1", f"{agency}-2"):
            _insert(db, "access_team", id=name(team), office_id=name(f"{agency} office"))


def _employ(db: psycopg.Connection, worker: Worker) -> None:
    agency = name(worker.agency)
    _insert(
        db, "access_user", id=worker.id, username=worker.name, password=f"hash of {worker.name}", agency_id=agency,
        language="en", kind=worker.kind, is_active=True,
    )  # fmt: skip
    if worker.kind == "person" and worker.name not in ("amal", "dima"):  # whom an attacker would link
        _insert(
            db, "access_providerlink", id=name(f"{worker.name} link"), provider_id=name(f"{worker.agency} provider"),
            user_id=worker.id, subject=f"subject {worker.name}", mark="mark",
        )  # fmt: skip
    if worker.kind == "person":
        _partner(db, worker)
    held = [(f"{worker.name} role", worker.role, worker.team)]
    if worker.role == "administrator":  # who also works on cases: the wall takes that away
        held.append((f"{worker.name} work", "case_worker", f"{worker.agency}-2"))
    for what, role, team in held:
        _insert(
            db, "access_roleassignment", id=name(what), user_id=worker.id, role=role, agency_id=agency,
            office_id=name(f"{worker.agency} office") if team else None, team_id=name(team) if team else None,
            starts_at=datetime.now(UTC) - timedelta(days=1),
        )  # fmt: skip


def _partner(db: psycopg.Connection, worker: Worker) -> None:
    """A token for the system of a partner, and what that was answered."""
    made, token = datetime.now(UTC), name(f"{worker.name} token")
    _insert(
        db, "access_token", id=token, user_id=worker.id, agency_id=name(worker.agency), purpose="own_system",
        scopes=["cases.read"], token_hash=f"hash of {worker.name}", made_at=made, ends_at=made + timedelta(days=30),
    )  # fmt: skip
    _insert(
        db, "access_answer", id=name(f"{worker.name} answer"), user_id=worker.id, token_id=token, key_hash="key",
        asked="asked", sealed=b"answer", kept_until=made + timedelta(days=1),
    )  # fmt: skip


def _file(db: psycopg.Connection, file: str, owner: Worker, *, team: UUID | None = None) -> None:
    """A person, a name, a token, keys, a case, a note, a task, a document, a message, an event, by their owner."""
    enter(db, owner.id)
    db.execute("select wall.announce('world')")
    person, case, agency = name(f"{file} person"), name(f"{file} case"), name(owner.agency)
    _insert(
        db, "people_person", id=person, agency_id=agency, code=f"P-{file}", sex="female", language="ar",
        safe_contact=f"contact {file}".encode(), residence=f"residence {file}".encode(),
    )  # fmt: skip
    _insert(
        db, "people_personname", id=name(f"{file} name"), person_id=person, script="latn",
        first=f"first {file}".encode(),
    )  # fmt: skip
    _insert(db, "people_findingkeys", person_id=person, keys_version=1, tokens=[found_by(file)])
    _insert(
        db, "cases_case", id=case, agency_id=agency, team_id=team or name(owner.team), owner_id=owner.id,
        person_id=person, code=f"C-{file}", programme="violence", status="active", summary=f"summary {file}".encode(),
    )  # fmt: skip
    _insert(db, "cases_note", id=name(f"{file} note"), case_id=case, author_id=owner.id, text=f"note {file}".encode())
    _insert(
        db, "work_task", id=name(f"{file} task"), root_id=case, agency_id=agency, assignee_id=owner.id, kind="call",
        text=f"task {file}".encode(), due_on="2026-01-31", rest_reason=b"", rhythm="", state="open",
    )  # fmt: skip
    _document(db, file, owner)
    _insert(db, "notices_notice", id=name(f"{file} notice"), user_id=owner.id, kind=f"note {file}")
    if file == "open":
        for told in ("bashir", "dina"):
            wish = {"mail": "digest", "sms": "urgent", "quiet": "none", "phone": "note open"}
            _insert(db, "notices_wish", user_id=name(told), **wish)
    _ending(db, file, owner)
    _known(db, file, owner)
    for root in (person, case):
        _insert(
            db, "vault_keywrap", root_id=root, kind="narrative", key_version=1, agency_id=agency, agency_key_version=1,
            wrapped=f"wrap {file}".encode(),
        )  # fmt: skip
    db.execute(
        "insert into audit_event (action, outcome, door, reason, root_id) values ('open_case', 'done', 'cli', '', %s)",
        [case],
    )


def _document(db: psycopg.Connection, file: str, owner: Worker) -> None:
    """A document on the case, and what it holds."""
    case, agency, document = name(f"{file} case"), name(owner.agency), name(f"{file} document")
    _insert(
        db, "files_document", id=document, root_id=case, agency_id=agency, added_by_id=owner.id, kind="medical",
        title=f"document {file}".encode(), media="pdf", size=1, scan="clean", drop_reason=b"",
    )  # fmt: skip
    _insert(
        db, "files_documentcontent", document_id=document, root_id=case, agency_id=agency,
        narrative=f"bytes {file}".encode(), kept_at=datetime.now(UTC),
    )  # fmt: skip


def _ending(db: psycopg.Connection, file: str, owner: Worker) -> None:
    """How the case is to be closed, and a job about that which was given up."""
    case = name(f"{file} case")
    _insert(
        db, "cases_plannedclosing", id=name(f"{file} closing"), case_id=case, proposed_by_id=owner.id,
        outcome="goals_met", closes_on="2026-01-31", summary=f"summary {file}".encode(),
    )  # fmt: skip
    _insert(
        db, "jobs_job", id=name(f"{file} job"), agency_id=name(owner.agency), name="close_planned_cases",
        about_id=case, state="given_up", trouble=f"job.{file}",
    )  # fmt: skip


def _known(db: psycopg.Connection, file: str, owner: Worker) -> None:
    """What is known of the case, and its number in another system."""
    case, told = name(f"{file} case"), f"fact {file}".encode()
    _insert(db, "cases_traffickingfacts", id=name(f"{file} trafficking"), case_id=case, location_of_exploitation=told)
    _insert(db, "cases_intake", id=name(f"{file} intake"), case_id=case, referring_organisation=told)
    _insert(db, "cases_supportplan", id=name(f"{file} support"), case_id=case, objectives=told)
    _insert(db, "cases_incident", id=name(f"{file} incident"), case_id=case, place=0, description=told)
    _insert(db, "cases_perpetrator", id=name(f"{file} perpetrator"), case_id=case, place=0, role_details=told)
    _insert(
        db, "cases_casenumber", id=name(f"{file} number"), case_id=case, agency_id=name(owner.agency), place=0,
        system="partner", number=told, source=told, token=case.int % 2**63,
    )  # fmt: skip


def _insert(db: psycopg.Connection, table: str, **values: object) -> None:
    """Insert a row; columns that must hold something and are not named get the plainest value of their type."""
    rows = db.execute(
        "select attname, format_type(atttypid, null) from pg_attribute where attrelid = %s::regclass and attnum > 0"
        " and attnotnull and not atthasdef and attidentity = '' and not attisdropped",
        [table],
    )
    plain = {column: PLAIN[kind] for column, kind in rows if column not in values}
    columns = sql.SQL(", ").join(map(sql.Identifier, [*values, *plain]))
    holes = sql.SQL(", ").join([*([sql.Placeholder()] * len(values)), *map(sql.SQL, plain.values())])
    statement = sql.SQL("insert into {} ({}) values ({})").format(sql.Identifier(table), columns, holes)
    db.execute(statement, list(values.values()))


def _permits(db: psycopg.Connection) -> None:
    """As Amal, then as the supervisor who seals."""
    enter(db, name("amal"))
    db.execute("select wall.announce('world')")
    for file in ("lent", "ended"):
        db.execute(
            "select wall.give(%s, %s, 'full', %s, 'assistance', 'consent', %s, false, now() + interval '1 day')",
            [name(f"{file} case"), f"u:{name('carine')}", CLASSES, file],
        )
    db.execute("select wall.end_grants('consent', 'ended')")
    db.execute("select wall.deny(%s, %s, %s)", [name("conflict case"), name("amal"), str(name("conflict case"))])
    enter(db, name("bashir"))
    db.execute("select wall.announce('world')")
    for root in ("conflict person", "sealed case", "sealed person"):
        _insert(
            db, "case_access", id=name(f"seal of {root}"), root_id=name(root), principal="*", level="full", classes=[],
            basis_kind="sealed", basis_id="court", denied=True,
        )  # fmt: skip
    enter(db, name("huda"))
    db.execute("select wall.announce('world')")
    db.execute("select wall.break_glass(%s, 'C-glass', 'life', 60)", [name("glass")])
    db.execute("select wall.say_why(%s, 'reason of the glass')", [name("glass")])
    db.execute("select wall.leave()")


def _forced(db: psycopg.Connection) -> None:
    """Amal has a second word, was forced to sign in, and has noted something in a case of the shadow."""
    enter(db, name("amal"))
    db.execute("select wall.announce('world')")
    db.execute("select wall.found_shadow(%s, %s, 'key', 'word')", [name("shadow"), name("shadow's")])
    row = db.execute("select id from access_team where world <> wall.world()").fetchone()
    _file(db, "decoy", Worker("shadow", "shadow's", "", "case_worker"), team=row[0] if row else None)
    db.execute("select wall.arrived()")
    db.execute("select wall.leave()")


def enter(db: psycopg.Connection, user: UUID) -> None:
    """Enter the wall in the open transaction."""
    db.execute("select wall.enter(%s)", [token(user)])
