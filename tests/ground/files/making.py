"""Files as people send them, and hostile ones made from them, each with the word CANARY where it must not stay."""

import io
import random
import struct
import wave
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, PngImagePlugin

from jiwar.ground.files.cleaning.sound import _ogg_checksum

CANARY = b"CANARY7f3a"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
EXE = b"MZ\x90\x00" + CANARY * 9
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file, and what it tries."""

    name: str
    content: bytes


def jpeg(*, size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def png(*, mode: str = "RGB", info: PngImagePlugin.PngInfo | None = None) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((64, 48)).convert(mode).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def pdf(pages: int = 2) -> Pdf:
    made = Pdf.new()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(200, 200))
        page.obj.Contents = made.make_stream(b"BT /F1 12 Tf 10 100 Td (Hello) Tj ET")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    return made


def saved(made: Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def wav(*, seconds: float = 0.2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"\x10\x20" * int(8000 * seconds))
    return out.getvalue()


FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""MPEG 1, layer III, 128 kbit/s, 44,100 Hz: 417 bytes."""


def mp3(frames: int = 20) -> bytes:
    return FRAME * frames


def ogg_page(body: bytes, *, number: int, kind: int = 0, serial: int = 7) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = b"OggS" + struct.pack("<BBqIII", 0, kind, number, serial, number, 0) + bytes([len(lacing)]) + lacing
    page = head + body
    return page[:22] + struct.pack("<I", _ogg_checksum(page)) + page[26:]


def ogg() -> bytes:
    head = b"OpusHead" + bytes([1, 1]) + struct.pack("<HIhB", 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 3) + b"jwr" + struct.pack("<I", 0)
    parts = [ogg_page(head, number=0, kind=2), ogg_page(tags, number=1), ogg_page(b"x" * 300, number=2, kind=4)]
    return b"".join(parts)


def docx(
    *, body: str = "", parts: dict[str, bytes] | None = None, links: str = "", types: str = "", settings: str = ""
) -> bytes:
    """A document with a style sheet, a picture and properties, and whatever is given."""
    picture = f'<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" xmlns:r="{REL}" r:embed="rPic"/></w:drawing></w:r></w:p>'
    said = f'<w:document xmlns:w="{WORDS}" xmlns:r="{REL}"><w:body><w:p><w:r><w:t>مرحبا</w:t></w:r></w:p>'
    usual = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": relations(f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"{said}{picture}{body}</w:body></w:document>".encode(),
        "word/styles.xml": f'<w:styles xmlns:w="{WORDS}"/>'.encode(),
        "word/settings.xml": f'<w:settings xmlns:w="{WORDS}" xmlns:r="{REL}">{settings}</w:settings>'.encode(),
        "word/_rels/document.xml.rels": relations(
            f'<Relationship Id="rPic" Type="{REL}/image" Target="media/image1.png"/>'
            f'<Relationship Id="rSty" Type="{REL}/styles" Target="styles.xml"/>{links}'
        ),
        "word/media/image1.png": png(),
        "docProps/core.xml": b"<x>" + CANARY + b"</x>",
        "customXml/item1.xml": b"<x>" + CANARY + b"</x>",
    }
    return packed(usual | (parts or {}))


