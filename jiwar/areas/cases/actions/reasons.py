"""Why the rules of a case say no, in words a person can act on. The codes are those of rules.py."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jiwar.areas.cases.models import Case, Note, PlannedClosing
from jiwar.areas.cases.rules import misfit_in
from jiwar.areas.cases.words import HTCDS, Facts, HoldKind, Occasion
from jiwar.areas.people.models import Person
from jiwar.ground.access.queries import glass_on, stands_on, supervises
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Reason, Reasons, Refused
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

SUSPENDED, IN_THE_WAY, KEPT_OUT = "WA007", "WA008", "WA009"
"""States by which the wall says that it is not now, or not to them."""

REASONS = Reasons(
    Reason("case_closed", _("The case is closed: reopen it first.")),
    Reason(
        "not_a_colleague",
        _("This case cannot be given to them. Choose somebody else of your agency who works cases."),
        field="owner",
    ),
    Reason(
        "in_conflict",
        _("This colleague is kept out of the file by a conflict of interest. Choose somebody else."),
        field="owner",
    ),
    Reason("nothing_to_hand", _("Choose at least one case to hand over.")),
    Reason("same_worker", _("Choose somebody else: these are the cases of this person.")),
    Reason("already_closed", _("The case is closed already.")),
    Reason("nobody_assigned", _("Nobody is responsible for this case yet: assign it first.")),
    Reason("came_closed", _("Choose how the case ended."), field="outcome"),
    Reason("summary_missing", _("Write in a few words how the case ended."), field="summary"),
    Reason("closes_in_the_past", _("Choose a day after today, or close the case now."), field="closes_on"),
    Reason("closes_too_far", _("Choose a day within the next three months."), field="closes_on"),
    Reason("no_closing_planned", _("No closing is planned for this case.")),
    Reason("closing_agreed", _("This closing is agreed already.")),
    Reason("closing_day_passed", _("The day of this plan has passed: withdraw it and plan another.")),
    Reason("own_closing", _("Somebody else has to agree: you proposed this yourself.")),
    Reason("not_closed", _("Only a closed case can be reopened.")),
    Reason("reason_missing", _("Say why."), field="reason"),
    Reason("no_team", _("Choose the team that works on the case."), field="team"),
    Reason("text_missing", _("Write the note first."), field="text"),
    Reason("not_happened_yet", _("Choose today or an earlier day."), field="happened_on"),
    Reason("why_missing", _("Say in a few words why the risk is as you judge it."), field="reason"),
    Reason("nothing_to_share", _("Choose at least one kind of information."), field="classes"),
    Reason("basis_missing", _("Name the paper the sharing rests on: its number, article or date."), field="basis_id"),
    Reason("summary_tells_no_story", _("A summary shows no notes: choose the full file."), field="level"),
    Reason("ends_in_the_past", _("Choose a day in the future."), field="until"),
    Reason("erased", _("The record of this person was erased: nothing is added to it or shared any more.")),
    Reason("has_open_cases", _("A case of this person is still open: close it first.")),
    Reason(
        "other_terms",
        _("The person's record is shared with them on this basis on other terms: use the same, or another basis."),
        field="basis_id",
    ),
    Reason("reason_too_short", _("Say in at least 20 characters what is happening."), field="reason"),
    Reason(
        "no_such_file",
        _("No file of your agency can be opened by this code. Check it with your supervisor."),
        field="code",
    ),
    Reason("in_sight", _("You can see this file without an emergency: look for it under My work or People.")),
    Reason(
        "glass_suspended",
        _("An earlier opening of yours has waited more than a day for its review. Until then, call a supervisor."),
    ),
    Reason("proposed_already", _("This is proposed already, and waits for somebody else.")),
    Reason("fact_misfits", _("This cannot be kept here: check it.")),
    Reason("nothing_said", _("Fill in at least one field.")),
    Reason("system_unknown", _("Choose the system that gave the number."), field="system"),
    Reason("number_missing", _("Write the number."), field="number"),
    Reason("number_too_long", _("Write at most 500 characters."), field="number"),
    Reason(
        "number_taken",
        _("A case of your agency has this number already. Check it, or ask your supervisor which case it is."),
        field="number",
    ),
    Reason("closing_in_the_future", _("The day on which the case was closed has not come yet.")),
    Reason("already_shared", _("This is shared with them on this basis already."), field="basis_id"),
)
refuse_if = REASONS.refuse_if


def words_for_owner(who: Who, root_id: UUID) -> dict[str, Reason]:
    """Why the wall takes no owner: of a conflict only those are told who supervise the file, as everywhere else.

    Others read what they read of somebody who works no cases.
    """
    return {KEPT_OUT: REASONS["in_conflict" if supervises(who, root_id) else "not_a_colleague"]}


def refuse_held(kinds: list[str]) -> None:
    """Raise the reason of a gate, naming what keeps the case open."""
    holds = pgettext("between the items of a list", ", ").join(str(HoldKind(kind).label) for kind in kinds)
    raise Refused(Reason("held", _("The case cannot be closed yet: %(holds)s."), {"holds": holds}))


def refuse_misfit(facts: Facts) -> None:
    """Raise the reason where a field of the standard does not take what is said in it; it names the field."""
    if name := misfit_in(facts):
        raise Refused(replace(REASONS["fact_misfits"], field=HTCDS[type(facts)][name]))


def refuse_erased(case: Case) -> None:
    """Raise the reason where the keys of this case are destroyed, with those of its person."""
    erased = Person.objects.filter(pk=case.person_id, erased_on__isnull=False).exists()
    refuse_if("erased" if erased else None)


def case_to_note(who: Who, case_id: UUID) -> tuple[Case, bool]:
    """The case to write a note in, and whether it is open by glass alone: then nothing else of it is written."""
    try:
        return own_case(who, case_id), False
    except Missing:
        case = Case.objects.filter(pk=case_id, agency_id=who.agency_id).first()
        if case is None or glass_on(who, case_id) is None:
            raise
        return case, True


def own_case(who: Who, case_id: UUID) -> Case:
    """The case, if one works on it: by place or by work inside. Raises Missing: a granted case is not worked on.

    Locked until the end of the transaction: two verbs on one case take turns, so that nobody closes it while somebody
    else places a hold, and two notes at once are two notes.
    """
    case = Case.objects.select_for_update(no_key=True).filter(pk=case_id, agency_id=who.agency_id).first()
    if case is None or not stands_on(who, case_id):
        raise Missing
    return case


def end_plan(case: Case) -> None:
    """No closing is planned any more: what two agreed to held for the case as they knew it."""
    PlannedClosing.objects.filter(case=case, ended_at__isnull=True).update(ended_at=clock.now())


def add_note(
    who: Who, case: Case, text: str, *, occasion: Occasion, happened_on: date | None = None, risk: str = ""
) -> Note:
    """One more note in a file, of today if not said otherwise: for the verb of noting, and for whose reason is kept."""
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.NARRATIVE])
    day = happened_on or clock.today()
    note = Note(case=case, author_id=who.user_id, occasion=occasion, happened_on=day, risk=risk)
    note.text = ring.seal(note, "text", text)
    return note.insert()
