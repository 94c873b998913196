"""The pages of files: from the file to the people, without script, with nothing dropped on the way."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiwar.areas.people.models import Person
from jiwar.doors.exchange.models import Batch, BatchRow
from jiwar.ground.access.wall import standing
from jiwar.ground.base.receiving import ENDLESS, MEGABYTE
from jiwar.lib.formats import delimited, workbooks
from jiwar.lib.formats.reading import read
from tests import people
from tests.doors.exchange import files
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def sent(browser: Client, content: bytes, *, kind: str = "register", name: str = "كشف.csv") -> str:
    """Bring a file; the address that it leads to."""
    answer = browser.post(reverse("batch-new"), {"kind": kind, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def test_from_the_file_to_the_people(world: World) -> None:
    browser = people.signed_in(world.bashir)
    columns = sent(browser, files.table(files.SALMA, files.OMAR, ("3", "", "", "", "", "", "", "", "")))
    form = browser.get(columns).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    assert data["column-1"] == "name"
    assert data["column-0"] == ""
    looked = browser.post(columns, data)
    assert looked.status_code == 303
    with standing(world.bashir):
        assert Person.objects.count() == 0
    shown = browser.get(looked.headers["Location"]).content.decode()
    assert "لا يرد" in shown
    assert "The note was not taken: notes need a case." in shown
    batch_id = _only_batch(world).pk
    assert "What will happen" in browser.get(reverse("batch-finish", args=[batch_id])).content.decode()
    done = browser.post(reverse("batch-finish", args=[batch_id]))
    assert done.status_code == 303
    with standing(world.bashir):
        assert Person.objects.count() == 2
    report = browser.get(reverse("batch-report", args=[batch_id]))
    assert report.headers["Content-Disposition"].startswith("attachment")
    rows = read(report.content).sheets[0].rows
    assert any("لا يرد" in row for row in rows)
    assert {row[0] for row in rows[1:]} == {"4", "5", "6"}, "the row of which nothing became is told too"


def test_cases_are_opened_where_it_is_said_and_notes_go_there(world: World) -> None:
    browser = people.signed_in(world.bashir)
    columns = sent(browser, files.table(files.OMAR))
    form = browser.get(columns).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {"programme": "general", "team": str(world.teams["irbid"].pk)}
    assert browser.post(columns, data).status_code == 303
    browser.post(reverse("batch-finish", args=[_only_batch(world).pk]))
    with standing(world.bashir):
        (row,) = BatchRow.objects.all()
        (person,) = Person.objects.all()
        (case,) = person.cases.all()
        assert case.notes.count() == 1
    assert row.problems == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"   ", "There is nothing in this file."),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "This is no table"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked by a password or in an old format"),
        (b"PK\x03\x04" + bytes(600), "damaged"),
        (delimited.written([files.HEADINGS]), "no row with anything in it"),
    ],
)
def test_a_bad_file_is_refused_in_words(world: World, content: bytes, says: str) -> None:
    browser = people.signed_in(world.bashir)
    answer = browser.post(reverse("batch-new"), {"kind": "register", "file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 409
    assert says in answer.content.decode()
    with standing(world.bashir):
        assert not Batch.objects.exists()


def test_a_zip_bomb_is_refused(world: World) -> None:
    packed = io.BytesIO(workbooks.written([files.HEADINGS, files.SALMA], name="a", right_to_left=True))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/media/a.bin", bytes(200_000_000))
    assert len(packed.getvalue()) < 1_000_000
    browser = people.signed_in(world.bashir)
    form = {"kind": "register", "file": SimpleUploadedFile("a.xlsx", packed.getvalue())}
    answer = browser.post(reverse("batch-new"), form)
    assert answer.status_code == 409
    assert "too large to be opened" in answer.content.decode()


def test_a_hundred_megabytes_are_refused_before_they_are_read(world: World) -> None:
    browser = people.signed_in(world.bashir)

    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            Counting.taken += 1
            return super().read(size)

    answer = browser.generic(
        "POST",
        reverse("batch-new"),
        b"--x",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Counting(b"--x"), "CONTENT_LENGTH": str(100_000_000)},  # type: ignore[arg-type]  # of WSGI
    )
    assert answer.status_code == 413
    assert f"larger than {ENDLESS // MEGABYTE} MB" in answer.content.decode()
    assert Counting.taken == 0


def test_whoever_supervises_nobody_brings_no_file(world: World) -> None:
    assert people.signed_in(world.amal).get(reverse("batches")).status_code == 403


def test_another_agency_sees_no_file(world: World) -> None:
    batch = files.reviewed(world.bashir, files.SALMA)
    for name in ("batch", "batch-columns", "batch-finish", "batch-report"):
        assert people.signed_in(world.dina).get(reverse(name, args=[batch.pk])).status_code == 404


def test_what_is_thrown_away_is_gone(world: World) -> None:
    batch = files.reviewed(world.bashir, files.SALMA)
    assert people.signed_in(world.bashir).post(reverse("batch-drop", args=[batch.pk])).status_code == 303
    with standing(world.bashir):
        assert not BatchRow.objects.exists()
        assert not _only_batch(world).head


def _only_batch(world: World) -> Batch:
    with standing(world.bashir):
        return Batch.objects.get()
