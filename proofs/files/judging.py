"""Reading what came out of the cleaner anew, by other means than it was made: what stands there that must not.

The cleaner writes with Pillow, pikepdf, lxml and wave. Here bytes are counted by hand, markers and chunks walked one by
one, XML read by expat, names of PDF unescaped and looked for; no line of the cleaner is used.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

IN_JPEG = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA, 0xE0})
IN_PNG = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
ACTIVE = re.compile(
    rb"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFiles?|EF|AF|RichMedia|XFA|AcroForm|URI|SubmitForm|GoToR|Annots"
    rb"|Metadata|PieceInfo|Rendition|Collection|Encrypt|ObjStm|Info|Names)\b"
)
IN_DOCX = re.compile(
    r"\[Content_Types\]\.xml|(word/)?_rels/[A-Za-z0-9.]*\.rels|word/theme/(_rels/)?[A-Za-z0-9.]+|word/[A-Za-z0-9]+\.xml"
    r"|word/media/[A-Za-z0-9_-]+\.(jpe?g|png)"
)
FETCHES = frozenset({
    "altChunk", "object", "control", "subDoc", "movie", "instrText", "delInstrText", "fldChar", "fldSimple",
    "dataBinding", "attachedTemplate", "mailMerge", "attachedSchema", "saveThroughXslt",
})  # fmt: skip
RATES = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 2.5: (11_025, 12_000, 8_000)}
KILOBITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}

type Judge = Callable[[bytes], Iterator[str]]


def faults(kind: str, content: bytes, *, word: bytes = b"") -> list[str]:
    """Everything that stands in a file of this kind and must not; `word` must not stand in it, packed or plain."""
    try:
        found = list(JUDGES[kind](content))
    except Exception as error:  # noqa: BLE001 (what a judge cannot read is a fault, whatever it was)
        found = [f"cannot be read: {type(error).__name__}"]
    if word and any(word in part for part in _unpacked(kind, content)):
        found.append("the planted word")
    return found


def _jpeg(content: bytes) -> Iterator[str]:
    """Every segment by its marker; nothing before the first, nothing behind the last."""
    if content[:2] != b"\xff\xd8":
        yield "no start"
    at = 2
    while content[at] == 0xFF and content[at + 1] != 0xD9:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + size]
        if marker not in IN_JPEG or (marker == 0xE0 and (body[:5] != b"JFIF\0" or body[12:14] != b"\0\0")):
            yield f"segment {marker:02x}"
        at += 2 + size
        if marker == 0xDA:  # what is coded runs on to the next marker that is no restart
            ends = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(content, at)
            at = ends.start() if ends else len(content)
    if content[at:] != b"\xff\xd9":
        yield "something behind the end"


def _png(content: bytes) -> Iterator[str]:
    """Every chunk by its name and checksum, up to the end of the file."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        yield "no start"
    at, name = 8, b""
    while at < len(content) and name != b"IEND":
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body, check = content[at + 8 : at + 8 + size], content[at + 8 + size : at + 12 + size]
        if name not in IN_PNG:
            yield f"chunk {name!r}"
        if zlib.crc32(name + body).to_bytes(4, "big") != check:
            yield "a wrong checksum"
        at += 12 + size
    if at != len(content) or name != b"IEND":
        yield "something behind the end"


def _pdf(content: bytes) -> Iterator[str]:
    """Every name outside the streams, unescaped; no stream may hold further objects."""
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF") or content.count(b"%%EOF") != 1:
        yield "something before or behind"
    bare = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
    names = re.sub(rb"#([0-9A-Fa-f]{2})", lambda one: bytes((int(one[1], 16),)), bare)
    yield from sorted({f"name {one.decode()}" for one in (m[0] for m in ACTIVE.finditer(names))})
    if re.search(rb"/F\s*\(", names):
        yield "a stream in another file"


