"""Pages whose queries run while the template is rendered, and one whose template fails then."""

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from jiwar.areas.cases.models import Case


def lazy(request: HttpRequest) -> TemplateResponse:
    template = engines["django"].from_string("{% for case in cases %}{{ case.code }} {% endfor %}")
    return TemplateResponse(request, template, {"cases": Case.objects.all()})


def lazy_failing(request: HttpRequest) -> TemplateResponse:
    Session.objects.create(session_key="lazy-failing", session_data="", expire_date=timezone.now())
    template = engines["django"].from_string("{{ broken.fails }}")
    return TemplateResponse(request, template, {"broken": Broken()})


class Broken:
    @property
    def fails(self) -> str:
        raise ZeroDivisionError


urlpatterns = [path("lazy", lazy), path("lazy-failing", lazy_failing)]
