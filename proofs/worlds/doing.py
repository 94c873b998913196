"""The deeds in SQL, each as the application on behalf of its actor, in a savepoint: through the verbs of the wall.

Keys are bytes without meaning here; doors.py puts real ones in their place.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import singledispatchmethod
from typing import Any, LiteralString
from uuid import UUID, uuid5

import psycopg

from proofs.worlds import deeds
from proofs.worlds.doing_duress import arrive, choose_word, kept_of, make_token
from proofs.worlds.doing_facts import dated, facts_of
from proofs.worlds.doing_hanging import hanging_on
from proofs.worlds.facts import World
from proofs.worlds.spec import KINDS, NEEDS
from proofs.worlds.stage import HUNG, Stage
from proofs.worlds.verbs import Code, Outcome

CODES = {
    "WA003": Code.NOT_HELD,
    "WA004": Code.FIREWALL,
    "WA005": Code.CONTROLLER,
    "WA006": Code.FAULT,
    "WA011": Code.FAULT,
    "WA007": Code.SUSPENDED,
    "WA008": Code.ALREADY,
    "WA009": Code.KEPT_OUT,
    "42501": Code.BARRED,
}
GIVE = (
    "select wall.give(%s, %s, %s, %s::text[], 'protection', %s, %s, %s, now() + %s::bigint * interval '1 microsecond')"
)
RUN_OUT = """
update case_access set expires_at = now() + %s * interval '1 microsecond'
where root_id = %s and principal = %s and basis_kind = %s and basis_id = %s
"""
PERIOD = """
update access_roleassignment
set starts_at = now() + %s * interval '1 microsecond', ends_at = now() + %s::bigint * interval '1 microsecond'
where id = %s
"""
RUNS_OUT = "update staff_roleproposal set expires_at = now() + %s * interval '1 microsecond' where id = %s"
LATER = "now() + %s::bigint * interval '1 microsecond'"
AGES = """
update cases_glass set opened_at = now() + x.at, ends_at = least(ends_at, now() + x.at + interval '1 hour')
from (select %s * interval '1 microsecond' as at) x where id = %s
"""
SCRIPTS = ("arab", "latn")
CLOSED_ON = date(2026, 1, 31)

type Values = Sequence[Any]


def _key(file: UUID, kind: str, agency: UUID) -> dict[str, Any]:
    return {"root_id": file, "kind": kind, "key_version": 1, "agency_id": agency, "wrapped": b"k"}


class Doer:
    """Does deeds in the database. `world` is only looked at for what an honest caller knows, as a version."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage, self.world = stage, world

    def do(self, deed: deeds.Deed) -> Outcome | str:
        """What became of it: an outcome, or in words what nobody foresaw."""
        try:
            with self.stage.db.transaction():
                self._stand(deed)
                return self._do(deed)
        except psycopg.Error as error:
            code = CODES.get(error.sqlstate or "")
            return Outcome(code) if code else f"{error.sqlstate}: {error.diag.message_primary}"

    def _stand(self, deed: deeds.Deed) -> None:
        if isinstance(deed, deeds.AgencyBecomes):
            self.stage.operator()
        elif isinstance(deed, deeds.TimePasses | deeds.GlassesAge):
            self.stage.superuser()
        else:
            self.stage.become(deed.actor)

    @singledispatchmethod
    def _do(self, deed: deeds.Deed) -> Outcome:
        raise NotImplementedError(deed)

    def _call(self, query: LiteralString, *values: Any) -> Outcome:
        """A verb that tells how many things were concerned."""
        return Outcome(Code.DONE, self.stage.one(query, values))

    def _run(self, query: LiteralString, *values: Any) -> Outcome:
        self.stage.db.execute(query, values)
        return Outcome(Code.DONE)

    def _many(self, query: LiteralString, rows: Sequence[Values]) -> None:
        if rows:
            with self.stage.db.cursor() as cursor:
                cursor.executemany(query, rows)

    def _insert(self, table: str, *rows: dict[str, Any], otherwise: str = "") -> Outcome:
        """Rows with the same columns; what else a table demands is filled with something that says nothing."""
        if rows:
            statement = f"{self.stage.insert(table, tuple(rows[0]))} {otherwise}"
            with self.stage.db.cursor() as cursor:
                cursor.executemany(statement.encode(), [tuple(row.values()) for row in rows])
        return Outcome(Code.DONE)

    # What doors.py does with real keys

    def new_keys(self, file: UUID, agency: UUID) -> None:
        """The data keys of a new file."""
        self.stage.offer(file)
        self._insert("vault_keywrap", *(_key(file, kind, agency) for kind in KINDS))

    def share_keys(self, file: UUID, to: UUID, kinds: Sequence[str]) -> None:
        """Wrap keys for another agency."""
        self._insert("vault_keywrap", *(_key(file, kind, to) for kind in kinds), otherwise="on conflict do nothing")

    def agency_key(self, agency: UUID) -> bytes:
        """The key of an agency, as it is kept."""
        return b"k"

    def sealed(self, table: str, column: str, row: UUID, root: UUID) -> bytes:
        """Some sealed text."""
        return b"x"

    # Files

    @_do.register
    def _(self, deed: deeds.Register) -> Outcome:
        file = deed.file
        self.new_keys(file, deed.agency)
        sealed = {c: self.sealed("people_person", c, file, file) for c in ("safe_contact", "residence")}
        person = dated(id=file, agency_id=deed.agency, code=f"P{file.hex[:10]}", sex="female", language="ar")
        self._insert("people_person", person | sealed)
        names = [
            dated(id=name, person_id=file, script=script, first=self.sealed("people_personname", "first", name, file))
            for name, script in zip(deed.names, SCRIPTS, strict=False)
        ]
        self._insert("people_personname", *names)
        for table, told in HUNG.items():
            self._insert(table, dated(id=uuid5(file, table), person_id=file, **told))
        return self._insert("people_findingkeys", {"person_id": file, "keys_version": 1, "tokens": list(deed.tokens)})

    @_do.register
    def _(self, deed: deeds.OpenCase) -> Outcome:
        file, is_closed = deed.file, deed.status == "closed"
        self.new_keys(file, deed.agency)
        case = dated(id=file, agency_id=deed.agency, person_id=deed.person, team_id=deed.team, owner_id=deed.owner)
        case |= {"code": f"C{file.hex[:10]}", "programme": "general", "status": deed.status}
        case |= {"closed_on": CLOSED_ON if is_closed else None, "outcome": "goals_met" if is_closed else ""}
        self._insert("cases_case", case | {"summary": self.sealed("cases_case", "summary", file, file)})
        self._insert("cases_note", *(self._note(file, note, deed.actor) for note in deed.notes))
        self._insert("cases_casehold", *(dated(id=h, case_id=file, kind="bed", ref=str(h)) for h in deed.holds))
        self._insert("cases_plannedclosing", *([self._closing(file, deed.actor)] if deed.actor else []))
        for table, row in facts_of(file, deed.agency):
            self._insert(table, row)
        if not deed.follows:
            self.stage.keeper()  # else the task, not the case, would be what somebody out of sight cannot write
        for table, row in hanging_on(self.world, deed, self.sealed):
            self._insert(table, row)
        if not deed.follows:
            return Outcome(Code.DONE)
        principals = [f"t:{deed.team}"] + ([f"u:{deed.owner}"] if deed.owner else [])
        return self._run("select wall.set_inside(%s, 'case', %s, %s)", deed.person, str(file), principals)

    def _closing(self, file: UUID, author: UUID) -> dict[str, Any]:
        """A closing that is planned for a file, named after it."""
        plan = uuid5(file, "closing")
        row = dated(id=plan, case_id=file, outcome="goals_met", closes_on=CLOSED_ON, proposed_by_id=author)
        return row | {"summary": self.sealed("cases_plannedclosing", "summary", plan, file)}

    def _note(self, file: UUID, note: UUID, author: UUID | None) -> dict[str, Any]:
        told = {"occasion": "note", "happened_on": CLOSED_ON, "text": self.sealed("cases_note", "text", note, file)}
        return dated(id=note, case_id=file, author_id=author) | told

    @_do.register
    def _(self, deed: deeds.WriteNote) -> Outcome:
        return self._insert("cases_note", dated(id=deed.note, case_id=deed.file, author_id=deed.actor, text=b"x"))

    @_do.register
    def _(self, deed: deeds.PlainMove) -> Outcome:
        moved = self.stage.db.execute("update cases_case set team_id = %s where id = %s", [deed.team, deed.file])
        return Outcome(Code.DONE, moved.rowcount)

    @_do.register
    def _(self, deed: deeds.HandOver) -> Outcome:
        seen = self.world.files[deed.file].version - deed.behind
        return self._call("select wall.hand_over(%s, %s, %s, %s)", deed.file, deed.owner, deed.team, seen)

    @_do.register
    def _(self, deed: deeds.Follow) -> Outcome:
        principals = [str(to) for to in deed.to]
        return self._run("select wall.set_inside(%s, 'case', %s, %s)", deed.file, deed.ref, principals)

    # Grants and denials

    @_do.register
    def _(self, deed: deeds.Give) -> Outcome:
        level = "full" if deed.is_full else "summary"
        given = (deed.file, str(deed.to), level, sorted(deed.classes), deed.basis, deed.ref, deed.release, deed.ends)
        self.stage.db.execute(GIVE, given)
        file, agency = self.world.files[deed.file], self.world.agency_of(deed.to)
        if agency and agency != file.agency:
            held = {key.kind for key in self.world.keys if key.file == file.id and key.agency == file.agency}
            self.share_keys(file.id, agency, [kind for kind in KINDS if kind in held and NEEDS[kind] & deed.classes])
        return Outcome(Code.DONE)

    @_do.register
    def _(self, deed: deeds.End) -> Outcome:
        return self._call("select count(*)::int from wall.end_grants(%s, %s)", deed.basis, deed.ref)

    @_do.register
    def _(self, deed: deeds.Sweep) -> Outcome:
        return self._call("select wall.sweep()")

    @_do.register
    def _(self, deed: deeds.Deny) -> Outcome:
        return self._run("select wall.deny(%s, %s, %s)", deed.file, deed.user, deed.ref)

    @_do.register
    def _(self, deed: deeds.Lift) -> Outcome:
        kind = "conflict" if deed.user else "sealed"
        return self._call("select wall.lift(%s, %s, %s)", kind, deed.ref, deed.user)

    @_do.register
    def _(self, deed: deeds.RuleConflict) -> Outcome:
        return self._run("select wall.rule_conflict(%s, %s, %s)", deed.file, deed.user, deed.ruling)

    # Keys, people, the trail

    @_do.register
    def _(self, deed: deeds.EraseKeys) -> Outcome:
        return self._call("select wall.erase_keys(%s)", deed.file)

    @_do.register
    def _(self, deed: deeds.DropKeys) -> Outcome:
        return self._call("select wall.drop_wraps(%s, %s, %s)", deed.file, deed.agency, [deed.kind])

    @_do.register
    def _(self, deed: deeds.AddKey) -> Outcome:
        return self._insert(
            "vault_keywrap", _key(deed.file, deed.kind, deed.agency), otherwise="on conflict do nothing"
        )

    @_do.register
    def _(self, deed: deeds.Rewrap) -> Outcome:
        done = self.stage.db.execute("update vault_keywrap set wrapped = wrapped where root_id = %s", [deed.file])
        return Outcome(Code.DONE, done.rowcount)

    @_do.register
    def _(self, deed: deeds.SetActive) -> Outcome:
        return self._run("select wall.set_active(%s, %s)", deed.user, deed.active)

    @_do.register
    def _(self, deed: deeds.EndRole) -> Outcome:
        return self._run("select wall.end_role(%s, now() + %s * interval '1 microsecond')", deed.role, deed.at)

    @_do.register
    def _(self, deed: deeds.Tell) -> Outcome:
        event = {"action": "proof", "outcome": "done", "door": "cli", "root_id": deed.file, "subject_id": deed.event}
        return self._insert("audit_event", event)

    # Roles in life

    @_do.register
    def _(self, deed: deeds.GiveRole) -> Outcome:
        given = (deed.user, str(deed.holds), deed.office, deed.team, deed.ends)
        made = self.stage.one(f"select wall.give_role(%s, %s, %s, %s, {LATER})".encode(), given)
        return self._known("access_roleassignment", made, deed.role)

    @_do.register
    def _(self, deed: deeds.ProposeRole) -> Outcome:
        given = (deed.user, str(deed.holds), deed.office, deed.team, deed.ends)
        made = self.stage.one(f"select wall.propose_role(%s, %s, %s, %s, {LATER})".encode(), given)
        return self._known("staff_roleproposal", made, deed.proposal)

    @_do.register
    def _(self, deed: deeds.ConfirmRole) -> Outcome:
        made = self.stage.one("select wall.confirm_role(%s)", [deed.proposal])
        return self._known("access_roleassignment", made, deed.role)

    @_do.register
    def _(self, deed: deeds.DeclineRole) -> Outcome:
        return self._run("select wall.decline_role(%s)", deed.proposal)

    @_do.register
    def _(self, deed: deeds.GiveCover) -> Outcome:
        given = (deed.absent, deed.coverer, deed.starts, deed.ends)
        made = self.stage.one(f"select wall.give_cover(%s, %s, {LATER}, {LATER})".encode(), given)
        return self._known("access_roleassignment", made, deed.role)

    @_do.register
    def _(self, deed: deeds.EndCover) -> Outcome:
        return self._run("select wall.end_cover(%s)", deed.role)

    @_do.register
    def _(self, deed: deeds.ReviewRole) -> Outcome:
        return self._run("select wall.review_role(%s, %s)", deed.role, "ended" if deed.ends_it else "right")

    def _known(self, table: str, made: UUID, name: UUID) -> Outcome:
        """The database chose an id; in the story the row goes by another one."""
        self.stage.superuser()
        self.stage.run("set local session_replication_role = replica")
        self.stage.db.execute(f"update {table} set id = %s where id = %s".encode(), [name, made])
        self.stage.run("set local session_replication_role = origin")
        return Outcome(Code.DONE)

    # Emergencies and seals

    @_do.register
    def _(self, deed: deeds.BreakGlass) -> Outcome:
        given = (deed.glass, f"C{deed.file.hex[:10]}", deed.category, deed.minutes)
        self.stage.db.execute("select wall.break_glass(%s, %s, %s, %s)", given)
        return self._run("select wall.say_why(%s, 'x')", deed.glass)

    @_do.register
    def _(self, deed: deeds.CloseGlass) -> Outcome:
        return self._run("select wall.close_glass(%s)", deed.glass)

    @_do.register
    def _(self, deed: deeds.ReviewGlass) -> Outcome:
        return self._run("select wall.review_glass(%s, %s)", deed.glass, deed.verdict)

    @_do.register
    def _(self, deed: deeds.ProposeSeal) -> Outcome:
        kind = "unseal" if deed.lifts else "seal"
        return self._run("select wall.propose_seal(%s, %s, %s)", deed.proposal, deed.file, kind)

    @_do.register
    def _(self, deed: deeds.DecideSeal) -> Outcome:
        return self._run("select wall.decide_seal(%s, %s)", deed.proposal, deed.confirms)

    @_do.register
    def _(self, deed: deeds.GlassesAge) -> Outcome:
        self.stage.run("set local session_replication_role = replica")
        self._many(AGES, [(opened, glass) for glass, opened in deed.opened.items()])
        self.stage.run("set local session_replication_role = origin")
        return Outcome(Code.DONE)

    # Who is forced

    @_do.register
    def _(self, deed: deeds.ChooseWord) -> Outcome:
        return choose_word(self.stage, self.world, deed, self.agency_key(deed.house))

    @_do.register
    def _(self, deed: deeds.MakeFeed) -> Outcome:
        self._run("delete from work_feed where user_id = %s", deed.actor)
        made = {"id": deed.feed, "user_id": deed.actor, "token_hash": kept_of(deed.feed)}
        return self._insert("work_feed", made)

    @_do.register
    def _(self, deed: deeds.KeepView) -> Outcome:
        return self._insert("work_keptview", {"id": deed.view, "user_id": deed.actor, "sealed": deed.view.bytes})

    @_do.register
    def _(self, deed: deeds.MakeToken) -> Outcome:
        return make_token(self.stage, deed)

    @_do.register
    def _(self, deed: deeds.EndToken) -> Outcome:
        return self._run("delete from access_token where id = %s", deed.token)

    @_do.register
    def _(self, deed: deeds.Arrive) -> Outcome:
        return arrive(self.stage, self.world, deed)

    @_do.register
    def _(self, deed: deeds.AcceptAlarm) -> Outcome:
        return self._run("select wall.accept_alarm(%s)", deed.alarm)

    # Nobody's deeds

    @_do.register
    def _(self, deed: deeds.AgencyBecomes) -> Outcome:
        statement: LiteralString = "update access_agency set kind = %s, is_active = %s where id = %s"
        return self._run(statement, deed.kind, deed.active, deed.agency)

    @_do.register
    def _(self, deed: deeds.TimePasses) -> Outcome:
        """No trigger fires, as none does when a clock moves on."""
        self.stage.run("set local session_replication_role = replica")
        self._many(RUN_OUT, [(ends, *key) for key, ends in deed.grants.items()])
        self._many(PERIOD, [(starts, ends, role) for role, (starts, ends) in deed.roles.items()])
        self._many(RUNS_OUT, [(ends, asked) for asked, ends in deed.role_proposals.items()])
        self.stage.run("set local session_replication_role = origin")
        return Outcome(Code.DONE)


type Doing = Callable[[Stage, World], Doer]
