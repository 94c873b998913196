"""The trail of a file and its shares, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
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
from jiwar.ground.base.templatetags.jiwar_text import in_language, tongue

WORDS: dict[str, Promise] = {
    "case_file": gettext_lazy("opened the full file"),
    "person_file": gettext_lazy("opened the full record"),
    "open_case": gettext_lazy("opened the case"),
    "note_case": gettext_lazy("wrote a note"),
    "assign_case": gettext_lazy("assigned the case"),
    "judge_risk": gettext_lazy("judged the risk"),
    "close_case": gettext_lazy("closed the case"),
    "propose_closing": gettext_lazy("planned to close the case on a day to come"),
    "opened_closing": gettext_lazy("read the planned closing"),
    "confirm_closing": gettext_lazy("agreed to the planned closing"),
    "withdraw_closing": gettext_lazy("withdrew the planned closing"),
    "reopen_case": gettext_lazy("reopened the case"),
    "open_cases": gettext_lazy("took the case over from another system"),
    "state_trafficking": gettext_lazy("stated what was done to the person"),
    "state_intake": gettext_lazy("stated how the case came"),
    "state_support": gettext_lazy("stated the plan of support"),
    "note_incident": gettext_lazy("wrote down an incident"),
    "correct_incident": gettext_lazy("corrected an incident"),
    "drop_incident": gettext_lazy("took an incident out"),
    "note_perpetrator": gettext_lazy("wrote down who is said to have taken part"),
    "correct_perpetrator": gettext_lazy("corrected who is said to have taken part"),
    "drop_perpetrator": gettext_lazy("took out who is said to have taken part"),
    "note_number": gettext_lazy("wrote down a number in another system"),
    "drop_number": gettext_lazy("took out a number in another system"),
    "place_hold": gettext_lazy("noted what keeps the case open"),
    "release_hold": gettext_lazy("noted that a hold has ended"),
    "drop_hold": gettext_lazy("cleared what kept the case open"),
    "plan_task": gettext_lazy("planned a task"),
    "finish_task": gettext_lazy("finished a task"),
    "postpone_task": gettext_lazy("let a task rest"),
    "assign_task": gettext_lazy("gave a task to somebody else"),
    "drop_task": gettext_lazy("dropped a task"),
    "document_list": gettext_lazy("read the list of documents"),
    "document_content": gettext_lazy("saved a copy of a document"),
    "keep_document": gettext_lazy("added a document"),
    "rename_document": gettext_lazy("described a document anew"),
    "drop_document": gettext_lazy("removed a document"),
    "share_case": gettext_lazy("shared the case"),
    "end_share": gettext_lazy("ended a share"),
    "declare_conflict": gettext_lazy("declared a conflict of interest"),
    "lift_conflict": gettext_lazy("lifted a conflict of interest"),
    "judge_conflict": gettext_lazy("judged a conflict of interest"),
    "propose_seal": gettext_lazy("proposed to seal the file or to lift its seal"),
    "confirm_seal": gettext_lazy("confirmed the seal, or that it is lifted"),
    "reject_seal": gettext_lazy("left the seal as it was"),
    "break_glass": gettext_lazy("opened the file in an emergency"),
    "close_glass": gettext_lazy("closed the emergency opening"),
    "review_glass": gettext_lazy("reviewed an emergency opening"),
    "register_person": gettext_lazy("registered the person"),
    "register_people": gettext_lazy("registered the person out of a file"),
    "correct_person": gettext_lazy("corrected the record"),
    "state_details": gettext_lazy("wrote the details of the person"),
    "state_phones": gettext_lazy("wrote the telephones of the person"),
    "state_consent": gettext_lazy("wrote down what the person agrees to"),
    "state_consents": gettext_lazy("wrote down out of a file what the person agrees to"),
    "people_records": gettext_lazy("took the full record into a file"),
    "erase_person": gettext_lazy("erased the record"),
    "erase_file": gettext_lazy("erased the record and its cases"),
}
DEEDS: dict[str, Promise] = {
    "sign_in": gettext_lazy("signed in"),
    "sign_out": gettext_lazy("signed out"),
    "request": gettext_lazy("asked for a page"),
    "shut_user_out": gettext_lazy("shut an account out"),
    "let_user_in": gettext_lazy("let an account in"),
    "give_role": gettext_lazy("gave a role"),
    "propose_role": gettext_lazy("proposed a role"),
    "confirm_role": gettext_lazy("confirmed a role"),
    "decline_role": gettext_lazy("declined a role"),
    "end_role": gettext_lazy("ended a role"),
    "review_role": gettext_lazy("reviewed a role"),
    "arrange_cover": gettext_lazy("arranged a cover"),
    "end_cover": gettext_lazy("ended a cover"),
    "hand_caseload": gettext_lazy("handed a caseload over"),
    "open_feed": gettext_lazy("made an address for their calendar"),
    "end_feed": gettext_lazy("ended the address for their calendar"),
    "open_token": gettext_lazy("made a token for another system"),
    "end_token": gettext_lazy("ended a token for another system"),
    "keep_view": gettext_lazy("kept a view of a list"),
    "rename_view": gettext_lazy("renamed a view of a list"),
    "drop_view": gettext_lazy("removed a view of a list"),
    "see_notices": gettext_lazy("looked at what they were told"),
    "arrange_notices": gettext_lazy("chose how they are told"),
    "accept_conduct": gettext_lazy("accepted the code of conduct"),
    "invite_colleague": gettext_lazy("invited somebody"),
    "propose_reset": gettext_lazy("proposed that somebody signs in anew"),
    "confirm_invitation": gettext_lazy("confirmed an invitation"),
    "withdraw_invitation": gettext_lazy("withdrew an invitation"),
    "accept_invitation": gettext_lazy("took an invitation up"),
    "raise_alarm": gettext_lazy("signed in by the second word: an alarm"),
    "accept_alarm": gettext_lazy("took an alarm up"),
    "prove": gettext_lazy("showed again who they are"),
    "add_passkey": gettext_lazy("added a passkey"),
    "drop_passkey": gettext_lazy("removed a passkey"),
    "link_provider": gettext_lazy("linked their account at their organisation"),
    "unlink_provider": gettext_lazy("removed the link to their account at their organisation"),
    "renew_password": gettext_lazy("changed password and app"),
    "renew_codes": gettext_lazy("made new codes for paper"),
    "end_session": gettext_lazy("ended one of their sessions"),
    "end_sessions": gettext_lazy("ended all their other sessions"),
    "agency_trail": gettext_lazy("read the trail"),
    "batch_columns": gettext_lazy("looked at the columns of a file that came in"),
    "batch_rows": gettext_lazy("read rows of a file that came in"),
    "batch_report": gettext_lazy("fetched the report of a file that came in"),
    "case_figures": gettext_lazy("read figures over all agencies"),
    "rotate_agency_key": gettext_lazy("made a new key of the agency"),
    "rotate_finding_keys": gettext_lazy("made anew what people are found by"),
    "rotate_wraps": gettext_lazy("moved keys of files under the new key of the agency"),
    "rotate_root_wraps": gettext_lazy("moved keys of the agency under the new root key"),
    "drop_old_root_keys": gettext_lazy("destroyed root keys that are no longer used"),
    "take_batch": gettext_lazy("brought in a file"),
    "state_mapping": gettext_lazy("said what the columns of a file are"),
    "review_batch": gettext_lazy("looked through a file"),
    "finish_batch": gettext_lazy("took in the rows of a file"),
    "drop_batch": gettext_lazy("threw a file away"),
    "sweep_batches": gettext_lazy("tidied old files"),
    "propose_export": gettext_lazy("proposed that records leave in a file"),
    "confirm_export": gettext_lazy("agreed that records leave in a file"),
    "decline_export": gettext_lazy("said no to a file that was to leave"),
    "hand_export": gettext_lazy("fetched a file with records"),
    "retry_job": gettext_lazy("had a job tried again"),
    "sweep_grants": gettext_lazy("tidied what had run out"),
}
"""What is done without a file; what is done with one is told in the words above, on both trails."""
DOORS: dict[str, Promise] = {
    "web": gettext_lazy("on a page"),
    "cli": gettext_lazy("at the command line"),
    "api": gettext_lazy("by another system"),
    "job": gettext_lazy("by itself"),
    "import": gettext_lazy("from a file"),
}
PLAIN = frozenset({Outcome.DONE, Outcome.READ})
SLIPS = frozenset({Outcome.REFUSED, Outcome.STALE})
"""A form that came back to whoever may send it: nothing was seen or changed. What is not allowed is never one."""
LATEST = 8
"""So many events of a file stand open; the earlier ones are folded."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event: who, from which agency, what, when; or several in a row that read the same, and since when."""

    who: str
    agency: str
    what: str
    at: datetime
    times: int = 1
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """What became of a file, newest first: its latest events, those before, and the forms that came back."""

    latest: Sequence[Told]
    earlier: Sequence[Told]
    slips: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Share:
    """One agency that sees something of this file: what, on which basis, until when."""

    grant_id: UUID
    agency: str
    what: str
    basis: str
    basis_id: str
    until: datetime | None
    since: datetime


