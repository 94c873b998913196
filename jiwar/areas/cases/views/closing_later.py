"""Closing on a day to come: proposed, agreed to by a supervisor, or withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import CloseLaterForm, ConfirmClosingForm
from jiwar.areas.cases.views.steps import CONFIRM, changed, own_card, step
from jiwar.areas.cases.words import Outcome
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import redirect_after

LATER = (
    gettext_lazy("The supervisors of this file are told. Nothing happens until one of them agrees."),
    gettext_lazy("In the night of that day the case is closed, if nothing keeps it open then."),
    gettext_lazy("Until then anybody who works on it can withdraw the plan, and it takes notes as before."),
    gettext_lazy("The plan ends where the risk is judged anew, or somebody else becomes responsible."),
)
AGREEING = (
    gettext_lazy("In the night of that day the case is closed by itself, unless something keeps it open or somebody "
                 "withdraws the plan."),
    gettext_lazy("The trail shows who proposed it and that you agreed."),
)  # fmt: skip


@keeps_drafts
@page_or_form
def case_close_later(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_CLOSE)

    def act(values: Values) -> Done:
        actions.propose_closing(who, case_id, **{**values, "outcome": Outcome(values["outcome"])})
        return Done(reverse("case", args=[case_id]), _("The closing is planned. A supervisor has to agree."))

    form = CloseLaterForm(posted(request), initial={"version": card.version})
    asked = FormPage(CONFIRM, form, act, versions=lambda row, sent: changed(row, sent, who))
    words = step(card, _("Close this case on a day to come?"), _("Plan the closing"))
    return answer(request, asked, {"step": words, "consequences": LATER})


@page_or_form
def case_closing(request: HttpRequest, case_id: UUID, closing_id: UUID) -> HttpResponse:
    """What is planned, with its words, for the supervisor who agrees."""
    who, card = who_asks(request), own_card(request, case_id, Permission.CLOSING_CONFIRM)
    plan = queries.opened_closing(who, case_id, closing_id=closing_id)

    def act(_values: Values) -> Done:
        actions.confirm_closing(who, case_id, closing_id=closing_id)
        return Done(reverse("case", args=[case_id]), _("You agreed. The case is closed on that day."))

    words = step(card, _("Agree that this case is closed?"), _("I agree"))
    asked = FormPage("cases/page_closing.html", ConfirmClosingForm(posted(request)), act)
    return answer(request, asked, {"step": words, "plan": plan, "consequences": AGREEING})


@require_POST
def case_closing_withdraw(request: HttpRequest, case_id: UUID, closing_id: UUID) -> HttpResponse:
    actions.withdraw_closing(who_asks(request), case_id, closing_id=closing_id)
    messages.success(request, _("The plan is withdrawn. The case stays open."))
    return redirect_after(request, reverse("case", args=[case_id]))
