"""Every part of a page once, for whoever makes pages: what is not shown here is not in Jiwar yet."""

import json
from functools import cache
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiwar.ground.access.asking import who_asks
from jiwar.ground.base import clock
from jiwar.ground.base.forms import DayField, PageForm
from jiwar.ground.base.pages import Difference, ProgressStep, StaleVersions, page
from jiwar.ground.base.writing import is_arabic
from jiwar.ground.staff.holdings import Sentence

WORDS = Path(__file__).parent / "data" / "gallery.json"


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    who_asks(request)
    words = _words("ar" if is_arabic() else "en")
    sent = {"day": "27/3/2029x", "with": "1"}
    shown = {
        "t": words,
        "both": [Sentence(_words("en")[name], _words("ar")[name]) for name in ("body_name", "body")],
        "progress": _progress(words),
        "form": _form(words, sent),
        "steps": (1, 2, 3, 4),
        "stale": StaleVersions([Difference(words["f_lang"], words["f_lang_v"], words["f_age_v"])], clock.now()),
    }
    return page(request, "desk/page_gallery.html", shown)


def _progress(words: dict[str, str]) -> list[ProgressStep]:
    """One step of each state."""
    told = {"done": words["done"], "now": words["now"], "ahead": words["ahead"]}
    states = ("done", "now", "ahead", "ahead")
    return [ProgressStep(words[f"s_{n}"], state, told[state]) for n, state in enumerate(states, 1)]


def _form(words: dict[str, str], sent: dict[str, str]) -> PageForm:
    """One field of each kind, sent with something wrong."""

    class Parts(PageForm):
        day = DayField(label=words["day"], help_text=words["day_hint"])
        why = forms.CharField(label=words["why"], help_text=words["why_hint"], widget=forms.Textarea(attrs={"rows": 2}))
        office = forms.ChoiceField(label=words["office"], choices=[("1", words["o_1"]), ("2", words["o_2"])])
        agree = forms.BooleanField(label=words["agree"], required=False)

    Parts.base_fields["with"] = forms.ChoiceField(
        label=words["with"], choices=[("1", words["w_1"]), ("2", words["w_2"])], widget=forms.RadioSelect
    )
    return Parts(sent)


@cache
def _words(language: str) -> dict[str, str]:
    told = json.loads(WORDS.read_text(encoding="utf-8"))["words"]
    return {name: said[language] for name, said in told.items()}
