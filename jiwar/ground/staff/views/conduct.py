"""The code of conduct: read and accepted by everybody; who has not, for administrators and officers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiwar.ground.access.asking import who_asks
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import page
from jiwar.ground.base.writing import is_arabic
from jiwar.ground.staff import actions, queries
from jiwar.ground.staff.forms import ConductForm
from jiwar.ground.staff.gate import has_passed
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.staff.views.people import may_manage

WAYS = {"both": gettext_lazy("Both languages"), "ar": "العربية", "en": "English"}
"""In which language a text that binds both parties is read, and printed; each names itself in its own."""


@page_or_form
def conduct_page(request: HttpRequest) -> HttpResponse:
    """The text, and the step of accepting it where that is still to be done."""
    who, text = who_asks(request), conduct()

    def act(values: Values) -> Done:
        actions.accept_conduct(who, version=values["version"])
        return Done(reverse("home"), _("Thank you. It is recorded that you accepted."))

    form = ConductForm(posted(request), initial={"version": text.version})
    asked = request.GET.get("in", "")
    reading = asked if asked in WAYS else ("ar" if is_arabic() else "en")
    shown = {"text": text, "is_accepted": has_passed(request, who), "reading": reading, "ways": WAYS.items()}
    return answer(request, FormPage("staff/page_conduct.html", form, act), shown)


@require_safe
def staff_conduct(request: HttpRequest) -> HttpResponse:
    """Who has not accepted the text as it stands."""
    who = who_asks(request)
    shown = {"text": conduct(), "people": queries.members_without_conduct(who), "may_manage": may_manage(who)}
    return page(request, "staff/page_without_conduct.html", shown)
