"""Views of the lists on "My work" that somebody keeps: shown above the list, made, renamed, removed.

What is kept is a name and an address within the lists. Whether it still leads anywhere is asked each time: a list that
is not one's own any more, or a word that no list knows any more, is told and not passed over in silence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from jiwar.areas.cases.queries import Narrowing
from jiwar.doors.desk import narrowing
from jiwar.doors.desk.worklists import Worklist, worklists
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Step, page, redirect_after
from jiwar.ground.work import actions, queries
from jiwar.ground.work.kept import LONGEST_NAME, View

PAGE = "desk/page_view.html"


@dataclass(frozen=True, slots=True)
class ShownView:
    """A view with the list that it opens. `gone` says why it opens none any more, and `address` is empty then."""

    id: UUID
    name: str
    told: str
    """The list and what it is narrowed to, in words."""
    address: str
    gone: str = ""
    is_open: bool = False


class NameForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("What you call it"),
        help_text=gettext_lazy("Only you see it. For example: to visit this week."),
        max_length=LONGEST_NAME,
    )


class KeepForm(NameForm):
    narrowing = forms.CharField(widget=forms.HiddenInput, max_length=500)


def views_for(who: Who, lists: Sequence[Worklist], *, here: str = "") -> list[ShownView]:
    """What somebody keeps, each with where it leads now; `here` is the address of the list that is open."""
    return [_shown(view, lists, here) for view in queries.my_views(who)]


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.CASE_READ)
    return page(request, "desk/page_views.html", {"views": views_for(who, worklists(who))})


@keeps_drafts
@page_or_form
def view_keep(request: HttpRequest) -> HttpResponse:
    """Keep a list as it stands in the address, or in the form that came back."""
    who = demanding(request, Permission.CASE_READ)
    lists = worklists(who)
    sent = posted(request)
    asked = narrowing.read(sent.get("narrowing", "") if sent is not None else request.GET.urlencode())
    chosen = next((one for one in lists if one.key == asked.key), lists[0])
    kept = narrowing.address(chosen.key, asked.only)

    def act(values: Values) -> Done:
        actions.keep_view(who, name=values["name"], narrowing=kept.removeprefix("?"))
        return Done(reverse("home") + kept, _("The view is kept. It stands above your lists."))

    form = KeepForm(sent, initial={"narrowing": kept.removeprefix("?")})
    step = Step(_("Keep this view"), _("Keep it"), "", reverse("home") + kept, _told(chosen.name, asked.only))
    return answer(request, FormPage(PAGE, form, act), {"step": step})


@page_or_form
def view_rename(request: HttpRequest, view_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.CASE_READ)
    view = next((one for one in views_for(who, worklists(who)) if one.id == view_id), None)
    if view is None:
        raise Missing

    def act(values: Values) -> Done:
        actions.rename_view(who, view_id=view_id, name=values["name"])
        return Done(reverse("views"), _("It has its new name."))

    form = NameForm(posted(request), initial={"name": view.name})
    step = Step(_("Rename the view"), _("Rename"), "", reverse("views"), view.gone or view.told)
    return answer(request, FormPage(PAGE, form, act), {"step": step})


@require_POST
def view_drop(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """With one press: nothing is lost with it but the name."""
    actions.drop_view(demanding(request, Permission.CASE_READ), view_id=view_id)
    messages.success(request, _("The view is removed. The list and its cases are as they were."))
    return redirect_after(request, reverse("views"))


def _shown(view: View, lists: Iterable[Worklist], here: str) -> ShownView:
    asked = narrowing.read(view.narrowing)
    chosen = next((one for one in lists if one.key == asked.key), None)
    if chosen is None:
        return ShownView(view.id, view.name, "", "", _("Its list is not among yours any more."))
    told, address = _told(chosen.name, asked.only), narrowing.address(chosen.key, asked.only)
    if not asked.is_whole or chosen.presses is None:
        return ShownView(view.id, view.name, told, "", _("Part of what it is narrowed to is not there any more."))
    return ShownView(view.id, view.name, told, reverse("home") + address, is_open=address == here)


def _told(name: str, only: Narrowing) -> str:
    words = pgettext("between the items of a list", ", ").join(narrowing.words(only))
    return f"{name} · {words}" if words else name
