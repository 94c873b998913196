"""Pages of a case: each one a form that leads to one action."""

from jiwar.areas.cases.views.closing_later import case_close_later, case_closing, case_closing_withdraw
from jiwar.areas.cases.views.emergency import glass_break, glass_close, glass_review
from jiwar.areas.cases.views.facts import (
    case_incident,
    case_incident_drop,
    case_incident_new,
    case_intake,
    case_number_drop,
    case_number_new,
    case_perpetrator,
    case_perpetrator_drop,
    case_perpetrator_new,
    case_support,
    case_trafficking,
)
from jiwar.areas.cases.views.guarding import (
    case_conflict,
    case_lift,
    case_seal,
    case_unseal,
    conflict_rule,
    person_erase,
    seal_decide,
)
from jiwar.areas.cases.views.handing import caseload
from jiwar.areas.cases.views.holding import case_hold
from jiwar.areas.cases.views.sharing import case_share, case_share_end
from jiwar.areas.cases.views.watching import case_seers, case_why, second_look
from jiwar.areas.cases.views.working import case_assign, case_close, case_new, case_note, case_reopen, case_risk

__all__ = [
    "case_assign",
    "case_close",
    "case_close_later",
    "case_closing",
    "case_closing_withdraw",
    "case_conflict",
    "case_hold",
    "case_incident",
    "case_incident_drop",
    "case_incident_new",
    "case_intake",
    "case_lift",
    "case_new",
    "case_note",
    "case_number_drop",
    "case_number_new",
    "case_perpetrator",
    "case_perpetrator_drop",
    "case_perpetrator_new",
    "case_reopen",
    "case_risk",
    "case_seal",
    "case_seers",
    "case_share",
    "case_share_end",
    "case_support",
    "case_trafficking",
    "case_unseal",
    "case_why",
    "caseload",
    "conflict_rule",
    "glass_break",
    "glass_close",
    "glass_review",
    "person_erase",
    "seal_decide",
    "second_look",
]
