"""The register of a partner: a row is a person, whatever their columns are called and however they write.

What is not understood is left out and told; only without a name nothing becomes of a row. Persons alone are registered,
unless cases of a programme are to be opened for them: then what stands in the notes becomes a note of the case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.words import Opening, Programme
from jiwar.areas.people import actions as people
from jiwar.areas.people.rules import why_not_register
from jiwar.areas.people.words import Details, GivenName, Newcomer, Particulars, Phone, PhoneKind, Script, Sex
from jiwar.doors.exchange.kinds.base import Became, Field, Kind, Read, Row, Terms, Trouble
from jiwar.doors.exchange.understanding import days, naming, nations, phones, places
from jiwar.doors.exchange.understanding.cells import NotUnderstood, folded, is_empty, listed, text_of
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.lib.formats.tables import Cell

LONGEST_DOCUMENT = 64
LONGEST_NOTE = 20_000
HOME_COUNTRY = "JOR"


@dataclass(frozen=True, slots=True)
class Planned:
    """Who is to be registered, and what is noted in their case."""

    newcomer: Newcomer
    note: str = ""


class _Reading:
    """A row while it is read: what it says, and what of it was not understood."""

    def __init__(self, row: Row, terms: Terms) -> None:
        self.row, self.terms = row, terms
        self.troubles: list[Trouble] = []
        self.seen: list[str] = []

    def each[T](self, name: str, understand: Callable[[Cell], T]) -> list[T]:
        """What the columns of a field say, those left out that say nothing."""
        found: list[T] = []
        for column in self.terms.of(name):
            cell = self.row.at(column)
            if is_empty(cell):
                if column in self.row.computed and cell is None:
                    self.troubles.append(Trouble("formula_empty", column))
                continue
            self.seen.append(f"{name}:{folded(text_of(cell))}")
            try:
                found.append(understand(cell))
            except NotUnderstood as no:
                self.troubles.append(Trouble(no.code, column, text_of(cell)))
        return found

    def one[T](self, name: str, understand: Callable[[Cell], T]) -> T | None:
        return next(iter(self.each(name, understand)), None)


class Register(Kind):
    """People, one a row."""

    code = "register"
    label = _("A register of people")
    says = _("One person a row, as partners keep them: any columns, any order, Arabic or English.")
    permission = Permission.PERSON_REGISTER
    opens_cases = True
    fields: ClassVar[Mapping[str, Field]] = {
        "name": Field(_("Whole name")),
        "first": Field(_("First name")),
        "middle": Field(_("Names between"), is_many=True),
        "last": Field(_("Family name")),
        "sex": Field(_("Sex")),
        "birth": Field(_("Day or year of birth")),
        "age": Field(_("Age in years")),
        "nation": Field(_("Nationality")),
        "phone": Field(_("Telephone"), is_many=True),
        "district": Field(_("District")),
        "document": Field(_("Number of a document")),
        "note": Field(_("Notes"), is_many=True),
    }

    def is_named(self, columns: Mapping[int, str]) -> bool:
        return bool({"name", "first"} & set(columns.values()))

    def read(self, row: Row, terms: Terms) -> Read:
        reading = _Reading(row, terms)
        name, born, details = _name(reading), _born(reading), _details(reading)
        particulars = Particulars(
            sex=reading.one("sex", _sex) or Sex.UNKNOWN,
            birth_year=born.year if born else None,
            birth_year_estimated=bool(born and born.day is None),
        )
        details |= {"birth_date": born.day} if born else {}
        numbers = dict.fromkeys(number for some in reading.each("phone", phones.numbers) for number in some)
        note = "\n".join(reading.each("note", text_of))[:LONGEST_NOTE]
        if note and not terms.programme:
            column = next(c for c in terms.of("note") if not is_empty(row.at(c)))
            reading.troubles.append(Trouble("note_needs_case", column, note))
        reading.troubles += _without_column(reading)
        says = "\n".join(sorted(reading.seen))
        if name is None:
            return Read(None, tuple(reading.troubles), says)
        phoned = tuple(Phone(_phone_kind(number), number) for number in numbers)
        newcomer = Newcomer((name,), particulars, Details(**details), phoned)
        if code := why_not_register(newcomer, today=terms.today):
            return Read(None, (*reading.troubles, Trouble(code, is_final=True)), says)
        return Read(Planned(newcomer, note if terms.programme else ""), tuple(reading.troubles), says)

    def apply(self, who: Who, planned: Sequence[object], terms: Terms) -> list[Became]:
        asked = [one for one in planned if isinstance(one, Planned)]
        made = people.register_people(who, newcomers=[one.newcomer for one in asked])
        if terms.programme:  # cases that wait in the team, and in them what stood in the notes
            programme = Programme(terms.programme)
            openings = [
                Opening(person.pk, programme, notes=(one.note,) if one.note else ())
                for person, one in zip(made, asked, strict=True)
            ]
            cases.open_cases(who, openings=openings, team_id=terms.team_id)
        return [Became(person.pk) for person in made]


def _name(reading: _Reading) -> GivenName | None:
    """The name, whole or in parts; without one nothing becomes of the row."""
    before = len(reading.troubles)
    whole = reading.one("name", lambda cell: naming.parted(text_of(cell)))
    middle = " ".join(reading.each("middle", text_of))
    last = reading.one("last", text_of) or ""
    if whole is None and (first := reading.one("first", text_of)):
        column = reading.terms.of("first")[0]
        try:
            whole = naming.checked(first, f"{middle} {last}".strip())
        except NotUnderstood as no:
            reading.troubles.append(Trouble(no.code, column, first))
        else:
            script = Script.ARABIC if whole.arabic else Script.LATIN
            return GivenName(script, whole.first, rest=last, middle=middle)
    if whole is not None:
        return GivenName(Script.ARABIC if whole.arabic else Script.LATIN, whole.first, rest=whole.rest)
    found = reading.troubles[before:]
    reading.troubles[before:] = [Trouble(one.code, one.column, one.value, is_final=True) for one in found] or [
        Trouble("no_name", is_final=True)
    ]
    return None


def _born(reading: _Reading) -> days.Born | None:
    """When the person was born: by the day or year that is told, else by the age."""
    today = reading.terms.today
    told = reading.one("birth", lambda cell: days.born(cell, today=today))
    aged = reading.one("age", lambda cell: days.born_of_age(cell, today=today))
    return told or aged


def _details(reading: _Reading) -> dict[str, Any]:
    """What the record's details take."""
    found: dict[str, Any] = {}
    if nation := reading.one("nation", nations.nation):
        found["citizenship"] = (nation,)
    if document := reading.one("document", _document):
        found["identity_number"] = document
    if place := reading.one("district", places.district):
        found |= {
            "mailing_country": HOME_COUNTRY,
            "mailing_state": place.district.governorate,
            "mailing_city": place.district.name,
        }
        if place.is_meant:
            column = reading.terms.of("district")[0]
            written = text_of(reading.row.at(column))
            reading.troubles.append(Trouble("district_meant", column, written, meant=place.district.name))
    return found


def _sex(cell: Cell) -> Sex:
    found = listed("sexes", "words").get(folded(text_of(cell)))
    if not found:
        raise NotUnderstood("sex_unknown")
    return Sex(found)


def _document(cell: Cell) -> str:
    text = text_of(cell)
    if len(text) > LONGEST_DOCUMENT:
        raise NotUnderstood("too_long")
    return text


def _phone_kind(number: str) -> PhoneKind:
    return PhoneKind.MOBILE if phones.is_mobile(number) else PhoneKind.HOME


def _without_column(reading: _Reading) -> list[Trouble]:
    """What stands beside the table, under no heading."""
    width = reading.terms.width
    beyond = enumerate(reading.row.cells[width:], width)
    return [Trouble("without_column", column, text_of(cell)) for column, cell in beyond if not is_empty(cell)]
