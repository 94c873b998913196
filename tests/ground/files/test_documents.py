"""Documents on a file: kept clean, sealed by class, seen by those who work on it; what was removed is gone."""

import io
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from PIL import Image

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import GlassCategory, Outcome
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from jiwar.ground.base.templatetags.jiwar_text import file_size
from jiwar.ground.files import actions, queries, rules
from jiwar.ground.files.cleaning import FileKind
from jiwar.ground.files.models import Document
from jiwar.ground.files.reasons import REASONS
from jiwar.ground.files.words import DocumentKind, ScanState
from jiwar.ground.vault import keyring
from tests import injecting, keeper, make, people
from tests.ground.files import making
from tests.ground.files.test_hostile import _answer
from tests.people import World

pytestmark = people.BOTH_SIDES
TITLE = "تقرير مستشفى البشير"
WHY = "يخص شخصا آخر"


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def keep(who: Who, root_id: UUID, **given: Any) -> Document:
    usual = {"kind": DocumentKind.MEDICAL, "title": TITLE, "content": making.jpeg()}
    return actions.keep_document(who, root_id, **(usual | given))


def listed(who: Who, root_id: UUID) -> list[queries.DocumentCard]:
    with standing(who):
        return queries.documents_on(who, root_id)


def opened(who: Who, document: Document) -> queries.DocumentFile:
    with standing(who):
        return queries.document_content(who, document.root_id, document_id=document.pk)


def kept() -> list[tuple[UUID, bytes | None, bytes | None]]:
    """What lies in the table, as the keeper sees it."""
    return [
        (pk, bytes(one) if one else None, bytes(other) if other else None)
        for pk, one, other in keeper.rows("select document_id, identity, narrative from public.files_documentcontent")
    ]


