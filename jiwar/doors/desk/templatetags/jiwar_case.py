"""How a case is drawn in a list: its row, and the step of its risk.

The rows are drawn here, not in the language of templates: fifty of them would cost more there than everything else
of the page together. What is put into the markup is escaped by `markup`, as a template would.
"""

from collections.abc import Callable, Iterable
from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jiwar.areas.cases.queries import CaseCard
from jiwar.areas.cases.words import Programme, Risk
from jiwar.ground.base.markup import joined, markup
from jiwar.ground.base.pages import addresses
from jiwar.ground.base.templatetags.jiwar_text import bdi, code, first_name, in_language, machine, tongue

register = template.Library()

STEPS = {"low": 1, "medium": 2, "high": 3, "urgent": 4}
ROW = """<li class="row row-case">
  <div class="row-what"><a class="row-name" href="%s">%s</a><p class="soft">%s %s</p></div>
  <div class="row-risk">%s</div>
  <div class="row-status"><span class="tag">%s</span></div>
  <p class="row-day soft"><span class="unseen">%s</span> <time datetime="%s">%s</time></p>
</li>"""
"""Its address, the name, the code, what it is about, the risk, the status, the day of the last change."""


@register.simple_tag
def risk_mark(risk: Risk | None, shown: bool) -> SafeString:  # noqa: FBT001 (a tag has no keywords)
    """Shape, word and weight climb together; the word is always there. `shown`: whether the risk may be seen."""
    if risk:
        drawn = '<span class="risk" data-step="{}"><svg aria-hidden="true"><use href="#risk-{}"/></svg>{}</span>'
        return format_html(drawn, STEPS[risk], STEPS[risk], capfirst(risk.label))
    return format_html('<span class="soft">{}</span>', _("Risk not judged yet") if shown else _("Not open to you"))


@register.simple_tag
def case_rows(cases: Iterable[CaseCard], chosen: str = "") -> SafeString:
    """The rows of a list; in one's own nobody is told that oneself is responsible."""
    address, about = addresses("case"), _about(is_own_list=chosen == "mine")
    said, risk, status = tongue(), cache(risk_mark), cache(lambda status: capfirst(str(status.label)))
    last, unnamed = _("Last change:"), _("Name not open to you")
    return joined(
        [
            markup(
                ROW,
                address(case.id),
                first_name(case.person) if case.person else unnamed,
                code(case.code),
                about(case),
                risk(case.risk, case.shows_service),
                status(case.status),
                last,
                machine(case.updated_at),
                said.day(case.updated_at),
            )
            for case in cases
        ]
    )


def _about(*, is_own_list: bool) -> Callable[[CaseCard], SafeString]:
    """What a case is about, and whose it is where that is not plain."""

    @cache
    def worded(programme: Programme | None, agency: str, owner: str) -> SafeString:
        told = format_html("· {}", programme.label) if programme else ""
        if agency:
            return format_html("{} · {}", told, agency)
        return format_html("{} · {}", told, bdi(owner)) if owner else format_html("{}", told)

    def about(case: CaseCard) -> SafeString:
        if not case.is_own:
            return worded(case.programme, in_language(case.agency), "")
        return worded(case.programme, "", "" if is_own_list else in_language(case.owner))

    return about
