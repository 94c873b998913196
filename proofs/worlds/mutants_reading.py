"""Mutants of identity and of reading: principals, seals, policies, sights."""

from proofs.worlds.mutants import Both, Function, Mutant, Open, Policy, Script

ROOTS = ("people_person", "cases_case")
PRINCIPALS = "( SELECT wall.verified_principals() AS verified_principals)"
PERMITS = ("case_access",)
"""Policies of files ask case_access, whose own policy asks the same again: such a rule falls only if both do."""
OF_ONESELF = f"((principal)::text = ANY ({PRINCIPALS}::text[]))"
OF_THE_CALLER = f"AND ((a.principal)::text = ANY ({PRINCIPALS}::text[]))"
OF_JOBS = f"(('k:'::text || agency_id) = ANY ({PRINCIPALS}::text[]))"
NOT_DENIED = f"(NOT COALESCE((denied && {PRINCIPALS}), false))"
IN_TIME = "(r.ends_at is null or r.ends_at > now())"

WHO = (
    Mutant("a role that is over goes on", Function("principals_of", IN_TIME, "true")),
    Mutant("a role holds one moment too long", Function("principals_of", "r.ends_at > now()", "r.ends_at >= now()")),
    Mutant("a role counts before it begins", Function("principals_of", "r.starts_at <= now()", "true")),
    Mutant("a role begins a moment late", Function("principals_of", "r.starts_at <= now()", "r.starts_at < now()")),
    Mutant("inactive users go on", Function("principals_of", "and u.is_active", "")),
    Mutant("users of a closed agency go on", Function("principals_of", "and a.is_active", "")),
    Mutant(
        "administrators and officers who also work see files",
        Function("principals_of", "and not exists (select from plain)", ""),
    ),
    Mutant(
        "data-protection officers who also work see files",
        Function("principals_of", "not exists (select from plain)", "not exists (select from plain where p ~ '^m:')"),
    ),
    Mutant(
        "the supervisor of an office supervises the agency",
        Function(
            "principals_of",
            "case when office_id is null then 's:' || agency_id when team_id is null then 'so:' || office_id end",
            "case when team_id is null then 's:' || agency_id end",
        ),
    ),
    Mutant(
        "the supervisor of a team supervises the office",
        Function("principals_of", "when team_id is null then 'so:'", "when true then 'so:'"),
    ),
    Mutant(
        "the supervisor of an agency supervises nothing",
        Function("principals_of", "when office_id is null then 's:'", "when false then 's:'"),
    ),
    Mutant("a role of a former agency counts", Function("principals_of", "and r.agency_id = u.agency_id", "")),
    Mutant(
        "a person with the system's role is the system",
        Function("principals_of", "and (h.reach = 'system') = (u.kind = 'system')", ""),
    ),
    Mutant(
        "a seal does not stop jobs",
        Function("principals_of", "array['*', 'u:' || person, 's:'", "array['u:' || person, 's:'"),
    ),
    Mutant(
        "a seal does not stop workers",
        Function("principals_of", "array['*', 'u:' || person, 'a:'", "array['u:' || person, 'a:'"),
    ),
    Mutant(
        "a grant to a team opens to the whole office",
        Function(
            "principals_of",
            "union select case",
            "union select 't:' || t.id from held join public.access_team t using (office_id)"
            " where reach in ('work', 'supervise') {}",
        ),
    ),
    Mutant(
        "workers without a team belong to every office",
        Function(
            "principals_of",
            "'o:' || office_id,",
            "'o:' || coalesce(office_id, (select id from public.access_office o"
            " where o.agency_id = held.agency_id limit 1)),",
        ),
    ),
    Mutant(
        "researchers work on files",
        Function(
            "principals_of",
            "where reach in ('work', 'supervise') union",
            "where reach in ('work', 'supervise', 'none') union",
        ),
    ),
    Mutant(
        "researchers read figures",
        Function("principals_of", "where reach = 'figures'", "where reach in ('figures', 'none')"),
    ),
)

