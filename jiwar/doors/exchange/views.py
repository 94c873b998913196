"""Pages of files: brought, their columns named, looked through, taken in, and their reports; and those that leave."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.forms import ColumnsForm, FetchForm, NewForm, ProgrammeForm
from jiwar.doors.exchange.kinds import KINDS, kinds_for
from jiwar.doors.exchange.kinds.leaving import LEAVING, STANDARD, HandedOut
from jiwar.doors.exchange.queries import REMARKED, ShownBatch, ShownRow
from jiwar.doors.exchange.words import BatchState, RowState, limits
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.queries import teams_of
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import UNREADABLE, Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Step, kept_by_nobody, page, redirect_after
from jiwar.ground.base.templatetags.jiwar_text import in_language
from jiwar.lib.formats import delimited

TILES: tuple[tuple[str, str | Promise, str], ...] = (
    (RowState.READY, gettext_lazy("Will be taken in"), "check"),
    (RowState.APPLIED, gettext_lazy("Taken in"), "check"),
    (REMARKED, gettext_lazy("With a remark"), "note"),
    (RowState.REFUSED, gettext_lazy("Not taken in"), "alert"),
    (RowState.KNOWN, gettext_lazy("Taken in already"), "clock"),
)
PEOPLE = (
    gettext_lazy("Each of these rows becomes a person of your agency, with a line in the trail."),
    gettext_lazy("What was not understood is left out; the report says what, and stays for 30 days."),
    gettext_lazy("It cannot be taken back at once: records that should not be there are erased one by one."),
)
CLOSING = (
    gettext_lazy("Each of these cases is closed, as if it were done on its page; what a rule refuses stays open."),
    gettext_lazy("The trail of each case shows that it came from a file."),
)

LEAVES = (
    gettext_lazy("What is known of these cases and their people leaves Jiwar; nobody can call such a file back."),
    gettext_lazy("Each record in it is named in the trail as read by you."),
    gettext_lazy("Of more than 20 people another supervisor has to agree first."),
)
AGREES = (
    gettext_lazy("Whoever proposed it can fetch it once, for a day, with what they may read then."),
    gettext_lazy("Your name stands beside theirs in the trail."),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """How many rows there are of a sort, and the list of them."""

    key: str
    name: str | Promise
    icon: str
    figure: int
    is_open: bool


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.DATA_IMPORT)
    leaving = queries.exports(who) if who.may(Permission.DATA_EXPORT) else None
    return page(request, "exchange/page_batches.html", {"batches": queries.batches(who), "exports": leaving})


@page_or_form
def batch_new(request: HttpRequest) -> HttpResponse:
    who = demanding(request, Permission.DATA_IMPORT)
    files = request.FILES if request.method == "POST" else None
    form = NewForm(posted(request), files, kinds=kinds_for(who))

    def act(values: Values) -> Done:
        made = actions.take_batch(who, kind=values["kind"], content=values["file"])
        return Done(reverse("batch-columns", args=[made.pk]))

    step = Step(_("Bring in a file"), _("Read the file"), "", reverse("batches"))
    return answer(request, FormPage("exchange/page_new.html", form, act), {"step": step, "kinds": kinds_for(who)})


@page_or_form
def batch_columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What the columns are: guessed, or as it was said of such headings before; then the file is looked through."""
    who = demanding(request, Permission.DATA_IMPORT)
    batch = _open_batch(who, batch_id)
    columns = queries.batch_columns(who, batch_id)
    teams = [(str(team.pk), in_language(team)) for team in teams_of(who)]
    initial = {"programme": batch.programme, "team": str(batch.team_id or "")}
    form = ColumnsForm(posted(request), kind=KINDS[batch.kind], columns=columns, teams=teams, initial=initial)

    def act(_values: Values) -> Done:
        actions.state_mapping(
            who, batch_id=batch_id, columns=form.said(), programme=form.programme(), team_id=form.team_id()
        )
        actions.review_batch(who, batch_id=batch_id)
        return Done(reverse("batch", args=[batch_id]), _("Nothing is taken in yet: this is what would become of it."))

    step = Step(_("What the columns are"), _("Look through the rows"), "", reverse("batches"))
    return answer(request, FormPage("exchange/page_columns.html", form, act), {"step": step, "batch": batch})


