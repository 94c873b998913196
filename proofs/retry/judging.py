"""What the database holds, against what partners were told: the texts through the wall, the trail past it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiwar.areas.cases.models import Note
from jiwar.ground.access.wall import standing
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from proofs.crash.world import Desk, superuser
from proofs.retry.partners import Partner, Sent

EVENTS = "select count(*) from audit_event where action = 'note_case' and outcome = 'done' and door = 'api'"
NOTES = "select count(*) from cases_note"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts. Those after the first four must be zero."""

    answered: int
    sent_again_after_a_cut: int
    made_before_the_try_that_was_answered: int
    """The note was there, its answer was cut off, and a later try was told of it."""
    asked_once_more: int
    doubled: int
    """One thing, several notes."""
    lost: int
    """Answered and not there, or there as another note than was said."""
    told_otherwise: int
    """Asked once more, and another answer."""
    strange: int
    """Answers that were neither done nor to wait."""
    half: int
    """Notes without their event, or events without their note."""

    @property
    def kept(self) -> bool:
        """Whether each thing that was answered is there exactly once."""
        return self.answered > 0 and not (self.doubled or self.lost or self.told_otherwise or self.strange or self.half)


def judge(desks: list[Desk], partners: list[Partner]) -> Verdict:
    """Every note that was sent against every note that is there."""
    there = _notes(desks)
    counts = Counter(text for text, _ in there.values())
    sent = [one for partner in partners for one in partner.sent]
    answered = [one for one in sent if one.note]
    return Verdict(
        answered=len(answered),
        sent_again_after_a_cut=sum(1 for one in sent if len(one.tries) > 1 and one.again is None),
        made_before_the_try_that_was_answered=sum(_was_made_before(one, there) for one in answered),
        asked_once_more=sum(one.again is not None for one in sent),
        doubled=sum(counts[one.text] - 1 for one in sent if counts[one.text] > 1),
        lost=sum(1 for one in answered if one.note not in there or there[one.note][0] != one.text),
        told_otherwise=sum(one.again not in (None, one.answer) for one in sent),
        strange=sum(len(partner.strange) for partner in partners),
        half=_half(),
    )


def _was_made_before(one: Sent, there: dict[UUID, tuple[str, datetime]]) -> bool:
    """Whether an earlier try made the note than the one that was answered first."""
    if one.note not in there or one.again is not None:
        return False
    return there[one.note][1].timestamp() < one.tries[-1]


def _notes(desks: list[Desk]) -> dict[UUID, tuple[str, datetime]]:
    """What the workers themselves read: every note, opened with the agency's keys, and when it was made."""
    found: dict[UUID, tuple[str, datetime]] = {}
    for desk in desks:
        with standing(desk.who):
            ring = keyring.ring(desk.who.agency_id, desk.cases, kinds=[Kind.NARRATIVE])
            for note in Note.objects.filter(case_id__in=desk.cases):
                found[note.pk] = (ring.open(note, "text") or "", note.created_at)
    return found


def _half() -> int:
    with superuser() as db:
        [(notes,)], [(events,)] = db.execute(NOTES).fetchall(), db.execute(EVENTS).fetchall()
    return abs(int(notes) - int(events))
