"""Administrator and data-protection officer see no case content: not by any query function, not on any page.

A case is planted whose every word can be recognised. Then each query function of the house is called as Farah and as
Ghada with everything that can be known about it, and each address is asked for; nothing of it may come back. The one
thing an officer is shown is a code: of a file whose emergency opening or seal waits for a second look.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.urls import get_resolver, reverse

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.queries.carding import LISTED
from jiwar.areas.cases.words import Outcome
from jiwar.areas.people import actions as people_actions
from jiwar.areas.people.words import GivenName, Phone, PhoneKind, Script
from jiwar.ground.access.roles import CaseWorker
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import JiwarError
from jiwar.ground.staff.queries import At
from jiwar.ground.work import actions as work
from jiwar.ground.work import tasks as owed
from jiwar.ground.work.words import TaskKind
from tests import keeper, make, people
from tests.doors.exchange import files as registers
from tests.house.source import ROOT, files, is_module, public_functions
from tests.house.test_routes import closing_of, document_on, second_look_scene, staff_scene
from tests.people import World

pytestmark = people.BOTH_SIDES
WORDS = (
    "Zmrqfirst",
    "Zmrqrest",
    "Zmrqcontact",
    "Zmrqstory",
    "Zmrqsummary",
    "Zmrqreason",
    "Zmrqtask",
    "Zmrqplan",
    "Zmrqfact",
    "Zmrqpaper",
)
NUMBER = "0790000017"
APART = ("farah", "ghada")
SECOND_LOOK = frozenset({
    "glass_waiting", "glass_to_review", "seal_proposals", "seal_proposal", "sealed_files",
    "second-look", "glass-review", "seal-decide",
})  # fmt: skip
"""Queries and pages that show an officer the code of a file, and nothing else of it."""


class Planted:
    """A person, an open and a closed case of Amal's, shared; and every value by the name of an argument."""

    def __init__(self) -> None:
        self.world = people.gather()
        amal = self.world.amal
        person = make.person(amal, names=(GivenName(Script.LATIN, WORDS[0], WORDS[1]),), safe_contact=WORDS[2])
        people_actions.state_phones(amal, person.pk, phones=[Phone(PhoneKind.HOME, NUMBER)], version=1)
        case = make.case(amal, of=person)
        cases.note_case(amal, case.pk, text=WORDS[3])
        planned = owed.Planned(TaskKind.VISIT, clock.today(), text=WORDS[6], assignee_id=amal.user_id)
        task = cases.plan_task(amal, case.pk, planned=planned)
        make.share(amal, case, self.world.carine)
        facts = make.facts(amal, case, word=WORDS[8])
        closing = closing_of(self.world, case, summary=WORDS[7])
        closed = make.case(amal, of=person)
        cases.close_case(amal, closed.pk, outcome=Outcome.GOALS_MET, summary=WORDS[4], version=closed.version)
        with standing(amal):
            rows = list(LISTED.filter(pk__in=[case.pk, closed.pk]))
        self.hidden, self.closed_id = (*WORDS, case.code, closed.code, person.code), closed.pk
        self.values: dict[str, Any] = {
            "case_id": case.pk,
            "person_id": person.pk,
            "root_id": case.pk,
            "root_ids": [case.pk, closed.pk, person.pk],
            "person_ids": [person.pk],
            "user_ids": [amal.user_id],
            "office_id": case.office_id,
            "code": case.code,
            "principal": f"u:{amal.user_id}",
            "task_id": task.pk,
            "closing_id": closing,
            "document_id": document_on(self.world, case, title=WORDS[9]).pk,
            "rows": rows,
            "case_ids": [case.pk],
            "numbers": [WORDS[8]],
            **facts,
            **self._files(case.programme),
            **self._plain_values(),
            **second_look_scene(self.world, case, reason=WORDS[5] * 2),
            **staff_scene(self.world),
        }

    def _files(self, programme: str) -> dict[str, UUID]:
        """A register with the same name in it, looked through and not taken in yet, and a file that is to leave."""
        row = ("1", f"{WORDS[0]} {WORDS[1]}", "F", "", "", "", "", WORDS[2], WORDS[3])
        bashir = self.world.bashir
        return {
            "batch_id": registers.reviewed(bashir, row).pk,
            "export_id": registers.exported(bashir, programme=programme).pk,
        }

    def _plain_values(self) -> dict[str, Any]:
        """What is the same whichever case it is."""
        return {
            "team_id": self.world.teams["irbid"].pk,
            "name": WORDS[0],
            "system": "partner",
            "names": [WORDS[0]],
            "number": NUMBER,
            **dict.fromkeys(("organisation", "secret", "rest"), "abcdefgh"),
            "grant_id": keeper.rows("select id from public.case_access where basis_kind = 'consent' limit 1")[0][0],
            "except_for": set(),
            "role": CaseWorker,
            "at": At(),
            **{name: uuid4() for name in ("session_id", "draft_id", "alarm_id", "invitation_id", "job_id", "token_id")},
            "view_id": work.keep_view(self.world.amal, name="x", narrowing="list=mine&risk=urgent").pk,
            "before": None,
            "at_most": 50,
            "ended": False,
            "factor_id": 1_000_000,
        }

    def tells(self, text: str) -> list[str]:
        return [word for word in self.hidden if word in text]

    def tells_too_much(self, name: str, what: str, text: str) -> list[str]:
        """What must not be told to those who stand apart: content never, a code in the second look of an officer."""
        told = self.tells(text)
        return [word for word in told if word in WORDS] if name == "ghada" and what in SECOND_LOOK else told


