"""Mutants of roles in life: who gives, who confirms, who covers, who reviews."""

from proofs.worlds.mutants import Function, Mutant

KEEPS = "wall.keeps_people_of(wall.agency_of_user(person))"

GIVING = (
    Mutant("anybody gives roles", Function("give_role", f"{KEEPS} and", "")),
    Mutant("one gives oneself a role", Function("give_role", "and person <> wall.actor()", "")),
    Mutant(
        "administrators give roles in every agency",
        Function(
            "keeps_people_of",
            "'m:' || agency = any(wall.verified_principals())",
            "wall.agency() is not null and exists (select from unnest(wall.verified_principals()) p where p ~ '^m:')",
        ),
    ),
    Mutant(
        "a powerful role is given by one alone",
        Function("give_role", "not wall.takes_two(person, given, team)", "true"),
    ),
    Mutant(
        "a powerful role counts as one for one alone",
        Function("takes_two", "(select needs_two from wall.role_reach where role = given) or", ""),
    ),
    Mutant("a team is given by one alone", Function("takes_two", "team is not null", "false")),
    Mutant("the same team again takes two", Function("takes_two", "r.team_id = team", "false")),
    Mutant("any team lately held opens the next", Function("takes_two", "and r.team_id = team", "")),
    Mutant("an absence that was covered counts as a team", Function("takes_two", "and r.covers_id is null", "")),
    Mutant(
        "a team that was left is forgotten",
        Function("takes_two", "r.ends_at > now() - interval '90 days'", "r.ends_at > now()"),
    ),
    Mutant("who is let in again is as powerful as before", Function("set_active", "if active then", "if false then")),
    Mutant("who was let in all the time loses what takes two", Function("set_active", "and not u.is_active", "")),
    Mutant("a role may be any, at any place", Function("role_fits", "select exists", "select true or exists")),
    Mutant(
        "an agency holds any role",
        Function("role_fits", "join wall.role_held h on h.kind = a.kind and h.role = given", ""),
    ),
    Mutant("an agency holds what another kind may hold", Function("role_fits", "h.kind = a.kind and", "")),
    Mutant("a role is given at another agency's place", Function("role_fits", "and o.agency_id = u.agency_id", "")),
    Mutant("a team need not be of the office", Function("role_fits", "and t.office_id = role_fits.office", "")),
    Mutant("an administrator holds a place", Function("role_fits", "r.is_placed or", "true or")),
    Mutant("somebody shut out is given a role", Function("role_fits", "and u.is_active", "")),
    Mutant("the system user is given a role", Function("role_fits", "and u.kind = 'person'", "")),
    Mutant("a role is given without its end", Function("put_role", "starts, ends, covered)", "starts, null, covered)")),
    Mutant("a role may be over before it begins", Function("put_role", "ends is null or ends > starts", "true")),
)

CONFIRMING = (
    Mutant("anybody proposes", Function("propose_role", f"{KEEPS} and", "")),
    Mutant("one proposes oneself", Function("propose_role", "and person <> wall.actor()", "")),
    Mutant("who proposes confirms", Function("confirm_role", "and wall.actor() <> p.proposed_by", "")),
    Mutant("one confirms a role of one's own", Function("confirm_role", "and wall.actor() <> p.user_id", "")),
    Mutant("anybody confirms", Function("confirm_role", "wall.watches(p.agency_id) and", "")),
    Mutant("what was decided is confirmed", Function("confirm_role", "p.state = 'open' and", "")),
    Mutant("what ran out is confirmed", Function("confirm_role", "and p.expires_at > now()", "")),
    Mutant(
        "a proposal lasts one moment too long",
        Function("confirm_role", "p.expires_at > now()", "p.expires_at >= now()"),
    ),
    Mutant(
        "a proposer who has gone still proposes",
        Function("confirm_role", "'m:' || p.agency_id = any(wall.principals_of(p.proposed_by))", "true"),
    ),
    Mutant(
        "who has changed is not asked again",
        Function("confirm_role", "and wall.role_fits(p.user_id, p.role, p.office_id, p.team_id)", ""),
    ),
    Mutant("anybody declines", Function("decline_role", "wall.watches(p.agency_id) and", "")),
)

