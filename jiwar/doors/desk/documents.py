"""Documents as people meet them: a part of the opened case or person, where one is added, taken, described, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiwar.areas.cases import queries as cases
from jiwar.areas.people import queries as people
from jiwar.doors.desk.deeds import deeds_on_person
from jiwar.doors.desk.parts import parts_of_person
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Difference, StaleVersions, Step, kept_by_nobody, page
from jiwar.ground.base.receiving import UploadField
from jiwar.ground.files import actions, queries
from jiwar.ground.files.cleaning import MEDIA_TYPES, FileKind
from jiwar.ground.files.cleaning.taken import LARGEST
from jiwar.ground.files.models import Document
from jiwar.ground.files.queries import DocumentCard, DocumentFile
from jiwar.ground.files.rules import LONGEST_TITLE
from jiwar.ground.files.words import DocumentKind

PAGE, PANEL = "desk/page_document.html", "desk/_documents.html"
ACCEPT = ".pdf,.docx,.jpg,.jpeg,.png,.wav,.mp3,.ogg"
ENDINGS = {FileKind.JPEG: "jpg"}
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class About:
    """The file that documents are about: by which code it goes, and where its documents are listed."""

    code: str
    back: str


class DescribedForm(PageForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=DocumentKind.choices,
        widget=forms.RadioSelect,
        show_hidden_initial=True,
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("By which it is found again. For example: passport, page with the photograph."),
        max_length=LONGEST_TITLE,
        show_hidden_initial=True,
    )


class AddForm(DescribedForm):
    content = UploadField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, Word (DOCX), a picture (JPEG, PNG) or sound (WAV, MP3, OGG), up to 10 MB. Hidden words about place, "
            "time and author are taken out before it is kept."
        ),
        at_most=LARGEST,
        accept=ACCEPT,
    )
    field_order = ("content", "kind", "title")


class DescribeForm(DescribedForm):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RemoveForm(PageForm):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why it is removed"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
def person_documents(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The documents on a person. That their titles are read is recorded before they leave."""
    who = demanding(request, Permission.DOCUMENT_WORK)
    card = people.own_person_card(who, person_id)
    shown = {
        "person": card,
        "deeds": deeds_on_person(who, card),
        "parts": parts_of_person(who, card, "person-documents"),
        "panel": PANEL,
        **documents_panel(who, person_id),
    }
    return page(request, "desk/page_person.html", shown, fragment=PANEL)


def documents_panel(who: Who, root_id: UUID) -> dict[str, Sequence[DocumentCard] | UUID]:
    """What the list of documents shows: those that are there, and lines about those that were removed."""
    found = queries.documents_on(who, root_id)
    return {
        "root_id": root_id,
        "documents": [one for one in found if one.is_there],
        "removed": [one for one in found if not one.is_there],
    }


@keeps_drafts
@page_or_form
def document_new(request: HttpRequest, root_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.DOCUMENT_WORK)
    about = _about(who, root_id)

    def act(values: Values) -> Done:
        kind = DocumentKind(values["kind"])
        actions.keep_document(who, root_id, kind=kind, title=values["title"], content=values["content"])
        return Done(about.back, _("The document is kept. What was hidden in it is taken out."))

    form = AddForm(request.POST, request.FILES) if request.method == "POST" else AddForm()
    return answer(request, FormPage(PAGE, form, act), {"step": _step(about, _("Add a document"), _("Keep it"))})


@require_safe
def document_take(request: HttpRequest, root_id: UUID, document_id: UUID) -> HttpResponse:
    """One document, to be opened outside the browser: never shown as a page of ours, never kept by it."""
    who = demanding(request, Permission.DOCUMENT_WORK)
    return _handed_out(queries.document_content(who, root_id, document_id=document_id))


@keeps_drafts
@page_or_form
def document_describe(request: HttpRequest, root_id: UUID, document_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.DOCUMENT_WORK)
    about, card = _about(who, root_id), queries.document_on(who, root_id, document_id=document_id)

    def act(values: Values) -> Done:
        given = {"kind": DocumentKind(values["kind"]), "title": values["title"], "version": values["version"]}
        actions.rename_document(who, root_id, document_id=document_id, **given)
        return Done(about.back, _("It is described anew."))

    begun = {"kind": card.kind.value, "title": card.title, "version": card.version}
    form = DescribeForm(request.POST if request.method == "POST" else None, initial=begun)
    asked = FormPage(PAGE, form, act, versions=lambda row, sent: _versions(who, row, sent))
    return answer(request, asked, {"step": _step(about, _("Describe the document"), _("Save")), "document": card})


@needs_proof
@keeps_drafts
@page_or_form
def document_drop(request: HttpRequest, root_id: UUID, document_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.DOCUMENT_WORK)
    about, card = _about(who, root_id), queries.document_on(who, root_id, document_id=document_id)

    def act(values: Values) -> Done:
        given = {"reason": values["reason"], "version": values["version"]}
        actions.drop_document(who, root_id, document_id=document_id, **given)
        return Done(about.back, _("The document is removed. A line about it stays, with your reason."))

    lead = _("What it holds is destroyed and cannot be brought back by anybody. A line stays: who, when and why.")
    step = _step(about, _("Remove this document?"), _("Remove it for good"), lead)
    form = RemoveForm(request.POST if request.method == "POST" else None, initial={"version": card.version})
    asked = FormPage(PAGE, form, act, versions=lambda row, sent: _versions(who, row, sent))
    return answer(request, asked, {"step": step, "document": card})


def _about(who: Who, root_id: UUID) -> About:
    """The case or the person, if `who` keeps documents there. Raises Missing."""
    if not queries.has_documents(who, root_id):
        raise Missing
    case = cases.case_cards(who, root_ids={root_id}).get(root_id)
    if case:
        return About(case.code, reverse("case-documents", args=[root_id]))
    return About(people.own_person_card(who, root_id).code, reverse("person-documents", args=[root_id]))


def _step(about: About, heading: str, act: str, lead: str = "") -> Step:
    return Step(heading, act, about.code, about.back, lead)


def _handed_out(file: DocumentFile) -> HttpResponse:
    """The bytes under a name that tells nothing, to be saved; a browser that opens them all the same may do nothing."""
    ending = ENDINGS.get(file.media, file.media.value)
    response = HttpResponse(file.content, content_type=MEDIA_TYPES[file.media])
    response.headers["Content-Disposition"] = f'attachment; filename="document-{file.id.hex[:8]}.{ending}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return kept_by_nobody(response)


def _versions(who: Who, current: Model, sent: PageForm) -> StaleVersions:
    """The document as it is now beside what was chosen or written here."""
    if not isinstance(current, Document):
        raise TypeError(current)
    card = queries.document_on(who, current.root_id, document_id=current.pk)
    now = {"kind": card.kind.value, "title": card.title, "reason": card.reason}
    sent.take_over({name: now[name] for name in sent.fields if name != "version"})
    told = [
        Difference(str(bound.label), _worded(bound.field, now[bound.name]), _worded(bound.field, bound.value()))
        for bound in sent.visible_fields()
    ]
    return StaleVersions(told, changed_at=current.updated_at)


def _worded(field: object, value: object) -> str:
    """A choice by its label, a text as it is."""
    return str(dict(getattr(field, "choices", ())).get(value, value or ""))
