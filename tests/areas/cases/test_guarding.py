"""Conflict of interest, seal and erasure: what is denied is denied to everybody it says, and comes back."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Outcome, SealKind
from jiwar.areas.people.actions import correct_person, erase_person
from jiwar.areas.people.models import Person
from jiwar.areas.people.queries import people_found, person_file
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault.keyring import new_root_id
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    made = make.case(world.amal)
    actions.note_case(world.amal, made.pk, text="ما جرى")
    make.share(world.amal, made, world.carine)
    return made


def readers(world: World, case: Case) -> set[str]:
    """Who sees the case or the person."""
    found = set()
    for name in ("amal", "bashir", "carine", "dima"):
        with standing(world.named(name)):
            if Case.objects.filter(pk=case.pk).exists() or Person.objects.filter(pk=case.person_id).exists():
                found.add(name)
    return found


class TestConflict:
    def test_whoever_it_names_reads_nothing_and_others_go_on(self, world: World, case: Case) -> None:
        actions.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
        assert readers(world, case) == {"bashir", "carine"}

    def test_a_worker_declares_it_of_oneself(self, world: World, case: Case) -> None:
        actions.declare_conflict(world.amal, case.pk, user_id=world.amal.user_id)
        assert readers(world, case) == {"bashir", "carine"}

    def test_supervisors_and_the_officer_are_told_but_not_whom_it_names(self, world: World, case: Case) -> None:
        actions.declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
        told = {user for user, _ in keeper.notices(NoticeKind.SECOND_LOOK)}
        assert world.ghada.user_id in told
        assert world.bashir.user_id not in told

    def test_it_covers_every_case_of_the_person(self, world: World, case: Case) -> None:
        other = make.case(world.amal, of=case.person_id)
        actions.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
        assert readers(world, other) == {"bashir", "carine"}
        later = make.case(world.bashir, of=case.person_id, mine=False, team_id=other.team_id)
        assert "amal" not in readers(world, later)
        actions.lift_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
        assert "amal" in readers(world, other)
        assert "amal" in readers(world, later)

    def test_declared_twice_it_holds_once(self, world: World, case: Case) -> None:
        for _ in range(2):
            actions.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
        actions.lift_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
        assert readers(world, case) == {"amal", "bashir", "carine"}

    def test_it_beats_the_supervisor_too(self, world: World, case: Case) -> None:
        actions.declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
        assert readers(world, case) == {"amal", "carine"}

    def test_nobody_lifts_ones_own(self, world: World, case: Case) -> None:
        actions.declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
        with pytest.raises(Missing):
            actions.lift_conflict(world.bashir, case.pk, user_id=world.bashir.user_id)
        assert "bashir" not in readers(world, case)

    def test_lifting_what_nobody_declared_is_missing(self, world: World, case: Case) -> None:
        with pytest.raises(Missing):
            actions.lift_conflict(world.bashir, case.pk, user_id=world.amal.user_id)

    def test_it_also_keeps_a_receiver_out(self, world: World, case: Case) -> None:
        actions.declare_conflict(world.amal, case.pk, user_id=world.carine.user_id)
        assert readers(world, case) == {"amal", "bashir"}


class TestSeal:
    def test_until_somebody_else_confirms_nothing_changes(self, world: World, case: Case) -> None:
        proposal = actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
        assert readers(world, case) == {"amal", "bashir", "carine"}
        with pytest.raises(Missing):
            actions.confirm_seal(world.bashir, case.pk, proposal_id=proposal.pk)
        assert readers(world, case) == {"amal", "bashir", "carine"}
        actions.confirm_seal(world.ghada, case.pk, proposal_id=proposal.pk)
        assert readers(world, case) == set()

    def test_nobody_reads_it_until_two_lift_it(self, world: World, case: Case) -> None:
        make.seal(world, case)
        proposal = actions.propose_seal(world.bashir, case.pk, kind=SealKind.UNSEAL)
        assert readers(world, case) == set()
        actions.confirm_seal(world.ghada, case.pk, proposal_id=proposal.pk)
        assert readers(world, case) == {"amal", "bashir", "carine"}

    def test_another_supervisor_confirms_too(self, world: World, case: Case) -> None:
        proposal = actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
        people.add_role(world.huda.user_id, Supervisor)
        actions.confirm_seal(people.again("huda"), case.pk, proposal_id=proposal.pk)
        assert readers(world, case) == set()

    def test_a_supervisor_in_conflict_decides_nothing(self, world: World, case: Case) -> None:
        proposal = actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
        people.add_role(world.huda.user_id, Supervisor)
        actions.declare_conflict(world.amal, case.pk, user_id=world.huda.user_id)
        with pytest.raises(Missing):
            actions.confirm_seal(people.again("huda"), case.pk, proposal_id=proposal.pk)

    def test_rejected_or_withdrawn_it_is_over(self, world: World, case: Case) -> None:
        for who in (world.ghada, world.bashir):
            proposal = actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
            actions.reject_seal(who, case.pk, proposal_id=proposal.pk)
            with pytest.raises(Missing):
                actions.confirm_seal(world.ghada, case.pk, proposal_id=proposal.pk)
        decided = keeper.rows("select decision from public.cases_sealproposal order by decided_at")
        assert decided == [("rejected",), ("withdrawn",)]
        assert readers(world, case) == {"amal", "bashir", "carine"}

    def test_proposed_twice_it_waits_once(self, world: World, case: Case) -> None:
        actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
        with pytest.raises(Refused) as refused:
            actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)
        assert refused.value.reason.code == "proposed_already"

    def test_a_sealed_file_is_listed_by_its_code_for_those_who_decide(self, world: World, case: Case) -> None:
        make.seal(world, case)
        for who, codes in ((world.bashir, [case.code]), (world.ghada, [case.code]), (world.dina, [])):
            with standing(who):
                assert [one.code for one in queries.sealed_files(who)] == codes

    def test_a_word_of_the_name_finds_nobody(self, world: World, case: Case) -> None:
        make.seal(world, case)
        with standing(world.amal):
            assert people_found(world.amal, name="سلمى") == []

    def test_sealed_twice_is_missing_because_it_cannot_be_seen(self, world: World, case: Case) -> None:
        make.seal(world, case)
        with pytest.raises(Missing):
            actions.propose_seal(world.bashir, case.pk, kind=SealKind.SEAL)

    @pytest.mark.parametrize("sealed", [True, False])
    def test_another_agencys_supervisor_learns_nothing(self, world: World, case: Case, sealed: bool) -> None:
        if sealed:
            make.seal(world, case)
        for pk in (case.pk, uuid4()):
            with pytest.raises(Missing):
                actions.propose_seal(world.dina, pk, kind=SealKind.UNSEAL)

    def test_lifting_where_no_seal_lies_is_missing(self, world: World, case: Case) -> None:
        with pytest.raises(Missing):
            actions.propose_seal(world.bashir, case.pk, kind=SealKind.UNSEAL)

    def test_the_officer_proposes_nothing(self, world: World, case: Case) -> None:
        with pytest.raises(Forbidden):
            actions.propose_seal(world.ghada, case.pk, kind=SealKind.SEAL)


class TestErasing:
    def erase(self, who: Who, person_id: object, version: int) -> None:
        actions.erase_file(who, person_id, reason=Erasure.ASKED, version=version)  # type: ignore[arg-type]

    def test_nothing_sealed_opens_again(self, world: World) -> None:
        case = make.closed_case(world.amal, summary="قصتها")
        self.erase(world.bashir, case.person_id, 1)
        with standing(world.bashir):
            file = queries.case_file(world.bashir, case.pk)
            person = person_file(world.bashir, case.person_id)
        assert (file.summary, person.names, person.card.firsts, person.card.safe_contact) == ("", (), {}, "")
        assert person.card.is_erased

    def test_no_key_of_it_is_left_with_anybody(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine)
        actions.close_case(world.amal, case.pk, outcome=Outcome.GOALS_MET, summary="x", version=case.version)
        self.erase(world.bashir, case.person_id, 1)
        assert not keeper.rows(
            "select 1 from public.vault_keywrap where root_id in (%s, %s)", [case.pk, case.person_id]
        )

    def test_no_word_finds_the_person(self, world: World) -> None:
        person = make.person(world.amal)
        self.erase(world.bashir, person.pk, person.version)
        assert not keeper.rows("select 1 from public.people_findingkeys")

    def test_what_figures_need_stays(self, world: World) -> None:
        case = make.closed_case(world.amal)
        self.erase(world.bashir, case.person_id, 1)
        with standing(world.bashir):
            card = queries.case_card(world.bashir, case.pk)
        assert (card.code, card.programme, card.closed_on) == (case.code, case.programme, case.closed_on)

    def test_refused_while_a_case_is_open(self, world: World, case: Case) -> None:
        with pytest.raises(Refused) as refused:
            self.erase(world.bashir, case.person_id, 1)
        assert refused.value.reason.code == "has_open_cases"

    def test_stale_where_the_record_was_corrected_meanwhile_and_nothing_is_lost(self, world: World) -> None:
        case = make.closed_case(world.amal, summary="قصتها")
        with pytest.raises(Stale):
            self.erase(world.bashir, case.person_id, 7)
        with standing(world.amal):
            assert queries.case_file(world.amal, case.pk).summary == "قصتها"

    def test_what_was_erased_is_neither_reopened_nor_shared(self, world: World) -> None:
        case = make.closed_case(world.amal)
        self.erase(world.bashir, case.person_id, 1)
        for deed in (
            lambda: actions.reopen_case(world.amal, case.pk, reason="x", version=case.version),
            lambda: make.share(world.amal, case, world.carine),
        ):
            with pytest.raises(Refused) as refused:
                deed()
            assert refused.value.reason.code == "erased"

    def test_twice_is_missing(self, world: World) -> None:
        person = make.person(world.bashir)
        self.erase(world.bashir, person.pk, person.version)
        with pytest.raises(Missing):
            self.erase(world.bashir, person.pk, person.version + 1)

    def test_a_supervisor_of_one_office_does_not_erase_a_record_of_the_agency(self, world: World) -> None:
        """A record of a person belongs to no office; the answer is one of ours, not a failure."""
        people.add_role(world.elias.user_id, Supervisor, team=world.teams["irbid"])
        chief = people.again("elias")
        person = make.person(chief)
        with pytest.raises(Missing):
            self.erase(chief, person.pk, person.version)


class TestErasingAll:
    def test_the_person_is_not_erased_before_the_cases(self, world: World) -> None:
        made = make.case(world.amal)
        with pytest.raises(Missing):
            erase_person(world.bashir, made.person_id, reason=Erasure.ASKED, version=1)

    def test_the_year_of_birth_leaves_the_history_and_grants_end(self, world: World) -> None:
        made = make.closed_case(world.amal)
        make.share(world.amal, made, world.carine)
        assert all(self.left(made))
        actions.erase_file(world.bashir, made.person_id, reason=Erasure.ASKED, version=1)
        assert self.left(made) == (0, 0)

    def left(self, made: Case) -> tuple[int, int]:
        """Years of birth in the history of the person, and grants on person and case."""
        return keeper.rows(
            "select (select count(*) from public.people_personhistory where id = %s and birth_year is not null),"
            " (select count(*) from public.case_access where root_id in (%s, %s) and basis_kind = 'consent')",
            [made.person_id, made.pk, made.person_id],
        )[0]


class TestGrantedColleague:
    """Somebody of the agency to whom a file was granted reads it, and does not work on it."""

    @pytest.fixture
    def granted(self, world: World) -> Case:
        made = make.case(world.amal)
        make.share(world.amal, made, world.huda)
        with standing(world.huda):
            assert queries.case_card(world.huda, made.pk).is_own
        return made

    def test_writes_no_note(self, world: World, granted: Case) -> None:
        with pytest.raises(Missing):
            actions.note_case(world.huda, granted.pk, text="x")

    def test_closes_nothing(self, world: World, granted: Case) -> None:
        with pytest.raises(Missing):
            actions.close_case(world.huda, granted.pk, outcome=Outcome.GOALS_MET, summary="x", version=granted.version)

    def test_corrects_nobody(self, world: World, granted: Case) -> None:
        with pytest.raises(Missing):
            correct_person(world.huda, granted.person_id, names=make.SALMA, particulars=make.particulars(), version=1)

    def test_changes_no_row_even_by_injection(self, world: World, granted: Case) -> None:
        with standing(world.huda), announcing("x"):
            assert Case.objects.filter(pk=granted.pk).update(risk="high") == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                connection.cursor().execute(
                    "insert into cases_note (id, case_id, author_id, occasion, happened_on, risk, text, version,"
                    " created_at, updated_at)"
                    " values (gen_random_uuid(), %s, %s, 'note', current_date, '', 'x', 1, now(), now())",
                    [granted.pk, world.huda.user_id],
                )


class TestCaseAboutSomebody:
    def test_none_is_opened_about_a_person_out_of_sight(self, world: World) -> None:
        """The same answer for a person of another agency and for nobody at all: no id can be tried out."""
        theirs = make.person(world.carine)
        for person_id in (theirs.pk, uuid4()):
            refused = pytest.raises(DatabaseError, match="no such person")
            with standing(world.amal), announcing("x"), refused, transaction.atomic():
                Case(
                    id=new_root_id(),
                    agency_id=world.amal.agency_id,
                    team_id=next(iter(world.amal.team_ids)),
                    owner_id=world.amal.user_id,
                    person_id=person_id,
                    code="C-1",
                    programme="general",
                    status="active",
                ).insert()
