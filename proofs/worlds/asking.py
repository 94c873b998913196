"""Everything is asked of everybody: what the database shows one user, beside what the rules say.

One query answers for all things of a kind at once. A *decision* is one user, one thing, one kind of question.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import UUID

from proofs.worlds.doing_duress import kept_of
from proofs.worlds.facts import KeyHeld, Permit, Row, User, World
from proofs.worlds.guarding import stranded
from proofs.worlds.spec import KINDS, Reader
from proofs.worlds.stage import Stage

HANGING = (
    ("people_personname", "id", "person_id"),
    ("people_persondetails", "id", "person_id"),
    ("people_personphone", "id", "person_id"),
    ("consent_statement", "id", "person_id"),
    ("people_findingkeys", "person_id", "person_id"),
    ("cases_note", "id", "case_id"),
    ("cases_casehold", "id", "case_id"),
    ("cases_plannedclosing", "id", "case_id"),
    ("cases_traffickingfacts", "id", "case_id"),
    ("cases_intake", "id", "case_id"),
    ("cases_supportplan", "id", "case_id"),
    ("cases_incident", "id", "case_id"),
    ("cases_perpetrator", "id", "case_id"),
    ("cases_casenumber", "id", "case_id"),
    ("work_task", "id", "root_id"),
    ("files_document", "id", "root_id"),
    ("files_documentcontent", "document_id", "root_id"),
    ("people_personhistory", "pgh_id", "id"),
    ("people_personnamehistory", "pgh_id", "person_id"),
    ("people_persondetailshistory", "pgh_id", "person_id"),
    ("people_personphonehistory", "pgh_id", "person_id"),
    ("consent_statementhistory", "pgh_id", "person_id"),
    ("cases_casehistory", "pgh_id", "id"),
    ("cases_notehistory", "pgh_id", "case_id"),
    ("cases_caseholdhistory", "pgh_id", "case_id"),
    ("cases_plannedclosinghistory", "pgh_id", "case_id"),
    ("cases_traffickingfactshistory", "pgh_id", "case_id"),
    ("cases_intakehistory", "pgh_id", "case_id"),
    ("cases_supportplanhistory", "pgh_id", "case_id"),
    ("cases_incidenthistory", "pgh_id", "case_id"),
    ("cases_perpetratorhistory", "pgh_id", "case_id"),
    ("cases_casenumberhistory", "pgh_id", "case_id"),
    ("work_taskhistory", "pgh_id", "root_id"),
    ("files_documenthistory", "pgh_id", "root_id"),
)
"""What hangs on a file: table, what names a row, and through which column it belongs to its file."""
ROWS = " union all ".join(f"select '{t}', {key}::text, {via} from {t}" for t, key, via in HANGING)
PERMITS = "select root_id, principal, basis_kind, basis_id from case_access"
FILES = "array(select id from people_person union all select id from cases_case)"
QUESTION = f"""
select {FILES},
  array(select f from unnest(%(files)s::uuid[]) f where wall.stands_on(f)),
  array(select f from unnest(%(files)s::uuid[]) f where wall.supervises(f)),
  array(select f from unnest(%(files)s::uuid[]) f where wall.reaches(f)),
  array(select array[root::text, is_full::text, array_to_string(classes, ' '), array_to_string(in_file, ' ')]
        from wall.sights(%(files)s::uuid[])),
  array(select array[t, key] from ({ROWS}) r (t, key, file)),
  array(select array[p.root_id::text, p.principal, p.basis_kind, p.basis_id] from ({PERMITS}) p),
  array(select array[g.root_id::text, g.principal, g.basis_kind, g.basis_id]
        from unnest(%(files)s::uuid[]) f, wall.grants_on(f) g),
  array(select array[root_id::text, kind, agency_id::text] from vault_keywrap),
  array(select subject_id from audit_event where subject_id is not null),
  array(select id from cases_glass), array(select id from cases_sealproposal),
  array(select array[case_id::text, person::text] from wall.stranded_conflicts())
