"""The rules of the wall, asked of the catalogue of a migrated database. Each answers with what breaks it.

`walling.walled` says which tables are walled as what; policies are compared with the one text of their kind, so a
policy that was added, lost or reworded is noticed alike.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import LiteralString

import psycopg

from jiwar.site.checks import OPEN_TABLES
from proofs.wall import scripts

IDENTITY = (
    "access_agency", "access_alarm", "access_office", "access_team", "access_user", "access_roleassignment",
    "staff_conductacceptance", "staff_roleproposal", "staff_rolereview", "access_provider", "access_providerlink",
)  # fmt: skip
"""Who is who, and what follows for it: read by the application, written by verbs alone."""
OWN_COLUMNS = ("access_user.language", "access_user.last_login", "access_user.password")
"""What the application may write of who is who; a trigger keeps it to one's own password."""
WITHOUT_HISTORY = ("people_findingkeys", "files_documentcontent")
"""They go with the name, and with the line of a document, whose history is kept; their own would outlive an erasure."""

OVERSEEN = {
    "cases_case": ("agency_id", "programme", "status", "risk", "opened_on", "closed_on", "outcome"),
}
"""From which columns figures are counted, by whoever holds a role that reads figures. None says who or which file."""
IN_WORLD = "access_agency.id"
"""By which those who count leave out the cases of shadows."""
APP_FUNCTIONS = frozenset({
    "accept_alarm", "accept_conduct", "accept_invitation", "actor", "agency", "agency_of", "agency_wraps", "announce",
    "announced", "approve_invitation", "arrived", "ask_reset", "attempt", "bearer", "break_glass", "by_glass",
    "close_glass", "confirm_role", "decide_seal", "decline_role", "defer_job", "defer_notice", "deny", "drop_wraps",
    "end_cover", "end_grants", "end_role", "enter", "enter_job", "erase_cases", "erase_keys", "fed", "find_people",
    "forget_person", "forgive", "found_shadow", "give", "give_cover", "give_role", "granted", "grants_on",
    "hand_over", "invite", "invited", "is_needed", "leave", "lift", "link", "linked", "may_record", "may_wrap",
    "new_root", "once", "pace", "propose_role", "propose_seal", "provider", "quarter", "reaches", "retry_job",
    "review_glass", "review_role", "rule_conflict", "say_why", "sealed_files", "see_notices", "seers", "set_active",
    "set_inside", "sights", "stands_on", "stranded_conflicts", "supervises", "sweep", "taken_rows", "unlink",
    "verified_principals", "why", "withdraw_invitation", "works", "world",
})  # fmt: skip
"""All that the application may call of the wall. A new verb is a decision: is it safe in the hands of an injection?"""

PRINCIPALS = "( SELECT wall.verified_principals() AS verified_principals)"
ROOT = (
    f"((COALESCE((scope && {PRINCIPALS}), false) OR (COALESCE((timed && {PRINCIPALS}), false) AND COALESCE(( SELECT"
    " true FROM case_access a WHERE ((a.root_id = {table}.id) AND (NOT a.denied) AND (a.expires_at > now())"
    f" AND ((a.principal)::text = ANY ({PRINCIPALS}::text[]))) LIMIT 1), false)))"
    f" AND (NOT COALESCE((denied && {PRINCIPALS}), false)))"
)
THROUGH_ROOT = "(EXISTS ( SELECT FROM {root} r WHERE (r.id = {table}.{via})))"
KEEPER = ("keeper", "ALL", "jiwar_keeper", "true", "true")
WRITER = ("writer", "INSERT", "jiwar_owner", "", "true")
NEEDED_KEY = (
    "(EXISTS ( SELECT FROM {root} r WHERE ((r.id = {table}.root_id) AND ((r.agency_id = {table}.agency_id) OR (EXISTS"
    " ( SELECT FROM case_access a WHERE ((a.root_id = r.id)"
    " AND wall.is_needed(({table}.kind)::text, (a.classes)::text[]))))))))"
)
OF_AGENCY = f"(('{{letter}}:'::text || {{column}}) = ANY ({PRINCIPALS}::text[]))"

