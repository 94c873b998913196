"""A file of which every supervisor is kept out: the data-protection officer judges the conflict, and opens nothing."""

from uuid import UUID

import pytest
from django.db import DatabaseError
from django.urls import reverse

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Ruling
from jiwar.ground.access.roles import DataProtectionOfficer, Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.words import NoticeKind
from tests import keeper, make, people
from tests.injecting import answer, inject
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    """Amal, whose case it is, keeps its only supervisor out."""
    made = make.case(world.amal)
    actions.declare_conflict(world.amal, made.pk, user_id=world.bashir.user_id)
    return made


def listed(who: Who) -> list[tuple[str, UUID, Ruling | None]]:
    with standing(who):
        return [(one.code, one.user.id, one.ruling) for one in queries.stranded_conflicts(who)]


def sees(who: Who, case: Case) -> bool:
    with standing(who):
        return Case.objects.filter(pk=case.pk).exists()


def told(world: World) -> set[UUID]:
    """Who is told that something needs a second look, as each of them sees it."""
    found = set()
    for who in (world.amal, world.bashir, world.ghada):
        with standing(who):
            if Notice.objects.filter(kind=NoticeKind.SECOND_LOOK, user_id=who.user_id).exists():
                found.add(who.user_id)
    return found


def rule(who: Who, case: Case, user: Who, ruling: Ruling = Ruling.MISTAKEN) -> None:
    actions.judge_conflict(who, case.pk, user_id=user.user_id, ruling=ruling)


class TestTheOfficer:
    def test_is_shown_its_code_and_lifts_it(self, world: World, case: Case) -> None:
        assert listed(world.ghada) == [(case.code, world.bashir.user_id, None)]
        rule(world.ghada, case, world.bashir)
        assert sees(world.bashir, case)
        assert listed(world.ghada) == []
        assert not sees(world.ghada, case)

    @pytest.mark.parametrize("ruling", [Ruling.FOUNDED, Ruling.UNCLEAR])
    def test_or_keeps_it_and_may_judge_again(self, world: World, case: Case, ruling: Ruling) -> None:
        rule(world.ghada, case, world.bashir, ruling)
        assert not sees(world.bashir, case)
        assert listed(world.ghada) == [(case.code, world.bashir.user_id, ruling)]
        rule(world.ghada, case, world.bashir, Ruling.UNFOUNDED)
        assert sees(world.bashir, case)

    def test_every_case_of_the_person_comes_back(self, world: World, case: Case) -> None:
        other = make.case(world.amal, of=case.person_id)
        assert not sees(world.bashir, other)
        rule(world.ghada, case, world.bashir)
        assert sees(world.bashir, other)

    def test_what_was_found_is_recorded(self, world: World, case: Case) -> None:
        rule(world.ghada, case, world.bashir)
        event = keeper.events("judge_conflict")[-1]
        assert (event.outcome, event.actor, event.root_id) == ("done", world.ghada.user_id, case.pk)
        kept = keeper.rows(
            "select pgh_label, ruling, pgh_actor from public.access_granthistory"
            " where root_id = %s and denied order by pgh_id", [case.pk],
        )  # fmt: skip
        assert kept[1:] == [(label, "mistaken", world.ghada.user_id) for label in ("update", "delete")]

    def test_who_is_concerned_is_told_and_nobody_of_ones_own(self, world: World, case: Case) -> None:
        before = told(world)
        rule(world.ghada, case, world.bashir, Ruling.FOUNDED)
        assert told(world) - before == {world.amal.user_id}
        rule(world.ghada, case, world.bashir)
        assert told(world) - before == {world.amal.user_id, world.bashir.user_id}

    def test_whose_file_it_is_learns_nothing_of_ones_own_while_it_stands(self, world: World) -> None:
        """Amal, whose case it is, is kept out of it, and so is its only supervisor."""
        case = make.case(world.amal)
        actions.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
        actions.declare_conflict(world.bashir, case.pk, user_id=world.bashir.user_id)
        before = told(world)
        rule(world.ghada, case, world.amal, Ruling.FOUNDED)
        assert world.amal.user_id not in told(world) - before
        rule(world.ghada, case, world.amal)
        assert world.amal.user_id in told(world) - before

    def test_has_a_page_for_it(self, world: World, case: Case) -> None:
        browser = people.signed_in(world.ghada)
        page = reverse("conflict-rule", args=[case.pk, world.bashir.user_id])
        assert page in browser.get(reverse("second-look")).content.decode()
        assert case.code in browser.get(page).content.decode()
        assert browser.post(page, {"ruling": "mistaken"}).status_code == 303
        assert sees(world.bashir, case)


