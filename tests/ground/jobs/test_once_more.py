"""What was given up is done once more: by an administrator of its agency, or by the operator."""

from uuid import uuid4

import pytest
from django.db import transaction

from jiwar.ground.access import wall
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.jobs import actions, operating
from tests import keeper, people, working
from tests.ground.jobs.test_jobs import DID, NOTE, REFUSE, known, put, world
from tests.people import World

pytestmark = people.BOTH_SIDES
__all__ = ["known", "world"]


class TestTryingAgain:
    def test_an_administrator_has_it_done_once_more(self, world: World) -> None:
        made = put(world.amal, REFUSE)
        working.work()
        actions.retry_job(world.farah, job_id=made)
        assert working.jobs() == [("refuse", "waiting", 0, "")]
        assert keeper.last_event()[:2] == ("retry_job", "done")
        assert (working.work(), len(DID)) == (["refuse"], 2)

    def test_nobody_else_may(self, world: World) -> None:
        made = put(world.amal, REFUSE)
        working.work()
        for who in (world.amal, world.bashir, world.ghada, world.system):
            with pytest.raises(Forbidden):
                actions.retry_job(who, job_id=made)
        assert Permission.JOB_KEEP in world.farah.permissions

    def test_nothing_of_another_agency_and_nothing_that_was_not_given_up(self, world: World) -> None:
        theirs, waiting = put(world.dima, REFUSE), None
        working.work()
        waiting = put(world.amal, NOTE)
        for job in (theirs, waiting, uuid4()):
            with pytest.raises(Missing):
                actions.retry_job(world.farah, job_id=job)

    def test_the_operator_sees_all_and_may_too(self, world: World) -> None:
        made = put(world.dima, REFUSE)
        working.work()
        assert [(one.pk, one.agency.code) for one in operating.given_up_anywhere()] == [(made, "iom")]
        with transaction.atomic("owner"), wall.announcing("test", using="owner"):
            assert operating.retry_for_operator(made)
            assert not operating.retry_for_operator(made)
        assert working.work() == ["refuse"]
