"""What can be done with a file now, and in words why the rest cannot. Actions decide again; this only shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.reasons import REASONS
from jiwar.areas.cases.queries import CaseCard
from jiwar.areas.cases.words import HoldKind, Status
from jiwar.areas.people.queries import PersonCard
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who

RARE = frozenset({"assign", "share", "close", "close-later", "hold", "conflict", "seal", "seers"})
"""Folded away, so that the few steps of every day stand alone beside the file; assigning is one while it has nobody."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One step. `reason` says why it is not possible now; empty where it is. A rare one is folded away."""

    name: str
    url: str
    icon: str = ""
    reason: str = ""
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Deeds:
    """The steps of one page, parted as they are shown."""

    usual: Sequence[Deed] = ()
    rare: Sequence[Deed] = ()
    shut: Sequence[Deed] = ()


def deeds_on_case(who: Who, case: CaseCard, holds: Sequence[HoldKind] = ()) -> Deeds:
    """Steps in a case of one's own agency; a shared case is only read, and one opened in an emergency only noted."""
    return _parted(_on_case(who, case, holds)) if case.is_own else Deeds()


def deeds_on_person(who: Who, person: PersonCard) -> Deeds:
    """Steps with the record of a person of one's own agency."""
    own = person.agency_id == who.agency_id and not person.is_erased and not person.by_glass
    return _parted(_on_person(who, person)) if own else Deeds()


def _on_case(who: Who, case: CaseCard, holds: Sequence[HoldKind]) -> Iterator[Deed]:
    closed, in_emergency = case.status is Status.CLOSED, case.glass is not None

    def deed(permission: Permission, verb: str, name: str, icon: str = "", why: str = "") -> Iterator[Deed]:
        if who.may(permission) and (not in_emergency or (permission is Permission.CASE_NOTE and verb == "note")):
            rare = verb in RARE and not (verb == "assign" and case.owner is None)
            yield Deed(name, reverse(f"case-{verb}", args=[case.id]), icon, why, rare)

    why_not_note = _why(rules.why_not_note(status=case.status))
    why_not_assign = _why(rules.why_not_assign(status=case.status, owner_works_here=True))
    yield from chain(
        deed(Permission.CASE_NOTE, "note", _("Write a note"), "pen", why_not_note),
        [] if closed else deed(Permission.TASK_WORK, "plan", _("Plan a task"), "check"),
        [] if closed else deed(Permission.CASE_NOTE, "risk", _("Judge the risk")),
        deed(Permission.CASE_ASSIGN, "assign", _("Assign"), "", why_not_assign),
        deed(Permission.CASE_SHARE, "share", _("Share")),
        [] if closed else deed(Permission.CASE_CLOSE, "close", _("Close the case"), "", _why_not_close(case, holds)),
        [] if case.status is not Status.ACTIVE else deed(Permission.CASE_CLOSE, "close-later", _("Close it later")),
        deed(Permission.HOLD_DROP, "hold", _("Clear what keeps it open")) if holds and not closed else [],
        deed(Permission.CASE_REOPEN, "reopen", _("Reopen"), "undo") if closed else [],
        deed(Permission.CONFLICT_DECLARE, "conflict", _("Conflict of interest")),
        deed(Permission.CASE_SEAL, "seal", _("Seal the file"), "lock"),
        deed(Permission.TRAIL_READ, "seers", _("Who can see this file"), "eye"),
    )


def _on_person(who: Who, person: PersonCard) -> Iterator[Deed]:
    if who.may(Permission.CASE_OPEN):
        yield Deed(_("Open a case"), reverse("case-new", args=[person.id]), "plus")
    if who.may(Permission.PERSON_CORRECT):
        yield Deed(_("Correct"), reverse("person-correct", args=[person.id]), "pen")
        yield Deed(_("Details"), reverse("person-details", args=[person.id]), "note")
        yield Deed(_("Telephones"), reverse("person-phones", args=[person.id]))
    if who.may(Permission.PERSON_ERASE):
        yield Deed(_("Erase"), reverse("person-erase", args=[person.id]), "x", is_rare=True)


def _why_not_close(case: CaseCard, holds: Sequence[HoldKind]) -> str:
    """As the rule says; what holds the case is named. The summary is asked for on the page of closing itself."""
    code = rules.why_not_close(status=case.status, holds=holds, summary="asked later")
    if code == "held":
        named = pgettext("between the items of a list", ", ").join(str(kind.label) for kind in holds)
        return _("it waits for: %(holds)s.") % {"holds": named}
    return _why(code)


def _why(code: str | None) -> str:
    return str(REASONS[code]) if code else ""


def _parted(deeds: Iterator[Deed]) -> Deeds:
    found = list(deeds)
    return Deeds(
        usual=[deed for deed in found if not deed.reason and not deed.is_rare],
        rare=[deed for deed in found if not deed.reason and deed.is_rare],
        shut=[deed for deed in found if deed.reason],
    )
