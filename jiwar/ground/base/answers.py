"""The error family in the language of the web, in one place, so that no view words it anew.

`answer` is how a page with a form meets an action: the form says whether the text can be read, the
action says whether the world allows it, and every word that was typed comes back with the answer.
`Answers`, a middleware, turns what no form can show into a page: 403 for a step outside the role,
404 for what is absent or not yours, 409 for a rule that says no to a page without a form.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Refused, Stale
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import StaleVersions, Step, page, redirect_after

page_or_form = require_http_methods(["GET", "HEAD", "POST"])
"""A view that shows a form, and takes it."""

type Values = Mapping[str, Any]
type GetResponse = Callable[[HttpRequest], HttpResponseBase]

UNREADABLE = 422
CONFLICT = 409

_PAGES: Mapping[type[JiwarError], tuple[str, int]] = {
    Forbidden: ("403.html", 403),
    Missing: ("404.html", 404),
    Refused: ("409.html", CONFLICT),
    Stale: ("409.html", CONFLICT),
}


@dataclass(frozen=True, slots=True)
class Done:
    """Where to go after an action, and what to say there. The words never name a person."""

    url: str
    says: str | Promise = ""


class Drafts(Protocol):
    """What keeps half-written forms for whoever asks; on the requests to views in which people write, as `drafts`.

    Each answer says what base/_draft.html shows.
    """

    def opened(self, form: PageForm) -> object: ...
    def refused(self, heading: str) -> object: ...
    def done(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form that leads to one action.

    `act` gets the cleaned values and says where to go; `versions` words the row as it is now beside
    the text as it was typed, for a form that carries a version.
    """

    template: str
    form: PageForm
    act: Callable[[Values], Done]
    versions: Callable[[Model, PageForm], StaleVersions] | None = None


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is made from: an empty POST is a form sent empty, not one never sent."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, asked: FormPage, context: Mapping[str, object] | None = None) -> HttpResponse:
    """Show the form; on POST read it, act, and go on, or come back with the reason and all that was typed."""
    form, shown = asked.form, dict(context or {})
    drafts: Drafts | None = getattr(request, "drafts", None)
    if request.method != "POST":
        shown |= {"draft": drafts.opened(form)} if drafts else {}
        return page(request, asked.template, {**shown, "form": form})
    done = _acted(asked, shown) if form.is_valid() else UNREADABLE
    if isinstance(done, int):
        shown |= {"draft": drafts.refused(_heading(shown.get("step")))} if drafts else {}
        return page(request, asked.template, {**shown, "form": form}, status=done)
    if drafts:
        drafts.done()
    if done.says:
        messages.success(request, str(done.says))
    return redirect_after(request, done.url)


def _heading(step: object) -> str:
    """What a page of a step is called, with the code of its file: by this a draft of it is found again."""
    return " · ".join(filter(None, (step.heading, step.code))) if isinstance(step, Step) else ""


def _acted(asked: FormPage, shown: dict[str, object]) -> Done | int:
    """What was done, or the status of a refusal, which the form (and `shown`, for a stale save) says in words."""
    form = asked.form
    try:
        return asked.act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.reason.field if refusal.reason.field in form.fields else None, str(refusal.reason))
    except Stale as stale:
        if asked.versions is None:
            raise
        shown["stale"] = asked.versions(stale.current, form)
        form.rebase(getattr(stale.current, "version"))  # noqa: B009 (every record has it; Model does not say so)
    return CONFLICT


class Answers:
    """Middleware: the rest of the family, as pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> TemplateResponse | None:
        if not isinstance(error, JiwarError):
            return None
        template, status = _PAGES[type(error)]
        return page(request, template, {"reason": str(error)}, status=status)
