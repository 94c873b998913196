"""Sharing a case with somebody outside, and ending it."""

import re
from uuid import UUID

from jiwar.areas.cases.actions.reasons import own_case, refuse_erased, refuse_if
from jiwar.areas.cases.models import Case
from jiwar.ground.access import grants
from jiwar.ground.access.action import action, record_done
from jiwar.ground.access.classes import Basis
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import grants_on, receivers
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind

BASIS_CODE = re.compile(r"\S{1,64}")


@action(Permission.CASE_SHARE)
def share_case(who: Who, case_id: UUID, *, to: grants.To, terms: grants.Terms) -> Case:
    """Let somebody see this case, in the classes and until the end that `terms` name, on their basis.

    Who the person is goes along only where identity is among the classes: then the person's record opens too,
    by a grant on the same basis, which ends with it. Refused at the enforcement firewall.
    """
    case = own_case(who, case_id)
    refuse_erased(case)
    refuse_if(None if terms.classes else "nothing_to_share")
    refuse_if("summary_tells_no_story" if terms.tells_without_file else None)
    refuse_if(None if BASIS_CODE.fullmatch(terms.basis_id) else "basis_missing")
    refuse_if("ends_in_the_past" if terms.until and terms.until <= clock.now() else None)
    refuse_if("already_shared" if grants.exists(case.pk, to, basis=terms.basis, basis_id=terms.basis_id) else None)
    grants.give(case.pk, to, terms, from_agency=who.agency_id)
    if terms.classes & grants.PERSONAL:
        _share_person(who, case.person_id, to, terms)
    _tell(who, to, NoticeKind.SHARED, case.pk)
    return case


def _share_person(who: Who, person_id: UUID, to: grants.To, terms: grants.Terms) -> None:
    """Open the person's record too, unless another case of the person opened it on this basis before."""
    given = [
        grant
        for grant in grants_on(who, person_id)
        if (grant.principal, grant.basis_kind, grant.basis_id) == (to.principal, terms.basis, terms.basis_id)
    ]
    if not given:
        grants.give(person_id, to, terms, from_agency=who.agency_id)
    same = (terms.classes, terms.level, terms.until, terms.release)
    refuse_if(
        "other_terms" if any((frozenset(g.classes), g.level, g.expires_at, g.release) != same for g in given) else None
    )


@action(Permission.CASE_SHARE)
def end_share(who: Who, case_id: UUID, *, basis: Basis, basis_id: str) -> Case:
    """End everything that rests on this basis, at once, keys included; whoever loses something is told.

    What ends on other files of the agency stands in their trail too.
    """
    case = own_case(who, case_id)
    ended = grants.end(basis=basis, basis_id=basis_id)
    for to in sorted({to for _root, to in ended}, key=lambda one: one.principal):
        _tell(who, to, NoticeKind.ACCESS_ENDED, None)
    for root_id in sorted({root for root, _to in ended} - {case.pk}):
        record_done(who, "end_share", root_id)
    return case


def _tell(who: Who, to: grants.To, kind: NoticeKind, root_id: UUID | None) -> None:
    for user_id in receivers(who, principal=to.principal):
        tell(user_id, kind, root_id=root_id)
