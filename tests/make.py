"""Makers: one line for a person, a case, a share, made through the product's own actions."""

import time
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.totp.internal import auth as totp

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import (
    Incident,
    Intake,
    Number,
    Occasion,
    Outcome,
    Perpetrator,
    Programme,
    SealKind,
    SupportPlan,
    Trafficking,
)
from jiwar.areas.people import actions as people
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import GivenName, Particulars, Residence, Script, Sex
from jiwar.ground.access.classes import Basis, DataClass, Level, Purpose
from jiwar.ground.access.grants import Terms, To
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from tests.people import World

SALMA = (
    GivenName(Script.ARABIC, "سلمى", "عبد الرحمن الخطيب"),
    GivenName(Script.LATIN, "Salma", "Abdulrahman Al-Khatib"),
)
OPEN = frozenset({DataClass.SERVICE, DataClass.IDENTITY, DataClass.NARRATIVE})
"""What is usually shared: everything but what the firewall guards."""


def particulars(**given: Any) -> Particulars:
    """Particulars of somebody, but for what is given."""
    usual: dict[str, Any] = {
        "sex": Sex.FEMALE,
        "birth_year": 1990,
        "safe_contact": "بعد السادسة",
        "residence": Residence.MIGRANT,
    }
    return Particulars(**(usual | given))


def person(who: Who, *, names: tuple[GivenName, ...] = SALMA, **given: Any) -> Person:
    """Somebody registered by `who`."""
    return people.register_person(who, names=names, particulars=particulars(**given))


def case(who: Who, *, of: Person | UUID | None = None, mine: bool = True, **given: Any) -> Case:
    """An open case of `who` (or waiting in the team), for somebody new unless `of` is given."""
    somebody = of if isinstance(of, UUID) else (of or person(who)).pk
    usual: dict[str, Any] = {"programme": Programme.GENERAL, "owner_id": who.user_id if mine else None}
    return cases.open_case(who, person_id=somebody, **(usual | given))


def note_form(text: str) -> dict[str, str]:
    """What the form of a note sends when only its text was written."""
    return {"text": text, "occasion": Occasion.NOTE.value, "happened_on": f"{clock.today():%d/%m/%Y}"}


def closed_case(who: Who, *, summary: str = "انتهت", **given: Any) -> Case:
    """A case that has ended."""
    made = case(who, **given)
    return cases.close_case(who, made.pk, outcome=Outcome.GOALS_MET, summary=summary, version=made.version)


def facts(who: Who, made: Case, *, word: str = "x") -> dict[str, UUID]:
    """Everything there is to state of a case: with one incident, one who took part, one number, whose ids it says."""
    cases.state_trafficking(who, made.pk, facts=Trafficking(location_of_exploitation=word), version=0)
    cases.state_intake(who, made.pk, facts=Intake(referring_organisation=word), version=0)
    cases.state_support(who, made.pk, facts=SupportPlan(objectives=word), version=0)
    return {
        "incident_id": cases.note_incident(who, made.pk, facts=Incident(description=word)).pk,
        "perpetrator_id": cases.note_perpetrator(who, made.pk, facts=Perpetrator(role_details=word)).pk,
        "number_id": cases.note_number(who, made.pk, number=Number("partner", word, source=word)).pk,
    }


def terms(
    *classes: DataClass,
    basis: Basis = Basis.CONSENT,
    basis_id: str = "",
    level: Level = Level.FULL,
    until: datetime | None = None,
    release: bool = False,
) -> Terms:
    """Terms of a share: OPEN on consent, unless said otherwise. Each its own basis, unless named."""
    return Terms(
        classes=frozenset(classes) or OPEN,
        basis=basis,
        basis_id=basis_id or f"basis-{uuid4().hex[:12]}",
        purpose=Purpose.PROTECTION,
        level=level,
        until=until,
        release=release,
    )


def share(who: Who, made: Case, to: Who, given: Terms | None = None) -> Terms:
    """Share a case with a person of another agency, and say on which terms."""
    on = given or terms()
    cases.share_case(who, made.pk, to=To.user(to.user_id), terms=on)
    return on


def seal(world: World, made: Case, *, by: Who | None = None) -> None:
    """A seal by two: a supervisor proposes, the data-protection officer confirms."""
    _decided(world, made, SealKind.SEAL, by)


def unseal(world: World, made: Case, *, by: Who | None = None) -> None:
    """The same two lift it."""
    _decided(world, made, SealKind.UNSEAL, by)


def _decided(world: World, made: Case, kind: SealKind, by: Who | None) -> None:
    proposal = cases.propose_seal(by or world.bashir, made.pk, kind=kind)
    cases.confirm_seal(world.ghada, made.pk, proposal_id=proposal.pk)


def app_code(secret: str) -> str:
    """What an app with this seed shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret.replace(" ", ""), int(time.time()) // 30)))
