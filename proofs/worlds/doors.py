"""The application's own way of reading, beside the rules: lists, cards, files, search and trail, with real keys.

The same stories once more, through `who_for` and the queries of the areas, in one transaction on Django's connection.
What the wall shows is one thing; what a page makes of it, with roles, keys and narrowed lists, another. Django's
clock is held at the moment in which the database's stands.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import Model
from psycopg.conninfo import conninfo_to_dict

from jiwar.areas.cases import queries as case_queries
from jiwar.areas.cases.models import Case, Note, PlannedClosing
from jiwar.areas.people import queries as people_queries
from jiwar.areas.people.models import Person, PersonName
from jiwar.areas.people.rules import elements_of
from jiwar.areas.people.words import NAME_TOKENS, Residence
from jiwar.ground.access.models import User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import sights
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.files.models import Document, DocumentContent
from jiwar.ground.vault import agency_keys, keyring
from jiwar.ground.vault.tokens import token
from jiwar.ground.work.models import Task
from jiwar.site import database
from proofs.worlds import deeds
from proofs.worlds.asking import Mismatch, Tally, compared
from proofs.worlds.building import build
from proofs.worlds.doing import Doer
from proofs.worlds.facts import File, KeyHeld, Sort, World
from proofs.worlds.facts import User as Somebody
from proofs.worlds.forcing import judge
from proofs.worlds.partners import STORY, ask_partners
from proofs.worlds.spec import INSIDE, Reader
from proofs.worlds.stage import Stage
from proofs.worlds.telling import Story

FIGURES_ONLY = frozenset({"public_stat", "service"})
"""What the roles of jobs may read of what the wall shows them."""


def word_of(file: UUID) -> str:
    """A name that nobody else has, in letters."""
    return "n" + file.hex.translate(str.maketrans("0123456789", "ghijklmnop"))


class KeyedDoer(Doer):
    """Makes, shares and uses real keys, as the application does."""

    def __init__(self, stage: Stage, world: World) -> None:
        super().__init__(stage, world)
        self.rings: dict[UUID, keyring.Ring] = {}

    def agency_key(self, agency: UUID) -> bytes:
        return bytes(agency_keys.fresh(agency, 1).wrapped)

    def new_keys(self, file: UUID, agency: UUID) -> None:
        self.stage.offer(file)
        self.rings[file] = keyring.new_root_keys(file, agency)

    def share_keys(self, file: UUID, to: UUID, kinds: Sequence[str]) -> None:
        keyring.add_wraps(file, from_agency=self.world.files[file].agency, to_agency=to, kinds=kinds)

    def sealed(self, table: str, column: str, row: UUID, root: UUID) -> bytes:
        records: dict[str, Model] = {
            "people_person": Person(id=row),
            "people_personname": PersonName(id=row, person_id=root),
            "cases_case": Case(id=row),
            "cases_note": Note(id=row, case_id=root),
            "cases_plannedclosing": PlannedClosing(id=row, case_id=root),
            "work_task": Task(id=row, root_id=root),
            "files_document": Document(id=row, root_id=root),
            "files_documentcontent": DocumentContent(document_id=row, root_id=root),
        }
        text = {"first": word_of(root), "residence": Residence.CITIZEN}.get(column, STORY)
        return self.rings[root].seal(records[table], column, text)


@contextmanager
def stage_on_django() -> Iterator[Stage]:
    """Django's connection as a superuser, in one transaction that leaves nothing behind."""
    served = connections["default"]
    kept = dict(served.settings_dict)
    parts = conninfo_to_dict(database.admin_dsn())
    served.close()
    login = ("user", "password", "host", "port")
    served.settings_dict.update({name.upper(): str(parts.get(name) or "") for name in login})
    try:
        with transaction.atomic():
            connection.cursor().execute("set local jit = off")
            yield Stage(served.connection, settings.WALL_APP_KEY)
            transaction.set_rollback(True)
    finally:
        served.close()
        served.settings_dict.clear()
        served.settings_dict.update(kept)


