"""Every hostile file is refused or made harmless; what people send stays what it was."""

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from jiwar.ground.files import apart
from jiwar.ground.files.apart import clean_apart
from jiwar.ground.files.cleaning import CLEANERS, MEDIA_TYPES, Cleaned, FileKind, clean
from jiwar.ground.files.cleaning.taken import LARGEST, NotTaken
from jiwar.ground.files.scanning import Scan, scan
from tests.ground.files import making
from tests.ground.files.making import CANARY, Hostile

HOSTILE = list(making.hostile())
CODES = {
    "too_large", "kind_not_taken", "damaged", "encrypted", "too_many_parts", "has_macros", "has_strange_parts",
}  # fmt: skip


def cleaned(content: bytes) -> tuple[Cleaned | None, str]:
    """What became of it: the file, or why not."""
    try:
        return clean(content), ""
    except NotTaken as refused:
        return None, refused.code


def everything_in(made: Cleaned) -> Iterator[bytes]:
    """The file, and what is packed in it."""
    yield made.content
    if made.kind is FileKind.DOCX:
        with zipfile.ZipFile(io.BytesIO(made.content)) as package:
            yield from (package.read(name) for name in package.namelist())
    if made.kind is FileKind.PDF:
        with pikepdf.Pdf.open(io.BytesIO(made.content)) as found:
            for one in found.objects:
                yield str(one).encode() if not isinstance(one, pikepdf.Stream) else one.read_bytes()


