"""Plant words in every sealed column there is, through the product's own actions.

A column without a planter fails the proof: whoever adds one says here how text gets into it.
"""

import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.words import (
    GlassCategory,
    Incident,
    Intake,
    Number,
    Outcome,
    Perpetrator,
    Programme,
    SupportPlan,
    Trafficking,
)
from jiwar.areas.people import actions as people
from jiwar.areas.people.models import PersonDetails
from jiwar.areas.people.words import Details, GivenName, Particulars, Phone, PhoneKind, Script
from jiwar.ground.access import installing
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import User
from jiwar.ground.access.roles import CaseWorker, Supervisor
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock
from jiwar.ground.files import actions as files
from jiwar.ground.files.models import Document, DocumentContent
from jiwar.ground.files.rules import LONGEST_TITLE
from jiwar.ground.files.words import DocumentKind
from jiwar.ground.vault.fields import SealedField
from jiwar.ground.vault.keyring import ring
from jiwar.ground.work import actions as work
from jiwar.ground.work.models import Task
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from proofs.canary.words import Mint

WITHOUT_TEAM = ("bashir", "huda")
MAILING = ("city", "state", "street", "postal_code")
PLACES = ("location_of_recruitment", "location_of_exploitation", "details_of_vulnerabilities")
REFERRALS = (
    "case_owner", "referring_organisation", "referring_primary_case_worker", "incoming_referral_details",
    "referred_organisation", "referred_primary_case_worker", "outgoing_referral_details",
)  # fmt: skip
LONGEST_LINE = 500
"""Characters of a line of text in the standard of case data."""
CODED = ("birth_date", "gender", "mailing_country", "mailing_longitude", "mailing_latitude")
"""Details in words, and those that the rules take in codes, days and numbers alone."""
NOBODY = [GivenName(Script.LATIN, "Nobody", "Example")]


@dataclass(frozen=True, slots=True)
class Stage:
    """Who works here, with whose passwords; a case that is open, one that is closed, and what is planted into them."""

    worker: Who
    chief: Who
    stranger: Who
    colleague: Who
    passwords: dict[str, str]
    open_case: UUID
    closed_case: UUID
    person: UUID
    mint: Mint


def set_stage(mint: Mint, secrets: Mint) -> Stage:
    """Two agencies. Every password is a canary of its own kind."""
    passwords = {name: secrets.strike(plain=True, arabic=False)[:120] for name in ("amal", "bashir", "dima", "huda")}
    moa, iom = ("moa", AgencyKind.MINISTRY, ("amal", "bashir", "huda")), ("iom", AgencyKind.UN, ("dima",))
    with installing.installing():
        for code, kind, names in (moa, iom):
            agency = installing.add_agency(code, kind, Titles(code, code))
            team = installing.add_team(installing.add_office(agency, Titles(code, code)), Titles(code, code))
            for name in names:
                account = Account(name, Titles(name, name), passwords[name], email=f"{name}@jiwar.example")
                user = installing.add_user(agency, account)
                role = Supervisor if name == "bashir" else CaseWorker
                installing.add_role(user, role, team=None if name in WITHOUT_TEAM else team)
    amal, bashir, dima, huda = (who_for(User.objects.get(username=name), door=Door.CLI) for name in passwords)
    person = people.register_person(amal, names=NOBODY, particulars=Particulars())
    opened = cases.open_case(bashir, person_id=person.pk, programme=Programme.GENERAL, owner_id=amal.user_id)
    ended = cases.open_case(amal, person_id=person.pk, programme=Programme.GENERAL, owner_id=amal.user_id)
    cases.close_case(amal, ended.pk, outcome=Outcome.GOALS_MET, summary="x", version=ended.version)
    return Stage(amal, bashir, dima, huda, passwords, opened.pk, ended.pk, person.pk, mint)


def sealed_columns() -> list[tuple[type[models.Model], SealedField]]:
    """Every sealed column of every model."""
    return [
        (model, column)
        for model in apps.get_models()
        for column in model._meta.local_fields
        if isinstance(column, SealedField)
    ]


