"""The verbs of a case: every change of a case starts here, whichever door it came through."""

from jiwar.areas.cases.actions.closing import close_case, reopen_case
from jiwar.areas.cases.actions.emergency import break_glass, close_glass, review_glass
from jiwar.areas.cases.actions.erasing import erase_file
from jiwar.areas.cases.actions.guarding import (
    confirm_seal,
    declare_conflict,
    lift_conflict,
    propose_seal,
    reject_seal,
    rule_on_conflict,
)
from jiwar.areas.cases.actions.holding import place_hold, release_hold
from jiwar.areas.cases.actions.sharing import end_share, share_case
from jiwar.areas.cases.actions.working import assign_case, judge_risk, note_case, open_case

__all__ = [
    "assign_case",
    "break_glass",
    "close_case",
    "close_glass",
    "confirm_seal",
    "declare_conflict",
    "end_share",
    "erase_file",
    "judge_risk",
    "lift_conflict",
    "note_case",
    "open_case",
    "place_hold",
    "propose_seal",
    "reject_seal",
    "release_hold",
    "reopen_case",
    "review_glass",
    "rule_on_conflict",
    "share_case",
]
