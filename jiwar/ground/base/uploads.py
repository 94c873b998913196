"""The answer to what cannot be read at all: of what is too large it says so."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from jiwar.ground.base.pages import page
from jiwar.ground.base.receiving import ENDLESS, MEGABYTE

TOO_LARGE = 413


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 413 for what nobody read, 400 for the rest."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    says = _("What was sent is larger than %(most)s MB. Divide the file and bring the parts.")
    return page(request, "409.html", {"reason": says % {"most": ENDLESS // MEGABYTE}}, status=TOO_LARGE).render()
