"""Cases that come from another system: opened many at once, each with all that is known of it.

The rules and the sight are those of opening one; a round costs the same number of statements however many it opens.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.facts import facts_row, number_row, refuse_taken
from jiwar.areas.cases.actions.reasons import REASONS, refuse_if, words_for_owner
from jiwar.areas.cases.models import Case, Note
from jiwar.areas.cases.words import Facts, Occasion, Opening, Status
from jiwar.areas.people.models import Person
from jiwar.ground.access import grants
from jiwar.ground.access.action import action, record_all_done
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import place_of_work, teams_of
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.codes import new_code
from jiwar.ground.base.errors import Missing, Refused, Stale
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault import keyring

AT_ONCE = 25
"""So many are written by one set of statements; the wall holds the ids of those whose rows are not there yet."""
TRIES = 5
"""So often codes are thrown anew: of 700 million, one that is taken comes up now and then."""
FOLLOW = """
select wall.set_inside(person, 'case', file::text, %s::text[]) from unnest(%s::uuid[], %s::uuid[]) as one (person, file)
"""
HAND_OVER = "select file, wall.hand_over(file, %s, %s, 1) from unnest(%s::uuid[]) as file"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cases come to: for whom, in which team, and who may write them until they are handed over."""

    owner_id: UUID | None
    team_id: UUID
    writer_id: UUID | None

    @property
    def is_final(self) -> bool:
        return self.writer_id == self.owner_id


@action(Permission.CASE_OPEN)
def open_cases(
    who: Who, *, openings: Sequence[Opening], team_id: UUID | None = None, owner_id: UUID | None = None
) -> list[Case]:
    """Open a case for each, of persons of one's own agency, with what is known of it; one event for each case.

    Refused as a whole where one of them is; the refusal names none. Raises Missing where a person is not there.
    """
    today = clock.today()
    refuse_if(next(filter(None, (rules.why_not_open(opening=one, today=today) for one in openings)), None))
    refuse_taken(who, [number for one in openings for number in one.numbers])
    place = _place(who, team_id, owner_id)
    made = [case for some in batched(openings, AT_ONCE) for case in _open(who, some, place)]
    record_all_done(who, "open_cases", [case.pk for case in made])
    if made and owner_id and owner_id != who.user_id:
        tell(owner_id, NoticeKind.WORK_WAITS)
    return made


def _place(who: Who, team_id: UUID | None, owner_id: UUID | None) -> _Place:
    """As in open_case: the team that is named, else that of the owner, else of `who`."""
    place = place_of_work(who, owner_id) if owner_id else None
    refuse_if("not_a_colleague" if owner_id and place is None else None)
    team = team_id or (place.team_id if place else None) or next(iter(sorted(who.team_ids)), None)
    if team is None or team not in {one.pk for one in teams_of(who)}:
        raise Refused(REASONS["no_team"])
    in_sight = owner_id == who.user_id or team in who.seen_team_ids
    return _Place(owner_id, team, owner_id if in_sight else who.user_id)


def _open(who: Who, openings: Sequence[Opening], place: _Place) -> list[Case]:
    wanted = {one.person_id for one in openings}
    own = Person.objects.filter(agency_id=who.agency_id, erased_on__isnull=True)
    locked = own.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True)
    if set(locked) != wanted:
        raise Missing
    ids = keyring.new_root_ids(len(openings))
    with grants.refusals(words_for_owner(who, openings[0].person_id)):
        ring = keyring.new_roots_keys(ids, who.agency_id)
        cases = [_case(who, pk, one, place, ring) for pk, one in zip(ids, openings, strict=True)]
        _insert_under_new_codes(cases)
        _write(who, list(zip(cases, openings, strict=True)), ring)
        _follow(cases, place)
        _hand_over(cases, place)
    return cases


def _case(who: Who, pk: UUID, one: Opening, place: _Place, ring: keyring.Ring) -> Case:
    case = Case(
        id=pk,
        agency_id=who.agency_id,
        team_id=place.team_id,
        owner_id=place.writer_id,
        person_id=one.person_id,
        programme=one.programme,
        status=Status(rules.status_when_opened(has_owner=place.owner_id is not None)),
    )
    if one.closed is not None:
        case.status, case.outcome = Status.CLOSED, one.closed
        case.closed_on = one.closed_on or clock.today()
        case.opened_on = min(case.opened_on, case.closed_on)
        case.summary = ring.seal(case, "summary", one.summary.strip())
    return case


def _insert_under_new_codes(cases: Sequence[Case]) -> None:
    """The rows, each under a code that no other case has; who has which, nobody can look up past the wall."""
    for tries_left in reversed(range(TRIES)):
        for case in cases:
            case.code = new_code("C")
        try:
            with transaction.atomic():
                Case.objects.bulk_create(cases)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            return


def _write(who: Who, pairs: Sequence[tuple[Case, Opening]], ring: keyring.Ring) -> None:
    """What is known of each case: one statement for each table."""
    rows: dict[type[Model], list[Any]] = {}
    for case, one in pairs:
        for row in _rows(who, case, one, ring):
            rows.setdefault(type(row), []).append(row)
    for table, some in rows.items():
        table._default_manager.bulk_create(some)


def _rows(who: Who, case: Case, one: Opening, ring: keyring.Ring) -> Iterable[Model]:
    single: tuple[Facts, ...] = (one.trafficking, one.intake, one.support)
    yield from (facts_row(case, facts, ring) for facts in single if not rules.is_empty(facts))
    several: tuple[tuple[Facts, ...], ...] = (one.incidents, one.perpetrators)
    for many in several:
        for place, facts in enumerate(many):
            yield facts_row(case, facts, ring, place=place)
    for place, number in enumerate(one.numbers):
        yield number_row(who, case, number, ring, place=place)
    for text in one.notes:
        note = Note(case=case, author_id=who.user_id, occasion=Occasion.NOTE, happened_on=_day(case))
        note.text = ring.seal(note, "text", text.strip())
        yield note


def _day(case: Case) -> date:
    return case.closed_on or clock.today()


def _follow(cases: Sequence[Case], place: _Place) -> None:
    """Who works with the case works with the person, as where one case is opened."""
    principals = [grants.To.team(place.team_id)] + ([grants.To.user(place.owner_id)] if place.owner_id else [])
    persons, files = [case.person_id for case in cases], [case.pk for case in cases]
    grants.call(FOLLOW, [to.principal for to in principals], persons, files)


def _hand_over(cases: Sequence[Case], place: _Place) -> None:
    if place.is_final:
        return
    handed = grants.call(HAND_OVER, place.owner_id, place.team_id, [case.pk for case in cases])
    if not all(done for _, done in handed):
        raise Stale(cases[0])
    for case in cases:
        case.owner_id, case.version = place.owner_id, case.version + 1