def relations(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'.encode()


def packed(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, blob in parts.items():
            package.writestr(name, blob)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def harmless() -> dict[str, bytes]:
    """One of each kind."""
    return {
        "jpeg": jpeg(), "png": png(), "pdf": saved(pdf()), "docx": docx(), "wav": wav(), "mp3": mp3(), "ogg": ogg(),
    }  # fmt: skip


def hostile() -> Iterator[Hostile]:
    """All of them."""
    for family in FAMILIES:
        yield from family()


def _other_kinds() -> Iterator[Hostile]:
    heads = {
        "exe": EXE, "elf": b"\x7fELF" + CANARY, "html": b"<!doctype html>" + SCRIPT,
        "svg": b"<svg onload='x'>" + SCRIPT,
        "script": b"#!/bin/sh\n" + CANARY, "js": b"var x='" + CANARY + b"'", "php": b"<?php " + CANARY, "empty": b"",
        "one byte": b"\xff", "zeros": bytes(5000), "text": CANARY * 10, "rtf": b"{\\rtf1 " + CANARY,
        "gif": b"GIF89a" + CANARY,
        "bmp": b"BM" + CANARY * 20, "tiff": b"II*\x00" + CANARY * 9, "webp": b"RIFF\x10\0\0\0WEBPVP8 " + CANARY,
        "avi": b"RIFF\x10\0\0\0AVI " + CANARY, "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + CANARY * 60,
        "7z": b"7z\xbc\xaf\x27\x1c" + CANARY, "gzip": b"\x1f\x8b\x08" + CANARY, "rar": b"Rar!\x1a\x07" + CANARY,
        "postscript": b"%!PS-Adobe\n" + CANARY, "class": b"\xca\xfe\xba\xbe" + CANARY, "lnk": b"L\0\0\0" + CANARY,
        "xml": b"<?xml version='1.0'?>" + SCRIPT, "mp4": b"\0\0\0\x18ftypmp42" + CANARY, "flac": b"fLaC" + CANARY,
        "bare zip": packed({"a.txt": CANARY}), "jar": packed({"META-INF/MANIFEST.MF": CANARY}),
        "xlsx": packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": CANARY}),
        "odt": packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": CANARY}),
    }  # fmt: skip
    for name, content in heads.items():
        yield Hostile(f"another kind: {name}", content)
    yield Hostile("eleven megabytes", b"\xff\xd8\xff" + bytes(11 * 1024 * 1024))


def _pictures() -> Iterator[Hostile]:
    exif = Image.Exif()
    exif[0x010E], exif[0x8298], exif[0x013B] = CANARY.decode(), CANARY.decode(), SCRIPT.decode()
    exif.get_ifd(0x8825)[1] = "N"
    yield Hostile("where it was taken", jpeg(exif=exif.tobytes()))
    yield Hostile("a comment", jpeg(comment=SCRIPT))
    yield Hostile("a profile", jpeg(icc_profile=CANARY * 40))
    whole = jpeg()
    for marker in (0xE0, 0xE1, 0xE2, 0xEC, 0xED, 0xEE, 0xEF, 0xFE):
        for body in (SCRIPT, EXE, b"http://ns.adobe.com/xap/1.0/\0" + SCRIPT):
            segment = bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
            yield Hostile(f"segment {marker:x} {body[:4]!r}", whole[:2] + segment + whole[2:])
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode())
    info.add_itxt("XML:com.adobe.xmp", SCRIPT.decode(), zip=True)
    yield Hostile("text in a png", png(info=info))
    plain = png()
    for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"prVt", b"sPLT"):
        yield Hostile(f"chunk {kind!r}", plain[:33] + chunk(kind, b"x\0\0" + SCRIPT) + plain[33:])
    bomb = zlib.compress(bytes(60_000_000), 9)
    yield Hostile("a text that unpacks to 60 MB", plain[:33] + chunk(b"zTXt", b"x\0\0" + bomb) + plain[33:])
    for width, height in ((60_000, 60_000), (2**31 - 1, 1), (1, 2**31 - 1), (100_000, 501), (0, 10)):
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        yield Hostile(f"{width} × {height}", plain[:8] + head + plain[33:])
    film = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), shade) for shade in ("red", "blue", "green")]
    frames[0].save(film, "PNG", save_all=True, append_images=frames[1:])
    yield Hostile("a film", film.getvalue())
    yield Hostile("a picture of another size than it says", whole.replace(b"\0\x30\0\x40", b"\xff\xff\xff\xff", 1))


def _action(kind: Name, **more: Any) -> Dictionary:
    return Dictionary(S=kind, **more)


def _portable() -> Iterator[Hostile]:
    script = _action(Name.JavaScript, JS=String(CANARY.decode()))
    launch = _action(Name.Launch, F=String(CANARY.decode()))
    uri = _action(Name.URI, URI=String(f"https://{CANARY.decode()}.example"))
    remote = _action(Name.GoToR, F=String(CANARY.decode()))
    submit = _action(Name.SubmitForm, F=String(CANARY.decode()))
    actions = {"script": script, "launch": launch, "uri": uri, "remote": remote, "submit": submit}
    for name, action in actions.items():
        made = pdf()
        made.Root.OpenAction = action
        yield Hostile(f"opens with {name}", saved(made))
        made = pdf()
        made.pages[0].obj.AA = Dictionary(O=action, C=action)
        yield Hostile(f"a page that opens with {name}", saved(made))
        made = pdf()
        made.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)])
        yield Hostile(f"a link with {name}", saved(made))
        made = pdf()
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), action])))
        yield Hostile(f"a name for {name}", saved(made))
        made = pdf()
        form = Stream(made, b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], AA=Dictionary(O=action))
        made.pages[0].obj.Resources.XObject = Dictionary(X=made.make_indirect(form))
        yield Hostile(f"hidden in a form with {name}", saved(made))
        yield Hostile(f"packed with {name}", saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate))


