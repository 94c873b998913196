"""Conflict of interest, seal by two, erasure: each says first what it does, and to whom."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import BareForm, ConflictForm, EraseForm, RulingForm
from jiwar.areas.cases.views.steps import CONFIRM, STEP, own_card, people_here, step
from jiwar.areas.cases.words import Ruling, SealKind
from jiwar.areas.people.queries import person_card
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import Step

CONFLICT = _(
    "Who is close to the person, or involved in what happened, must not read the file. "
    "It closes for this colleague at once, whatever role or share there is, and without a word to them. "
    "Only a supervisor can open it again, and nobody for oneself. "
    "A supervisor who is kept out of one case supervises no case of that person; where none is left, "
    "the data-protection officer decides."
)
SEALING = (
    _("Nothing changes yet: another supervisor or the data-protection officer must confirm, and is told now."),
    _("Once confirmed, nobody can read this file: not its worker, not you, and nobody it was shared with."),
    _("From then on it stands in no list but that of sealed files, by its code alone."),
)
UNSEALING = (
    _("Nothing changes yet: another supervisor or the data-protection officer must confirm, and is told now."),
    _("Once confirmed, everybody who could read the file before can read it again."),
)
CONFIRMED_SEAL = (
    _("Nobody can read this file any more: not its worker, not its supervisors, and nobody it was shared with."),
    _("Its code stands in the list of sealed files. Two people can lift the seal."),
)
CONFIRMED_UNSEAL = (_("Everybody who could read the file before it was sealed can read it again."),)
PROPOSED = _("It is proposed. Somebody else must confirm it.")
LIFTING = (
    _("This colleague can read the file again wherever team, role or grant allows it."),
    _("That you lifted it is recorded. Nobody can lift one's own."),
)
RULING = (
    _("If you lift it, this colleague can read the file again wherever team, role or grant allows it."),
    _("If you keep it, nothing changes; it stays in this list, and you can judge it again."),
    _("Who declared it and whose file it is are told that something was decided. You open nothing."),
)
ERASING = (
    _(
        "Names, contact, notes and summaries of this person become unreadable at once; "
        "a backup made before keeps them until it expires."
    ),
    _("Nobody can bring them back."),
    _("Codes, days and programmes stay for the figures, and it stays recorded that you erased it."),
    _("It is possible only when every case of this person is closed."),
)


@page_or_form
def case_conflict(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CONFLICT_DECLARE)

    def act(values: Values) -> Done:
        actions.declare_conflict(who, case_id, user_id=UUID(values["user"]))
        return Done(reverse("home"), gettext("The conflict of interest is declared."))

    form = ConflictForm(posted(request), colleagues=people_here(who))
    heading, button = gettext("Declare a conflict of interest"), gettext("Close the file for this colleague")
    return answer(request, FormPage(STEP, form, act), {"step": step(card, heading, button, str(CONFLICT))})


@needs_proof
@page_or_form
def case_lift(request: HttpRequest, case_id: UUID, user_id: UUID) -> HttpResponse:
    """Take a colleague's conflict of interest back; from the page that says who can see the file."""
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_SEAL)

    def act(_values: Values) -> Done:
        actions.lift_conflict(who, case_id, user_id=user_id)
        return Done(reverse("case-seers", args=[case_id]), gettext("The conflict of interest is lifted."))

    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    words = step(card, gettext("Lift this conflict of interest?"), gettext("Lift it"))
    return answer(request, asked, {"step": words, "consequences": LIFTING})


@needs_proof
@page_or_form
def conflict_rule(request: HttpRequest, case_id: UUID, user_id: UUID) -> HttpResponse:
    """For the officer, where every supervisor of the file is kept out. By code alone: nothing is opened."""
    who = demanding(request, Permission.CONFLICT_RULE)
    conflict = queries.stranded_conflict(who, case_id, user_id=user_id)

    def act(values: Values) -> Done:
        actions.judge_conflict(who, case_id, user_id=user_id, ruling=Ruling(values["ruling"]))
        return Done(reverse("second-look"), gettext("What you found is recorded."))

    words = Step(
        gettext("Judge this conflict of interest"), gettext("Record it"), conflict.code, reverse("second-look")
    )
    asked = FormPage("cases/page_conflict_rule.html", RulingForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": RULING, "conflict": conflict})


@needs_proof
@page_or_form
def case_seal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.CASE_SEAL)

    def act(_values: Values) -> Done:
        actions.propose_seal(who, case_id, kind=SealKind.SEAL)
        return Done(reverse("second-look"), PROPOSED)

    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    words = step(card, gettext("Propose to seal this file?"), gettext("Propose the seal"))
    return answer(request, asked, {"step": words, "consequences": SEALING})


@needs_proof
@page_or_form
def case_unseal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """By the id alone, and the same page for every id: it tells nothing about a file that nobody can see."""
    who = demanding(request, Permission.CASE_SEAL)

    def act(_values: Values) -> Done:
        actions.propose_seal(who, case_id, kind=SealKind.UNSEAL)
        return Done(reverse("second-look"), PROPOSED)

    asked = FormPage(CONFIRM, BareForm(posted(request)), act)
    words = Step(gettext("Propose to lift the seal?"), gettext("Propose it"), "", reverse("second-look"))
    return answer(request, asked, {"step": words, "consequences": UNSEALING})


@needs_proof
@page_or_form
def seal_decide(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The second of two. By code alone: the officer who decides opens nothing."""
    who = demanding(request, Permission.SEAL_DECIDE)
    proposal = queries.seal_proposal(who, proposal_id)
    confirm = request.POST.get("step") == "confirm"

    def act(_values: Values) -> Done:
        decide = actions.confirm_seal if confirm else actions.reject_seal
        decide(who, proposal.case_id, proposal_id=proposal_id)
        return Done(reverse("second-look"), gettext("It is done.") if confirm else gettext("Nothing was changed."))

    lifts = proposal.kind is SealKind.UNSEAL
    heading = gettext("Lift this seal together?") if lifts else gettext("Seal this file together?")
    words = Step(heading, gettext("Confirm"), proposal.code, reverse("second-look"))
    shown = {"step": words, "consequences": CONFIRMED_UNSEAL if lifts else CONFIRMED_SEAL, "proposal": proposal}
    return answer(request, FormPage("cases/page_seal_decide.html", BareForm(posted(request)), act), shown)


@needs_proof
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