def name_of(model: type[models.Model], column: SealedField) -> str:
    return f"{model._meta.label}.{column.name}"


def plant_everywhere(stage: Stage, strings: int) -> dict[str, int]:
    """Plant at least so many words, in turn through every column; how many where.

    Raises LookupError where a column has no planter.
    """
    columns = [name_of(model, column) for model, column in sealed_columns()]
    if strange := set(columns) ^ set(PLANTERS):
        raise LookupError(f"no planter, or a planter for nothing: {', '.join(sorted(strange))}")
    planted = dict.fromkeys(columns, 0)
    for column in cycle(columns):
        if sum(planted.values()) >= strings:
            return planted
        before = len(stage.mint.struck)
        PLANTERS[column](stage)
        planted[column] += len(stage.mint.struck) - before
    return planted


def opened_again(stage: Stage) -> set[str]:
    """What the keys open in every sealed column: that the words are really there."""
    found: set[str] = set()
    for who in (stage.worker, stage.stranger):
        with standing(who):
            for model, column in sealed_columns():
                found |= set(_opened(who, model, column))
    return found


def _opened(who: Who, model: type[models.Model], column: SealedField) -> Iterator[str]:
    rows = list(model._default_manager.all())
    keys = ring(who.agency_id, {getattr(row, column.root) for row in rows}, kinds=[column.kind])
    if model is DocumentContent:
        yield from (_spelt(keys.open_bytes(row, column.name)) for row in rows)
        return
    yield from (text for row in rows if (text := keys.open(row, column.name)))


def _contact(stage: Stage) -> None:
    """Registered, then corrected: the former words are in the history."""
    person = people.register_person(
        stage.worker, names=NOBODY, particulars=Particulars(safe_contact=stage.mint.strike())
    )
    told = Particulars(safe_contact=stage.mint.strike())
    people.correct_person(stage.worker, person.pk, names=NOBODY, particulars=told, version=1)


def _residence(stage: Stage) -> None:
    """Not one of the choices: reading the file of this person fails, and that too must repeat nothing."""
    odd: Any = stage.mint.strike()
    people.register_person(stage.worker, names=NOBODY, particulars=Particulars(residence=odd))


def _first(stage: Stage) -> None:
    names = [GivenName(script, stage.mint.strike()) for script in Script]
    person = people.register_person(stage.worker, names=names, particulars=Particulars())
    people.correct_person(stage.worker, person.pk, names=NOBODY, particulars=Particulars(), version=1)


def _rest(stage: Stage) -> None:
    names = [GivenName(script, "x", stage.mint.strike()) for script in Script]
    people.register_person(stage.worker, names=names, particulars=Particulars())


def _middle(stage: Stage) -> None:
    names = [GivenName(script, "x", "", stage.mint.strike()) for script in Script]
    people.register_person(stage.worker, names=names, particulars=Particulars())


def _short(stage: Stage) -> str:
    """A canary that a line of text takes: after a long one comes one that is not."""
    word = stage.mint.strike()
    return word if len(word) <= LONGEST_LINE else stage.mint.strike()


def _detail(attribute: str) -> Callable[[Stage], None]:
    def plant(stage: Stage) -> None:
        """Stated, then stated otherwise: the former words are in the history."""
        person = people.register_person(stage.worker, names=NOBODY, particulars=Particulars())
        for version in (1, 2):
            told: dict[str, Any] = {attribute: _short(stage)}
            people.state_details(stage.worker, person.pk, details=Details(**told), version=version)

    return plant