@pytest.fixture
def planted() -> Planted:
    return Planted()


def query_functions() -> Iterator[Callable[..., Any]]:
    """Every public function of every module of queries that takes `who`."""
    for source in files(ROOT, ".py", under=["jiwar"]):
        if is_module(source, "queries"):
            module = importlib.import_module(
                source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            )
            for function in public_functions(source.tree()):
                yield getattr(module, function.name)


def asked(who: Who, query: Callable[..., Any], planted: Planted) -> str:
    """The answers in full, told as text, about the open case and the closed one; a refusal tells nothing."""
    return "".join(
        _told(who, query, given) for given in (planted.values, planted.values | {"case_id": planted.closed_id})
    )


def _told(who: Who, query: Callable[..., Any], values: dict[str, Any]) -> str:
    _who, *rest = inspect.signature(query).parameters.values()
    needed = [p for p in rest if p.default is inspect.Parameter.empty]
    by_place = [values[p.name] for p in needed if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    by_name = {p.name: values[p.name] for p in needed if p.kind is inspect.Parameter.KEYWORD_ONLY}
    try:
        with standing(who):
            return repr(query(who, *by_place, **by_name))
    except JiwarError:
        return ""


@pytest.mark.parametrize("name", APART)
def test_no_query_function_tells_anything_of_a_file(planted: Planted, name: str) -> None:
    who, found = planted.world.named(name), {}
    for query in query_functions():
        found[query.__qualname__] = planted.tells_too_much(name, query.__name__, asked(who, query, planted))
    assert len(found) > 30
    assert not {query: words for query, words in found.items() if words}


@pytest.mark.parametrize("name", APART)
def test_no_page_tells_anything_of_a_file(planted: Planted, name: str) -> None:
    browser = people.signed_in(planted.world.named(name))
    told = {}
    for route in _routes():
        answer = browser.get(_address(route, planted.values))
        told[route] = planted.tells_too_much(name, route, answer.content.decode())
    assert len(told) > 30
    assert not {route: words for route, words in told.items() if words}


def test_the_control_finds_it_for_whoever_works_on_it(planted: Planted) -> None:
    browser = people.signed_in(planted.world.bashir)
    pages = "".join(browser.get(_address(route, planted.values)).content.decode() for route in ("case-file", "home"))
    assert set(planted.tells(pages)) >= {WORDS[0], WORDS[3]}
    told = "".join(asked(planted.world.bashir, query, planted) for query in query_functions())
    assert set(planted.tells(told)) == set(planted.hidden)


@pytest.mark.parametrize("name", APART)
def test_the_wall_opens_no_row_and_no_key_to_them(planted: Planted, name: str) -> None:
    """Also where somebody holds a worker's role beside."""
    world = planted.world
    people.add_role(world.named(name).user_id, world.amal.roles[0].role, team=world.teams["irbid"])
    assert rows_in_sight(world, name) == (["cases_glass", "cases_sealproposal"] if name == "ghada" else [])
    assert {"cases_case", "people_personname", "vault_keywrap"} <= set(rows_in_sight(world, "amal"))


def rows_in_sight(world: World, name: str) -> list[str]:
    tables = [
        table._meta.db_table for label in ("people", "cases") for table in apps.get_app_config(label).get_models()
    ]
    seen: list[str] = []
    with standing(people.again(name)), connection.cursor() as cursor:
        for table in [*tables, "vault_keywrap", "case_access"]:
            cursor.execute("select has_any_column_privilege(%s, 'select')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"select count(*) from {table}")
                seen += [table] if cursor.fetchone()[0] else []
    return sorted(seen)


def _routes() -> list[str]:
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    return sorted(names - {"language", "sign-out"})


def _address(route: str, values: dict[str, Any]) -> str:
    places = list(get_resolver().reverse_dict.getlist(route)[0][0][0][1])
    kwargs: dict[str, UUID | int] = {place: values[place] for place in places}
    return reverse(route, kwargs=kwargs)
