"""Reading one case, the cases of one person, and figures over all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, Q

from jiwar.areas.cases.models import Case, CaseHold, Note
from jiwar.areas.cases.queries.carding import LISTED, cards_for
from jiwar.areas.cases.queries.shown import CaseCard, CaseFile, CasePast, ShownHold, ShownNote
from jiwar.areas.cases.words import HoldKind, Occasion, Programme, Risk, Status
from jiwar.ground.access.action import record_reading
from jiwar.ground.access.asking import demand
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.oversight import overseeing
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import (
    glass_on,
    names_of,
    sights,
    stands_on,
)
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.keyset import Before
from jiwar.ground.base.worded import Worded, WordedRecords, given
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

NOTES_AT_MOST = 200
TOLD_FROM = 5
"""The smallest count that is told."""
_CASE = Worded(lambda: LISTED.filter(pk=given("pk")))
_CASES = Worded(lambda: LISTED.filter(pk__among=given("ids")))


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of cases; None where it is too small to be told."""

    programme: Programme
    status: Status
    count: int | None


def cases_of(who: Who, person_id: UUID) -> list[CaseCard]:
    """The cases of a person that are in sight, newest first."""
    demand(who, Permission.CASE_READ)
    return cards_for(who, rows=list(LISTED.filter(person_id=person_id).order_by("-opened_on", "id")))


def case_card(who: Who, case_id: UUID) -> CaseCard:
    """One case without opening it. Raises Missing."""
    demand(who, Permission.CASE_READ)
    found = cards_for(who, rows=_CASE.rows(pk=case_id), alone=True)
    if not found:
        raise Missing
    return replace(found[0], glass=glass_on(who, case_id)) if found[0].is_own else found[0]


def case_cards(who: Who, *, root_ids: Collection[UUID]) -> dict[UUID, CaseCard]:
    """Those of these files that are cases in sight, by id, without opening them."""
    demand(who, Permission.CASE_READ)
    return {card.id: card for card in cards_for(who, rows=_CASES.rows(ids=list(root_ids)))}


def case_by_code(who: Who, *, code: str) -> CaseCard | None:
    """The cover of the case that goes by this code, where it is in sight."""
    demand(who, Permission.CASE_READ)
    return next(iter(cards_for(who, rows=list(LISTED.filter(code=code)))), None)


def case_file(who: Who, case_id: UUID) -> CaseFile:
    """The whole file; the reading is recorded first. Raises Missing where it is absent, not yours or a summary."""
    demand(who, Permission.CASE_READ)
    sight = sights(who, [case_id]).get(case_id)
    record_reading(who, "case_file", case_id, found=bool(sight and sight.is_full))
    card = case_card(who, case_id)
    ring = keyring.ring(who.agency_id, [case_id], kinds=[Kind.NARRATIVE])
    shows = sight is not None and sight.opens(DataClass.NARRATIVE)
    works = card.glass is not None or stands_on(who, case_id)
    file = CaseFile(
        card=card,
        summary=_summary(case_id, ring) if shows else "",
        notes=_notes(who, case_id, ring) if shows else [],
        holds=_holds(card) if works and DataClass.NARRATIVE in who.classes else [],
        shows_narrative=shows,
    )
    return file.through(sight, works=works) if sight else file


def case_past(who: Who, case_id: UUID, *, before: Before | None, at_most: int) -> CasePast:
    """The cover of an opened case and some of its notes; the reading is recorded first. Raises Missing as `case_file`.

    What may be seen of a note is decided as there, in one place.
    """
    demand(who, Permission.CASE_READ)
    sight = sights(who, [case_id]).get(case_id)
    record_reading(who, "case_file", case_id, found=bool(sight and sight.is_full))
    card = case_card(who, case_id)
    if sight is None or not sight.opens(DataClass.NARRATIVE):
        return CasePast(card, [], shows_narrative=False)
    ring = keyring.ring(who.agency_id, [case_id], kinds=[Kind.NARRATIVE])
    found = Note.objects.filter(before.rows("created_at") if before else Q(), case_id=case_id)
    notes = _shown(who, list(found.order_by("-created_at", "id")[:at_most]), ring)
    works = card.glass is not None or stands_on(who, case_id)
    file = CaseFile(card, "", notes, [], shows_narrative=True).through(sight, works=works)
    return CasePast(file.card, file.notes, shows_narrative=True)


def holds_on(who: Who, case_id: UUID) -> list[ShownHold]:
    """What keeps a case open, for those who stand on it and may say that it no longer does."""
    demand(who, Permission.HOLD_DROP)
    if not stands_on(who, case_id):
        return []
    holds = CaseHold.objects.filter(case_id=case_id, released_at__isnull=True).order_by("since", "id")
    return [ShownHold(hold.pk, HoldKind(hold.kind), hold.ref, hold.since) for hold in holds]


def case_figures(who: Who) -> list[Figure]:
    """Cases of all agencies by programme and status. A count below five is not told: `count` is None."""
    with overseeing(who, "case_figures"):
        rows = list(
            Case.objects.values_list("programme", "status")
            .annotate(n=Count("programme"))
            .order_by("programme", "status")
        )
    return [
        Figure(Programme(programme), Status(status), n if n >= TOLD_FROM else None) for programme, status, n in rows
    ]


def _holds(card: CaseCard) -> list[HoldKind]:
    """What keeps a case of one's own agency open. Told to those who work on it: a hold tells where somebody is.

    So whoever comes for lists alone, by a token that opens no story, is told none.
    """
    if not card.is_own:
        return []
    return [HoldKind(kind) for (kind,) in _HELD.rows(case=card.id)]


_HELD = Worded(
    lambda: (
        CaseHold.objects.filter(case_id=given("case"), released_at__isnull=True).order_by("since").values_list("kind")
    )
)
_SUMMARY = Worded(lambda: Case.objects.filter(pk=given("pk")).values_list("summary"))
_NOTES = WordedRecords(lambda: Note.objects.filter(case_id=given("case")).order_by("-created_at", "id")[:NOTES_AT_MOST])


def _summary(case_id: UUID, ring: keyring.Ring) -> str:
    [(sealed,)] = _SUMMARY.rows(pk=case_id)
    return ring.read(Case, "summary", root=case_id, row=case_id, blob=sealed) or ""


def _notes(who: Who, case_id: UUID, ring: keyring.Ring) -> list[ShownNote]:
    return _shown(who, _NOTES.records(case=case_id), ring)


def _shown(who: Who, rows: Sequence[Note], ring: keyring.Ring) -> list[ShownNote]:
    names = names_of(who, [note.author_id for note in rows])
    return [
        ShownNote(
            id=note.pk,
            at=note.created_at,
            author=names.get(note.author_id),
            occasion=Occasion(note.occasion),
            happened_on=note.happened_on if note.happened_on != clock.day_of(note.created_at) else None,
            risk=Risk(note.risk) if note.risk else None,
            text=ring.open(note, "text") or "",
        )
        for note in rows
    ]
