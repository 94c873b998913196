"""The API in the random worlds: the decisions of the pages, in the shapes that leave; and what scopes take away.

Its functions are called with the `Who` that the door makes of a token: the roles of now, within the bounds of purpose
and scopes. What the door itself decides (whom a token lets in) is asked of the database in asking.py.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from jiwar.areas.people.words import Residence
from jiwar.doors.api import cases, people
from jiwar.doors.api.cases import CaseFileShape, CasePageShape, CasesAsked, CaseShape, ListName
from jiwar.doors.api.people import PersonFileShape, PersonShape, Word
from jiwar.ground.access.scopes import Scope, TokenPurpose, bounds_of
from jiwar.ground.access.who import Door, Who
from jiwar.ground.base.errors import Forbidden, Missing
from proofs.worlds.asking import Mismatch, Tally, compared
from proofs.worlds.facts import File, Sort, World
from proofs.worlds.facts import User as Somebody
from proofs.worlds.spec import Reader

EVERY = (ListName.AGENCY, ListName.CLOSED, ListName.SHARED)
STORY = "a story"


class Caller(Protocol):
    """One user at the doors, beside what the rules say; see doors.py."""

    reader: Reader
    world: World
    who: Who

    def sees(self, sort: Sort) -> list[File]: ...
    def lists(self, case: File) -> bool: ...
    def classes(self, file: File) -> frozenset[str]: ...
    def classes_in_file(self, file: File) -> frozenset[str]: ...
    def reads(self, file: File, data_class: str, kind: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Partner:
    """A request as it is behind the door."""

    request: HttpRequest

    def cases(self, name: ListName) -> list[CaseShape]:
        page = _asked(lambda: cases.cases(self.request, CasesAsked(list=name)))
        return CasePageShape.from_orm(page).items if page else []

    def case_file(self, case_id: UUID) -> CaseFileShape | None:
        file = _asked(lambda: cases.case_file(self.request, HttpResponse(), case_id))
        return CaseFileShape.from_orm(file) if file else None

    def person_file(self, person_id: UUID) -> PersonFileShape | None:
        file = _asked(lambda: people.person_file(self.request, HttpResponse(), person_id))
        return PersonFileShape.from_orm(file) if file else None

    def found(self, word: str) -> list[PersonShape]:
        return [
            PersonShape.from_orm(c) for c in _asked(lambda: people.search_people(self.request, Word(word=word))) or ()
        ]


def ask_partners(one: Caller, tally: Tally, *, word_of: Callable[[UUID], str]) -> Iterator[Mismatch]:
    """Everything that a token may open, opened by one for all of it, by one for reports, and by one for nothing."""
    if one.reader.is_system:  # jobs have no token
        return
    whole = _partner(one.who, TokenPurpose.OWN_SYSTEM, Scope)
    yield from _lists(one, whole, tally)
    yield from _files(one, whole, tally, word_of)
    persons = [file.id for file in one.world.files.values() if file.sort == Sort.PERSON]
    told = {f.id: "identity" in one.classes_in_file(f) for f in one.sees(Sort.PERSON)}
    found = [hit.id for person in persons for hit in whole.found(word_of(person))]
    yield from compared(tally, one.reader.user, "api: search", {p: told.get(p, False) for p in persons}, found)
    yield from _reports(one, tally)
    yield from _nothing(one, tally, word_of)


def _lists(one: Caller, whole: Partner, tally: Tally) -> Iterator[Mismatch]:
    listed = {file.id for file in one.sees(Sort.CASE) if one.lists(file)}
    shown = [row for name in EVERY for row in whole.cases(name)]
    yield from _compared(one, "api: list", listed, (row.id for row in shown), tally)
    services = {f.id for f in one.sees(Sort.CASE) if f.id in listed and "service" in one.classes(f)}
    yield from _compared(one, "api: service", services, (row.id for row in shown if row.programme), tally)
    if len(shown) != len({row.id for row in shown}):
        yield Mismatch("api: list", "each once", "some twice", one.reader.user.id)


def _files(one: Caller, whole: Partner, tally: Tally, word_of: Callable[[UUID], str]) -> Iterator[Mismatch]:
    """Which sealed parts of each file are read by opening it; None where it is not opened."""
    for file in one.world.files.values():
        told: tuple[bool, ...] | None = None
        opened: tuple[bool, ...] | None = None
        if file.sort == Sort.CASE:
            told = (one.reads(file, "narrative", "narrative"),) if one.reader.is_full(file) else None
            case = whole.case_file(file.id)
            opened = (case.summary == STORY,) if case else None
        else:
            reads = one.reads(file, "identity", "identity"), one.reads(file, "status", "guarded")
            told = reads if one.reader.is_full(file) else None
            person = whole.person_file(file.id)
            names = [name.first for name in person.names] if person else []
            opened = (word_of(file.id) in names, person.residence == Residence.CITIZEN) if person else None
        tally.note("api: file", 1, int(told is not None))
        if opened != told:
            yield Mismatch("api: file", str(told), str(opened), one.reader.user.id, file)


def _reports(one: Caller, tally: Tally) -> Iterator[Mismatch]:
    """The same cases in the lists, and of none a person or a story."""
    reports = _partner(one.who, TokenPurpose.REPORTING, Scope)
    listed = {file.id for file in one.sees(Sort.CASE) if one.lists(file)}
    shown = [row for name in EVERY for row in reports.cases(name)]
    yield from _compared(one, "api: report", listed, (row.id for row in shown), tally)
    told = [row.id for row in shown if row.person]
    files = [reports.case_file(row.id) for row in shown]
    told += [file.case.id for file in files if file and (file.summary or file.notes or file.shows_narrative)]
    yield from _compared(one, "api: people in a report", set(), told, tally)


def _nothing(one: Caller, tally: Tally, word_of: Callable[[UUID], str]) -> Iterator[Mismatch]:
    """Without scope there is nothing: no list, no file, no hit."""
    nothing = _partner(one.who, TokenPurpose.OWN_SYSTEM, ())
    told = [row.id for name in ListName if name not in (ListName.TEAM, ListName.COVERED) for row in nothing.cases(name)]
    for file in one.world.files.values():
        opened = nothing.case_file(file.id) if file.sort == Sort.CASE else nothing.person_file(file.id)
        told += [file.id] if opened else []
        told += [hit.id for hit in nothing.found(word_of(file.id))]
    yield from _compared(one, "api: without scope", set(), told, tally)


def _compared(one: Caller, kind: str, told: set[UUID], shown: Iterable[UUID], tally: Tally) -> Iterator[Mismatch]:
    user: Somebody = one.reader.user
    ids = [file.id for file in one.world.files.values()]
    yield from compared(tally, user, kind, {file: file in told for file in ids}, list(shown))


def _partner(who: Who, purpose: TokenPurpose, scopes: Iterable[Scope]) -> Partner:
    request = HttpRequest()
    vars(request)["who"] = replace(who, door=Door.API, bounds=bounds_of(purpose, scopes))
    return Partner(request)


def _asked(ask: Callable[[], Any]) -> Any:
    """None where the answer is no."""
    try:
        return ask()
    except (Forbidden, Missing):
        return None
