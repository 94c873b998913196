"""A world at its beginning, in SQL: agencies and people, by the operator. Files come later, by deeds."""

from typing import Any

from proofs.worlds.facts import World
from proofs.worlds.stage import Stage

ROLE = """
insert into access_roleassignment (id, user_id, role, agency_id, office_id, team_id, starts_at, ends_at)
values (%s, %s, %s, %s, %s, %s, now() + %s * interval '1 microsecond', now() + %s * interval '1 microsecond')
"""


def build(stage: Stage, world: World) -> None:
    """Write the agencies, offices, teams, users and roles of a world, and a message for everybody in the outbox."""
    stage.operator()
    tables: dict[str, list[dict[str, Any]]] = {
        "access_agency": [
            {"id": a.id, "code": f"a{a.id.hex[:12]}", "kind": a.kind, "is_active": a.active}
            for a in world.agencies.values()
        ],
        "access_office": [{"id": o.id, "agency_id": o.agency} for o in world.offices.values()],
        "access_team": [{"id": t.id, "office_id": t.office} for t in world.teams.values()],
        "access_user": [
            {
                "id": u.id, "username": u.id.hex, "agency_id": u.agency, "is_active": u.active, "language": "en",
                "kind": "system" if u.is_system else "person",
            }
            for u in world.users.values()
        ],
    }  # fmt: skip
    roles = [(r.id, r.user, str(r.holds), r.agency, r.office, r.team, r.starts, r.ends) for r in world.roles.values()]
    with stage.db.cursor() as cursor:
        for table, rows in tables.items():
            statement = stage.insert(table, tuple(rows[0]))
            cursor.executemany(statement.encode(), [tuple(row.values()) for row in rows])
        cursor.executemany(ROLE, roles)
    stage.keeper()
    message = "insert into public.notices_notice (id, user_id, kind, created_at) values (%s, %s, '', now())"
    with stage.db.cursor() as cursor:
        cursor.executemany(message, [(user, user) for user in world.users])
