"""IOM's standard of case data (HTCDS 2.0): a row is a person and their case, each value in a column of ours.

Nothing is guessed: a value is the standard's or is told. What the standard knows and this house keeps nowhere (the
address of an organisation) is told too, so that nobody thinks that it was taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar, Final

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.actions import open_cases
from jiwar.areas.cases.queries import cases_by_numbers
from jiwar.areas.cases.rules import why_not_open
from jiwar.areas.cases.words import (
    HTCDS,
    Incident,
    Intake,
    Number,
    Opening,
    Outcome,
    Perpetrator,
    Programme,
    SupportPlan,
    Trafficking,
)
from jiwar.areas.consent.actions import state_consents
from jiwar.areas.people.actions import register_people
from jiwar.areas.people.rules import why_not_register
from jiwar.areas.people.words import HTCDS as OF_PERSON
from jiwar.areas.people.words import (
    HTCDS_NAMES,
    HTCDS_PHONES,
    Details,
    GivenName,
    Newcomer,
    Particulars,
    Phone,
    Script,
    Sex,
    SpokenLanguage,
)
from jiwar.doors.exchange.kinds.base import NOBODY_YET, Became, Field, Kind, Read, Row, Terms, Trouble
from jiwar.doors.exchange.understanding.cells import folded, text_of
from jiwar.doors.exchange.understanding.naming import is_arabic as in_arabic_letters
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Refused
from jiwar.ground.base.writing import is_arabic
from jiwar.lib.formats.htcds import FIELDS, NotUnderstood, Value, value_of
from jiwar.lib.formats.tables import Cell

EXTERNAL: Final = "external"
"""The system of a number that the standard does not name."""
NUMBER, STATUS, CLOSURE, COMMENT = "cas_ExternalId", "cas_Status", "cas_ReasonForCaseClosure", "cco_CaseComment"
CONSENT: Final = "con_Consent"
CLOSED: Final[Mapping[str, Outcome]] = {"Closed": Outcome.RECORDED, "ClosedReferred": Outcome.TRANSFERRED}
SEXES: Final[Mapping[str, Sex]] = {"Feminine": Sex.FEMALE, "Masculine": Sex.MALE}
LANGUAGES: Final[Mapping[str, SpokenLanguage]] = {
    "ara": SpokenLanguage.ARABIC, "eng": SpokenLanguage.ENGLISH, "fra": SpokenLanguage.FRENCH,
    "tgl": SpokenLanguage.TAGALOG, "ben": SpokenLanguage.BENGALI, "amh": SpokenLanguage.AMHARIC,
    "sin": SpokenLanguage.SINHALA, "urd": SpokenLanguage.URDU, "nep": SpokenLanguage.NEPALI,
    "som": SpokenLanguage.SOMALI,
}  # fmt: skip
KEPT: Final = frozenset({
    *OF_PERSON, *HTCDS_NAMES, *HTCDS_PHONES, *(name for table in HTCDS.values() for name in table),
    NUMBER, STATUS, CLOSURE, COMMENT, CONSENT,
})  # fmt: skip
"""The fields that have a column of their own here."""

type Record = dict[str, Value]


def _label(name: str) -> Any:
    return lazy(lambda: FIELDS[name].ar if is_arabic() else FIELDS[name].en, str)()


@dataclass(frozen=True, slots=True)
class Planned:
    """Who is to be registered, and their case, which does not know them yet."""

    newcomer: Newcomer
    opening: Opening
    consents: bool | None = None
    """Whether the person agrees that their data are worked with; None where it was not said."""


class Standard(Kind):
    """Records of the standard, one case a row."""

    code = "htcds"
    label = _("Case data by the standard of IOM (HTCDS 2.0)")
    says = _("One person and their case a row, under the names of the standard; several codes are parted by ;")
    permission = Permission.PERSON_REGISTER
    opens_cases = True
    programme = Programme.TRAFFICKING
    fields: ClassVar[Mapping[str, Field]] = {
        name: Field(_label(name), is_needed=name == "prs_FirstName") for name in FIELDS
    }

    def words(self) -> Mapping[str, str]:
        return _words()

    def read(self, row: Row, terms: Terms) -> Read:
        record, troubles = _values(row, terms)
        says = "\n".join(f"{name}:{record[name]!r}" for name in sorted(record))
        if not str(record.get("prs_FirstName", "")).strip():
            return Read(None, (*troubles, Trouble("no_name", is_final=True)), says)
        consents = record.get(CONSENT)
        planned = Planned(_newcomer(record), _opening(record), consents if isinstance(consents, bool) else None)
        if CLOSURE in record and planned.opening.closed is None:
            column = next(iter(terms.of(CLOSURE)), None)
            troubles.append(Trouble("closure_of_open", column, str(record[CLOSURE])))
        code = why_not_register(planned.newcomer, today=terms.today) or why_not_open(
            opening=planned.opening, today=terms.today
        )
        if code:
            return Read(None, (*troubles, Trouble(code, is_final=True)), says)
        return Read(planned, tuple(troubles), says)

    def look(self, who: Who, planned: Sequence[object], terms: Terms) -> list[tuple[Trouble, ...]]:
        """A number that a case here has already, or that stands above, is no second case."""
        asked = [one for one in planned if isinstance(one, Planned)]
        numbers = [next((number.number for number in one.opening.numbers), "") for one in asked]
        known = set(cases_by_numbers(who, system=EXTERNAL, numbers=[number for number in numbers if number]))
        found: list[tuple[Trouble, ...]] = []
        for number in numbers:
            found.append((Trouble("number_known", is_final=True),) if number in known else ())
            known |= {number} if number else set()
        return found

    def apply(self, who: Who, planned: Sequence[object], terms: Terms) -> list[Became]:
        asked = [one for one in planned if isinstance(one, Planned)]
        try:
            return _applied(who, asked, terms)
        except Refused:  # one of them, and nobody is told which
            return [_alone(who, one, terms) for one in asked]


def _applied(who: Who, asked: Sequence[Planned], terms: Terms) -> list[Became]:
    with transaction.atomic():  # a person whose case is refused is not registered either
        people = register_people(who, newcomers=[one.newcomer for one in asked])
        said = {p.pk: one.consents for p, one in zip(people, asked, strict=True) if one.consents is not None}
        if said:
            state_consents(who, statements=said)
        openings = [replace(one.opening, person_id=person.pk) for one, person in zip(asked, people, strict=True)]
        return [Became(case.pk) for case in open_cases(who, openings=openings, team_id=terms.team_id)]


def _alone(who: Who, one: Planned, terms: Terms) -> Became:
    try:
        return _applied(who, [one], terms)[0]
    except Refused as no:
        return Became(troubles=(Trouble(no.reason.code, is_final=True),))


@cache
def _words() -> Mapping[str, str]:
    """By the names of the standard, whatever their capitals; and by its labels in either language."""
    words = {folded(name): name for name in FIELDS}
    for name, one in FIELDS.items():
        for label in (one.en, one.ar):
            words.setdefault(folded(label), name)
    return words


def _values(row: Row, terms: Terms) -> tuple[Record, list[Trouble]]:
    """What the cells say, each by its field; and what they do not."""
    record: Record = {}
    troubles: list[Trouble] = []
    for column, name in sorted(terms.columns.items()):
        cell = row.at(column)
        if cell is None and column in row.computed:
            troubles.append(Trouble("formula_empty", column))
        try:
            value = value_of(FIELDS[name], cell)
        except NotUnderstood as no:
            troubles.append(Trouble(no.what, column, no.value, no.meant))
            continue
        if value is not None and name in KEPT:
            record[name] = value
        elif value is not None:
            troubles.append(Trouble("no_place", column, text_of(cell)))
    troubles += _beside(row, terms)
    return record, troubles


def _beside(row: Row, terms: Terms) -> list[Trouble]:
    beyond: Sequence[Cell] = row.cells[terms.width :]
    return [Trouble("without_column", column, text) for column, cell in enumerate(beyond, terms.width)
            if (text := text_of(cell))]  # fmt: skip


def _newcomer(record: Record) -> Newcomer:
    names = {attribute: str(record.get(name, "")) for name, attribute in HTCDS_NAMES.items()}
    script = Script.ARABIC if in_arabic_letters(" ".join(names.values())) else Script.LATIN
    details = Details(**_attributes(record, OF_PERSON))
    born = details.birth_date
    told = Particulars(
        sex=SEXES.get(details.gender, Sex.UNKNOWN),
        birth_year=born.year if born else None,
        language=LANGUAGES.get(details.primary_language, SpokenLanguage.ARABIC),
    )
    phones = tuple(Phone(kind, str(record[name])) for name, kind in HTCDS_PHONES.items() if name in record)
    return Newcomer((GivenName(script, **names),), told, details, phones)


def _opening(record: Record) -> Opening:
    """The case of a person who is not registered yet."""
    status = str(record.get(STATUS, ""))
    closed = CLOSED.get(status)
    intake = Intake(**_attributes(record, HTCDS[Intake]), follow_up=status == "FollowUp")
    return Opening(
        person_id=NOBODY_YET,
        programme=Programme.TRAFFICKING,
        trafficking=Trafficking(**_attributes(record, HTCDS[Trafficking])),
        intake=intake,
        support=SupportPlan(**_attributes(record, HTCDS[SupportPlan])),
        incidents=_several(record, Incident),
        perpetrators=_several(record, Perpetrator),
        numbers=(Number(EXTERNAL, str(record[NUMBER])),) if NUMBER in record else (),
        notes=(str(record[COMMENT]),) if COMMENT in record else (),
        closed=closed,
        summary=str(record.get(CLOSURE, "")) if closed else "",
    )


def _several[F: (Incident, Perpetrator)](record: Record, of: type[F]) -> tuple[F, ...]:
    """The one that a row can tell of, or none."""
    told = _attributes(record, HTCDS[of])
    return (of(**told),) if told else ()


def _attributes(record: Record, table: Mapping[str, str]) -> dict[str, Any]:
    return {attribute: record[name] for name, attribute in table.items() if name in record}
