"""What the manual says about the life of a case. Plain values: no rows, no clock, no framework.

TRANSITIONS is the whole life as a table; docs/made draws it. A why_not_… answers None (go on) or the code of the
reason, which actions word for people.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiwar.areas.cases.words import HTCDS, Facts, Opening
from jiwar.lib.formats.htcds import FIELDS, NotUnderstood, cell_of, value_of

RECEIVED, ACTIVE, CLOSED = "received", "active", "closed"
RECORDED = "recorded"
"""The outcome of what came closed from another system."""
SHORTEST_REASON = 20
"""Letters of the reason for opening a file in an emergency."""
SHORTEST_WHY = 3
"""Letters of the reason for a risk."""
PRESSING = (("risk", "urgent"), ("status", RECEIVED), ("risk", "high"), ("risk", ""), ("risk", "medium"))
"""What cannot wait, in its order: an open case stands at the first of these that is true of it."""
AFTER_ALL = len(PRESSING)
"""The rank of an open case of which none is true: its risk is low."""
CLOSED_RANK = AFTER_ALL + 1
"""Closed cases come last."""
SYSTEM = re.compile(r"[a-z][a-z0-9_-]{0,63}")
"""How another system is named beside a number: a code, never words."""
LONGEST_NUMBER = 500
"""Characters, as of any short text of the standard."""
FARTHEST_CLOSING = 92
"""Days ahead to which a closing may be planned: what is decided today is seldom still true after three months."""


OPENED, TAKEN, JUDGED, WORKED_ON, ENDED = "opened", "taken", "judged", "worked_on", "ended"
STAGES = (OPENED, TAKEN, JUDGED, WORKED_ON, ENDED)
"""The course of every case, in its order, whatever it is about."""
DONE, NOW, AHEAD, LEFT = "done", "now", "ahead", "left"
"""Where a stage stands. `LEFT`: the case ended without it."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow: by which verb a case comes from a status to another. None is before the case is there."""

    verb: str
    source: str | None
    target: str


TRANSITIONS = (
    Transition("open_case", None, RECEIVED),
    Transition("open_case", None, ACTIVE),
    Transition("open_cases", None, RECEIVED),
    Transition("open_cases", None, ACTIVE),
    Transition("open_cases", None, CLOSED),
    Transition("assign_case", RECEIVED, ACTIVE),
    Transition("assign_case", ACTIVE, ACTIVE),
    Transition("note_case", RECEIVED, RECEIVED),
    Transition("note_case", ACTIVE, ACTIVE),
    Transition("close_case", ACTIVE, CLOSED),
    Transition("reopen_case", CLOSED, ACTIVE),
)


def leads(verb: str, source: str | None, target: str) -> bool:
    """Whether the table has this arrow."""
    return Transition(verb, source, target) in TRANSITIONS


def starts(verb: str, source: str | None) -> bool:
    """Whether the verb may start from this status."""
    return any(t.verb == verb and t.source == source for t in TRANSITIONS)


def ranks_of(column: str, value: str) -> tuple[int, ...]:
    """The ranks at which open cases with this risk or status stand, first to last.

    It is their own place in PRESSING, and before it each place where the other column may hold them.
    """
    own = PRESSING.index((column, value)) if (column, value) in PRESSING else AFTER_ALL
    return (*(n for n, (other, _) in enumerate(PRESSING[:own]) if other != column), own)


def course_of(*, status: str, has_owner: bool, is_judged: bool) -> dict[str, str]:
    """Where each stage stands: what is true of the case is done; the first that is not yet is the one that is now.

    Nothing is remembered: a case that is opened again is worked on again.
    """
    closed = status == CLOSED
    true = {OPENED: True, TAKEN: has_owner, JUDGED: is_judged, WORKED_ON: closed, ENDED: closed}
    now = None if closed else next(stage for stage in STAGES if not true[stage])
    waiting = LEFT if closed else AHEAD
    return {stage: DONE if true[stage] else NOW if stage == now else waiting for stage in STAGES}


def status_when_opened(*, has_owner: bool) -> str:
    """Received until somebody is responsible, then active."""
    return ACTIVE if has_owner else RECEIVED


def why_not_note(*, status: str) -> str | None:
    """Nothing is added to a closed case; it is reopened first."""
    return None if starts("note_case", status) else "case_closed"


def why_not_tell(*, text: str, happened_on: date, today: date) -> str | None:
    """A note says something, and of a day that has come."""
    if not text.strip():
        return "text_missing"
    return "not_happened_yet" if happened_on > today else None


def why_not_judge(*, status: str, reason: str) -> str | None:
    """Who reads a risk later must be able to see why; on a closed case nothing is judged."""
    return why_not_note(status=status) or (None if len(reason.strip()) >= SHORTEST_WHY else "why_missing")


