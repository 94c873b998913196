"""No announced action, no write; and no write without a trace. Walked over every table there is."""

from datetime import timedelta
from typing import Any, cast

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from jiwar.areas.cases import actions
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import GlassCategory, HoldKind, Outcome, Risk
from jiwar.areas.consent import actions as consent
from jiwar.areas.consent.words import About
from jiwar.areas.people import actions as people_actions
from jiwar.areas.people.words import Details, Erasure, GivenName, Phone, PhoneKind, Script
from jiwar.ground.access import wall
from jiwar.ground.access.models import Attempt, Session
from jiwar.ground.access.wall import standing
from jiwar.ground.audit.models import Event
from jiwar.ground.base import clock
from jiwar.ground.base.records import History
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES

OURS = [model for model in apps.get_models() if model.__module__.startswith("jiwar.") and model._meta.managed]
HISTORIES: dict[type[models.Model], type[History]] = {
    cast("type[models.Model]", model.pgh_tracked_model): model for model in OURS if issubclass(model, History)
}
UNANNOUNCED = (Event, Session, Attempt)
"""The trail itself; and what is counted and noted while nobody acts: sessions and attempts (models_signing.py)."""
PROTECTED = [model for model in OURS if model not in HISTORIES.values() and model not in UNANNOUNCED]
WITHOUT_HISTORY = {
    "people.FindingKeys": "follows from the names, and must be gone when they are",
    "access.Answer": "what was answered leaves without a trace once nobody may ask for it again",
    "access.Token": "a token that was ended must be gone",
    "access.Begun": "what was not sent is no record, and leaves without a trace",
    "access.Password": "a password that was changed must be gone",
    "access.Shadow": "nobody may read from what is left who had one",
    "exchange.Batch": "a file on its way in: what it said leaves without a trace, what it became has its own history",
    "exchange.BatchRow": "of a row that was taken in or thrown away no former words may be left",
    "exchange.Export": "a file that left must be gone; who proposed it, agreed and fetched it stands in the trail",
    "exchange.Heading": "what a heading means follows from what was said last",
    "files.DocumentContent": "what was removed must be gone, and what is kept lies there once",
    "vault.AgencyKey": "a key that is destroyed must be gone",
    "vault.KeyWrap": "a key that is destroyed must be gone",
    "work.KeptView": "a view that was removed must be gone, with its name",
    "work.Feed": "an address that was ended must be gone",
    "jobs.Job": "a queue: its rows say themselves how far they are and how they ended",
    "notices.Wish": "a telephone number that was changed must be gone",
    "notices.Notice": "an outbox: its rows say themselves when they were sent",
}
each = pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model._meta.label)
tracked = pytest.mark.parametrize("model", list(HISTORIES), ids=lambda model: model._meta.label)
VERBS = {
    "insert": "insert into {t} select * from {t} where false",
    "update": "update {t} set {c} = {c} where false",
    "delete": "delete from {t} where false",
}


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def lived(world: World) -> World:
    """Every verb once, so that every protected table was written to."""
    case = make.case(world.amal, mine=False, of=make.person(world.amal))
    case = actions.assign_case(world.bashir, case.pk, owner_id=world.amal.user_id, version=case.version)
    actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="رأيت ذلك", version=case.version)
    actions.note_case(world.amal, case.pk, text="x")
    actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b")
    actions.release_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b")
    terms = make.share(world.amal, case, world.carine)
    actions.end_share(world.amal, case.pk, basis=terms.basis, basis_id=terms.basis_id)
    actions.break_glass(world.huda, code=case.code, category=GlassCategory.LIFE, reason="x" * 20, minutes=60)
    make.seal(world, case)
    make.unseal(world, case)
    later = make.case(world.amal)
    tomorrow = clock.today() + timedelta(days=1)
    actions.propose_closing(
        world.amal, later.pk, outcome=Outcome.DIED, summary="x", closes_on=tomorrow, version=later.version
    )
    make.facts(world.amal, later)
    names = [GivenName(Script.ARABIC, "سلوى")]
    people_actions.correct_person(world.amal, case.person_id, names=names, particulars=make.particulars(), version=1)
    consent.state_consent(world.amal, case.person_id, about=About.DATA_PROCESSING, given=True, said_on=None)
    people_actions.state_details(world.amal, case.person_id, details=Details(title="x"), version=2)
    people_actions.state_phones(world.amal, case.person_id, phones=[Phone(PhoneKind.HOME, "1")], version=3)
    actions.close_case(world.amal, case.pk, outcome=Outcome.DIED, summary="x", version=case.version + 2)
    actions.erase_file(world.bashir, case.person_id, reason=Erasure.ASKED, version=4)
    return world


def a_column(model: type[models.Model]) -> str:
    return next(field.column for field in model._meta.concrete_fields if field.column)


def the_owner_tries(statement: str, *, announced: bool) -> None:
    """As the owner, who may write everywhere: what stops it is the trigger and nothing else."""
    with transaction.atomic("owner"):
        if announced:
            with wall.announcing("test", using="owner"):
                _on("owner", statement)
        else:
            _on("owner", statement)


