"""What is known of a case, stated group by group; numbers in other systems."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import FactsForm, NumberForm, facts_form
from jiwar.areas.cases.forms.facts import values_of
from jiwar.areas.cases.queries import CaseCard, Stated
from jiwar.areas.cases.views.steps import STEP, own_card
from jiwar.areas.cases.words import Facts, Incident, Intake, Perpetrator, SupportPlan, Trafficking
from jiwar.areas.cases.words.telling import GROUPS
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Difference, StaleVersions, Step, redirect_after

LEAD = gettext_lazy("Write down only what the work needs. What is not known is left empty.")


@dataclass(frozen=True, slots=True)
class _Group:
    """One group on its page: its heading, what is stored, and the verb that keeps it."""

    of: type[Any]
    heading: Promise | str
    stored: Stated[Any] | None
    keep: Callable[[Any, int], object]


@keeps_drafts
@page_or_form
def case_trafficking(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)
    stored = queries.facts_of(who, case_id).trafficking

    def keep(facts: Trafficking, version: int) -> None:
        actions.state_trafficking(who, case_id, facts=facts, version=version)

    return _stated(request, card, _Group(Trafficking, GROUPS[Trafficking], stored, keep))


@keeps_drafts
@page_or_form
def case_intake(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)
    stored = queries.facts_of(who, case_id).intake

    def keep(facts: Intake, version: int) -> None:
        actions.state_intake(who, case_id, facts=facts, version=version)

    return _stated(request, card, _Group(Intake, GROUPS[Intake], stored, keep))


@keeps_drafts
@page_or_form
def case_support(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)
    stored = queries.facts_of(who, case_id).support

    def keep(facts: SupportPlan, version: int) -> None:
        actions.state_support(who, case_id, facts=facts, version=version)

    return _stated(request, card, _Group(SupportPlan, GROUPS[SupportPlan], stored, keep))


@keeps_drafts
@page_or_form
def case_incident_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)

    def keep(facts: Incident, _version: int) -> None:
        actions.note_incident(who, case_id, facts=facts)

    return _stated(request, card, _Group(Incident, _("Add an incident"), None, keep))


@keeps_drafts
@page_or_form
def case_incident(request: HttpRequest, case_id: UUID, incident_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)
    stored = _one_of(queries.facts_of(who, case_id).incidents, incident_id)

    def keep(facts: Incident, version: int) -> None:
        actions.correct_incident(who, case_id, incident_id=incident_id, facts=facts, version=version)

    return _stated(request, card, _Group(Incident, _("Correct an incident"), stored, keep))


@keeps_drafts
@page_or_form
def case_perpetrator_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)

    def keep(facts: Perpetrator, _version: int) -> None:
        actions.note_perpetrator(who, case_id, facts=facts)

    return _stated(request, card, _Group(Perpetrator, _("Add somebody who is said to have taken part"), None, keep))


@keeps_drafts
@page_or_form
def case_perpetrator(request: HttpRequest, case_id: UUID, perpetrator_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)
    stored = _one_of(queries.facts_of(who, case_id).perpetrators, perpetrator_id)

    def keep(facts: Perpetrator, version: int) -> None:
        actions.correct_perpetrator(who, case_id, perpetrator_id=perpetrator_id, facts=facts, version=version)

    heading = _("Correct who is said to have taken part")
    return _stated(request, card, _Group(Perpetrator, heading, stored, keep))


@keeps_drafts
@page_or_form
def case_number_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_NOTE)
    form = NumberForm(posted(request))

    def act(_values: Values) -> Done:
        actions.note_number(who, case_id, number=form.told())
        return Done(_back(case_id), _("The number is in the file."))

    return answer(request, FormPage(STEP, form, act), {"step": _step(card, _("Add a number"), _("Keep the number"))})


@require_POST
def case_incident_drop(request: HttpRequest, case_id: UUID, incident_id: UUID) -> HttpResponse:
    actions.drop_incident(who_asks(request), case_id, incident_id=incident_id)
    return _dropped(request, case_id)


@require_POST
def case_perpetrator_drop(request: HttpRequest, case_id: UUID, perpetrator_id: UUID) -> HttpResponse:
    actions.drop_perpetrator(who_asks(request), case_id, perpetrator_id=perpetrator_id)
    return _dropped(request, case_id)


@require_POST
def case_number_drop(request: HttpRequest, case_id: UUID, number_id: UUID) -> HttpResponse:
    actions.drop_number(who_asks(request), case_id, number_id=number_id)
    return _dropped(request, case_id)


def _stated(request: HttpRequest, card: CaseCard, group: _Group) -> HttpResponse:
    """The page of one group: everything asked, what is stored filled in."""
    stored, version = (group.stored.facts, group.stored.version) if group.stored else (group.of(), 0)
    form = facts_form(group.of, posted(request), stored=stored, version=version)

    def act(values: Values) -> Done:
        group.keep(form.facts(), values["version"])
        return Done(_back(card.id), _("It is written down."))

    asked = FormPage(STEP, form, act, versions=lambda _row, sent: _versions(who_asks(request), card, group, sent))
    return answer(request, asked, {"step": _step(card, str(group.heading), _("Save"), str(LEAD))})


def _versions(who: Who, card: CaseCard, group: _Group, sent: PageForm) -> StaleVersions:
    """The group as it is now beside what was typed here."""
    known = queries.facts_of(who, card.id)
    rows: list[Stated[Any] | None] = [known.trafficking, known.intake, known.support, *known.incidents]
    now = next(
        one
        for one in (*rows, *known.perpetrators)
        if one and type(one.facts) is group.of and (group.stored is None or one.id == group.stored.id)
    )
    return _beside(sent, values_of(now.facts))


def _beside(sent: PageForm, stored: dict[str, Any]) -> StaleVersions:
    if not isinstance(sent, FactsForm):
        raise TypeError(sent)
    typed, theirs = sent.told(sent.cleaned_data), sent.told(stored)
    sent.take_over(stored)
    return StaleVersions(
        [
            Difference(str(field.label), theirs=theirs[name], yours=typed[name])
            for name, field in sent.fields.items()
            if name != "version"
        ]
    )


def _one_of[F: Facts](rows: list[Stated[F]], pk: UUID) -> Stated[F]:
    found = next((row for row in rows if row.id == pk), None)
    if found is None:
        raise Missing
    return found


def _step(card: CaseCard, heading: str, act: str, lead: str = "") -> Step:
    return Step(heading, act, card.code, _back(card.id), lead)


def _back(case_id: UUID) -> str:
    return reverse("case-facts", args=[case_id])


def _dropped(request: HttpRequest, case_id: UUID) -> HttpResponse:
    messages.success(request, _("It is taken out of the file."))
    return redirect_after(request, _back(case_id))
