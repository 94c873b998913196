"""Whether this server answers: for a supervisor and for `jiwar demo`. Says nothing else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 where a request gets through the middleware, the database included."""
    return HttpResponse("ok", content_type="text/plain")
