"""The trail of a file and its shares, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiwar.areas.cases.queries import CaseCard, ShownOpening, glasses_on
from jiwar.ground.access.classes import Basis, DataClass
from jiwar.ground.access.models import Grant
from jiwar.ground.access.queries import TrailLine, grants_on, other_agencies
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base.templatetags.jiwar_text import in_language

WORDS: Mapping[str, Promise] = {
    "case_file": gettext_lazy("opened the full file"),
    "person_file": gettext_lazy("opened the full record"),
    "open_case": gettext_lazy("opened the case"),
    "note_case": gettext_lazy("wrote a note"),
    "assign_case": gettext_lazy("assigned the case"),
    "judge_risk": gettext_lazy("judged the risk"),
    "close_case": gettext_lazy("closed the case"),
    "reopen_case": gettext_lazy("reopened the case"),
    "place_hold": gettext_lazy("noted what keeps the case open"),
    "release_hold": gettext_lazy("noted that a hold has ended"),
    "share_case": gettext_lazy("shared the case"),
    "end_share": gettext_lazy("ended a share"),
    "declare_conflict": gettext_lazy("declared a conflict of interest"),
    "lift_conflict": gettext_lazy("lifted a conflict of interest"),
    "rule_on_conflict": gettext_lazy("judged a conflict of interest"),
    "propose_seal": gettext_lazy("proposed to seal the file or to lift its seal"),
    "confirm_seal": gettext_lazy("confirmed the seal, or that it is lifted"),
    "reject_seal": gettext_lazy("left the seal as it was"),
    "break_glass": gettext_lazy("opened the file in an emergency"),
    "close_glass": gettext_lazy("closed the emergency opening"),
    "review_glass": gettext_lazy("reviewed an emergency opening"),
    "register_person": gettext_lazy("registered the person"),
    "correct_person": gettext_lazy("corrected the record"),
    "erase_person": gettext_lazy("erased the record"),
    "erase_file": gettext_lazy("erased the record and its cases"),
}
PLAIN = frozenset({Outcome.DONE, Outcome.READ})


@dataclass(frozen=True, slots=True)
class Told:
    """One event: who, from which agency, what, when."""

    who: str
    agency: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """One agency that sees something of this file: what, on which basis, until when."""

    grant_id: UUID
    agency: str
    what: str
    basis: str
    basis_id: str
    until: datetime | None


def told(lines: Iterable[TrailLine]) -> list[Told]:
    """The trail in words. What was refused is told too, as an attempt."""
    return [
        Told(
            who=in_language(line.who) or _("The system"),
            agency=in_language(line.agency),
            what=_what(line),
            at=line.at,
        )
        for line in lines
    ]


def _what(line: TrailLine) -> str:
    words = str(WORDS.get(line.action, line.action))
    if line.outcome in PLAIN:
        return words
    return _("tried: %(what)s (%(outcome)s)") % {"what": words, "outcome": line.outcome_words}


def shares_of(who: Who, root_id: UUID) -> list[Share]:
    """With whom this file is shared now, as its own agency sees it."""
    grants = grants_on(who, root_id)
    names = {agency.pk: in_language(agency) for agency in other_agencies(who)} if grants else {}
    return [_share(grant, names) for grant in grants]


def open_now(who: Who, card: CaseCard) -> list[ShownOpening]:
    """By whom this file is open in an emergency at this moment, for those whose own file it is."""
    return [one for one in glasses_on(who, card.id) if one.is_open] if card.is_own and card.glass is None else []


def _share(grant: Grant, names: Mapping[UUID, str]) -> Share:
    comma = pgettext("between the items of a list", ", ")
    return Share(
        grant_id=grant.pk,
        agency=names.get(grant.agency_id, "") if grant.agency_id else "",
        what=comma.join(str(DataClass(value).label) for value in grant.classes),
        basis=str(Basis(grant.basis_kind).label),
        basis_id=grant.basis_id,
        until=grant.expires_at - timedelta(seconds=1) if grant.expires_at else None,
    )