SENDING = f"(('k:'::text || wall.agency_of(('u:'::text || user_id))) = ANY ({PRINCIPALS}::text[]))"
WATCHED = f"(ARRAY[('m:'::text || agency_id), ('d:'::text || agency_id)] && {PRINCIPALS})"
KEYS_IN_SIGHT = (
    "((( SELECT wall.agency() AS agency) IS NOT NULL) AND ((agency_id IN ( SELECT a.id FROM access_agency a))"
    f" OR (('k:'::text || ( SELECT wall.agency() AS agency)) = ANY ({PRINCIPALS}::text[]))))"
)
FIGURES = (
    f"((('f:'::text || ( SELECT wall.agency() AS agency)) = ANY ({PRINCIPALS}::text[]))"
    " AND (agency_id IN ( SELECT a.id FROM access_agency a)))"
)

type Policy = tuple[str, str, str, str, str]
"""Name, command, role (and whether it restricts), condition for reading, condition for writing."""

OWN_AGENCY = "(agency_id = ( SELECT wall.agency() AS agency))"
OWN_ROOT = f"({OWN_AGENCY} AND wall.stands_on(id))"
OF_OWN_AGENCY = (
    "(EXISTS ( SELECT FROM {root} r WHERE ((r.id = {table}.{via})"
    " AND (r.agency_id = ( SELECT wall.agency() AS agency)))))"
)
OWN_CHILD = f"({OF_OWN_AGENCY} AND wall.stands_on({{via}}))"
NOTED_CHILD = f"({OF_OWN_AGENCY} AND (wall.stands_on({{via}}) OR wall.by_glass({{via}})))"


ABOUT = f"({OWN_AGENCY} AND ({{seen_root}}))"
"""What is about a file of any kind follows it, and never leaves its agency."""
OWN_ABOUT = f"({OWN_AGENCY} AND wall.stands_on({{via}}))"


def _own_writes(condition: str, new_row: str = "") -> Sequence[Policy]:
    """What was granted is read, never written: restrictive, beside the policy that shows it."""
    return [
        ("own_insert", "INSERT", "jiwar_app, RESTRICTIVE", "", new_row or condition),
        ("own_update", "UPDATE", "jiwar_app, RESTRICTIVE", condition, ""),
        ("own_delete", "DELETE", "jiwar_app, RESTRICTIVE", condition, ""),
    ]


