"""Handing a caseload over: whose it is, who takes over, then case by case, then all of it at once."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.actions import Handed, Handing
from jiwar.areas.cases.forms import STAYS, HandForm, TakersForm
from jiwar.areas.cases.queries import CaseCard
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.queries import colleagues, names_of
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import Step, page
from jiwar.ground.base.templatetags.jiwar_text import in_language

CASELOAD = "cases/page_caseload.html"
PREFIX = "owner-"


@needs_proof
@page_or_form
def caseload(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Without takers, the question who; with takers, each case and its new worker; then the handing over."""
    who = demanding(request, Permission.CASELOAD_HAND)
    name, cards = _name(who, user_id), queries.caseload(who, user_id)
    others = [(str(one.id), in_language(one)) for one in colleagues(who) if one.id != user_id]
    shown = {"name": name, "cases": cards, "step": _step(user_id)}
    takers = [taker for taker in request.GET.getlist("to") if taker in dict(others)]
    if request.method != "POST" and not takers:
        return page(request, CASELOAD, {**shown, "form": TakersForm(colleagues=others)})

    def act(_values: Values) -> Done:
        handed = actions.hand_caseload(who, user_id=user_id, handings=[Handing(*one) for one in form.chosen()])
        _tell(request, handed, cards)
        return Done(_here(user_id))

    form = _form(request, cards, takers, others)
    return answer(request, FormPage(CASELOAD, form, act), {**shown, "is_dealt": True})


def _step(user_id: UUID) -> Step:
    return Step(_("Hand the cases over"), _("Hand over now"), "", _here(user_id))


def _name(who: Who, user_id: UUID) -> str:
    """A colleague of the agency, also one who is shut out already. Raises Missing."""
    found = names_of(who, [user_id]).get(user_id)
    if found is None or found.agency_id != who.agency_id:
        raise Missing
    return in_language(found)


def _form(
    request: HttpRequest, cards: Sequence[CaseCard], takers: Sequence[str], others: list[tuple[str, str]]
) -> HandForm:
    """The cases that were looked at: those sent, else those there now, dealt out in turn, the riskiest first."""
    labels = {card.id: _label(card) for card in cards}
    sent = [key.removeprefix(PREFIX) for key in request.POST if key.startswith(PREFIX)]
    if request.method == "POST":
        labels = {pk: labels.get(pk, str(pk)[:8]) for pk in _ids(sent)}
    initial: dict[str, object] = {}
    for turn, card in enumerate(cards):
        initial[f"version-{card.id}"] = card.version
        initial[f"{PREFIX}{card.id}"] = takers[turn % len(takers)] if takers else STAYS
    return HandForm(posted(request), initial=initial, cases=labels, colleagues=others)


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts[: queries.CASELOAD_AT_MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _label(card: CaseCard) -> str:
    risk = str(capfirst(card.risk.label)) if card.risk else _("Risk not judged yet")
    return f"{card.code} · {risk}"


def _tell(request: HttpRequest, handed: Handed, cards: Sequence[CaseCard]) -> None:
    """How many went over; by code which did not, and why."""
    codes, comma = {card.id: card.code for card in cards}, pgettext("between the items of a list", ", ")
    done = ngettext("%(n)s case is handed over.", "%(n)s cases are handed over.", len(handed.done))
    messages.success(request, done % {"n": len(handed.done)})
    for pks, words in (
        (handed.stale, _("Changed meanwhile, and left where they are: %(codes)s")),
        (handed.kept, _("Not possible, and left where they are: %(codes)s")),
    ):
        if pks:
            messages.warning(request, words % {"codes": comma.join(codes.get(pk, str(pk)[:8]) for pk in pks)})


def _here(user_id: UUID) -> str:
    return reverse("caseload", args=[user_id])
