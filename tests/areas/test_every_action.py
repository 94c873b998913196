"""Every verb of the areas: forbidden outside its role, missing where the file is not yours, and one event each.

Whoever adds an action adds a line to ATTEMPTS: a test fails until it is there.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.words import (
    GlassCategory,
    HoldKind,
    Incident,
    Intake,
    Number,
    Opening,
    Outcome,
    Perpetrator,
    Programme,
    Risk,
    Ruling,
    SealKind,
    SupportPlan,
    Trafficking,
    Verdict,
)
from jiwar.areas.consent import actions as consent
from jiwar.areas.consent.words import About
from jiwar.areas.people import actions as people_actions
from jiwar.areas.people.words import Details, Erasure, Newcomer, Phone, PhoneKind
from jiwar.ground.access.action import Action
from jiwar.ground.access.classes import Basis
from jiwar.ground.access.grants import To
from jiwar.ground.access.roles import DataProtectionOfficer
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@dataclass(frozen=True)
class Attempt:
    """One verb with everything but the file: `about` says which kind of file it takes."""

    verb: Action[..., Any]
    about: str
    given: dict[str, Any]

    def __call__(self, who: Who, root_id: UUID) -> None:
        if self.about == "nothing":
            self.verb(who, **self.given)
        elif self.about == "person by name":
            self.verb(who, person_id=root_id, **self.given)
        else:
            self.verb(who, root_id, **self.given)


NAMES = {"names": make.SALMA, "particulars": make.particulars()}
SOMEBODY = uuid4()
EMERGENCY = {"category": GlassCategory.LIFE, "reason": "x" * 20, "minutes": 60}
ATTEMPTS = [
    Attempt(people_actions.register_person, "nothing", NAMES),
    Attempt(people_actions.correct_person, "person", {**NAMES, "version": 1}),
    Attempt(people_actions.register_people, "nothing", {"newcomers": [Newcomer(make.SALMA)]}),
    Attempt(people_actions.state_details, "person", {"details": Details(title="x"), "version": 1}),
    Attempt(people_actions.state_phones, "person", {"phones": [Phone(PhoneKind.HOME, "1")], "version": 1}),
    Attempt(consent.state_consent, "person", {"about": About.DATA_PROCESSING, "given": True, "said_on": None}),
    Attempt(consent.state_consents, "nothing", {"statements": {}}),
    Attempt(people_actions.rotate_finding_keys, "nothing", {"limit": 1}),
    Attempt(people_actions.erase_person, "person", {"reason": Erasure.ASKED, "version": 1}),
    Attempt(cases.open_case, "person by name", {"programme": Programme.CHILD}),
    Attempt(cases.open_cases, "nothing", {"openings": [Opening(SOMEBODY, Programme.CHILD)]}),
    Attempt(cases.state_trafficking, "case", {"facts": Trafficking(), "version": 0}),
    Attempt(cases.state_intake, "case", {"facts": Intake(), "version": 0}),
    Attempt(cases.state_support, "case", {"facts": SupportPlan(), "version": 0}),
    Attempt(cases.note_incident, "case", {"facts": Incident(description="x")}),
    Attempt(cases.correct_incident, "case", {"facts": Incident(), "version": 1, "incident_id": SOMEBODY}),
    Attempt(cases.drop_incident, "case", {"incident_id": SOMEBODY}),
    Attempt(cases.note_perpetrator, "case", {"facts": Perpetrator(organisation="x")}),
    Attempt(cases.correct_perpetrator, "case", {"facts": Perpetrator(), "version": 1, "perpetrator_id": SOMEBODY}),
    Attempt(cases.drop_perpetrator, "case", {"perpetrator_id": SOMEBODY}),
    Attempt(cases.note_number, "case", {"number": Number("partner", "1")}),
    Attempt(cases.drop_number, "case", {"number_id": SOMEBODY}),
    Attempt(cases.note_case, "case", {"text": "x"}),
    Attempt(cases.judge_risk, "case", {"risk": Risk.LOW, "reason": "seen", "version": 1}),
    Attempt(cases.assign_case, "case", {"owner_id": SOMEBODY, "version": 1}),
    Attempt(cases.hand_caseload, "nothing", {"user_id": SOMEBODY, "handings": []}),
    Attempt(cases.close_case, "case", {"outcome": Outcome.DIED, "summary": "x", "version": 1}),
    Attempt(
        cases.propose_closing,
        "case",
        {"outcome": Outcome.DIED, "summary": "x", "closes_on": clock.today() + timedelta(days=1), "version": 1},
    ),
    Attempt(cases.confirm_closing, "case", {"closing_id": SOMEBODY}),
    Attempt(cases.withdraw_closing, "case", {"closing_id": SOMEBODY}),
    Attempt(cases.reopen_case, "case", {"reason": "x", "version": 1}),
    Attempt(cases.place_hold, "case", {"kind": HoldKind.BED, "ref": "b"}),
    Attempt(cases.release_hold, "case", {"kind": HoldKind.BED, "ref": "b"}),
    Attempt(cases.drop_hold, "case", {"hold_id": SOMEBODY, "reason": "x"}),
    Attempt(cases.plan_task, "case", {"planned": Planned(TaskKind.CALL, clock.today())}),
    Attempt(cases.share_case, "case", {"to": To.user(SOMEBODY), "terms": make.terms()}),
    Attempt(cases.end_share, "case", {"basis": Basis.CONSENT, "basis_id": "x"}),
    Attempt(cases.declare_conflict, "case", {"user_id": SOMEBODY}),
    Attempt(cases.lift_conflict, "case", {"user_id": SOMEBODY}),
    Attempt(cases.judge_conflict, "case", {"user_id": SOMEBODY, "ruling": Ruling.MISTAKEN}),
    Attempt(cases.propose_seal, "case", {"kind": SealKind.SEAL}),
    Attempt(cases.confirm_seal, "case", {"proposal_id": SOMEBODY}),
    Attempt(cases.reject_seal, "case", {"proposal_id": SOMEBODY}),
    Attempt(cases.break_glass, "nothing", {**EMERGENCY, "code": "C-AAAAAA"}),
    Attempt(cases.close_glass, "case", {"glass_id": SOMEBODY}),
    Attempt(cases.review_glass, "case", {"glass_id": SOMEBODY, "verdict": Verdict.JUSTIFIED}),
    Attempt(cases.erase_file, "person", {"reason": Erasure.ASKED, "version": 1}),
]
by_name = pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda one: one.verb.__name__)
on_files = pytest.mark.parametrize(
    "attempt", [one for one in ATTEMPTS if one.about != "nothing"], ids=lambda one: one.verb.__name__
)


@pytest.fixture
def world() -> World:
    return people.gather()


def of_the_other_side(world: World, attempt: Attempt) -> Who:
    """Somebody of the other agency who holds this verb there: Dina, who supervises, or as its officer."""
    if world.dina.may(attempt.verb.permission):
        return world.dina
    people.add_role(world.dina.user_id, DataProtectionOfficer)
    return people.again("dina")


def hidden_from_b(world: World, attempt: Attempt) -> UUID:
    """A file of the ministry that nobody at the other agency sees."""
    case = make.case(world.amal)
    return case.pk if attempt.about == "case" else case.person_id


def answer(attempt: Attempt, who: Who, root_id: UUID) -> tuple[type, str, tuple[Any, ...]]:
    """What somebody is told, and what the trail says but for the id asked about."""
    with pytest.raises(JiwarError) as told:
        attempt(who, root_id)
    event = keeper.last_event()
    assert event.root_id in {root_id, None}
    return type(told.value), str(told.value), event._replace(root_id=None, request_id=None)


def test_every_action_of_the_areas_stands_in_the_table() -> None:
    modules = [import_module(f"jiwar.areas.{area}.actions") for area in ("people", "consent", "cases")]
    found = {name for module in modules for name, value in vars(module).items() if getattr(value, "is_action", False)}
    assert found == {attempt.verb.__name__ for attempt in ATTEMPTS}


@by_name
def test_an_action_takes_who_then_perhaps_an_id_then_names_only(attempt: Attempt) -> None:
    first, *rest = inspect.signature(attempt.verb).parameters.values()
    assert first.name == "who"
    by_place = [p for p in rest if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert len(by_place) <= 1
    assert all(p.name.endswith("_id") for p in by_place)


@by_name
def test_forbidden_outside_its_roles(world: World, attempt: Attempt) -> None:
    for who in (world.elias, world.farah, world.ghada):
        if who.may(attempt.verb.permission):
            continue  # the data-protection officer's own
        with pytest.raises(Forbidden) as forbidden:
            attempt(who, uuid4())
        event = keeper.last_event()
        assert forbidden.value.permission == attempt.verb.permission == event.reason
        assert (event.action, event.outcome, event.actor) == (attempt.verb.__name__, "forbidden", who.user_id)


@on_files
def test_what_is_not_yours_is_as_missing_as_what_is_not_there(world: World, attempt: Attempt) -> None:
    """Also for the trail, which whoever asked may read."""
    root_id, who = hidden_from_b(world, attempt), of_the_other_side(world, attempt)
    hidden = answer(attempt, who, root_id)
    absent = answer(attempt, who, uuid4())
    assert hidden == absent
    assert hidden[0] is Missing
    assert hidden[2][:2] == (attempt.verb.__name__, "missing")


@on_files
def test_trying_in_vain_changes_nothing(world: World, attempt: Attempt) -> None:
    root_id, who = hidden_from_b(world, attempt), of_the_other_side(world, attempt)
    tables = ("cases_case", "cases_note", "cases_casehold", "people_person", "case_access", "vault_keywrap")
    query = " union all ".join(
        f"select md5(string_agg(t::text, '' order by t::text)) from public.{t} t" for t in tables
    )
    before = keeper.rows(query)
    with pytest.raises(Missing):
        attempt(who, root_id)
    assert keeper.rows(query) == before


def told_of(actions: Callable[[], object]) -> list[str]:
    """The actions recorded as done meanwhile."""
    before = len(keeper.events())
    actions()
    return [event.action for event in keeper.events()[before:] if event.outcome == "done"]


def test_one_action_leaves_one_event(world: World) -> None:
    case = make.case(world.amal)
    assert told_of(lambda: cases.note_case(world.amal, case.pk, text="x")) == ["note_case"]


def test_an_action_inside_another_leaves_its_own_event(world: World) -> None:
    person = make.person(world.amal)
    done = told_of(lambda: cases.erase_file(world.bashir, person.pk, reason=Erasure.ASKED, version=person.version))
    assert done == ["erase_person", "erase_file"]
