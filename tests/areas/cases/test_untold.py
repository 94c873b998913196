"""History tells what became of a file, and not whom the wall let in or kept out."""

import pytest

from tests import keeper, make, people
from tests.injecting import inject
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def written() -> list[tuple[object, ...]]:
    """Every row of the histories of the two roots."""
    return keeper.rows(
        "select pgh_id, id from public.cases_casehistory union all select pgh_id, id from public.people_personhistory"
    )


def test_a_conflict_and_a_grant_write_no_history_of_the_file(world: World) -> None:
    case = make.case(world.amal, mine=False, owner_id=world.amal.user_id, of=make.person(world.amal))
    before = written()
    for root in (case.pk, case.person_id):
        inject(world.amal, "select wall.deny(%s, %s, %s)", root, world.huda.user_id, str(case.pk))
    make.share(world.amal, case, world.carine)
    assert written() == before


def test_what_becomes_of_the_file_is_written(world: World) -> None:
    case = make.case(world.amal)
    before = len(written())
    inject(world.amal, "update cases_case set risk = 'high' where id = %s", case.pk)
    assert len(written()) == before + 1