@require_safe
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Where a file stands: its figures, each the list it opens, and its rows."""
    who = demanding(request, Permission.DATA_IMPORT)
    found = queries.batch(who, batch_id)
    only, after = request.GET.get("only", ""), request.GET.get("after", "")
    rows = queries.batch_rows(who, batch_id, only=only, after=int(after) if _is_line(after) else 0)
    here = reverse("batch", args=[batch_id])
    onward = f"{here}?only={only if only in found.counts else ''}&after={rows.next}" if rows.next else ""
    shown = {
        "batch": found,
        "tiles": [
            Tile(key, name, icon, found.counts[key], key == only) for key, name, icon in TILES if found.counts.get(key)
        ],
        "rows": rows.rows,
        "next_url": onward,
        "is_running": found.state == BatchState.APPLYING,
        "target": "person" if found.kind == "register" else "case",
        "may_leave": _may_leave(who, found),
    }
    return page(request, "exchange/page_batch.html", shown, fragment="exchange/_rows.html")


@page_or_form
def batch_finish(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.DATA_IMPORT)
    found = queries.batch(who, batch_id)
    if found.state not in (BatchState.REHEARSED, BatchState.APPLYING):
        raise Missing
    ready = found.counts.get(RowState.READY, 0)

    def act(_values: Values) -> Done:
        done = actions.finish_batch(who, batch_id=batch_id)
        is_over = done.state == BatchState.APPLIED
        says = _("The file is taken in.") if is_over else _("It is being taken in. You need not wait here.")
        return Done(reverse("batch", args=[batch_id]), says)

    step = Step(_("Take these rows in?"), _("Take them in"), "", reverse("batch", args=[batch_id]))
    consequences = CLOSING if found.kind == "closings" else PEOPLE
    shown = {"step": step, "consequences": consequences, "batch": found, "ready": ready, "by_job": limits().at_once}
    return answer(request, FormPage("exchange/page_finish.html", PageForm(posted(request)), act), shown)


@require_POST
def batch_drop(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    actions.drop_batch(who_asks(request), batch_id=batch_id)
    messages.success(request, _("The file is thrown away. Nothing of it was kept."))
    return redirect_after(request, reverse("batches"))


@require_safe
def batch_report(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What was not taken in or not understood, as a file for the partner; no spreadsheet computes a cell of it."""
    who = demanding(request, Permission.DATA_IMPORT)
    found = queries.batch(who, batch_id)
    content = delimited.written(report_lines(queries.batch_report(who, batch_id)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="report-{found.made_at:%Y-%m-%d}.csv"'
    return kept_by_nobody(response)


@page_or_form
def export_new(request: HttpRequest) -> HttpResponse:
    """One's own cases of a programme, as a file."""
    who = demanding(request, Permission.DATA_EXPORT)

    def act(values: Values) -> Done:
        made = actions.propose_export(who, kind=STANDARD, programme=values["programme"])
        return Done(reverse("export", args=[made.pk]))

    step = Step(_("Hand your cases out as a file?"), _("Propose it"), "", reverse("batches"))
    shown = {"step": step, "consequences": LEAVES}
    return answer(request, FormPage("base/confirm.html", ProgrammeForm(posted(request)), act), shown)


@page_or_form
def batch_export(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What a file became, as a file again."""
    who = demanding(request, Permission.DATA_EXPORT)
    found = queries.batch(who, batch_id)
    if not _may_leave(who, found):
        raise Missing

    def act(_values: Values) -> Done:
        made = actions.propose_export(who, kind=found.kind, batch_id=batch_id)
        return Done(reverse("export", args=[made.pk]))

    step = Step(_("Hand these cases out as a file?"), _("Propose it"), "", reverse("batch", args=[batch_id]))
    shown = {"step": step, "consequences": LEAVES}
    return answer(request, FormPage("base/confirm.html", PageForm(posted(request)), act), shown)


@needs_proof
@page_or_form
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Where a file that is to leave stands; sent, it is the file itself, once."""
    who, form = demanding(request, Permission.DATA_EXPORT), FetchForm(posted(request))
    if form.is_valid():
        return _handed_out(actions.hand_export(who, export_id=export_id, form=form.cleaned_data["form"]))
    shown = {"export": queries.export(who, export_id), "form": form}
    return page(request, "exchange/page_export.html", shown, status=UNREADABLE if form.is_bound else 200)


@needs_proof
@page_or_form
def export_confirm(request: HttpRequest, export_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.DATA_EXPORT)
    found = queries.export(who, export_id)
    if not found.may_decide:
        raise Missing

    def act(_values: Values) -> Done:
        actions.confirm_export(who, export_id=export_id)
        return Done(reverse("export", args=[export_id]), _("You agreed. Whoever proposed it can fetch it for a day."))

    step = Step(_("Agree that this file leaves?"), _("Agree"), "", reverse("export", args=[export_id]))
    shown = {"step": step, "consequences": AGREES, "export": found}
    return answer(request, FormPage("exchange/page_agree.html", PageForm(posted(request)), act), shown)


@require_POST
def export_decline(request: HttpRequest, export_id: UUID) -> HttpResponse:
    actions.decline_export(who_asks(request), export_id=export_id)
    messages.success(request, _("The file does not leave."))
    return redirect_after(request, reverse("batches"))


def report_lines(rows: list[ShownRow]) -> list[list[str]]:
    """A heading, and a line for each thing that was not understood."""
    lines = [[_("Row"), _("Became"), _("Column"), _("What stands there"), _("What is wrong"), _("Read as"), _("Do")]]
    for row in rows:
        state = str(row.state.label)
        lines += [[str(row.line), state, one.column, one.value, one.what, one.meant, one.cure] for one in row.troubles]
        if not row.troubles:
            lines.append([str(row.line), state, "", "", "", "", ""])
    return lines


def _open_batch(who: Who, batch_id: UUID) -> ShownBatch:
    """A file whose columns can still be named. Raises Missing."""
    found = queries.batch(who, batch_id)
    if not found.is_open or found.kind not in KINDS:
        raise Missing
    return found


def _may_leave(who: Who, found: ShownBatch) -> bool:
    return who.may(Permission.DATA_EXPORT) and found.kind in LEAVING and found.state == BatchState.APPLIED


def _handed_out(file: HandedOut) -> HttpResponse:
    """The bytes under a name that tells nothing, to be saved; a browser that opens them all the same may do nothing."""
    response = HttpResponse(file.content, content_type=file.media)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return kept_by_nobody(response)


def _is_line(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
