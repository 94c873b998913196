"""What was not understood in a file, in words, and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.cases.actions.reasons import REASONS as OF_CASES
from jiwar.areas.people.actions.reasons import REASONS as OF_PEOPLE

WORDS: dict[str, tuple[Promise, Promise]] = {
    "no_name": (gettext_lazy("There is no name."), gettext_lazy("Ask the partner for the name, and bring the row again.")),
    "name_unreadable": (gettext_lazy("This is no name: it has no letter."), gettext_lazy("Write the name, and bring the row again.")),
    "name_too_long": (gettext_lazy("The name is longer than a name can be."), gettext_lazy("Shorten it, and bring the row again.")),
    "day_unreadable": (gettext_lazy("The day cannot be read."), gettext_lazy("Correct it in the record.")),
    "day_of_short_year": (gettext_lazy("The year has two digits: the century is not clear."), gettext_lazy("Correct it in the record.")),
    "day_impossible": (gettext_lazy("Nobody living was born on that day."), gettext_lazy("Ask, and correct it in the record.")),
    "age_unreadable": (gettext_lazy("The age cannot be read."), gettext_lazy("Correct it in the record.")),
    "nation_unknown": (gettext_lazy("The nationality is not known by this word."), gettext_lazy("Choose it in the record.")),
    "nation_or_none": (
        gettext_lazy("This word can mean stateless, or that nothing was written down."),
        gettext_lazy("Ask the person; nothing was written in the record."),
    ),
    "phone_unreadable": (gettext_lazy("This is no telephone number that can be dialled."), gettext_lazy("Ask the partner, and add it in the record.")),
    "district_unknown": (gettext_lazy("The district is not known, or several are meant."), gettext_lazy("Choose it in the record.")),
    "district_meant": (gettext_lazy("The district was misspelt and is read as the nearest."), gettext_lazy("Check whether it is right.")),
    "sex_unknown": (gettext_lazy("The sex is not known by this word."), gettext_lazy("Choose it in the record.")),
    "too_long": (gettext_lazy("This is longer than what may stand there."), gettext_lazy("Shorten it, and write it in the record.")),
    "note_needs_case": (
        gettext_lazy("The note was not taken: notes need a case."),
        gettext_lazy("Let cases be opened for this file, or write it down when you open one."),
    ),
    "formula_empty": (
        gettext_lazy("The cell holds a formula without a value."),
        gettext_lazy("Open the file, save it, and bring it again; or write the value in the record."),
    ),
    "without_column": (gettext_lazy("This stands beside the table, under no heading."), gettext_lazy("Give the column a heading, if it matters.")),
    "row_twice": (gettext_lazy("The same row stands above already."), gettext_lazy("Nothing needs to be done.")),
    "case_missing": (
        gettext_lazy("There is no case of this code that you work on."),
        gettext_lazy("Check the code."),
    ),
    "no_case": (gettext_lazy("There is no code of a case."), gettext_lazy("Write it, and bring the row again.")),
    "no_outcome": (gettext_lazy("It is not said how the case ended."), gettext_lazy("Write it, and bring the row again.")),
    "no_summary": (gettext_lazy("There is no summary."), gettext_lazy("Write in a few words how the case ended.")),
    "outcome_unknown": (
        gettext_lazy("This is no way in which a case ends."),
        gettext_lazy("Use the words of the page on which cases are closed."),
    ),
    "held": (gettext_lazy("Something keeps the case open."), gettext_lazy("Open the case: it says what.")),
    "not_now": (gettext_lazy("The case could not be closed now."), gettext_lazy("Open the case and try there.")),
}  # fmt: skip
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
    return (str(reason.text) if reason else _("A rule says no.")), _("Mend it, and bring the row again.")