KINDS: Mapping[str, Sequence[Policy]] = {
    "root": [
        KEEPER,
        ("wall", "ALL", "jiwar_app", ROOT, ""),
        *_own_writes(OWN_ROOT, OWN_AGENCY),
    ],
    "child": [
        KEEPER,
        ("wall", "ALL", "jiwar_app", THROUGH_ROOT, ""),
        *_own_writes(OWN_CHILD),
    ],
    "history": [KEEPER, WRITER, ("wall", "SELECT", "jiwar_app", THROUGH_ROOT, "")],
    "closed": [KEEPER, WRITER],
    "about": [KEEPER, ("wall", "ALL", "jiwar_app", ABOUT, ""), *_own_writes(OWN_ABOUT)],
    "about_history": [KEEPER, WRITER, ("wall", "SELECT", "jiwar_app", ABOUT, "")],
}
OF_WORLD: Sequence[Policy] = [
    KEEPER,
    ("operator", "ALL", "jiwar_owner", "true", "true"),
    ("world", "ALL", "jiwar_app", "(world = ( SELECT wall.world() AS world))", ""),
]
"""Staff are seen by those of their own world: a shadow is in nobody's list."""
ONES_OWN = "(user_id = ( SELECT wall.actor() AS actor))"
QUIET = (
    "(NOT (((action)::text = ANY ("
    "(ARRAY['raise_alarm'::character varying, 'accept_alarm'::character varying])::text[]))"
    " AND ((subject_id IS NULL) OR (subject_id = ( SELECT wall.actor() AS actor)))))"
)
"""Nobody reads of an alarm of their own, or of one that may be: whoever forced them may look on."""
FACTS = ("traffickingfacts", "intake", "supportplan", "incident", "perpetrator")
"""What is known of a case: the tables cases_…."""
IN_AGENCY = (
    "cases_casehold", "cases_caseholdhistory", "cases_plannedclosing", "cases_plannedclosinghistory",
    "cases_casenumber", "cases_casenumberhistory", *(f"cases_{name}history" for name in FACTS),
    "people_persondetailshistory", "people_personphonehistory", "consent_statement", "consent_statementhistory",
)  # fmt: skip
"""What no grant of a file shows: restrictive, beside the policy that follows the file."""
IN_FULL = {
    **{f"cases_{name}": "narrative" for name in FACTS},
    "people_persondetails": "service",
    "people_personphone": "identity",
}
"""What another agency is shown only with the full file, and with which class in it: restrictive too."""
WORKED = ("files_documentcontent",)
"""What is read by those alone who work on the file, and lies beside its own line: restrictive."""
ITS_LINE = (
    "(EXISTS ( SELECT FROM files_document d WHERE ((d.id = {table}.document_id) AND (d.root_id = {table}.root_id))))"
)
NOTED = ("cases_note",)
"""Where whoever opened a file in an emergency may add a row."""
BROUGHT = "(by_id = ( SELECT wall.actor() AS actor))"
EXCHANGED = (
    f"({OWN_AGENCY} AND ('*'::text = ANY ({PRINCIPALS}::text[]))"
    f" AND ({BROUGHT} OR {OF_AGENCY.format(letter='s', column='agency_id')}))"
)
"""Files in and out: whoever brought or proposed them, and the supervisors of the agency."""
OWN: Mapping[str, Sequence[Policy]] = {
    **{table: [KEEPER] for table in ("access_attempt", "access_shadow")},
    **{table: [KEEPER] for table in ("account_emailaddress", "account_emailconfirmation")},
    **dict.fromkeys(("access_office", "access_roleassignment", "access_team", "access_user"), OF_WORLD),
    "access_agency": [
        *OF_WORLD,
        ("oversight", "SELECT", "jiwar_oversight", "(world = ( SELECT wall.world() AS world))", ""),
    ],
    "access_alarm": [
        KEEPER,
        (
            "wall", "SELECT", "jiwar_app",
            ("((user_id <> ( SELECT wall.actor() AS actor)) AND (ARRAY[('s:'::text || agency_id),"
            f" ('so:'::text || office_id), ('d:'::text || agency_id)] && {PRINCIPALS}))"), "",
        ),
    ],
    "access_password": [
        KEEPER, ("operator", "ALL", "jiwar_owner", "true", "true"), ("own", "ALL", "jiwar_app", ONES_OWN, ""),
    ],
    "access_answer": [
        KEEPER,
        ("once", "UPDATE", "jiwar_app, RESTRICTIVE", "(sealed = '\\x'::bytea)", "true"),
        ("own", "ALL", "jiwar_app", ONES_OWN, ""),
    ],
    "access_begun": [KEEPER, ("own", "ALL", "jiwar_app", ONES_OWN, "")],
    "access_token": [
        KEEPER,
        ("own", "ALL", "jiwar_app", ONES_OWN, ""),
        ("own_agency", "INSERT", "jiwar_app, RESTRICTIVE", "", OWN_AGENCY),
    ],
    "work_feed": [KEEPER, ("own", "ALL", "jiwar_app", ONES_OWN, "")],
    "jobs_job": [
        KEEPER,
        ("operator", "ALL", "jiwar_owner", "true", ""),
        (
            "wall", "SELECT", "jiwar_app",
            ("((user_id = ( SELECT wall.actor() AS actor)) OR"
            f" (ARRAY[('k:'::text || agency_id), ('m:'::text || agency_id)] && {PRINCIPALS}))"), "",
        ),
        ("works", "UPDATE", "jiwar_app", OF_AGENCY.format(letter="k", column="agency_id"), ""),
    ],
    "exchange_batch": [
        KEEPER,
        ("own_insert", "INSERT", "jiwar_app, RESTRICTIVE", "", BROUGHT),
        ("wall", "ALL", "jiwar_app", EXCHANGED, ""),
    ],
    "exchange_batchrow": [
        KEEPER,
        (
            "wall", "ALL", "jiwar_app",
            ("((EXISTS ( SELECT FROM exchange_batch b WHERE (b.id = exchange_batchrow.batch_id)))"
            " AND ((root_id IS NULL) OR wall.reaches(root_id)))"), "",
        ),
    ],
    "exchange_heading": [
        KEEPER,
        (
            "wall", "ALL", "jiwar_app",
            (f"({OWN_AGENCY} AND (ARRAY[('a:'::text || agency_id), ('s:'::text || agency_id)]"
            f" && {PRINCIPALS}))"), "",
        ),
    ],
    "exchange_export": [
        KEEPER,
        ("own_insert", "INSERT", "jiwar_app, RESTRICTIVE", "", f"({BROUGHT} AND (approver_id IS NULL))"),
        ("wall", "ALL", "jiwar_app", EXCHANGED, ""),
    ],
    "work_keptview": [KEEPER, ("own", "ALL", "jiwar_app", ONES_OWN, "")],
    "mfa_authenticator": [KEEPER, ("own", "ALL", "jiwar_app", ONES_OWN, "")],
    "access_provider": [KEEPER, ("operator", "ALL", "jiwar_owner", "true", "true")],
    "access_providerlink": [KEEPER, ("own", "ALL", "jiwar_app", ONES_OWN, "")],
    "access_invitation": [
        KEEPER,
        ("operator", "ALL", "jiwar_owner", "true", "true"),
        (
            "wall", "SELECT", "jiwar_app",
            ("(ARRAY[('m:'::text || agency_id), ('d:'::text || agency_id)]"
            f" && {PRINCIPALS})"), "",
        ),
    ],
    "case_access": [
        KEEPER,
        (
            "wall", "SELECT", "jiwar_app",
            (f"(((principal)::text = ANY ({PRINCIPALS}::text[])) AND (NOT denied)"
            f" AND (NOT (kept_from && {PRINCIPALS}))"
            " AND ((expires_at IS NULL) OR (expires_at > now())))"), "",
        ),
    ],
    "audit_event": [
        KEEPER,
        ("adds", "INSERT", "jiwar_app", "", "wall.may_record((action)::text, (outcome)::text, root_id)"),
        ("quiet", "SELECT", "jiwar_app, RESTRICTIVE", QUIET, ""),
        (
            "wall", "SELECT", "jiwar_app",
            (f"((actor = ( SELECT wall.actor() AS actor)) OR {OF_AGENCY.format(letter='d', column='agency')}"
            " OR ((root_id IS NOT NULL) AND wall.stands_on(root_id)))"), "",
        ),
    ],
    "cases_glass": [
        KEEPER,
        (
            "wall", "SELECT", "jiwar_app",
            (f"((user_id = ( SELECT wall.actor() AS actor)) OR {OF_AGENCY.format(letter='d', column='agency_id')}"
            " OR wall.stands_on(case_id))"), "",
        ),
    ],
    "cases_sealproposal": [
        KEEPER,
        (
            "wall", "SELECT", "jiwar_app",
            f"({OF_AGENCY.format(letter='d', column='agency_id')} OR wall.supervises(case_id))", "",
        ),
    ],
    "notices_wish": [
        KEEPER,
        ("own", "ALL", "jiwar_app", ONES_OWN, ""),
        ("sends", "SELECT", "jiwar_app", SENDING, ""),
    ],
    "notices_notice": [
        KEEPER,
        ("adds", "INSERT", "jiwar_app", "", "(( SELECT wall.actor() AS actor) IS NOT NULL)"),
        ("sends", "UPDATE", "jiwar_app", SENDING, ""),
        ("wall", "SELECT", "jiwar_app", f"((user_id = ( SELECT wall.actor() AS actor)) OR {SENDING})", ""),
    ],
    "staff_conductacceptance": [
        KEEPER,
        ("wall", "SELECT", "jiwar_app", f"((user_id = ( SELECT wall.actor() AS actor)) OR {WATCHED})", ""),
    ],
    "staff_roleproposal": [KEEPER, ("wall", "SELECT", "jiwar_app", WATCHED, "")],
    "staff_rolereview": [KEEPER, ("wall", "SELECT", "jiwar_app", WATCHED, "")],
    "vault_agencykey": [
        KEEPER,
        (
            "adds", "INSERT", "jiwar_app", "",
            OF_AGENCY.format(letter="k", column="agency_id"),
        ),
        ("founds", "INSERT", "jiwar_owner", "", "(version = 1)"),
        ("rotates", "UPDATE", "jiwar_app", OF_AGENCY.format(letter="k", column="agency_id"), ""),
        ("wall", "SELECT", "jiwar_app", KEYS_IN_SIGHT, ""),
    ],
    "vault_keywrap": [
        KEEPER,
        ("adds", "INSERT", "jiwar_app", "", "wall.may_wrap(root_id)"),
        ("jobs", "SELECT", "jiwar_app", OF_AGENCY.format(letter="k", column="agency_id"), ""),
        ("rewraps", "UPDATE", "jiwar_app", OF_AGENCY.format(letter="k", column="agency_id"), ""),
        ("wall", "SELECT", "jiwar_app", "((agency_id = ( SELECT wall.agency() AS agency)) AND ({any_root}))", ""),
    ],
}  # fmt: skip


