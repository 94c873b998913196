"""Rows of cases as the cards that lists and covers show."""

from collections.abc import Callable
from uuid import UUID

from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries.shown import CaseCard
from jiwar.areas.cases.words import Outcome, Programme, Risk, Status
from jiwar.areas.people.queries import PersonCard, cards
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.queries import Colleague, Sight, names_of, sights
from jiwar.ground.access.who import Who

LISTED = Case.objects.select_related("team", "agency").defer("summary")
"""Cases as cards need them, without what is sealed."""


def cards_for(who: Who, *, rows: list[Case], alone: bool = False) -> list[CaseCard]:
    """These rows as cards, in their order, each cut to what `who` may see; `alone` where it is a single one."""
    seen = sights(who, [case.pk for case in rows])
    shown = [c.person_id for c in rows if c.pk in seen and seen[c.pk].shows(DataClass.IDENTITY)]
    people = cards(who, shown, alone=alone)
    names = names_of(who, [case.owner_id for case in rows])
    card = _carder(who, people, names)
    return [card(case, seen[case.pk]) for case in rows if case.pk in seen]


def _carder(
    who: Who, people: dict[UUID, PersonCard], names: dict[UUID, Colleague]
) -> Callable[[Case, Sight], CaseCard]:
    def card(case: Case, sight: Sight) -> CaseCard:
        whole = CaseCard(
            id=case.pk,
            code=case.code,
            agency=case.agency,
            programme=Programme(case.programme),
            status=Status(case.status),
            risk=Risk(case.risk) if case.risk else None,
            opened_on=case.opened_on,
            closed_on=case.closed_on,
            outcome=Outcome(case.outcome) if case.outcome else None,
            updated_at=case.updated_at,
            owner=names.get(case.owner_id) if case.owner_id else None,
            team=case.team,
            person_id=case.person_id,
            person=people.get(case.person_id),
            version=case.version,
            is_own=case.agency_id == who.agency_id,
            may_open=True,
            shows_service=True,
        )
        return whole.through(sight)

    return card
