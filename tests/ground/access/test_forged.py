"""What injected SQL may name and the database says for itself: who wrote, and when."""

from uuid import uuid4

import pytest
from django.db import DatabaseError

from jiwar.areas.cases.models import Case
from jiwar.ground.access.models import RoleAssignment, User
from jiwar.ground.base.errors import Missing
from jiwar.ground.staff import actions
from tests import keeper, make, people
from tests.injecting import inject
from tests.people import World

pytestmark = people.BOTH_SIDES
LONG_AGO = "2001-01-01 00:00+00"


@pytest.fixture
def world() -> World:
    return people.gather()


class TestNotes:
    def write(self, world: World, case: Case) -> None:
        inject(
            world.amal,
            "insert into cases_note (id, version, created_at, updated_at, case_id, author_id, occasion, happened_on,"
            " risk, text) values (%s, 1, %s, now(), %s, %s, 'note', current_date, '', 'x')",
            uuid4(), LONG_AGO, case.pk, world.bashir.user_id,
        )  # fmt: skip

    def test_whoever_writes_signs(self, world: World) -> None:
        self.write(world, make.case(world.amal))
        assert keeper.rows("select author_id from public.cases_note") == [(world.amal.user_id,)]

    def test_at_the_time_it_is(self, world: World) -> None:
        self.write(world, make.case(world.amal))
        for table in ("cases_note", "cases_notehistory"):
            query = f"select count(*) from public.{table} where created_at > now() - interval '1 minute'"
            assert keeper.rows(query) == [(1,)]

    def test_neither_is_changed_later(self, world: World) -> None:
        self.write(world, make.case(world.amal))
        for column in ("author_id", "created_at"):
            with pytest.raises(DatabaseError, match="permission denied"):
                inject(world.amal, f"update cases_note set {column} = {column}")


@pytest.mark.parametrize("table", ["cases_case", "people_person"])
def test_no_file_is_dated_anew(world: World, table: str) -> None:
    make.case(world.amal)
    with pytest.raises(DatabaseError, match="permission denied"):
        inject(world.amal, f"update {table} set created_at = %s", LONG_AGO)


class TestTheSystemUser:
    def test_no_administrator_shuts_it_out(self, world: World) -> None:
        with pytest.raises(Missing):
            actions.shut_user_out(world.farah, user_id=world.system.user_id)
        assert User.objects.get(pk=world.system.user_id).is_active

    def test_no_administrator_ends_its_role(self, world: World) -> None:
        held = RoleAssignment.objects.get(user_id=world.system.user_id)
        with pytest.raises(Missing):
            actions.end_role(world.farah, assignment_id=held.pk)
        assert RoleAssignment.objects.get(pk=held.pk).ends_at is None
