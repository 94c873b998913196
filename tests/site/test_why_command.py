"""`jiwar why`: which role, share or denial decides, for the operator; nothing of the file itself."""

import pytest
from click.testing import CliRunner

from jiwar.areas.cases import actions
from jiwar.areas.cases.models import Case
from jiwar.site.cli.why import why
from tests import make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def said(*arguments: str) -> str:
    answer = CliRunner().invoke(why, arguments)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_who_sees_and_by_what(world: World, case: Case) -> None:
    for named in (str(case.pk), case.code, case.code.lower()):
        assert "amal sees" in said(named, "amal")
    assert "is responsible for the file" in said(case.code, "amal")
    assert "supervises the agency" in said(case.code, "bashir")
    assert "works on a case of the person" in said(str(case.person_id), "amal")


def test_why_it_is_hidden(world: World, case: Case) -> None:
    assert "Nothing leads to this file" in said(case.code, "dima")
    assert "see no file, whatever other role" in said(case.code, "farah")
    actions.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
    assert "A conflict of interest is declared" in said(case.code, "amal")
    make.seal(world, case)
    assert "The file is sealed" in said(case.code, "bashir")
    assert "bashir does not see" in said(case.code, "bashir")


def test_in_arabic(world: World, case: Case) -> None:
    assert "المسؤول عن الملف" in said(case.code, "amal", "--language", "ar")


@pytest.mark.parametrize("arguments", [("C-AAAAAA", "amal"), ("C-AAAAAA", "nobody")])
def test_what_is_not_there(world: World, arguments: tuple[str, str]) -> None:
    assert CliRunner().invoke(why, arguments).exit_code == 1
