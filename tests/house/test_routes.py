"""Every address × every persona × every method answers what is declared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path, reverse

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.queries import my_openings
from jiwar.areas.cases.words import GlassCategory, SealKind
from jiwar.ground.access.queries import grants_on
from jiwar.ground.access.wall import standing
from tests import make, people
from tests.house import routes
from tests.house.routes import PERSONAS, Answer


@dataclass(frozen=True, slots=True)
class Scene:
    """Amal's case of Salma, shared with Carine, and a browser for each persona."""

    clients: dict[str, Client]
    ids: dict[str, UUID | int]

    def ask(self, answer: Answer) -> int:
        """Really ask, and say the status."""
        url = reverse(answer.route, kwargs={name: self.ids[name] for name in self._places(answer.route)})
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
    with standing(world.amal):
        grant = grants_on(world.amal, case.pk)[0]
    cases.break_glass(world.huda, code=case.code, category=GlassCategory.LIFE, reason="x" * 20, minutes=60)
    proposal = cases.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
    with standing(world.huda):
        glass = my_openings(world.huda).openings[0]
    clients = {name: people.signed_in(world.named(name)) for name in PERSONAS if name != "anonymous"}
    return Scene(
        clients={**clients, "anonymous": Client()},
        ids={
            "case_id": case.pk,
            "person_id": case.person_id,
            "grant_id": grant.pk,
            "glass_id": glass.id,
            "proposal_id": proposal.pk,
            "user_id": world.huda.user_id,
            "session_id": uuid4(),
            "invitation_id": uuid4(),
            "factor_id": 1_000_000,
        },
    )


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