def _docx(content: bytes) -> Iterator[str]:
    """Every part by its name, every relation by where it leads, every element by its own name."""
    if not content.startswith(b"PK\x03\x04") or content[-22:-18] != b"PK\x05\x06":
        yield "something before or behind"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        if len(set(names)) != len(names) or "word/document.xml" not in names:
            yield "no document"
        for name in names:
            if not IN_DOCX.fullmatch(name):
                yield f"part {name}"
            elif name.endswith((".xml", ".rels")):
                yield from _xml(package.read(name))
            else:
                yield from (_png if name.lower().endswith("png") else _jpeg)(package.read(name))


def _xml(content: bytes) -> Iterator[str]:
    found: set[str] = set()

    def element(name: str, given: dict[str, str]) -> None:
        own = name.rpartition(":")[2]
        if own in FETCHES:
            found.add(f"element {own}")
        if given.get("TargetMode", "Internal") != "Internal" or "://" in given.get("Target", ""):
            found.add("a way out")
        if "macro" in given.get("ContentType", "").lower():
            found.add("macros")

    reader = expat.ParserCreate()
    reader.StartElementHandler = element
    reader.StartDoctypeDeclHandler = lambda *_: found.add("a document type")
    reader.ProcessingInstructionHandler = lambda *_: found.add("an instruction")
    reader.CommentHandler = lambda *_: found.add("a comment")
    reader.Parse(content, True)  # noqa: FBT003  expat takes no names
    yield from sorted(found)


def _wav(content: bytes) -> Iterator[str]:
    """Two chunks, a header and samples, whose sizes say what is there."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE" or struct.unpack("<I", content[4:8])[0] != len(content) - 8:
        yield "no recording of this size"
    at, seen = 12, []
    while at < len(content):
        size = struct.unpack("<I", content[at + 4 : at + 8])[0]
        seen.append(content[at : at + 4])
        at += 8 + size + size % 2
    if seen != [b"fmt ", b"data"]:
        yield f"chunks {seen}"
    if struct.unpack("<H", content[20:22])[0] != 1:
        yield "another coding"


def _mp3(content: bytes) -> Iterator[str]:
    """Frames from the first byte to the last."""
    at, frames = 0, 0
    while at < len(content):
        size = _frame(content[at : at + 4])
        if not size or at + size > len(content):
            yield "something that is no frame"
            return
        at, frames = at + size, frames + 1
    if frames < 3:
        yield "hardly a sound"


def _frame(head: bytes) -> int:
    """The length of a frame of layer III by its four bytes (ISO 11172-3, 13818-3); 0 where it is none."""
    word = int.from_bytes(head, "big")
    version = {3: 1, 2: 2, 0: 2.5}.get(word >> 19 & 3)
    if len(head) < 4 or word >> 21 != 0x7FF or version is None or word >> 17 & 3 != 1 or word >> 10 & 3 == 3:
        return 0
    kilobits, rate = KILOBITS[1 if version == 1 else 2][word >> 12 & 15], RATES[version][word >> 10 & 3]
    return (144 if version == 1 else 72) * kilobits * 1000 // rate + (word >> 9 & 1) if kilobits else 0


def _ogg(content: bytes) -> Iterator[str]:
    """Pages of one stream, numbered, up to the one that says it is the last."""
    at, number, serials, last = 0, 0, set(), False
    while at < len(content):
        if content[at : at + 4] != b"OggS" or last:
            yield "something that is no page"
            return
        serials.add(content[at + 14 : at + 18])
        last = bool(content[at + 5] & 4)
        laces = content[at + 27 : at + 27 + content[at + 26]]
        at, number = at + 27 + len(laces) + sum(laces), number + 1
    if len(serials) != 1 or not last or at != len(content):
        yield "no single stream with an end"


JUDGES: dict[str, Judge] = {
    "jpeg": _jpeg, "png": _png, "pdf": _pdf, "docx": _docx, "wav": _wav, "mp3": _mp3, "ogg": _ogg,
}  # fmt: skip


def _unpacked(kind: str, content: bytes) -> Iterator[bytes]:
    """The file, and whatever in it is packed."""
    yield content
    if kind == "pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.DOTALL):
            try:
                yield zlib.decompressobj().decompress(stream, 10_000_000)
            except zlib.error:
                yield stream
    if kind == "docx":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                yield from (package.read(name) for name in package.namelist())
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return