class TestNobodyElse:
    def test_judges_while_a_supervisor_is_left(self, world: World, case: Case) -> None:
        people.add_role(world.elias.user_id, Supervisor)
        assert listed(world.ghada) == []
        with pytest.raises(Missing):
            rule(world.ghada, case, world.bashir)

    def test_judges_a_conflict_that_is_none(self, world: World, case: Case) -> None:
        with pytest.raises(Missing):
            rule(world.ghada, case, world.huda)

    @pytest.mark.parametrize("name", ["amal", "bashir", "farah", "dina"])
    def test_is_allowed(self, world: World, case: Case, name: str) -> None:
        with pytest.raises(Forbidden):
            rule(world.named(name), case, world.bashir)
        assert answer(world.named(name), "select * from wall.stranded_conflicts()") == []
        with pytest.raises(DatabaseError, match="no such conflict"):
            inject(world.named(name), "select wall.rule_conflict(%s, %s, 'mistaken')", case.pk, world.bashir.user_id)

    def test_judges_ones_own(self, world: World, case: Case) -> None:
        people.add_role(world.bashir.user_id, DataProtectionOfficer)
        officer = people.again("bashir")
        assert listed(officer) == []
        with pytest.raises(Missing):
            rule(officer, case, world.bashir)

    def test_judges_what_one_declared(self, world: World, case: Case) -> None:
        people.add_role(world.amal.user_id, DataProtectionOfficer)
        officer = people.again("amal")
        assert listed(officer) == []
        with pytest.raises(Missing):
            rule(officer, case, world.bashir)


class TestNoCaseForWhoIsKeptOut:
    """To those who supervise it is said why; to others the same as of somebody who works no cases."""

    @pytest.fixture
    def disputed(self, world: World) -> Case:
        made = make.case(world.amal, mine=False)
        actions.declare_conflict(world.bashir, made.pk, user_id=world.huda.user_id)
        return made

    @pytest.mark.parametrize(("name", "code"), [("bashir", "in_conflict"), ("amal", "not_a_colleague")])
    def test_none_is_assigned(self, world: World, disputed: Case, name: str, code: str) -> None:
        with pytest.raises(Refused) as refused:
            actions.assign_case(
                world.named(name), disputed.pk, owner_id=world.huda.user_id, version=disputed.version
            )  # fmt: skip
        assert refused.value.reason.code == code
        assert keeper.rows("select owner_id, status from public.cases_case") == [(None, "received")]

    @pytest.mark.parametrize(("name", "code"), [("bashir", "in_conflict"), ("amal", "not_a_colleague")])
    def test_none_is_opened(self, world: World, disputed: Case, name: str, code: str) -> None:
        with pytest.raises(Refused) as refused:
            make.case(world.named(name), of=disputed.person_id, owner_id=world.huda.user_id)
        assert refused.value.reason.code == code

    def test_nor_by_a_plain_statement(self, world: World, disputed: Case) -> None:
        with pytest.raises(DatabaseError, match="must not see"):
            inject(world.bashir, "update cases_case set owner_id = %s where id = %s", world.huda.user_id, disputed.pk)
