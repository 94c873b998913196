"""Break-the-glass: opening, closing now, reviewing. Each says first what happens, and who will know."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import GlassForm, ReviewForm
from jiwar.areas.cases.words import GlassCategory, Verdict
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import Step, redirect_after

BREAKING = (
    _("You can read the file and write a note in it, for the time you choose and not longer."),
    _("The responsible worker, the supervisors and the data-protection officer are told at once."),
    _("Everything you open in it is recorded, and those whose file it is can see that."),
    _("Somebody else reviews it within 24 hours. If that does not happen, you can open no other file this way."),
)
REVIEWING = (
    _("Whoever opened the file is told that you have judged."),
    _("Not justified closes the file at once, where it is still open."),
    _("Needs follow-up stays in the list until it is justified or not."),
)


@needs_proof
@sensitive_post_parameters("reason")
@page_or_form
def glass_break(request: HttpRequest) -> HttpResponse:
    """By the exact code alone: nothing is told about a file that is not there."""
    who = demanding(request, Permission.GLASS_BREAK)

    def act(values: Values) -> Done:
        case = actions.break_glass(
            who,
            code=values["code"],
            category=GlassCategory(values["category"]),
            reason=values["reason"],
            minutes=int(values["minutes"]),
        )
        return Done(reverse("case", args=[case.pk]), gettext("The file is open. Those responsible have been told."))

    mine = queries.my_openings(who)
    words = Step(gettext("Open a file in an emergency"), gettext("Open the file now"), "", reverse("home"))
    asked = FormPage("cases/page_glass.html", GlassForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": BREAKING, "mine": mine})


@require_POST
def glass_close(request: HttpRequest, case_id: UUID, glass_id: UUID) -> HttpResponse:
    """One button, no question: closing is never wrong."""
    who = demanding(request, Permission.GLASS_BREAK)
    actions.close_glass(who, case_id, glass_id=glass_id)
    return redirect_after(request, reverse("home"))


@needs_proof
@page_or_form
def glass_review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.GLASS_REVIEW)
    opening = queries.glass_to_review(who, glass_id)

    def act(values: Values) -> Done:
        actions.review_glass(who, opening.case_id, glass_id=glass_id, verdict=Verdict(values["verdict"]))
        return Done(reverse("second-look"), gettext("Your judgement is recorded."))

    words = Step(
        gettext("Was this opening right?"), gettext("Record the judgement"), opening.code, reverse("second-look")
    )
    asked = FormPage("cases/page_review.html", ReviewForm(posted(request)), act)
    return answer(request, asked, {"step": words, "consequences": REVIEWING, "opening": opening})
