"""Word documents (DOCX): words and pictures in a new package. Whatever runs, links out or is embedded is not taken.

ECMA-376: a package is a ZIP of parts; relationships say which part uses which. The new one has the parts that are known
to hold words, styles and pictures, each read and written anew, and the relationships between those alone.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from jiwar.ground.files.cleaning import pictures
from jiwar.ground.files.cleaning.taken import NotTaken

MOST_PARTS = 400
LARGEST_PART = 20 * 1024 * 1024
LARGEST_WHOLE = 60 * 1024 * 1024
"""Bytes when unpacked."""
STEEPEST = 200
"""How many times larger than packed a part may be."""
WORDS = re.compile(
    r"word/(document|styles|settings|numbering|fontTable|webSettings|footnotes|endnotes|comments|header\d*|footer\d*"
    r"|theme/theme\d*)\.xml"
)
PICTURE = re.compile(r"word/media/[A-Za-z0-9_-]+\.(jpe?g|png)", re.IGNORECASE)
RELATIONS = re.compile(r"(word/(theme/)?)?_rels/([A-Za-z0-9]+\.xml)?\.rels")
TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = re.compile(r"vbaProject|vbaData|macroEnabled|activeX|\.bin$", re.IGNORECASE)
EMBEDDED = re.compile(
    r"^word/(embeddings|afchunk|oleObject)|^word/.*\.(html?|mht|rtf|docx?|xlsx?|exe|js|vbs)$", re.IGNORECASE
)
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRANGE = frozenset({f"{W}altChunk", f"{W}object", f"{W}control", f"{W}subDoc", f"{W}movie"})
FIELDS = frozenset({f"{W}instrText", f"{W}delInstrText", f"{W}fldChar", f"{W}dataBinding"})
"""What makes words be fetched, computed or run: what they showed last is kept as plain words."""
IN_SETTINGS = frozenset({f"{W}attachedTemplate", f"{W}mailMerge", f"{W}saveThroughXslt", f"{W}attachedSchema"})


@dataclass(frozen=True, slots=True)
class _Link:
    """One relationship that stays."""

    id: str
    kind: str
    target: str


def clean_docx(content: bytes) -> bytes:
    """Words, styles and pictures."""
    try:
        parts = _unpacked(content)
        _refuse_strange(parts)
        return _packed(_kept(parts))
    except NotTaken:
        raise
    except Exception as error:  # what a reader of hostile bytes raises is no part of its interface
        raise NotTaken("damaged") from error


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Every part by its name, if all of them together are of a size that a document has."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = [one for one in package.infolist() if not one.is_dir()]
        if len(entries) > MOST_PARTS:
            raise NotTaken("too_many_parts")
        names = [one.filename for one in entries]
        if len({name.lower() for name in names}) != len(names):
            raise NotTaken("has_strange_parts")
        for one in entries:
            if one.flag_bits & 0x1:
                raise NotTaken("encrypted")
            if one.file_size > LARGEST_PART or one.file_size > max(one.compress_size, 1) * STEEPEST:
                raise NotTaken("too_large")
        if sum(one.file_size for one in entries) > LARGEST_WHOLE:
            raise NotTaken("too_large")
        return {one.filename: _read(package, one) for one in entries}


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the entry said, whatever it unpacks to."""
    name = entry.filename
    if name != posixpath.normpath(name) or name.startswith(("/", "..")) or "\\" in name:
        raise NotTaken("has_strange_parts")
    with package.open(entry) as part:
        found = part.read(entry.file_size + 1)
    if len(found) != entry.file_size:
        raise NotTaken("damaged")
    return found


def _refuse_strange(parts: dict[str, bytes]) -> None:
    if TYPES not in parts or MAIN not in parts:
        raise NotTaken("kind_not_taken")
    if any(MACROS.search(name) for name in parts) or MACROS.search(parts[TYPES].decode("utf-8", "replace")):
        raise NotTaken("has_macros")
    if any(EMBEDDED.search(name) for name in parts):
        raise NotTaken("has_strange_parts")


