"""People: found, read, registered, corrected. A name stands in no address, so it is looked for by POST."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Router, Schema
from pydantic import StrictBool, StrictInt

from jiwar.areas.cases import queries as cases
from jiwar.areas.people import actions, queries
from jiwar.areas.people.queries import PersonCard, PersonFile
from jiwar.areas.people.words import GivenName, Particulars, Residence, Script, Sex, SpokenLanguage
from jiwar.doors.api.cases import CaseShape
from jiwar.doors.api.shapes import (
    KEPT,
    NAME,
    Changed,
    Given,
    IfMatch,
    MadeFile,
    tag,
    version_in,
)
from jiwar.ground.access.asking import demand, who_asks
from jiwar.ground.access.permissions import Permission

router = Router(tags=["people"])
LONGEST_FIRST, LONGEST_REST, LONGEST_CONTACT = 100, 200, 1000
LATEST_YEAR = 9999
"""What is no year at all; whether anybody can be born in it is for the rule to say."""
BirthYear = Annotated[StrictInt, Field(ge=0, le=LATEST_YEAR)]


class PersonShape(Schema):
    """The cover of a person. What may not be seen is null, or empty."""

    id: UUID
    code: str
    agency_id: UUID
    sex: Sex | None
    birth_year: int | None
    birth_year_estimated: bool
    age: int | None
    language: SpokenLanguage | None
    first_names: dict[Script, str]
    safe_contact: str
    is_erased: bool
    may_open: bool
    version: int

    @staticmethod
    def resolve_first_names(card: PersonCard) -> dict[Script, str]:
        return card.firsts


class NameShape(Schema):
    """A name in one script, as given."""

    script: Script
    first: str
    middle: str
    rest: str


class PersonFileShape(Schema):
    """Everything that is written down of a person and may be seen."""

    person: PersonShape
    names: list[NameShape]
    residence: Residence | None
    is_own: bool

    @staticmethod
    def resolve_person(file: PersonFile) -> PersonCard:
        return file.card


class WholeName(Given):
    """A name in one script."""

    script: Script
    first: Annotated[str, Field(max_length=LONGEST_FIRST), NAME]
    middle: Annotated[str, Field(max_length=LONGEST_REST), NAME]
    rest: Annotated[str, Field(max_length=LONGEST_REST), NAME]


class NewName(WholeName):
    """The same, where the first name is all that is known."""

    middle: Annotated[str, Field(max_length=LONGEST_REST), NAME] = ""
    rest: Annotated[str, Field(max_length=LONGEST_REST), NAME] = ""


class WholePerson(Given):
    """All that is written down of a person. What was left out would be wiped: so nothing may be."""

    names: Annotated[tuple[WholeName, ...], Field(max_length=len(Script))]
    sex: Sex
    birth_year: BirthYear | None
    birth_year_estimated: StrictBool
    language: SpokenLanguage
    safe_contact: Annotated[str, Field(max_length=LONGEST_CONTACT), KEPT]
    residence: Residence

    def plain(self) -> dict[str, Any]:
        """As the actions take it."""
        return {
            "names": [GivenName(one.script, one.first, one.rest, one.middle) for one in self.names],
            "particulars": Particulars(
                sex=self.sex,
                birth_year=self.birth_year,
                birth_year_estimated=self.birth_year_estimated,
                language=self.language,
                safe_contact=self.safe_contact.strip(),
                residence=self.residence,
            ),
        }


class NewPerson(WholePerson):
    """Somebody new, as far as is known: a name and the sex are enough."""

    names: Annotated[tuple[NewName, ...], Field(max_length=len(Script))]
    birth_year: BirthYear | None = None
    birth_year_estimated: StrictBool = False
    language: SpokenLanguage = SpokenLanguage.ARABIC
    safe_contact: Annotated[str, Field(max_length=LONGEST_CONTACT), KEPT] = ""
    residence: Residence = Residence.UNKNOWN


class Word(Given):
    """One word of a name, in any script."""

    word: Annotated[str, Field(min_length=1, max_length=LONGEST_FIRST), NAME]


@router.get("/people", response={200: list[PersonShape]}, url_name="api-people")
def recent_people(request: HttpRequest) -> Any:
    """The people whose records changed last."""
    return queries.recent_people(who_asks(request))


@router.post("/people/search", response={200: list[PersonShape]}, url_name="api-people-search")
def search_people(request: HttpRequest, sent: Word) -> Any:
    """People whose name may be meant, of those whose full name may be read, the likeliest first."""
    return [one.card for one in queries.people_found(who_asks(request), name=sent.word)]


@router.post("/people", response={201: MadeFile}, url_name="api-people")
def register_person(request: HttpRequest, response: HttpResponse, sent: NewPerson) -> Any:
    """Write down somebody new, for the agency of the token. Search first."""
    person = actions.register_person(who_asks(request), **sent.plain())
    response["Location"] = reverse("api-person", args=[person.pk])
    return person


@router.get("/people/{uuid:person_id}", response={200: PersonShape}, url_name="api-person")
def person(request: HttpRequest, response: HttpResponse, person_id: UUID) -> Any:
    """The cover of a person, without opening the record."""
    card = queries.person_card(who_asks(request), person_id)
    tag(response, card.version)
    return card


@router.get("/people/{uuid:person_id}/file", response={200: PersonFileShape}, url_name="api-person-file")
def person_file(request: HttpRequest, response: HttpResponse, person_id: UUID) -> Any:
    """The whole record. That it was opened is recorded first."""
    file = queries.person_file(who_asks(request), person_id)
    tag(response, file.card.version)
    return file


@router.put("/people/{uuid:person_id}", response={200: Changed}, url_name="api-person")
def correct_person(
    request: HttpRequest, response: HttpResponse, person_id: UUID, sent: WholePerson, if_match: IfMatch
) -> Any:
    """Write the whole record anew from the version that was read; who may not read it does not write over it."""
    who, version = who_asks(request), version_in(if_match)
    demand(who, Permission.PERSON_READ)
    changed = actions.correct_person(who, person_id, version=version, **sent.plain())
    tag(response, changed.version)
    return changed


@router.get("/people/{uuid:person_id}/cases", response={200: list[CaseShape]}, url_name="api-person-cases")
def person_cases(request: HttpRequest, person_id: UUID) -> Any:
    """The cases of a person that are in sight, newest first."""
    return cases.cases_of(who_asks(request), person_id)
