"""What is known of a case, stated group by group, and its numbers in other systems."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.reasons import own_case, refuse_if, refuse_misfit
from jiwar.areas.cases.models import Case, CaseNumber
from jiwar.areas.cases.models import Incident as IncidentRow
from jiwar.areas.cases.models import Intake as IntakeRow
from jiwar.areas.cases.models import Perpetrator as PerpetratorRow
from jiwar.areas.cases.models import SupportPlan as SupportRow
from jiwar.areas.cases.models import TraffickingFacts as TraffickingRow
from jiwar.areas.cases.models.keeping import ROWS, columns_of
from jiwar.areas.cases.words import (
    NUMBER_TOKENS,
    Facts,
    Incident,
    Intake,
    Number,
    Perpetrator,
    SupportPlan,
    Trafficking,
)
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.vault.tokens import token


@action(Permission.CASE_NOTE)
def state_trafficking(who: Who, case_id: UUID, *, facts: Trafficking, version: int) -> TraffickingRow:
    """State what was done to the person; `version` is 0 where nothing was stated yet. Raises Stale."""
    row: TraffickingRow = _state(who, case_id, facts, version)
    return row


@action(Permission.CASE_NOTE)
def state_intake(who: Who, case_id: UUID, *, facts: Intake, version: int) -> IntakeRow:
    """State how the case came and where it was referred; `version` is 0 where nothing was stated yet. Raises Stale."""
    row: IntakeRow = _state(who, case_id, facts, version)
    return row


@action(Permission.CASE_NOTE)
def state_support(who: Who, case_id: UUID, *, facts: SupportPlan, version: int) -> SupportRow:
    """State the plan of support; `version` is 0 where nothing was stated yet. Raises Stale."""
    row: SupportRow = _state(who, case_id, facts, version)
    return row


@action(Permission.CASE_NOTE)
def note_incident(who: Who, case_id: UUID, *, facts: Incident) -> IncidentRow:
    """Add something that happened to the person."""
    row: IncidentRow = _add(who, case_id, facts)
    return row


@action(Permission.CASE_NOTE)
def correct_incident(who: Who, case_id: UUID, *, incident_id: UUID, facts: Incident, version: int) -> IncidentRow:
    """Correct what is written of an incident. Raises Stale where somebody else was first."""
    row: IncidentRow = _correct(who, case_id, facts, incident_id, version)
    return row


@action(Permission.CASE_NOTE)
def drop_incident(who: Who, case_id: UUID, *, incident_id: UUID) -> None:
    """Take an incident out of the case; the history of the case keeps it."""
    _drop(who, case_id, IncidentRow, incident_id)


@action(Permission.CASE_NOTE)
def note_perpetrator(who: Who, case_id: UUID, *, facts: Perpetrator) -> PerpetratorRow:
    """Add somebody who is said to have taken part."""
    row: PerpetratorRow = _add(who, case_id, facts)
    return row


@action(Permission.CASE_NOTE)
def correct_perpetrator(
    who: Who, case_id: UUID, *, perpetrator_id: UUID, facts: Perpetrator, version: int
) -> PerpetratorRow:
    """Correct what is written of somebody who took part. Raises Stale where somebody else was first."""
    row: PerpetratorRow = _correct(who, case_id, facts, perpetrator_id, version)
    return row


@action(Permission.CASE_NOTE)
def drop_perpetrator(who: Who, case_id: UUID, *, perpetrator_id: UUID) -> None:
    """Take somebody who is said to have taken part out of the case; the history of the case keeps it."""
    _drop(who, case_id, PerpetratorRow, perpetrator_id)


@action(Permission.CASE_NOTE)
def note_number(who: Who, case_id: UUID, *, number: Number) -> CaseNumber:
    """Add the number that another system gave this case. Refused where a case in sight has it already."""
    case = _open_case(who, case_id)
    refuse_if(rules.why_not_number(system=number.system, number=number.number, source=number.source))
    refuse_taken(who, [number])
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.IDENTITY])
    row = number_row(who, case, number, ring, place=_next_place(CaseNumber, case))
    row.insert()
    case.change(version=case.version)
    return row


@action(Permission.CASE_NOTE)
def drop_number(who: Who, case_id: UUID, *, number_id: UUID) -> None:
    """Take a number out of the case: another case may have it then."""
    _drop(who, case_id, CaseNumber, number_id)


def refuse_taken(who: Who, numbers: Sequence[Number]) -> None:
    """Raise the reason where a case in sight has one of these numbers, or two of them are the same.

    A case out of sight is told by nothing: its number answers as one that nobody has.
    """
    wanted = [(one.system, number_token(who, one)) for one in numbers]
    systems, tokens = {system for system, _ in wanted}, {key for _, key in wanted}
    rows = CaseNumber.objects.filter(agency_id=who.agency_id, system__in=systems, token__in=tokens)
    is_taken = len(set(wanted)) < len(wanted) or bool(wanted and rows.exists())
    refuse_if("number_taken" if is_taken else None)


def number_token(who: Who, number: Number) -> int:
    """What finds this number; it tells the systems apart too."""
    return token(NUMBER_TOKENS, rules.number_key(who.agency_id, number.system, number.number))


def number_row(who: Who, case: Case, number: Number, ring: keyring.Ring, *, place: int) -> CaseNumber:
    """The row of a number, not yet written."""
    row = CaseNumber(case=case, agency_id=who.agency_id, place=place, system=number.system, verified=number.verified)
    row.number = ring.seal(row, "number", number.number.strip())
    row.source = ring.seal(row, "source", number.source.strip()) if number.source.strip() else b""
    row.token = number_token(who, number)
    return row


def facts_row(case: Case, facts: Facts, ring: keyring.Ring, **more: Any) -> Any:
    """The row of a group of facts, not yet written."""
    row = ROWS[type(facts)](case=case, **more)
    for name, value in columns_of(row, facts, ring).items():
        setattr(row, name, value)
    return row


def _state(who: Who, case_id: UUID, facts: Facts, version: int) -> Any:
    """Write the one row of its group that a case has."""
    case = _open_case(who, case_id)
    refuse_misfit(facts)
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.NARRATIVE])
    row = ROWS[type(facts)].objects.filter(case=case).first()
    if row is None:
        if version:
            raise Missing
        row = facts_row(case, facts, ring).insert()
    else:
        row.change(version=version, **columns_of(row, facts, ring))
    case.change(version=case.version)
    return row


def _add(who: Who, case_id: UUID, facts: Facts) -> Any:
    case = _open_case(who, case_id)
    refuse_if(rules.why_not_tell_of(status=case.status, facts=facts))
    refuse_misfit(facts)
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.NARRATIVE])
    row = facts_row(case, facts, ring, place=_next_place(ROWS[type(facts)], case)).insert()
    case.change(version=case.version)
    return row


def _correct(who: Who, case_id: UUID, facts: Facts, row_id: UUID, version: int) -> Any:
    case = _open_case(who, case_id)
    row = ROWS[type(facts)].objects.filter(case=case, pk=row_id).first()
    if row is None:
        raise Missing
    refuse_if(rules.why_not_tell_of(status=case.status, facts=facts))
    refuse_misfit(facts)
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.NARRATIVE])
    row.change(version=version, **columns_of(row, facts, ring))
    case.change(version=case.version)
    return row


def _drop(
    who: Who, case_id: UUID, table: type[IncidentRow] | type[PerpetratorRow] | type[CaseNumber], pk: UUID
) -> None:
    case = _open_case(who, case_id)
    dropped, _ = table.objects.filter(case=case, pk=pk).delete()
    if not dropped:
        raise Missing
    case.change(version=case.version)


def _open_case(who: Who, case_id: UUID) -> Case:
    case = own_case(who, case_id)
    refuse_if(rules.why_not_note(status=case.status))
    return case


def _next_place(table: Any, case: Case) -> int:
    """After the last one; the case is locked, so that two never take the same."""
    last: int | None = table.objects.filter(case=case).aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1
