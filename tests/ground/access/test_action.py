"""`@action`: identity, transaction or savepoint, announcement, one event; whatever is refused leaves nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jiwar.areas.cases.models import Case
from jiwar.ground.access import wall
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.wall import NotEntered, standing
from jiwar.ground.access.who import Door, Who
from jiwar.ground.audit.models import Event
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Reason, Refused, Stale
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
NO = Refused(Reason("no_code", "No, %(why)s.", {"why": "secret-word"}))


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


@action(Permission.CASE_NOTE)
def set_risk(who: Who, case_id: UUID, *, risk: str, error: Exception | None = None) -> str | None:
    """Write, say what is announced meanwhile, and fail where told to."""
    Case.objects.filter(pk=case_id).update(risk=risk)
    if error:
        raise error
    return announced()


@action(Permission.CASE_NOTE)
def set_risk_twice(who: Who, case_id: UUID, *, error: JiwarError | None = None) -> list[str | None]:
    """One action inside another; what the inner one refuses, the outer one outlives."""
    said = [announced()]
    try:
        said.append(set_risk(who, case_id, risk="low", error=error))
    except JiwarError:
        said.append(None)
    Case.objects.filter(pk=case_id).update(outcome="")
    return [*said, announced()]


@action(Permission.CASE_CLOSE)
def make_nothing(who: Who) -> None:
    """Takes nothing, returns nothing."""


def announced() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select wall.announced()")
        found: str | None = cursor.fetchone()[0]
        return found


def risk_of(case: Case) -> str:
    return str(keeper.rows("select risk from public.cases_case where id = %s", [case.pk])[0][0])


@contextmanager
def request_of(who: Who) -> Iterator[None]:
    """A transaction that is open already, as in a request."""
    with transaction.atomic(durable=True):
        wall.enter(who.user_id)
        yield


class TestOutsideATransaction:
    def test_it_opens_one_enters_and_commits(self, world: World, case: Case) -> None:
        assert set_risk(world.amal, case.pk, risk="high") == "set_risk"
        assert risk_of(case) == "high"
        assert not connection.in_atomic_block

    def test_nobody_is_entered_afterwards(self, world: World, case: Case) -> None:
        set_risk(world.amal, case.pk, risk="high")
        assert (wall.entered(), announced()) == (None, None)

    def test_a_refusal_leaves_nothing_but_its_event(self, world: World, case: Case) -> None:
        with pytest.raises(Refused):
            set_risk(world.amal, case.pk, risk="high", error=NO)
        assert risk_of(case) == ""
        assert keeper.last_event()[:6] == (
            "set_risk",
            "refused",
            "no_code",
            world.amal.user_id,
            world.amal.agency_id,
            case.pk,
        )

    def test_a_failure_leaves_nothing_at_all(self, world: World, case: Case) -> None:
        before = keeper.events()
        with pytest.raises(ZeroDivisionError):
            set_risk(world.amal, case.pk, risk="high", error=ZeroDivisionError())
        assert (risk_of(case), keeper.events()) == ("", before)


class TestInsideATransaction:
    def test_it_commits_with_the_transaction_around_it(self, world: World, case: Case) -> None:
        with request_of(world.amal):
            set_risk(world.amal, case.pk, risk="high")
            transaction.set_rollback(True)
        assert risk_of(case) == ""

    def test_a_refusal_leaves_nothing_but_its_event(self, world: World, case: Case) -> None:
        with request_of(world.amal):
            with pytest.raises(Refused):
                set_risk(world.amal, case.pk, risk="high", error=NO)
            set_risk_twice(world.amal, case.pk)
        assert [event[:3] for event in keeper.events()[-3:]] == [
            ("set_risk", "refused", "no_code"),
            ("set_risk", "done", ""),
            ("set_risk_twice", "done", ""),
        ]

    def test_the_announcement_ends_with_the_action(self, world: World, case: Case) -> None:
        with request_of(world.amal):
            set_risk(world.amal, case.pk, risk="high")
            assert announced() in (None, "")
            with pytest.raises(DatabaseError, match="no announced action"):
                Case.objects.filter(pk=case.pk).update(risk="low")
            transaction.set_rollback(True)

    def test_also_after_a_refusal(self, world: World, case: Case) -> None:
        with request_of(world.amal):
            with pytest.raises(Refused):
                set_risk(world.amal, case.pk, risk="high", error=NO)
            assert announced() in (None, "")

    def test_one_enters_as_who_acts_or_not_at_all(self, world: World, case: Case) -> None:
        with pytest.raises(NotEntered), request_of(world.bashir):
            set_risk(world.amal, case.pk, risk="high")
        with pytest.raises(NotEntered), transaction.atomic():
            set_risk(world.amal, case.pk, risk="high")
        assert risk_of(case) == ""


class TestNested:
    def test_the_outer_announcement_comes_back(self, world: World, case: Case) -> None:
        assert set_risk_twice(world.amal, case.pk) == ["set_risk_twice", "set_risk", "set_risk_twice"]

    def test_what_the_inner_one_refused_is_gone_and_the_outer_goes_on(self, world: World, case: Case) -> None:
        assert set_risk_twice(world.amal, case.pk, error=NO) == ["set_risk_twice", None, "set_risk_twice"]
        assert risk_of(case) == ""
        assert [event[:2] for event in keeper.events()[-2:]] == [("set_risk", "refused"), ("set_risk_twice", "done")]

    def test_history_knows_the_inner_action(self, world: World, case: Case) -> None:
        set_risk_twice(world.amal, case.pk)
        [row] = keeper.rows("select pgh_action, pgh_actor from public.cases_casehistory order by pgh_id desc limit 1")
        assert row == ("set_risk", world.amal.user_id)


class TestTheEvent:
    @pytest.mark.parametrize(
        ("error", "outcome", "reason"),
        [
            (NO, "refused", "no_code"),
            (Forbidden(Permission.CASE_SEAL), "forbidden", "case.seal"),
            (Missing(), "missing", ""),
            (Stale(Case()), "stale", ""),
        ],
    )
    def test_each_error_has_its_outcome(
        self, world: World, case: Case, error: JiwarError, outcome: str, reason: str
    ) -> None:
        with pytest.raises(type(error)):
            set_risk(world.amal, case.pk, risk="low", error=error)
        assert keeper.last_event()[:3] == ("set_risk", outcome, reason)

    def test_the_words_of_a_reason_are_not_in_it(self, world: World, case: Case) -> None:
        with pytest.raises(Refused):
            set_risk(world.amal, case.pk, risk="low", error=NO)
        assert "secret-word" not in str(keeper.rows("select e::text from public.audit_event e"))

    def test_without_the_permission_the_function_is_never_entered(self, world: World, case: Case) -> None:
        with pytest.raises(Forbidden):
            set_risk(world.elias, case.pk, risk="low", error=ZeroDivisionError())
        assert keeper.last_event()[:4] == ("set_risk", "forbidden", "case.note", world.elias.user_id)

    def test_actor_and_agency_come_from_the_database(self, world: World) -> None:
        """Whatever a `Who` claims beside the user who entered."""
        liar = replace(world.amal, agency_id=world.carine.agency_id, name_en="Somebody else")
        make_nothing(liar)
        assert keeper.last_event()[3:5] == (world.amal.user_id, world.amal.agency_id)

    @pytest.mark.parametrize("door", Door)
    def test_it_says_through_which_door_and_in_which_request(self, world: World, door: Door) -> None:
        who = replace(world.amal, door=door, request_id=uuid4())
        make_nothing(who)
        assert keeper.last_event()[7:] == (door, who.request_id)

    @pytest.mark.parametrize("column", ["actor", "agency", "at", "id"])
    def test_the_application_cannot_write(self, world: World, column: str) -> None:
        value = {"at": "now()", "id": "1"}.get(column, "gen_random_uuid()")
        with pytest.raises(DatabaseError, match="permission denied"), standing(world.amal):
            _execute(f"insert into audit_event (action, outcome, door, {column}) values ('x', 'done', 'cli', {value})")

    @pytest.mark.parametrize(
        "verb", ["update audit_event set reason = 'x'", "delete from audit_event", "truncate audit_event"]
    )
    def test_nobody_changes_or_removes_one(self, world: World, verb: str) -> None:
        make_nothing(world.amal)
        with pytest.raises(DatabaseError, match="permission denied"), standing(world.amal):
            _execute(verb)
        with pytest.raises(DatabaseError, match="permission denied"), keeper.keeper() as cursor:
            cursor.execute(verb.replace("audit_event", "public.audit_event"))


class TestWhoReadsTheTrail:
    @pytest.mark.parametrize(
        ("name", "sees"),
        [("amal", True), ("bashir", True), ("ghada", True), ("huda", False), ("carine", False), ("farah", False)],
    )
    def test_those_whose_file_it_is_and_the_data_protection_officer(
        self, world: World, case: Case, name: str, sees: bool
    ) -> None:
        who = world.named(name)
        with standing(who):
            assert Event.objects.filter(root_id=case.pk).exists() is sees

    def test_nobody_reads_it_without_entering(self, case: Case) -> None:
        with transaction.atomic():
            assert not Event.objects.exists()


class TestItself:
    def test_it_says_what_it_demands(self) -> None:
        assert (set_risk.is_action, set_risk.permission) == (True, Permission.CASE_NOTE)

    def test_it_keeps_its_name_and_words(self) -> None:
        assert set_risk.__name__ == "set_risk"
        assert (set_risk.__doc__ or "").startswith("Write")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
