"""The page of jobs: one's own, how far they are, and, for administrators, what was given up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.pages import page, redirect_after
from jiwar.ground.jobs import actions, queries

LOOKS = 12
"""So often a page looks again by itself, every ten seconds: then it keeps no session alive any longer."""


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.JOB_SEE)
    mine, keeps = queries.my_jobs(who), who.may(Permission.JOB_KEEP)
    under_way = queries.jobs_under_way(who) if keeps else []
    looks = int(request.GET["look"]) if request.GET.get("look", "").isdecimal() else 0
    goes_on = bool(under_way) or not all(one.is_over for one in mine)
    shown = {
        "mine": mine,
        "keeps": keeps,
        "rests": keeps and not queries.worker_is_alive(who),
        "under_way": under_way,
        "given_up": queries.jobs_given_up(who) if keeps else [],
        "look": looks + 1 if goes_on and looks < LOOKS else 0,
    }
    return page(request, "jobs/page_jobs.html", shown, fragment="jobs")


@require_POST
def job_retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    actions.retry_job(who_asks(request), job_id=job_id)
    messages.success(request, _("It waits to be done again."))
    return redirect_after(request, reverse("jobs"))