def _portable_parts() -> Iterator[Hostile]:
    made = pdf()
    made.attachments["evil.exe"] = pikepdf.AttachedFileSpec(made, EXE)
    yield Hostile("an attachment", saved(made))
    made = pdf()
    made.Root.AcroForm = Dictionary(XFA=made.make_stream(SCRIPT), Fields=Array([]), NeedAppearances=True)
    yield Hostile("a form", saved(made))
    made = pdf()
    made.docinfo["/Author"], made.docinfo["/Title"] = CANARY.decode(), SCRIPT.decode()
    with made.open_metadata() as told:
        told["dc:creator"] = [CANARY.decode()]
    yield Hostile("who wrote it", saved(made))
    made = pdf()
    rich = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], Contents=String(CANARY.decode()))
    made.pages[0].obj.Annots = Array([rich])
    yield Hostile("a film on a page", saved(made))
    for key in ("PieceInfo", "Metadata", "AF", "B", "Tabs", "PZ", "TemplateInstantiated", "VP", "Hid"):
        made = pdf()
        made.pages[0].obj[f"/{key}"] = Dictionary(X=String(CANARY.decode()))
        yield Hostile(f"a page with {key}", saved(made))
    made = pdf()
    outside = made.make_stream(b"")
    outside.F = String(CANARY.decode())
    made.pages[0].obj.Contents = outside
    yield Hostile("a page in another file", saved(made))


def _portable_shapes() -> Iterator[Hostile]:
    secret = pikepdf.Encryption(owner="x", user="y")
    yield Hostile("encrypted", saved(pdf(), encryption=secret))
    yield Hostile("encrypted without a password", saved(pdf(), encryption=pikepdf.Encryption(owner="x", user="")))
    yield Hostile("no page", saved(Pdf.new()))
    yield Hostile("six hundred pages", saved(pdf(600)))
    yield Hostile("a head alone", b"%PDF-1.7\n" + SCRIPT)
    escaped = b"/Op#65nAction << /S /J#61vaScript /J#53 (CANARY7f3a) >> /Type /Catalog"
    yield Hostile("escaped names", saved(pdf()).replace(b"/Type /Catalog", escaped, 1))


