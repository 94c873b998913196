"""Reading what is known of a case: for its page, and of many cases for a file that is handed on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any
from uuid import UUID

from jiwar.areas.cases.models import Case, CaseNumber, Note
from jiwar.areas.cases.models.keeping import ROWS, facts_in, words_alone
from jiwar.areas.cases.queries.reading import case_card
from jiwar.areas.cases.queries.shown import CaseCard
from jiwar.areas.cases.rules import number_key, standard_status
from jiwar.areas.cases.words import (
    NUMBER_TOKENS,
    CaseRecord,
    Facts,
    Incident,
    Intake,
    Number,
    Outcome,
    Perpetrator,
    Programme,
    SupportPlan,
    Trafficking,
)
from jiwar.ground.access.action import record_reading, record_readings
from jiwar.ground.access.asking import demand
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Sight, sights, stands_on, worked_on
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.vault.tokens import token

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stated[F: Facts]:
    """A group of facts as it was stated, with what its next saving needs."""

    id: UUID
    version: int
    facts: F


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number in another system, with its id."""

    id: UUID
    number: Number


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case, cut to what the reader may see. `works`: the reader may state it."""

    card: CaseCard
    trafficking: Stated[Trafficking] | None
    intake: Stated[Intake] | None
    support: Stated[SupportPlan] | None
    incidents: list[Stated[Incident]]
    perpetrators: list[Stated[Perpetrator]]
    numbers: list[ShownNumber]
    works: bool

    def through(self, sight: Sight) -> "CaseFacts":
        """As far as `sight` goes: nothing without the story, and without the service only what was told in words.

        What a share will show is cut by the same: see the page of sharing.
        """
        if not sight.opens(DataClass.NARRATIVE):
            return replace(self, trafficking=None, intake=None, support=None, incidents=[], perpetrators=[])
        if sight.opens(DataClass.SERVICE):
            return self
        return replace(
            self,
            trafficking=_in_words(self.trafficking),
            intake=_in_words(self.intake),
            support=_in_words(self.support),
            incidents=[replace(one, facts=words_alone(one.facts)) for one in self.incidents],
            perpetrators=[replace(one, facts=words_alone(one.facts)) for one in self.perpetrators],
        )


def _in_words[F: Facts](stated: Stated[F] | None) -> Stated[F] | None:
    return replace(stated, facts=words_alone(stated.facts)) if stated else None


def facts_of(who: Who, case_id: UUID) -> CaseFacts:
    """All that is known of one case; the reading is recorded first. Raises Missing as `case_file`.

    Of what another agency granted it is part of the story (narrative), and its codes, days and numbers are shown only
    where those of the case are (service); numbers in other systems are shown to nobody outside.
    """
    demand(who, Permission.CASE_READ)
    sight = sights(who, [case_id]).get(case_id)
    record_reading(who, "case_file", case_id, found=bool(sight and sight.is_full))
    if sight is None:
        raise Missing
    card = case_card(who, case_id)
    ring = keyring.ring(who.agency_id, [case_id], kinds=[Kind.NARRATIVE, Kind.IDENTITY])
    works = stands_on(who, case_id)
    known = CaseFacts(
        card=card,
        trafficking=_one(Trafficking, case_id, ring),
        intake=_one(Intake, case_id, ring),
        support=_one(SupportPlan, case_id, ring),
        incidents=_several(Incident, case_id, ring),
        perpetrators=_several(Perpetrator, case_id, ring),
        numbers=_numbers(case_id, ring) if card.is_own and (works or card.glass is not None) else [],
        works=works,
    )
    return known.through(sight)


def cases_by_numbers(who: Who, *, system: str, numbers: Collection[str]) -> dict[str, UUID]:
    """Those among these numbers that cases in sight have in this system, each with the case that had it first."""
    demand(who, Permission.CASE_READ)
    keys = {number: token(NUMBER_TOKENS, number_key(who.agency_id, system, number)) for number in numbers}
    found = CaseNumber.objects.filter(agency_id=who.agency_id, system=system, token__in=set(keys.values()))
    cases = dict(found.order_by("-created_at", "id").values_list("token", "case_id"))
    return {number: cases[key] for number, key in keys.items() if key in cases}


def case_records(who: Who, *, case_ids: Sequence[UUID]) -> dict[UUID, CaseRecord]:
    """All that is written down of these cases, of those among them on which `who` works; each reading is recorded."""
    demand(who, Permission.CASE_READ)
    found: dict[UUID, CaseRecord] = {}
    for some in batched(case_ids, AT_ONCE):
        cases = list(Case.objects.filter(pk__in=worked_on(who, some), agency_id=who.agency_id))
        record_readings(who, "case_file", [case.pk for case in cases])
        found |= _records(who, cases)
    return {pk: found[pk] for pk in case_ids if pk in found}


def _records(who: Who, cases: Sequence[Case]) -> dict[UUID, CaseRecord]:
    ids = [case.pk for case in cases]
    ring = keyring.ring(who.agency_id, ids, kinds=[Kind.NARRATIVE, Kind.IDENTITY])
    kept = {of: _by_case(ROWS[of].objects.filter(case_id__in=ids)) for of in ROWS}
    numbers = _by_case(CaseNumber.objects.filter(case_id__in=ids).order_by("place"))
    notes = _by_case(Note.objects.filter(case_id__in=ids).order_by("created_at", "id"))

    def many(of: Any, case: Case) -> tuple[Any, ...]:
        rows = sorted(kept[of][case.pk], key=_place)
        return tuple(facts_in(of, row, ring) for row in rows)

    def record(case: Case) -> CaseRecord:
        intake: Intake = next(iter(many(Intake, case)), Intake())
        return CaseRecord(
            person_id=case.person_id,
            code=case.code,
            programme=Programme(case.programme),
            status=standard_status(status=case.status, outcome=case.outcome, follow_up=intake.follow_up),
            trafficking=next(iter(many(Trafficking, case)), Trafficking()),
            intake=intake,
            support=next(iter(many(SupportPlan, case)), SupportPlan()),
            incidents=many(Incident, case),
            perpetrators=many(Perpetrator, case),
            numbers=tuple(_number(row, ring) for row in numbers[case.pk]),
            notes=tuple(ring.open(row, "text") or "" for row in notes[case.pk]),
            closed=Outcome(case.outcome) if case.outcome else None,
            closed_on=case.closed_on,
            summary=ring.open(case, "summary") or "",
        )

    return {case.pk: record(case) for case in cases}


def _one[F: Facts](of: type[F], case_id: UUID, ring: keyring.Ring) -> Stated[F] | None:
    return next(iter(_several(of, case_id, ring)), None)


def _several[F: Facts](of: type[F], case_id: UUID, ring: keyring.Ring) -> list[Stated[F]]:
    rows = sorted(ROWS[of].objects.filter(case_id=case_id), key=_place)
    return [Stated(row.pk, row.version, facts_in(of, row, ring)) for row in rows]


def _place(row: object) -> int:
    return getattr(row, "place", 0)


def _numbers(case_id: UUID, ring: keyring.Ring) -> list[ShownNumber]:
    rows = CaseNumber.objects.filter(case_id=case_id).order_by("place")
    return [ShownNumber(row.pk, _number(row, ring)) for row in rows]


def _number(row: CaseNumber, ring: keyring.Ring) -> Number:
    return Number(row.system, ring.open(row, "number") or "", ring.open(row, "source") or "", row.verified)


def _by_case(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found
