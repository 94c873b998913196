"""The quarterly review of access: every role, still right or ended."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import Step, page
from jiwar.ground.base.templatetags.jiwar_text import in_language
from jiwar.ground.staff import actions, queries
from jiwar.ground.staff.forms import VerdictForm
from jiwar.ground.staff.models import Verdict
from jiwar.ground.staff.views.people import CONFIRM, ending, may_manage


@require_safe
def staff_review(request: HttpRequest) -> HttpResponse:
    """Every role that holds, those not looked at in this quarter first."""
    who = who_asks(request)
    shown = {"review": queries.access_review(who), "may_manage": may_manage(who)}
    return page(request, "staff/page_review.html", shown)


@page_or_form
def staff_review_line(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """One line: `right` is said in the list; ending asks again who it is, as it does everywhere."""
    is_right = request.POST.get("verdict") == Verdict.RIGHT
    return (_line if is_right else needs_proof(_line))(request, assignment_id)


def _line(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """What is said of a role; ending is asked once more here, in words."""
    who = demanding(request, Permission.ACCESS_REVIEW)
    lines = (line for line in queries.access_review(who).lines if line.held.id == assignment_id)
    line = next(lines, None)
    if line is None or line.is_own:
        raise Missing

    def act(values: Values) -> Done:
        actions.review_role(who, assignment_id=assignment_id, verdict=Verdict(values["verdict"]))
        return Done(reverse("staff-review"), _("Your answer is recorded."))

    form = VerdictForm(posted(request), initial={"verdict": Verdict.ENDED})
    words = Step(_("End this role?"), _("End the role"), "", reverse("staff-review"), in_language(line.held.user))
    return answer(request, FormPage(CONFIRM, form, act), {"step": words, "consequences": ending(line.held)})
