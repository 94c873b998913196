"""Every address × every persona × every method answers what is declared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path, reverse

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import my_openings
from jiwar.areas.cases.words import GlassCategory, HoldKind, Outcome, SealKind
from jiwar.ground.access.models import RoleAssignment
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import grants_on
from jiwar.ground.access.roles import Researcher, Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.files import actions as files
from jiwar.ground.files.models import Document
from jiwar.ground.files.words import DocumentKind
from jiwar.ground.staff import actions as staff
from jiwar.ground.staff.queries import At
from jiwar.ground.work import actions as work
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from tests import keeper, make, people
from tests.doors.exchange import files as registers
from tests.ground.files import making
from tests.house import routes
from tests.house.routes import PERSONAS, Answer
from tests.partner import Partner, partner


@dataclass(frozen=True, slots=True)
class Scene:
    """Amal's case of Salma, shared with Carine, and a browser for each persona."""

    clients: dict[str, Client]
    partners: dict[str, Partner]
    ids: dict[str, UUID | int | str]

    def ask(self, answer: Answer) -> int:
        """Really ask, and say the status."""
        ids = self.ids | {"secret": uuid4().hex}  # one that is tried in vain too often has to wait
        url = reverse(answer.route, kwargs={name: ids[name] for name in self._places(answer.route)})
        if answer.route.startswith("api-"):
            return self.partners[answer.persona].ask(answer.method, url, body=b"{}").status
        client = self.clients[answer.persona]
        response = client.get(url) if answer.method == "GET" else client.post(url)
        return response.status_code

    def differences(self, declared: Iterable[Answer]) -> Iterator[str]:
        """Where the house answers otherwise than declared."""
        for answer in declared:
            status = self.ask(answer)
            if status != answer.status:
                yield f"{answer.route}: {answer.method} by {answer.persona} answers {status}, not {answer.status}"

    def _places(self, route: str) -> list[str]:
        return list(get_resolver().reverse_dict.getlist(route)[0][0][0][1])


def scene() -> Scene:
    world = people.gather()
    case = make.case(world.amal)
    make.share(world.amal, case, world.carine)
    cases.place_hold(world.amal, case.pk, kind=HoldKind.HEARING, ref="h-1")
    planned = Planned(TaskKind.CALL, clock.today(), assignee_id=world.amal.user_id)
    task = cases.plan_task(world.amal, case.pk, planned=planned)
    closing = closing_of(world, case)
    with standing(world.amal):
        grant = grants_on(world.amal, case.pk)[0]
    watched = second_look_scene(world, case)
    clients = {name: people.signed_in(world.named(name)) for name in PERSONAS if name != "anonymous"}
    return Scene(
        clients={**clients, "anonymous": Client()},
        partners={name: partner_of(world, name) for name in PERSONAS},
        ids={
            "case_id": case.pk,
            "root_id": case.pk,
            "task_id": task.pk,
            "document_id": document_on(world, case).pk,
            "person_id": case.person_id,
            "grant_id": grant.pk,
            "closing_id": closing,
            "job_id": uuid4(),
            "view_id": work.keep_view(world.amal, name="x", narrowing="list=mine&risk=urgent").pk,
            **watched,
            **make.facts(world.amal, case),
            **staff_scene(world),
            "batch_id": registers.reviewed(world.bashir, registers.OMAR).pk,
            "export_id": registers.exported(world.bashir, programme=case.programme).pk,
            "session_id": uuid4(),
            "draft_id": uuid4(),
            "alarm_id": uuid4(),
            "invitation_id": uuid4(),
            "factor_id": 1_000_000,
            "organisation": "abcdefgh",
            "token_id": uuid4(),
            "rest": "nothing",
        },
    )


def document_on(world: people.World, case: Case, *, title: str = "x", content: bytes = b"") -> Document:
    """A document that Amal adds to the case."""
    recording = content or making.wav()
    return files.keep_document(world.amal, case.pk, kind=DocumentKind.SOUND, title=title, content=recording)


def closing_of(world: people.World, case: Case, *, summary: str = "x") -> UUID:
    """Amal plans that it is closed tomorrow."""
    [(version,)] = keeper.rows("select version from public.cases_case where id = %s", [case.pk])
    tomorrow = clock.today() + timedelta(days=1)
    return cases.propose_closing(
        world.amal, case.pk, outcome=Outcome.GOALS_MET, summary=summary, closes_on=tomorrow, version=version
    ).pk


def partner_of(world: people.World, name: str) -> Partner:
    """The system of a partner with a token of this persona; without one where none may be held."""
    if name == "anonymous" or not world.named(name).may(Permission.PARTNER_CONNECT):
        return Partner("")
    return partner(world.named(name))


def second_look_scene(world: people.World, case: Case, *, reason: str = "x" * 20) -> dict[str, UUID]:
    """Huda has opened the file in an emergency, and Bashir proposes to seal it."""
    cases.break_glass(world.huda, code=case.code, category=GlassCategory.LIFE, reason=reason, minutes=60)
    proposal = cases.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
    with standing(world.huda):
        glass = my_openings(world.huda).openings[0]
    return {"glass_id": glass.id, "proposal_id": proposal.pk}


def staff_scene(world: people.World) -> dict[str, UUID]:
    """Huda covers for Amal, holds a role that ends, and is proposed as a supervisor."""
    huda, begins = world.huda.user_id, clock.now()
    held = {row.user_id: row.pk for row in RoleAssignment.objects.all()}
    return {
        "user_id": huda,
        "assignment_id": held[world.elias.user_id],
        "role_id": people.add_role(huda, Researcher).pk,
        "cover_id": staff.arrange_cover(
            world.bashir,
            assignment_id=held[world.amal.user_id],
            coverer_id=huda,
            starts=begins,
            ends=begins + timedelta(days=7),
        ),
        "role_proposal_id": staff.propose_role(world.farah, user_id=huda, role=Supervisor, at=At()),
    }


@pytest.mark.slow
@people.BOTH_SIDES
def test_every_address_answers_everybody_as_declared() -> None:
    here = scene()
    control = Answer("case", "dima", "GET", 200)
    assert list(here.differences([control])) == ["case: GET by dima answers 404, not 200"]
    wrong = list(here.differences(routes.declared()))
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_address_is_declared_for_everybody() -> None:
    assert undeclared() == set()
    assert {answer.route for answer in routes.declared()} <= set(routes.names()), "declared and not there"
    assert {answer.persona for answer in routes.declared()} == set(PERSONAS)


def undeclared() -> set[str]:
    return set(routes.names()) - {answer.route for answer in routes.declared()}


class WithMore:
    """The addresses of the house, and two that nobody declared."""

    urlpatterns = (
        path("", include("jiwar.site.urls")),
        path("more", lambda request: HttpResponse(), name="more"),
        path("unnamed", lambda request: HttpResponse()),
    )


@override_settings(ROOT_URLCONF=WithMore)
def test_an_undeclared_address_is_found() -> None:
    assert undeclared() == {"more", "unnamed"}


def test_a_row_without_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(routes.declared("route amal bashir\nhome 200/405"))
