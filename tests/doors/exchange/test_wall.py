"""Files in and out stand behind the wall: one's own agency, whoever brought them, its supervisors."""

from tests import people

pytestmark = people.BOTH_SIDES


def test_it_migrates() -> None:
    people.gather()