POLICIES = "every protected table has exactly the policies of its kind"


def breaches(connection: psycopg.Connection) -> dict[str, list[str]]:
    """What breaks each rule; a rule that holds is absent. Asks as whoever is connected, best a superuser."""
    values = {
        "open": sorted(OPEN_TABLES),
        "serving": ["jiwar_app", "jiwar_oversight"],
        "arrays": ["scope", "timed", "denied"],
        "identity": list(IDENTITY),
        "functions": sorted(APP_FUNCTIONS),
        "own_columns": list(OWN_COLUMNS),
        "without_history": list(WITHOUT_HISTORY),
        "overseen": [f"{table}.{column}" for table, columns in OVERSEEN.items() for column in columns] + [IN_WORLD],
    }
    found = {name: _texts(connection, query, values) for name, query in scripts.rules().items()}
    found[POLICIES] = list(_strange_policies(connection))
    return {name: rows for name, rows in found.items() if rows}


def _texts(connection: psycopg.Connection, query: LiteralString, values: Mapping[str, object]) -> list[str]:
    return [str(row[0]) for row in connection.execute(query, values)]


def _strange_policies(connection: psycopg.Connection) -> Iterator[str]:
    """Policies that are missing, added, or say something else than their kind."""
    walled = connection.execute("select name, kind, root, via from walling.walled order by name").fetchall()
    roots = [name for name, kind, *_ in walled if kind == "root"]
    for table, kind, root, via in walled:
        any_root = " OR ".join(NEEDED_KEY.format(root=r, table=table) for r in sorted(roots))
        seen = " OR ".join(THROUGH_ROOT.format(root=r, table=table, via=via) for r in sorted(roots))
        texts = {"table": table, "root": root, "via": via, "any_root": any_root, "seen_root": seen}
        wanted = {
            (name, verb, role, using.format_map(texts), check.format_map(texts))
            for name, verb, role, using, check in _wanted(table, kind)
        }
        yield from (f"{table}: {' '.join(policy)}" for policy in sorted(wanted ^ _policies(connection, table)))


