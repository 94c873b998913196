"""What injected SQL may not bring about although its author works on the file."""

import pytest
from django.db import DatabaseError

from jiwar.areas.cases import actions
from jiwar.areas.cases.models import Case
from tests import keeper, make, people
from tests.injecting import inject
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


class TestTheCaseBecauseOfWhich:
    """A denial or a permit from work names a case of that person: what names anything else could not be taken back."""

    DENY = "select wall.deny(%s, %s, %s)"
    INSIDE = "select wall.set_inside(%s, 'case', %s, array[%s])"

    def refs(self, world: World) -> list[str]:
        """A word, nothing, and the case of somebody else."""
        return ["kin", "", str(make.case(world.amal).pk)]

    def test_no_conflict_rests_on_anything_else(self, world: World) -> None:
        case = make.case(world.amal)
        for ref in [*self.refs(world), str(case.person_id)]:
            for root in (case.pk, case.person_id):
                with pytest.raises(DatabaseError, match="no case of this file"):
                    inject(world.amal, self.DENY, root, world.bashir.user_id, ref)
        assert not keeper.rows("select from public.case_access where denied")

    def test_nor_on_the_person_of_the_case(self, world: World) -> None:
        case = make.case(world.amal)
        other = make.case(world.amal, of=case.person_id)
        with pytest.raises(DatabaseError, match="no case of this file"):
            inject(world.amal, self.DENY, case.pk, world.bashir.user_id, str(other.pk))

    def test_no_colleague_is_let_in_because_of_anything_else(self, world: World) -> None:
        case = make.case(world.amal)
        for ref in self.refs(world):
            with pytest.raises(DatabaseError, match="no case of this file"):
                inject(world.amal, self.INSIDE, case.person_id, ref, f"u:{world.huda.user_id}")

    def test_the_workers_of_another_case_are_not_put_out(self, world: World) -> None:
        """Amal and Huda each have a case of one person; Amal says nothing about who works on Huda's."""
        case = make.case(world.amal)
        theirs = self.with_huda(world, case)
        with pytest.raises(DatabaseError, match="no case of this file"):
            inject(world.amal, self.INSIDE, case.person_id, str(theirs.pk), f"u:{world.amal.user_id}")

    def with_huda(self, world: World, case: Case) -> Case:
        made = make.case(world.bashir, of=case.person_id, team_id=world.teams["amman"].pk, owner_id=world.huda.user_id)
        actions.note_case(world.huda, made.pk, text="x")
        return made
