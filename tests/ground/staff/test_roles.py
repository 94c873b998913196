"""Giving roles: within what the agency may hold, never to oneself, powerful ones by two; each from below too."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from jiwar.ground.access import installing
from jiwar.ground.access.models import Agency, RoleAssignment, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import (
    ROLES,
    Administrator,
    CaseWorker,
    DataProtectionOfficer,
    PolicyOfficer,
    Researcher,
    Role,
    Supervisor,
    System,
)
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.staff import actions, verbs
from jiwar.ground.staff.models import RoleProposal
from jiwar.ground.staff.queries import At, proposals_here
from tests import keeper, people
from tests.people import World

pytestmark = people.BOTH_SIDES
POWERFUL = [Supervisor, Administrator, DataProtectionOfficer, PolicyOfficer]


@pytest.fixture
def world() -> World:
    return people.gather()


def held(who: Who) -> set[str]:
    return {one.role.code for one in people.again(_name(who)).roles}


def _name(who: Who) -> str:
    return User.objects.values_list("username", flat=True).get(pk=who.user_id)


def at(world: World, team: str) -> At:
    return At(world.teams[team].office_id, world.teams[team].pk)


def second_administrator(world: World) -> Who:
    people.add_role(world.elias.user_id, Administrator)
    return people.again("elias")


def refused(who: Who, user_id: UUID, role: type[Role], place: At | None = None) -> str:
    act = actions.propose_role if role.needs_two else actions.give_role
    with pytest.raises(Refused) as no:
        act(who, user_id=user_id, role=role, at=place or At())
    return no.value.reason.code


def not_confirmed(who: Who, proposal: UUID) -> str:
    with pytest.raises(Refused) as no:
        actions.confirm_role(who, role_proposal_id=proposal)
    return no.value.reason.code


class TestGiving:
    def test_a_role_holds_from_now_on(self, world: World) -> None:
        actions.give_role(world.farah, user_id=world.huda.user_id, role=Researcher, at=At())
        assert held(world.huda) == {"case_worker", "researcher"}

    def test_it_is_told_of_whom_in_the_trail_and_neutrally_to_the_person(self, world: World) -> None:
        actions.give_role(world.farah, user_id=world.huda.user_id, role=Researcher, at=At())
        event = keeper.last_event()
        assert (event.action, event.outcome, event.subject_id, event.root_id) == (
            "give_role", "done", world.huda.user_id, None,
        )  # fmt: skip
        assert [user for user, _ in keeper.notices()] == [world.huda.user_id]

    def test_with_its_history(self, world: World) -> None:
        made = actions.give_role(world.farah, user_id=world.huda.user_id, role=Researcher, at=At())
        query = "select pgh_actor, pgh_action from public.access_roleassignmenthistory where id = %s"
        assert keeper.rows(query, [made]) == [(world.farah.user_id, "give_role")]

    def test_for_a_time(self, world: World) -> None:
        ends = clock.now() + timedelta(days=3)
        made = actions.give_role(world.farah, user_id=world.huda.user_id, role=Researcher, at=At(), ends=ends)
        assert RoleAssignment.objects.get(pk=made).ends_at == ends

    @pytest.mark.parametrize("name", ["amal", "bashir", "elias", "ghada", "dina"])
    def test_by_administrators_alone(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            actions.give_role(world.named(name), user_id=world.huda.user_id, role=Researcher, at=At())

    def test_never_to_oneself(self, world: World) -> None:
        assert refused(world.farah, world.farah.user_id, Researcher) == "never_to_oneself"

    @pytest.mark.parametrize("name", ["carine", "omar"])
    def test_never_to_others_people(self, world: World, name: str) -> None:
        with pytest.raises(Missing):
            actions.give_role(world.farah, user_id=world.named(name).user_id, role=Researcher, at=At())

    def test_never_to_a_system_and_never_the_systems_role(self, world: World) -> None:
        with pytest.raises(Missing):
            actions.give_role(world.farah, user_id=world.system.user_id, role=Researcher, at=At())
        assert refused(world.farah, world.amal.user_id, System) == "not_held_here"

    def test_not_to_somebody_who_is_shut_out(self, world: World) -> None:
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        assert refused(world.farah, world.amal.user_id, Researcher) == "shut_out"

    def test_not_twice_and_not_at_a_place_where_there_is_none(self, world: World) -> None:
        assert refused(world.farah, world.elias.user_id, Researcher) == "held_already"
        assert refused(world.farah, world.amal.user_id, Researcher, at(world, "irbid")) == "whole_agency"

    def test_not_what_this_kind_of_agency_does_not_hold(self, world: World) -> None:
        with installing.installing():
            boss = installing.add_user(
                Agency.objects.using(installing.OWNER).get(code="police"),
                installing.Account("rami", installing.Titles("Rami", "Rami"), people.PASSWORD),
            )
            installing.add_role(boss, Administrator)
        assert refused(people.again("rami"), world.omar.user_id, Researcher) == "not_held_here"


class TestFromBelow:
    """The wall says no even where our own rules are passed over."""

    def attempt(
        self, who: Who, user_id: UUID, role: type[Role], place: At | None = None, ends: datetime | None = None
    ) -> None:
        where = place or At()
        with standing(who), transaction.atomic(), announcing("attempt"):
            verbs.give_role(user_id, role, office_id=where.office_id, team_id=where.team_id, ends=ends)

    @pytest.mark.parametrize("name", ["amal", "bashir", "ghada", "dina"])
    def test_others(self, world: World, name: str) -> None:
        with pytest.raises(Missing):
            self.attempt(world.named(name), world.huda.user_id, Researcher)

    def test_oneself(self, world: World) -> None:
        with pytest.raises(Missing):
            self.attempt(world.farah, world.farah.user_id, CaseWorker)

    def test_somebody_elses_people_or_places(self, world: World) -> None:
        for user_id, place in ((world.carine.user_id, At()), (world.elias.user_id, at(world, "mission"))):
            with pytest.raises(Missing):
                self.attempt(world.farah, user_id, CaseWorker, place)

    def test_a_team_of_another_office(self, world: World) -> None:
        mixed = At(world.teams["irbid"].office_id, world.teams["amman"].pk)
        with pytest.raises(Missing):
            self.attempt(world.farah, world.elias.user_id, CaseWorker, mixed)

    def test_the_systems_role_or_none(self, world: World) -> None:
        with pytest.raises(Missing):
            self.attempt(world.farah, world.amal.user_id, System)

    @pytest.mark.parametrize("role", POWERFUL)
    def test_a_powerful_role_by_one_alone(self, world: World, role: type[Role]) -> None:
        with pytest.raises(DatabaseError):
            self.attempt(world.farah, world.amal.user_id, role)

    def test_what_is_over_before_it_begins(self, world: World) -> None:
        with pytest.raises(DatabaseError):
            self.attempt(world.farah, world.amal.user_id, Researcher, ends=clock.now() - timedelta(days=1))

    def test_unannounced(self, world: World) -> None:
        with pytest.raises(DatabaseError), standing(world.farah), transaction.atomic():
            verbs.give_role(world.amal.user_id, Researcher, office_id=None, team_id=None, ends=None)


class TestFourEyes:
    def proposed(self, world: World, role: type[Role] = Supervisor, *, name: str = "amal") -> UUID:
        return actions.propose_role(world.farah, user_id=world.named(name).user_id, role=role, at=At())

    @pytest.mark.parametrize("role", POWERFUL)
    def test_a_powerful_role_waits(self, world: World, role: type[Role]) -> None:
        self.proposed(world, role)
        assert held(world.amal) == {"case_worker"}

    @pytest.mark.parametrize("role", POWERFUL)
    def test_and_holds_once_the_officer_confirms(self, world: World, role: type[Role]) -> None:
        actions.confirm_role(world.ghada, role_proposal_id=self.proposed(world, role))
        assert role.code in {h.code for h in (one.role for one in people.again("amal").roles)}

    def test_or_another_administrator(self, world: World) -> None:
        actions.confirm_role(second_administrator(world), role_proposal_id=self.proposed(world))
        assert held(world.amal) == {"case_worker", "supervisor"}

    def test_those_who_may_confirm_are_told_to_look(self, world: World) -> None:
        self.proposed(world)
        assert set(keeper.notices()) == {(world.ghada.user_id, "role_waits")}

    def test_never_by_who_proposed(self, world: World) -> None:
        proposal = self.proposed(world)
        assert not_confirmed(world.farah, proposal) == "same_person"
        self.below(world.farah, proposal)

    def test_never_by_whom_it_is_for(self, world: World) -> None:
        other = second_administrator(world)
        proposal = actions.propose_role(world.farah, user_id=other.user_id, role=DataProtectionOfficer, at=At())
        assert not_confirmed(other, proposal) == "for_oneself"
        self.below(other, proposal)

    @pytest.mark.parametrize("name", ["amal", "bashir", "huda", "dina"])
    def test_by_nobody_else(self, world: World, name: str) -> None:
        proposal = self.proposed(world)
        with pytest.raises(Forbidden):
            actions.confirm_role(world.named(name), role_proposal_id=proposal)
        self.below(world.named(name), proposal)

    def test_not_after_fourteen_days(self, world: World) -> None:
        proposal = self.proposed(world)
        self.age(proposal)
        assert not_confirmed(world.ghada, proposal) == "over"
        self.below(world.ghada, proposal)

    def test_not_twice_and_not_once_declined(self, world: World) -> None:
        first = self.proposed(world)
        actions.confirm_role(world.ghada, role_proposal_id=first)
        second = self.proposed(world, PolicyOfficer)
        actions.decline_role(world.ghada, role_proposal_id=second)
        for proposal in (first, second):
            assert not_confirmed(world.ghada, proposal) == "over"
            self.below(world.ghada, proposal)

    def test_not_once_the_proposer_has_gone(self, world: World) -> None:
        other, proposal = second_administrator(world), self.proposed(world)
        actions.shut_user_out(other, user_id=world.farah.user_id)
        self.below(world.ghada, proposal)

    def test_not_for_somebody_shut_out_meanwhile(self, world: World) -> None:
        proposal = self.proposed(world)
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        self.below(world.ghada, proposal)

    def test_not_proposed_twice(self, world: World) -> None:
        self.proposed(world)
        assert refused(world.farah, world.amal.user_id, Supervisor) == "proposed_already"

    def test_taken_back_by_who_proposed(self, world: World) -> None:
        actions.decline_role(world.farah, role_proposal_id=self.proposed(world))
        with standing(world.ghada):
            assert [str(line.state) for line in proposals_here(world.ghada)] == ["declined"]

    def test_proposals_are_seen_in_the_agency_by_those_who_confirm(self, world: World) -> None:
        self.proposed(world)
        with standing(world.ghada):
            assert len(proposals_here(world.ghada)) == 1
        for name in ("amal", "dina"):
            with standing(world.named(name)):
                assert keeper_blind(world.named(name)) == 0

    def test_its_history_says_who_proposed_and_who_confirmed(self, world: World) -> None:
        actions.confirm_role(world.ghada, role_proposal_id=self.proposed(world))
        query = "select pgh_actor, pgh_action, state from public.staff_roleproposalhistory order by pgh_id"
        assert keeper.rows(query) == [
            (world.farah.user_id, "propose_role", "open"),
            (world.ghada.user_id, "confirm_role", "confirmed"),
        ]

    def test_a_powerful_role_that_is_none_is_not_proposed(self, world: World) -> None:
        with pytest.raises(DatabaseError), standing(world.farah), transaction.atomic(), announcing("attempt"):
            verbs.propose_role(world.amal.user_id, Researcher, office_id=None, team_id=None, ends=None)

    def below(self, who: Who, proposal: UUID) -> None:
        """The wall refuses to confirm it as `who`."""
        with pytest.raises(Missing), standing(who), transaction.atomic(), announcing("attempt"):
            verbs.confirm_role(proposal)

    def age(self, proposal: UUID) -> None:
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute(
                "update public.staff_roleproposal set expires_at = now() - interval '1 second' where id = %s",
                [proposal],
            )


def keeper_blind(who: Who) -> int:
    """How many proposals the wall shows, without asking a query function."""
    return RoleProposal.objects.count()


def test_nobody_but_those_two_roles_may_confirm() -> None:
    assert {c for c, r in ROLES.items() if Permission.ROLE_CONFIRM in r.permissions} == {
        "administrator", "data_protection_officer",
    }  # fmt: skip


def test_an_unknown_proposal_is_missing(world: World) -> None:
    with pytest.raises(Missing):
        actions.confirm_role(world.ghada, role_proposal_id=uuid4())


class TestATeam:
    """Work at a team opens its files: one administrator does not open them to a friend."""

    def wanted(self, world: World, user: Who, team: str) -> str:
        with pytest.raises(Refused) as no:
            actions.give_role(world.farah, user_id=user.user_id, role=CaseWorker, at=at(world, team))
        return no.value.reason.code

    @pytest.mark.parametrize("name", ["elias", "huda"])
    def test_the_first_and_a_further_one_are_proposed_and_hold_once_confirmed(self, world: World, name: str) -> None:
        user = world.named(name)
        before = people.again(name).team_ids
        assert self.wanted(world, user, "irbid") == "takes_two"
        proposal = actions.propose_role(world.farah, user_id=user.user_id, role=CaseWorker, at=at(world, "irbid"))
        assert people.again(name).team_ids == before
        actions.confirm_role(world.ghada, role_proposal_id=proposal)
        assert people.again(name).team_ids == before | {world.teams["irbid"].pk}

    def test_one_just_left_is_given_back_by_one_and_one_left_long_ago_is_not(self, world: World) -> None:
        first = RoleAssignment.objects.get(user_id=world.huda.user_id)
        actions.end_role(world.farah, assignment_id=first.pk)
        assert self.wanted(world, world.huda, "irbid") == "takes_two"
        actions.give_role(world.farah, user_id=world.huda.user_id, role=CaseWorker, at=at(world, "amman"))
        assert people.again("huda").team_ids == {world.teams["amman"].pk}
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute(
                "update public.access_roleassignment set starts_at = now() - interval '200 days',"
                " ends_at = now() - interval '91 days' where user_id = %s",
                [world.huda.user_id],
            )
        assert self.wanted(world, world.huda, "amman") == "takes_two"

    def test_where_one_stood_in_for_a_colleague_two_are_needed(self, world: World) -> None:
        own = RoleAssignment.objects.get(user_id=world.amal.user_id).pk
        actions.arrange_cover(
            world.bashir, assignment_id=own, coverer_id=world.huda.user_id, starts=clock.now(),
            ends=clock.now() + timedelta(days=7),
        )  # fmt: skip
        assert RoleAssignment.objects.filter(user_id=world.huda.user_id, team=world.teams["irbid"]).exists()
        assert self.wanted(world, world.huda, "irbid") == "takes_two"

    @pytest.mark.parametrize("name", ["elias", "huda"])
    def test_the_wall_says_so_too(self, world: World, name: str) -> None:
        user, place = world.named(name).user_id, at(world, "irbid")
        with pytest.raises(DatabaseError), standing(world.farah), transaction.atomic(), announcing("attempt"):
            verbs.give_role(user, CaseWorker, office_id=place.office_id, team_id=place.team_id, ends=None)


class TestLettingIn:
    def test_what_two_people_gave_is_not_brought_back_by_one(self, world: World) -> None:
        keeper.roles_since_yesterday()
        for user in (world.bashir, world.amal):
            actions.shut_user_out(world.farah, user_id=user.user_id)
            actions.let_user_in(world.farah, user_id=user.user_id)
        assert held(world.bashir) == set()
        assert held(world.amal) == {"case_worker"}

    def test_letting_in_whoever_was_let_in_takes_nothing(self, world: World) -> None:
        actions.let_user_in(world.farah, user_id=world.bashir.user_id)
        assert held(world.bashir) == {"supervisor"}
