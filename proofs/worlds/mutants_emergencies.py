"""Mutants of emergency openings, of seals by two, and of who is told who can see."""

from proofs.worlds.mutants import Both, Function, Mutant, Open, Policy, Script

ROOTS = ("people_person", "cases_case")

GLASS = (
    Mutant(
        "an emergency opens what is denied",
        Function(
            "break_glass",
            "and not exists (select from wall.roots(array[c.id, c.person_id]) r where r.denied && me)",
            "",
        ),
    ),
    Mutant("an emergency opens another agency's file", Function("break_glass", "c.agency_id = wall.agency() and", "")),
    Mutant(
        "everybody of an agency has emergencies",
        Function("break_glass", "'a:' || wall.agency() = any(me)", "wall.agency() is not null"),
    ),
    Mutant(
        "an emergency lasts for days", Function("break_glass", "minutes between 1 and 60", "minutes between 1 and 1440")
    ),
    Mutant(
        "an emergency has no end",
        Function("break_glass", "false, false, now() + make_interval(mins => minutes))", "false, false, null)"),
    ),
    Mutant(
        "an emergency is whatever it is called",
        Function("break_glass", "category in ('life',", "true or category in ('life',"),
    ),
    Mutant("nobody waits for a review", Function("break_glass", "and g.reviewed_at is null", "and false")),
    Mutant("the right rests for ever", Function("break_glass", "and g.reviewed_at is null", "")),
    Mutant(
        "the right rests at once",
        Function("break_glass", "and g.opened_at <= now() - interval '24 hours'", ""),
    ),
    Mutant(
        "a review may be a moment late",
        Function(
            "break_glass", "g.opened_at <= now() - interval '24 hours'", "g.opened_at < now() - interval '24 hours'"
        ),
    ),
    Mutant("the right of all rests", Function("break_glass", "g.user_id = wall.actor() and", "")),
    Mutant(
        "a file in sight is opened again",
        Function("break_glass", "exists (select from wall.sights(array[the_case.id]))", "false"),
    ),
    Mutant(
        "the person stays shut",
        Function("break_glass", "array[the_case.id, the_case.person_id]) root", "array[the_case.id]) root"),
    ),
    Mutant(
        "whoever opened a file in an emergency stands on it",
        Function(
            "stands", "c.basis_kind in ('registration', 'case')", "c.basis_kind in ('registration', 'case', 'glass')"
        ),
    ),
    Mutant(
        "what is open in an emergency is written",
        Policy(ROOTS, "own_update", "wall.stands_on(id)", "(wall.stands_on(id) or wall.by_glass(id))"),
    ),
    Mutant(
        "names of what is open in an emergency are deleted",
        Policy(
            ("people_personname",),
            "own_delete",
            "wall.stands_on(person_id)",
            "(wall.stands_on(person_id) or wall.by_glass(person_id))",
        ),
    ),
    Mutant(
        "no note is written in an emergency",
        Policy(("cases_note",), "own_insert", "OR wall.by_glass(case_id)", ""),
    ),
    Mutant(
        "anybody closes",
        Function("close_glass", "g.user_id = wall.actor() or wall.judges(g.case_id, g.agency_id)", "true"),
    ),
    Mutant(
        "whoever opened cannot close",
        Function("close_glass", "g.user_id = wall.actor() or wall.judges", "wall.judges"),
    ),
    Mutant(
        "closing closes for everybody",
        Function("close_glass", "and c.basis_id = glass::text", ""),
    ),
    Mutant("closing is on paper", Function("close_glass", "c.basis_kind = 'glass' and", "false and")),
    Mutant(
        "one reviews one's own",
        Both(
            Function("review_glass", "g.user_id <> wall.actor() and", ""),
            Script("alter table cases_glass drop constraint glass_is_reviewed_by_another"),
        ),
    ),
    Mutant("anybody reviews", Function("review_glass", "and wall.judges(g.case_id, g.agency_id)", "")),
    Mutant("a review is changed", Function("review_glass", "g.verdict in ('', 'follow_up')", "true")),
    Mutant("what is not justified stays open", Function("review_glass", "if verdict = 'not_justified'", "if false")),
    Mutant(
        "officers judge for all agencies",
        Function(
            "judges",
            "'d:' || agency = any(wall.verified_principals())",
            "exists (select from unnest(wall.verified_principals()) p where p ~ '^d:')",
        ),
    ),
    Mutant("officers judge nothing", Function("judges", "or 'd:' || agency = any(wall.verified_principals())", "")),
    Mutant("supervisors judge nothing", Function("judges", "wall.supervises(root) or", "")),
    Mutant("emergencies are seen by all", Open(("cases_glass",))),
    Mutant(
        "emergencies are hidden from who opened",
        Policy(("cases_glass",), "wall", "(user_id = ( SELECT wall.actor() AS actor)) OR", ""),
    ),
    Mutant(
        "emergencies are hidden from those whose file it is",
        Policy(("cases_glass",), "wall", "OR wall.stands_on(case_id)", ""),
    ),
)

