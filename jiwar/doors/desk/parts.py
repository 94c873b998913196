"""The parts of an opened case or person: which of them a reader has, and where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiwar.areas.cases.queries import CaseCard
from jiwar.areas.people.queries import PersonCard
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is opened: its address is that of a page."""

    name: str
    url: str
    is_here: bool


def parts_of(who: Who, case: CaseCard, here: str) -> list[Part]:
    """The parts of a case that this reader has; `here` is the name of the address of the one that is shown."""
    names = {"case-file": _("File"), "case-facts": _("Facts"), "case-timeline": _("Timeline")}
    is_worked_on = case.is_own and case.glass is None
    if is_worked_on and who.may(Permission.DOCUMENT_WORK):
        names["case-documents"] = _("Documents")
    if who.may(Permission.TRAIL_READ):
        names["case-trail"] = _("Who saw or changed it")
        if is_worked_on:
            names["case-seers"] = _("Who can see it")
    return _parts(names.items(), case.id, here)


def parts_of_person(who: Who, person: PersonCard, here: str) -> list[Part]:
    """Those of a person; a record with one part alone has no parts."""
    is_worked_on = person.agency_id == who.agency_id and not person.is_erased and not person.by_glass
    if not is_worked_on or not who.may(Permission.DOCUMENT_WORK):
        return []
    return _parts([("person-file", _("Record")), ("person-documents", _("Documents"))], person.id, here)


def _parts(names: Iterable[tuple[str, str]], pk: UUID, here: str) -> list[Part]:
    return [Part(name, reverse(route, args=[pk]), route == here) for route, name in names]
