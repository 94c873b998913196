"""The search of the top bar: a code leads to its file, anything else is looked for among the names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiwar.areas.cases.queries import case_by_code
from jiwar.areas.people.queries import person_by_code
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.codes import code_in
from jiwar.ground.base.pages import kept_by_nobody, redirect_after

SEND_AGAIN = 307
"""The browser sends the word once more, in the body as it came: it never stands in an address."""


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    who, word = demanding(request, Permission.PERSON_READ), request.POST.get("word", "")
    code = code_in(word)
    if code and (found := _file_of(who, code)):
        return redirect_after(request, found)
    if not code or word.strip().isalpha():  # some names of seven letters could be codes: Khattab
        return kept_by_nobody(HttpResponseRedirect(reverse("people"), status=SEND_AGAIN))
    messages.warning(request, _("No file that you work with goes by this code."))
    return redirect_after(request, reverse("people"))


def _file_of(who: Who, code: str) -> str:
    """The address of the cover of that file, where it is in sight."""
    if case := case_by_code(who, code=code) if who.may(Permission.CASE_READ) else None:
        return reverse("case", args=[case.id])
    person = person_by_code(who, code=code)
    return reverse("person", args=[person.id]) if person else ""
