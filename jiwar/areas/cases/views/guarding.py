"""Conflict of interest, seal, erasure: each says first what it does, and to whom."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jiwar.areas.cases import actions
from jiwar.areas.cases.forms import BareForm, ConflictForm, EraseForm
from jiwar.areas.cases.views.steps import CONFIRM, STEP, own_card, people_here, step
from jiwar.areas.people.queries import person_card
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.answers import Done, FormPage, Values, answer, posted
from jiwar.ground.base.pages import Step

CONFLICT = _(
    "Who is close to the person, or involved in what happened, must not read the file. "
    "It closes for this colleague at once, and only a supervisor can open it again."
)
SEALING = (
    _("From now on nobody can read this file: not its worker, not you, and nobody it was shared with."),
    _("A supervisor can lift the seal on the next page. Keep its address: the file is in no list any more."),
)
UNSEALING = (_("If this file is sealed, everybody who could read it before can read it again."),)
ERASING = (
    _(
        "Names, contact, notes and summaries of this person become unreadable at once; "
        "a backup made before keeps them until it expires."
    ),
    _("Nobody can bring them back."),
    _("Codes, days and programmes stay for the figures, and it stays recorded that you erased it."),
    _("It is possible only when every case of this person is closed."),
)

page_or_form = require_http_methods(["GET", "HEAD", "POST"])


@page_or_form
def case_conflict(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CONFLICT_DECLARE)

    def act(values: Values) -> Done:
        actions.declare_conflict(who, case_id, user_id=UUID(values["user"]))
        return Done(reverse("home"), gettext("The conflict of interest is declared."))

    form = ConflictForm(posted(request), colleagues=people_here(who))
    heading, button = gettext("Declare a conflict of interest"), gettext("Close the file for this colleague")
    return answer(request, FormPage(STEP, form, act), {"step": step(card, heading, button, str(CONFLICT))})


@page_or_form
def case_seal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_SEAL)

    def act(_values: Values) -> Done:
        actions.seal_case(who, case_id)
        return Done(reverse("case-unseal", args=[case_id]), gettext("The file is sealed."))

    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    words = step(card, gettext("Seal this file?"), gettext("Seal the file"))
    return answer(request, asked, {"step": words, "consequences": SEALING})


@page_or_form
def case_unseal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """By the id alone, and the same page for every id: it tells nothing about a file that nobody can see."""
    who = demanding(request, Permission.CASE_SEAL)

    def act(_values: Values) -> Done:
        actions.unseal_case(who, case_id)
        return Done(reverse("case", args=[case_id]), gettext("The seal is lifted."))

    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    words = Step(gettext("Lift the seal?"), gettext("Lift the seal"), "", reverse("home"))
    return answer(request, asked, {"step": words, "consequences": UNSEALING})


@page_or_form
def person_erase(request: HttpRequest, person_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.PERSON_ERASE)
    card, back = person_card(who, person_id), reverse("person", args=[person_id])

    def act(values: Values) -> Done:
        actions.erase_file(who, person_id, reason=Erasure(values["reason"]), version=values["version"])
        return Done(back, gettext("The record is erased."))

    form = EraseForm(posted(request), initial={"version": card.version}, expected=card.code)
    words = Step(gettext("Erase this record?"), gettext("Erase for ever"), card.code, back)
    return answer(request, FormPage(CONFIRM, form, act), {"step": words, "consequences": ERASING})