def _coded(attribute: str) -> Callable[[Stage], None]:
    def plant(stage: Stage) -> None:
        """Past the rule, which takes days, codes and numbers alone: reading it fails, and that must repeat nothing."""
        person = people.register_person(stage.worker, names=NOBODY, particulars=Particulars())
        people.state_details(stage.worker, person.pk, details=Details(title="x"), version=1)
        with standing(stage.worker), announcing("state_details"):
            row = PersonDetails.objects.get(person_id=person.pk)
            sealed = ring(stage.worker.agency_id, [person.pk]).seal(row, attribute, stage.mint.strike())
            row.change(version=row.version, **{attribute: sealed})

    return plant


def _phone(stage: Stage) -> None:
    _stated_phones(stage, Phone(PhoneKind.MOBILE, stage.mint.strike()))


def _safe_when(stage: Stage) -> None:
    _stated_phones(stage, Phone(PhoneKind.HOME, "0790000000", stage.mint.strike()))


def _stated_phones(stage: Stage, phone: Phone) -> None:
    """Stated, then taken out: the former words are in the history."""
    person = people.register_person(stage.worker, names=NOBODY, particulars=Particulars())
    people.state_phones(stage.worker, person.pk, phones=[phone], version=1)
    people.state_phones(stage.worker, person.pk, phones=[], version=2)


def _summary(stage: Stage) -> None:
    case = cases.open_case(
        stage.worker, person_id=stage.person, programme=Programme.CHILD, owner_id=stage.worker.user_id
    )
    cases.close_case(stage.worker, case.pk, outcome=Outcome.DECLINED, summary=stage.mint.strike(), version=case.version)


def _closing(stage: Stage) -> None:
    case = cases.open_case(
        stage.worker, person_id=stage.person, programme=Programme.CHILD, owner_id=stage.worker.user_id
    )
    cases.propose_closing(
        stage.worker,
        case.pk,
        outcome=Outcome.GOALS_MET,
        summary=stage.mint.strike(),
        closes_on=clock.today() + timedelta(days=1),
        version=case.version,
    )


def _note(stage: Stage) -> None:
    cases.note_case(stage.worker, stage.open_case, text=stage.mint.strike())


def _glass(stage: Stage) -> None:
    """A colleague without a team opens a case in an emergency."""
    case = cases.open_case(
        stage.worker, person_id=stage.person, programme=Programme.ELDERLY, owner_id=stage.worker.user_id
    )
    reason = stage.mint.strike().ljust(20, ".")
    cases.break_glass(stage.colleague, code=case.code, category=GlassCategory.LIFE, reason=reason, minutes=60)


def _task(stage: Stage) -> None:
    _planned(stage, stage.mint.strike())


def _rest_reason(stage: Stage) -> None:
    task = _planned(stage, "")
    tomorrow = clock.today() + timedelta(days=1)
    work.postpone_task(
        stage.worker, task.root_id, task_id=task.pk, until=tomorrow, reason=stage.mint.strike(), version=task.version
    )


def _planned(stage: Stage, text: str) -> Task:
    planned = Planned(TaskKind.CALL, clock.today(), text=text, assignee_id=stage.worker.user_id)
    return cases.plan_task(stage.worker, stage.open_case, planned=planned)


def _facts(of: type[Any], column: str) -> Callable[[Stage], None]:
    """A planter for a column of a group of facts, by the verb of that group, in a case of its own."""

    def plant(stage: Stage) -> None:
        case = cases.open_case(
            stage.worker, person_id=stage.person, programme=Programme.TRAFFICKING, owner_id=stage.worker.user_id
        )
        facts = of(**{column: stage.mint.strike(plain=True)})
        match facts:
            case Trafficking():
                cases.state_trafficking(stage.worker, case.pk, facts=facts, version=0)
            case Intake():
                cases.state_intake(stage.worker, case.pk, facts=facts, version=0)
            case SupportPlan():
                cases.state_support(stage.worker, case.pk, facts=facts, version=0)
            case Incident():
                cases.note_incident(stage.worker, case.pk, facts=facts)
            case _:
                cases.note_perpetrator(stage.worker, case.pk, facts=facts)

    return plant


