"""What waits for a second pair of eyes; who can see a file; why somebody can or cannot."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiwar.areas.cases import queries
from jiwar.areas.cases.forms import WhyForm
from jiwar.areas.cases.views.steps import own_card
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.explaining import explained, told
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import seers_of, staff, why_seen
from jiwar.ground.base.pages import page
from jiwar.ground.base.templatetags.jiwar_text import in_language


@require_safe
def second_look(request: HttpRequest) -> HttpResponse:
    """Openings to review, conflicts to judge, proposals to confirm, sealed files by code."""
    who = demanding(request, Permission.GLASS_REVIEW)
    shown = {
        "openings": queries.glass_waiting(who),
        "proposals": queries.seal_proposals(who),
        "sealed": queries.sealed_files(who),
        "may_propose": who.may(Permission.CASE_SEAL),
        "may_rule": who.may(Permission.CONFLICT_RULE),
        "stranded": queries.stranded_conflicts(who) if who.may(Permission.CONFLICT_RULE) else [],
    }
    return page(request, "cases/page_second_look.html", shown)


@require_safe
def case_seers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everybody who can see this file, with the reason in words; for those whose own file it is."""
    card = own_card(request, case_id, Permission.TRAIL_READ)
    who = demanding(request, Permission.TRAIL_READ)
    seers = told(seers_of(who, case_id))
    shown = {
        "case": card,
        "seers": [one for one in seers if not one.is_denied],
        "denied": [one for one in seers if one.is_denied],
        "openings": queries.glasses_on(who, case_id),
        "may_ask_why": who.may(Permission.ACCESS_EXPLAIN),
        "may_lift": who.may(Permission.CASE_SEAL),
    }
    return page(request, "cases/page_seers.html", shown, fragment="cases/_seers.html")


@require_safe
def case_why(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Why a colleague can or cannot see this file; for its supervisors, also where it is sealed."""
    who = demanding(request, Permission.ACCESS_EXPLAIN)
    people = [(str(one.id), in_language(one)) for one in staff(who)]
    form = WhyForm(request.GET if "user" in request.GET else None, people=people)
    answer = None
    if form.is_bound and form.is_valid():
        answer = explained(why_seen(who, case_id, user_id=UUID(form.cleaned_data["user"])))
    return page(request, "cases/page_why.html", {"form": form, "answer": answer, "case_id": case_id})