"""
STAFF: LiteralString = """
select array(select id from access_agency union all select id from access_office union all select id from access_team
  union all select id from access_user union all select id from access_roleassignment)
"""
ROLES: LiteralString = """
select id, user_id, role, office_id, team_id, covers_id, (extract(epoch from starts_at - now()) * 1000000)::bigint,
  (extract(epoch from ends_at - now()) * 1000000)::bigint from access_roleassignment
"""
SEERS = "select f, s.person, s.is_denied from unnest(%s::uuid[]) f, wall.seers(f) s"
EXPLAINED = """
select f, u, e.counts from unnest(%s::uuid[]) f, unnest(%s::uuid[]) u, wall.explain(f, u) e where e.fact = 'sees'
"""
EXPLAINED_AT_ONCE = 2
WRITABLE = """
with p as (update people_person set sex = sex returning id), c as (update cases_case set risk = risk returning id),
  n as (delete from people_personname returning id)
select array(select id from p union all select id from c), array(select id::text from n)
"""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A thing about which the rules and the database do not agree."""

    kind: str
    rules: str
    database: str
    user: UUID | None = None
    thing: object = None


@dataclass
class Tally:
    """What was decided, and how often yes."""

    worlds: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    allowed: Counter[str] = field(default_factory=Counter)
    deciding: Counter[str] = field(default_factory=Counter)
    """How often a circumstance decided: without it the answer would be another."""

    @property
    def decisions(self) -> int:
        return self.asked.total()

    def note(self, kind: str, asked: int, allowed: int) -> None:
        self.asked[kind] += asked
        self.allowed[kind] += allowed


@dataclass(frozen=True, slots=True)
class Universe:
    """All things that there are to be seen, as the keeper sees them; read once before everybody is asked."""

    rows: tuple[Row, ...]
    keys: tuple[KeyHeld, ...]
    permits: tuple[Permit, ...]


def universe(stage: Stage, world: World) -> Universe:
    stage.keeper()
    rows = tuple(Row(t, key, file) for t, key, file in stage.db.execute(ROWS.encode()))
    return Universe(rows, tuple(world.keys), tuple(world.all_permits()))


