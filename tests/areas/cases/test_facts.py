"""What is known of a case is stated, read and taken back; it leaves the agency only with the full file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import CaseNumber, Incident, Intake, Perpetrator, SupportPlan, TraffickingFacts
from jiwar.areas.cases.words import HTCDS, Number, Opening, Outcome, Programme
from jiwar.areas.cases.words import Incident as IncidentValue
from jiwar.areas.cases.words import Intake as IntakeValue
from jiwar.areas.cases.words import Perpetrator as PerpetratorValue
from jiwar.areas.cases.words import SupportPlan as SupportValue
from jiwar.areas.cases.words import Trafficking as TraffickingValue
from jiwar.areas.people.words import Erasure
from jiwar.ground.access import wall
from jiwar.ground.access.classes import DataClass, Level
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Event
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from jiwar.lib.formats.htcds import FIELDS
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
TABLES = (TraffickingFacts, Intake, SupportPlan, Incident, Perpetrator, CaseNumber)

TRAFFICKING = TraffickingValue(
    agreement_to_manage_personal_data=True,
    trafficking_status="ActualVictimOfTrafficking",
    age_when_trafficked=17,
    methods_of_control=("DebtBondage", "PhysicalThreats"),
    type_of_exploitation=("ForcedLabour",),
    location_of_recruitment="مكتب في العاصمة",
    details_of_vulnerabilities="لا تعرف اللغة",
)
INTAKE = IntakeValue(
    case_owner="Reem H.",
    referring_organisation="جمعية",
    incoming_referral_date=date(2026, 3, 27),
    incoming_referral_details="first line\nsecond line",
    follow_up=True,
)
SUPPORT = SupportValue(objectives="مأوى", planned_end_date=date(2027, 1, 31), type="Education")
INCIDENT = IncidentValue(
    type="Transit",
    date=date(2025, 12, 24),
    description="أُخذ جوازها",
    country="JOR",
    city="إربد",
    latitude=32.5556,
    longitude=35,
)
PERPETRATOR = PerpetratorValue(role_in_process=("Transporter",), role_details="قاد السيارة", organisation="شركة")
NATIONAL = Number("national-referral", "NRM 2026/0042", "وزارة", verified=True)


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def told(world: World) -> Any:
    """A case of Amal with something in every group."""
    case = make.case(world.amal, programme=Programme.TRAFFICKING)
    actions.state_trafficking(world.amal, case.pk, facts=TRAFFICKING, version=0)
    actions.state_intake(world.amal, case.pk, facts=INTAKE, version=0)
    actions.state_support(world.amal, case.pk, facts=SUPPORT, version=0)
    actions.note_incident(world.amal, case.pk, facts=INCIDENT)
    actions.note_perpetrator(world.amal, case.pk, facts=PERPETRATOR)
    actions.note_number(world.amal, case.pk, number=NATIONAL)
    return case


class TestStating:
    def test_what_was_stated_is_read_again(self, world: World, told: Any) -> None:
        known = known_to(world.amal, told)
        assert known.trafficking
        assert known.trafficking.facts == TRAFFICKING
        assert known.intake
        assert known.intake.facts == INTAKE
        assert known.support
        assert known.support.facts == SUPPORT
        assert [one.facts for one in known.incidents] == [INCIDENT]
        assert [one.facts for one in known.perpetrators] == [PERPETRATOR]
        assert [one.number for one in known.numbers] == [NATIONAL]
        assert known.works

    def test_every_field_of_the_standard_has_its_place(self) -> None:
        names = {name for table in HTCDS.values() for name in table}
        asked = {n for n in FIELDS if n[:4] in {"vic_", "cas_", "spl_", "hte_", "per_"}}
        assert asked - names == {"cas_Status", "cas_ReasonForCaseClosure", "cas_ExternalId"}

    def test_one_field_is_changed_and_nothing_else(self, world: World, told: Any) -> None:
        changed = replace(TRAFFICKING, age_when_trafficked=16)
        actions.state_trafficking(world.amal, told.pk, facts=changed, version=1)
        known = known_to(world.amal, told)
        assert known.trafficking
        assert known.trafficking.facts == changed
        assert known.intake
        assert known.intake.facts == INTAKE

    def test_no_word_of_it_stands_in_plain(self, world: World, told: Any) -> None:
        with standing(world.amal), connection.cursor() as cursor:
            rows = []
            for table in TABLES:
                cursor.execute(f"select t::text from {table._meta.db_table} t")
                rows += [row for (row,) in cursor.fetchall()]
        text = " ".join(rows)
        assert len(rows) == 6
        assert "DebtBondage" in text
        for word in ("مكتب", "Reem", "2025-12-24", "32.5", "إربد", "السيارة", "0042", "وزارة"):
            assert word not in text
            assert word.encode().hex() not in text

    def test_who_saved_second_is_told(self, world: World, told: Any) -> None:
        with pytest.raises(Stale):
            actions.state_intake(world.amal, told.pk, facts=INTAKE, version=0)
        with pytest.raises(Stale):
            actions.state_support(world.amal, told.pk, facts=SUPPORT, version=7)
        (incident,) = known_to(world.amal, told).incidents
        with pytest.raises(Stale):
            actions.correct_incident(
                world.amal, told.pk, incident_id=incident.id, facts=INCIDENT, version=incident.version + 1
            )

    def test_a_version_of_nothing_is_missing(self, world: World) -> None:
        case = make.case(world.amal)
        with pytest.raises(Missing):
            actions.state_intake(world.amal, case.pk, facts=INTAKE, version=1)

    @pytest.mark.parametrize(
        "facts",
        [
            TraffickingValue(trafficking_status="Invented"),
            TraffickingValue(methods_of_control=("DebtBondage", "Invented")),
            TraffickingValue(location_of_recruitment="x" * 501),
        ],
    )
    def test_what_its_field_does_not_take_is_refused(self, world: World, facts: TraffickingValue) -> None:
        case = make.case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.state_trafficking(world.amal, case.pk, facts=facts, version=0)
        assert refused.value.reason.code == "fact_misfits"
        assert getattr(facts, refused.value.reason.field)

    def test_a_closed_case_takes_none(self, world: World) -> None:
        case = make.closed_case(world.amal)
        for act in (
            lambda: actions.state_trafficking(world.amal, case.pk, facts=TRAFFICKING, version=0),
            lambda: actions.note_incident(world.amal, case.pk, facts=INCIDENT),
            lambda: actions.note_number(world.amal, case.pk, number=NATIONAL),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.reason.code == "case_closed"


class TestSeveral:
    def test_an_incident_is_corrected_and_dropped(self, world: World, told: Any) -> None:
        (incident,) = known_to(world.amal, told).incidents
        second = actions.note_incident(world.amal, told.pk, facts=IncidentValue(description="ثانية"))
        other = replace(INCIDENT, city="جرش")
        actions.correct_incident(world.amal, told.pk, incident_id=incident.id, facts=other, version=incident.version)
        assert [one.facts.city for one in known_to(world.amal, told).incidents] == ["جرش", ""]
        actions.drop_incident(world.amal, told.pk, incident_id=incident.id)
        assert [one.id for one in known_to(world.amal, told).incidents] == [second.pk]
        with pytest.raises(Missing):
            actions.drop_incident(world.amal, told.pk, incident_id=incident.id)

    def test_who_took_part_is_corrected_and_dropped(self, world: World, told: Any) -> None:
        (one,) = known_to(world.amal, told).perpetrators
        other = replace(PERPETRATOR, organisation="")
        actions.correct_perpetrator(world.amal, told.pk, perpetrator_id=one.id, facts=other, version=one.version)
        assert known_to(world.amal, told).perpetrators[0].facts == other
        actions.drop_perpetrator(world.amal, told.pk, perpetrator_id=one.id)
        assert known_to(world.amal, told).perpetrators == []

    def test_nothing_said_is_refused(self, world: World, told: Any) -> None:
        for act in (
            lambda: actions.note_incident(world.amal, told.pk, facts=IncidentValue()),
            lambda: actions.note_perpetrator(world.amal, told.pk, facts=PerpetratorValue()),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.reason.code == "nothing_said"

    def test_an_incident_of_another_case_is_missing(self, world: World, told: Any) -> None:
        (incident,) = known_to(world.amal, told).incidents
        other = make.case(world.amal)
        with pytest.raises(Missing):
            actions.correct_incident(world.amal, other.pk, incident_id=incident.id, facts=INCIDENT, version=1)
        with pytest.raises(Missing):
            actions.drop_incident(world.amal, other.pk, incident_id=incident.id)


class TestNumbers:
    def test_a_case_is_found_by_its_number(self, world: World, told: Any) -> None:
        found = asked(
            queries.cases_by_numbers,
            world.amal,
            system=NATIONAL.system,
            numbers=["nrm2026/0042", "NRM 2026/0043", NATIONAL.number],
        )
        assert found == {"nrm2026/0042": told.pk, NATIONAL.number: told.pk}
        assert asked(queries.cases_by_numbers, world.amal, system="other", numbers=[NATIONAL.number]) == {}
        assert asked(queries.cases_by_numbers, world.dima, system=NATIONAL.system, numbers=[NATIONAL.number]) == {}

    def test_a_number_is_given_once_among_the_cases_in_sight(self, world: World, told: Any) -> None:
        for who, case in ((world.amal, make.case(world.amal)), (world.amal, told), (world.bashir, told)):
            with pytest.raises(Refused) as refused:
                actions.note_number(who, case.pk, number=replace(NATIONAL, number="nrm 2026 / 0042"))
            assert refused.value.reason.code == "number_taken"
        (number,) = known_to(world.amal, told).numbers
        actions.drop_number(world.amal, told.pk, number_id=number.id)
        actions.note_number(world.amal, make.case(world.amal).pk, number=NATIONAL)

    def test_the_number_of_a_case_out_of_sight_answers_as_one_that_nobody_has(self, world: World, told: Any) -> None:
        """Else whoever types numbers learns which of them have a case here."""
        free, hidden = replace(NATIONAL, number="NRM 2026/9999"), NATIONAL
        other = make.case(world.huda)
        opening = Opening(other.person_id, Programme.GENERAL)
        for number in (free, hidden):
            assert asked(queries.cases_by_numbers, world.huda, system=NATIONAL.system, numbers=[number.number]) == {}
            actions.open_cases(world.huda, openings=[replace(opening, numbers=(number,))])
        third = replace(NATIONAL, system="partner")
        make_hidden(world, told, third)
        actions.note_number(world.huda, other.pk, number=third)
        assert [one.number for one in known_to(world.huda, other).numbers] == [third]
        found = asked(queries.cases_by_numbers, world.bashir, system=NATIONAL.system, numbers=[NATIONAL.number])
        assert found == {NATIONAL.number: told.pk}

    def test_another_agency_may_have_it_under_another_token(self, world: World, told: Any) -> None:
        foreign = make.case(world.dima)
        row = actions.note_number(world.dima, foreign.pk, number=NATIONAL)
        with standing(world.amal):
            assert CaseNumber.objects.get(case=told).token != row.token

    @pytest.mark.parametrize(
        ("number", "code"),
        [
            (Number("Not a code", "1"), "system_unknown"),
            (Number("partner", "  "), "number_missing"),
            (Number("partner", "1" * 501), "number_too_long"),
        ],
    )
    def test_what_is_no_number_is_refused(self, world: World, number: Number, code: str) -> None:
        case = make.case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.note_number(world.amal, case.pk, number=number)
        assert refused.value.reason.code == code


class TestWhoMay:
    def test_who_works_no_cases_states_nothing(self, world: World, told: Any) -> None:
        for who in (world.elias, world.ghada, world.farah):
            with pytest.raises(Forbidden):
                actions.state_trafficking(who, told.pk, facts=TRAFFICKING, version=1)
            with pytest.raises(Forbidden):
                actions.drop_number(who, told.pk, number_id=uuid4())

    def test_who_is_not_of_this_file_finds_none(self, world: World, told: Any) -> None:
        for act in (
            lambda: actions.state_intake(world.dima, told.pk, facts=INTAKE, version=1),
            lambda: actions.note_incident(world.dima, told.pk, facts=INCIDENT),
            lambda: actions.note_perpetrator(world.dima, told.pk, facts=PERPETRATOR),
            lambda: actions.note_number(world.dima, told.pk, number=NATIONAL),
            lambda: known_to(world.dima, told),
        ):
            with pytest.raises(Missing):
                act()
        assert asked(queries.case_records, world.dima, case_ids=[told.pk]) == {}

    def test_a_summary_shows_nothing_not_even_a_row(self, world: World, told: Any) -> None:
        summary = make.terms(DataClass.SERVICE, DataClass.IDENTITY, level=Level.SUMMARY)
        make.share(world.amal, told, world.carine, summary)
        with pytest.raises(Missing):
            known_to(world.carine, told)
        assert rows_seen_by(world, "carine") == dict.fromkeys(names(), 0)

    def test_the_full_file_shows_what_was_granted_of_it(self, world: World, told: Any) -> None:
        make.share(world.amal, told, world.carine)
        known = known_to(world.carine, told)
        assert known.trafficking
        assert known.trafficking.facts == TRAFFICKING
        assert [one.facts for one in known.incidents] == [INCIDENT]
        assert known.numbers == []
        assert not known.works
        with pytest.raises(Missing):
            actions.note_incident(world.carine, told.pk, facts=INCIDENT)
        assert rows_seen_by(world, "carine")["cases_casenumber"] == 0

    def test_the_full_file_without_the_story_shows_nothing_not_even_a_row(self, world: World, told: Any) -> None:
        every = set(DataClass) - {DataClass.NARRATIVE, DataClass.SHELTER, DataClass.PUBLIC_STAT}
        make.share(world.amal, told, world.carine, make.terms(*every))
        known = known_to(world.carine, told)
        assert (known.trafficking, known.intake, known.support) == (None, None, None)
        assert [*known.incidents, *known.perpetrators] == []
        assert rows_seen_by(world, "carine", history=True) == dict.fromkeys(names(history=True), 0)

    def test_a_story_that_ended_shows_nothing(self, world: World, told: Any) -> None:
        terms = make.share(world.amal, told, world.carine)
        assert rows_seen_by(world, "carine")["cases_intake"] == 1
        actions.end_share(world.amal, told.pk, basis=terms.basis, basis_id=terms.basis_id)
        make.share(world.amal, told, world.carine, make.terms(DataClass.SERVICE, DataClass.IDENTITY))
        assert rows_seen_by(world, "carine") == dict.fromkeys(names(), 0)

    def test_the_story_without_the_service_shows_words_alone(self, world: World, told: Any) -> None:
        make.share(world.amal, told, world.carine, make.terms(DataClass.NARRATIVE))
        known = known_to(world.carine, told)
        assert known.trafficking
        assert known.trafficking.facts == TraffickingValue(
            location_of_recruitment="مكتب في العاصمة", details_of_vulnerabilities="لا تعرف اللغة"
        )
        assert known.incidents[0].facts == replace(INCIDENT, type="", country="")

    def test_the_reading_is_recorded_before_it_is_shown(self, world: World, told: Any) -> None:
        def readings() -> int:
            with standing(world.bashir):
                return Event.objects.filter(root_id=told.pk, action="case_file", outcome="read").count()

        before = readings()
        known_to(world.amal, told)
        asked(queries.case_records, world.amal, case_ids=[told.pk])
        assert readings() == before + 2


class TestRows:
    def test_no_row_is_put_into_a_foreign_case(self, world: World, told: Any) -> None:
        with standing(world.dima), wall.announcing("probe"), pytest.raises(DatabaseError), transaction.atomic():
            TraffickingFacts(case_id=told.pk).insert()

    def test_no_number_occupies_that_of_another_agency(self, world: World, told: Any) -> None:
        with standing(world.amal), wall.announcing("probe"), pytest.raises(DatabaseError), transaction.atomic():
            CaseNumber(case=told, agency_id=world.dima.agency_id, place=9, system="x", number=b"x", token=1).insert()

    def test_no_row_changes_without_announcement(self, world: World, told: Any) -> None:
        for table in TABLES:
            with standing(world.amal), pytest.raises(DatabaseError), transaction.atomic():
                table.objects.update(version=9)

    def test_erasing_leaves_no_row_and_no_history(self, world: World, told: Any) -> None:
        case = told
        card = asked(queries.case_card, world.amal, case.pk)
        actions.close_case(world.amal, case.pk, outcome=Outcome.GOALS_MET, summary="x", version=card.version)
        with standing(world.bashir):
            version = type(case.person).objects.get(pk=case.person_id).version
        before = rows_kept()
        actions.erase_file(world.bashir, case.person_id, reason=Erasure.ASKED, version=version)
        after = rows_kept()
        assert all(before.values())
        assert after == dict.fromkeys(before, 0)


def asked(query: Callable[..., Any], who: Who, *args: Any, **kwargs: Any) -> Any:
    """What a query answers to somebody."""
    with standing(who):
        return query(who, *args, **kwargs)


def make_hidden(world: World, case: Any, number: Number) -> None:
    """Give a case of Amal, which Huda does not see, one more number."""
    actions.note_number(world.amal, case.pk, number=number)
    with standing(world.huda):
        assert not CaseNumber.objects.filter(case=case).exists()


def known_to(who: Who, case: Any) -> queries.CaseFacts:
    found: queries.CaseFacts = asked(queries.facts_of, who, case.pk)
    return found


def names(*, history: bool = False) -> list[str]:
    tables = [table._meta.db_table for table in TABLES]
    return [*tables, *(f"{name}history" for name in tables)] if history else tables


def rows_seen_by(world: World, name: str, *, history: bool = False) -> dict[str, int]:
    """How many rows the wall shows somebody of each table."""
    found = {}
    with standing(world.named(name)), connection.cursor() as cursor:
        for table in names(history=history):
            cursor.execute(f"select count(*) from {table}")
            found[table] = cursor.fetchone()[0]
    return found


def rows_kept() -> dict[str, int]:
    """How many rows there are of each table and its history, whoever sees them."""
    return {table: keeper.rows(f"select count(*) from public.{table}")[0][0] for table in names(history=True)}
