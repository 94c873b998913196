"""One verb, five doors: a page, the API, a row of a file, the command line and a job close a case alike.

The trail shows the same event five times; only the door, and for the job who acted, differ.
"""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.urls import reverse

from jiwar.areas.cases import actions
from jiwar.areas.cases.jobs import close_planned_cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Outcome, Status
from jiwar.doors.exchange import actions as exchange
from jiwar.doors.exchange.models import BatchRow
from jiwar.doors.exchange.words import RowState
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door
from jiwar.ground.base import clock
from jiwar.site.cli.cases import case as command
from tests import keeper, make, partner, people
from tests.doors.exchange import files
from tests.people import PASSWORD, World

pytestmark = people.BOTH_SIDES
SUMMARY = "انتهت كما أرادت"


@pytest.fixture
def world() -> World:
    return people.gather()


def by_page(world: World, made: Case) -> None:
    data = {"outcome": Outcome.GOALS_MET.value, "summary": SUMMARY, "version": made.version}
    answer = people.signed_in(world.bashir).post(reverse("case-close", args=[made.pk]), data)
    assert answer.status_code == 303, answer.content.decode()


def by_api(world: World, made: Case) -> None:
    told = partner.partner(world.bashir).post(
        "case-close", made.pk, version=made.version, outcome=Outcome.GOALS_MET.value, summary=SUMMARY
    )
    assert told.status == 200, told.body


def by_file(world: World, made: Case) -> None:
    headings = ("Case code", "Outcome", "Summary")
    row = (made.code, "Goals met", SUMMARY)
    batch = files.reviewed(world.bashir, row, kind="closings", headings=headings)
    exchange.finish_batch(world.bashir, batch_id=batch.pk)


def by_command(world: World, made: Case) -> None:
    words = ["close", str(made.pk), "--outcome", "goals_met", "--version", str(made.version), "--as", "bashir"]
    done = CliRunner(env={"JIWAR_PASSWORD": PASSWORD}).invoke(command, words, input=SUMMARY)
    assert done.exit_code == 0, done.output


def by_job(world: World, made: Case) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    plan = actions.propose_closing(
        world.bashir, made.pk, outcome=Outcome.GOALS_MET, summary=SUMMARY, closes_on=tomorrow, version=made.version
    )
    people.add_role(world.huda.user_id, Supervisor)
    actions.confirm_closing(people.again("huda"), made.pk, closing_id=plan.pk)
    with clock.frozen(clock.now() + timedelta(days=1)):
        system = people.again("system.moa", door=Door.JOB)
        with standing(system):
            close_planned_cases.work(system, None, lambda _done, _total: None)


DOORS = {"web": by_page, "api": by_api, "import": by_file, "cli": by_command, "job": by_job}


def test_one_verb_comes_through_five_doors(world: World) -> None:
    made = {door: make.case(world.bashir, team_id=world.teams["irbid"].pk) for door in DOORS}
    for door, close in DOORS.items():
        close(world, made[door])
    told = keeper.events("close_case")
    who = {**dict.fromkeys(DOORS, world.bashir.user_id), "job": world.system.user_id}
    assert [(one.door, one.root_id, one.actor) for one in told] == [
        (door, case.pk, who[door]) for door, case in made.items()
    ]
    same = {(one.action, one.outcome, one.reason, one.agency, one.subject_id) for one in told}
    assert same == {("close_case", "done", "", world.bashir.agency_id, None)}
    with standing(world.bashir):
        rows = Case.objects.filter(pk__in=[case.pk for case in made.values()])
        assert {(row.status, row.outcome) for row in rows} == {(Status.CLOSED, Outcome.GOALS_MET)}


def test_what_the_verb_refuses_stands_in_the_report_of_the_row(world: World) -> None:
    """The case was closed between looking and doing."""
    headings = ("Case code", "Outcome", "Summary")
    open_one = make.case(world.bashir, team_id=world.teams["irbid"].pk)
    batch = files.reviewed(world.bashir, (open_one.code, "Goals met", SUMMARY), kind="closings", headings=headings)
    actions.close_case(world.bashir, open_one.pk, outcome=Outcome.GOALS_MET, summary=SUMMARY, version=open_one.version)
    exchange.finish_batch(world.bashir, batch_id=batch.pk)
    with standing(world.bashir):
        (row,) = BatchRow.objects.filter(batch=batch)
    assert (row.state, row.problems) == (RowState.REFUSED, ["already_closed"])
