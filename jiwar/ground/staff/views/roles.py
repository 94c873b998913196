"""Giving roles: chosen, looked at as before and after, then given, or proposed and confirmed by somebody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.models import Office, Team, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.roles import Reach, Role
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import Step, page
from jiwar.ground.base.templatetags.jiwar_text import in_language
from jiwar.ground.staff import actions, queries
from jiwar.ground.staff.forms import BareForm, GiveRoleForm
from jiwar.ground.staff.queries import HeldLine, ProposalLine
from jiwar.ground.staff.views.people import may_manage

GIVE, PROPOSAL, CONFIRM = "staff/page_role_new.html", "staff/page_proposal.html", "staff/page_confirm.html"
APART = frozenset({Reach.ADMINISTER, Reach.PROTECT_DATA})
DECLINING = (
    gettext_lazy("The role is not given. Nothing changes for the person."),
    gettext_lazy("It can be proposed again at any time."),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One role as the page of the difference tells it. `rests` where another role takes its work away."""

    role: type[Role]
    place: Team | Office | None
    covers: User | None = None
    is_new: bool = False
    rests: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody may do now, and what afterwards."""

    before: Sequence[Told]
    after: Sequence[Told]
    needs_two: bool


@needs_proof
@page_or_form
def staff_role_new(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """First which role and where, then what changes by it, then the giving or proposing itself."""
    who = demanding(request, Permission.ACCESS_MANAGE)
    member, form = queries.member(who, user_id), _form(request, who)
    back = reverse("staff-user", args=[user_id])
    shown = {"member": member, "step": Step(_("Give a role"), _("Show what changes"), "", back)}
    if request.POST.get("step") != "give" and form.is_bound and form.is_valid():
        shown["change"] = None if request.POST.get("step") == "change" else _change_of(who, user_id, member.held, form)
        return page(request, GIVE, {**shown, "form": form})

    def act(_values: Values) -> Done:
        return Done(back, _given(who, user_id, form))

    return answer(request, FormPage(GIVE, form, act), shown)


@require_safe
def staff_proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what became of the last ones."""
    who = who_asks(request)
    shown = {"proposals": queries.proposals_here(who), "may_manage": may_manage(who)}
    return page(request, "staff/page_proposals.html", shown)


@needs_proof
@page_or_form
def staff_proposal(request: HttpRequest, role_proposal_id: UUID) -> HttpResponse:
    """One proposal as before and after, and its confirmation by a second person."""
    who = demanding(request, Permission.ROLE_CONFIRM)
    line = queries.proposal_line(who, role_proposal_id)

    def act(_values: Values) -> Done:
        actions.confirm_role(who, role_proposal_id=role_proposal_id)
        return Done(reverse("staff-proposals"), _("The role is given."))

    shown = {"proposal": line, "change": _change_by(who, line) if line.is_open else None}
    return answer(request, FormPage(PROPOSAL, BareForm(posted(request)), act), shown)


@page_or_form
def staff_proposal_decline(request: HttpRequest, role_proposal_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.ROLE_CONFIRM)
    line = queries.proposal_line(who, role_proposal_id)

    def act(_values: Values) -> Done:
        actions.decline_role(who, role_proposal_id=role_proposal_id)
        return Done(reverse("staff-proposals"), _("The proposal is declined."))

    back = reverse("staff-proposal", args=[role_proposal_id])
    words = Step(_("Decline this proposal?"), _("Decline"), "", back, in_language(line.user))
    return answer(
        request, FormPage(CONFIRM, BareForm(posted(request)), act), {"step": words, "consequences": DECLINING}
    )


def _form(request: HttpRequest, who: Who) -> GiveRoleForm:
    roles = [(role.code, role.name) for role in queries.roles_held_here(who)]
    return GiveRoleForm(posted(request), roles=roles, places=_places(who))


def _places(who: Who) -> Iterator[tuple[str, str]]:
    for office, teams in queries.places_here(who):
        yield str(office.pk), in_language(office)
        for team in teams:
            yield f"{office.pk}/{team.pk}", f"{in_language(office)} · {in_language(team)}"


def _given(who: Who, user_id: UUID, form: GiveRoleForm) -> str:
    role, at = form.chosen(), form.at()
    needs_two = queries.takes_two(who, user_id, role=role, at=at)
    act = actions.propose_role if needs_two else actions.give_role
    act(who, user_id=user_id, role=role, at=at, ends=form.ends())
    if needs_two:
        return _("The role is proposed. It holds once somebody else has confirmed it.")
    return _("The role is given.")


def _change_of(who: Who, user_id: UUID, held: Sequence[HeldLine], form: GiveRoleForm) -> Change:
    at = form.at()
    spots: dict[UUID, Team | Office] = {}
    for office, teams in queries.places_here(who):
        spots |= {office.pk: office, **{team.pk: team for team in teams}}
    wanted = at.team_id or at.office_id
    needs_two = queries.takes_two(who, user_id, role=form.chosen(), at=at)
    return change(held, form.chosen(), spots.get(wanted) if wanted else None, needs_two=needs_two)


def _change_by(who: Who, line: ProposalLine) -> Change:
    rows = queries.assignments_in_force(who, line.user.pk)
    return change([HeldLine.of(row) for row in rows], line.role, line.place, needs_two=True)


def change(held: Sequence[HeldLine], role: type[Role], place: Team | Office | None, *, needs_two: bool) -> Change:
    """The roles before and after; an administrator's or officer's role takes the work of all others away."""
    before = [Told(line.role, line.place, covers=line.covers) for line in held]
    return Change(_resting(before), _resting([*before, Told(role, place, is_new=True)]), needs_two)


def _resting(roles: Sequence[Told]) -> list[Told]:
    apart = any(told.role.reach in APART for told in roles)
    return [replace(told, rests=apart and told.role.reach not in APART) for told in roles]