IDENTITY = (
    Mutant("a token is good for ever", Function("enter", "until < clock_timestamp() or", "")),
    Mutant("a token is good for an hour", Function("enter", "interval '60 s'", "interval '1 hour'")),
    Mutant(
        "a token needs no MAC",
        Function("enter", "or wall.hmac('app', array_to_string(part[1:4], '.')) is distinct from part[5]", ""),
    ),
    Mutant("whoever is on the way in is in", Function("enter", "part[2] = 'full' then", "true then")),
    Mutant(
        "the MAC does not cover how far one enters",
        Function(
            "enter",
            "wall.hmac('app', array_to_string(part[1:4], '.')) is distinct from part[5]",
            "part[5] not in (wall.hmac('app', array_to_string(part[1:4], '.')),"
            " wall.hmac('app', concat_ws('.', part[1], 'signing', part[3], part[4])))",
        ),
    ),
    Mutant(
        "the MAC does not cover the user",
        Function(
            "hmac",
            "convert_to(message, 'UTF8')",
            "convert_to(regexp_replace(message, '^[-0-9a-f]{36}[.]', ''), 'UTF8')",
        ),
    ),
    Mutant(
        "principals come from the bare setting",
        Function("verified_principals", "wall.opened('seal')", "current_setting('wall.seal', true)"),
    ),
    Mutant(
        "a seal is not checked",
        Function("opened", "case when wall.bound(kind, message) = sealed then message end", "message"),
    ),
    Mutant("a seal outlives its transaction", Function("bound", "extract(epoch from transaction_timestamp())", "''")),
    Mutant("an announcement is a seal", Function("bound", "kind || '|' || pg_backend_pid()", "pg_backend_pid()")),
    Mutant("who leaves stays", Function("leave", "set_config('wall.seal', '', true)", "''")),
)

FILES = (
    Mutant(
        "a grant lasts one moment too long",
        Both(
            Policy(ROOTS, "wall", "a.expires_at > now()", "a.expires_at >= now()"),
            Policy(PERMITS, "wall", "expires_at > now()", "expires_at >= now()"),
        ),
    ),
    Mutant(
        "grants never run out",
        Both(
            Policy(ROOTS, "wall", "(a.expires_at > now())", "true"),
            Policy(PERMITS, "wall", "(expires_at > now())", "true"),
        ),
    ),
    Mutant(
        "somebody else's grant keeps mine alive",
        Both(Policy(ROOTS, "wall", OF_THE_CALLER, ""), Policy(PERMITS, "wall", OF_ONESELF, "true")),
    ),
    Mutant(
        "a grant on another file keeps this one open",
        Policy(ROOTS, "wall", "(a.root_id = {table}.id)", "true"),
    ),
    Mutant("conflicts and seals are ignored", Policy(ROOTS, "wall", NOT_DENIED, "true")),
    Mutant("every case is open", Open(("cases_case",))),
    Mutant("every person is open", Open(("people_person",))),
    Mutant(
        "a timed grant counts as a standing one",
        Function("access_arrays", "not c.denied and c.expires_at is null", "not c.denied"),
    ),
    Mutant(
        "who is denied a person reads the person's cases",
        Function("access_arrays", "or (c.denied and c.root_id = above)", ""),
    ),
    Mutant(
        "a denial of a person leaves the cases that are there",
        Function("access_changed", "coalesce(new.denied, old.denied)", "false"),
    ),
    Mutant("denials reach no array", Function("access_arrays", "filter (where c.denied)", "filter (where false)")),
    Mutant(
        "timed grants reach no array",
        Function("access_arrays", "not c.denied and c.expires_at is not null", "false"),
    ),
    Mutant(
        "the end of a grant leaves the arrays as they were",
        Function("access_changed", "coalesce(new.root_id, old.root_id)", "new.root_id"),
    ),
    Mutant(
        "whoever registers shows the person to the whole agency",
        Function("arrays_plain", "v ~ '^u:'", "v ~ '^[ua]:'"),
    ),
    Mutant("one registers for another agency", Function("arrays_plain", "new.agency_id = wall.agency()", "true")),
    Mutant("an office does not supervise its cases", Function("arrays_worked", "'so:' || new.office_id", "null")),
    Mutant(
        "a case is open to its agency", Function("arrays_worked", "'s:' || new.agency_id", "{}, 'a:' || new.agency_id")
    ),
)

