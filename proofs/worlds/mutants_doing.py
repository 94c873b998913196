"""Mutants of the verbs: who may, on what terms, and what is left behind."""

from proofs.worlds.mutants import Both, Function, Mutant, Open, Policy, Script

STANDS = "perform wall.demand(wall.stands_on(root), 'not your own file');"
SUPERVISING = "wall.stands_on(root) and wall.supervises(root)"
RELEASED = "release and basis_kind in ('vital_interest', 'court_order', 'mandatory_report')"
OWN_AGENCY = "and exists (select from wall.roots(array[c.root_id]) r where r.agency_id = wall.agency())"
PRINCIPALS = "( SELECT wall.verified_principals() AS verified_principals)"
OF_JOBS = f"(('k:'::text || agency_id) = ANY ({PRINCIPALS}::text[]))"
ROOTS = ("people_person", "cases_case")

STANDING = (
    Mutant(
        "whoever was granted a file stands on it",
        Function("stands", "and c.basis_kind in ('registration', 'case')", ""),
    ),
    Mutant("denied people stand on files", Function("stands", "not r.denied && me.p and", "")),
    Mutant(
        "people in conflict supervise",
        Function(
            "supervises",
            "and not r.denied && array(select p from unnest(wall.verified_principals()) p where p <> '*')",
            "",
        ),
    ),
    Mutant("a seal stops supervisors from lifting it", Function("supervises", "where p <> '*'", "")),
    Mutant("an office supervises nothing", Function("supervises", ", 'so:' || r.office_id", "")),
    Mutant("teams supervise", Function("supervises", "'so:' || r.office_id", "'t:' || r.team_id")),
)

WRITING = (
    Mutant("granted files are written", Open(ROOTS, "own_update")),
    Mutant("notes are added to granted files", Open(("cases_note",), "own_insert")),
    Mutant("names of granted files are deleted", Open(("people_personname",), "own_delete")),
    Mutant(
        "a case goes to a team of another agency",
        Function(
            "arrays_worked",
            "(select agency_id from public.access_office where id = new.office_id) <> new.agency_id",
            "false",
        ),
    ),
    Mutant(
        "a case goes to a worker of another agency",
        Function(
            "arrays_worked",
            "(select agency_id from public.access_user where id = new.owner_id) <> new.agency_id",
            "false",
        ),
    ),
    Mutant("a case is opened about anybody", Function("arrays_worked", "wall.stands_on(new.person_id) and", "")),
    Mutant("colleagues write what they were granted", Policy(ROOTS, "own_update", "wall.stands_on(id)", "true")),
    Mutant(
        "colleagues add notes to what they were granted",
        Policy(("cases_note",), "own_insert", "wall.stands_on(case_id)", "true"),
    ),
    Mutant("any case is handed over", Function("hand_over", STANDS, "")),
    Mutant("a hand-over forgets the team", Function("move", "team_id = team,", "")),
    Mutant("a hand-over overlooks what changed meanwhile", Function("move", "and version = expected", "")),
    Mutant(
        "a hand-over leaves the case in its former sight",
        Script(
            "drop trigger b_arrays on cases_case; create trigger b_arrays before insert or update of scope"
            " on cases_case for each row execute function wall.arrays_worked()"
        ),
    ),
    Mutant("a case is given out of one's sight", Script("alter policy wall on cases_case with check (true)")),
    Mutant("any colleague is let in", Function("set_inside", STANDS, "")),
    Mutant(
        "other agencies are let in as colleagues",
        Function("set_inside", "wall.agency_behind(p) = wall.agency()", "true"),
    ),
    Mutant(
        "colleagues are let in because of anything",
        Function("set_inside", "wall.is_case_of(root, ref) and wall.stands_on(ref::uuid)", "true"),
    ),
    Mutant(
        "work on a case is said by those who do not work on it",
        Function("set_inside", "and wall.stands_on(ref::uuid)", ""),
    ),
    Mutant(
        "colleagues are let in because of another person's case",
        Function("is_case_of", "ref in (select b::text from wall.below(root) b)", "wall.above(ref::uuid) is not null"),
    ),
    Mutant(
        "the former team keeps the person",
        Function("set_inside", "c.basis_kind = kind and c.basis_id = ref and c.principal <> all(principals)", "false"),
    ),
    Mutant(
        "the supervisors of an office lose sight of the people of its cases",
        Function("set_inside", "principals := wall.with_supervisors(principals);", ""),
    ),
    Mutant(
        "the supervisors of every office see the people of a case",
        Function("with_supervisors", "where 't:' || t.id = any(principals)", ""),
    ),
    Mutant("who registered keeps the person for ever", Function("set_inside", "or c.basis_kind = 'registration'", "")),
    Mutant("a following takes away what other cases lend", Function("set_inside", "and c.basis_id = ref", "")),
)

