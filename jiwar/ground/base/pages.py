"""The one way to answer a browser: a whole page, a fragment of it, or "go there".

`page` decides between page and fragment, so that a view never does: htmx asks for a part and gets
the part, everyone else gets the whole. Nothing that leaves here may be kept by a browser or a
proxy. The small frozen classes are what the shared templates expect.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from jiwar.ground.base.markup import markup

SEE_OTHER = 303
NOBODY = UUID(int=0)
"""An id that no file has."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail. `icon` is a symbol of base/_icons.html without its prefix."""

    name: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One term and its value in a list of facts. `value` is text, or markup made safe by a filter."""

    term: str
    value: str | SafeString
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a file, as its page words it: `code` names the file, `back` leads to it."""

    heading: str
    act: str
    code: str
    back: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step of base/_progress.html. `state` is done, now, ahead or left, and `told` says it in words.

    `url` is where the step that is now is taken, if it is taken anywhere.
    """

    name: str
    state: str
    told: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a thing that two people changed: as it is stored now, and as it was typed."""

    label: str
    theirs: str
    yours: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.yours


@dataclass(frozen=True, slots=True)
class StaleVersions:
    """What base/_stale.html shows when somebody else saved first."""

    differences: Sequence[Difference]
    changed_at: datetime | None = None


def addresses(name: str) -> Callable[[UUID], SafeString]:
    """The addresses of many files, by their ids: looked up once, and escaped for markup."""
    before, after = (markup("%s", part) for part in reverse(name, args=[NOBODY]).split(str(NOBODY)))
    return lambda pk: markup("%s%s%s", before, pk, after)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> TemplateResponse:
    """Answer with `template`, or, to htmx, with the part of it named `fragment`.

    `fragment` is the name of a `{% partialdef %}` inside `template`, or a template of its own
    (`cases/_rows.html`). A boosted link, and a request of htmx for a page without fragment, get
    the whole page. The response is rendered later, inside the transaction of the request.
    """
    response = TemplateResponse(
        request, _part(template, fragment) if wants_fragment(request) else template, dict(context or {}), status=status
    )
    return kept_by_nobody(response)


def redirect_after(request: HttpRequest, url: str) -> HttpResponse:
    """After something was done: go to `url` with GET. 303, or the header that htmx follows."""
    if wants_fragment(request):
        return kept_by_nobody(HttpResponseClientRedirect(url))
    return kept_by_nobody(HttpResponseRedirect(url, status=SEE_OTHER))


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page. Without its middleware the answer is no."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx) and htmx is not None and not htmx.boosted and not htmx.history_restore_request


def _part(template: str, fragment: str | None) -> str:
    if fragment is None:
        return template
    return fragment if fragment.endswith(".html") else f"{template}#{fragment}"


def kept_by_nobody[R: HttpResponse](response: R) -> R:
    """No browser and no proxy keeps this answer."""
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("HX-Request",))
    return response
