"""Choosing the second word: what whoever is forced to sign in says in place of the password."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from jiwar.doors.desk.decoys import furnish
from jiwar.ground.access import wall
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.forms import SecondWordForm
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.signing.duress import choose_second_word
from jiwar.ground.access.signing.keeping import user_of
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted


@needs_proof
@sensitive_post_parameters("word", "again")
@page_or_form
def second_word(request: HttpRequest) -> HttpResponse:
    """Nothing on this page says whether there is one already: who forces may stand behind it."""
    who = who_asks(request)

    def act(values: Values) -> Done:
        furnish(choose_second_word(who, word=values["word"]))
        wall.enter(who.user_id)
        return Done(reverse("ways"), _("The second word is kept."))

    form = SecondWordForm(posted(request), user=user_of(who))
    return answer(request, FormPage("desk/page_second_word.html", form, act), {"back": reverse("ways")})
