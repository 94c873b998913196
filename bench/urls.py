"""The product's addresses and two more: a page that does nothing, to compare the others with, and one that costs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from jiwar.doors.desk.views import home
from jiwar.site.urls import urlpatterns as products

TIMES = 20


@login_not_required
def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


def heavy(request: HttpRequest) -> HttpResponse:
    """The page "my work" as often as no page may do it: the control, which must miss every goal."""
    drawn = [home(request) for _ in range(TIMES)]
    return HttpResponse(b"".join(page.render().content for page in drawn if isinstance(page, TemplateResponse)))


urlpatterns = [
    path("bench/empty", empty, name="bench-empty"),
    path("bench/heavy", heavy, name="bench-heavy"),
    *products,
]
