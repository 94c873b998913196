"""The product's addresses and one more: a page that does nothing, to compare the others with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from jiwar.site.urls import urlpatterns as products


@login_not_required
def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path("bench/empty", empty, name="bench-empty"), *products]
