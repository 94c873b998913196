"""What a receiver will see, shown before anything is shared, with the very words and values.

One's own file is cut by the receiver's sight with what cuts it for the receiver later; nothing is decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jiwar.areas.cases.queries import CaseCard, CaseFacts, CaseFile, ShownNote
from jiwar.areas.cases.words.telling import GROUPS, Line, lines_of
from jiwar.areas.people.queries import PersonCard, PersonFile
from jiwar.areas.people.words import told_details
from jiwar.ground.access.classes import DataClass, Level
from jiwar.ground.access.grants import PERSONAL, Terms
from jiwar.ground.access.models import Agency
from jiwar.ground.access.queries import Sight
from jiwar.ground.base.clock import AMMAN
from jiwar.ground.base.pages import Fact
from jiwar.ground.base.templatetags.jiwar_text import code, day, first_name, in_language, years

NOT_READ = frozenset({DataClass.NARRATIVE, DataClass.IDENTITY, DataClass.STATUS, DataClass.PLACE})


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share as its receiver would see it. `notes` are None where what happened is not shown."""

    receiver: str
    basis: str
    basis_id: str
    purpose: str
    last_day: date
    seen: list[Fact]
    never: list[str]
    summary: str
    notes: list[ShownNote] | None
    known: list[tuple[Promise, list[Line]]]
    """What is known of the case, in the groups that tell something; of several incidents one after the other."""


def reads_file(terms: Terms) -> bool:
    """Whether showing this sight opens the file: then the reading is recorded, as any other."""
    return terms.level is Level.FULL and bool(terms.classes & NOT_READ)


def sight_of(
    terms: Terms,
    receiver: Agency,
    *,
    card: CaseCard,
    file: CaseFile | None,
    known: CaseFacts | None,
    person: PersonFile | None,
) -> ShownShare:
    """Compose what `terms` show of this case. `file`, `known` and `person` are there where `reads_file`."""
    sight = Sight.under(terms, receiver)
    opened = file.through(sight, works=False) if file else None
    until = terms.until.astimezone(AMMAN).date() - timedelta(days=1) if terms.until else date.max
    return ShownShare(
        receiver=in_language(receiver),
        basis=str(terms.basis.label),
        basis_id=terms.basis_id,
        purpose=str(terms.purpose.label),
        last_day=until,
        seen=[*_case(replace(card.through(sight), is_own=False)), *_person(terms, sight, card, person)],
        never=list(_never(sight)),
        summary=opened.summary if opened else "",
        notes=opened.notes if opened and opened.shows_narrative else None,
        known=list(_known(known.through(sight))) if known else [],
    )


def _known(known: CaseFacts) -> Iterator[tuple[Promise, list[Line]]]:
    single = [one for one in (known.trafficking, known.intake, known.support) if one]
    for one in [*single, *known.incidents, *known.perpetrators]:
        if lines := lines_of(one.facts):
            yield GROUPS[type(one.facts)], lines


def _case(card: CaseCard) -> Iterator[Fact]:
    yield Fact(_("Code"), code(card.code))
    if card.programme:
        yield Fact(_("Programme"), str(capfirst(card.programme.label)))
    yield Fact(_("Open since"), day(card.opened_on))
    yield Fact(_("Status"), str(capfirst(card.status.label)))
    if card.closed_on:
        yield Fact(_("Closed on"), day(card.closed_on))
    if card.outcome:
        yield Fact(_("Outcome"), str(capfirst(card.outcome.label)))
    if card.shows_service:
        yield Fact(_("Risk"), str(capfirst(card.risk.label)) if card.risk else _("Risk not judged yet"))
    if card.owner:
        yield Fact(_("Responsible"), in_language(card.owner))


def _person(terms: Terms, sight: Sight, case: CaseCard, file: PersonFile | None) -> Iterator[Fact]:
    """The record of the person is opened by what stands on it alone."""
    if not terms.classes & PERSONAL:
        return
    if case.person:
        yield from _person_card(case.person.through(sight), sight)
    if file:
        opened = replace(file, is_own=False).through(sight)
        for name in opened.names:
            yield Fact(str(capfirst(name.script.label)), name.whole)
        for phone in opened.phones:
            yield Fact(phone.kind_label, phone.number, phone.warning)
        for _group, facts in told_details(opened.details):
            yield from facts
        if opened.residence:
            yield Fact(_("Status in the country"), str(capfirst(opened.residence.label)))


def _person_card(card: PersonCard, sight: Sight) -> Iterator[Fact]:
    if sight.shows(DataClass.IDENTITY):
        yield Fact(_("First name"), first_name(card))
        yield Fact(_("Safe contact"), card.safe_contact or _("Nothing agreed yet"))
    if card.sex:
        yield Fact(_("Sex"), str(capfirst(card.sex.label)))
    if card.shows_service:
        yield Fact(_("Age"), years(card.age) or _("Not known"))
    if card.birth_year:
        yield Fact(_("Year of birth"), code(card.birth_year))
    if card.language:
        yield Fact(_("Language"), str(capfirst(card.language.label)))


def _never(sight: Sight) -> Iterator[str]:
    if not sight.shows(DataClass.SERVICE):
        yield _("programme, risk, outcome, who is responsible, sex, age and language")
    if not sight.opens(DataClass.SERVICE) or not sight.in_file & PERSONAL:
        yield _("further details of the person: family, schooling, identity number, address for letters")
    if not sight.shows(DataClass.IDENTITY):
        yield _("who the person is")
    elif not sight.opens(DataClass.IDENTITY):
        yield _("the full name")
    if not sight.opens(DataClass.NARRATIVE):
        yield _("notes and summary")
        yield _("what was done to the person, how the case came, its plan, incidents and who took part")
    if not sight.opens(DataClass.STATUS):
        yield _("status in the country and citizenship")
    if not sight.opens(DataClass.PLACE):
        yield _("where the person stays")
    yield _("where a shelter is")
    yield _("numbers of the case in other systems, and what stood there before it was changed")
    yield _("what the person says of their gender, and what they agreed to or refused")
