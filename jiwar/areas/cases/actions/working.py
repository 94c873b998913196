"""Opening, noting, assigning, judging the risk."""

from datetime import date
from uuid import UUID

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.reasons import (
    REASONS,
    add_note,
    case_to_note,
    end_plan,
    own_case,
    refuse_if,
    words_for_owner,
)
from jiwar.areas.cases.models import Case, Note
from jiwar.areas.cases.words import Occasion, Programme, Risk, Status
from jiwar.areas.people.models import Person
from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import place_of_work, teams_of
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.codes import new_code
from jiwar.ground.base.errors import Missing, Refused, Stale
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault import keyring
from jiwar.ground.work import tasks


@action(Permission.CASE_OPEN)
def open_case(
    who: Who, *, person_id: UUID, programme: Programme, team_id: UUID | None = None, owner_id: UUID | None = None
) -> Case:
    """Open a case for a person of one's own agency. Without owner it waits in its team until it is assigned.

    Without team, the team of the owner, else of `who`. Refused where that leads to no team.
    """
    own = Person.objects.filter(agency_id=who.agency_id, erased_on__isnull=True)
    person = own.select_for_update(no_key=True).filter(pk=person_id).first()  # nobody erases it meanwhile
    if person is None:
        raise Missing
    place = place_of_work(who, owner_id) if owner_id else None
    refuse_if("not_a_colleague" if owner_id and place is None else None)
    team = team_id or (place.team_id if place else None) or next(iter(sorted(who.team_ids)), None)
    if team is None or team not in {one.pk for one in teams_of(who)}:
        raise Refused(REASONS["no_team"])
    in_sight = owner_id == who.user_id or team in who.seen_team_ids
    case = Case(
        id=keyring.new_root_id(),
        agency_id=who.agency_id,
        team_id=team,
        owner_id=owner_id if in_sight else who.user_id,  # nobody can write a row that is out of the writer's sight
        person=person,
        code=new_code("C"),
        programme=programme,
        status=Status(rules.status_when_opened(has_owner=owner_id is not None)),
    )
    with grants.refusals(words_for_owner(who, person.pk)):
        keyring.new_root_keys(case.pk, who.agency_id)
        case.insert()
        _follow(case, owner_id=owner_id, team_id=team)
        _hand_over(case, owner_id=owner_id, team_id=team)
    _tell_owner(who, owner_id, case.pk)
    return case


@action(Permission.CASE_NOTE)
def note_case(
    who: Who, case_id: UUID, *, text: str, occasion: Occasion = Occasion.NOTE, happened_on: date | None = None
) -> Note:
    """Add a note to an open case of the agency; also to one that is open in an emergency.

    It tells of today, or of the earlier day on which it happened.
    """
    case, by_glass = case_to_note(who, case_id)
    refuse_if(rules.why_not_note(status=case.status))
    today = clock.today()
    day = happened_on or today
    refuse_if(rules.why_not_tell(text=text, happened_on=day, today=today))
    note = add_note(who, case, text, occasion=occasion, happened_on=day)
    if not by_glass:
        case.change(version=case.version)
    return note


@action(Permission.CASE_ASSIGN)
def assign_case(who: Who, case_id: UUID, *, owner_id: UUID, version: int) -> Case:
    """Make somebody of the agency responsible: the file moves to that worker's team, out of the former one's sight.

    A closing that was planned is over: whoever takes the case on did not agree to it.
    """
    case = own_case(who, case_id)
    place = place_of_work(who, owner_id)
    refuse_if(rules.why_not_assign(status=case.status, owner_works_here=place is not None))
    if case.version != version:
        raise Stale(case)
    team_id = place.team_id if place and place.team_id else case.team_id
    end_plan(case)
    with grants.refusals(words_for_owner(who, case.pk)):
        _follow(case, owner_id=owner_id, team_id=team_id)
        tasks.follow(case.pk, former_id=case.owner_id, owner_id=owner_id, team_id=team_id)
        if case.status == Status.RECEIVED:
            case.change(version=case.version, status=Status.ACTIVE, owner_id=owner_id)
        _hand_over(case, owner_id=owner_id, team_id=team_id)
    _tell_owner(who, owner_id, case.pk)
    return case


@action(Permission.CASE_NOTE)
def judge_risk(who: Who, case_id: UUID, *, risk: Risk, reason: str, version: int) -> Case:
    """Set the risk level, and keep in the file why; a closing that was planned is over.

    Deadlines come with the screening instruments.
    """
    case = own_case(who, case_id)
    refuse_if(rules.why_not_judge(status=case.status, reason=reason))
    judged = case.change(version=version, risk=risk)
    end_plan(case)
    add_note(who, case, reason.strip(), occasion=Occasion.RISK, risk=risk)
    return judged


def _follow(case: Case, *, owner_id: UUID | None, team_id: UUID) -> None:
    """Who works with the case works with the person: owner, team and the office's supervisors see the record too."""
    principals = [grants.To.team(team_id)] + ([grants.To.user(owner_id)] if owner_id else [])
    grants.set_inside(case.person_id, case_id=case.pk, principals=principals)


def _hand_over(case: Case, *, owner_id: UUID | None, team_id: UUID) -> None:
    """Move the case to owner and team if it is not theirs; afterwards it may be out of the caller's sight."""
    if (owner_id, team_id) == (case.owner_id, case.team_id):
        return
    if not grants.hand_over(case.pk, owner_id=owner_id, team_id=team_id, version=case.version):
        raise Stale(case)
    case.owner_id, case.team_id, case.version = owner_id, team_id, case.version + 1


def _tell_owner(who: Who, owner_id: UUID | None, case_id: UUID) -> None:
    if owner_id and owner_id != who.user_id:
        tell(owner_id, NoticeKind.WORK_WAITS, root_id=case_id)