def test_there_are_at_least_two_hundred_and_no_two_alike() -> None:
    assert len(HOSTILE) >= 200
    assert len({one.name for one in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("file", HOSTILE, ids=lambda one: one.name)
def test_a_hostile_file_is_refused_or_made_harmless(file: Hostile) -> None:
    made, code = cleaned(file.content)
    if made is None:
        assert code in CODES
        return
    assert clean(made.content).kind == made.kind
    if "mutated" not in file.name:  # there the word may stand among samples and pixels, which are kept
        assert not any(CANARY in part for part in everything_in(made))
        assert not any(b"<script" in part or b"\x90\0CANARY" in part for part in everything_in(made))


def test_the_control_lets_the_word_through() -> None:
    """Without cleaning nearly all of them carry it: what is not found was taken out."""
    carried = [file for file in HOSTILE if CANARY in file.content or b"PK\x03\x04" in file.content]
    assert len(carried) > 200


@pytest.mark.parametrize("name", sorted(making.harmless()))
def test_what_people_send_is_taken(name: str) -> None:
    made = clean(making.harmless()[name])
    assert made.kind == name
    assert set(CLEANERS) == set(MEDIA_TYPES) == set(FileKind)


class TestKept:
    """What the file was for is still there."""

    def test_a_picture_looks_the_same_and_stands_upright(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        made = Image.open(io.BytesIO(clean(making.jpeg(exif=exif.tobytes())).content))
        assert made.size == (48, 64)
        assert not made.getexif()

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_every_way_of_storing_pixels(self, mode: str) -> None:
        before = Image.open(io.BytesIO(making.png(mode=mode))).convert("RGBA")
        after = Image.open(io.BytesIO(clean(making.png(mode=mode)).content)).convert("RGBA")
        assert before.size == after.size
        if mode != "I;16":
            assert before.tobytes() == after.tobytes()

    def test_pages_keep_their_words_and_inherited_sizes(self) -> None:
        made = making.pdf()
        made.Root.Pages.MediaBox = [0, 0, 300, 400]
        for page in made.pages:
            del page.obj.MediaBox
        with pikepdf.Pdf.open(io.BytesIO(clean(making.saved(made)).content)) as found:
            assert len(found.pages) == 2
            assert [int(side) for side in found.pages[0].mediabox] == [0, 0, 300, 400]
            assert b"(Hello) Tj" in found.pages[0].Contents.read_bytes()
            assert found.pages[1].Resources.Font.F1.BaseFont == "/Helvetica"

    def test_a_document_keeps_words_styles_and_pictures_and_loses_what_it_told_of_its_author(self) -> None:
        linked = '<w:p><w:hyperlink r:id="rX"><w:r><w:t>the site</w:t></w:r></w:hyperlink></w:p>'
        out = '<Relationship Id="rX" Type="x/hyperlink" Target="https://site.example" TargetMode="External"/>'
        made = clean(making.docx(body=linked, links=out)).content
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            assert set(package.namelist()) == {
                "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/settings.xml",
                "word/_rels/document.xml.rels", "word/media/image1.png",
            }  # fmt: skip
            words = package.read("word/document.xml").decode()
            assert "مرحبا" in words
            assert "the site" in words
            assert 'embed="rPic"' in words
            assert b"site.example" not in package.read("word/_rels/document.xml.rels")

    def test_a_field_becomes_the_words_it_showed(self) -> None:
        shown, after = "<w:r><w:t>seventeen</w:t></w:r>", "<w:r><w:t>!</w:t></w:r>"
        field = f'<w:p><w:fldSimple w:instr="PAGE">{shown}</w:fldSimple>{after}</w:p>'
        with zipfile.ZipFile(io.BytesIO(clean(making.docx(body=field)).content)) as package:
            words = package.read("word/document.xml").decode()
        assert "fldSimple" not in words
        assert f"<w:p>{shown}{after}</w:p>" in words

    def test_sound_is_the_same_sound(self) -> None:
        assert clean(making.wav()).content == making.wav()
        assert clean(b"ID3\x04\0\0\0\0\0\x05abcde" + making.mp3()).content == making.mp3()
        assert clean(making.ogg() + b"tail").content == making.ogg()


class TestApart:
    """In a process of its own."""

    def test_the_same_comes_back(self) -> None:
        for content in (making.jpeg(comment=making.SCRIPT), making.docx()):
            assert clean_apart(content) == clean(content)

    def test_refused_with_the_same_code(self) -> None:
        for content, code in ((making.EXE, "kind_not_taken"), (bytes(LARGEST + 1), "too_large")):
            with pytest.raises(NotTaken) as refused:
                clean_apart(content)
            assert refused.value.code == code

    @pytest.mark.parametrize("dies", ["import os; os.kill(os.getpid(), 11)", "import sys; sys.exit(1)", "print('png')"])
    def test_a_reader_that_dies_is_a_damaged_file(self, dies: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-c", dies))
        with pytest.raises(NotTaken) as refused:
            clean_apart(making.png())
        assert refused.value.code == "damaged"

    def test_nor_may_it_take_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-c", "import time; time.sleep(60)"))
        monkeypatch.setattr(apart, "PATIENCE", 0.5)
        with pytest.raises(NotTaken):
            clean_apart(making.png())

    def test_it_has_no_secret_and_writes_no_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("JIWAR_SECRET_KEY", "a secret")
        told = "import os, sys; sys.stdin.read; sys.stdout.write('png\\n' + ' '.join(os.environ))"
        monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-I", "-c", told))
        assert b"JIWAR" not in clean_apart(making.png()).content
        limited = (
            "from jiwar.ground.files.cleaning import __main__ as it\n"
            "it.clean = lambda _content: open(r'%s', 'w').write('x' * 9)\nit.main()" % (tmp_path / "left")
        )
        monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-c", limited))
        with pytest.raises(NotTaken):
            clean_apart(making.png())
        assert not (tmp_path / "left").exists() or (tmp_path / "left").stat().st_size == 0


class TestScanning:
    """Against a daemon that speaks as clamd does."""

    @pytest.mark.parametrize(
        ("says", "found"),
        [
            (b"stream: OK\0", Scan.CLEAN),
            (b"stream: Eicar-Signature FOUND\0", Scan.FOUND),
            (b"ERROR\0", Scan.NOT_SCANNED),
        ],
    )
    def test_what_it_says(self, tmp_path: Path, says: bytes, found: Scan) -> None:
        heard: list[bytes] = []
        at = tmp_path / "clamd"
        with socket.socket(socket.AF_UNIX) as daemon:
            daemon.bind(str(at))
            daemon.listen(1)
            thread = threading.Thread(target=_answer, args=[daemon, heard, says])
            thread.start()
            assert scan(b"x" * 600_000, at=str(at)) is found
            thread.join()
        assert heard == [b"zINSTREAM\0", b"x" * 600_000]

    def test_where_none_is_or_none_answers_that_is_said(self, tmp_path: Path) -> None:
        assert scan(b"x", at="") is scan(b"x", at=str(tmp_path / "nobody")) is Scan.NOT_SCANNED


def _answer(daemon: socket.socket, heard: list[bytes], says: bytes) -> None:
    caller, _ = daemon.accept()
    with caller, caller.makefile("rb") as spoken:
        heard.append(spoken.read(10))
        content = b""
        while size := struct.unpack("!I", spoken.read(4))[0]:
            content += spoken.read(size)
        heard.append(content)
        caller.sendall(says)
