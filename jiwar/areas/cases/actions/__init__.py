"""The verbs of a case: every change of a case starts here, whichever door it came through."""

from jiwar.areas.cases.actions.arriving import open_cases
from jiwar.areas.cases.actions.closing import close_case, reopen_case
from jiwar.areas.cases.actions.closing_later import confirm_closing, propose_closing, withdraw_closing
from jiwar.areas.cases.actions.emergency import break_glass, close_glass, review_glass
from jiwar.areas.cases.actions.erasing import erase_file
from jiwar.areas.cases.actions.facts import (
    correct_incident,
    correct_perpetrator,
    drop_incident,
    drop_number,
    drop_perpetrator,
    note_incident,
    note_number,
    note_perpetrator,
    state_intake,
    state_support,
    state_trafficking,
)
from jiwar.areas.cases.actions.guarding import (
    confirm_seal,
    declare_conflict,
    judge_conflict,
    lift_conflict,
    propose_seal,
    reject_seal,
)
from jiwar.areas.cases.actions.handing import Handed, Handing, hand_caseload
from jiwar.areas.cases.actions.holding import drop_hold, place_hold, release_hold
from jiwar.areas.cases.actions.planning import plan_task
from jiwar.areas.cases.actions.sharing import end_share, share_case
from jiwar.areas.cases.actions.working import assign_case, judge_risk, note_case, open_case

__all__ = [
    "Handed",
    "Handing",
    "assign_case",
    "break_glass",
    "close_case",
    "close_glass",
    "confirm_closing",
    "confirm_seal",
    "correct_incident",
    "correct_perpetrator",
    "declare_conflict",
    "drop_hold",
    "drop_incident",
    "drop_number",
    "drop_perpetrator",
    "end_share",
    "erase_file",
    "hand_caseload",
    "judge_conflict",
    "judge_risk",
    "lift_conflict",
    "note_case",
    "note_incident",
    "note_number",
    "note_perpetrator",
    "open_case",
    "open_cases",
    "place_hold",
    "plan_task",
    "propose_closing",
    "propose_seal",
    "reject_seal",
    "release_hold",
    "reopen_case",
    "review_glass",
    "share_case",
    "state_intake",
    "state_support",
    "state_trafficking",
    "withdraw_closing",
]
