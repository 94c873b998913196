"""Conflict of interest and seal: denials that beat every permit, on the case and on the person's record.

One person declares a conflict; a seal is set and lifted by two.
"""

from uuid import UUID, uuid4

from jiwar.areas.cases.actions.reasons import IN_THE_WAY, REASONS, own_case
from jiwar.areas.cases.models import Case, SealProposal
from jiwar.areas.cases.words import Ruling, SealKind
from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import guardians
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind


@action(Permission.CONFLICT_DECLARE)
def declare_conflict(who: Who, case_id: UUID, *, user_id: UUID) -> Case:
    """From now on this user reads nothing of the person or of any case of the person. One may declare it of oneself."""
    case = own_case(who, case_id)
    grants.deny(case.pk, user_id=user_id, basis_id=str(case.pk))
    grants.deny(case.person_id, user_id=user_id, basis_id=str(case.pk))  # last: it takes all sight of the case
    for guardian in set(guardians(who, office_id=case.office_id)) - {user_id}:
        tell(guardian, NoticeKind.SECOND_LOOK, root_id=case.pk)  # nobody takes a file from every supervisor unnoticed
    return case


@action(Permission.CASE_SEAL)
def lift_conflict(who: Who, case_id: UUID, *, user_id: UUID) -> Case:
    """A supervisor takes a conflict back; never one's own."""
    case = own_case(who, case_id)
    if not grants.lift(basis_id=str(case.pk), user_id=user_id):
        raise Missing
    return case


@action(Permission.CONFLICT_RULE)
def judge_conflict(who: Who, case_id: UUID, *, user_id: UUID, ruling: Ruling) -> None:
    """The data-protection officer lifts or keeps a conflict on a file of which every supervisor is kept out.

    Never one's own, nor one that one declared. Raises Missing where a supervisor is left to judge.
    """
    concerned = grants.call("select * from wall.rule_conflict(%s, %s, %s)", case_id, user_id, ruling)
    for (one,) in sorted(set(concerned)):
        tell(one, NoticeKind.SECOND_LOOK, root_id=case_id)


@action(Permission.CASE_SEAL)
def propose_seal(who: Who, case_id: UUID, *, kind: SealKind) -> SealProposal:
    """A supervisor asks to seal a file, or to lift its seal. Nothing changes until somebody else confirms it.

    Lifting goes by the id alone: a sealed case cannot be seen. Refused where the same is proposed already.
    """
    proposal_id = uuid4()
    seen = Case.objects.filter(pk=case_id).values_list("office_id", flat=True).first()
    words = {IN_THE_WAY: REASONS["proposed_already"]}
    grants.call("select wall.propose_seal(%s, %s, %s)", proposal_id, case_id, kind, words=words)
    for user_id in guardians(who, office_id=seen):
        tell(user_id, NoticeKind.SECOND_LOOK, root_id=case_id)
    return SealProposal.objects.get(pk=proposal_id)


@action(Permission.SEAL_DECIDE)
def confirm_seal(who: Who, case_id: UUID, *, proposal_id: UUID) -> None:
    """Seal the file, or lift its seal, as somebody else proposed: the second of two."""
    _decide(case_id, proposal_id, confirm=True)


@action(Permission.SEAL_DECIDE)
def reject_seal(who: Who, case_id: UUID, *, proposal_id: UUID) -> None:
    """Leave the file as it is; whoever proposed may take it back the same way."""
    _decide(case_id, proposal_id, confirm=False)


def _decide(case_id: UUID, proposal_id: UUID, *, confirm: bool) -> None:
    proposal = SealProposal.objects.filter(pk=proposal_id, case_id=case_id).first()
    if proposal is None:
        raise Missing
    grants.call("select wall.decide_seal(%s, %s)", proposal_id, confirm)
    tell(proposal.proposed_by_id, NoticeKind.SECOND_LOOK, root_id=case_id)