def _documents() -> Iterator[Hostile]:
    macro = (
        '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    )
    outside = '<Relationship Id="rX" Type="{}" Target="https://CANARY7f3a.example/x" TargetMode="External"/>'
    yield Hostile("macros", docx(parts={"word/vbaProject.bin": EXE}))
    yield Hostile("macros by type", docx(types=macro))
    for part in (
        "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/afchunk.mht", "word/embeddings/a.xlsx",
        "word/evil.exe", "word/x.js", "word/page.html", "word/media/image2.svg", "word/media/image3.emf", "evil.exe",
        "word/printerSettings/p.dat", "word/fonts/font1.odttf", "docProps/thumbnail.jpeg", "xl/workbook.xml",
    ):  # fmt: skip
        yield Hostile(f"a part {part}", docx(parts={part: SCRIPT + EXE}))
    template = f'<w:attachedTemplate xmlns:r="{REL}" r:id="rX"/>'
    links = relations(outside.format(f"{REL}/attachedTemplate"))
    yield Hostile("a template from outside", docx(settings=template, parts={"word/_rels/settings.xml.rels": links}))
    for kind in ("hyperlink", "image", "oleObject", "frame", "subDocument", "aFChunk", "video", "attachedTemplate"):
        used = '<w:p><w:hyperlink r:id="rX"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p><w:frame r:id="rX"/>'
        yield Hostile(f"leads out: {kind}", docx(body=used, links=outside.format(f"{REL}/{kind}")))
    for tag in ("altChunk", "object", "control", "subDoc"):
        yield Hostile(f"element {tag}", docx(body=f'<w:{tag} r:id="rX">{CANARY.decode()}</w:{tag}>'))
    for field in ("DDEAUTO c:\\\\x", "INCLUDETEXT x", "INCLUDEPICTURE x", "MACROBUTTON x", "hyperlink x", "DATABASE x"):
        code = f"{field} {CANARY.decode()}"
        split = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in code)
        yield Hostile(f"field {field[:8]}", docx(body=f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p>"))
        yield Hostile(f"field {field[:8]} in letters", docx(body=f"<w:p>{split}</w:p>"))
        yield Hostile(f"simple field {field[:8]}", docx(body=f'<w:p><w:fldSimple w:instr="{code}"/></w:p>'))


def _fields_and_parts() -> Iterator[Hostile]:
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    laughs = b'<!DOCTYPE x [<!ENTITY a "CANARY7f3a">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    for part in ("word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "word/settings.xml"):
        name = part.rsplit("/", 1)[1]
        yield Hostile(f"an entity in {name}", docx(parts={part: entity + b"<x>&e;</x>"}))
        yield Hostile(f"a billion laughs in {name}", docx(parts={part: laughs + b"]><x>&j;</x>"}))
        yield Hostile(f"no XML in {name}", docx(parts={part: SCRIPT[:-3]}))
    for name in ("../evil.txt", "/etc/passwd", "word/../../x", "word\\evil", "./x"):
        yield Hostile(f"a path {name}", docx(parts={name: CANARY}))
    yield Hostile("thirty megabytes of nothing", docx(parts={"word/header1.xml": bytes(30_000_000)}))
    yield Hostile("too many parts", docx(parts={f"word/header{n}.xml": b"<x/>" for n in range(500)}))
    yield Hostile("a name twice", docx(parts={"WORD/document.xml": CANARY}))
    whole = bytearray(docx())
    at = whole.index(b"PK\x01\x02")
    while at >= 0:
        whole[at + 8] |= 1
        at = whole.find(b"PK\x01\x02", at + 1)
    yield Hostile("encrypted entries", bytes(whole))
    yield Hostile("a picture that is none", docx(parts={"word/media/image1.png": EXE}))
    comment = b"<?xml-stylesheet href='CANARY7f3a'?>"
    yield Hostile(
        "an instruction", docx(parts={"word/styles.xml": comment + f'<w:styles xmlns:w="{WORDS}"/>'.encode()})
    )


def _sound() -> Iterator[Hostile]:
    plain = wav()
    for kind in (b"LIST", b"id3 ", b"bext", b"iXML", b"JUNK"):
        body = SCRIPT + EXE
        made = plain + kind + struct.pack("<I", len(body)) + body
        yield Hostile(f"chunk {kind!r}", made[:4] + struct.pack("<I", len(made) - 8) + made[8:])
    yield Hostile("a wav longer than it is", plain[:40] + struct.pack("<I", 2**31) + plain[44:])
    yield Hostile("a wav of another coding", plain[:20] + struct.pack("<H", 85) + plain[22:])
    yield Hostile("a wav without channels", plain[:22] + struct.pack("<H", 0) + plain[24:])
    yield Hostile("a wav of a million hertz", plain[:24] + struct.pack("<I", 1_000_000) + plain[28:])
    size = bytes((0, 0, len(SCRIPT + EXE) >> 7, len(SCRIPT + EXE) & 0x7F))
    tag = b"ID3\x04\0\0" + size + SCRIPT + EXE
    yield Hostile("a tag before", tag + mp3())
    yield Hostile("a tag behind", mp3() + b"TAG" + (CANARY * 13)[:125])
    yield Hostile("a tag of another kind behind", mp3() + b"APETAGEX" + SCRIPT)
    yield Hostile("a tag alone", tag)
    yield Hostile("a page behind the sound", mp3() + SCRIPT)
    yield Hostile("a page between frames", mp3(3) + SCRIPT + mp3())
    yield Hostile("two frames", mp3(2))
    yield Hostile("an ogg with a tail", ogg() + SCRIPT + EXE)
    yield Hostile("an ogg of another kind", ogg_page(b"fishead\0" + CANARY, number=0, kind=2) + ogg())
    yield Hostile(
        "an ogg of two streams", ogg_page(b"OpusHead", number=0, kind=2) + ogg_page(CANARY, number=1, serial=9)
    )
    yield Hostile("an ogg without an end", ogg()[: ogg().rindex(b"OggS")])
    wrong = bytearray(ogg())
    wrong[-1] ^= 1
    yield Hostile("an ogg with a wrong checksum", bytes(wrong))


def _polyglots() -> Iterator[Hostile]:
    archive = packed({"evil.js": SCRIPT}, method=zipfile.ZIP_STORED)
    for name, content in harmless().items():
        for what, tail in (("page", SCRIPT), ("program", EXE), ("archive", archive), ("pdf", b"%PDF-1.4\n" + CANARY)):
            yield Hostile(f"{name} with a {what} behind", content + tail)
        yield Hostile(f"{name} with a page before", SCRIPT + content)


def _cut() -> Iterator[Hostile]:
    for name, content in harmless().items():
        for part in (3, 10, 40, 70):
            yield Hostile(f"{name} cut after {part} %", content[: len(content) * part // 100] + SCRIPT)


def _mutated() -> Iterator[Hostile]:
    chance = random.Random(7)
    for name, content in harmless().items():
        for number in range(8):
            made = bytearray(content)
            for _ in range(chance.choice((1, 4, 30))):
                at = chance.randrange(len(made))
                made[at : at + len(CANARY)] = CANARY
            yield Hostile(f"{name} mutated {number}", bytes(made))


FAMILIES = (
    *(_other_kinds, _pictures, _portable, _portable_parts, _portable_shapes),
    *(_documents, _fields_and_parts, _sound, _polyglots, _cut, _mutated),
)
