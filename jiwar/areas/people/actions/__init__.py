"""The verbs of a person's record: every change of it starts here, whichever door it came through.

`why_not_register` is no verb: whoever brings in many asks it beforehand for each.
"""

from jiwar.areas.people.actions.detailing import state_details, state_phones
from jiwar.areas.people.actions.finding import rotate_finding_keys
from jiwar.areas.people.actions.reasons import why_not_register as why_not_register
from jiwar.areas.people.actions.registering import correct_person, erase_person, register_people, register_person

__all__ = [
    "correct_person",
    "erase_person",
    "register_people",
    "register_person",
    "rotate_finding_keys",
    "state_details",
    "state_phones",
]
