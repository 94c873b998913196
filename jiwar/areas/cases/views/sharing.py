"""Sharing with another agency in two steps, and ending a share."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import BareForm, ShareForm
from jiwar.areas.cases.queries import CaseCard
from jiwar.areas.cases.views.sight import ShownShare, reads_file, sight_of
from jiwar.areas.cases.views.steps import CONFIRM, own_card, step
from jiwar.areas.people.queries import person_file
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.classes import Basis
from jiwar.ground.access.grants import To
from jiwar.ground.access.models import Agency, Grant
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.queries import grants_on, other_agencies
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import page
from jiwar.ground.base.templatetags.jiwar_text import in_language

SHARE = "cases/page_share.html"


@needs_proof
@page_or_form
def case_share(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """First what and why, then exactly what the receiver will see, then the sharing itself."""
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_SHARE)
    agencies = {str(agency.pk): agency for agency in other_agencies(who)}
    names = {pk: in_language(agency) for pk, agency in agencies.items()}
    form, chosen = ShareForm(posted(request), agencies=names.items()), request.POST.get("step")
    shown = {"step": step(card, _("Share with another agency"), _("Show what they will see"))}
    if chosen != "share" and form.is_bound and form.is_valid():
        sight = _sight(who, card, form, agencies) if chosen == "show" else None
        return page(request, SHARE, {**shown, "form": form, "sight": sight})

    def act(_values: Values) -> Done:
        actions.share_case(who, case_id, to=To.agency(form.receiver()), terms=form.terms())
        return Done(reverse("case", args=[case_id]), _("The case is shared."))

    return answer(request, FormPage(SHARE, form, act), shown)


@page_or_form
def case_share_end(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_SHARE)
    grant = _grant(who, case_id, grant_id)
    receiver = next((in_language(one) for one in other_agencies(who) if one.pk == grant.agency_id), "")

    def act(_values: Values) -> Done:
        actions.end_share(who, case_id, basis=Basis(grant.basis_kind), basis_id=grant.basis_id)
        return Done(reverse("case", args=[case_id]), _("The share has ended."))

    words = step(card, _("End this share?"), _("End the share"))
    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": _ending(grant, receiver)})


def _ending(grant: Grant, receiver: str) -> list[str]:
    basis = {"basis": Basis(grant.basis_kind).label, "ref": grant.basis_id}
    return [
        _("%(agency)s no longer sees anything of this file, from this moment on.") % {"agency": receiver},
        _("Everything else that rests on the same basis (%(basis)s, %(ref)s) ends with it.") % basis,
        _("What they read or wrote down before stays with them; the trail says what they opened."),
    ]


def _sight(who: Who, card: CaseCard, form: ShareForm, agencies: dict[str, Agency]) -> ShownShare:
    terms = form.terms()
    opened = reads_file(terms)
    return sight_of(
        terms,
        agencies[str(form.receiver())],
        card=card,
        file=queries.case_file(who, card.id) if opened else None,
        known=queries.facts_of(who, card.id) if opened else None,
        person=person_file(who, card.person_id) if opened and card.person and card.person.may_open else None,
    )


def _grant(who: Who, case_id: UUID, grant_id: UUID) -> Grant:
    """The share, if there is one of this file with this id. Raises Missing."""
    found = next((grant for grant in grants_on(who, case_id) if grant.pk == grant_id), None)
    if found is None:
        raise Missing
    return found