def told(lines: Sequence[TrailLine]) -> Trail:
    """The trail in words. What was refused is told too, as an attempt, apart from what was done."""
    worded = _teller()
    done = _in_a_row(worded(line) for line in lines if line.outcome not in SLIPS)
    return Trail(done[:LATEST], done[LATEST:], _in_a_row(worded(line) for line in lines if line.outcome in SLIPS))


def _in_a_row(events: Iterable[Told]) -> list[Told]:
    """The same of the same person, with nothing between, is one line with its number."""
    runs = [list(run) for _, run in groupby(events, key=lambda one: (one.who, one.agency, one.what))]
    return [replace(run[0], times=len(run), since=run[-1].at) for run in runs]


def _teller() -> Callable[[TrailLine], Told]:
    """What words one event, with what many of them share asked once."""
    said, system, worded = tongue(), _("The system"), cache(what)
    return lambda line: Told(
        who=said.name(line.who) or system,
        agency=said.name(line.agency),
        what=worded(line.action, Outcome(line.outcome)),
        at=line.at,
    )


def what(action: str, outcome: Outcome) -> str:
    """An event in words; what was not done is told as an attempt."""
    words = str(WORDS.get(action) or DEEDS.get(action) or action)
    if outcome in PLAIN:
        return words
    return _("tried: %(what)s (%(outcome)s)") % {"what": words, "outcome": outcome.label}


def door(code: str) -> str:
    """By which way something was done."""
    return str(DOORS.get(code, code))


def kinds() -> list[tuple[str, str]]:
    """Every kind of event with its words, for choosing one."""
    return sorted(((code, str(words)) for code, words in (WORDS | DEEDS).items()), key=lambda pair: pair[1])


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
        since=grant.created_at,
        until=grant.expires_at - timedelta(seconds=1) if grant.expires_at else None,
    )
