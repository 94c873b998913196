"""How somebody wants to be told."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.notices import actions
from jiwar.ground.notices.forms import WishForm
from jiwar.ground.notices.queries import my_wishes
from jiwar.ground.notices.words import QuietWish


@sensitive_post_parameters("phone")
@page_or_form
def notice_wishes(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.NOTICE_SEE)
    now = my_wishes(who)
    chosen: dict[str, object] = {"mail": now.mail, "sms": now.sms, "quiet": now.quiet, "phone": now.phone}
    if now.quiet is QuietWish.OWN:
        chosen |= {"begins": now.hours.begins, "ends": now.hours.ends}

    def act(values: Values) -> Done:
        actions.arrange_notices(who, **values)
        return Done(reverse("notice-wishes"), _("It is kept."))

    asked = FormPage("notices/page_wishes.html", WishForm(posted(request), initial=chosen), act)
    return answer(request, asked, {"back": reverse("notices")})
