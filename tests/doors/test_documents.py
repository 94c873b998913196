"""Documents on pages: added, saved, described, removed; a file that is too large costs nothing that was typed."""

import tempfile
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases.models import Case
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import receiving
from jiwar.ground.files import actions, queries
from jiwar.ground.files.models import Document
from jiwar.ground.files.words import DocumentKind
from tests import keeper, make, people
from tests.ground.files import making
from tests.people import World, signed_in

pytestmark = people.BOTH_SIDES
TITLE = "تقرير مستشفى البشير"
WHY = "يخص شخصا آخر"
MEGABYTE = 1024 * 1024


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def keep(world: World, root_id: UUID, **given: Any) -> Document:
    usual: dict[str, Any] = {"kind": DocumentKind.MEDICAL, "title": TITLE, "content": making.jpeg()}
    return actions.keep_document(world.amal, root_id, **(usual | given))


def upload(content: bytes, name: str = "سلمى الخطيب.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def send(client: Client, path: str, **values: object) -> tuple[int, str]:
    answer = client.post(path, values)
    return answer.status_code, answer.content.decode()


def new(case: Case) -> str:
    return reverse("document-new", args=[case.pk])


def on(step: str, document: Document) -> str:
    return reverse(step, args=[document.root_id, document.pk])


class TestAdding:
    @pytest.mark.parametrize("part", ["case-documents", "person-documents"])
    def test_it_is_added_and_the_part_lists_it(self, world: World, case: Case, part: str) -> None:
        client = signed_in(world.amal)
        root = case.pk if part == "case-documents" else case.person_id
        listed, opened = reverse(part, args=[root]), part.replace("documents", "file")
        assert listed in client.get(reverse(opened, args=[root])).content.decode()
        assert "No document yet" in client.get(listed).content.decode()
        form = reverse("document-new", args=[root])
        assert form in client.get(listed).content.decode()
        answer = client.post(form, {"content": upload(making.jpeg()), "kind": "medical", "title": TITLE})
        assert (answer.status_code, answer["Location"]) == (303, listed)
        shown = client.get(listed).content.decode()
        assert TITLE in shown
        assert "Medical report" in shown
        assert "not scanned for malware" in shown
        assert "سلمى الخطيب.jpg" not in shown

    @pytest.mark.parametrize(
        ("given", "status", "says"),
        [
            ({"content": ""}, 422, "Choose a file."),
            ({"title": ""}, 422, "Fill in: Title"),
            ({"kind": ""}, 422, "Choose: What it is"),
            ({"content": making.EXE}, 409, "This kind is not taken"),
            ({"content": making.jpeg()[:-40]}, 409, "cannot be read to its end"),
            ({"content": bytes(11 * MEGABYTE)}, 422, "This file has 11 MB. At most 10 MB are taken"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_the_words_come_back(
        self, world: World, case: Case, given: dict[str, Any], status: int, says: str
    ) -> None:
        values: dict[str, Any] = {"content": making.jpeg(), "kind": "medical", "title": TITLE} | given
        values["content"] = upload(values["content"]) if values["content"] else ""
        answered, text = send(signed_in(world.amal), new(case), **values)
        assert answered == status
        assert says in text
        field = next(name for name in ("content", "title", "kind") if name in given)
        assert f'id="id_{field}_error"' in text
        assert (TITLE in text) == ("title" not in given)
        assert not keeper.rows("select 1 from public.files_document")


class TestReceiving:
    def test_too_much_in_all_is_let_go_with_a_sentence_and_touches_no_disk(
        self, world: World, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The token against forged requests comes behind the file here, and is found all the same."""

        def refuse(*_args: object, **_options: object) -> None:
            raise AssertionError("a file was written")

        for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
            monkeypatch.setattr(tempfile, name, refuse)
        client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
        client.cookies = signed_in(world.amal).cookies
        client.get(new(case))
        token = client.cookies["csrf"].value
        values = {"content": upload(bytes(receiving.AT_MOST + MEGABYTE)), "kind": "court", "title": TITLE}
        status, text = send(client, new(case), **values, csrfmiddlewaretoken=token)
        assert status == 422
        assert "This file has 26 MB. At most 10 MB are taken" in text
        assert TITLE in text

    def test_two_files_share_the_room(self, rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receiving, "AT_MOST", 100_000)
        sent = rf.post(
            "/", {"a": upload(bytes(70_000)), "b": upload(bytes(70_000)), "c": upload(bytes(20_000)), "w": "x"}
        )
        sent.who = "somebody"
        files = sent.FILES
        assert [isinstance(files[name], receiving.LetGo) for name in "abc"] == [False, True, False]
        assert [files[name].size for name in "abc"] == [70_000, 70_000, 20_000]
        assert [len(files[name].read()) for name in "abc"] == [70_000, 0, 20_000]
        assert sent.POST["w"] == "x"
        assert files["a"].name == "file"

    def test_of_strangers_nothing_is_held(self, rf: Any) -> None:
        sent = rf.post("/", {"a": upload(b"x" * 5000)})
        assert isinstance(sent.FILES["a"], receiving.LetGo)
        assert sent.FILES["a"].read() == b""


class TestSaving:
    @pytest.mark.parametrize(
        ("content", "kind", "ending"),
        [
            (making.jpeg(), "image/jpeg", "jpg"),
            (making.wav(), "audio/wav", "wav"),
            (making.docx(), "application/", "docx"),
        ],
    )
    def test_it_goes_out_to_be_saved_and_nothing_else(
        self, world: World, case: Case, content: bytes, kind: str, ending: str
    ) -> None:
        document = keep(world, case.pk, content=content)
        answer = signed_in(world.amal).get(on("document-take", document))
        with standing(world.amal):
            file = queries.document_content(world.amal, case.pk, document_id=document.pk)
        assert answer.content == file.content
        assert answer["Content-Type"].startswith(kind)
        assert answer["Content-Disposition"] == f'attachment; filename="document-{document.pk.hex[:8]}.{ending}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        assert keeper.events("document_content")[0].subject_id == document.pk

    def test_not_yours_and_removed_are_as_absent(self, world: World, case: Case) -> None:
        document = keep(world, case.pk)
        assert answered(world.huda, on("document-take", document)) == 404
        actions.drop_document(world.amal, case.pk, document_id=document.pk, reason=WHY, version=1)
        assert answered(world.amal, on("document-take", document)) == 404


class TestChanging:
    def test_it_is_described_anew(self, world: World, case: Case) -> None:
        document, client = keep(world, case.pk), signed_in(world.amal)
        assert TITLE in client.get(on("document-describe", document)).content.decode()
        values = {"kind": "identity", "title": "جواز", "version": 1}
        assert send(client, on("document-describe", document), **values)[0] == 303
        shown = client.get(reverse("case-documents", args=[case.pk])).content.decode()
        assert "جواز" in shown
        assert "Identity paper" in shown

    def test_stale_shows_both_and_what_nobody_touched_is_not_undone(self, world: World, case: Case) -> None:
        document, client = keep(world, case.pk), signed_in(world.amal)
        actions.rename_document(
            world.bashir, case.pk, document_id=document.pk, kind=DocumentKind.COURT, title=TITLE, version=1
        )
        opened_with = {"initial-kind": "medical", "initial-title": TITLE}
        values = {"kind": "medical", "title": "من الطبيب", "version": 1, **opened_with}
        status, text = send(client, on("document-describe", document), **values)
        assert status == 409
        assert "من الطبيب" in text
        assert TITLE in text
        assert '<input type="hidden" name="initial-kind" value="court"' in text
        assert 'name="version" value="2"' in text

    def test_it_is_removed_after_a_second_look(self, world: World, case: Case) -> None:
        document, client = keep(world, case.pk), signed_in(world.amal)
        asked = client.get(on("document-drop", document)).content.decode()
        assert TITLE in asked
        assert "cannot be brought back" in asked
        status, text = send(client, on("document-drop", document), reason="x", version=1)
        assert status == 409
        assert "Say in a few words why" in text
        assert send(client, on("document-drop", document), reason=WHY, version=1)[0] == 303
        shown = client.get(reverse("case-documents", args=[case.pk])).content.decode()
        assert "1 document that was removed" in shown
        assert WHY in shown
        assert on("document-take", document) not in shown

    def test_somebody_was_first(self, world: World, case: Case) -> None:
        document, client = keep(world, case.pk), signed_in(world.amal)
        actions.rename_document(
            world.bashir, case.pk, document_id=document.pk, kind=DocumentKind.COURT, title="حكم", version=1
        )
        status, text = send(client, on("document-drop", document), reason=WHY, version=1)
        assert status == 409
        assert WHY in text
        assert keeper.rows("select 1 from public.files_documentcontent")


class TestWhoIsShownIt:
    def test_a_shared_case_and_an_emergency_have_no_such_part(self, world: World, case: Case) -> None:
        keep(world, case.pk)
        make.share(world.amal, case, world.carine)
        part = reverse("case-documents", args=[case.pk])
        assert part not in signed_in(world.carine).get(reverse("case-file", args=[case.pk])).content.decode()
        assert answered(world.carine, part) == 404

    def test_the_timeline_and_the_trail_tell_of_it_without_its_title(self, world: World, case: Case) -> None:
        document, client = keep(world, case.pk), signed_in(world.amal)
        client.get(on("document-take", document))
        line = client.get(reverse("case-timeline", args=[case.pk]), {"only": "document"}).content.decode()
        assert "Added a document" in line
        assert "Opened the case" not in line
        trail = client.get(reverse("case-trail", args=[case.pk])).content.decode()
        assert "saved a copy of a document" in trail
        assert TITLE not in line + trail


def answered(who: Who, path: str) -> int:
    return signed_in(who).get(path).status_code
