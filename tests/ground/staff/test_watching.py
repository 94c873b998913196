"""Who watches over access in an agency: told when one of them goes, and never the last one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from jiwar.ground.access import grants
from jiwar.ground.access.models import RoleAssignment
from jiwar.ground.access.roles import Administrator
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Refused
from jiwar.ground.staff import actions, verbs
from jiwar.ground.staff.models import Verdict
from tests import keeper, people
from tests.ground.staff.test_roles import second_administrator, world
from tests.meanwhile import meanwhile
from tests.people import World

pytestmark = people.BOTH_SIDES
__all__ = ["world"]
SAYS = "somebody else goes on watching"


class Going(NamedTuple):
    """A way in which a role ends, through its action and below it."""

    act: Callable[[Who, RoleAssignment], None]
    below: Callable[[RoleAssignment], object]


GOING = [
    pytest.param(
        Going(
            lambda who, held: actions.shut_user_out(who, user_id=held.user_id),
            lambda held: grants.set_active(held.user_id, active=False),
        ),
        id="shut out",
    ),
    pytest.param(
        Going(
            lambda who, held: actions.end_role(who, assignment_id=held.pk),
            lambda held: grants.end_role(held.pk, at=clock.now()),
        ),
        id="role ended",
    ),
    pytest.param(
        Going(
            lambda who, held: actions.review_role(who, assignment_id=held.pk, verdict=Verdict.ENDED),
            lambda held: verbs.review_role(held.pk, Verdict.ENDED),
        ),
        id="reviewed",
    ),
]


@contextmanager
def below(who: Who) -> Iterator[None]:
    """What is done beneath the actions, and stopped by the wall because nobody else would watch."""
    with pytest.raises(DatabaseError, match=SAYS), standing(who), transaction.atomic(), announcing("attempt"):
        yield


class TestWhoWatches:
    """Nobody removes those who watch over access unseen."""

    def looks(self) -> set[UUID]:
        return {user for user, _ in keeper.notices("second_look")}

    @pytest.mark.parametrize("how", GOING)
    def test_the_others_are_told_when_one_goes(self, world: World, how: Going) -> None:
        role = RoleAssignment.objects.get(user_id=world.ghada.user_id)
        other = second_administrator(world)
        keeper.roles_since_yesterday()
        how.act(world.farah, role)
        assert self.looks() == {other.user_id, world.bashir.user_id}

    @pytest.mark.parametrize("how", GOING)
    def test_the_last_one_beside_who_removes_them_stays(self, world: World, how: Going) -> None:
        held = RoleAssignment.objects.get(user_id=world.ghada.user_id)
        with pytest.raises(Refused) as no:
            how.act(world.farah, held)
        assert no.value.reason.code == "last_to_watch"
        with below(world.farah):
            how.below(held)
        held.refresh_from_db()
        assert held.ends_at is None
        assert people.again("ghada").user_id == world.ghada.user_id

    def test_one_who_goes_anyway_is_not_one_who_stays(self, world: World) -> None:
        other = second_administrator(world)
        keeper.roles_since_yesterday()
        tomorrow = clock.now() + timedelta(days=1)
        with standing(world.farah), transaction.atomic(), announcing("attempt"):
            grants.end_role(RoleAssignment.objects.get(user_id=other.user_id, role=Administrator.code).pk, at=tomorrow)
        role = RoleAssignment.objects.get(user_id=world.ghada.user_id).pk
        with below(world.farah):
            grants.end_role(role, at=tomorrow)

    @pytest.mark.parametrize("how", GOING)
    def test_at_once_two_do_not_count_on_each_other(self, world: World, how: Going) -> None:
        other = second_administrator(world)
        keeper.roles_since_yesterday()
        officers = RoleAssignment.objects.get(user_id=world.ghada.user_id)
        hers = RoleAssignment.objects.get(user_id=world.farah.user_id)
        refused: list[str] = []

        def second() -> None:
            try:
                how.act(other, hers)
            except Refused as no:
                refused.append(no.reason.code)

        with meanwhile(world.farah, second):
            how.act(world.farah, officers)
        assert refused == ["last_to_watch"]
        assert RoleAssignment.objects.get(pk=hers.pk).ends_at is None
        assert people.again("farah").user_id == world.farah.user_id

    def test_nobody_is_told_when_a_worker_goes(self, world: World) -> None:
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        actions.end_role(world.farah, assignment_id=RoleAssignment.objects.get(user_id=world.huda.user_id).pk)
        assert self.looks() == set()
