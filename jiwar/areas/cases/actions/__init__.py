"""The verbs of a case: every change of a case starts here, whichever door it came through."""

from jiwar.areas.cases.actions.closing import close_case, reopen_case
from jiwar.areas.cases.actions.erasing import erase_file
from jiwar.areas.cases.actions.guarding import declare_conflict, lift_conflict, seal_case, unseal_case
from jiwar.areas.cases.actions.handing import Handed, Handing, hand_caseload
from jiwar.areas.cases.actions.holding import place_hold, release_hold
from jiwar.areas.cases.actions.sharing import end_share, share_case
from jiwar.areas.cases.actions.working import assign_case, judge_risk, note_case, open_case

__all__ = [
    "Handed",
    "Handing",
    "assign_case",
    "close_case",
    "declare_conflict",
    "end_share",
    "erase_file",
    "hand_caseload",
    "judge_risk",
    "lift_conflict",
    "note_case",
    "open_case",
    "place_hold",
    "release_hold",
    "reopen_case",
    "seal_case",
    "share_case",
    "unseal_case",
]