def _day_and_place(stage: Stage) -> None:
    """Columns that hold a day or a number take no words: they stand beside some."""
    story = stage.mint.strike(plain=True)
    facts = Incident(description=story, date=clock.today(), latitude=31.95, longitude=35.93)
    cases.note_incident(stage.worker, stage.open_case, facts=facts)


def _number(stage: Stage) -> None:
    cases.note_number(stage.worker, stage.open_case, number=Number("partner", stage.mint.strike(plain=True)))


def _source(stage: Stage) -> None:
    number = Number("partner", uuid4().hex, source=stage.mint.strike(plain=True))
    cases.note_number(stage.worker, stage.open_case, number=number)


def _document(stage: Stage) -> None:
    _kept(stage, stage.mint.strike())


def _drop_reason(stage: Stage) -> None:
    document = _kept(stage, "x")
    reason = stage.mint.strike()
    files.drop_document(stage.worker, document.root_id, document_id=document.pk, reason=reason, version=1)


def _content(stage: Stage) -> None:
    _kept(stage, "x", holds=stage.mint.strike())


def _identity_paper(stage: Stage) -> None:
    _kept(stage, "x", kind=DocumentKind.IDENTITY, holds=stage.mint.strike())


def _kept(stage: Stage, title: str, *, kind: DocumentKind = DocumentKind.SOUND, holds: str = "x") -> Document:
    """A sound recording whose samples spell a word: of all that is taken, what is kept as it came."""
    out, samples = BytesIO(), holds.encode()
    with wave.open(out, "wb") as made:
        made.setparams((1, 1, 8000, len(samples), "NONE", ""))
        made.writeframes(samples)
    roots = (stage.open_case, stage.closed_case, stage.person)  # in turn: a file takes 200 of them
    root = roots[len(stage.mint.struck) % len(roots)]
    title = title[:LONGEST_TITLE]
    return files.keep_document(stage.worker, root, kind=kind, title=title, content=out.getvalue())


def _spelt(content: bytes | None) -> str:
    """The word that the samples of a recording spell."""
    if content is None:
        return ""
    with wave.open(BytesIO(content)) as found:
        samples: bytes = found.readframes(found.getnframes())
        return samples.decode()


PLANTERS: dict[str, Callable[[Stage], None]] = {
    "people.Person.safe_contact": _contact,
    "people.Person.residence": _residence,
    "people.PersonName.first": _first,
    "people.PersonName.middle": _middle,
    "people.PersonName.rest": _rest,
    **{f"people.PersonDetails.{one}": _detail(one) for one in ("salutation", "title", "email", "identity_number")},
    **{f"people.PersonDetails.mailing_{one}": _detail(f"mailing_{one}") for one in MAILING},
    **{f"people.PersonDetails.{one}": _coded(one) for one in CODED},
    "people.PersonPhone.number": _phone,
    "people.PersonPhone.safe_when": _safe_when,
    "cases.Case.summary": _summary,
    "cases.PlannedClosing.summary": _closing,
    "cases.Note.text": _note,
    **{
        f"cases.{table}.{column}": _facts(of, column)
        for table, of, columns in (
            ("TraffickingFacts", Trafficking, PLACES),
            ("Intake", Intake, REFERRALS),
            ("SupportPlan", SupportPlan, ("objectives", "action_plan")),
            ("Incident", Incident, ("description", "state", "city", "street", "postal_code")),
            ("Perpetrator", Perpetrator, ("role_details", "organisation")),
        )
        for column in columns
    },
    "cases.Incident.date": _day_and_place,
    "cases.Incident.latitude": _day_and_place,
    "cases.Incident.longitude": _day_and_place,
    "cases.CaseNumber.number": _number,
    "cases.CaseNumber.source": _source,
    "cases.Glass.reason": _glass,
    "files.Document.title": _document,
    "files.Document.drop_reason": _drop_reason,
    "files.DocumentContent.identity": _identity_paper,
    "files.DocumentContent.narrative": _content,
    "work.Task.text": _task,
    "work.Task.rest_reason": _rest_reason,
}
