"""An injectable query, and what it lets somebody see, change or become."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.pq import ExecStatus

from proofs.wall import world
from proofs.wall.scripts import Attack

DIGEST = "md5(coalesce(string_agg(t::text, ' ' order by t::text), ''))"
MAIN = ("cases_case", "people_person", "cases_note", "people_personname")
READABLE = {"cases_case": "id, code, summary", "people_person": "id, code"}
"""Of a root nobody reads the arrays: with a star it is refused for them, whatever the policy says."""
ROOTED = {
    "case_access": "root_id",
    "audit_event": "root_id",
    "vault_keywrap": "root_id",
    "cases_glass": "case_id",
    "cases_sealproposal": "case_id",
    "work_task": "root_id",
    "work_taskhistory": "root_id",
    "files_document": "root_id",
    "files_documenthistory": "root_id",
    "files_documentcontent": "root_id",
}
"""Where a table that is walled in its own way names its root."""
KEPT = (
    "access_agency", "access_office", "access_team", "access_user", "access_roleassignment", "case_access",
    "vault_keywrap", "staff_conductacceptance", "staff_roleproposal", "staff_rolereview", "notices_notice",
    "vault_agencykey", "access_provider", "access_providerlink", "access_alarm", "access_shadow",
    "jobs_job", "notices_wish",
    "access_token", "access_answer",
)  # fmt: skip
"""Who is who, who may see what, who holds which key, who is to be told: no attacker changes a row of these."""


@dataclass(slots=True)
class Report:
    """What came of one attack.

    Rows of others by where they showed; who is who and permits, changed; files of other agencies, changed; changes
    without history; what is said of the file and what of one that is not there, where the two differ.
    """

    attack: Attack
    refused: str = ""
    foreign: Counter[str] = field(default_factory=Counter)
    changed: list[str] = field(default_factory=list)
    meddled: list[str] = field(default_factory=list)
    untraced: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows of others were seen, however often."""
        return sum(self.foreign.values())

    @property
    def held(self) -> bool:
        """Whether the wall stood."""
        return not (self.rows or self.changed or self.meddled or self.untraced or self.told)

    @property
    def says(self) -> str:
        if self.held:
            return f"refused: {self.refused}" if self.refused else "nothing gained"
        gained = [f"{count} rows by {place}" for place, count in self.foreign.items() if count]
        gained += [f"changed {table}" for table in self.changed] + [f"changed others' {t}" for t in self.meddled]
        gained += [f"{table} without a trace" for table in self.untraced]
        gained += ["told apart: " + " / ".join(self.told)] if self.told else []
        return "; ".join(gained)


class Target:
    """A database with the world in it: how the application connects to it, and what a superuser sees there."""

    def __init__(self, *, app: str, superuser: psycopg.Connection) -> None:
        self.app = app
        self.superuser = superuser
        self.codes = _codes(superuser)
        self.tables = _tables(superuser)
        histories = [table for table in self.tables if f"{table}history" in self.tables]
        self.traced = frozenset(histories)
        self.state_query = _state_query([*KEPT, *self.tables])
        self.untouched = True

    def run(self, attack: Attack) -> Report:
        """Inject once, in a request of the attacker; then see what that request, nobody, and their next one see."""
        report, before = Report(attack), self._state()
        others = self._of_others(attack)
        with psycopg.connect(self.app) as db:
            text = _filled(attack, _overheard(db, attack), db.info.dbname)
            with db.transaction():
                world.enter(db, world.name(attack.by))
                hidden = set(self.codes) - set(_codes(db))
                usual = self._visible(db, hidden)
            report.told = _told_apart(db, attack)
            self._inject(db, text, report, hidden, usual)
            with db.transaction():
                report.foreign["nobody"] += self._visible(db, set(self.codes)).total()
            with db.transaction():
                world.enter(db, world.name(attack.by))
                report.foreign["the next request"] += (self._visible(db, hidden) - usual).total()
        after = self._state()
        different = [table for table in before if before[table] != after[table]]
        report.changed = [table for table in different if table in KEPT]
        report.untraced = [table for table in different if table in self.traced and f"{table}history" not in different]
        report.meddled = [table for table, digest in self._of_others(attack).items() if digest != others[table]]
        self.untouched = not different
        return report

    def _inject(
        self, db: psycopg.Connection, text: LiteralString, report: Report, hidden: set[UUID], usual: Counter[str]
    ) -> None:
        """One request of the attacker: a transaction, entered. What the database refuses ends it."""
        files = {self.codes[root].partition("-")[2] for root in hidden}
        try:
            with db.transaction():
                world.enter(db, world.name(report.attack.by))
                report.foreign["the answer"] += sum(_tells(cell, files) for cell in _answers(db, text))
                report.foreign["the same request"] += (self._visible(db, hidden) - usual).total()
        except psycopg.Error as error:
            report.refused = str(error).splitlines()[0]
            report.foreign["the error"] += _tells(str(error), files)

    def _visible(self, db: psycopg.Connection, roots: Iterable[UUID]) -> Counter[str]:
        """How many rows of these roots each table shows."""
        query = " union all ".join(
            f"select '{table}', count(*) from {table} where {column} = any(%(roots)s)"
            for table, column in self.tables.items()
        )
        return Counter(dict(db.execute(query, {"roots": list(roots)}).fetchall()))

    def _state(self) -> dict[str, str]:
        """A digest of each table."""
        with self.superuser.transaction():
            return dict(_all(self.superuser, self.state_query))

    def _of_others(self, attack: Attack) -> dict[str, str]:
        """A digest of each table's rows that belong to files of other agencies."""
        agency = world.name(world.BY_NAME[attack.by].agency)
        roots = "select id from people_person where agency_id <> %(own)s"
        roots = f"array({roots} union all {roots.replace('people_person', 'cases_case')})"
        tables = {table: column for table, column in self.tables.items() if f"{table}history" in self.tables}
        query = " union all ".join(
            f"select '{table}', {DIGEST} from {table} t where {column} = any({roots})"
            for table, column in tables.items()
        )
        with self.superuser.transaction():
            return dict(self.superuser.execute(query, {"own": agency}).fetchall())


