"""How a value of facts stands in the columns of its row: codes, days and numbers as they are, all else sealed."""

from dataclasses import fields
from typing import Any

from django.db.models import Model

from jiwar.areas.cases.models.facts import Incident, Intake, Perpetrator, SupportPlan, TraffickingFacts
from jiwar.areas.cases.words import HTCDS, Facts
from jiwar.areas.cases.words import Incident as IncidentValue
from jiwar.areas.cases.words import Intake as IntakeValue
from jiwar.areas.cases.words import Perpetrator as PerpetratorValue
from jiwar.areas.cases.words import SupportPlan as SupportPlanValue
from jiwar.areas.cases.words import Trafficking as TraffickingValue
from jiwar.ground.vault.fields import SealedField
from jiwar.ground.vault.keyring import Ring
from jiwar.lib.formats.htcds import FIELDS, cell_of, value_of

type FactsRow = TraffickingFacts | Intake | SupportPlan | Incident | Perpetrator

ROWS: dict[type, type[FactsRow]] = {
    TraffickingValue: TraffickingFacts,
    IntakeValue: Intake,
    SupportPlanValue: SupportPlan,
    IncidentValue: Incident,
    PerpetratorValue: Perpetrator,
}
"""In which table a group of facts is kept."""
_NAMES = {of: {attribute: name for name, attribute in table.items()} for of, table in HTCDS.items()}


def columns_of(row: FactsRow, facts: Facts, ring: Ring) -> dict[str, Any]:
    """The columns of the row, as they are written for this value."""
    return {field.name: _column(row, field.name, getattr(facts, field.name), ring) for field in fields(facts)}


def facts_in[F: Facts](of: type[F], row: Model, ring: Ring) -> F:
    """The value that a row keeps, as far as the ring opens it."""
    read: dict[str, Any] = {}
    for field in fields(of):
        is_sealed = isinstance(row._meta.get_field(field.name), SealedField)
        read[field.name] = _opened(of, row, field.name, ring) if is_sealed else _plain(getattr(row, field.name))
    return of(**{name: value for name, value in read.items() if value is not None})


def words_alone[F: Facts](facts: F) -> F:
    """Of a value what somebody told in words: what stands in plain columns is as if it had not been stated."""
    of, row = type(facts), ROWS[type(facts)]
    sealed = [field.name for field in fields(of) if isinstance(row._meta.get_field(field.name), SealedField)]
    return of(**{name: getattr(facts, name) for name in sealed})


def _column(row: FactsRow, name: str, value: Any, ring: Ring) -> Any:
    if not isinstance(row._meta.get_field(name), SealedField):
        return list(value) if isinstance(value, tuple) else value
    text = cell_of(value)
    return ring.seal(row, name, text) if text else b""


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _opened(of: type, row: Model, name: str, ring: Ring) -> Any:
    """What was sealed: a day or a number in the form of the standard, or the words as they are."""
    text = ring.open(row, name)
    field = FIELDS[_NAMES[of][name]]
    return (text or None) if field.kind in {"text", "long_text"} else value_of(field, text or "")
