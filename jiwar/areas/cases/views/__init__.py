"""Pages of a case: each one a form that leads to one action."""

from jiwar.areas.cases.views.guarding import case_conflict, case_seal, case_unseal, person_erase
from jiwar.areas.cases.views.handing import caseload
from jiwar.areas.cases.views.sharing import case_share, case_share_end
from jiwar.areas.cases.views.working import case_assign, case_close, case_new, case_note, case_reopen, case_risk

__all__ = [
    "case_assign",
    "case_close",
    "case_conflict",
    "case_new",
    "case_note",
    "case_reopen",
    "case_risk",
    "case_seal",
    "case_share",
    "case_share_end",
    "case_unseal",
    "caseload",
    "person_erase",
]