GRANTS = (
    Mutant("anybody grants anything", Function("give", STANDS, "")),
    Mutant("whoever sees a file passes it on", Function("give", "wall.stands_on(root)", "wall.reaches(root)")),
    Mutant(
        "the firewall lets grants through",
        Function("give", "raise exception 'firewall' using errcode = 'WA004';", "null;"),
    ),
    Mutant("a release needs no basis that releases", Function("give", RELEASED, "release")),
    Mutant("a basis releases without being named a release", Function("give", "release and basis_kind", "basis_kind")),
    Mutant(
        "the firewall knows no place when granting",
        Function("give", "array['status', 'place', 'shelter']", "array['status', 'shelter']"),
    ),
    Mutant("a grant may be over before it begins", Function("give", "expires_at > now()", "true")),
    Mutant("a grant may end this very moment", Function("give", "expires_at > now()", "expires_at >= now()")),
    Mutant("a summary tells a story", Function("give", "level = 'full' or not 'narrative' = any(classes)", "true")),
    Mutant(
        "the place of a shelter is granted",
        Function(
            "give",
            "array['service', 'identity', 'narrative', 'status', 'place']",
            "array['service', 'identity', 'narrative', 'status', 'place', 'shelter']",
        ),
    ),
    Mutant("a basis is any text", Function("give", "basis_id ~ '^\\S{1,64}$'", "true")),
    Mutant(
        "a grant calls itself work inside",
        Function("give", "basis_kind in ('consent',", "basis_kind in ('case', 'consent',"),
    ),
    Mutant("nobody is granted something", Function("give", "wall.agency_behind(principal) is not null", "true")),
    Mutant(
        "a grant forgets its end",
        Function("give", "release, false, expires_at) into made", "release, false, null) into made"),
    ),
    Mutant("everybody lists what was granted", Function("grants_on", "and wall.stands_on(root)", "")),
    Mutant("anybody ends what rests on a basis", Function("end_grants", "and wall.stands_on(c.root_id)", "")),
    Mutant("a withdrawal ends what other agencies named alike", Function("end_grants", OWN_AGENCY, "")),
    Mutant(
        "a withdrawal passes over what is sealed", Function("end_grants", OWN_AGENCY, "and wall.stands_on(c.root_id)")
    ),
    Mutant(
        "a withdrawal ends what has an end anyway",
        Function("end_grants", f"not c.denied {OWN_AGENCY}", f"not c.denied and c.expires_at is not null {OWN_AGENCY}"),
    ),
    Mutant("anybody sweeps", Function("sweep", "'k:' || wall.agency() = any(wall.verified_principals())", "true")),
    Mutant(
        "jobs sweep in all agencies",
        Function(
            "sweep", "and exists (select from wall.roots(array[c.root_id]) r where r.agency_id = wall.agency())", ""
        ),
    ),
    Mutant("jobs leave what ends this very moment", Function("sweep", "c.expires_at <= now()", "c.expires_at < now()")),
    Mutant("jobs sweep what still runs", Function("sweep", "c.expires_at <= now()", "c.expires_at is not null")),
)

