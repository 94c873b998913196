"""Mutants of duress: who is forced, what the shadow sees, who is told."""

from proofs.worlds.mutants import Function, Mutant, Open, Policy

WATCHES = "array['s:' || a.agency_id, 'so:' || a.office_id, 'd:' || a.agency_id] && wall.verified_principals() and"

WORLDS = (
    Mutant("shadows stand in every list of people", Open(("access_user",), "world")),
    Mutant("agencies of shadows stand in every list", Open(("access_agency",), "world")),
    Mutant("roles of shadows stand in every list", Open(("access_roleassignment",), "world")),
    Mutant(
        "the shadow sees everybody real",
        Function(
            "world",
            "select coalesce((select world from public.access_agency where id = wall.agency()), world)",
            "select world",
        ),
    ),
    Mutant("a grant leads from world to world", Function("agency_behind", "world = wall.world() and", "")),
    Mutant(
        "the cases of shadows are counted",
        Policy(("cases_case",), "oversight", "AND (agency_id IN ( SELECT a.id FROM access_agency a))", ""),
    ),
)

FORCED = (
    Mutant("the shadow sees what the real user sees", Function("enter", "if part[2] = 'duress' then", "if false then")),
    Mutant("nobody is told", Function("arrived", "perform wall.ring(coalesce(person, wall.actor()));", "")),
    Mutant(
        "every sign-in raises an alarm",
        Function("arrived", "if person is null then raise exception 'no alarm' using errcode = 'WA010'; end if;", ""),
    ),
    Mutant("an alarm hangs on another agency's office", Function("ring", "and r.agency_id = u.agency_id", "")),
    Mutant(
        "the shadow before goes on",
        Function("end_shadow", "update public.access_user set is_active = false where id = former;", ""),
    ),
    Mutant("jobs have a shadow", Function("found_shadow", "and kind = 'person'", "")),
    Mutant("who is shut out chooses a word", Function("found_shadow", "and is_active;", ";")),
    Mutant("the shadow covers whom the person covers", Function("found_shadow", "and r.covers_id is null", "")),
)

TOLD = (
    Mutant("everybody reads alarms", Open(("access_alarm",))),
    Mutant(
        "who was forced sees the alarm",
        Policy(("access_alarm",), "wall", "(user_id <> ( SELECT wall.actor() AS actor)) AND", ""),
    ),
    Mutant("who was forced reads of it in the trail", Policy(("audit_event",), "quiet", "'raise_alarm'", "'none'")),
    Mutant("anybody answers", Function("accept_alarm", WATCHES, "")),
    Mutant("one answers one's own", Function("accept_alarm", "and a.user_id <> wall.actor()", "")),
    Mutant("an alarm is answered twice", Function("accept_alarm", "and a.taken_at is null", "")),
    Mutant("jobs answer", Function("accept_alarm", "and 'k:' || a.agency_id <> all(wall.verified_principals())", "")),
)

CALENDARS = (
    Mutant("everybody sees the addresses of calendars", Open(("work_feed",), "own")),
    Mutant("everybody sees the views that others keep", Open(("work_keptview",), "own")),
    Mutant("who is shut out is fed", Function("fed", "and u.is_active", "")),
    Mutant("jobs are fed", Function("fed", "and u.kind = 'person'", "")),
    Mutant("who works at an agency that is shut is fed", Function("fed", "and a.is_active", "")),
    Mutant("any secret feeds", Function("fed", "where f.token_hash = fed.token_hash", "limit 1")),
    Mutant(
        "an address outlives the ways in",
        Function(
            "forget_ways",
            "delete from public.work_feed where user_id in"
            " (person, (select shadow_id from public.access_shadow where real_id = person));",
            "",
        ),
    ),
)

TOKENS = (
    Mutant("everybody sees the tokens of everybody", Open(("access_token",), "own")),
    Mutant("tokens are made for other agencies", Open(("access_token",), "own_agency")),
    Mutant("the program of whoever is shut out comes in", Function("bearer", "and u.is_active", "")),
    Mutant("jobs come in by tokens", Function("bearer", "and u.kind = 'person'", "")),
    Mutant("the program of an agency that is shut comes in", Function("bearer", "and a.is_active", "")),
    Mutant("any secret lets in", Function("bearer", "t.token_hash = bearer.token_hash and", "")),
    Mutant("a token never ends", Function("bearer", "and t.ends_at > now()", "")),
    Mutant("a shadow is shown no tokens", Function("lend_codes", "where t.user_id = person", "where false")),
    Mutant(
        "the programs of whoever was forced go on",
        Function("ring", "delete from public.access_token where user_id = person;", ""),
    ),
    Mutant(
        "a token outlives the ways in",
        Function(
            "forget_ways",
            "delete from public.access_token where user_id in"
            " (person, (select shadow_id from public.access_shadow where real_id = person));",
            "",
        ),
    ),
)

MUTANTS = WORLDS + FORCED + TOLD + CALENDARS + TOKENS
