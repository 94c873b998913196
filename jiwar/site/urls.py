"""Every address of Jiwar: those of each area and door, and the few that belong to the house itself."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from jiwar.site import schedule
from jiwar.site.health import healthz

schedule.load()  # the page of jobs says in words what each kind does

urlpatterns = [
    path("", include("jiwar.doors.desk.urls")),
    path("", include("jiwar.doors.api.urls")),
    path("", include("jiwar.doors.exchange.urls")),
    path("", include("jiwar.areas.people.urls")),
    path("", include("jiwar.areas.cases.urls")),
    path("", include("jiwar.ground.access.urls")),
    path("", include("jiwar.ground.staff.urls")),
    path("", include("jiwar.ground.notices.urls")),
    path("", include("jiwar.ground.jobs.urls")),
    path("language", login_not_required(set_language), name="language"),
    path("healthz", login_not_required(healthz), name="healthz"),
]
handler400 = "jiwar.ground.base.uploads.unreadable"