DENIALS = (
    Mutant("anybody declares conflicts", Function("deny", STANDS, "")),
    Mutant(
        "a conflict rests on anything",
        Function("deny", "perform wall.demand(wall.is_case_of(root, ref), 'no case of this file');", ""),
    ),
    Mutant(
        "one lifts one's own conflict",
        Function("lift", "perform wall.demand(person is distinct from wall.actor(), 'never one''s own');", ""),
    ),
    Mutant("anybody lifts", Function("lift", "and wall.supervises(c.root_id)", "")),
    Mutant(
        "only what is in sight is lifted", Function("lift", "wall.supervises(c.root_id)", "wall.stands_on(c.root_id)")
    ),
    Mutant(
        "lifting one conflict lifts all of the file",
        Function("lift", "and c.principal = 'u:' || person", ""),
    ),
)

RULINGS = (
    Mutant(
        "a colleague who is kept out is given the case",
        Function("arrays_worked", "'u:' || new.owner_id = any(new.denied)", "false"),
    ),
    Mutant(
        "officers judge what a supervisor may judge",
        Function("stranded_conflicts", "and not exists (select from wall.supervisors_of(c.id))", ""),
    ),
    Mutant(
        "officers judge the conflicts of every agency",
        Function(
            "stranded_conflicts", "c.agency_id = wall.agency() and 'd:' || c.agency_id =", "'d:' || wall.agency() ="
        ),
    ),
    Mutant(
        "colleagues are told of conflicts that nobody judges",
        Function("stranded_conflicts", "and 'd:' || c.agency_id = any(wall.verified_principals())", ""),
    ),
    Mutant(
        "officers judge their own conflict",
        Function("stranded_conflicts", "and a.principal <> 'u:' || wall.actor()", ""),
    ),
    Mutant(
        "officers judge the conflict that they declared",
        Function("stranded_conflicts", "and a.granted_by is distinct from wall.actor()", ""),
    ),
    Mutant(
        "jobs count as supervisors",
        Both(
            Function("supervisors_of", "and u.kind = 'person'", ""),
            Function("supervisors_of", "and a.role = 'supervisor'", ""),
        ),
    ),
    Mutant("who is kept out counts as a supervisor", Function("supervisors_of", "and not r.denied && x.p", "")),
    Mutant(
        "a seal leaves no supervisor",
        Function("supervisors_of", "array_remove(wall.principals_of(u.id), '*')", "wall.principals_of(u.id)"),
    ),
    Mutant(
        "the supervisors of other offices are counted",
        Function("supervisors_of", "array['s:' || r.agency_id, 'so:' || r.office_id] && x.p or", "true or"),
    ),
    Mutant(
        "any conflict is judged",
        Function(
            "rule_conflict",
            "where s.case_id = root and s.person = rule_conflict.person), ",
            ") or true, ",
        ),
    ),
    Mutant("what is kept is lifted", Function("rule_conflict", "if lifts then", "if true then")),
    Mutant(
        "a conflict is lifted on the case alone",
        Function(
            "rule_conflict",
            "delete from public.case_access c where c.denied and c.basis_kind = 'conflict' and c.basis_id = root::text",
            "delete from public.case_access c where c.denied and c.basis_kind = 'conflict' and c.root_id = root",
        ),
    ),
    Mutant(
        "a ruling lifts the conflicts of everybody",
        Function("rule_conflict", "and c.principal = 'u:' || person; return next", "; return next"),
    ),
)

