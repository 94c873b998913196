"""What the database holds, against what the writers were told: read past the wall, and the texts through it."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import psycopg

from jiwar.areas.cases.models import Note
from jiwar.ground.access.wall import standing
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from proofs.crash.world import Desk, superuser
from proofs.crash.writers import Attempt


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts; but for the first three, each must be zero."""

    acknowledged: int
    refused: int
    unanswered_but_kept: int
    """Written, but the answer was cut off: allowed, for nobody was told either way."""
    lost: int
    """Acknowledged and not there."""
    doubled: int
    """One attempt, several notes."""
    unasked: int
    """Notes that nobody attempted, or that were refused, or whose text is not what was written."""
    half: int
    """A note without its history, its event or its step of the case's version; or one of these without a note."""

    @property
    def clean(self) -> bool:
        return self.acknowledged > 0 and not (self.lost or self.doubled or self.unasked or self.half)


def missing_notes(db: psycopg.Connection, attempts: list[Attempt]) -> set[UUID]:
    """The acknowledged notes that are not there."""
    told = {attempt.note for attempt in attempts if attempt.note}
    rows = db.execute("select id from cases_note where id = any(%s)", [list(told)]).fetchall()
    return told - {row[0] for row in rows}


def judge(desks: list[Desk], attempts: list[Attempt]) -> Verdict:
    """Every attempt against every note, history row, event and version."""
    texts = _texts(desks)
    asked = {attempt.text: attempt for attempt in attempts}
    there = Counter(texts.values())
    with superuser() as db:
        lost = len(missing_notes(db, attempts))
        half = _halves(db, {case for desk in desks for case in desk.cases}, texts, asked)
    told = {attempt.text: attempt.note for attempt in attempts if attempt.note}
    wrong = [note for note, text in texts.items() if _is_wrong(note, asked.get(text))]
    return Verdict(
        acknowledged=len(told),
        refused=sum(attempt.refused for attempt in attempts),
        unanswered_but_kept=sum(1 for text in there if text in asked and text not in told),
        lost=lost,
        doubled=sum(count - 1 for count in there.values()),
        unasked=len(wrong),
        half=half,
    )


def _is_wrong(note: UUID, attempt: Attempt | None) -> bool:
    return attempt is None or attempt.refused or (attempt.note is not None and attempt.note != note)


def _texts(desks: list[Desk]) -> dict[UUID, str]:
    """What the writers themselves read: every note, opened with the agency's keys."""
    texts: dict[UUID, str] = {}
    for desk in desks:
        with standing(desk.who):
            ring = keyring.ring(desk.who.agency_id, desk.cases, kinds=[Kind.NARRATIVE])
            for note in Note.objects.filter(case_id__in=desk.cases):
                texts[note.pk] = ring.open(note, "text") or ""
    return texts


def _halves(db: psycopg.Connection, cases: set[UUID], texts: dict[UUID, str], asked: dict[str, Attempt]) -> int:
    """How often one of the four parts of a write is there without the others."""
    notes = Counter(_column(db, "select id from cases_note where case_id = any(%s)", cases))
    history = Counter(_column(db, "select id from cases_notehistory where case_id = any(%s)", cases))
    events = Counter(_column(db, EVENTS, cases))
    requests = Counter(str(asked[text].request) for text in texts.values() if text in asked)
    steps = db.execute(STEPS, [list(cases)]).fetchall()
    return (
        _apart(notes, history)
        + _apart(requests, events)
        + sum(1 for notes_there, version, changes in steps if not notes_there == version - 1 == changes)
    )


EVENTS = """
select request_id::text from audit_event where action = 'note_case' and outcome = 'done' and root_id = any(%s)
"""
STEPS = """
select (select count(*) from cases_note n where n.case_id = c.id), c.version,
       (select count(*) from cases_casehistory h where h.id = c.id and h.pgh_action = 'note_case')
from cases_case c where c.id = any(%s)
"""


def _column(db: psycopg.Connection, query: str, cases: set[UUID]) -> list[object]:
    return [row[0] for row in db.execute(query, [list(cases)])]


def _apart(one: Counter[object] | Counter[str], other: Counter[object]) -> int:
    """How many entries of two multisets have no counterpart."""
    return sum((Counter(one) - other).values()) + sum((other - Counter(one)).values())
