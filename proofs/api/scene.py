"""Who works here, their files, and a token of each: so that requests get past the door and find something."""

from dataclasses import dataclass
from random import Random
from uuid import UUID

from django.db import connection, transaction

from jiwar.areas.cases import actions as cases
from jiwar.ground.access import wall
from jiwar.ground.access.scopes import Scope
from tests import make, people
from tests.partner import EVERYTHING, partner

ASKING: dict[str, tuple[int, tuple[Scope, ...]]] = {
    "amal": (6, EVERYTHING),
    "bashir": (4, EVERYTHING),
    "carine": (2, EVERYTHING),
    "dima": (1, EVERYTHING),
    "huda": (1, (Scope.CASES_READ,)),
}
"""Who asks, how often, and with which scopes."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Tokens by whom they stand for; ids by the name under which they are asked for."""

    tokens: dict[str, str]
    ids: dict[str, list[UUID]]
    users: dict[str, UUID]

    def version_of(self, file: UUID, *, by: str) -> int:
        """The version of a file that somebody sees; 1 where it is out of sight."""
        with transaction.atomic(), connection.cursor() as cursor:
            wall.enter(self.users[by])
            cursor.execute(
                "select version from cases_case where id = %(id)s union all"
                " select version from people_person where id = %(id)s",
                {"id": file},
            )
            row = cursor.fetchone()
        return row[0] if row else 1


def set_scene() -> Scene:
    """The personas, twelve files of Amal's, one of them closed, one shared, one sealed by a hold."""
    world = people.gather()
    made = [make.case(world.amal) for _ in range(10)] + [make.closed_case(world.amal), make.case(world.carine)]
    make.share(world.amal, made[0], world.carine)
    for case in made[:3]:
        cases.note_case(world.amal, case.pk, text="ملاحظة")
    colleagues = [world.amal.user_id, world.huda.user_id, world.bashir.user_id, world.dima.user_id]
    return Scene(
        tokens={name: partner(world.named(name), *scopes).secret for name, (_, scopes) in ASKING.items()},
        ids={
            "case_id": [case.pk for case in made],
            "person_id": [case.person_id for case in made],
            "owner_id": colleagues,
            "user_id": colleagues,
            "team_id": [team.pk for team in world.teams.values()],
        },
        users={name: world.named(name).user_id for name in ASKING},
    )


def one_of(rng: Random, scene: Scene, name: str) -> str:
    return str(rng.choice(scene.ids[name]))