KEYS = (
    Mutant(
        "the end of a grant leaves its keys",
        Function("access_changed", "if old.agency_id is not null then", "if false then"),
    ),
    Mutant(
        "the end of a grant takes keys that others need",
        Function("access_changed", "c.agency_id = w.agency_id and not c.denied", "false"),
    ),
    Mutant(
        "a grant that ran out keeps keys",
        Function("access_changed", "and (c.expires_at is null or c.expires_at > now())", ""),
    ),
    Mutant("any grant keeps every key", Function("access_changed", "and wall.is_needed(w.kind, c.classes)", "")),
    Mutant("any grant needs the key to the story", Function("is_needed", "'narrative' = any(classes)", "true")),
    Mutant("any grant needs the key to the name", Function("is_needed", "'identity' = any(classes)", "true")),
    Mutant(
        "a grant of the place alone needs no key", Function("is_needed", "array['status', 'place']", "array['status']")
    ),
    Mutant(
        "the end of a grant takes the keeper's own keys",
        Function(
            "access_changed",
            "and w.agency_id <> coalesce((select r.agency_id from wall.roots(array[old.root_id]) r), w.agency_id)",
            "",
        ),
    ),
    Mutant("anybody adds a key", Function("may_wrap", "or wall.stands_on(root)", "or true")),
    Mutant(
        "whoever sees a file gives its keys away", Function("may_wrap", "wall.stands_on(root)", "wall.reaches(root)")
    ),
    Mutant(
        "everybody rewraps the agency's keys",
        Policy(("vault_keywrap",), "rewraps", OF_JOBS, "agency_id = (select wall.agency())"),
    ),
    Mutant(
        "anybody makes the first key of an agency",
        Policy(("vault_agencykey",), "adds", OF_JOBS, "(version = 1) and (select wall.agency()) is not null"),
    ),
    Mutant("workers destroy keys", Function("erase_keys", SUPERVISING, "wall.stands_on(root)")),
    Mutant(
        "a person's keys go before those of the cases",
        Function("erase_keys", "w.root_id = b", "false"),
    ),
    Mutant(
        "grants outlive the keys",
        Function("destroy", "c.basis_kind not in ('registration', 'case')", "false"),
    ),
    Mutant("anybody destroys another agency's keys", Function("drop_wraps", "wall.stands_on(root) and", "")),
    Mutant(
        "one drops one's own agency's keys", Function("drop_wraps", "and agency is distinct from wall.agency()", "")
    ),
)

PEOPLE = (
    Mutant(
        "administrators keep other agencies' users",
        Function(
            "set_active",
            "'m:' || (select agency_id from public.access_user where id = person and kind <> 'system')"
            " = any(wall.verified_principals())",
            "exists (select from unnest(wall.verified_principals()) p where p ~ '^m:')",
        ),
    ),
    Mutant("administrators shut the jobs out", Function("set_active", "and kind <> 'system'", "")),
    Mutant("one lets oneself in", Function("set_active", "and person <> wall.actor()", "")),
    Mutant("who watches last is shut out", Function("set_active", "wall.goes_on_watched(person, null, now())", "true")),
    Mutant(
        "the last role that watches is ended",
        Function("end_role", "wall.goes_on_watched(r.user_id, r.id, greatest(at, now()))", "true"),
    ),
    Mutant(
        "whoever removes the others is enough to watch",
        Function("goes_on_watched", "user_id <> wall.actor() and", ""),
    ),
    Mutant(
        "whoever is going anyway goes on watching",
        Function("goes_on_watched", "and (ends_at is null or ends_at > at)", ""),
    ),
    Mutant("one ends the role that keeps content away", Function("end_role", "and r.user_id <> wall.actor()", "")),
    Mutant(
        "a role that is over is made to go on",
        Function(
            "cut_role",
            "least(ends_at, greatest(at, starts_at + interval '1 second'))",
            "greatest(at, starts_at + interval '1 second')",
        ),
    ),
    Mutant("anybody ends roles", Function("end_role", "and 'm:' || r.agency_id = any(wall.verified_principals())", "")),
)

MUTANTS = STANDING + WRITING + GRANTS + DENIALS + RULINGS + KEYS + PEOPLE
