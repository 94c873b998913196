"""Pages about people: find, register, correct. What shows a person beside cases is the desk's."""

from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.people import actions, queries
from jiwar.areas.people.forms import (
    CorrectForm,
    FindForm,
    NewPersonForm,
    details_form,
    phones_form,
    typed,
    values_of,
    values_of_details,
    values_of_phones,
)
from jiwar.areas.people.queries import FoundPerson
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import UNREADABLE, Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Reason, Refused
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Difference, StaleVersions, Step, page, redirect_after

LOOKS_KNOWN = Reason(
    "looks_known",
    gettext_lazy("Somebody among your files is likely the same person. Look at them; if nobody is, say so there."),
    field="apart",
)
LAST = "last_search"
"""Where the word of the last search waits in the session, sealed as all of it: no address holds it, and going back to
what was found sends nothing again."""


@page_or_form
def people(request: HttpRequest) -> HttpResponse:
    """Look before anybody is asked twice."""
    who, form = who_asks(request), FindForm(posted(request))
    if form.is_bound and form.is_valid():
        request.session[LAST] = form.cleaned_data["word"]
        return redirect_after(request, f"{reverse('people')}?found")
    word = request.session.get(LAST, "") if "found" in request.GET else ""
    shown = {
        "form": form if form.is_bound or not word else FindForm(initial={"word": word}),
        "found": queries.people_found(who, name=word) if word else None,
        "recent": [] if word else queries.recent_people(who, limit=10),
        "may_register": who.may(Permission.PERSON_REGISTER),
    }
    return page(request, "people/page_find.html", shown, status=UNREADABLE if form.is_bound else 200)


@keeps_drafts
@page_or_form
def person_new(request: HttpRequest) -> HttpResponse:
    """Nobody is added before a search: whoever is likely the same is shown first, and looked at."""
    who, form = demanding(request, Permission.PERSON_REGISTER), NewPersonForm(posted(request))
    alike: list[FoundPerson] = []

    def act(values: Values) -> Done:
        alike.extend(queries.people_alike(who, names=[name.whole for name in form.given_names()]))
        if not {str(one.id) for one in alike} <= form.known_apart():
            raise Refused(LOOKS_KNOWN)
        person = actions.register_person(who, names=form.given_names(), particulars=form.particulars())
        return Done(reverse("person", args=[person.pk]), _("The person is registered. Next you can open a case."))

    step = Step(_("Register a new person"), _("Register"), "", reverse("people"))
    return answer(request, FormPage("people/page_person.html", form, act), {"step": step, "alike": alike})


@keeps_drafts
@page_or_form
def person_correct(request: HttpRequest, person_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.PERSON_CORRECT)
    card = queries.own_person_card(who, person_id)
    form = CorrectForm(posted(request))
    if not form.is_bound:
        form.initial = values_of(queries.person_file(who, person_id))

    def act(values: Values) -> Done:
        names, told = form.given_names(), form.particulars()
        actions.correct_person(who, person_id, names=names, particulars=told, version=values["version"])
        return Done(reverse("person", args=[person_id]), _("The correction is saved."))

    step = Step(_("Correct what is written"), _("Save"), card.code, reverse("person", args=[person_id]))
    asked = FormPage("people/page_person.html", form, act, versions=lambda row, sent: _versions(who, row, sent))
    return answer(request, asked, {"step": step})


def _versions(who: Who, current: Model, sent: PageForm) -> StaleVersions:
    """The record as it is now beside the one that was typed, in the words of the form."""
    return _beside(sent, values_of(queries.person_file(who, current.pk)))


def _beside(sent: PageForm, stored: Values) -> StaleVersions:
    """What is stored beside what was typed, field by field; what nobody touched takes over what is stored."""
    sent.take_over(stored)
    return StaleVersions(
        differences=[
            Difference(str(field.label), theirs=typed(field, stored.get(name)), yours=typed(field, sent.data.get(name)))
            for name, field in sent.fields.items()
            if name != "version"
        ]
    )


@keeps_drafts
@page_or_form
def person_details(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the standard of case data asks, on one page."""
    who = demanding(request, Permission.PERSON_CORRECT)
    card, sent = queries.own_person_card(who, person_id), posted(request)
    form = details_form(sent, stored=queries.details_of(who, person_id), version=card.version)

    def act(values: Values) -> Done:
        actions.state_details(who, person_id, details=form.details(), version=values["version"])
        return Done(reverse("person-file", args=[person_id]), _("The details are saved."))

    def versions(row: Model, asked: PageForm) -> StaleVersions:
        return _beside(asked, values_of_details(queries.details_of(who, row.pk)))

    step = Step(_("Details"), _("Save"), card.code, reverse("person", args=[person_id]))
    return answer(request, FormPage("people/page_details.html", form, act, versions=versions), {"step": step})


@keeps_drafts
@page_or_form
def person_phones(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Telephones, one row each, and empty rows for more."""
    who = demanding(request, Permission.PERSON_CORRECT)
    card, sent = queries.own_person_card(who, person_id), posted(request)
    form = phones_form(sent, stored=queries.phones_of(who, person_id), version=card.version)

    def act(values: Values) -> Done:
        actions.state_phones(who, person_id, phones=form.phones(), version=values["version"])
        return Done(reverse("person-file", args=[person_id]), _("The telephones are saved."))

    def versions(row: Model, asked: PageForm) -> StaleVersions:
        return _beside(asked, values_of_phones(queries.phones_of(who, row.pk)))

    step = Step(_("Telephones"), _("Save"), card.code, reverse("person", args=[person_id]))
    return answer(request, FormPage("people/page_phones.html", form, act, versions=versions), {"step": step})
