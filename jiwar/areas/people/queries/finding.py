"""Finding somebody by a name, in whichever script and spelling; see lib/names and wall.find_people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from jiwar.areas.people import rules
from jiwar.areas.people.models import PersonName
from jiwar.areas.people.queries.handing import people_by_phone
from jiwar.areas.people.queries.reading import PersonCard, cards, demand_reading, person_by_code
from jiwar.areas.people.words import NAME_TOKENS, Likeness, Meeting
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.queries import sights
from jiwar.ground.access.who import Who
from jiwar.ground.base.codes import code_in
from jiwar.ground.base.worded import Worded, given
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.vault.tokens import token
from jiwar.lib.names import Band, Comparison, Part, compare, parse

COMPARED_AT_MOST, SHOWN_AT_MOST, PARTS_AT_MOST = 120, 20, 8
"""So many who share a part are compared, so many are shown; so many parts of a name are asked for."""


@dataclass(frozen=True, slots=True)
class FoundPart:
    """Why somebody was found: what was `asked`, what is `recorded` (empty if nothing), how the two meet."""

    asked: str
    recorded: str
    meeting: Meeting
    is_rare: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nothing that is recorded meets it."""
        return self.meeting is Meeting.NOT_FOUND


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who may be meant: how likely, and for each part that was asked what was found for it."""

    card: PersonCard
    likeness: Likeness
    parts: tuple[FoundPart, ...]

    @property
    def id(self) -> UUID:
        """Whose record it is."""
        return self.card.id


class _WholeName(NamedTuple):
    """A name, sealed."""

    id: UUID
    person_id: UUID
    first: bytes
    middle: bytes
    rest: bytes


class _Met(NamedTuple):
    """A name that was compared, and what it said; of equally likely ones the name decides which stands first."""

    told: Comparison
    name: str


_WHOLE_NAMES = Worded(lambda: PersonName.objects.filter(person_id__among=given("ids")).values_list(*_WholeName._fields))


def people_found(who: Who, *, name: str) -> list[FoundPerson]:
    """Who may be meant by a name, a part of it, a code or a telephone: those in sight, the likeliest first.

    A name is looked for in any script and order.
    By name only those whose full name may be read: to find somebody by a part of the name is to be told that part,
    and a summary tells the first one alone. Where nobody is likely, spellings one letter away are looked for too.
    """
    demand_reading(who)
    exact = _exactly(who, name)
    if exact:
        return exact
    asked = parse(name)[:PARTS_AT_MOST]
    if not asked:
        return []
    found = _compared(who, asked, rules.telling(rules.elements_of([name])))
    if not any(one.told.band is Band.MATCH for one in found.values()):
        found |= _compared(who, asked, rules.near_elements(asked))
    meant = {pk: one for pk, one in found.items() if one.told.band is not Band.NO}
    best = sorted(meant, key=lambda pk: (-meant[pk].told.bits, meant[pk].name, str(pk)))[:SHOWN_AT_MOST]
    shown = cards(who, best)
    return [_found(shown[pk], meant[pk].told) for pk in best if pk in shown]


def people_alike(who: Who, *, names: Iterable[str]) -> list[FoundPerson]:
    """Who is likely to be somebody of these names, whole names each: asked before anybody is registered anew."""
    alike = {one.id: one for name in names for one in people_found(who, name=name) if one.likeness is Likeness.MATCH}
    return list(alike.values())


def _exactly(who: Who, name: str) -> list[FoundPerson]:
    """Whoever goes by this very code or is reached by this very number."""
    if (code := code_in(name)) and (card := person_by_code(who, code=code)):
        return [FoundPerson(card, Likeness.MATCH, (FoundPart(code, "", Meeting.CODE),))]
    if rules.is_phone(name):
        cards = people_by_phone(who, number=name)
        return [FoundPerson(card, Likeness.MATCH, (FoundPart(name, "", Meeting.PHONE),)) for card in cards]
    return []


def _found(card: PersonCard, told: Comparison) -> FoundPerson:
    parts = (FoundPart(one.asked, one.recorded, Meeting(one.code), one.rare) for one in told.parts)
    return FoundPerson(card, Likeness(told.band), tuple(parts))


def _compared(who: Who, asked: tuple[Part, ...], elements: dict[str, float]) -> dict[UUID, _Met]:
    """What the names of those who share an element say to the name that was asked for: the likelier script of each."""
    if not elements:
        return {}
    with connection.cursor() as cursor:
        sent = [token(NAME_TOKENS, element) for element in elements], list(elements.values())
        cursor.execute("select person from wall.find_people(%s, %s::real[], %s)", [*sent, COMPARED_AT_MOST])
        near = [pk for (pk,) in cursor.fetchall()]
    readable = _named(who, near)
    if not readable:
        return {}
    ring = keyring.ring(who.agency_id, readable, kinds=[Kind.IDENTITY])
    best: dict[UUID, _Met] = {}
    for row in map(_WholeName._make, _WHOLE_NAMES.rows(ids=readable)):
        name = _whole(row, ring)
        one = _Met(compare(asked, parse(name)), name)
        if row.person_id not in best or one.told.bits > best[row.person_id].told.bits:
            best[row.person_id] = one
    return best


def _named(who: Who, ids: Sequence[UUID]) -> list[UUID]:
    """Those of whom all of the name may be read."""
    seen = sights(who, ids) if ids else {}
    return [pk for pk in ids if pk in seen and seen[pk].opens(DataClass.IDENTITY)]


def _whole(row: _WholeName, ring: keyring.Ring) -> str:
    read = partial(ring.read, PersonName, root=row.person_id, row=row.id)
    parts = ("first", row.first), ("middle", row.middle), ("rest", row.rest)
    return " ".join(read(column, blob=blob) or "" for column, blob in parts)
