"""Reading persons, and finding them."""

from jiwar.areas.people.queries.finding import FoundPart, FoundPerson, people_alike, people_found
from jiwar.areas.people.queries.handing import details_of, people_by_phone, people_records, phones_of
from jiwar.areas.people.queries.reading import (
    PersonCard,
    PersonFile,
    cards,
    own_person_card,
    person_by_code,
    person_card,
    person_file,
    recent_people,
)

__all__ = [
    "FoundPart",
    "FoundPerson",
    "PersonCard",
    "PersonFile",
    "cards",
    "details_of",
    "own_person_card",
    "people_alike",
    "people_by_phone",
    "people_found",
    "people_records",
    "person_by_code",
    "person_card",
    "person_file",
    "phones_of",
    "recent_people",
]