def ask_all(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    """Ask everybody, and nobody."""
    yield from _state(stage, world, tally)
    things = universe(stage, world)
    for user in world.users.values():
        yield from _ask(stage, Reader(world, user), things, tally)
    yield from _ask_nobody(stage, tally)
    yield from _ask_calendars(stage, world, tally)
    yield from _ask_tokens(stage, world, tally)
    yield from _ask_who(stage, world, tally)


def _ask_who(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    """Who can see which file: told to somebody in turn, and explained to the operator; as everybody really sees."""
    readers, files = [Reader(world, user) for user in world.users.values()], list(world.files.values())
    for number, me in enumerate(readers):
        some = files[number % 6 :: 6]
        stage.become(me.user.id)
        shown = set(stage.db.execute(SEERS.encode(), [[file.id for file in some]]))
        told = {(f.id, r.user.id, False) for f in some if me.stands_on(f) for r in readers if r.may_see(f)}
        told |= {
            (f.id, r.user.id, True)
            for f in some
            if me.stands_on(f) and me.supervises(f)
            for r in readers
            if r.is_denied(f) and r.would_see(f)
        }
        tally.note("who can see", len(some) * len(readers), len(told))
        yield from _differ(me.user, "who can see", told, shown)
    asked = files[-EXPLAINED_AT_ONCE:]
    stage.operator()
    shown = set(stage.db.execute(EXPLAINED.encode(), [[f.id for f in asked], [r.user.id for r in readers]]))
    expected = {(f.id, r.user.id, r.may_see(f)) for f in asked for r in readers}
    tally.note("why", len(expected), sum(sees for *_, sees in expected))
    yield from _differ(None, "why", expected, shown)


def _ask(stage: Stage, me: Reader, things: Universe, tally: Tally) -> Iterator[Mismatch]:
    world, user = me.world, me.user
    stage.become(user.id)
    answer: Sequence[Any] = stage.db.execute(QUESTION.encode(), {"files": list(world.files)}).fetchone() or ()
    seen, stands, supervises, reached, sights, rows, permits, grants, keys, events, glasses, proposals, conflicts = (
        answer
    )
    files = list(world.files.values())

    def compare(kind: str, everything: Iterable[Any], rule: Callable[[Any], bool], shown: Iterable[Any]) -> Any:
        return compared(tally, user, kind, {one: rule(one) for one in everything}, shown)

    by_id = world.files
    yield from compare("file seen", by_id, lambda f: me.may_see(by_id[f]), seen)
    yield from compare("file reached", by_id, lambda f: me.may_see(by_id[f]), reached)
    yield from compare("file one's own", by_id, lambda f: me.stands_on(by_id[f]), stands)
    yield from compare("file supervised", by_id, lambda f: me.supervises(by_id[f]), supervises)
    written, deleted = _writable(stage)
    names = {row.key: row for row in things.rows if row.table == "people_personname"}
    yield from compare("file written", by_id, lambda f: me.may_write(by_id[f]), written)
    yield from compare("name deleted", names, lambda n: me.may_write(by_id[names[n].file]), deleted)
    shown = {(UUID(file), full == "true", *(frozenset(c.split()) for c in classes)) for file, full, *classes in sights}
    told = {(f.id, me.is_full(f), me.classes(f), me.classes_in_file(f)) for f in files if me.may_see(f)}
    tally.note("classes and level", 3 * len(files), 3 * len(told))
    yield from _differ(user, "classes and level", told, shown)
    hanging = {(row.table, row.key): row for row in things.rows}
    yield from compare("row of a file", hanging, lambda r: me.may_see_row(hanging[r]), map(tuple, rows))
    by_key = {_words(p.key): p for p in things.permits}
    yield from compare("permit seen", by_key, lambda p: me.may_see_permit(by_key[p]), map(tuple, permits))
    yield from compare("grant listed", by_key, lambda p: me.may_list_grant(by_key[p]), map(tuple, grants))
    wraps = {(str(k.file), k.kind, str(k.agency)): k for k in things.keys}
    yield from compare("key", wraps, lambda k: me.may_open_key(wraps[k]), map(tuple, keys))
    lines = {event.id: event for event in world.events}
    yield from compare("event", lines, lambda e: me.may_read_event(lines[e]), events)
    yield from compare("emergency", world.glasses, lambda g: me.may_see_glass(world.glasses[g]), glasses)
    yield from compare("proposal", world.proposals, lambda p: me.may_see_proposal(world.proposals[p]), proposals)
    yield from compared(tally, user, "conflict to judge", _to_judge(me), map(tuple, conflicts))
    yield from _messages(stage, me, tally)
    yield from _figures(stage, me, tally)
    yield from _staff(stage, me, tally)


def _words(key: tuple[UUID, str, str, str]) -> tuple[str, str, str, str]:
    return (str(key[0]), *key[1:])


def _writable(stage: Stage) -> tuple[list[UUID], list[str]]:
    """Which files a plain UPDATE reaches and which names a plain DELETE; taken back at once."""
    with stage.db.transaction(force_rollback=True):
        written, deleted = stage.db.execute(WRITABLE.encode()).fetchone() or ([], [])
        return written, deleted


def _to_judge(me: Reader) -> dict[tuple[str, str], bool]:
    """Each conflict that was declared, by case and whom it keeps out, and whether this user is asked to judge it."""
    said = {(d.ref, str(d.user)): d for d in me.world.all_denials() if d.user}
    return {pair: bool(stranded(me, UUID(d.ref), d.user)) for pair, d in said.items() if d.user}


def _messages(stage: Stage, me: Reader, tally: Tally) -> Iterator[Mismatch]:
    """What lies in the outbox for whom, and what of it this user sends."""
    users = me.world.users
    seen = stage.one("select array(select user_id from notices_notice)")
    sent = stage.one("with x as (update notices_notice set sent_at = null returning user_id) select array(table x)")
    yield from compared(tally, me.user, "message seen", {u: me.may_see_message(users[u]) for u in users}, seen)
    yield from compared(tally, me.user, "message sent", {u: me.may_send(users[u]) for u in users}, sent)


def _staff(stage: Stage, me: Reader, tally: Tally) -> Iterator[Mismatch]:
    """Which agencies, places, people and roles there are for this user; which alarms, addresses and views."""
    world = me.world
    places = {o.id: o.agency for o in world.offices.values()}
    of = {a: a for a in world.agencies} | places | {t.id: places[t.office] for t in world.teams.values()}
    of |= {user.id: user.agency for user in world.users.values()} | {r.id: r.agency for r in world.roles.values()}
    shown = stage.one(STAFF)
    yield from compared(tally, me.user, "staff", {thing: me.knows(agency) for thing, agency in of.items()}, shown)
    rung = {alarm.id: me.may_see_alarm(alarm) for alarm in world.alarms.values()}
    shown = stage.one("select array(select id from work_feed)")
    yield from compared(tally, me.user, "calendar", {f: u == me.user.id for u, f in world.feeds.items()}, shown)
    shown = stage.one("select array(select id from work_keptview)")
    yield from compared(tally, me.user, "view", {v: u == me.user.id for v, u in world.views.items()}, shown)
    shown = stage.one("select array(select id from access_token)")
    yield from compared(tally, me.user, "token", {t.id: t.user == me.user.id for t in world.tokens.values()}, shown)
    yield from compared(tally, me.user, "alarm", rung, stage.one("select array(select id from access_alarm)"))


def _figures(stage: Stage, me: Reader, tally: Tally) -> Iterator[Mismatch]:
    """What the role for statistics counts while this user is entered."""
    cases = sum(1 for file in me.world.files.values() if file.person and me.knows(file.agency))
    with stage.db.transaction(force_rollback=True):
        stage.run("set local role jiwar_oversight")
        counted = stage.one("select count(*)::int from cases_case")
    expected = cases if me.reads_figures else 0
    tally.note("figures", 1, int(me.reads_figures))
    yield from _differ(me.user, "figures", {expected}, {counted})


def compared(tally: Tally, user: User, kind: str, rules: dict[Any, bool], shown: Iterable[Any]) -> Iterator[Mismatch]:
    allowed = {thing for thing, yes in rules.items() if yes}
    tally.note(kind, len(rules), len(allowed))
    yield from _differ(user, kind, allowed, list(shown))


def _differ(user: User | None, kind: str, allowed: set[Any], shown: Iterable[Any]) -> Iterator[Mismatch]:
    found = set(shown)
    who = user.id if user else None
    for thing in allowed - found:
        yield Mismatch(kind, "yes", "no", who, thing)
    for thing in found - allowed:
        yield Mismatch(kind, "no", "yes", who, thing)


def _ask_nobody(stage: Stage, tally: Tally) -> Iterator[Mismatch]:
    """Without identity there are no rows; and the one who asks is bound by policies at all."""
    stage.become(None)
    if not stage.is_walled():
        yield Mismatch("wall", "policies bind the application", "they do not")
    answer = stage.db.execute(QUESTION.encode(), {"files": []}).fetchone() or ()
    tally.note("nobody", len(answer), 0)
    for shown in answer:
        yield from _differ(None, "nobody", set(), map(str, shown))


def _ask_calendars(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    """Whose each address is, asked by nobody, who shows what is kept of its secret; a wrong one is nobody's."""
    stage.become(None)
    owners = {feed: user for user, feed in world.feeds.items()}
    found = {feed: stage.one("select wall.fed(%s)", [kept_of(feed)]) for feed in owners}
    told = {(feed, user) for feed, user in owners.items() if Reader(world, world.users[user]).is_fed}
    tally.note("calendar fed", len(owners), len(told))
    yield from _differ(None, "calendar fed", told, {(feed, user) for feed, user in found.items() if user})
    yield from _differ(None, "calendar fed", {None}, {stage.one("select wall.fed(%s)", ["0" * 64])})


def _ask_tokens(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    """Whom each token lets in, asked by nobody, who shows what is kept of its secret; a wrong one is nobody's."""
    stage.become(None)
    behind: LiteralString = "select (wall.bearer(%s)).person"
    found = {token: stage.one(behind, [kept_of(token)]) for token in world.tokens}
    good = [token for token in world.tokens.values() if token.ends > 0 and not token.lent]
    told = {(token.id, token.user) for token in good if Reader(world, world.users[token.user]).is_fed}
    tally.note("token lets in", len(found), len(told))
    yield from _differ(None, "token lets in", told, {(token, user) for token, user in found.items() if user})
    yield from _differ(None, "token lets in", {None}, {stage.one(behind, ["0" * 64])})


def _state(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    """What lies in the tables after all deeds, beside what must be there: permits, denials, keys, files."""
    stage.keeper()
    keys = set(stage.db.execute("select root_id, kind, agency_id from vault_keywrap"))
    told: dict[str, tuple[set[Any], set[Any]]] = {
        "keys left": ({(k.file, k.kind, k.agency) for k in world.keys}, keys),
        "permits left": ({p.key for p in world.all_permits()}, _permits(stage, "not denied")),
        "denials left": (
            {(d.file, f"u:{d.user}" if d.user else "*", d.ref, d.ruling) for d in world.all_denials()},
            set(stage.db.execute("select root_id, principal, basis_id, ruling from case_access where denied")),
        ),
        "emergencies": (
            {(g.id, g.case, g.user, g.verdict, g.is_closed) for g in world.glasses.values()},
            set(stage.db.execute("select id, case_id, user_id, verdict, closed_at is not null from cases_glass")),
        ),
        "emergencies without end": (
            set(),
            set(stage.db.execute("select basis_id from case_access where basis_kind = 'glass' and expires_at is null")),
        ),
        "proposals": (
            {(p.id, p.case, p.lifts, p.by, p.decision) for p in world.proposals.values()},
            set(
                stage.db.execute(
                    "select id, case_id, kind = 'unseal', proposed_by_id, decision from cases_sealproposal"
                )
            ),
        ),
        "files": (
            {(f.id, f.owner, f.team, f.office) for f in world.files.values() if f.person},
            set(stage.db.execute("select id, owner_id, team_id, office_id from cases_case")),
        ),
        **_told_of_people(stage, world),
    }
    for kind, (expected, found) in told.items():
        universe = len(world.files) * len(world.agencies) * len(KINDS) if kind == "keys left" else len(expected | found)
        tally.note(kind, universe, len(expected))
        yield from _differ(None, kind, expected, found)


def _told_of_people(stage: Stage, world: World) -> dict[str, tuple[set[Any], set[Any]]]:
    return {
        "alarms": (
            {(a.id, a.user, a.office, a.taken_by) for a in world.alarms.values()},
            set(stage.db.execute("select id, user_id, office_id, taken_by_id from access_alarm")),
        ),
        "addresses of calendars": (
            {(feed, user) for user, feed in world.feeds.items()},
            set(stage.db.execute("select id, user_id from work_feed")),
        ),
        "views": (
            set(world.views.items()),
            set(stage.db.execute("select id, user_id from work_keptview")),
        ),
        "tokens": (
            {(token.id, token.user) for token in world.tokens.values()},
            set(stage.db.execute("select id, user_id from access_token")),
        ),
        "people let in": (
            {(u.id, u.active) for u in world.users.values()},
            set(stage.db.execute("select id, is_active from access_user")),
        ),
        "roles": (
            {(r.id, r.user, str(r.holds), r.office, r.team, r.covers, r.starts, r.ends) for r in world.roles.values()},
            set(stage.db.execute(ROLES)),
        ),
        "role proposals": (
            {(p.id, p.user, str(p.holds), p.is_open) for p in world.role_proposals.values()},
            set(stage.db.execute("select id, user_id, role, state = 'open' from staff_roleproposal")),
        ),
    }


def _permits(stage: Stage, which: str) -> set[tuple[UUID, str, str, str]]:
    return set(stage.db.execute(f"{PERMITS} where {which}".encode()))
