"""Why the rules of a person's record say no, in words somebody can act on. The codes are those of rules.py."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.areas.people import rules
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Details, Newcomer, label_of
from jiwar.ground.access.queries import stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Reason, Reasons, Refused

REASONS = Reasons(
    Reason("no_name", _("Give a first name in at least one script."), field="first_arab"),
    Reason("two_names", _("Only one name can be given in each script."), field="first_arab"),
    Reason("birth_year", _("Nobody living was born in that year: check it."), field="birth_year"),
    Reason("birth_date", _("Nobody living was born on that day: check it."), field="birth_date"),
    Reason(
        "other_birth_year",
        _("The day of birth that is written down lies in another year. Correct it among the details first."),
        field="birth_year",
    ),
    Reason("strange_detail", _("%(field)s: this value cannot be kept here. Check it.")),
    Reason("no_number", _("Give a number with each telephone.")),
    Reason("too_many_phones", _("No more than %(most)s telephones can be kept."), params={"most": rules.MOST_PHONES}),
    Reason("long_phone", _("A number or a safe time is too long: shorten it.")),
)


def why_not_register(newcomer: Newcomer) -> Reason | None:
    """Why somebody new would be refused, asked beforehand; None where nothing stands in the way."""
    code = rules.why_not_register(newcomer, today=clock.today())
    return _worded(code, newcomer.details) if code else None


def refuse_details(details: Details) -> None:
    """Raise why these details are not written down, if they are not."""
    code = rules.why_not_state_details(details, today=clock.today())
    if code:
        raise Refused(_worded(code, details))


def _worded(code: str, details: Details) -> Reason:
    """The reason; of a strange detail with its name, and leading to its field."""
    strange = rules.strange_detail(details) if code == "strange_detail" else None
    return replace(REASONS[code], params={"field": label_of(strange)}, field=strange) if strange else REASONS[code]


def own_person(who: Who, person_id: UUID) -> Person:
    """The record, if one works on it and it is not erased; a granted one is not corrected by the receiver."""
    person = Person.objects.filter(pk=person_id, agency_id=who.agency_id, erased_on__isnull=True).first()
    if person is None or not stands_on(who, person_id):
        raise Missing
    return person
