"""What was not understood in a file, in words, and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.actions.reasons import REASONS as OF_CASES
from jiwar.areas.people.actions.reasons import REASONS as OF_PEOPLE

WORDS: dict[str, tuple[Promise, Promise]] = {
    "no_name": (_("There is no name."), _("Ask the partner for the name, and bring the row again.")),
    "name_unreadable": (_("This is no name: it has no letter."), _("Write the name, and bring the row again.")),
    "name_too_long": (_("The name is longer than a name can be."), _("Shorten it, and bring the row again.")),
    "day_unreadable": (_("The day cannot be read."), _("Correct it in the record.")),
    "day_of_short_year": (_("The year has two digits: the century is not clear."), _("Correct it in the record.")),
    "day_impossible": (_("Nobody living was born on that day."), _("Ask, and correct it in the record.")),
    "age_unreadable": (_("The age cannot be read."), _("Correct it in the record.")),
    "nation_unknown": (_("The nationality is not known by this word."), _("Choose it in the record.")),
    "nation_or_none": (
        _("This word can mean stateless, or that nothing was written down."),
        _("Ask the person; nothing was written in the record."),
    ),
    "phone_unreadable": (
        _("This is no telephone number that can be dialled."),
        _("Ask the partner, and add it in the record."),
    ),
    "district_unknown": (_("The district is not known, or several are meant."), _("Choose it in the record.")),
    "district_meant": (_("The district was misspelt and is read as the nearest."), _("Check whether it is right.")),
    "sex_unknown": (_("The sex is not known by this word."), _("Choose it in the record.")),
    "too_long": (_("This is longer than what may stand there."), _("Shorten it, and write it in the record.")),
    "note_needs_case": (
        _("The note was not taken: notes need a case."),
        _("Let cases be opened for this file, or write it down when you open one."),
    ),
    "formula_empty": (
        _("The cell holds a formula without a value."),
        _("Open the file, save it, and bring it again; or write the value in the record."),
    ),
    "without_column": (
        _("This stands beside the table, under no heading."),
        _("Give the column a heading, if it matters."),
    ),
    "row_twice": (_("The same row stands above already."), _("Nothing needs to be done.")),
    "case_missing": (
        _("There is no case of this code that you work on."),
        _("Check the code."),
    ),
    "no_case": (_("There is no code of a case."), _("Write it, and bring the row again.")),
    "no_outcome": (_("It is not said how the case ended."), _("Write it, and bring the row again.")),
    "no_summary": (_("There is no summary."), _("Write in a few words how the case ended.")),
    "outcome_unknown": (
        _("This is no way in which a case ends."),
        _("Use the words of the page on which cases are closed."),
    ),
    "unknown_code": (_("This is no code of the standard for this field."), _("Choose it in the record.")),
    "code_twice": (_("The same code stands there twice."), _("Choose it in the record.")),
    "not_a_date": (_("This is no day as the standard writes it, as in 2026-11-29."), _("Write it in the record.")),
    "not_a_number": (_("This is no number."), _("Write it in the record.")),
    "not_yes_or_no": (_("This is neither yes nor no."), _("Write it in the record.")),
    "no_place": (_("Jiwar keeps no such thing of a person or a case."), _("Keep it where you have it.")),
    "closure_of_open": (_("A reason why it was closed, of a case that is open."), _("Write it as a note.")),
    "number_known": (_("A case with this number is here already."), _("Look for it, and correct it there.")),
    "held": (_("Something keeps the case open."), _("Open the case: it says what.")),
    "not_now": (_("The case could not be closed now."), _("Open the case and try there.")),
}
"""Code → what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class ShownTrouble:
    """One line of a report: the column by its heading, what stands there, what is wrong, what to do."""

    code: str
    column: str
    value: str
    meant: str
    what: str
    cure: str
    is_final: bool


def words(code: str) -> tuple[str, str]:
    """What is wrong, and what to do; a reason of an area says both in one sentence."""
    if code in WORDS:
        what, cure = WORDS[code]
        return str(what), str(cure)
    reason = OF_CASES.get(code) or OF_PEOPLE.get(code)
    return (str(reason.text) if reason else gettext("A rule says no.")), gettext("Mend it, and bring the row again.")
