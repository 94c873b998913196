"""The manual shows every page as it is now. Where it does not: `make pictures`."""

import pytest

from jiwar.ground.base import clock
from tests import people
from tests.house import routes
from tests.manual import pages, pictures, world

EACH = 79_000
"""Bytes of the pictures of one page: the repository carries them for ever."""
CURE = "make pictures"


def test_every_page_that_is_shown_has_its_picture() -> None:
    """Each address at which somebody is shown something stands in the manual, or says why it does not."""
    shown = {one.route for one in routes.declared() if one.method == "GET" and one.status == 200}
    pictured = {page.address for page in pages.pages()}
    assert shown - pictured - set(pages.WITHOUT) == set()
    assert not set(pages.WITHOUT) & pictured
    names = [page.name for page in pages.pages()]
    assert len(names) == len(set(names))


@people.BOTH_SIDES
def test_the_pictures_are_of_the_pages_as_they_are() -> None:
    now = pictures.digests(pictures.rendered())
    assert not pictures.old(now, pictures.kept()), f"these pages changed since their pictures were made: {CURE}"
    assert set(pictures.kept()) == set(now), CURE


def test_the_manual_holds_what_it_shows() -> None:
    there = {path.name for path in pictures.PICTURES.glob("*.webp")}
    assert there == pictures.files(), CURE
    assert (pictures.MANUAL / "README.md").read_text(encoding="utf-8") == pictures.readme(), CURE
    assert pictures.weight() <= EACH * len(list(pages.pages()))


def test_what_changed_is_old() -> None:
    then = {"": {"styles": "a"}, "home": {"ar": "1", "en": "2"}, "case": {"ar": "3", "en": "4"}}
    assert pictures.old(then, then) == []
    assert pictures.old(then | {"case": {"ar": "3", "en": "5"}}, then) == ["case"]
    assert pictures.old(then | {"": {"styles": "b"}}, then) == ["home", "case"]
    assert pictures.old(then, {}) == ["home", "case"]


def test_what_is_random_is_numbered() -> None:
    one, other = "0b1f3d52-7c0a-4f5e-9d6a-1f2e3d4c5b6a", "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"
    said = world.steady(f"{one} C-ABCDEF {other} {one} P-234567 C-ABCDEF {'q' * 64} C-ABCDE")
    first, code, second, again, person, same, token, short = said.split()
    assert (first, code) == (again, same)
    assert len({first, second, code, person}) == 4
    assert person.startswith("P-")
    assert token == "0" * 64
    assert short == "C-ABCDE"


def test_the_clock_of_the_pictures_stands_and_keeps_the_order() -> None:
    with world.held():
        first, second = clock.now(), clock.now()
    assert first < second
    assert (first.date(), second - first < world.HOUR) == (world.MOMENT.date(), True)


@pytest.mark.parametrize("name", ["home", "case"])
def test_what_is_drawn_by_night_is_drawn_by_day_too(name: str) -> None:
    page = next(page for page in pages.pages() if page.name == name)
    assert {shot.scheme for shot in pictures.shots(page)} == {"light", "dark"}
