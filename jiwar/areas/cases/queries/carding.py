"""Rows of cases as the cards that lists and covers show."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from jiwar.areas.cases.models import RANK, Case
from jiwar.areas.cases.queries.shown import CaseCard
from jiwar.areas.cases.words import Outcome, Programme, Risk, Status
from jiwar.areas.people.queries import PersonCard, cards
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.queries import Body, Colleague, Sight, names_of, sights
from jiwar.ground.access.who import Who


class CaseRow(NamedTuple):
    """A case as a card needs it, with its place in the order of lists; nothing that is sealed."""

    id: UUID
    code: str
    agency_id: UUID
    agency_en: str
    agency_ar: str
    programme: str
    status: str
    risk: str
    opened_on: date
    closed_on: date | None
    outcome: str
    updated_at: datetime
    owner_id: UUID | None
    team_id: UUID
    team_en: str
    team_ar: str
    person_id: UUID
    version: int
    rank: int


LISTED: QuerySet[Case, tuple[Any, ...]] = Case.objects.annotate(
    rank=RANK,
    agency_en=F("agency__name_en"),
    agency_ar=F("agency__name_ar"),
    team_en=F("team__name_en"),
    team_ar=F("team__name_ar"),
).values_list(*CaseRow._fields)
"""Cases as rows; a card is made of each by `cards_for`."""


def cards_for(who: Who, *, rows: Sequence[tuple[Any, ...]], alone: bool = False) -> list[CaseCard]:
    """These rows as cards, in their order, each cut to what `who` may see; `alone` where it is a single one."""
    cases = [CaseRow._make(row) for row in rows]
    if not cases:
        return []
    seen = sights(who, [case.id for case in cases])
    shown = [c.person_id for c in cases if c.id in seen and seen[c.id].shows(DataClass.IDENTITY)]
    people = cards(who, shown, alone=alone)
    names = names_of(who, [case.owner_id for case in cases])
    card = _carder(who, people, names)
    return [card(case, seen[case.id]) for case in cases if case.id in seen]


def _carder(
    who: Who, people: dict[UUID, PersonCard], names: dict[UUID, Colleague]
) -> Callable[[CaseRow, Sight], CaseCard]:
    bodies: dict[UUID, Body] = {}

    def body(pk: UUID, en: str, ar: str) -> Body:
        return bodies.get(pk) or bodies.setdefault(pk, Body(pk, en, ar))

    def card(case: CaseRow, sight: Sight) -> CaseCard:
        whole = CaseCard(
            id=case.id,
            code=case.code,
            agency=body(case.agency_id, case.agency_en, case.agency_ar),
            programme=Programme(case.programme),
            status=Status(case.status),
            risk=Risk(case.risk) if case.risk else None,
            opened_on=case.opened_on,
            closed_on=case.closed_on,
            outcome=Outcome(case.outcome) if case.outcome else None,
            updated_at=case.updated_at,
            owner=names.get(case.owner_id) if case.owner_id else None,
            team=body(case.team_id, case.team_en, case.team_ar),
            person_id=case.person_id,
            person=people.get(case.person_id),
            version=case.version,
            is_own=case.agency_id == who.agency_id,
            may_open=True,
            shows_service=True,
        )
        return whole.through(sight)

    return card
