"""A hold that has ended without anybody saying so: a supervisor drops it, with the reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import DropHoldForm
from jiwar.areas.cases.queries import ShownHold
from jiwar.areas.cases.views.steps import CONFIRM, own_card, step
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.templatetags.jiwar_text import day

DROPPING = (
    gettext_lazy("From then on it no longer keeps the case open; once nothing else does, the case can be closed."),
    gettext_lazy("Nothing changes where it was placed: a referral, a bed or a hearing stays as it is."),
    gettext_lazy("The trail shows that you did it, and the note shows why."),
)


@page_or_form
def case_hold(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who, card = who_asks(request), own_card(request, case_id, Permission.HOLD_DROP)
    holds = queries.holds_on(who, case_id)
    if not holds:
        raise Missing

    def act(values: Values) -> Done:
        actions.drop_hold(who, case_id, hold_id=UUID(values["hold"]), reason=values["reason"])
        return Done(reverse("case-file", args=[case_id]), _("It no longer keeps the case open."))

    form = DropHoldForm(posted(request), holds=[(str(one.id), _label(one)) for one in holds])
    words = step(card, _("What no longer keeps the case open?"), _("It has ended"))
    return answer(request, FormPage(CONFIRM, form, act), {"step": words, "consequences": DROPPING})


def _label(hold: ShownHold) -> str:
    return _("%(kind)s, since %(day)s") % {"kind": hold.kind.label, "day": day(hold.since)}
