"""The people of an agency, for its administrator: one by one, let in or shut out, roles ended."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import Step, page
from jiwar.ground.base.templatetags.jiwar_text import in_language
from jiwar.ground.staff import actions, queries
from jiwar.ground.staff.forms import BareForm
from jiwar.ground.staff.queries import HeldLine

CONFIRM = "staff/page_confirm.html"
SHUTTING = (
    gettext_lazy("With the next click this person is refused everywhere, also where somebody is signed in already."),
    gettext_lazy("The roles stay as they are and count for nothing until the account is let in again."),
    gettext_lazy("Open cases keep their worker: a supervisor hands them over."),
)
LETTING = (
    gettext_lazy("This person can sign in again and holds every role that has not ended meanwhile."),
    gettext_lazy("Roles that two people gave have ended: propose them anew where they are still right."),
)


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works here."""
    who = who_asks(request)
    return page(request, "staff/page_staff.html", {"members": queries.members(who)})


@require_safe
def staff_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One of them: roles, periods, and what can be done."""
    who = who_asks(request)
    member = queries.member(who, user_id)
    return page(request, "staff/page_user.html", {"member": member, "is_self": user_id == who.user_id})


@needs_proof
@page_or_form
def staff_shut_out(request: HttpRequest, user_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.ACCESS_MANAGE)

    def act(_values: Values) -> Done:
        actions.shut_user_out(who, user_id=user_id)
        return Done(reverse("staff-user", args=[user_id]), _("The account is shut out."))

    words = _step(who, user_id, _("Shut this account out?"), _("Shut out"))
    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": SHUTTING})


@needs_proof
@page_or_form
def staff_let_in(request: HttpRequest, user_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.ACCESS_MANAGE)

    def act(_values: Values) -> Done:
        actions.let_user_in(who, user_id=user_id)
        return Done(reverse("staff-user", args=[user_id]), _("The account is let in."))

    words = _step(who, user_id, _("Let this account in again?"), _("Let in"))
    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": LETTING})


@needs_proof
@page_or_form
def staff_role_end(request: HttpRequest, role_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.ACCESS_MANAGE)
    held = role_of(who, role_id)

    def act(_values: Values) -> Done:
        actions.end_role(who, assignment_id=role_id)
        return Done(reverse("staff-user", args=[held.user.pk]), _("The role has ended."))

    words = _step(who, held.user.pk, _("End this role?"), _("End the role"))
    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": ending(held)})


def ending(held: HeldLine) -> list[str]:
    """What it means that a role ends."""
    names = {"name": in_language(held.user), "role": held.role.name}
    return [
        _("%(name)s loses the role %(role)s with the next click.") % names,
        _("Open cases keep their worker: a supervisor hands them over, best before the role ends."),
        _("An ended role is not brought back: it is given anew."),
    ]


def role_of(who: Who, assignment_id: UUID) -> HeldLine:
    """A role of somebody in the agency that has not ended. Raises Missing, also for one's own."""
    lines = (line for one in queries.members(who) for line in one.held)
    found = next((line for line in lines if line.id == assignment_id and line.user.pk != who.user_id), None)
    if found is None:
        raise Missing
    return found


def may_manage(who: Who) -> bool:
    """Whether the list of people is among the pages of the reader: an officer's are the others."""
    return who.may(Permission.ACCESS_MANAGE)


def _step(who: Who, user_id: UUID, heading: str, act: str) -> Step:
    """Raises Missing for oneself: nobody shuts oneself out."""
    member = queries.member(who, user_id)
    if user_id == who.user_id:
        raise Missing
    return Step(heading, act, "", reverse("staff-user", args=[user_id]), in_language(member.user))
