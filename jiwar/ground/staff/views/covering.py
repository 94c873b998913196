"""Arranging that somebody covers for a colleague who is away, and ending it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.queries import colleagues
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import Step
from jiwar.ground.base.templatetags.jiwar_text import day, in_language
from jiwar.ground.staff import actions, queries
from jiwar.ground.staff.forms import BareForm, CoverForm

CONFIRM = "staff/page_confirm.html"
COVERING = (
    gettext_lazy("Whoever covers works in the team of the absent colleague, and sees the files of that team."),
    gettext_lazy("Files closed by a conflict of interest or a seal stay closed."),
    gettext_lazy("Both are told. The cases keep their worker, and the cover ends by itself after its last day."),
)


@needs_proof
@page_or_form
def cover_new(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.COVER_ARRANGE)

    def act(values: Values) -> Done:
        since, until = clock.start_of(values["since"]), clock.end_of(values["until"])
        actions.arrange_cover(
            who, assignment_id=UUID(values["absent"]), coverer_id=UUID(values["coverer"]), starts=since, ends=until
        )
        return Done(reverse("colleagues"), _("The cover is arranged."))

    form = _form(request, who)
    words = Step(_("Cover an absence"), _("Arrange the cover"), "", reverse("colleagues"))
    return answer(request, FormPage(CONFIRM, form, act), {"step": words, "consequences": COVERING})


@page_or_form
def cover_end(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.COVER_ARRANGE)
    cover = next((one for one in queries.covers_here(who) if one.id == cover_id), None)
    if cover is None:
        raise Missing

    def act(_values: Values) -> Done:
        actions.end_cover(who, assignment_id=cover_id)
        return Done(reverse("colleagues"), _("The cover has ended."))

    names = {"name": in_language(cover.coverer), "absent": in_language(cover.absent), "day": day(cover.ends_at)}
    told = [_("%(name)s no longer sees the files of the team of %(absent)s from the next click on.") % names]
    words = Step(_("End this cover?"), _("End the cover"), "", reverse("colleagues"))
    return answer(request, FormPage(CONFIRM, BareForm(posted(request)), act), {"step": words, "consequences": told})


def _form(request: HttpRequest, who: Who) -> CoverForm:
    rows = queries.coverable(who)
    asked = request.GET.get("user", "")
    absent = [(str(row.pk), f"{in_language(row.user)} · {in_language(row.team)}") for row in rows]
    chosen = next((str(row.pk) for row in rows if str(row.user_id) == asked), "")
    here = [(str(one.id), in_language(one)) for one in colleagues(who)]
    return CoverForm(posted(request), initial={"absent": chosen}, absent=absent, coverers=here)
