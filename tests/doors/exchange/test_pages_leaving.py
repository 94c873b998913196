"""The pages of files that leave: proposed by one, agreed to by another, fetched by the first, once."""

import pytest
from django.urls import reverse

from jiwar.doors.exchange.models import Export
from jiwar.doors.exchange.words import ExportState
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import standing
from jiwar.lib.formats.reading import read
from tests import keeper, people
from tests.doors.exchange import files
from tests.doors.exchange.test_leaving import HEADINGS, LINA, SALMA, brought, few
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def only(world: World) -> Export:
    with standing(world.bashir):
        return Export.objects.get()


def test_from_a_file_that_came_in_to_one_that_leaves_by_two(world: World) -> None:
    batch_id = brought(world, LINA, SALMA)
    people.add_role(world.huda.user_id, Supervisor)
    bashir, huda = people.signed_in(world.bashir), people.signed_in(people.again("huda"))
    assert reverse("batch-export", args=[batch_id]) in bashir.get(reverse("batch", args=[batch_id])).content.decode()
    asked = bashir.get(reverse("batch-export", args=[batch_id]))
    assert "nobody can call such a file back" in asked.content.decode()
    with few():
        proposed = bashir.post(reverse("batch-export", args=[batch_id]))
    assert proposed.status_code == 303
    page = proposed.headers["Location"]
    assert "Somebody else has to agree" in bashir.get(page).content.decode()
    assert bashir.post(page, {"form": "csv"}).status_code == 409
    confirm = reverse("export-confirm", args=[only(world).pk])
    assert bashir.get(confirm).status_code == 404
    assert page in huda.get(reverse("batches")).content.decode()
    assert confirm in huda.get(page).content.decode()
    assert "What will happen" in huda.get(confirm).content.decode()
    assert huda.post(confirm).status_code == 303
    assert huda.post(page, {"form": "csv"}).status_code == 409
    assert bashir.post(page, {}).status_code == 422
    file = bashir.post(page, {"form": "xlsx"})
    assert [list(row) for row in read(file.content).sheets[0].rows] == [HEADINGS, LINA, SALMA]
    assert bashir.post(page, {"form": "xlsx"}).status_code == 409
    told = {(one.action, one.outcome, one.door) for one in keeper.events() if "export" in one.action}
    assert {
        ("hand_export", "done", "web"),
        ("confirm_export", "done", "web"),
        ("propose_export", "done", "web"),
    } <= told


def test_a_browser_saves_it_and_neither_shows_nor_keeps_it(world: World) -> None:
    browser = people.signed_in(world.bashir)
    browser.post(reverse("batch-export", args=[brought(world, LINA)]))
    file = browser.post(reverse("export", args=[only(world).pk]), {"form": "csv"})
    assert file.status_code == 200
    assert file.headers["Content-Disposition"] == f'attachment; filename="htcds-{only(world).pk.hex[:8]}.csv"'
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file.headers["Cache-Control"]


def test_the_second_one_says_no(world: World) -> None:
    batch_id = brought(world, LINA, SALMA)
    with few():
        people.signed_in(world.bashir).post(reverse("batch-export", args=[batch_id]))
    people.add_role(world.huda.user_id, Supervisor)
    browser = people.signed_in(people.again("huda"))
    assert browser.post(reverse("export-decline", args=[only(world).pk])).status_code == 303
    assert only(world).state == ExportState.DECLINED


def test_a_file_that_is_not_taken_in_or_of_another_kind_offers_none(world: World) -> None:
    browser = people.signed_in(world.bashir)
    waits = files.taken(world.bashir, LINA, kind="htcds", headings=HEADINGS)
    register = files.reviewed(world.bashir, files.SALMA)
    for batch in (waits, register):
        path = reverse("batch-export", args=[batch.pk])
        assert browser.get(path).status_code == 404
        assert path not in browser.get(reverse("batch", args=[batch.pk])).content.decode()


def test_ones_own_cases_are_asked_for_by_programme(world: World) -> None:
    brought(world, LINA)
    browser = people.signed_in(world.bashir)
    assert browser.post(reverse("export-new"), {}).status_code == 422
    assert browser.post(reverse("export-new"), {"programme": "general"}).status_code == 409
    assert browser.post(reverse("export-new"), {"programme": "trafficking"}).status_code == 303
    assert only(world).people == 1


@pytest.mark.parametrize("name", ["export", "export-confirm"])
def test_another_agency_sees_none(world: World, name: str) -> None:
    people.signed_in(world.bashir).post(reverse("batch-export", args=[brought(world, LINA)]))
    path = reverse(name, args=[only(world).pk])
    assert people.signed_in(world.dina).get(path).status_code == 404
    assert (
        reverse("export", args=[only(world).pk])
        not in people.signed_in(world.dina).get(reverse("batches")).content.decode()
    )
