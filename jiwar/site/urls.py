"""Every address of Jiwar: those of each area and door, and the few that belong to the house itself."""

from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from jiwar.site.health import healthz

ROOMS = ("jiwar.doors.desk.urls", "jiwar.areas.people.urls", "jiwar.areas.cases.urls", "jiwar.ground.access.urls")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", login_not_required(healthz), name="healthz"),
    path("language", login_not_required(set_language), name="language"),
    *(path("", include(room)) for room in ROOMS if find_spec(room)),
]
