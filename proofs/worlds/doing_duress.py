"""Choosing a second word and signing in, in SQL."""

from hashlib import sha256
from typing import LiteralString
from uuid import UUID

from proofs.worlds import deeds
from proofs.worlds.facts import World
from proofs.worlds.forcing import copied
from proofs.worlds.stage import Stage
from proofs.worlds.verbs import Code, Outcome

SAME = "role, starts_at, ends_at, office_id is null, team_id is null"
NAMED: tuple[LiteralString, ...] = (
    "update access_office set id = %(office)s where agency_id = %(house)s",
    """
    update access_team set id = %(team)s, office_id = %(office)s
    where world = (select world from access_agency where id = %(house)s)
    """,
    """
    update access_roleassignment set user_id = %(jobs)s, id = %(of_jobs)s
    where agency_id = %(house)s and user_id <> %(shadow)s
    """,
    "update access_user set id = %(jobs)s where agency_id = %(house)s and id <> %(shadow)s",
    f"""
    with r as (select p.new, r.*, row_number() over (partition by {SAME} order by r.id) as n
               from access_roleassignment r join unnest(%(old)s::uuid[], %(new)s::uuid[]) p (old, new) on p.old = r.id
               where r.covers_id is null and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now())
                 and r.agency_id = (select agency_id from access_user where id = %(actor)s)),
    c as (select *, row_number() over (partition by {SAME} order by id) as n from access_roleassignment
          where user_id = %(shadow)s)
    update access_roleassignment x set id = r.new,
      office_id = case when x.office_id is not null then %(office)s::uuid end,
      team_id = case when x.team_id is not null then %(team)s::uuid end
    from c join r on (r.role, r.starts_at, r.office_id is null, r.team_id is null, r.n)
                   = (c.role, c.starts_at, c.office_id is null, c.team_id is null, c.n)
      and r.ends_at is not distinct from c.ends_at
    where x.id = c.id
    """,
)
"""What the database chose, in the names of the story."""
TOKEN = """
insert into access_token (id, user_id, agency_id, purpose, scopes, token_hash, made_at, ends_at)
values (%s, %s, %s, 'own_system', '{cases.read}', %s, now() - interval '10 days', now() + %s * interval '1 microsecond')
"""
MESSAGE = "insert into notices_notice (id, user_id, kind, created_at) values (%s, %s, '', now())"


def choose_word(stage: Stage, world: World, deed: deeds.ChooseWord, key: bytes) -> Outcome:
    """Offices, teams and roles get ids of the database; in the story they go by others."""
    stage.db.execute("select wall.found_shadow(%s, %s, %s, 'word')", [deed.shadow, deed.house, key])
    roles = [role.id for role in world.roles.values() if role.user == deed.actor]
    given = {name: getattr(deed, name) for name in ("actor", "shadow", "house", "office", "team", "jobs")}
    given |= {
        "old": roles,
        "new": [copied(deed.shadow, role) for role in roles],
        "of_jobs": copied(deed.jobs, deed.jobs),
    }
    stage.superuser()
    stage.run("set local session_replication_role = replica")
    for statement in NAMED:
        stage.db.execute(statement, given)
    _name_tokens(stage, world, deed.actor, deed.shadow)
    for user in (deed.shadow, deed.jobs):
        stage.db.execute(MESSAGE, [user, user])
    stage.run("set local session_replication_role = origin")
    return Outcome(Code.DONE)


def _name_tokens(stage: Stage, world: World, person: UUID | None, shadow: UUID) -> None:
    """What a shadow is shown of its person's tokens: under a hash that stands for no secret."""
    for token in [one.id for one in world.tokens.values() if one.user == person]:
        blind = sha256(f"{kept_of(token)}{shadow}".encode()).hexdigest()
        stage.db.execute("update access_token set id = %s where token_hash = %s", [copied(shadow, token), blind])


def kept_of(feed: UUID) -> str:
    """What stands for the hash of a secret."""
    return feed.hex * 2


def make_token(stage: Stage, deed: deeds.MakeToken) -> Outcome:
    """A token that was made ten days ago, for everything."""
    values = [deed.token, deed.actor, deed.agency, kept_of(deed.token), deed.ends]
    stage.db.execute(TOKEN, values)
    return Outcome(Code.DONE)


def arrive(stage: Stage, world: World, deed: deeds.Arrive) -> Outcome:
    """How many alarms there are more; they get an id of the database too."""
    who = deed.actor
    if deed.forced and deed.actor:
        stage.one("select wall.enter(%s)", [stage.token(deed.actor, mode="duress")])
        who = stage.one("select id from access_user where id = wall.actor()")
    if who is None:
        return Outcome(Code.DONE, 0)
    stage.become(who)
    stage.run("select wall.arrived()")
    stage.superuser()
    stage.run("set local session_replication_role = replica")
    _name_tokens(stage, world, next((real for real, shadow in world.shadows.items() if shadow == who), None), who)
    known = list(world.alarms)
    rung = stage.db.execute("update access_alarm set id = %s where id <> all(%s::uuid[])", [deed.alarm, known])
    stage.run("set local session_replication_role = origin")
    return Outcome(Code.DONE, rung.rowcount)