SEALS = (
    Mutant(
        "one seals alone",
        Both(
            Function("decide_seal", "p.proposed_by_id <> wall.actor() and", ""),
            Script("alter table cases_sealproposal drop constraint two_people_seal"),
        ),
    ),
    Mutant("anybody confirms", Function("decide_seal", "and wall.judges(p.case_id, p.agency_id)", "")),
    Mutant(
        "anybody rejects",
        Function("decide_seal", "p.proposed_by_id = wall.actor() or wall.judges(p.case_id, p.agency_id)", "true"),
    ),
    Mutant(
        "nobody withdraws", Function("decide_seal", "p.proposed_by_id = wall.actor() or wall.judges", "wall.judges")
    ),
    Mutant("what was decided is decided again", Function("decide_seal", "and s.decision = ''", "")),
    Mutant(
        "what was rejected is done", Function("decide_seal", "if confirm and p.kind = 'seal'", "if p.kind = 'seal'")
    ),
    Mutant("a seal leaves the person", Function("decide_seal", "array[p.person_id, p.case_id]", "array[p.case_id]")),
    Mutant(
        "lifting leaves the person",
        Function("decide_seal", "and c.basis_id = p.case_id::text", "and c.root_id = p.case_id"),
    ),
    Mutant("lifting lifts every seal", Function("decide_seal", "and c.basis_id = p.case_id::text", "")),
    Mutant(
        "lifting lifts conflicts too",
        Function("decide_seal", "c.denied and c.basis_kind = 'sealed' and", "c.denied and"),
    ),
    Mutant("workers propose", Function("propose_seal", "wall.supervises(root) and", "")),
    Mutant(
        "what one does not stand on is proposed", Function("propose_seal", "then wall.stands_on(root)", "then true")
    ),
    Mutant("a seal is lifted where none lies", Function("propose_seal", "else wall.is_sealed(root)", "else true")),
    Mutant("the same is proposed twice", Function("propose_seal", "and p.decision = ''", "and false")),
    Mutant(
        "one lifts a seal alone",
        Both(
            Function("lift", "kind = 'conflict'", "true"),
            Function("lift", "'u:' || person", "coalesce('u:' || person, '*')"),
        ),
    ),
    Mutant("proposals are seen by all", Open(("cases_sealproposal",))),
    Mutant(
        "proposals about sealed files are seen by nobody",
        Policy(("cases_sealproposal",), "wall", "wall.supervises(case_id)", "wall.stands_on(case_id)"),
    ),
)

TELLING = (
    Mutant("everybody is told who can see", Function("seers", "where wall.stands_on(root)", "")),
    Mutant("conflicts are told to colleagues", Function("seers", "or wall.supervises(r.id)", "or true")),
    Mutant("supervisors are not told of conflicts", Function("seers", "or wall.supervises(r.id)", "")),
    Mutant("denied people are said to see", Function("seers", "r.denied && people.p from", "false from")),
    Mutant("ways that are over are told", Function("ways", "and (c.expires_at is null or c.expires_at > now())", "")),
    Mutant("denials are told as ways", Function("ways", "where not c.denied and", "where")),
    Mutant("the team is forgotten", Function("ways", "'t:' || r.team_id,", "")),
    Mutant(
        "the explanation forgets denials", Function("explain", "where not r.denied && u.p and exists", "where exists")
    ),
)

MUTANTS = GLASS + SEALS + TELLING