def _kept(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of the new package, each written anew."""
    kept: dict[str, bytes] = {}
    for name, blob in parts.items():
        if PICTURE.fullmatch(name):
            kept[name] = (pictures.clean_png if name.lower().endswith(".png") else pictures.clean_jpeg)(blob)
    words = [name for name in parts if WORDS.fullmatch(name)]
    stays = frozenset([*kept, *words])
    for name in words:
        links = _links(parts, name, stays)
        kept[name] = _written(parts[name], {link.id for link in links})
        if links:
            kept[_relations_of(name)] = _relations(links)
    main = _Link("rId1", f"{REL[1:-1]}/officeDocument", MAIN)
    return {TYPES: _types(kept), "_rels/.rels": _relations([main]), **kept}


def _links(parts: dict[str, bytes], name: str, stays: frozenset[str]) -> list[_Link]:
    """The relationships of a part that lead to parts that stay. What leads out of the package is left behind."""
    blob = parts.get(_relations_of(name))
    found = []
    for one in _parsed(blob) if blob else ():
        target, folder = one.get("Target", ""), posixpath.dirname(name)
        inside = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
        if one.get("TargetMode", "Internal") == "Internal" and inside in stays:
            found.append(_Link(one.get("Id", ""), one.get("Type", ""), posixpath.relpath(inside, folder)))
    return found


def _relations_of(name: str) -> str:
    return posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")


def _written(blob: bytes, held: set[str]) -> bytes:
    """A part without what uses a relationship that is gone; a link becomes the words it stood under."""
    root = _parsed(blob)
    for one in list(root.iter(etree.Element)):
        if one.tag in STRANGE:
            raise NotTaken("has_strange_parts")
        lost = [key for key, value in one.attrib.items() if str(key).startswith(REL) and value not in held]
        if one.tag in FIELDS | IN_SETTINGS or (lost and one.tag != f"{W}hyperlink"):
            _parent(one).remove(one)
        for key in lost:
            one.attrib.pop(key, None)
    for one in list(root.iter(f"{W}fldSimple")):
        parent = _parent(one)
        for place, shown in enumerate(list(one), parent.index(one)):
            parent.insert(place, shown)
        parent.remove(one)
    return _text(root)


def _parent(one: etree._Element) -> etree._Element:
    found = one.getparent()
    if found is None:
        raise NotTaken("has_strange_parts")
    return found


def _parsed(blob: bytes) -> etree._Element:
    """One part of XML, without entities, without a document type, without anything fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(blob, parser)
    if root.getroottree().docinfo.doctype:
        raise NotTaken("has_strange_parts")
    return root


def _text(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relations(links: list[_Link]) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for link in links:
        etree.SubElement(root, f"{{{space}}}Relationship", Id=link.id, Type=link.kind, Target=link.target)
    return _text(root)


def _types(kept: dict[str, bytes]) -> bytes:
    """What each part is, said anew."""
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"), ("png", "image/png"), ("jpeg", "image/jpeg"), ("jpg", "image/jpeg"),
    ):  # fmt: skip
        etree.SubElement(root, f"{{{space}}}Default", Extension=ending, ContentType=kind)
    for name in kept:
        if WORDS.fullmatch(name):
            etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=_type_of(name))
    return _text(root)


def _type_of(name: str) -> str:
    stem = re.sub(r"\d+$", "", posixpath.basename(name).removesuffix(".xml"))
    if stem == "document":
        return MAIN_TYPE
    if stem == "theme":
        return "application/vnd.openxmlformats-officedocument.theme+xml"
    return f"application/vnd.openxmlformats-officedocument.wordprocessingml.{stem}+xml"


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, blob in parts.items():
            package.writestr(zipfile.ZipInfo(name), blob, zipfile.ZIP_DEFLATED)
    return out.getvalue()
