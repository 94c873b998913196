"""The trail: one line per event, in the transaction of what it tells, with codes and ids and nothing else."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jiwar.areas.cases import actions
from jiwar.ground.access import wall
from jiwar.ground.access.wall import standing
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Event, Outcome
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
TEXT = {"action": 64, "outcome": 16, "door": 16, "reason": 64}


@pytest.fixture
def world() -> World:
    return people.gather()


def test_it_ends_with_the_transaction_it_stands_in(world: World) -> None:
    with transaction.atomic():
        wall.enter(world.amal.user_id)
        with wall.announcing("x"):
            trail.record(action="x", outcome=Outcome.DONE, door="cli")
        transaction.set_rollback(True)
    assert not keeper.events("x")


def test_on_the_second_connection_it_outlives_a_rollback(world: World) -> None:
    with transaction.atomic():
        with transaction.atomic(using="second"):
            wall.enter(world.amal.user_id, using="second")
            trail.record(action="x", outcome=Outcome.FAILED, door="web", using="second")
        transaction.set_rollback(True)
    assert keeper.events("x")[0].actor == world.amal.user_id


def test_nobody_entered_is_nobody(world: World) -> None:
    trail.record(action="x", outcome=Outcome.FAILED, door="web")
    assert keeper.events("x")[0][3:5] == (None, None)


def test_each_id_stands_where_it_was_put(world: World) -> None:
    root, subject, request = uuid4(), uuid4(), uuid4()
    with standing(world.amal):
        trail.record(
            action="x", outcome=Outcome.MISSING, door="job", root_id=root, subject_id=subject, request_id=request,
            reason="code",
        )  # fmt: skip
    assert keeper.last_event() == (
        "x", "missing", "code", world.amal.user_id, world.amal.agency_id, root, subject, "job", request,
    )  # fmt: skip


def test_time_is_the_databases_and_goes_on_inside_a_transaction(world: World) -> None:
    with standing(world.amal), wall.announcing("x"):
        for _ in range(2):
            trail.record(action="x", outcome=Outcome.DONE, door="cli")
    (first,), (second,) = keeper.rows("select at from public.audit_event where action = 'x' order by id")
    assert first < second


def test_an_event_outlives_whoever_it_is_about() -> None:
    assert not [field for field in Event._meta.get_fields() if field.is_relation]


def test_its_only_texts_are_short_codes() -> None:
    texts = {f.name: f.max_length for f in Event._meta.concrete_fields if f.get_internal_type() == "CharField"}
    assert texts == TEXT
    assert not [f.name for f in Event._meta.concrete_fields if f.get_internal_type() in {"TextField", "JSONField"}]


@pytest.mark.parametrize("column", TEXT)
def test_no_text_longer_than_a_code_gets_in(world: World, column: str) -> None:
    values = {"action": "x", "outcome": "done", "door": "cli", "reason": ""} | {column: "y" * (TEXT[column] + 1)}
    with pytest.raises(Exception, match="too long"), standing(world.amal), connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_event (action, outcome, door, reason) values (%s, %s, %s, %s)", list(values.values())
        )


class TestWhoReads:
    def test_one_reads_ones_own_and_not_a_colleagues(self, world: World) -> None:
        for who in (world.amal, world.huda):
            with standing(who), wall.announcing("x"):
                trail.record(action="x", outcome=Outcome.DONE, door="cli")
        with standing(world.amal):
            assert list(Event.objects.values_list("actor", flat=True)) == [world.amal.user_id]

    @pytest.mark.parametrize(("name", "sees"), [("ghada", True), ("bashir", False), ("farah", False), ("dina", False)])
    def test_the_data_protection_officer_reads_all_of_one_agency(self, world: World, name: str, sees: bool) -> None:
        with standing(world.amal), wall.announcing("x"):
            trail.record(action="x", outcome=Outcome.DONE, door="cli")
        with standing(world.named(name)):
            assert Event.objects.filter(action="x").exists() is sees

    def test_a_failed_sign_in_without_actor_is_read_by_nobody_who_serves(self, world: World) -> None:
        trail.record(action="sign_in", outcome=Outcome.FAILED, door="web", subject_id=world.amal.user_id)
        for name in ("amal", "ghada", "farah"):
            with standing(world.named(name)):
                assert not Event.objects.filter(action="sign_in").exists()


class TestWhoWrites:
    """What injected SQL may add, as the application's own role."""

    def add(self, outcome: Outcome, *, action: str = "x", root_id: UUID | None = None) -> None:
        trail.record(action=action, outcome=outcome, door="web", root_id=root_id)

    @pytest.mark.parametrize("outcome", [o for o in Outcome if o not in {Outcome.FAILED, Outcome.REFUSED}])
    def test_nobody_adds_more_than_a_failure(self, world: World, outcome: Outcome) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), wall.announcing("x"):
            self.add(outcome)

    @pytest.mark.parametrize("announced", ["", "y"])
    def test_nothing_is_done_that_was_not_announced(self, world: World, announced: str) -> None:
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            standing(world.amal),
            wall.announcing(announced),
        ):
            self.add(Outcome.DONE)

    @pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.READ])
    def test_nothing_is_done_or_read_in_a_file_out_of_sight(self, world: World, outcome: Outcome) -> None:
        case = make.case(world.amal)
        with pytest.raises(DatabaseError, match="row-level security"), standing(world.dima), wall.announcing("x"):
            self.add(outcome, root_id=case.pk)
        with standing(world.dima):
            self.add(Outcome.MISSING, root_id=case.pk)

    def test_no_figures_are_read_but_by_whoever_reads_them(self, world: World) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), standing(world.amal):
            self.add(Outcome.READ)

    def test_a_conflict_of_ones_own_stands_in_the_trail(self, world: World) -> None:
        case = make.case(world.amal)
        actions.declare_conflict(world.amal, case.pk, user_id=world.amal.user_id)
        told = keeper.last_event()
        assert (told.action, told.outcome, told.root_id) == ("declare_conflict", "done", case.pk)

    def test_what_was_dealt_with_is_forgotten_with_the_transaction(self, world: World) -> None:
        case = make.case(world.amal)
        actions.declare_conflict(world.amal, case.pk, user_id=world.amal.user_id)
        with pytest.raises(DatabaseError, match="row-level security"), standing(world.amal), wall.announcing("x"):
            self.add(Outcome.DONE, root_id=case.pk)