COVERING = (
    Mutant("anybody arranges cover", Function("give_cover", "wall.supervises_place(r.agency_id, r.office_id) and", "")),
    Mutant("an office arranges no cover", Function("supervises_place", ", 'so:' || office", "")),
    Mutant(
        "jobs arrange cover", Function("supervises_place", "and 'k:' || agency <> all(wall.verified_principals())", "")
    ),
    Mutant("a supervisor's reach is covered", Function("give_cover", "and r.role = 'case_worker'", "")),
    Mutant("a cover is covered", Function("give_cover", "and r.covers_id is null", "")),
    Mutant("anybody covers", Function("give_cover", "and x.role in ('case_worker', 'supervisor')", "")),
    Mutant(
        "somebody of another agency covers",
        Function("give_cover", "x.agency_id = r.agency_id and u.agency_id = r.agency_id and", ""),
    ),
    Mutant("somebody shut out covers", Function("give_cover", "and u.is_active", "")),
    Mutant("a cover may last for ever", Function("give_cover", "and ends <= begins + interval '92 days'", "")),
    Mutant("a cover begins in the past", Function("give_cover", "greatest(starts, now())", "starts")),
    Mutant(
        "a cover outlasts the role it covers",
        Function("give_cover", "least(ends, wall.works_until(r.user_id, r.team_id),", "least(ends,"),
    ),
    Mutant(
        "a cover outlasts the work of whoever covers",
        Function("give_cover", ", wall.works_until(coverer, null)), r.user_id", "), r.user_id"),
    ),
    Mutant(
        "a cover goes on when the role it covers ends early",
        Function("cut_role", "least(wall.works_until(o.covers_id, o.team_id),", "least("),
    ),
    Mutant(
        "a cover goes on when whoever covers works no more",
        Function("cut_role", ", wall.works_until(o.user_id, null))", ")"),
    ),
    Mutant(
        "work elsewhere keeps a cover", Function("works_until", "r.role = 'case_worker' and r.team_id = team", "true")
    ),
    Mutant("a cover is arranged years ahead", Function("give_cover", "begins <= now() + interval '92 days'", "true")),
    Mutant(
        "whoever covers registers for the other team",
        Function("arrays_plain", "and r.covers_id is null", ""),
    ),
    Mutant("a cover is no cover", Function("put_role", "starts, ends, covered)", "starts, ends, null)")),
    Mutant(
        "anybody ends covers",
        Function("end_cover", "and (wall.supervises_place(r.agency_id, r.office_id) or r.user_id = wall.actor())", ""),
    ),
    Mutant("any role is ended as a cover", Function("end_cover", "and r.covers_id is not null", "")),
    Mutant("nobody lays a cover down", Function("end_cover", "or r.user_id = wall.actor()", "")),
)

REVIEWING = (
    Mutant("anybody reviews", Function("review_role", "wall.watches(r.agency_id) and", "")),
    Mutant("one reviews one's own", Function("review_role", "and r.user_id <> wall.actor()", "")),
    Mutant("the role of jobs is reviewed", Function("review_role", "and r.role <> 'system'", "")),
    Mutant("a review ends what was right", Function("review_role", "if verdict = 'ended' then", "if true then")),
    Mutant(
        "a review ends the last role that watches",
        Function("review_role", "wall.goes_on_watched(r.user_id, r.id, now())", "true"),
    ),
    Mutant("a review ends nothing", Function("review_role", "if verdict = 'ended' then", "if false then")),
    Mutant("workers watch", Function("watches", "'d:' || agency]", "'d:' || agency, 'a:' || agency]")),
)

MUTANTS = GIVING + CONFIRMING + COVERING + REVIEWING
