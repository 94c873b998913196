"""Pages about those who work here. None of them shows a file."""

from jiwar.ground.staff.views.alarms import alarm_accept, alarms
from jiwar.ground.staff.views.conduct import conduct_page, staff_conduct
from jiwar.ground.staff.views.covering import cover_end, cover_new
from jiwar.ground.staff.views.inviting import (
    invitation_decide,
    invitation_made,
    invitation_new,
    invitation_reset,
    invitations,
)
from jiwar.ground.staff.views.people import staff, staff_let_in, staff_role_end, staff_shut_out, staff_user
from jiwar.ground.staff.views.reviewing import staff_review, staff_review_line
from jiwar.ground.staff.views.roles import staff_proposal, staff_proposal_decline, staff_proposals, staff_role_new

__all__ = [
    "alarm_accept",
    "alarms",
    "conduct_page",
    "cover_end",
    "cover_new",
    "invitation_decide",
    "invitation_made",
    "invitation_new",
    "invitation_reset",
    "invitations",
    "staff",
    "staff_conduct",
    "staff_let_in",
    "staff_proposal",
    "staff_proposal_decline",
    "staff_proposals",
    "staff_review",
    "staff_review_line",
    "staff_role_end",
    "staff_role_new",
    "staff_shut_out",
    "staff_user",
]
