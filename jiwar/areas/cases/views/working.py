"""Opening, noting, judging, assigning, closing, reopening."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.cases import actions
from jiwar.areas.cases.forms import AssignForm, CloseForm, NoteForm, OpenForm, ReopenForm, RiskForm
from jiwar.areas.cases.views.steps import CONFIRM, STEP, changed, own_card, people_here, step
from jiwar.areas.cases.words import Occasion, Outcome, Programme, Risk
from jiwar.areas.people.queries import own_person_card
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import Step

CLOSING = (
    gettext_lazy("The case leaves the lists of open cases. Nothing can be added to it until it is reopened."),
    gettext_lazy("Everything written so far stays readable for those who work with the file."),
    gettext_lazy("What was shared with other agencies stays shared until its last day, or until you end it."),
)


@keeps_drafts
@page_or_form
def case_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.CASE_OPEN)
    card = own_person_card(who, person_id)
    back = reverse("person", args=[person_id])

    def act(values: Values) -> Done:
        owner = who.user_id if values["mine"] else None
        programme = Programme(values["programme"])
        case = actions.open_case(who, person_id=person_id, programme=programme, owner_id=owner)
        return Done(reverse("case", args=[case.pk]), _("The case is open."))

    lead = _("The case waits in your team until somebody takes it.")
    asked = FormPage(STEP, OpenForm(posted(request), initial={"mine": True}), act)
    return answer(request, asked, {"step": Step(_("Open a case"), _("Open the case"), card.code, back, lead)})


@keeps_drafts
@page_or_form
def case_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    card = own_card(request, case_id, Permission.CASE_NOTE)

    def act(values: Values) -> Done:
        occasion, day = Occasion(values["occasion"]), values["happened_on"]
        actions.note_case(who_asks(request), case_id, text=values["text"], occasion=occasion, happened_on=day)
        return Done(reverse("case", args=[case_id]), _("The note is in the file."))

    lead = _("A note is never changed. To correct one, write another.")
    return answer(
        request,
        FormPage(STEP, NoteForm(posted(request)), act),
        {"step": step(card, _("Write a note"), _("Keep the note"), lead)},
    )


@keeps_drafts
@page_or_form
def case_risk(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)

    def act(values: Values) -> Done:
        risk, reason = Risk(values["risk"]), values["reason"]
        actions.judge_risk(who, case_id, risk=risk, reason=reason, version=values["version"])
        return Done(reverse("case", args=[case_id]), _("The risk is judged anew."))

    form = RiskForm(posted(request), initial={"risk": card.risk, "version": card.version})
    asked = FormPage(STEP, form, act, versions=lambda row, sent: changed(row, sent, who))
    return answer(request, asked, {"step": step(card, _("Judge the risk"), _("Save"))})


@page_or_form
def case_assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_ASSIGN)

    def act(values: Values) -> Done:
        actions.assign_case(who, case_id, owner_id=UUID(values["owner"]), version=values["version"])
        return Done(reverse("home"), _("The case is assigned."))

    chosen = str(card.owner.id) if card.owner else str(who.user_id)
    form = AssignForm(posted(request), initial={"owner": chosen, "version": card.version}, colleagues=people_here(who))
    lead = _("The file moves to that person's team. Who is not in that team no longer sees it.")
    asked = FormPage(STEP, form, act, versions=lambda row, sent: changed(row, sent, who))
    return answer(request, asked, {"step": step(card, _("Assign the case"), _("Assign"), lead)})


@keeps_drafts
@page_or_form
def case_close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_CLOSE)

    def act(values: Values) -> Done:
        outcome = Outcome(values["outcome"])
        actions.close_case(who, case_id, outcome=outcome, summary=values["summary"], version=values["version"])
        return Done(reverse("case", args=[case_id]), _("The case is closed."))

    form = CloseForm(posted(request), initial={"version": card.version})
    asked = FormPage(CONFIRM, form, act, versions=lambda row, sent: changed(row, sent, who))
    return answer(
        request, asked, {"step": step(card, _("Close this case?"), _("Close the case")), "consequences": CLOSING}
    )


@keeps_drafts
@page_or_form
def case_reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_REOPEN)

    def act(values: Values) -> Done:
        actions.reopen_case(who, case_id, reason=values["reason"], version=values["version"])
        return Done(reverse("case", args=[case_id]), _("The case is open again."))

    lead = _("The case goes back to the same worker. The reason is kept as a note.")
    form = ReopenForm(posted(request), initial={"version": card.version})
    asked = FormPage(STEP, form, act, versions=lambda row, sent: changed(row, sent, who))
    return answer(request, asked, {"step": step(card, _("Reopen the case"), _("Reopen"), lead)})
