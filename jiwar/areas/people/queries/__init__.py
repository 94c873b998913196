"""Reading persons, and finding them."""

from jiwar.areas.people.queries.finding import FoundPart, FoundPerson, people_found
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
    "own_person_card",
    "people_found",
    "person_by_code",
    "person_card",
    "person_file",
    "recent_people",
]
