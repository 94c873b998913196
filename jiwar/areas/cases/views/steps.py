"""What the pages of steps have in common."""

from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiwar.areas.cases import queries
from jiwar.areas.cases.forms import Choices
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import CaseCard
from jiwar.areas.cases.words import Risk, Status
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import colleagues, stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Difference, StaleVersions, Step
from jiwar.ground.base.templatetags.jiwar_text import in_language

STEP, CONFIRM = "cases/page_step.html", "cases/page_confirm.html"


def own_card(request: HttpRequest, case_id: UUID, permission: Permission) -> CaseCard:
    """The case as a card, for a step that demands `permission` and is offered to its own agency only.

    Raises Forbidden, or Missing: a shared case is not worked on, nor one that is open in an emergency but for a note.
    """
    who = demanding(request, permission)
    card = queries.case_card(who, case_id)
    if not stands_on(who, case_id) and not (card.glass and permission is Permission.CASE_NOTE):
        raise Missing
    return card


def step(card: CaseCard, heading: str, act: str, lead: str = "") -> Step:
    return Step(heading, act, card.code, reverse("case", args=[card.id]), lead)


def people_here(who: Who) -> Choices:
    """Colleagues as choices, oneself first."""
    here = sorted(colleagues(who), key=lambda one: (one.id != who.user_id, in_language(one)))
    you = _("%(name)s (you)")
    return [
        (str(one.id), you % {"name": in_language(one)} if one.id == who.user_id else in_language(one)) for one in here
    ]


def changed(current: Model, sent: PageForm, who: Who) -> StaleVersions:
    """The case as it is now beside what was chosen or written here."""
    if not isinstance(current, Case):
        raise TypeError(current)
    owner = dict(people_here(who)).get(str(current.owner_id), "")
    now = {"owner": str(owner), "risk": str(Risk(current.risk).label) if current.risk else ""}
    status = Difference(_("Status"), theirs=str(Status(current.status).label), yours="")
    told = [
        Difference(str(bound.label), theirs=now.get(bound.name, ""), yours=_chosen(bound.field, bound.value()))
        for bound in sent.visible_fields()
    ]
    return StaleVersions([status, *told], changed_at=current.updated_at)


def _chosen(field: object, value: object) -> str:
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value or ""))
