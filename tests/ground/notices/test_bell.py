"""The bell: what one was told, with the file it is about for whoever sees it, until it was looked at."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from jiwar.areas.cases import actions as cases
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Who
from jiwar.ground.notices.actions import see_notices
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.queries import MANY, my_notices, unseen
from jiwar.ground.notices.words import NoticeKind
from tests import keeper, make, people
from tests.injecting import inject
from tests.people import World, signed_in

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def shown(who: Who) -> str:
    return signed_in(who).get(reverse("notices")).content.decode()


def told(world: World, who: Who, kind: NoticeKind = NoticeKind.WORK_WAITS, times: int = 1) -> None:
    with standing(world.bashir), transaction.atomic(), announcing("test"):
        for _ in range(times):
            tell(who.user_id, kind)


def news(who: Who) -> int:
    with standing(who):
        return unseen(who)


class TestWhatIsTold:
    def test_with_its_file_for_whoever_sees_it(self, world: World) -> None:
        case = make.case(world.amal)
        cases.assign_case(world.amal, case.pk, owner_id=world.bashir.user_id, version=case.version)
        page = shown(world.bashir)
        assert case.code in page
        assert reverse("case", args=[case.pk]) in page

    def test_and_without_it_for_whoever_is_kept_out(self, world: World) -> None:
        case = make.case(world.amal)
        cases.assign_case(world.amal, case.pk, owner_id=world.bashir.user_id, version=case.version)
        cases.declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
        page = shown(world.bashir)
        assert "Something new waits for you." in page
        assert case.code not in page
        assert str(case.pk) not in page

    @pytest.mark.parametrize("name", ["farah", "ghada", "elias"])
    def test_whoever_sees_no_file_is_told_of_none(self, world: World, name: str) -> None:
        case = make.case(world.amal)
        with standing(world.amal), transaction.atomic(), announcing("test"):
            tell(world.named(name).user_id, NoticeKind.SECOND_LOOK, root_id=case.pk)
        page = shown(world.named(name))
        assert "Something needs your eyes today." in page
        assert case.code not in page
        assert str(case.pk) not in page

    def test_a_number_until_it_was_looked_at(self, world: World) -> None:
        told(world, world.amal, times=2)
        assert (news(world.amal), news(world.huda)) == (2, 0)
        assert '<b class="bell-n">2' in signed_in(world.amal).get(reverse("home")).content.decode()
        see_notices(world.amal)
        assert news(world.amal) == 0
        assert "bell-n" not in signed_in(world.amal).get(reverse("home")).content.decode()
        with standing(world.amal):
            assert [line.is_new for line in my_notices(world.amal)] == [False, False]

    def test_many_are_not_counted(self, world: World) -> None:
        told(world, world.amal, times=MANY + 3)
        assert f"{MANY - 1}+" in signed_in(world.amal).get(reverse("home")).content.decode()

    def test_looked_at_by_a_press(self, world: World) -> None:
        told(world, world.amal)
        client = signed_in(world.amal)
        assert client.post(reverse("notices")).status_code == 303
        assert news(world.amal) == 0
        assert keeper.last_event().action == "see_notices"


class TestOthers:
    def test_nobody_sees_those_of_others_nor_looks_at_them_for_them(self, world: World) -> None:
        told(world, world.amal)
        see_notices(world.huda)
        assert news(world.amal) == 1
        with standing(world.huda):
            assert Notice.objects.count() == 0

    def test_nothing_of_a_notice_is_changed_by_hand(self, world: World) -> None:
        told(world, world.amal)
        for change in ("seen_at = null", "root_id = null", "kind = 'shared'"):
            with pytest.raises(DatabaseError, match="permission denied"):
                inject(world.amal, f"update notices_notice set {change}")