def _told_apart(db: psycopg.Connection, attack: Attack) -> list[str]:
    """What is said of the file, and what of one that is not there; empty where it is the same, ids apart."""
    if not attack.besides:
        return []
    said = [_said(db, one) for one in (attack, replace(attack, at=attack.besides))]
    return said if said[0] != said[1] else []


def _said(db: psycopg.Connection, attack: Attack) -> str:
    """All that one attempt lets the attacker hear, taken back at once."""
    heard: list[str] = []
    try:
        with db.transaction(force_rollback=True):
            world.enter(db, world.name(attack.by))
            heard += _answers(db, _filled(attack, "", db.info.dbname))
    except psycopg.Error as error:
        heard.append(f"{error.sqlstate} {error}")
    return " ".join(heard).replace(str(world.name(f"{attack.at} case")), "the file")


def _state_query(tables: Iterable[str]) -> LiteralString:
    return " union all ".join(f"select '{table}', {DIGEST} from {table} t" for table in dict.fromkeys(tables))


def _answers(db: psycopg.Connection, text: LiteralString) -> Iterator[str]:
    """The deliberately injectable query of the application: text from outside in the middle of a statement."""
    cursor = db.cursor()
    if "to stdout" in text:
        with cursor.copy(text) as copy:
            yield from (bytes(block).decode(errors="replace") for block in copy)
        return
    cursor.execute(f"select code from cases_case where code = ''; {text}; select ''")
    while True:
        if cursor.pgresult and cursor.pgresult.status == ExecStatus.TUPLES_OK:
            yield from (c.decode(errors="replace") if isinstance(c, bytes) else str(c) for row in cursor for c in row)
        if not cursor.nextset():
            return


def _filled(attack: Attack, seal: str, database: str) -> LiteralString:
    """The attack with the words in braces filled in."""
    by = world.BY_NAME[attack.by]
    victim = world.BY_NAME["dima" if by.agency == "moa" else "amal"]
    words = {
        "all": "; ".join(f"select {READABLE.get(table, '*')} from {table}" for table in MAIN),
        "me": by.id,
        "my_agency": world.name(by.agency),
        "my_team": world.name(by.team or f"{by.agency}-1"),
        "my_role": world.name(f"{by.name} role"),
        "my_case": world.name("home case"),
        "victim": victim.id,
        "their_agency": world.name(victim.agency),
        "their_provider": world.name(f"{victim.agency} provider"),
        "their_job": world.name("home job" if by.agency == "moa" else "open job"),
        "case": world.name(f"{attack.at} case"),
        "file": attack.at,
        "token": world.found_by(attack.at),
        "seal": seal,
        "database": database,
    }
    text = re.sub(r"\{(\w+)\}", lambda match: str(words.get(match[1], match[0])), attack.sql)
    return text.rstrip("; \n")


def _overheard(db: psycopg.Connection, attack: Attack) -> str:
    """The seal of a transaction of the other agency's supervisor, on the very connection that the attacker gets."""
    with db.transaction():
        world.enter(db, world.name("dina" if world.BY_NAME[attack.by].agency == "moa" else "bashir"))
        return str(_all(db, "select current_setting('wall.seal')")[0][0])


def _tells(text: str, files: set[str]) -> bool:
    """Whether a text holds a code, name, note, task, wrap or job of one of the files; ids are known anyway."""
    said = "|".join(sorted(files)) or "$^"
    return (
        re.search(rf"\b([PC]-|first |contact |residence |summary |note |task |wrap |job\.)({said})\b", text) is not None
    )


def _codes(db: psycopg.Connection) -> dict[UUID, str]:
    return dict(_all(db, "select id, code from people_person union all select id, code from cases_case"))


def _tables(db: psycopg.Connection) -> dict[str, str]:
    """Each walled table that the application may read, and the column that names the root of a row."""
    rows = _all(db, "select name, kind, via from walling.walled where kind <> 'closed' order by name")
    found = {name: "id" if kind == "root" else via or ROOTED.get(name, "") for name, kind, via in rows}
    return {name: column for name, column in found.items() if column}


def _all(db: psycopg.Connection, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    return db.execute(query, values or None).fetchall()
