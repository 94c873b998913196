"""What a receiver will see, shown before anything is shared, with the very words and values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jiwar.areas.cases.queries import CaseCard, CaseFile
from jiwar.areas.people.queries import PersonFile
from jiwar.ground.access.classes import DataClass, Level
from jiwar.ground.access.grants import Terms
from jiwar.ground.base.clock import AMMAN
from jiwar.ground.base.pages import Fact
from jiwar.ground.base.templatetags.jiwar_text import code, first_name, years

NOT_READ = frozenset({DataClass.NARRATIVE, DataClass.IDENTITY, DataClass.STATUS})


@dataclass(frozen=True, slots=True)
class Sight:
    """A share as its receiver would see it. `notes` are None where what happened is not shown."""

    receiver: str
    basis: str
    basis_id: str
    purpose: str
    last_day: date
    seen: list[Fact]
    never: list[str]
    notes: list[str] | None


def reads_file(terms: Terms) -> bool:
    """Whether showing this sight opens the file: then the reading is recorded, as any other."""
    return terms.level is Level.FULL and bool(terms.classes & NOT_READ)


def sight_of(terms: Terms, receiver: str, *, card: CaseCard, file: CaseFile | None, person: PersonFile | None) -> Sight:
    """Compose what `terms` show of this case. `file` and `person` are there where `reads_file`."""
    full, classes = terms.level is Level.FULL, terms.classes
    tells = full and DataClass.NARRATIVE in classes and file is not None
    until = terms.until.astimezone(AMMAN).date() - timedelta(days=1) if terms.until else date.max
    return Sight(
        receiver=receiver,
        basis=str(terms.basis.label),
        basis_id=terms.basis_id,
        purpose=str(terms.purpose.label),
        last_day=until,
        seen=[*_always(card), *_person(terms, card, person)],
        never=list(_never(terms)),
        notes=[note.text for note in file.notes] if tells and file else None,
    )


def _always(card: CaseCard) -> Iterator[Fact]:
    yield Fact(_("Code"), code(card.code))
    yield Fact(_("Programme"), str(capfirst(card.programme.label)))
    yield Fact(_("Status"), str(capfirst(card.status.label)))
    yield Fact(_("Risk"), str(capfirst(card.risk.label)) if card.risk else _("Risk not judged yet"))


def _person(terms: Terms, card: CaseCard, person: PersonFile | None) -> Iterator[Fact]:
    if DataClass.IDENTITY in terms.classes and card.person:
        yield Fact(_("First name"), first_name(card.person))
        yield Fact(_("Age"), years(card.person.age) or _("Not known"))
        yield Fact(_("Safe contact"), card.person.safe_contact or _("Nothing agreed yet"))
    if person:
        for name in person.names if DataClass.IDENTITY in terms.classes else ():
            yield Fact(str(capfirst(name.script.label)), f"{name.first} {name.rest}".strip())
        if DataClass.STATUS in terms.classes and person.residence:
            yield Fact(_("Status in the country"), str(capfirst(person.residence.label)))


def _never(terms: Terms) -> Iterator[str]:
    if DataClass.IDENTITY not in terms.classes:
        yield _("who the person is")
    elif terms.level is not Level.FULL:
        yield _("the full name")
    if DataClass.NARRATIVE not in terms.classes or terms.level is not Level.FULL:
        yield _("notes and summary")
    if DataClass.STATUS not in terms.classes:
        yield _("status in the country")
    yield _("where the person stays")
