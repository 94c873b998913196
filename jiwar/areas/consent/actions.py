"""Writing down what a person agrees to or refuses. What rests on an agreement is ended by the verb that made it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.areas.consent import rules
from jiwar.areas.consent.models import Statement
from jiwar.areas.consent.words import About
from jiwar.areas.people.models import Person
from jiwar.ground.access.action import action, record_all_done
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import worked_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Reason, Reasons

REASONS = Reasons(
    Reason("not_yet_said", _("That day is still to come: write down when it was said."), field="said_on"),
)


@action(Permission.PERSON_CORRECT)
def state_consent(who: Who, person_id: UUID, *, about: About, given: bool, said_on: date | None) -> Statement:
    """Write down what a person says now about one thing: the last word holds, and those before stay in the history."""
    REASONS.refuse_if(rules.why_not_state(said_on, today=clock.today()))
    _own(who, [person_id])
    old = Statement.objects.filter(person_id=person_id, about=about).first()
    if old:
        return old.change(version=old.version, given=given, said_on=said_on)
    return Statement(person_id=person_id, about=about, given=given, said_on=said_on).insert()


@action(Permission.PERSON_CORRECT)
def state_consents(who: Who, *, statements: Mapping[UUID, bool]) -> None:
    """Write down for many whether they agree that their data are worked with; when they said so is not known.

    One event for each. Raises Missing, and writes nothing, where one of them is not one's own.
    """
    _own(who, list(statements))
    told = {"about": About.DATA_PROCESSING, "said_on": None}
    known = Statement.objects.filter(person_id__in=list(statements), about=About.DATA_PROCESSING)
    former = {row.person_id: row for row in known}
    Statement.objects.bulk_create(
        Statement(person_id=person, given=given, **told) for person, given in statements.items() if person not in former
    )
    for person, row in former.items():
        if row.given != statements[person]:
            row.change(version=row.version, given=statements[person], said_on=None)
    record_all_done(who, "state_consents", list(statements))


def _own(who: Who, person_ids: list[UUID]) -> None:
    """All of them are persons of one's own agency, worked on and not erased."""
    own = Person.objects.filter(pk__in=person_ids, agency_id=who.agency_id, erased_on__isnull=True)
    found = set(own.values_list("pk", flat=True))
    if found != set(person_ids) or worked_on(who, person_ids) != found:
        raise Missing