def differ_at_doors(stage: Stage, story: Story, tally: Tally) -> Mismatch | None:
    """Tell a story with real keys, then open every door for everybody. None: doors and rules agree."""
    with stage.world():
        world = story.beginning.copy()
        build(stage, world)
        for agency in world.agencies:
            agency_keys.found(agency, using="default")
        doer = KeyedDoer(stage, world)
        tally.worlds += 1
        for deed in (_keyed(deed) for chapter in story.chapters for deed in chapter if _opens_again(deed)):
            doer.do(deed)
            judge(deed, world)
        with clock.frozen(stage.one("select now()")):
            for user in world.users.values():
                for mismatch in _ask(stage, world, user, tally):
                    return mismatch
    return None


def _keyed(deed: deeds.Deed) -> deeds.Deed:
    """A person who is found by the name."""
    if isinstance(deed, deeds.Register):
        return replace(deed, tokens=tuple(token(NAME_TOKENS, one) for one in elements_of([word_of(deed.file)])))
    return deed


def _opens_again(deed: deeds.Deed) -> bool:
    """Not what leaves bytes that no key opens."""
    return not isinstance(deed, deeds.AddKey | deeds.WriteNote)


class Caller:
    """One user at the doors: what the application lets in, and what the rules say it must."""

    def __init__(self, world: World, user: Somebody, who: Who) -> None:
        self.reader, self.world, self.who = Reader(world, user), world, who

    def classes(self, file: File) -> frozenset[str]:
        """What the rules show on a card, within what the role may read at all."""
        return self._within(self.reader.classes(file))

    def classes_in_file(self, file: File) -> frozenset[str]:
        """The same of the opened file."""
        return self._within(self.reader.classes_in_file(file))

    def _within(self, shown: frozenset[str]) -> frozenset[str]:
        return shown & FIGURES_ONLY if self.reader.is_system else shown

    def sees(self, sort: Sort) -> list[File]:
        return [file for file in self.world.files.values() if file.sort == sort and self.reader.may_see(file)]

    def lists(self, case: File) -> bool:
        """Whether a case in sight stands in a list: by place or grant. Nobody lends a case as people are lent."""
        return self.reader.has_place_on(case) or any(
            p.basis not in INSIDE | {"glass"} for p in self.reader.permits_on(case)
        )

    def reads(self, file: File, data_class: str, kind: str) -> bool:
        """Whether a sealed column of a class opens in the file: the class is shown, and the agency holds the key."""
        key = KeyHeld(file.id, kind, self.reader.user.agency)
        return data_class in self.classes_in_file(file) and key in self.world.keys

    def listed(self, ask: Callable[[], Iterable[Any]]) -> list[UUID]:
        """The ids of a list; empty where the role may not ask for it."""
        try:
            return [row.id for row in ask()]
        except Forbidden:
            return []


def _ask(stage: Stage, world: World, user: Somebody, tally: Tally) -> Iterator[Mismatch]:
    stage.become(user.id)
    who = who_for(User.objects.get(pk=user.id), door=Door.CLI)
    one = Caller(world, user, who)
    found = sights(who, list(world.files))
    for file in world.files.values():
        mine = (one.classes(file), one.classes_in_file(file), one.reader.is_full(file))
        told = mine if one.reader.may_see(file) else None
        sight = found.get(file.id)
        shown = (_words(sight.classes), _words(sight.in_file), sight.is_full) if sight else None
        tally.note("door: sight", 1, int(told is not None))
        if told != shown:
            yield Mismatch("door: sight", str(told), str(shown), user.id, file)
    yield from _lists(one, tally)
    yield from _cards(one, tally)
    yield from _files(one, tally)
    yield from _search(one, tally)
    yield from ask_partners(one, tally, word_of=word_of)


def _words(classes: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str, classes))


def _lists(one: Caller, tally: Tally) -> Iterator[Mismatch]:
    """Every list holds each case in sight that belongs to it, once."""
    who, user = one.who, one.reader.user
    seen = {f.id: f for f in one.sees(Sort.CASE) if one.lists(f)}
    running = {key: f for key, f in seen.items() if f.status != "closed"}
    every = [case_queries.agency_cases, case_queries.closed_cases, case_queries.granted_cases]
    lists: list[tuple[Iterable[UUID], list[UUID]]] = [
        (seen, [id_ for ask in every for id_ in one.listed(partial(_rows, ask, who))]),
        (
            (key for key, f in running.items() if f.owner == user.id),
            one.listed(partial(_rows, case_queries.my_cases, who)),
        ),
    ]
    for team in sorted(who.seen_team_ids):
        in_team = one.listed(partial(_rows, case_queries.team_cases, who, team))
        lists.append(([key for key, f in running.items() if f.team == team], in_team))
    cases = [f.id for f in one.world.files.values() if f.sort == Sort.CASE]
    for told, ids in lists:
        belong = set(told)
        yield from compared(tally, user, "door: list", {case: case in belong for case in cases}, ids)
        if len(ids) != len(set(ids)):
            yield Mismatch("door: list", "each once", "some twice", user.id)


