"""Reading who works here, with which roles: for administrators, officers and supervisors. Never a file."""

from jiwar.ground.staff.queries.alarms import InDanger, alarm_here, alarms_here, by_person, open_alarms
from jiwar.ground.staff.queries.covering import (
    CoverLine,
    coverable,
    covers_here,
    my_covers,
    works_until,
)
from jiwar.ground.staff.queries.proposals import ProposalLine, open_proposals, proposal_line, proposals_here
from jiwar.ground.staff.queries.reviewing import Review, ReviewLine, access_review
from jiwar.ground.staff.queries.roster import (
    At,
    HeldLine,
    Member,
    assignments_in_force,
    colleague_user,
    conduct_accepted,
    member,
    members,
    members_without_conduct,
    places_here,
    role_held,
    roles_held_here,
    takes_two,
    who_may_confirm,
    who_watch,
)
from jiwar.ground.staff.queries.trail import EventLine, TrailPage, Wanted, agency_trail

__all__ = [
    "At",
    "CoverLine",
    "EventLine",
    "HeldLine",
    "InDanger",
    "Member",
    "ProposalLine",
    "Review",
    "ReviewLine",
    "TrailPage",
    "Wanted",
    "access_review",
    "agency_trail",
    "alarm_here",
    "alarms_here",
    "assignments_in_force",
    "by_person",
    "colleague_user",
    "conduct_accepted",
    "coverable",
    "covers_here",
    "member",
    "members",
    "members_without_conduct",
    "my_covers",
    "open_alarms",
    "open_proposals",
    "places_here",
    "proposal_line",
    "proposals_here",
    "role_held",
    "roles_held_here",
    "takes_two",
    "who_may_confirm",
    "who_watch",
    "works_until",
]