OWN_AGENCY = "(agency_id = ( SELECT wall.agency() AS agency))"
BYTES = "files_documentcontent"
IN_AGENCY = (
    *("cases_casehold", "cases_caseholdhistory", "cases_plannedclosing", "cases_plannedclosinghistory"),
    *("people_persondetailshistory", "people_personphonehistory", "consent_statement", "consent_statementhistory"),
)
HANGING = (
    *(
        Mutant(f"every row of {table} is open", Open((table,)))
        for table in (
            "people_personname",
            "people_findingkeys",
            "cases_note",
            "people_personhistory",
            "people_personnamehistory",
            "cases_casehistory",
            "cases_notehistory",
            "work_task",
            "work_taskhistory",
            "files_document",
            "files_documenthistory",
        )
    ),
    *(
        Mutant(f"every row of {table} is open", Both(Open((table,)), Open((table,), "in_full")))
        for table in ("people_persondetails", "people_personphone")
    ),
    Mutant("every byte of a document is open", Both(Open((BYTES,)), Open((BYTES,), "worked"))),
    Mutant("who sees a file reads the bytes of its documents", Open((BYTES,), "worked")),
    *(
        Mutant(
            f"receivers of a grant read {table}",
            Policy((table,), "wall", OWN_AGENCY, "true"),
        )
        for table in ("work_task", "work_taskhistory", "files_document", "files_documenthistory")
    ),
    *(
        Mutant(f"every row of {table} is open", Both(Open((table,)), Open((table,), "own_agency")))
        for table in IN_AGENCY
    ),
    *(Mutant(f"receivers of a grant read {table}", Open((table,), "own_agency")) for table in IN_AGENCY),
    *(
        Mutant(f"receivers of a summary read {table}", Open((table,), "in_full"))
        for table in (
            *("cases_traffickingfacts", "cases_intake", "cases_supportplan", "cases_incident"),
            *("people_persondetails", "people_personphone"),
        )
    ),
    *(
        Mutant(
            f"receivers of the file without {named} read {table}",
            Policy((table,), "in_full", f"('{named}'::text = ANY ((a.classes)::text[]))", "true"),
        )
        for table, named in (
            ("cases_traffickingfacts", "narrative"),
            ("cases_perpetrator", "narrative"),
            ("people_persondetails", "service"),
            ("people_personphone", "identity"),
        )
    ),
    Mutant("receivers of a grant read numbers", Open(("cases_casenumber",), "own_agency")),
    Mutant("denials are seen", Policy(PERMITS, "wall", "(NOT denied)", "true")),
    Mutant(
        "permits on hidden files are seen",
        Policy(PERMITS, "wall", f"(NOT (kept_from && {PRINCIPALS}))", "true"),
    ),
    Mutant(
        "permits on the cases of whom one must not know are seen",
        Function("refresh", "and (r.id = root or (below and r.person_id = root))", "and r.id = root"),
    ),
    Mutant(
        "a denial that was lifted hides permits for ever",
        Function("refresh", "c.kept_from <> r.denied", "cardinality(c.kept_from) = 0"),
    ),
    Mutant("permits that ran out are seen", Policy(PERMITS, "wall", "(expires_at > now())", "true")),
    Mutant("permits are seen a moment too long", Policy(PERMITS, "wall", "expires_at > now()", "expires_at >= now()")),
    Mutant(
        "everybody's permits are seen",
        Policy(PERMITS, "wall", OF_ONESELF, "true"),
    ),
    Mutant(
        "the trail of granted files is read",
        Policy(("audit_event",), "wall", "wall.stands_on(root_id)", "wall.reaches(root_id)"),
    ),
    Mutant(
        "everybody reads the agency's trail",
        Policy(
            ("audit_event",),
            "wall",
            f"('d:'::text || agency) = ANY ({PRINCIPALS}::text[])",
            "agency = (select wall.agency())",
        ),
    ),
    Mutant(
        "an officer reads every agency's trail",
        Policy(
            ("audit_event",),
            "wall",
            f"('d:'::text || agency) = ANY ({PRINCIPALS}::text[])",
            f"'d:' || (select wall.agency()) = any({PRINCIPALS}::text[])",
        ),
    ),
    Mutant(
        "one does not read one's own deeds",
        Policy(("audit_event",), "wall", "(actor = ( SELECT wall.actor() AS actor))", "false"),
    ),
    Mutant("events of files out of sight are written", Function("may_record", "or wall.reaches(root)", "or true")),
    Mutant(
        "keys of files out of sight are seen",
        Policy(("vault_keywrap",), "wall", "(r.id = vault_keywrap.root_id)", "true"),
    ),
    Mutant(
        "a key is used by whoever sees the file",
        Policy(("vault_keywrap",), "wall", "wall.is_needed((vault_keywrap.kind)::text, (a.classes)::text[])", "true"),
    ),
    Mutant(
        "an agency has no key to its own files",
        Policy(("vault_keywrap",), "wall", "(r.agency_id = vault_keywrap.agency_id)", "false"),
    ),
    Mutant(
        "other agencies' keys are seen",
        Policy(("vault_keywrap",), "wall", "(agency_id = ( SELECT wall.agency() AS agency))", "true"),
    ),
    Mutant(
        "everybody sees the agency's keys as its jobs do",
        Policy(("vault_keywrap",), "jobs", OF_JOBS, "agency_id = (select wall.agency())"),
    ),
    Mutant("jobs see no keys", Policy(("vault_keywrap",), "jobs", "'k:'::text", "'none:'::text")),
    Mutant(
        "the agency reads what its people are told",
        Policy(("notices_notice",), "wall", "('k:'::text || ", "('a:'::text || "),
    ),
    Mutant("jobs send for all agencies", Both(Open(("notices_notice",), "sends"), Open(("notices_notice",)))),
    Mutant("jobs send no message", Policy(("notices_notice",), "sends", "'k:'::text", "'none:'::text")),
    Mutant(
        "one does not see what one is told oneself",
        Policy(("notices_notice",), "wall", "(user_id = ( SELECT wall.actor() AS actor))", "false"),
    ),
    Mutant("cases are counted by everybody", Open(("cases_case",), "oversight")),
    Mutant("tokens are written unannounced", Script("alter table people_findingkeys disable trigger user")),
)