class TestKeeping:
    def test_it_is_kept_clean_and_the_list_tells_of_it(self, world: World, case: Case) -> None:
        exif = Image.Exif()
        exif[0x010E] = "CANARY7f3a"
        document = keep(world.amal, case.pk, content=making.jpeg(exif=exif.tobytes(), comment=making.CANARY))
        file = opened(world.amal, document)
        assert file.media is FileKind.JPEG
        assert Image.open(io.BytesIO(file.content)).size == (64, 48)
        assert making.CANARY not in file.content
        [card] = listed(world.amal, case.pk)
        assert (card.title, card.kind, card.media) == (TITLE, DocumentKind.MEDICAL, FileKind.JPEG)
        assert (card.size, card.scan) == (len(file.content), ScanState.NOT_SCANNED)
        assert card.added_by is not None
        assert card.added_by.id == world.amal.user_id

    def test_nothing_of_it_lies_in_plain_and_no_digest_is_kept(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk, content=making.wav())
        [(_, identity, narrative)] = kept()
        assert identity is None
        assert narrative is not None
        assert opened(world.amal, document).content not in narrative
        assert len(narrative) == len(making.wav()) + 29  # version, nonce and tag, and no letters in between
        [row] = keeper.rows("select d::text, h::text from public.files_document d, public.files_documenthistory h")
        assert not any(TITLE in text or making.wav()[:20].hex() in text for text in row)

    @pytest.mark.parametrize("kind", list(DocumentKind))
    def test_each_kind_lies_under_the_key_of_its_class(self, world: World, case: Case, kind: DocumentKind) -> None:
        document = keep(world.amal, case.pk, kind=kind)
        [(_, identity, narrative)] = kept()
        assert (identity is not None) == (kind is DocumentKind.IDENTITY)
        assert (narrative is None) == (kind is DocumentKind.IDENTITY)
        assert opened(world.amal, document).content

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"title": " "}, "title_missing"),
            ({"title": "x" * (rules.LONGEST_TITLE + 1)}, "title_too_long"),
            ({"content": b""}, "document_empty"),
            ({"content": making.EXE}, "kind_not_taken"),
            ({"content": making.jpeg()[:-40]}, "damaged"),
            ({"content": bytes(10 * 1024 * 1024 + 1)}, "too_large"),
        ],
    )
    def test_refused_with_a_sentence_and_nothing_is_kept(
        self, world: World, case: Case, given: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            keep(world.amal, case.pk, **given)
        assert refused.value.reason.code == code
        assert str(refused.value)
        assert refused.value.reason.field in {"title", "content"}
        assert not kept()
        assert not listed(world.amal, case.pk)

    def test_a_file_takes_so_many_and_no_more(self, world: World, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "MOST_ON_A_FILE", 1)
        first = keep(world.amal, case.pk)
        with pytest.raises(Refused) as refused:
            keep(world.amal, case.pk)
        assert refused.value.reason.code == "too_many_documents"
        actions.drop_document(world.amal, case.pk, document_id=first.pk, reason=WHY, version=1)
        assert keep(world.amal, case.pk).pk != first.pk

    def test_on_a_person_and_on_a_closed_case_too(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        for root in (closed.pk, closed.person_id):
            assert opened(world.amal, keep(world.amal, root)).content

    def test_every_code_of_the_cleaner_has_its_sentence(self) -> None:
        codes = {"too_large", "kind_not_taken", "damaged", "encrypted", "too_many_parts", "has_macros"}
        assert codes | {"has_strange_parts"} <= set(REASONS)


class TestScanning:
    @pytest.mark.parametrize(("says", "state"), [(b"stream: OK\0", "clean"), (b"ERROR\0", "not_scanned")])
    def test_what_the_scanner_said_stands_in_the_list(
        self, world: World, case: Case, scanner: Callable[[bytes], list[bytes]], says: bytes, state: str
    ) -> None:
        heard = scanner(says)
        keep(world.amal, case.pk, content=making.wav())
        [card] = listed(world.amal, case.pk)
        assert card.scan == state
        assert heard[1] == making.wav()

    def test_a_finding_is_refused(self, world: World, case: Case, scanner: Callable[[bytes], list[bytes]]) -> None:
        scanner(b"stream: Eicar-Signature FOUND\0")
        with pytest.raises(Refused) as refused:
            keep(world.amal, case.pk)
        assert refused.value.reason.code == "malware_found"
        assert not kept()


class TestDescribing:
    def test_it_is_described_anew(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        given: dict[str, Any] = {"kind": DocumentKind.COURT, "title": "حكم"}
        actions.rename_document(world.amal, case.pk, document_id=document.pk, version=1, **given)
        [card] = listed(world.amal, case.pk)
        assert (card.kind, card.title, card.version) == (DocumentKind.COURT, "حكم", 2)

    def test_of_another_class_what_it_holds_is_sealed_anew(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        before = opened(world.amal, document).content
        for kind, column in ((DocumentKind.IDENTITY, 1), (DocumentKind.LETTER, 2)):
            version = listed(world.amal, case.pk)[0].version
            actions.rename_document(
                world.amal, case.pk, document_id=document.pk, kind=kind, title=TITLE, version=version
            )
            [row] = kept()
            assert row[column] is not None
            assert row[3 - column] is None
            assert opened(world.amal, document).content == before

    def test_refused_without_a_title_and_stale_once_somebody_was_first(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        given: dict[str, Any] = {"document_id": document.pk, "kind": DocumentKind.IDENTITY, "version": 1}
        with pytest.raises(Refused) as refused:
            actions.rename_document(world.amal, case.pk, title="", **given)
        assert refused.value.reason.code == "title_missing"
        actions.rename_document(world.bashir, case.pk, title="x", **given)
        with pytest.raises(Stale):
            actions.rename_document(world.amal, case.pk, title="y", **given)
        assert listed(world.amal, case.pk)[0].title == "x"


class TestRemoving:
    def test_its_bytes_are_gone_and_its_line_says_who_when_and_why(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        actions.drop_document(world.bashir, case.pk, document_id=document.pk, reason=WHY, version=1)
        assert not kept()
        [card] = listed(world.amal, case.pk)
        assert not card.is_there
        assert card.dropped_at is not None
        assert card.dropped_by is not None
        assert (card.dropped_by.id, card.reason, card.media) == (world.bashir.user_id, WHY, None)
        with pytest.raises(Missing):
            opened(world.amal, document)

    @pytest.mark.parametrize("verb", ["drop", "rename"])
    def test_what_was_removed_stays_so(self, world: World, case: Case, verb: str) -> None:
        document = keep(world.amal, case.pk)
        actions.drop_document(world.amal, case.pk, document_id=document.pk, reason=WHY, version=1)
        with pytest.raises(Refused) as refused:
            steps(world.amal, case.pk, document.pk, version=2)[verb]()
        assert refused.value.reason.code == "document_is_gone"

    def test_refused_without_a_reason_and_stale(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        with pytest.raises(Refused) as refused:
            actions.drop_document(world.amal, case.pk, document_id=document.pk, reason="x", version=1)
        assert refused.value.reason.code == "why_removed"
        with pytest.raises(Stale):
            actions.drop_document(world.amal, case.pk, document_id=document.pk, reason=WHY, version=7)
        assert kept()


class TestWho:
    @pytest.mark.parametrize("verb", ["keep", "rename", "drop", "list", "one", "open"])
    def test_forbidden_outside_the_role(self, world: World, case: Case, verb: str) -> None:
        document = keep(world.amal, case.pk)
        for who in (world.elias, world.farah, world.ghada, world.system):
            with pytest.raises(Forbidden):
                steps(who, case.pk, document.pk)[verb]()

    @pytest.mark.parametrize("verb", ["keep", "rename", "drop", "list", "one", "open"])
    def test_not_yours_is_as_absent(self, world: World, case: Case, verb: str) -> None:
        """Dina is told nothing, though the case is shared with her agency; nor is a colleague of another team."""
        document = keep(world.amal, case.pk)
        make.share(world.amal, case, world.dina)
        for who in (world.dina, world.huda, world.omar):
            with pytest.raises(Missing):
                steps(who, case.pk, document.pk)[verb]()
        for root, pk in ((case.pk, uuid4()), (uuid4(), document.pk)):
            if verb not in {"keep", "list"} or root != case.pk:
                with pytest.raises(Missing):
                    steps(world.amal, root, pk)[verb]()

    def test_whoever_opens_the_file_in_an_emergency_reads_no_document(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        given: dict[str, Any] = {"category": GlassCategory.LIFE, "reason": "x" * 20, "minutes": 60}
        cases.break_glass(world.huda, code=case.code, **given)
        with pytest.raises(Missing):
            opened(world.huda, document)
        lines, bytes_ = (f"select * from files_{table}" for table in ("document", "documentcontent"))
        assert injecting.answer(world.huda, lines)
        assert not injecting.answer(world.huda, bytes_)
        assert len(injecting.answer(world.amal, bytes_)) == 1

    def test_readings_are_in_the_trail_before_anything_leaves(self, world: World, case: Case) -> None:
        document = keep(world.amal, case.pk)
        listed(world.amal, case.pk)
        opened(world.amal, document)
        told = [(one.action, one.outcome, one.root_id, one.subject_id) for one in keeper.events()[-2:]]
        assert told == [
            ("document_list", "read", case.pk, None), ("document_content", "read", case.pk, document.pk),
        ]  # fmt: skip
        with keeper.no_event_can_be_written(), pytest.raises(DatabaseError):
            opened(world.amal, document)

    def test_bytes_lie_under_their_own_line(self, world: World, case: Case) -> None:
        """Slipped-in SQL lays nothing beside a document of another file, of one's own or not."""
        other = make.case(world.amal)
        document = keep(world.amal, case.pk)
        actions.drop_document(world.amal, case.pk, document_id=document.pk, reason=WHY, version=1)
        laid = (
            "insert into files_documentcontent (document_id, root_id, agency_id, narrative, kept_at)"
            " values (%s, %s, %s, 'x', now())"
        )
        with pytest.raises(DatabaseError, match="row-level security"):
            injecting.inject(world.amal, laid, document.pk, other.pk, world.amal.agency_id)
        assert injecting.inject(world.amal, laid, document.pk, case.pk, world.amal.agency_id) == 1
        with pytest.raises(DatabaseError, match="permission denied"):
            injecting.inject(world.amal, "update files_documentcontent set narrative = 'y'")


class TestErasing:
    def test_with_the_record_bytes_go_and_what_told_in_plain(self, world: World) -> None:
        case = make.case(world.amal)
        documents = [keep(world.amal, case.pk), keep(world.amal, case.person_id, kind=DocumentKind.IDENTITY)]
        before = kept()
        hold = keyring.ring(world.amal.agency_id, [case.pk])
        other = make.case(world.amal)
        left = keep(world.amal, other.pk)
        cases.close_case(world.amal, case.pk, outcome=Outcome.DIED, summary="x", version=1)
        cases.erase_file(world.bashir, case.person_id, reason=Erasure.ASKED, version=1)
        assert {row[0] for row in kept()} == {left.pk}
        for document in documents:
            assert listed(world.bashir, document.root_id) == []
            with pytest.raises(Missing):
                opened(world.bashir, document)
            with pytest.raises(Missing):
                keep(world.bashir, document.root_id)
        for table in ("files_document", "files_documenthistory"):
            told = keeper.rows(f"select kind, media, size from public.{table} where root_id <> %s", [other.pk])
            assert set(told) == {("other", "", 0)}
        assert before  # the ciphertext of before opens by no key that is left
        with pytest.raises(keyring.NoKey):
            keyring.ring(world.amal.agency_id, [case.pk]).seal(documents[0], "title", "x")
        assert hold is not None


def steps(who: Who, root_id: UUID, document_id: UUID, *, version: int = 1) -> dict[str, Callable[[], object]]:
    """Everything that is done with a document."""
    on: dict[str, Any] = {"document_id": document_id}
    return {
        "keep": lambda: keep(who, root_id),
        "rename": lambda: actions.rename_document(
            who, root_id, kind=DocumentKind.COURT, title="x", version=version, **on
        ),
        "drop": lambda: actions.drop_document(who, root_id, reason=WHY, version=version, **on),
        "list": lambda: listed(who, root_id),
        "one": lambda: _standing(who, lambda: queries.document_on(who, root_id, **on)),
        "open": lambda: _standing(who, lambda: queries.document_content(who, root_id, **on)),
    }


def _standing(who: Who, asked: Callable[[], object]) -> object:
    with standing(who):
        return asked()


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A daemon that answers once as it is told, and where Jiwar finds it."""
    at, heard, threads = tmp_path / "clamd", [], []  # type: ignore[var-annotated]
    daemon = socket.socket(socket.AF_UNIX)
    daemon.bind(str(at))
    daemon.listen(1)

    def start(says: bytes) -> list[bytes]:
        threads.append(threading.Thread(target=_answer, args=[daemon, heard, says]))
        threads[0].start()
        return heard

    monkeypatch.setattr(settings, "JIWAR", replace(settings.JIWAR, scanner=str(at)))
    yield start
    threads[0].join()
    daemon.close()


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "1 KB"), (44, "1 KB"), (10_000, "10 KB"), (1023 * 1024, "1.0 MB"), (10 * 1024 * 1024, "10.0 MB")],
)
def test_how_large_a_file_is(size: int, told: str) -> None:
    with translation.override("en"):
        assert file_size(size) == told
