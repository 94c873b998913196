"""Roles given and confirmed, absences covered, roles reviewed, the code of conduct accepted."""

from datetime import datetime
from uuid import UUID

from jiwar.ground.access.action import action
from jiwar.ground.access.grants import refusals
from jiwar.ground.access.models import User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import place_of_work
from jiwar.ground.access.roles import ROLES, Role
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.staff import rules, verbs
from jiwar.ground.staff.actions.accounts import tell_watchers
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.staff.models import RoleProposal, State, Verdict
from jiwar.ground.staff.queries import (
    At,
    assignments_in_force,
    colleague_user,
    goes_on_watched,
    open_proposals,
    role_held,
    roles_held_here,
    takes_two,
    who_may_confirm,
    works_until,
)
from jiwar.ground.staff.words import STILL_WATCHED, refuse_if


@action(Permission.ACCESS_MANAGE)
def give_role(who: Who, *, user_id: UUID, role: type[Role], at: At, ends: datetime | None = None) -> UUID:
    """Give a role that needs no second person, from now on. Refused where the agency may not hold it."""
    _refuse_giving(who, user_id, role, at, ends)
    refuse_if("takes_two" if takes_two(who, user_id, role=role, at=at) else None)
    made = verbs.give_role(user_id, role, office_id=at.office_id, team_id=at.team_id, ends=ends)
    tell(user_id, NoticeKind.ROLES_CHANGED)
    return made


@action(Permission.ACCESS_MANAGE)
def propose_role(who: Who, *, user_id: UUID, role: type[Role], at: At, ends: datetime | None = None) -> UUID:
    """Propose a powerful role: it holds once somebody else has confirmed it, within fourteen days."""
    _refuse_giving(who, user_id, role, at, ends)
    wanted = (user_id, role.code, at.office_id, at.team_id)
    waiting = {(p.user_id, p.role, p.office_id, p.team_id) for p in open_proposals(who)}
    refuse_if("proposed_already" if wanted in waiting else None)
    made = verbs.propose_role(user_id, role, office_id=at.office_id, team_id=at.team_id, ends=ends)
    for one in who_may_confirm(who, except_for={who.user_id, user_id}):
        tell(one, NoticeKind.ROLE_WAITS)
    return made


@action(Permission.ROLE_CONFIRM)
def confirm_role(who: Who, *, role_proposal_id: UUID) -> UUID:
    """Confirm what another administrator proposed: the role holds from now on."""
    proposal = _proposal(who, role_proposal_id)
    refuse_if(
        rules.why_not_confirm(
            is_proposer=proposal.proposed_by == who.user_id,
            is_for_oneself=proposal.user_id == who.user_id,
            is_open=proposal.state == State.OPEN and proposal.expires_at > clock.now(),
        )
    )
    made = verbs.confirm_role(role_proposal_id)
    tell(proposal.user_id, NoticeKind.ROLES_CHANGED)
    return made


@action(Permission.ROLE_CONFIRM)
def decline_role(who: Who, *, role_proposal_id: UUID) -> None:
    """Decline a proposal, or take one's own back."""
    proposal = _proposal(who, role_proposal_id)
    refuse_if("for_oneself" if proposal.user_id == who.user_id else None)
    refuse_if(None if proposal.state == State.OPEN else "over")
    verbs.decline_role(role_proposal_id)


@action(Permission.COVER_ARRANGE)
def arrange_cover(who: Who, *, assignment_id: UUID, coverer_id: UUID, starts: datetime, ends: datetime) -> UUID:
    """A colleague works at the team of an absent worker from then until then; it ends by itself."""
    absent = role_held(who, assignment_id)
    if absent is None:
        raise Missing
    refuse_if(
        rules.why_not_cover(
            works_until=works_until(who, coverer_id) if place_of_work(who, coverer_id) else None,
            same=absent.user_id == coverer_id,
            starts=starts,
            ends=ends,
            now=clock.now(),
        )
    )
    made = verbs.give_cover(assignment_id, coverer_id=coverer_id, starts=starts, ends=ends)
    for one in (absent.user_id, coverer_id):
        tell(one, NoticeKind.ROLES_CHANGED)
    return made


@action(Permission.COVER_ARRANGE)
def end_cover(who: Who, *, assignment_id: UUID) -> None:
    """End a cover before its time."""
    verbs.end_cover(assignment_id)


@action(Permission.CONDUCT_ACCEPT)
def accept_conduct(who: Who, *, version: str) -> None:
    """Accept the code of conduct in the version that was read."""
    refuse_if("other_version" if version != conduct().version else None)
    verbs.accept_conduct(version)


@action(Permission.ACCESS_REVIEW)
def review_role(who: Who, *, assignment_id: UUID, verdict: Verdict) -> None:
    """Say that a role is still right, or end it now. Never one's own."""
    held = role_held(who, assignment_id)
    refuse_if("own_role" if held and held.user_id == who.user_id else None)
    ends = held if verdict == Verdict.ENDED else None
    refuse_if("last_to_watch" if ends and not goes_on_watched(who, ends.user_id, assignment_id=ends.pk) else None)
    with refusals(STILL_WATCHED):
        verbs.review_role(assignment_id, verdict)
    if ends and rules.is_watching(ends.role):
        tell_watchers(who)


def _refuse_giving(who: Who, user_id: UUID, role: type[Role], at: At, ends: datetime | None) -> None:
    user: User = colleague_user(who, user_id)
    refuse_if(
        rules.why_not_give(
            to_oneself=user.pk == who.user_id,
            is_active=user.is_active,
            may_be_held=role in roles_held_here(who),
            is_placed=role.is_placed,
            wants_place=at.office_id is not None,
        )
    )
    refuse_if("ends_in_the_past" if ends and ends <= clock.now() else None)
    held = {(r.role, r.office_id, r.team_id) for r in assignments_in_force(who, user_id) if r.ends_at is None}
    refuse_if("held_already" if (role.code, at.office_id, at.team_id) in held else None)


def _proposal(who: Who, role_proposal_id: UUID) -> RoleProposal:
    """The proposal, if the wall shows it. Raises Missing."""
    found = RoleProposal.objects.filter(pk=role_proposal_id, agency_id=who.agency_id).first()
    if found is None or found.role not in ROLES:
        raise Missing
    return found