class TestEveryTable:
    def test_there_are_some(self) -> None:
        assert len(PROTECTED) > 10

    @each
    @pytest.mark.parametrize("verb", VERBS)
    def test_refuses_a_write_that_nobody_announced(self, model: type[models.Model], verb: str) -> None:
        statement = VERBS[verb].format(t=model._meta.db_table, c=a_column(model))
        with pytest.raises(DatabaseError, match="no announced action") as refused:
            the_owner_tries(statement, announced=False)
        assert getattr(refused.value.__cause__, "sqlstate", None) == "WA001"

    @each
    @pytest.mark.parametrize("verb", VERBS)
    def test_takes_one_that_was_announced(self, model: type[models.Model], verb: str) -> None:
        """The control: otherwise the test above would pass for any reason."""
        the_owner_tries(VERBS[verb].format(t=model._meta.db_table, c=a_column(model)), announced=True)

    @each
    def test_has_a_history_or_says_why_not(self, model: type[models.Model]) -> None:
        assert (model in HISTORIES) != (model._meta.label in WITHOUT_HISTORY)

    @each
    def test_is_emptied_by_nobody_who_serves(self, model: type[models.Model]) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _on("default", f"truncate {model._meta.db_table} cascade")

    @tracked
    def test_history_is_written_by_triggers_alone(self, model: type[models.Model]) -> None:
        table = HISTORIES[model]._meta.db_table
        for verb in ("insert into {t} default values", "update {t} set pgh_label = ''", "delete from {t}"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                _on("default", verb.format(t=table))

    @tracked
    def test_history_leaves_out_what_the_wall_keeps(self, model: type[models.Model]) -> None:
        columns = {field.name for field in HISTORIES[model]._meta.concrete_fields}
        assert not columns & {"scope", "timed", "password", "last_login"}


class TestEveryRow:
    def test_every_insert_update_and_delete_has_its_row(self, lived: World) -> None:
        for model, history in HISTORIES.items():
            assert _last_versions(history) == _current(model, history), model._meta.label

    def test_every_row_of_history_carries_who_and_by_which_action(self, lived: World) -> None:
        for history in HISTORIES.values():
            rows = keeper.rows(f"select pgh_actor, pgh_action from public.{history._meta.db_table}")
            assert all(action and (actor or action == "install") for actor, action in rows), history._meta.label

    def test_the_areas_were_all_written_to(self, lived: World) -> None:
        for model, history in HISTORIES.items():
            if model._meta.app_label in {"people", "consent", "cases"} or model._meta.db_table == "case_access":
                assert keeper.rows(f"select 1 from public.{history._meta.db_table} limit 1"), model._meta.label


class TestForging:
    def write(self, world: World, case: Case, setting: str, value: str) -> None:
        with standing(world.amal):
            _on("default", "select set_config(%s, %s, true)", setting, value)
            _on("default", "update cases_case set risk = 'low' where id = %s", case.pk)

    @pytest.mark.parametrize("forged", ["note_case", "note_case|" + "0" * 64])
    def test_a_setting_is_no_announcement(self, world: World, forged: str) -> None:
        case = make.case(world.amal)
        with pytest.raises(DatabaseError, match="no announced action"):
            self.write(world, case, "wall.action", forged)

    def test_an_announcement_of_another_transaction_is_none(self, world: World) -> None:
        case = make.case(world.amal)
        with standing(world.amal), wall.announcing("test"):
            copied = _on("default", "select current_setting('wall.action')")
        with pytest.raises(DatabaseError, match="no announced action"):
            self.write(world, case, "wall.action", copied)

    def test_raw_sql_that_announces_itself_is_in_the_history(self, world: World) -> None:
        case = make.case(world.amal)
        with standing(world.amal):
            _on("default", "select wall.announce('by_hand')")
            _on("default", "update cases_case set risk = 'low' where id = %s", case.pk)
        [row] = keeper.rows(
            "select pgh_actor, pgh_action, risk from public.cases_casehistory order by pgh_id desc limit 1"
        )
        assert row == (world.amal.user_id, "by_hand", "low")

    def test_triggers_are_not_switched_off_from_within(self, world: World) -> None:
        case = make.case(world.amal)
        trigger = next(one for one in Case._meta.triggers if one.name == "a_announced")  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError, match="no announced action"):
            self.write(world, case, "pgtrigger.ignore", f"{{cases_case:{trigger.get_pgid(Case)}}}")


def _on(alias: str, statement: str, *values: Any) -> Any:
    with transaction.get_connection(alias).cursor() as cursor:
        cursor.execute(statement, values or None)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def _columns(model: type[models.Model], history: type[models.Model]) -> list[str]:
    kept = {field.column for field in model._meta.concrete_fields if field.column}
    return sorted(kept & {field.column for field in history._meta.concrete_fields})


def _current(model: type[models.Model], history: type[models.Model]) -> set[str]:
    columns = ", ".join(_columns(model, history))
    return {row[0] for row in keeper.rows(f"select row({columns})::text from public.{model._meta.db_table}")}


def _last_versions(history: type[models.Model]) -> set[str]:
    """What the table holds, if one believes its history alone."""
    model = cast("type[models.Model]", history.pgh_tracked_model)  # type: ignore[attr-defined]
    columns = ", ".join(_columns(model, history))
    query = f"""
        select last from (
          select distinct on (id) row({columns})::text as last, pgh_label
          from public.{history._meta.db_table} order by id, pgh_id desc
        ) x where pgh_label not like '%%delete%%'
    """
    return {row[0] for row in keeper.rows(query)}