def _wanted(table: str, kind: str) -> Iterator[Policy]:
    for policy in OWN[table] if kind == "own" else KINDS[kind]:
        noted = table in NOTED and policy[0] == "own_insert"
        yield (*policy[:-1], NOTED_CHILD) if noted else policy
    if table in IN_AGENCY:
        yield ("own_agency", "SELECT", "jiwar_app, RESTRICTIVE", OF_OWN_AGENCY, "")
    if table in IN_FULL:
        yield ("in_full", "SELECT", "jiwar_app, RESTRICTIVE", _in_full(IN_FULL[table]), "")
    if table == "cases_casenumber":
        yield ("own_number", "ALL", "jiwar_app, RESTRICTIVE", "true", OWN_AGENCY)
    if table in WORKED:
        yield ("worked", "SELECT", "jiwar_app, RESTRICTIVE", "wall.stands_on({via})", "")
        yield ("of_its_line", "INSERT", "jiwar_app, RESTRICTIVE", "", ITS_LINE)
    if table in OVERSEEN:
        yield ("oversight", "SELECT", "jiwar_oversight", FIGURES, "")


def _in_full(of_class: str) -> str:
    """One's own agency, or a running permit for the full file that names the class."""
    named = f" AND ('{of_class}'::text = ANY ((a.classes)::text[]))"
    return (
        f"({OF_OWN_AGENCY} OR (EXISTS ( SELECT FROM case_access a WHERE ((a.root_id = {{table}}.{{via}})"
        f" AND ((a.level)::text = 'full'::text){named} AND ((a.principal)::text = ANY ({PRINCIPALS}::text[]))"
        " AND ((a.expires_at IS NULL) OR (a.expires_at > now()))))))"
    )


def _policies(connection: psycopg.Connection, table: str) -> set[Policy]:
    rows = connection.execute(
        "select policyname, cmd, array_to_string(roles, ','), coalesce(qual, ''), coalesce(with_check, ''), permissive"
        " from pg_policies where schemaname = 'public' and tablename = %s",
        [table],
    )
    return {(n, c, r if p == "PERMISSIVE" else f"{r}, {p}", _flat(q), _flat(w)) for n, c, r, q, w, p in rows}


def _flat(expression: str) -> str:
    return re.sub(r"\s+", " ", expression).strip()
