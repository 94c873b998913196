"""Who somebody is: the roles held now, and what the database makes of them by itself."""

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jiwar.areas.cases.models import Case
from jiwar.ground.access import actions as access_actions
from jiwar.ground.access import wall
from jiwar.ground.access.models import Grant, RoleAssignment
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import ROLES, Administrator, CaseWorker, DataProtectionOfficer, Role, Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.staff import actions
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    yield
    assert wall.entered() is None


def principals(who: Who) -> set[str]:
    with standing(who), connection.cursor() as cursor:
        cursor.execute("select wall.verified_principals()")
        return set(cursor.fetchone()[0])


def assignment(who: Who) -> RoleAssignment:
    return RoleAssignment.objects.get(user_id=who.user_id)


class TestRoles:
    def test_a_worker_holds_what_the_role_gives_and_no_more(self, world: World) -> None:
        assert world.amal.permissions == CaseWorker.permissions
        assert world.amal.team_ids == {world.teams["irbid"].pk}
        assert not world.amal.supervises

    def test_a_second_role_adds_to_the_first(self, world: World) -> None:
        people.add_role(world.amal.user_id, Supervisor)
        both = people.again("amal")
        assert both.permissions == CaseWorker.permissions | Supervisor.permissions
        assert both.supervises

    @pytest.mark.parametrize("role", [Administrator, DataProtectionOfficer])
    def test_whoever_administers_or_guards_data_works_no_case(self, world: World, role: type[Role]) -> None:
        case = make.case(world.amal)
        people.add_role(world.amal.user_id, role)
        mixed = people.again("amal")
        assert mixed.permissions == role.permissions
        assert {p[:2] for p in principals(mixed)} <= {"m:", "d:"}
        with standing(mixed):
            assert not Case.objects.filter(pk=case.pk).exists()

    def test_a_role_that_ended_gives_nothing(self, world: World) -> None:
        actions.end_role(world.farah, assignment_id=assignment(world.amal).pk)
        time.sleep(1.1)  # a role ends a second after it began at the earliest
        assert people.again("amal").permissions == frozenset()
        assert principals(world.amal) == set()

    def test_a_role_that_has_not_begun_gives_nothing(self, world: World) -> None:
        with clock.frozen(clock.now() - timedelta(days=1)):
            assert people.again("amal").permissions == frozenset()

    @pytest.mark.parametrize("name", sorted(people.ROLES))
    def test_nobody_but_case_workers_and_supervisors_has_content_principals(self, world: World, name: str) -> None:
        has = "*" in principals(world.named(name))
        assert has is (people.ROLES[name][0] in (CaseWorker, Supervisor))

    def test_the_system_user_never_acts_as_a_person(self, world: World) -> None:
        assert world.system.permissions == ROLES["system"].permissions
        assert Permission.CASE_NOTE not in world.system.permissions


class TestEntering:
    def test_until_the_end_of_the_transaction(self, world: World) -> None:
        with transaction.atomic():
            wall.enter(world.amal.user_id)
            assert wall.entered() == world.amal.user_id
        assert wall.entered() is None

    def test_leaving_before(self, world: World) -> None:
        with transaction.atomic():
            wall.enter(world.amal.user_id)
            wall.leave()
            assert wall.entered() is None

    def test_a_stranger_enters_and_sees_nothing(self, world: World) -> None:
        make.case(world.amal)
        with transaction.atomic():
            wall.enter(uuid4())
            assert not Case.objects.exists()

    @pytest.mark.parametrize("change", ["user", "nonce", "until", "hmac", "later", "empty", "null"])
    def test_a_token_that_was_touched_opens_nothing(self, world: World, change: str) -> None:
        with pytest.raises(DatabaseError, match="enter refused"):
            _enter_with(_touched(wall.token(world.amal.user_id), change, world.bashir.user_id))

    def test_a_token_is_good_for_a_minute_at_most(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        for moment in (-31, 65):
            monkeypatch.setattr("jiwar.ground.access.wall.GOOD_FOR", moment)
            with pytest.raises(DatabaseError, match="too old"):
                _enter_with(wall.token(world.amal.user_id))


class TestAdministering:
    def test_it_takes_an_administrator(self, world: World) -> None:
        for who in (world.bashir, world.ghada, world.amal):
            with pytest.raises(Forbidden):
                actions.end_role(who, assignment_id=assignment(world.amal).pk)

    @pytest.mark.parametrize("name", ["carine", "farah"])
    def test_neither_elsewhere_nor_ones_own(self, world: World, name: str) -> None:
        role = assignment(world.named(name))
        with pytest.raises(Missing):
            actions.end_role(world.farah, assignment_id=role.pk)
        assert assignment(world.named(name)).ends_at is None

    def test_what_is_not_there_is_missing(self, world: World) -> None:
        with pytest.raises(Missing):
            actions.end_role(world.farah, assignment_id=uuid4())


class TestSweeping:
    def test_expired_permits_leave_with_their_keys_and_live_ones_stay(self, world: World) -> None:
        case, other = make.case(world.amal), make.case(world.amal)
        make.share(world.amal, case, world.carine, make.terms(until=clock.now() + timedelta(seconds=0.3)))
        make.share(world.amal, other, world.carine, make.terms(until=clock.now() + timedelta(hours=1)))
        time.sleep(0.4)
        assert access_actions.sweep_grants(world.system) == 2  # the case and its person
        kept = {row[0] for row in keeper.rows("select root_id from public.case_access where expires_at is not null")}
        assert kept == {other.pk, other.person_id}
        held = keeper.rows(
            "select distinct root_id from public.vault_keywrap where agency_id = %s", [world.carine.agency_id]
        )
        assert {row[0] for row in held} == {other.pk, other.person_id}

    def test_only_jobs_sweep(self, world: World) -> None:
        for who in (world.amal, world.bashir, world.farah):
            with pytest.raises(Forbidden):
                access_actions.sweep_grants(who)


class TestPermits:
    def test_one_sees_ones_own_and_never_a_denial(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine)
        for who, sees in ((world.carine, True), (world.dima, False)):
            with standing(who):
                assert Grant.objects.filter(root_id=case.pk).exists() is sees
                assert not Grant.objects.filter(denied=True).exists()

    @pytest.mark.parametrize("verb", ["update case_access set level = 'full'", "delete from case_access"])
    def test_nobody_who_serves_changes_one(self, world: World, verb: str) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), standing(world.amal):
            _execute(verb)


def _touched(token: str, change: str, other: UUID) -> str | None:
    user, mode, nonce, until, mac = token.split(".")
    return {
        "user": f"{other}.{mode}.{nonce}.{until}.{mac}",
        "nonce": f"{user}.{'0' * 32}.{until}.{mac}",
        "until": f"{user}.{mode}.{nonce}.{int(until) + 1}.{mac}",
        "hmac": f"{user}.{mode}.{nonce}.{until}.{'0' * 64}",
        "later": f"{token}.x",
        "empty": "",
        "null": None,
    }[change]


def _enter_with(token: str | None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select wall.enter(%s)", [token])


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