SIGHTS = (
    Mutant("the firewall does not stand", Function("sights", "me.enforcing and", "false and")),
    Mutant(
        "the firewall does not know border agencies",
        Function("enforces", "'police', 'labour', 'border'", "'police', 'labour'"),
    ),
    Mutant(
        "any release passes the firewall, whatever it rests on",
        Function(
            "sights", "g.release and g.basis_kind in ('vital_interest', 'court_order', 'mandatory_report')", "g.release"
        ),
    ),
    Mutant(
        "a basis passes the firewall without a release",
        Function("sights", "g.release and g.basis_kind", "g.basis_kind"),
    ),
    Mutant(
        "the firewall guards no place", Function("sights", "('status', 'place', 'shelter')", "('status', 'shelter')")
    ),
    Mutant("a summary is a full file", Function("sights", "g.level = 'full' as", "true as")),
    Mutant(
        "level and class are joined over grants",
        Function(
            "sights",
            "array_agg(distinct class order by class) filter (where is_full)",
            "case when bool_or(is_full) then array_agg(distinct class order by class) end",
        ),
    ),
    Mutant("sights ignore denials", Function("sights", "where not x.denied && me.p", "")),
    Mutant(
        "whoever was granted something reads everything",
        Function("sights", "and g.basis_kind in ('registration', 'case')", ""),
    ),
    Mutant(
        "sights outlive their grant by a moment",
        Function("live_permits", "c.expires_at > now()", "c.expires_at >= now()"),
    ),
    Mutant(
        "sights follow other people's grants",
        Function("live_permits", "and c.principal = any((select wall.verified_principals())::text[])", ""),
    ),
    Mutant("the team of a case does not stand on it", Function("sights", "'t:' || r.team_id", "null")),
)

MUTANTS = WHO + IDENTITY + FILES + HANGING + SIGHTS
