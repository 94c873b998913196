"""Cover for an absence: for a period, by somebody who works on files, arranged by whoever supervises; denials stand."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases import queries as case_queries
from jiwar.areas.people.models import Person
from jiwar.doors.desk.worklists import worklists
from jiwar.ground.access import installing
from jiwar.ground.access.models import Agency, RoleAssignment
from jiwar.ground.access.queries import place_of_work
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.staff import actions, verbs
from jiwar.ground.staff.models import Verdict
from jiwar.ground.staff.queries import coverable, covers_here, my_covers
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
WEEK = timedelta(days=7)


@pytest.fixture
def world() -> World:
    return people.gather()


def role_of(who: Who) -> UUID:
    return RoleAssignment.objects.get(user_id=who.user_id, covers__isnull=True).pk


def cover(world: World, *, starts: datetime | None = None, ends: datetime | None = None, by: str = "bashir") -> UUID:
    """Huda covers for Amal, from now for a week unless said otherwise."""
    begins = starts or clock.now()
    return actions.arrange_cover(
        world.named(by),
        assignment_id=role_of(world.amal),
        coverer_id=world.huda.user_id,
        starts=begins,
        ends=ends or begins + WEEK,
    )


def sees(name: str, case_id: UUID) -> bool:
    who = people.again(name)
    with standing(who):
        try:
            case_queries.case_card(who, case_id)
        except Missing:
            return False
        return True


def moved(cover_id: UUID, *, starts: str, ends: str) -> None:
    """The cover stands elsewhere to the clock."""
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute(
            "update public.access_roleassignment set starts_at = now() + %s::interval, ends_at = now() + %s::interval"
            " where id = %s",
            [starts, ends, cover_id],
        )


class TestWhatItOpens:
    def test_the_absent_workers_cases_while_it_runs(self, world: World) -> None:
        case = make.case(world.amal)
        assert not sees("huda", case.pk)
        made = cover(world)
        assert sees("huda", case.pk)
        moved(made, starts="-8 days", ends="-1 second")
        assert not sees("huda", case.pk)

    def test_not_before_it_begins(self, world: World) -> None:
        case = make.case(world.amal)
        cover(world, starts=clock.now() + timedelta(days=1))
        assert not sees("huda", case.pk)

    def test_as_a_list_of_its_own(self, world: World) -> None:
        case, own = make.case(world.amal), make.case(world.huda)
        cover(world)
        who = people.again("huda")
        with standing(who):
            assert [row.id for row in case_queries.covered_cases(who, world.amal.user_id).rows] == [case.pk]
            assert [row.id for row in case_queries.my_cases(who).rows] == [own.pk]
            with pytest.raises(Missing):
                case_queries.covered_cases(who, world.bashir.user_id)

    def test_with_every_case_of_the_team_in_a_list(self, world: World) -> None:
        others = make.case(world.amal, mine=False)
        cover(world)
        who = people.again("huda")
        with standing(who):
            assert [row.id for row in case_queries.agency_cases(who).rows] == [others.pk]
            assert [row.id for row in case_queries.team_cases(who, world.teams["irbid"].pk).rows] == [others.pk]
            lists = {one.name: [row.id for row in one.load("", case_queries.EVERYTHING).rows] for one in worklists(who)}
        assert sum(others.pk in rows for rows in lists.values()) == 1

    def test_no_conflict_and_no_seal(self, world: World) -> None:
        conflict, sealed, plain = (make.case(world.amal) for _ in range(3))
        cases.declare_conflict(world.amal, conflict.pk, user_id=world.huda.user_id)
        make.seal(world, sealed)
        cover(world)
        assert [sees("huda", case.pk) for case in (conflict, sealed, plain)] == [False, False, True]

    def test_work_can_go_on(self, world: World) -> None:
        case = make.case(world.amal)
        cover(world)
        cases.note_case(people.again("huda"), case.pk, text="covering")
        assert keeper.last_event()[:2] == ("note_case", "done")

    def test_the_coverers_own_place_of_work_stays(self, world: World) -> None:
        cover(world)
        who = people.again("huda")
        assert who.team_ids == {world.teams["amman"].pk}
        place = place_of_work(who, who.user_id)
        assert place is not None
        assert place.team_id == world.teams["amman"].pk
        assert make.case(who).team_id == world.teams["amman"].pk

    def test_both_are_shown_it(self, world: World) -> None:
        made = cover(world)
        for name in ("huda", "amal"):
            who = people.again(name)
            with standing(who):
                assert [line.id for line in my_covers(who)] == [made]
        with standing(world.bashir):
            assert [line.id for line in covers_here(world.bashir)] == [made]


class TestWhoMay:
    @pytest.mark.parametrize("name", ["amal", "huda", "elias", "farah", "ghada"])
    def test_supervisors_alone(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            cover(world, by=name)
        self.below(world.named(name), role_of(world.amal), world.huda.user_id)

    def test_of_the_place(self, world: World) -> None:
        with pytest.raises(Missing):
            cover(world, by="dina")
        self.below(world.dina, role_of(world.amal), world.dima.user_id)

    def test_the_supervisor_of_an_office_for_that_office(self, world: World) -> None:
        with installing.installing():
            boss = installing.add_user(
                Agency.objects.using(installing.OWNER).get(code="moa"),
                installing.Account("rania", installing.Titles("Rania", "Rania"), people.PASSWORD),
            )
            installing.add_role(boss, Supervisor, office=world.teams["amman"].office)
        who = people.again("rania")
        with standing(who):
            assert [row.user_id for row in coverable(who)] == [world.huda.user_id]
        self.below(who, role_of(world.amal), world.huda.user_id)

    @pytest.mark.parametrize("name", ["elias", "farah", "ghada", "carine"])
    def test_by_somebody_who_works_on_files_here(self, world: World, name: str) -> None:
        with pytest.raises(Refused) as no:
            actions.arrange_cover(
                world.bashir,
                assignment_id=role_of(world.amal),
                coverer_id=world.named(name).user_id,
                starts=clock.now(),
                ends=clock.now() + WEEK,
            )
        assert no.value.reason.code == "does_not_work_here"
        self.below(world.bashir, role_of(world.amal), world.named(name).user_id)

    def test_never_oneself_and_never_by_a_cover_of_a_cover(self, world: World) -> None:
        self.below(world.bashir, role_of(world.amal), world.amal.user_id)
        self.below(world.bashir, cover(world), world.bashir.user_id)

    def test_never_a_supervisors_reach(self, world: World) -> None:
        self.below(world.bashir, role_of(world.bashir), world.huda.user_id)

    def test_for_a_time(self, world: World) -> None:
        for ends, code in ((clock.now() - WEEK, "cover_is_over"), (clock.now() + 14 * WEEK, "cover_too_long")):
            with pytest.raises(Refused) as no:
                cover(world, ends=ends)
            assert no.value.reason.code == code
            with pytest.raises(DatabaseError):
                self.attempt(world.bashir, role_of(world.amal), world.huda.user_id, ends)

    def test_ended_by_the_supervisor_or_laid_down_by_who_covers(self, world: World) -> None:
        case, made = make.case(world.amal), cover(world)
        moved(made, starts="-1 day", ends="1 day")
        actions.end_cover(world.bashir, assignment_id=made)
        assert not sees("huda", case.pk)
        made = cover(world)
        moved(made, starts="-1 day", ends="1 day")
        for name in ("amal", "dina", "ghada"):
            with pytest.raises(Missing):
                self.end(world.named(name), made)
        self.end(world.huda, made)
        assert not sees("huda", case.pk)

    def test_a_plain_role_is_not_ended_as_a_cover(self, world: World) -> None:
        with pytest.raises(Missing):
            actions.end_cover(world.bashir, assignment_id=role_of(world.amal))

    def end(self, who: Who, cover_id: UUID) -> None:
        with standing(who), transaction.atomic(), announcing("attempt"):
            verbs.end_cover(cover_id)

    def attempt(self, who: Who, assignment: UUID, coverer: UUID, ends: datetime | None = None) -> None:
        with standing(who), transaction.atomic(), announcing("attempt"):
            until = ends or clock.now() + WEEK
            verbs.give_cover(assignment, coverer_id=coverer, starts=clock.now(), ends=until)

    def below(self, who: Who, assignment: UUID, coverer: UUID) -> None:
        with pytest.raises(Missing):
            self.attempt(who, assignment, coverer)


class TestWhatItRestsOn:
    """On the role that it covers, and on the work of whoever covers: it lasts no longer than either."""

    def test_it_ends_with_the_role_that_it_covers(self, world: World) -> None:
        case = make.case(world.amal)
        cover(world)
        keeper.roles_since_yesterday()
        actions.end_role(world.farah, assignment_id=role_of(world.amal))
        assert not sees("huda", case.pk)

    def test_it_ends_with_the_work_of_whoever_covers(self, world: World) -> None:
        cover(world)
        keeper.roles_since_yesterday()
        actions.review_role(world.ghada, assignment_id=role_of(world.huda), verdict=Verdict.ENDED)
        assert people.again("huda").roles == ()

    def test_it_goes_on_while_the_absent_one_is_shut_out(self, world: World) -> None:
        """Somebody who has left is covered until the cases are handed over."""
        case = make.case(world.amal)
        cover(world)
        keeper.roles_since_yesterday()
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        assert sees("huda", case.pk)

    def test_it_ends_no_later_than_the_role_it_is_made_for(self, world: World) -> None:
        soon = clock.now() + timedelta(days=2)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute(
                "update public.access_roleassignment set ends_at = %s where user_id = %s", [soon, world.huda.user_id]
            )
        assert RoleAssignment.objects.get(pk=cover(world)).ends_at == soon

    def test_it_is_not_arranged_years_ahead(self, world: World) -> None:
        starts = clock.now() + timedelta(days=93)
        with pytest.raises(Refused) as no:
            cover(world, starts=starts)
        assert no.value.reason.code == "cover_too_far"
        with pytest.raises(DatabaseError), standing(world.bashir), transaction.atomic(), announcing("attempt"):
            verbs.give_cover(
                role_of(world.amal), coverer_id=world.huda.user_id, starts=starts, ends=starts + timedelta(days=1)
            )

    def test_whom_the_coverer_registers_is_not_seen_by_the_other_team(self, world: World) -> None:
        cover(world)
        mine = make.person(people.again("huda"))
        with standing(world.amal):
            assert not Person.objects.filter(pk=mine.pk).exists()
        colleague = people.again("huda")
        with standing(colleague):
            assert Person.objects.filter(pk=mine.pk).exists()