def _rows(ask: Callable[..., case_queries.CasePage], *values: object) -> list[case_queries.CaseCard]:
    return ask(*values).rows


def _cards(one: Caller, tally: Tally) -> Iterator[Mismatch]:
    """Every card in sight shows what is needed and offered where that class is open, and nothing of it elsewhere."""
    cases = {card.id for card in map(partial(_card, one.who), one.sees(Sort.CASE)) if card and card.programme}
    people = people_queries.cards(one.who, [file.id for file in one.sees(Sort.PERSON)])
    shown = cases | {key for key, card in people.items() if card.sex or card.language}
    readable = one.who.may(Permission.CASE_READ)
    told = {
        file.id: "service" in one.classes(file) and (readable or file.sort == Sort.PERSON)
        for sort in Sort
        for file in one.sees(sort)
    }
    yield from compared(tally, one.reader.user, "door: service", told, shown)


def _card(who: Who, case: File) -> case_queries.CaseCard | None:
    try:
        return case_queries.case_card(who, case.id)
    except Forbidden:
        return None


def _files(one: Caller, tally: Tally) -> Iterator[Mismatch]:
    for file in one.world.files.values():
        opened = _opened(one, file)
        told: tuple[bool, ...] | None = None
        if one.reader.is_full(file) and not (one.reader.is_system and file.sort == Sort.PERSON):
            if file.sort == Sort.CASE:
                told = (one.reads(file, "narrative", "narrative"), "narrative" in one.classes_in_file(file))
            else:
                told = (one.reads(file, "identity", "identity"), one.reads(file, "status", "guarded"))
        tally.note("door: file", 1, int(told is not None))
        if opened != told:
            yield Mismatch("door: file", str(told), str(opened), one.reader.user.id, file)


def _opened(one: Caller, file: File) -> tuple[bool, ...] | None:
    """Which sealed parts of a file are read by opening it; None where it is not opened."""
    try:
        if file.sort == Sort.CASE:
            return _case_opened(one.who, file.id)
        person = people_queries.person_file(one.who, file.id)
        return (any(name.first == word_of(file.id) for name in person.names), person.residence == Residence.CITIZEN)
    except (Missing, Forbidden):
        return None


def _case_opened(who: Who, case_id: UUID) -> tuple[bool, ...]:
    """By its file and by its timeline, which open to the same people: the second says so whatever the first did."""
    try:
        is_read = case_queries.case_file(who, case_id).summary == STORY
    except Missing:
        case_queries.case_past(who, case_id, before=None, at_most=1)
        return ()  # the timeline opens what the file does not
    return is_read, case_queries.case_past(who, case_id, before=None, at_most=1).shows_narrative


def _search(one: Caller, tally: Tally) -> Iterator[Mismatch]:
    """A name is found by whoever may read all of it; a hit without the name would tell it all the same."""
    people = [file for file in one.world.files.values() if file.sort == Sort.PERSON]
    told = {f.id: "identity" in one.classes_in_file(f) and not one.reader.is_system for f in people}
    words = [word_of(file.id) for file in people]
    found = [hit for word in words for hit in one.listed(partial(people_queries.people_found, one.who, name=word))]
    yield from compared(tally, one.reader.user, "door: search", told, found)
    recent = one.listed(lambda: people_queries.recent_people(one.who))
    own = {f.id: _is_own_in_sight(one.reader, f) for f in people}
    yield from compared(tally, one.reader.user, "door: recent", own, recent)


def _is_own_in_sight(reader: Reader, file: File) -> bool:
    """A record of one's own agency, seen by standing, by an emergency or by a grant to oneself."""
    return file.agency == reader.user.agency and reader.may_see(file) and not reader.is_system
