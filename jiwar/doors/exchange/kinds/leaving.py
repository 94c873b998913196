"""Files that leave, by the standard of IOM: the same columns, filled from the records, that a file of it brings in.

Each case is one row, for the import reads it so. What a row has no place for (a second incident, a name in the other
script) is counted, so that nobody takes the file for the whole record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from jiwar.areas.cases.queries import case_records
from jiwar.areas.cases.words import HTCDS, CaseRecord
from jiwar.areas.consent.queries import consents_of
from jiwar.areas.consent.words import About, Said
from jiwar.areas.people.queries import people_records
from jiwar.areas.people.words import HTCDS as OF_PERSON
from jiwar.areas.people.words import HTCDS_NAMES, HTCDS_PHONES, PersonRecord
from jiwar.doors.exchange.kinds.htcds import CLOSURE, COMMENT, CONSENT, EXTERNAL, KEPT, NUMBER, SEXES, STATUS, Standard
from jiwar.ground.access.who import Who
from jiwar.lib.formats import delimited, workbooks
from jiwar.lib.formats.htcds import FIELDS, Record, table_of

type Format = Literal["csv", "xlsx"]

FORMATS: Final[Mapping[Format, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STANDARD: Final = Standard.code
LEAVING: Final = {STANDARD: Standard.label}
"""The kinds of files that leave, and what they are called."""
GENDERS: Final = {sex: gender for gender, sex in SEXES.items()}
"""What is written of whoever has not said their gender themselves."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, of how many people they tell, and how much of their records has no place in them."""

    columns: Sequence[str]
    rows: Sequence[Record]
    people: int
    left_out: int

    def written(self, form: Format) -> bytes:
        """As bytes; whatever a cell begins with, no spreadsheet computes it."""
        rows = table_of(self.columns, self.rows)
        return workbooks.written(rows, name="HTCDS", right_to_left=False) if form == "xlsx" else delimited.written(rows)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The bytes of a file under a name that tells nothing; `left_out`: how much had no place in it."""

    name: str
    media: str
    content: bytes
    rows: int
    left_out: int


def sheet_of(who: Who, case_ids: Sequence[UUID], *, mapped: Sequence[str]) -> Sheet:
    """The rows of those among these cases that `who` works on and whose people they may read; each is recorded.

    `mapped`: the fields that stand in it in any case, in this order. Others follow where they hold something.
    """
    cases = case_records(who, case_ids=case_ids)
    people = people_records(who, person_ids={case.person_id for case in cases.values()})
    said = consents_of(who, person_ids=list(people))
    shown = [case for case in cases.values() if case.person_id in people]
    rows = [row_of(case, people[case.person_id], said.get(case.person_id, ())) for case in shown]
    told = {name for row in rows for name in row}
    first = [name for name in dict.fromkeys(mapped) if name in KEPT]
    columns = [*first, *(name for name in FIELDS if name in told and name not in first)]
    left_out = sum(_left_out(case, people[case.person_id]) for case in shown)
    return Sheet(columns, rows, len({case.person_id for case in shown}), left_out)


def row_of(case: CaseRecord, person: PersonRecord, said: Iterable[Said]) -> Record:
    """One case and its person, under the names of the standard; what is not known is absent."""
    told: dict[str, Any] = {}
    for name in person.names[:1]:
        told |= _told(name, HTCDS_NAMES)
    told |= _told(person.details, OF_PERSON)
    told["prs_Gender"] = person.details.gender or GENDERS.get(person.particulars.sex)
    for field, kind in HTCDS_PHONES.items():
        told[field] = next((phone.number for phone in person.phones if phone.kind == kind), None)
    for group in (case.trafficking, case.intake, case.support, *case.incidents[:1], *case.perpetrators[:1]):
        told |= _told(group, HTCDS[type(group)])
    told[NUMBER] = next((one.number for one in case.numbers if one.system == EXTERNAL), None)
    told[STATUS] = case.status
    told[CLOSURE] = case.summary if case.closed else None
    told[COMMENT] = next(iter(case.notes), None)
    told[CONSENT] = {one.about: one.given for one in said}.get(About.DATA_PROCESSING)
    return {name: value for name, value in told.items() if value not in (None, "", ())}


def _told(group: object, table: Mapping[str, str]) -> dict[str, Any]:
    return {name: getattr(group, attribute) for name, attribute in table.items()}


def _left_out(case: CaseRecord, person: PersonRecord) -> int:
    """How many names, telephones, incidents, perpetrators, notes and numbers have no place in the row."""
    phones = sum(any(phone.kind == kind for phone in person.phones) for kind in HTCDS_PHONES.values())
    numbers = any(one.system == EXTERNAL for one in case.numbers)
    second = sum(max(len(many) - 1, 0) for many in (person.names, case.incidents, case.perpetrators, case.notes))
    return second + len(person.phones) - phones + len(case.numbers) - numbers