def why_not_assign(*, status: str, owner_works_here: bool) -> str | None:
    """A case goes to somebody who works cases in the agency; a closed one to nobody."""
    if not starts("assign_case", status):
        return "case_closed"
    return None if owner_works_here else "not_a_colleague"


def why_not_close(*, status: str, holds: Collection[str], summary: str) -> str | None:
    """Nobody is left half helped: nothing pending, somebody was responsible, the end is told."""
    if status == CLOSED:
        return "already_closed"
    if not starts("close_case", status):
        return "nobody_assigned"
    if holds:
        return "held"
    return None if summary.strip() else "summary_missing"


def why_not_end_as(*, outcome: str) -> str | None:
    """Whoever closes a case says how it ended; that it came closed is written where it comes in."""
    return "came_closed" if outcome == RECORDED else None


def why_not_plan_closing(*, status: str, summary: str, closes_on: date, today: date) -> str | None:
    """As for closing, but for what holds it: that may have ended by then; and a day to come, not too far."""
    if code := why_not_close(status=status, holds=(), summary=summary):
        return code
    if closes_on <= today:
        return "closes_in_the_past"
    return "closes_too_far" if (closes_on - today).days > FARTHEST_CLOSING else None


def why_not_confirm_closing(*, is_planned: bool, is_confirmed: bool, is_mine: bool, is_late: bool) -> str | None:
    """Two people agree on it, once, while its day lies ahead: who agrees later would close the case the next night."""
    if not is_planned:
        return "no_closing_planned"
    if is_confirmed:
        return "closing_agreed"
    if is_late:
        return "closing_day_passed"
    return "own_closing" if is_mine else None


def why_not_reopen(*, status: str, reason: str) -> str | None:
    """Only a closed case, and with a reason."""
    if not starts("reopen_case", status):
        return "not_closed"
    return None if reason.strip() else "reason_missing"


def why_not_break(*, reason: str) -> str | None:
    """An emergency is told in a sentence, not in a word."""
    return None if len(reason.strip()) >= SHORTEST_REASON else "reason_too_short"


def is_empty(facts: Facts) -> bool:
    """Whether nothing is said in it."""
    return facts == type(facts)()


def misfit_in(facts: Facts) -> str | None:
    """The first field of the standard that does not take what is said in it; None where all do."""
    return next(
        (name for name, attribute in HTCDS[type(facts)].items() if _misfits(name, getattr(facts, attribute))), None
    )


def why_not_tell_of(*, status: str, facts: Facts) -> str | None:
    """An incident, or somebody who took part: something is said of it, while the case is not closed."""
    return why_not_note(status=status) or ("nothing_said" if is_empty(facts) else None)


def why_not_open(*, opening: Opening, today: date) -> str | None:
    """A case that comes with all that is known of it: each field takes what it says. Why it ended it need not say."""
    if any(misfit_in(facts) for facts in groups_of(opening)):
        return "fact_misfits"
    if not all(text.strip() for text in opening.notes):
        return "text_missing"
    if opening.closed is not None and opening.closed_on and opening.closed_on > today:
        return "closing_in_the_future"
    asked = (why_not_number(system=one.system, number=one.number, source=one.source) for one in opening.numbers)
    return next(filter(None, asked), None)


def groups_of(opening: Opening) -> tuple[Facts, ...]:
    """Every group of facts that it says, the empty ones too."""
    return (
        opening.trafficking,
        opening.intake,
        opening.support,
        *opening.incidents,
        *opening.perpetrators,
    )


def why_not_number(*, system: str, number: str, source: str) -> str | None:
    """A number is told with the system that gave it."""
    if not SYSTEM.fullmatch(system):
        return "system_unknown"
    if not number.strip():
        return "number_missing"
    return "number_too_long" if max(len(number), len(source)) > LONGEST_NUMBER else None


def number_key(agency: object, system: str, number: str) -> str:
    """What the token of a number is made of: without spaces, letters alike, and in another agency another."""
    return f"{agency}\n{system}\n{''.join(number.split()).casefold()}"


def standard_status(*, status: str, outcome: str, follow_up: bool) -> str:
    """The state of a case in the words of the standard (cas_Status)."""
    if status != CLOSED:
        return "FollowUp" if follow_up else "Active"
    return "ClosedReferred" if outcome == "transferred" else "Closed"


def _misfits(name: str, value: Any) -> bool:
    """Whether the value is not what its field reads when it is written down."""
    field, cell = FIELDS[name], cell_of(value)
    try:
        read = value_of(field, cell)
    except NotUnderstood:
        return True
    said = value.strip() if isinstance(value, str) else value
    return read != said and not (read is None and said in (None, "", ()))
