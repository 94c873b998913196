"""Inviting: the list of what waits, a new colleague, a reset, the second person's decision, and what to hand over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.queries import teams_of
from jiwar.ground.access.signing import inviting
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Step, page, redirect_after
from jiwar.ground.staff import actions
from jiwar.ground.staff.forms import InviteForm, ResetForm
from jiwar.ground.staff.views.people import may_manage

MADE = "made"
"""Where a link or a code waits in the session until it is shown, once."""
INVITING = (
    _("You get a link. It opens nothing until somebody else has confirmed it."),
    _("The other administrator or the data-protection officer confirms, and gets a code."),
    _("Whoever is invited needs both, from two people. The link ends after three days and is good once."),
)
RESETTING = (
    _("When a second person confirms, the password, passkeys and codes of this user open nothing any more."),
    _("Every session of this user ends at that moment."),
    _("You hand over the link, the second person the code. Neither alone opens anything."),
)
CONFIRMING = (
    _("You get a code. Give it only to this person, in a way in which you recognise them."),
    _("With link and code that person sets up how to sign in. The role begins then."),
    _("What opened for this user until now opens nothing any more, and every session ends now."),
)


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.INVITATION_CONFIRM)
    shown = {"invitations": inviting.waiting(who), "may_manage": may_manage(who)}
    return page(request, "staff/page_invitations.html", shown)


@needs_proof
@page_or_form
def invitation_new(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.ACCESS_MANAGE)

    def act(values: Values) -> Done:
        given = {name: value for name, value in values.items() if name != "team"}
        newcomer = inviting.Newcomer(**given, team_id=UUID(values["team"]) if values["team"] else None)
        return _made(request, "link", actions.invite_colleague(who, newcomer=newcomer).letters)

    step = Step(gettext("Invite somebody"), gettext("Make the link"), "", reverse("invitations"))
    asked = FormPage("staff/page_invite.html", InviteForm(posted(request), teams=teams_of(who)), act)
    return answer(request, asked, {"step": step, "consequences": INVITING})


@needs_proof
@page_or_form
def invitation_reset(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.ACCESS_MANAGE)

    def act(values: Values) -> Done:
        return _made(request, "link", actions.propose_reset(who, user_id=UUID(values["user"])))

    step = Step(gettext("Let somebody sign in anew"), gettext("Propose it"), "", reverse("invitations"))
    form = ResetForm(posted(request), users=inviting.resettable(who), initial={"user": request.GET.get("user", "")})
    return answer(request, FormPage("staff/page_invite.html", form, act), {"step": step, "consequences": RESETTING})


@needs_proof
@page_or_form
def invitation_decide(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.INVITATION_CONFIRM)
    one = inviting.waiting_one(who, invitation_id)

    def act(_: Values) -> Done:
        if request.POST.get("step") == "confirm":
            return _made(request, "code", actions.confirm_invitation(who, invitation_id=one.id))
        actions.withdraw_invitation(who, invitation_id=one.id)
        return Done(reverse("invitations"), gettext("The link opens nothing any more."))

    heading = gettext("Let somebody sign in anew?") if one.is_reset else gettext("Let somebody start?")
    step = Step(heading, gettext("Confirm"), "", reverse("invitations"))
    asked = FormPage("staff/page_invitation.html", PageForm(posted(request)), act)
    return answer(request, asked, {"step": step, "consequences": CONFIRMING if one.may_confirm else (), "one": one})


@require_safe
def invitation_made(request: HttpRequest) -> HttpResponse:
    """The link or the code, this once."""
    demanding(request, Permission.INVITATION_CONFIRM)
    made = request.session.pop(MADE, None)
    if made is None:
        return redirect_after(request, reverse("invitations"))
    link = f"{request.build_absolute_uri(reverse('welcome'))}#{made['letters']}" if made["kind"] == "link" else ""
    return page(request, "staff/page_made.html", {"link": link, "letters": made["letters"]})


def _made(request: HttpRequest, kind: str, letters: str) -> Done:
    request.session[MADE] = {"kind": kind, "letters": letters}
    return Done(reverse("invitation-made"))
